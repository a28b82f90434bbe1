import {css} from 'lit';

export const styles = css`
	:host {
		display: grid;
		grid-template-rows: minmax(0, 1fr) auto;
		background: var(--_paper);
	}

	pre {
		margin: 0;
		padding: 1.25rem 1.5rem;
		overflow: auto;
		color: var(--_ink);
		font: 0.9375rem/1.65 var(--_mono);
		tab-size: 4;
		white-space: pre;
		unicode-bidi: plaintext;
	}

	pre.wrapped {
		white-space: pre-wrap;
		overflow-wrap: anywhere;
	}

	pre:focus-visible {
		outline-offset: -3px;
	}

	.foot {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		justify-content: space-between;
		gap: 0.25rem 1.5rem;
		padding: 0.5rem 1.5rem;
		border-block-start: 1px solid var(--_rule);
		background: var(--_sheet);
		color: var(--_muted);
		font-size: 0.875rem;
	}

	.foot p {
		margin: 0;
	}

	.partial {
		flex-basis: 100%;
		color: var(--_attention);
	}

	label {
		display: inline-flex;
		align-items: center;
		gap: 0.5rem;
		min-block-size: 1.75rem;
		cursor: pointer;
	}

	input {
		inline-size: 1.15rem;
		block-size: 1.15rem;
		margin: 0;
		accent-color: var(--_accent);
	}
`;
