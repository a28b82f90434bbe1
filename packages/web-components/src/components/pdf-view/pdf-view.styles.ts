import {css} from 'lit';

export const styles = css`
	:host {
		display: grid;
		grid-template-rows: minmax(0, 1fr);
		position: relative;
		min-block-size: 15rem;
		background: var(--_stage);
	}

	.scroller {
		overflow: auto;
		padding: 1rem 1rem 4.75rem;
	}

	.scroller:focus-visible {
		outline-offset: -3px;
	}

	.page {
		position: relative;
		margin-inline: auto;
		background: #fff;
		box-shadow: 0 1px 3px rgb(0 0 0 / 25%);
	}

	canvas {
		display: block;
		inline-size: 100%;
		block-size: 100%;
	}

	/* The words lie over the picture, each where pdf.js says, in its own transparent box. */
	.words {
		position: absolute;
		inset: 0;
		overflow: clip;
		line-height: 1;
		text-align: initial;
		forced-color-adjust: none;
		--scale-round-x: 1px;
		--scale-round-y: 1px;
	}

	.words span,
	.words br {
		position: absolute;
		color: transparent;
		white-space: pre;
		cursor: text;
		transform-origin: 0 0;
	}

	.words span:not(.markedContent) {
		font-size: calc(var(--total-scale-factor) * var(--min-font-size, 1) * var(--font-height, 0px));
		transform: rotate(var(--rotate, 0deg)) scaleX(var(--scale-x, 1)) scale(calc(1 / var(--min-font-size, 1)));
	}

	.words .markedContent {
		display: contents;
	}

	.words ::selection {
		background: rgb(0 90 220 / 30%);
	}

	.bar {
		position: absolute;
		inset-block-end: 0.75rem;
		inset-inline: 0;
		margin-inline: auto;
	}

	.where {
		display: inline-flex;
		align-items: center;
		gap: 0.4rem;
		padding-inline: 0.35rem;
		font-size: 0.9rem;
		font-variant-numeric: tabular-nums;
		white-space: nowrap;
	}

	.where input {
		inline-size: 3.25rem;
		min-block-size: 2.25rem;
		padding: 0 0.35rem;
		border: 1px solid var(--_edge);
		border-radius: var(--_radius);
		background: var(--_paper);
		color: var(--_ink);
		font: inherit;
		text-align: center;
		appearance: textfield;
	}

	.where input::-webkit-inner-spin-button {
		appearance: none;
	}
`;
