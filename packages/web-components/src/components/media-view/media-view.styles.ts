import {css} from 'lit';

export const styles = css`
	:host {
		display: grid;
		place-items: center;
		min-block-size: 12rem;
		background: var(--_stage);
	}

	video {
		display: block;
		inline-size: 100%;
		block-size: 100%;
		min-block-size: 0;
		background: #000;
		object-fit: contain;
	}

	video:focus-visible {
		outline-offset: -3px;
	}

	figure {
		display: grid;
		gap: 1.25rem;
		justify-items: center;
		inline-size: min(100%, 40rem);
		margin: 0;
		padding: 2rem 1.25rem;
		color: var(--_muted);
		text-align: center;
	}

	figure .icon {
		inline-size: 3rem;
		block-size: 3rem;
		stroke-width: 1;
	}

	figcaption {
		color: var(--_ink);
		font: 1.125rem/1.4 var(--_heading);
		overflow-wrap: anywhere;
	}

	audio {
		inline-size: 100%;
	}
`;
