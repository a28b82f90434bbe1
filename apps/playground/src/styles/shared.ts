import {css, type CSSResult} from 'lit';

/** What every page uses: headings, links, buttons, fields, notices. */
export const shared: CSSResult = css`
	*,
	::before,
	::after {
		box-sizing: border-box;
	}

	/* Of pages that are grids: long words and lists give way, not the page. */
	:host {
		grid-template-columns: minmax(0, 1fr);
	}

	h1,
	h2 {
		margin: 0;
		font-family: var(--heading);
		font-weight: 400;
		line-height: 1.15;
		text-wrap: balance;
	}

	h1 {
		font-size: clamp(1.75rem, 1.3rem + 1.8vw, 2.6rem);
		letter-spacing: -0.01em;
	}

	h2 {
		font-size: 1.35rem;
	}

	p {
		margin: 0;
		max-inline-size: 68ch;
		text-wrap: pretty;
	}

	.head {
		display: grid;
		gap: 0.75rem;
	}

	.lede {
		color: var(--muted);
		font-size: 1.05rem;
	}

	.eyebrow {
		color: var(--muted);
		font-size: 0.8125rem;
		letter-spacing: 0.04em;
	}

	a {
		color: var(--accent);
		text-underline-offset: 0.2em;
		text-decoration-thickness: from-font;
	}

	:focus-visible {
		outline: 3px solid var(--focus);
		outline-offset: 2px;
		border-radius: 3px;
	}

	button,
	.button,
	input,
	select {
		font: inherit;
		color: inherit;
		border: 1px solid var(--edge);
		border-radius: 4px;
		background: var(--paper);
		padding: 0.5rem 0.85rem;
		min-block-size: 2.75rem;
		max-inline-size: 100%;
	}

	button {
		cursor: pointer;
	}

	.button {
		display: inline-flex;
		align-items: center;
		text-decoration: none;
	}

	button:hover,
	.button:hover {
		border-color: var(--ink);
	}

	[data-main] {
		background: var(--accent);
		border-color: var(--accent);
		color: var(--on-accent);
	}

	button:disabled {
		cursor: default;
		opacity: 0.55;
	}

	label {
		display: grid;
		gap: 0.3rem;
		font-size: 0.9375rem;
	}

	.row {
		display: flex;
		flex-wrap: wrap;
		gap: 0.75rem 1rem;
		align-items: end;
	}

	.row > p {
		align-self: center;
	}

	.stack {
		display: grid;
		gap: 1.25rem;
		justify-items: start;
	}

	.stack > * {
		min-inline-size: 0;
		max-inline-size: 100%;
	}

	.notice {
		border-inline-start: 3px solid var(--danger);
		padding: 0.35rem 0 0.35rem 0.9rem;
	}

	.notice.good {
		border-color: var(--success);
	}

	nav.trail ol {
		display: flex;
		flex-wrap: wrap;
		gap: 0.25rem 0.6rem;
		list-style: none;
		margin: 0;
		padding: 0;
		font-size: 0.9375rem;
	}

	nav.trail li + li::before {
		content: '/';
		color: var(--muted);
		margin-inline-end: 0.6rem;
	}

	/* One line, so that what is below does not move when the way is known; where one is stands in the heading. */
	@media (max-width: 48rem) {
		nav.place ol {
			flex-wrap: nowrap;
			white-space: nowrap;
		}

		nav.place li {
			display: flex;
			min-inline-size: 0;
		}

		nav.place a {
			overflow: hidden;
			text-overflow: ellipsis;
		}

		nav.place li + li[aria-current] {
			display: none;
		}
	}

	code {
		font:
			0.9em ui-monospace,
			'SF Mono',
			'Cascadia Mono',
			Menlo,
			Consolas,
			monospace;
		overflow-wrap: anywhere;
	}
`;
