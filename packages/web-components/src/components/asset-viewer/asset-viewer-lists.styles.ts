import {css} from 'lit';

/** The list of files and the metadata beside what is shown. */
export const lists = css`
	/* ---- files ---- */

	.files {
		min-inline-size: 0;
	}

	.files ol {
		display: grid;
		align-content: start;
		max-block-size: 16rem;
		margin: 0;
		padding: 0;
		overflow-y: auto;
		border-block: 1px solid var(--_rule);
		list-style: none;
	}

	.files li {
		display: grid;
		grid-template-columns: auto auto minmax(0, 1fr);
		align-items: center;
		column-gap: 0.6rem;
		min-block-size: 2.75rem;
		padding: 0.5rem 0.6rem;
		border-inline-start: 3px solid transparent;
		cursor: pointer;
	}

	.files li + li {
		border-block-start: 1px solid var(--_rule);
	}

	.files li:hover {
		background: var(--_tint);
	}

	.files li:focus-visible {
		outline-offset: -3px;
	}

	.files li[aria-selected='true'] {
		border-inline-start-color: var(--_accent);
		background: var(--_tint);
	}

	.files li[aria-selected='true'] .name {
		font-weight: 600;
	}

	.files .number {
		min-inline-size: 1.4rem;
		color: var(--_muted);
		font-size: 0.875rem;
		font-variant-numeric: tabular-nums;
		text-align: end;
	}

	.files .icon {
		color: var(--_muted);
	}

	.files .size {
		grid-column: 3;
		color: var(--_muted);
		font-size: 0.875rem;
	}

	.files .button {
		inline-size: 100%;
		margin-block-start: 0.25rem;
	}

	/* ---- details ---- */

	.details {
		min-inline-size: 0;
	}

	details {
		border-block-start: 1px solid var(--_rule);
	}

	details:last-of-type {
		border-block-end: 1px solid var(--_rule);
	}

	summary {
		display: flex;
		align-items: center;
		justify-content: space-between;
		gap: 0.75rem;
		min-block-size: 2.75rem;
		padding-block: 0.6rem;
		font: 1.125rem/1.35 var(--_heading);
		cursor: pointer;
	}

	summary::-webkit-details-marker {
		display: none;
	}

	summary::after {
		content: '';
		flex: none;
		inline-size: 0.5rem;
		block-size: 0.5rem;
		margin-inline-end: 0.35rem;
		border: solid var(--_muted);
		border-width: 0 1.5px 1.5px 0;
		rotate: 45deg;
		translate: 0 -0.15rem;
	}

	details[open] > summary::after {
		rotate: 225deg;
		translate: 0 0.15rem;
	}

	summary:hover {
		color: var(--_accent);
	}

	dl {
		margin: 0;
	}

	details > dl,
	details > p {
		margin-block-end: 0.9rem;
	}

	details > dl:has(+ dl) {
		margin-block-end: 0;
	}

	.entry {
		padding-block: 0.35rem;
	}

	dt {
		color: var(--_muted);
		font-size: 0.875rem;
	}

	dt::first-letter {
		text-transform: uppercase;
	}

	dd {
		margin: 0;
		white-space: pre-line;
	}

	dd.nested {
		margin-inline-start: 0.15rem;
		padding-inline-start: 0.85rem;
		border-inline-start: 1px solid var(--_rule);
	}

	dd:has(> dl) {
		white-space: normal;
	}

	.code {
		font: 0.875rem/1.5 var(--_mono);
		overflow-wrap: anywhere;
	}

	details > .hint {
		margin-block-start: 0;
	}

	@media (forced-colors: active) {
		.files li[aria-selected='true'] {
			border-inline-start-color: Highlight;
			background: Highlight;
			color: HighlightText;
			forced-color-adjust: none;
		}

		.files li[aria-selected='true'] :is(.icon, .size, .number) {
			color: HighlightText;
		}
	}
`;
