import {html, svg, type SVGTemplateResult, type TemplateResult} from 'lit';

const icon = (shape: SVGTemplateResult): TemplateResult => html`
	<svg
		class="icon"
		viewBox="0 0 24 24"
		width="20"
		height="20"
		fill="none"
		stroke="currentColor"
		stroke-width="1.6"
		stroke-linecap="round"
		stroke-linejoin="round"
		aria-hidden="true"
	>
		${shape}
	</svg>
`;

export const download: TemplateResult = icon(svg`<path d="M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 19.5h14" />`);
export const previous: TemplateResult = icon(svg`<path d="m14.5 6-6 6 6 6" />`);
export const next: TemplateResult = icon(svg`<path d="m9.5 6 6 6-6 6" />`);
export const plus: TemplateResult = icon(svg`<path d="M12 5.5v13M5.5 12h13" />`);
export const minus: TemplateResult = icon(svg`<path d="M5.5 12h13" />`);
export const home: TemplateResult = icon(svg`<path d="M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15" />`);
export const rotate: TemplateResult = icon(svg`<path d="M19 12a7 7 0 1 1-2.3-5.2M19.5 4v4h-4" />`);
export const fullscreen: TemplateResult = icon(svg`<path d="m14 10 5.5-5.5M14.5 4.5h5v5M10 14l-5.5 5.5M9.5 19.5h-5v-5" />`);
export const check: TemplateResult = icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`);
export const cross: TemplateResult = icon(svg`<path d="m6.5 6.5 11 11m0-11-11 11" />`);
export const shield: TemplateResult = icon(svg`<path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6zM8.8 12l2.3 2.3 4.2-4.4" />`);
export const warning: TemplateResult = icon(svg`<path d="M12 4.5 3.5 19h17zM12 10v4m0 2.4v.1" />`);
export const lock: TemplateResult = icon(svg`<path d="M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3" />`);
export const search: TemplateResult = icon(svg`<path d="M10.5 5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zm4 9.5 5 5" />`);
export const sheet: TemplateResult = icon(svg`<path d="M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4" />`);
export const box: TemplateResult = icon(svg`<path d="M4.5 8.5h15v11h-15zM3.5 4.5h17v4h-17zM10 12h4" />`);
export const person: TemplateResult = icon(
	svg`<path d="M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM4.8 20c.8-3.6 3.6-5.4 7.2-5.4s6.4 1.8 7.2 5.4" />`,
);
export const image: TemplateResult = icon(svg`<path d="M4 5h16v14H4zm0 11 4.5-4.5 3.5 3.5 3-3 5 5M15.5 9h.1" />`);
export const sound: TemplateResult = icon(
	svg`<path d="M9 17.5V6l10-2v11.5M9 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zm10-2a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z" />`,
);
export const film: TemplateResult = icon(svg`<path d="M3.5 6h17v12h-17zm6.5 3v6l5-3z" />`);
