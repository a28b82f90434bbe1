import {css} from 'lit';

/**
 * The look that all elements share. Pages change it with the custom properties of the prefix `--fonds-`;
 * light and dark follow the `color-scheme` of the place where the element stands.
 */
export const tokens = css`
	:host {
		--_paper: var(--fonds-color-paper, light-dark(#fcfbf8, #171614));
		--_sheet: var(--fonds-color-sheet, light-dark(#f5f2eb, #201e1b));
		--_ink: var(--fonds-color-ink, light-dark(#211f1b, #ece7dc));
		--_muted: var(--fonds-color-muted, light-dark(#5c564c, #b3aa9b));
		--_rule: var(--fonds-color-rule, light-dark(#dfd9cd, #36332e));
		--_edge: var(--fonds-color-edge, light-dark(#857d6e, #8b8374));
		--_accent: var(--fonds-color-accent, light-dark(#1f4b6e, #a3c8e8));
		--_on-accent: var(--fonds-color-on-accent, light-dark(#ffffff, #0f1e2b));
		--_tint: color-mix(in oklab, var(--_accent) 9%, var(--_paper));
		--_stage: var(--fonds-color-stage, light-dark(#e9e5dc, #0d0c0b));
		--_success: var(--fonds-color-success, light-dark(#2a5d3c, #93d0a4));
		--_attention: var(--fonds-color-attention, light-dark(#744d00, #e8c06f));
		--_danger: var(--fonds-color-danger, light-dark(#96291f, #f3a597));
		--_focus: var(--fonds-color-focus, light-dark(#0b57c2, #8ec2ff));
		--_radius: var(--fonds-radius, 4px);
		--_text: var(--fonds-font-text, ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif);
		--_heading: var(
			--fonds-font-heading,
			'Iowan Old Style',
			'Palatino Linotype',
			Palatino,
			'TeX Gyre Pagella',
			P052,
			'Book Antiqua',
			'Source Serif 4',
			Georgia,
			serif
		);
		--_mono: var(--fonds-font-mono, ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace);

		color: var(--_ink);
		font: 400 1rem/1.55 var(--_text);
		text-align: start;
		-webkit-text-size-adjust: 100%;
	}

	:host([hidden]) {
		display: none;
	}

	*,
	::before,
	::after {
		box-sizing: border-box;
	}

	:focus-visible {
		outline: 3px solid var(--_focus);
		outline-offset: 2px;
		border-radius: var(--_radius);
	}

	.icon {
		flex: none;
		display: block;
	}

	.visually-hidden {
		position: absolute;
		inline-size: 1px;
		block-size: 1px;
		margin: -1px;
		overflow: hidden;
		clip-path: inset(50%);
		white-space: nowrap;
	}

	@media (forced-colors: active) {
		:focus-visible {
			outline-color: Highlight;
		}
	}
`;
