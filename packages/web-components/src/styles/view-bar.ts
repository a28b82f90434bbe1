import {css} from 'lit';

/** The bar of controls that floats over what a view shows. */
export const viewBar = css`
	.bar {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		justify-content: center;
		gap: 0.125rem;
		inline-size: fit-content;
		max-inline-size: calc(100% - 1rem);
		padding: 0.2rem;
		border: 1px solid var(--_rule);
		border-radius: calc(var(--_radius) + 4px);
		background: var(--_paper);
		box-shadow:
			0 1px 2px rgb(0 0 0 / 12%),
			0 6px 20px rgb(0 0 0 / 10%);
	}

	.bar .divider {
		inline-size: 1px;
		block-size: 1.5rem;
		margin-inline: 0.25rem;
		background: var(--_rule);
	}

	.bar button {
		display: inline-grid;
		place-items: center;
		min-inline-size: 2.5rem;
		min-block-size: 2.5rem;
		padding: 0;
		border: 0;
		border-radius: var(--_radius);
		background: none;
		color: var(--_ink);
		cursor: pointer;
	}

	.bar button:hover:not(:disabled) {
		background: var(--_tint);
		color: var(--_accent);
	}

	.bar button:disabled {
		color: color-mix(in oklab, var(--_muted) 55%, var(--_paper));
		cursor: default;
	}

	@media (forced-colors: active) {
		.bar {
			border-color: CanvasText;
		}

		.bar button:disabled {
			color: GrayText;
		}
	}
`;
