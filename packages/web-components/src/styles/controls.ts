import {css} from 'lit';

/** Buttons, fields and progress bars that all elements share. */
export const controls = css`
	button,
	input,
	textarea,
	select {
		font: inherit;
		color: inherit;
	}

	.button {
		display: inline-flex;
		align-items: center;
		justify-content: center;
		gap: 0.5rem;
		min-block-size: 2.75rem;
		padding: 0.45rem 1.1rem;
		border: 1px solid var(--_edge);
		border-radius: var(--_radius);
		background: var(--_paper);
		color: var(--_ink);
		font-weight: 500;
		line-height: 1.3;
		text-align: center;
		text-decoration: none;
		cursor: pointer;
		transition:
			background-color 120ms,
			border-color 120ms;
	}

	.button:hover {
		background: var(--_tint);
		border-color: var(--_accent);
	}

	.button.primary {
		border-color: var(--_accent);
		background: var(--_accent);
		color: var(--_on-accent);
	}

	.button.primary:hover {
		background: color-mix(in oklab, var(--_accent) 88%, var(--_ink));
	}

	.button.plain {
		border-color: transparent;
		background: none;
		color: var(--_accent);
		padding-inline: 0.7rem;
	}

	.button.plain:hover {
		background: var(--_tint);
	}

	.button.icon-only {
		min-inline-size: 2.75rem;
		padding: 0;
	}

	.button:disabled,
	.button[aria-disabled='true'] {
		border-color: var(--_rule);
		background: none;
		color: var(--_muted);
		cursor: default;
	}

	.button.plain:disabled,
	.button.plain[aria-disabled='true'] {
		border-color: transparent;
	}

	.field {
		display: grid;
		gap: 0.3rem;
	}

	.field > label,
	.label {
		font-weight: 500;
	}

	.field input,
	.field textarea,
	.field select {
		inline-size: 100%;
		min-block-size: 2.75rem;
		padding: 0.5rem 0.75rem;
		border: 1px solid var(--_edge);
		border-radius: var(--_radius);
		background: var(--_paper);
	}

	.hint {
		color: var(--_muted);
		font-size: 0.9rem;
	}

	progress {
		appearance: none;
		display: block;
		inline-size: 100%;
		block-size: 0.375rem;
		border: 0;
		border-radius: 1rem;
		overflow: hidden;
		background: var(--_rule);
		color: var(--_accent);
	}

	progress::-webkit-progress-bar {
		background: var(--_rule);
	}

	progress::-webkit-progress-value {
		background: var(--_accent);
		transition: inline-size 200ms;
	}

	progress::-moz-progress-bar {
		background: var(--_accent);
	}

	progress:indeterminate {
		background: linear-gradient(90deg, var(--_rule) 0 35%, var(--_accent) 50%, var(--_rule) 65% 100%) 0 0 / 300% 100%;
		animation: travel 1.8s linear infinite;
	}

	progress:indeterminate::-webkit-progress-bar {
		background: transparent;
	}

	@keyframes travel {
		from {
			background-position: 100% 0;
		}
		to {
			background-position: 0% 0;
		}
	}

	@media (prefers-reduced-motion: reduce) {
		.button,
		progress::-webkit-progress-value {
			transition: none;
		}

		progress:indeterminate {
			animation: none;
			background-position: 50% 0;
		}
	}

	@media (forced-colors: active) {
		.button {
			border-color: ButtonText;
		}

		progress {
			border: 1px solid CanvasText;
			forced-color-adjust: auto;
		}
	}
`;
