import {css} from 'lit';

export const styles = css`
	:host {
		display: block;
		position: relative;
		min-block-size: 15rem;
		background: var(--_stage);
	}

	.surface {
		position: absolute;
		inset: 0;
	}

	.surface :focus-visible {
		outline-offset: -3px;
	}

	.bar {
		position: absolute;
		inset-block-end: 0.75rem;
		inset-inline: 0;
		margin-inline: auto;
	}

	output {
		min-inline-size: 3.5rem;
		padding-inline: 0.25rem;
		color: var(--_muted);
		font-size: 0.875rem;
		font-variant-numeric: tabular-nums;
		text-align: center;
	}

	:host(:fullscreen) {
		inline-size: 100vw;
		block-size: 100vh;
	}
`;
