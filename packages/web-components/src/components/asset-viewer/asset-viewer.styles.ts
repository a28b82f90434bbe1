import {css} from 'lit';

export const styles = css`
	:host {
		display: block;
		container: viewer / inline-size;
		background: var(--fonds-color-background, var(--_paper));
	}

	bdi {
		overflow-wrap: anywhere;
	}

	.viewer {
		display: grid;
		grid-template-columns: minmax(0, 1fr);
		gap: 1.5rem;
	}

	/* ---- title ---- */

	.header {
		display: flex;
		flex-wrap: wrap;
		align-items: end;
		justify-content: space-between;
		gap: 0 2rem;
	}

	.heading {
		flex: 1 1 24rem;
		min-inline-size: 0;
		max-inline-size: 60rem;
	}

	.title {
		font: 400 clamp(1.625rem, 1.1rem + 2cqi, 2.375rem) / 1.2 var(--_heading);
		letter-spacing: -0.005em;
		text-wrap: balance;
	}

	.description {
		max-inline-size: 70ch;
		margin: 0.6rem 0 0;
		color: var(--_muted);
		font-size: 1.0625rem;
	}

	.tools {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		gap: 0.75rem;
		min-inline-size: 0;
		max-inline-size: 100%;
	}

	.representation,
	.tools ::slotted(*) {
		margin-block-start: 0.75rem;
	}

	.representation {
		display: inline-flex;
		flex-wrap: wrap;
		align-items: center;
		gap: 0.25rem 0.75rem;
		min-inline-size: 0;
		max-inline-size: 100%;
	}

	select {
		min-inline-size: 0;
		max-inline-size: min(100%, 24rem);
		min-block-size: 2.75rem;
		padding: 0.4rem 0.6rem;
		border: 1px solid var(--_edge);
		border-radius: var(--_radius);
		background: var(--_paper);
		text-overflow: ellipsis;
	}

	/* ---- stage ---- */

	/* The file comes before the list of files where there is little room; where there is more, the keyboard follows the columns. */
	.body {
		display: grid;
		reading-flow: grid-rows;
		gap: 1.5rem;
		grid-template-columns: minmax(0, 1fr);
	}

	.plate {
		min-inline-size: 0;
		margin: 0;
		border: 1px solid var(--_rule);
		border-radius: var(--_radius);
		overflow: clip;
	}

	.stage,
	.view {
		display: grid;
		grid-template: minmax(0, 1fr) / minmax(0, 1fr);
	}

	.stage {
		block-size: var(--fonds-viewer-height, clamp(20rem, min(68vh, 115cqi), 52rem));
		background: var(--_stage);
	}

	.stage:focus-visible {
		outline-offset: -3px;
	}

	.stage.compact {
		block-size: auto;
		min-block-size: 20rem;
	}

	.view {
		animation: appear 240ms ease-out;
	}

	@keyframes appear {
		from {
			opacity: 0;
		}
	}

	.waiting,
	.problem {
		display: grid;
		gap: 0.5rem;
		place-items: center;
		place-content: center;
		min-block-size: 14rem;
		padding: 2rem 1.25rem;
		text-align: center;
	}

	.waiting p,
	.problem p,
	.idle {
		max-inline-size: 46ch;
		margin: 0;
	}

	.waiting progress {
		inline-size: min(16rem, 60cqi);
		margin-block-end: 0.5rem;
	}

	.waiting .hint {
		min-block-size: 1.5em;
		font-variant-numeric: tabular-nums;
	}

	.problem > .icon {
		inline-size: 2.75rem;
		block-size: 2.75rem;
		margin-block-end: 0.5rem;
		color: var(--_muted);
		stroke-width: 1.1;
	}

	.problem.fixity > .icon,
	.problem.failed > .icon {
		color: var(--_danger);
	}

	.problem-title {
		font: 1.3125rem/1.35 var(--_heading);
		text-wrap: balance;
	}

	.actions:not(:empty) {
		margin-block-start: 0.75rem;
	}

	.idle {
		padding: 3rem 1rem;
		margin-inline: auto;
		color: var(--_muted);
		text-align: center;
	}

	/* ---- caption ---- */

	.caption {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		gap: 0.5rem 1.25rem;
		padding: 0.75rem 1rem;
		border-block-start: 1px solid var(--_rule);
		background: var(--_paper);
	}

	.what {
		flex: 1 1 14rem;
		min-inline-size: 0;
	}

	.what .name {
		display: block;
		font-weight: 500;
	}

	.facts {
		display: flex;
		flex-wrap: wrap;
		gap: 0.1rem 1rem;
		color: var(--_muted);
		font-size: 0.9rem;
	}

	.fact {
		display: inline-flex;
		align-items: center;
		gap: 0.3rem;
	}

	.verified {
		color: var(--_success);
	}

	.verified .icon {
		inline-size: 1.05rem;
		block-size: 1.05rem;
	}

	.stepper {
		display: flex;
		align-items: center;
		font-variant-numeric: tabular-nums;
		white-space: nowrap;
	}

	.notice {
		flex-basis: 100%;
		margin: 0;
		color: var(--_success);
	}

	.notice:empty {
		display: none;
	}

	.notice.bad {
		color: var(--_danger);
	}

	/* ---- wider ---- */

	@container viewer (inline-size >= 40rem) {
		.viewer {
			gap: 1.75rem;
		}
	}

	@container viewer (inline-size >= 60rem) {
		.body {
			grid-template-columns: minmax(0, 1fr) minmax(17rem, 22rem);
			gap: 2.25rem;
			align-items: start;
		}

		.body.several {
			grid-template-rows: auto minmax(0, 1fr);
		}

		.several .plate {
			grid-row: span 2;
		}
	}

	@container viewer (inline-size >= 90rem) {
		.body.several {
			grid-template: minmax(0, 1fr) / minmax(14rem, 18rem) minmax(0, 1fr) minmax(17rem, 22rem);
		}

		.several .files {
			grid-area: 1 / 1;
		}

		.several .plate {
			grid-area: 1 / 2;
		}

		.several .details {
			grid-area: 1 / 3;
		}

		.files ol {
			max-block-size: calc(var(--fonds-viewer-height, clamp(20rem, min(68vh, 115cqi), 52rem)) + 4rem);
		}
	}

	@media (prefers-reduced-motion: reduce) {
		.view {
			animation: none;
		}
	}
`;
