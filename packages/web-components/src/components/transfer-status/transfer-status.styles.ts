import {css} from 'lit';

export const styles = css`
	:host {
		display: block;
		container: transfer / inline-size;
		background: var(--fonds-color-background, var(--_paper));
	}

	p,
	ul,
	ol,
	dl,
	dd {
		margin: 0;
		padding: 0;
		list-style: none;
	}

	bdi {
		overflow-wrap: anywhere;
	}

	.transfer {
		display: grid;
		grid-template-columns: minmax(0, 1fr);
		gap: 1.5rem;
		padding: 1.25rem;
		border: 1px solid var(--_rule);
		border-radius: calc(var(--_radius) * 2);
	}

	.head {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		justify-content: space-between;
		gap: 0.5rem 1.5rem;
	}

	.heading {
		font: 1.5rem/1.3 var(--_heading);
	}

	.badge {
		--_tone: var(--_accent);
		display: inline-flex;
		align-items: center;
		gap: 0.45rem;
		padding: 0.25rem 0.8rem 0.25rem 0.6rem;
		border: 1px solid color-mix(in oklab, var(--_tone) 45%, transparent);
		border-radius: 2rem;
		background: color-mix(in oklab, var(--_tone) 8%, var(--_paper));
		color: var(--_tone);
		font-weight: 500;
	}

	.badge .icon {
		inline-size: 1.15rem;
		block-size: 1.15rem;
	}

	.badge.pending,
	.badge.cancelled,
	.badge.unknown {
		--_tone: var(--_muted);
	}

	.badge.waiting {
		--_tone: var(--_attention);
	}

	.badge.succeeded {
		--_tone: var(--_success);
	}

	.badge.failed,
	.badge.rejected {
		--_tone: var(--_danger);
	}

	/* ---- progress ---- */

	.progress {
		display: grid;
		gap: 0.6rem;
	}

	.activity {
		display: flex;
		flex-wrap: wrap;
		justify-content: space-between;
		gap: 0 1.5rem;
		min-block-size: 1.55em;
	}

	.count {
		color: var(--_muted);
		font-size: 0.9rem;
		font-variant-numeric: tabular-nums;
	}

	/* ---- panels ---- */

	.panel {
		--_tone: var(--_danger);
		display: grid;
		grid-template-columns: auto minmax(0, 1fr);
		gap: 0.75rem 1rem;
		padding: 1rem 1.15rem;
		border: 1px solid var(--_tone);
		border-radius: calc(var(--_radius) * 2);
		background: color-mix(in oklab, var(--_tone) 6%, var(--_paper));
	}

	.panel.attention {
		--_tone: var(--_attention);
	}

	.panel > .icon {
		inline-size: 1.75rem;
		block-size: 1.75rem;
		color: var(--_tone);
	}

	.panel-title {
		font: 1.1875rem/1.45 var(--_heading);
	}

	.panel > .button {
		grid-column: 2;
		justify-self: start;
	}

	details {
		margin-block-start: 0.5rem;
	}

	summary {
		inline-size: fit-content;
		min-block-size: 1.75rem;
		color: var(--_ink);
		cursor: pointer;
		text-decoration: underline;
		text-decoration-color: var(--_edge);
		text-underline-offset: 0.2em;
	}

	.said {
		display: grid;
		gap: 0.35rem;
		max-block-size: 14rem;
		margin-block-start: 0.5rem;
		padding: 0.75rem;
		overflow: auto;
		background: var(--_paper);
		font: 0.875rem/1.5 var(--_mono);
	}

	/* ---- steps ---- */

	.steps li {
		display: grid;
		grid-template-columns: 1.75rem minmax(0, 1fr);
		gap: 0 0.85rem;
		position: relative;
		padding-block-end: 0.9rem;
		break-inside: avoid;
	}

	.steps li:last-child {
		padding-block-end: 0;
	}

	.steps li:not(:last-child)::before {
		content: '';
		position: absolute;
		inset-block: 1.75rem 0;
		inset-inline-start: calc(0.875rem - 0.75px);
		border-inline-start: 1.5px solid var(--_rule);
	}

	.steps li.succeeded:not(:last-child)::before {
		border-color: var(--_success);
	}

	.step {
		padding-block: 0.1rem;
	}

	.mark {
		display: grid;
		place-items: center;
		inline-size: 1.75rem;
		block-size: 1.75rem;
		border: 1.5px solid var(--_edge);
		border-radius: 50%;
		background: var(--_paper);
		color: var(--_paper);
	}

	.mark .icon {
		inline-size: 1.1rem;
		block-size: 1.1rem;
		stroke-width: 2.2;
	}

	.pending .step,
	.skipped .step {
		color: var(--_muted);
	}

	.running .step,
	.waiting .step {
		font-weight: 600;
	}

	.running .mark {
		border-color: var(--_accent);
		box-shadow:
			inset 0 0 0 4px var(--_paper),
			inset 0 0 0 1rem var(--_accent);
	}

	.succeeded .mark {
		border-color: var(--_success);
		background: var(--_success);
	}

	.waiting .mark {
		border-color: var(--_attention);
		background: var(--_attention);
	}

	.failed .mark {
		border-color: var(--_danger);
		background: var(--_danger);
	}

	.failed .step {
		color: var(--_danger);
		font-weight: 600;
	}

	.skipped .mark {
		color: var(--_muted);
	}

	/* ---- results ---- */

	dl {
		display: grid;
		gap: 0.75rem 2rem;
		padding-block-start: 1.25rem;
		border-block-start: 1px solid var(--_rule);
	}

	dt {
		color: var(--_muted);
		font-size: 0.875rem;
	}

	dd {
		font: 0.9rem/1.5 var(--_mono);
	}

	@container transfer (inline-size >= 44rem) {
		.transfer {
			padding: 1.75rem 2rem;
		}

		.steps.many {
			columns: 2;
			column-gap: 2.5rem;
		}

		.panel:has(> .button) {
			grid-template-columns: auto minmax(0, 1fr) auto;
			align-items: center;
		}

		.panel > .button {
			grid-column: 3;
		}

		dl {
			grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr));
		}
	}

	@media (forced-colors: active) {
		.running .mark {
			box-shadow: none;
			background: Highlight;
		}

		:is(.succeeded, .failed, .waiting) .mark {
			background: CanvasText;
			color: Canvas;
		}
	}
`;
