import {css} from 'lit';

export const styles = css`
	:host {
		display: block;
		container: uploader / inline-size;
		background: var(--fonds-color-background, var(--_paper));
	}

	p,
	ul,
	ol {
		margin: 0;
		padding: 0;
		list-style: none;
	}

	bdi {
		overflow-wrap: anywhere;
	}

	.uploader,
	form {
		display: grid;
		grid-template-columns: minmax(0, 1fr);
		gap: 1.5rem;
	}

	h2 {
		margin: 0;
		font: 400 clamp(1.5rem, 1.1rem + 1.6cqi, 2rem) / 1.25 var(--_heading);
	}

	/* ---- drop zone ---- */

	.drop-zone {
		display: grid;
		justify-items: center;
		gap: 0.35rem;
		padding: clamp(2rem, 8cqi, 4.5rem) 1rem;
		border: 1.5px dashed var(--_edge);
		border-radius: calc(var(--_radius) * 2);
		background: var(--_sheet);
		text-align: center;
		transition:
			background-color 160ms,
			border-color 160ms;
	}

	.drop-zone.small {
		padding-block: 1.5rem;
	}

	.drop-zone.over {
		border-style: solid;
		border-color: var(--_accent);
		background: var(--_tint);
	}

	.drop-zone > .icon {
		inline-size: 3rem;
		block-size: 3rem;
		margin-block-end: 0.5rem;
		color: var(--_accent);
		stroke-width: 1;
	}

	.drop-zone.small > .icon {
		display: none;
	}

	.drop-title {
		font: 1.375rem/1.35 var(--_heading);
	}

	.choose {
		display: flex;
		flex-wrap: wrap;
		justify-content: center;
		gap: 0.75rem;
		margin-block-start: 1rem;
	}

	.unreadable {
		padding: 0.75rem 1rem;
		border-inline-start: 3px solid var(--_attention);
		background: var(--_sheet);
		color: var(--_attention);
	}

	/* ---- files ---- */

	.selection-head {
		display: flex;
		align-items: center;
		justify-content: space-between;
		gap: 1rem;
		min-block-size: 2.75rem;
	}

	.selection ul {
		max-block-size: 22rem;
		overflow-y: auto;
		border-block: 1px solid var(--_rule);
	}

	.selection ul:focus-visible {
		outline-offset: -3px;
	}

	.selection li {
		display: grid;
		grid-template-columns: minmax(0, 1fr) auto auto auto;
		align-items: center;
		gap: 0.25rem 0.9rem;
		min-block-size: 2.75rem;
		padding: 0.25rem 0 0.25rem 0.25rem;
	}

	.selection li + li {
		border-block-start: 1px solid var(--_rule);
	}

	.folder {
		color: var(--_muted);
	}

	.size {
		color: var(--_muted);
		font-size: 0.9rem;
		font-variant-numeric: tabular-nums;
		white-space: nowrap;
	}

	.selection .state progress {
		inline-size: clamp(3rem, 12cqi, 8rem);
	}

	.done {
		color: var(--_success);
	}

	.selection .icon-only {
		color: var(--_muted);
	}

	.selection > .hint {
		padding-block-start: 0.6rem;
	}

	/* ---- fields ---- */

	.fields {
		display: grid;
		gap: 1.25rem;
		max-inline-size: 44rem;
	}

	textarea {
		resize: vertical;
	}

	.field input[aria-invalid='true'] {
		border-color: var(--_danger);
		box-shadow: inset 0 0 0 1px var(--_danger);
	}

	.missing {
		color: var(--_danger);
		font-size: 0.9rem;
	}

	.submit {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		gap: 0.5rem 1rem;
	}

	.submit .button {
		min-inline-size: 9rem;
	}

	/* ---- work ---- */

	.subject {
		font: 1.375rem/1.35 var(--_heading);
	}

	.phases {
		display: grid;
		gap: 0.6rem;
		padding: 1.25rem;
		border: 1px solid var(--_rule);
		border-radius: calc(var(--_radius) * 2);
		background: var(--_sheet);
	}

	.phases li {
		display: grid;
		grid-template-columns: 1.75rem minmax(0, 1fr) auto;
		align-items: center;
		gap: 0.35rem 0.85rem;
		min-block-size: 2.75rem;
	}

	.phases progress {
		grid-column: 2 / -1;
	}

	.mark {
		display: grid;
		place-items: center;
		inline-size: 1.75rem;
		block-size: 1.75rem;
		border: 1.5px solid var(--_edge);
		border-radius: 50%;
		color: var(--_paper);
	}

	.mark .icon {
		inline-size: 1.1rem;
		block-size: 1.1rem;
		stroke-width: 2.2;
	}

	.running .mark {
		border-color: var(--_accent);
		box-shadow:
			inset 0 0 0 4px var(--_sheet),
			inset 0 0 0 1rem var(--_accent);
	}

	.phases .done .mark {
		border-color: var(--_success);
		background: var(--_success);
	}

	.phases .failed .mark {
		border-color: var(--_danger);
		background: var(--_danger);
	}

	.phases .done {
		color: inherit;
	}

	.running .phase {
		font-weight: 600;
	}

	.pending .phase,
	.amount {
		color: var(--_muted);
	}

	.amount {
		font-size: 0.9rem;
		font-variant-numeric: tabular-nums;
		overflow-wrap: anywhere;
		text-align: end;
	}

	/* ---- outcome ---- */

	.outcome {
		display: grid;
		justify-items: center;
		gap: 0.75rem;
		padding: clamp(2rem, 7cqi, 4rem) 1rem;
		border: 1px solid var(--_rule);
		border-radius: calc(var(--_radius) * 2);
		background: var(--_sheet);
		text-align: center;
	}

	.seal {
		display: grid;
		place-items: center;
		inline-size: 4.5rem;
		block-size: 4.5rem;
		border: 1.5px solid var(--_success);
		border-radius: 50%;
		color: var(--_success);
	}

	.seal .icon {
		inline-size: 2.25rem;
		block-size: 2.25rem;
		stroke-width: 1.2;
	}

	.outcome-title {
		font: 1.625rem/1.3 var(--_heading);
	}

	.assets {
		display: grid;
		gap: 1.25rem;
		inline-size: min(100%, 34rem);
	}

	.assets li {
		display: grid;
		justify-items: center;
		gap: 0.4rem;
	}

	.asset-title {
		font-weight: 500;
	}

	.code {
		font: 0.875rem/1.5 var(--_mono);
	}

	.failure {
		display: grid;
		grid-template-columns: auto minmax(0, 1fr);
		gap: 0.5rem 1rem;
		padding: 1.1rem 1.25rem;
		border: 1px solid var(--_danger);
		border-radius: calc(var(--_radius) * 2);
		background: color-mix(in oklab, var(--_danger) 6%, var(--_paper));
	}

	.failure > .icon {
		inline-size: 1.75rem;
		block-size: 1.75rem;
		color: var(--_danger);
	}

	.failure-title {
		margin-block-end: 0.25rem;
		font: 1.1875rem/1.4 var(--_heading);
	}

	.failure .actions {
		grid-column: 2;
	}

	.notice {
		color: var(--_muted);
	}

	@container uploader (inline-size >= 40rem) {
		.phases {
			padding: 1.5rem 1.75rem;
		}

		.failure {
			grid-template-columns: auto minmax(0, 1fr) auto;
			align-items: center;
		}

		.failure .actions {
			grid-column: 3;
		}
	}

	@media (prefers-reduced-motion: reduce) {
		.drop-zone {
			transition: none;
		}
	}

	@media (forced-colors: active) {
		.running .mark {
			box-shadow: none;
			background: Highlight;
		}

		.phases .done .mark,
		.phases .failed .mark {
			background: CanvasText;
			color: Canvas;
		}
	}
`;
