import {html, LitElement, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';

import {MessagesController} from '../../i18n/messages.ts';
import * as icons from '../../internal/icons.ts';
import {visibleName} from '../../internal/safe-name.ts';
import {ViewErrorEvent, ViewReadyEvent} from '../../internal/view-events.ts';
import {tokens} from '../../styles/tokens.ts';
import {viewBar} from '../../styles/view-bar.ts';
import {type OpenPdf, openPdf} from './load-pdf.ts';
import {PageDrawing} from './pdf-page.ts';
import {styles} from './pdf-view.styles.ts';

const zoomStep = 1.25;
const smallest = 0.5;
const largest = 6;

/** Space between the page and the edges of the view, both sides together. */
const gutter = 32;

/** Widest a page is drawn before anyone zooms. */
const comfortable = 960;

/**
 * Shows a PDF document page by page. pdf.js is loaded when the first document is shown. Links, forms and scripts in the document do nothing;
 * its words can be selected and read aloud.
 *
 * @tagname pdf-view
 * @csspart page - The sheet.
 * @csspart controls - The bar of buttons.
 * @cssprop --fonds-color-paper - Background of the bar.
 * @cssprop --fonds-color-stage - Background behind the page.
 * @cssprop --fonds-color-ink - Buttons of the bar.
 * @cssprop --fonds-color-rule - Border of the bar.
 * @cssprop --fonds-color-edge - Border of the page number.
 * @cssprop --fonds-color-accent - The button under the pointer.
 * @cssprop --fonds-color-focus - The focus ring.
 * @event {ViewReadyEvent} view-ready - The first page is shown.
 * @event {ViewErrorEvent} view-error - The document is damaged, or locked with a password.
 */
export class PdfView extends LitElement {
	static override styles = [tokens, viewBar, styles];

	/** The document. */
	@property({attribute: false}) blob: Blob | undefined;

	/** Its name. */
	@property() name = '';

	/** The page shown, from 1. */
	@property({type: Number}) page = 1;

	@state() private pages = 0;
	@state() private zoom = 1;

	@query('.scroller') private scroller!: HTMLElement;
	@query('.page') private frame!: HTMLElement;
	@query('input') private pageInput!: HTMLInputElement;
	@query('canvas') private canvas!: HTMLCanvasElement;
	@query('.words') private words!: HTMLElement;

	readonly #texts = new MessagesController(this);
	readonly #resize = new ResizeObserver(() => this.#onResize());
	#drawing: PageDrawing | undefined;
	#pdf: OpenPdf | undefined;
	#loading: AbortController | undefined;
	#width = 0;

	override connectedCallback(): void {
		super.connectedCallback();
		this.#resize.observe(this);
		if (this.hasUpdated) void this.#open();
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#resize.disconnect();
		this.#close();
	}

	protected override firstUpdated(): void {
		this.#drawing = new PageDrawing({page: this.frame, canvas: this.canvas, text: this.words});
	}

	protected override updated(changed: PropertyValues): void {
		if (changed.has('blob')) void this.#open();
		else if (changed.has('page') || changed.has('zoom')) void this.#draw();
	}

	override render(): TemplateResult {
		const {pdf: texts} = this.#texts.texts;
		const {page, pages, zoom} = this;
		return html`
			<div
				class="scroller"
				tabindex="0"
				role="region"
				aria-label="${visibleName(this.name)}, ${texts.pageLabel(page, pages)}"
				@keydown=${this.#onKey}
			>
				<div class="page" part="page">
					<canvas aria-hidden="true"></canvas>
					<div class="words"></div>
				</div>
			</div>
			<div class="bar" part="controls" role="group" aria-label=${texts.controls}>
				${this.#button(texts.previous, icons.previous, () => this.goTo(page - 1), page <= 1)}
				<span class="where">
					<input type="number" min="1" max=${pages} aria-label=${texts.page} .value=${String(page)} @change=${this.#onPageInput} />
					${texts.of(pages)}
				</span>
				${this.#button(texts.next, icons.next, () => this.goTo(page + 1), page >= pages)}
				<span class="divider"></span>
				${this.#button(texts.zoomOut, icons.minus, () => this.zoomBy(1 / zoomStep), zoom <= smallest)}
				${this.#button(texts.zoomIn, icons.plus, () => this.zoomBy(zoomStep), zoom >= largest)}
				${this.#button(texts.fit, icons.home, () => this.zoomBy(1 / zoom), zoom === 1)}
			</div>
		`;
	}

	// A button that has just been used up keeps the focus, so it is not `disabled`.
	#button(label: string, icon: unknown, action: () => void, unavailable: boolean) {
		return html`
			<button type="button" aria-label=${label} title=${label} aria-disabled=${unavailable} @click=${() => unavailable || action()}>
				${icon}
			</button>
		`;
	}

	/** Goes to a page; beyond the first and the last there is nothing to go to. */
	goTo(page: number): void {
		const target = Math.min(Math.max(Math.round(page), 1), Math.max(this.pages, 1));
		if (Number.isNaN(target) || target === this.page) return;
		this.page = target;
		this.scroller.scrollTop = 0;
	}

	/** Zooms by a factor, within limits. */
	zoomBy(factor: number): void {
		this.zoom = Math.min(Math.max(this.zoom * factor, smallest), largest);
	}

	#onPageInput(): void {
		this.goTo(this.pageInput.valueAsNumber);
		this.pageInput.value = String(this.page);
	}

	#onKey(event: KeyboardEvent): void {
		const actions: Readonly<Record<string, () => void>> = {
			PageDown: () => this.goTo(this.page + 1),
			PageUp: () => this.goTo(this.page - 1),
			Home: () => this.goTo(1),
			End: () => this.goTo(this.pages),
			'+': () => this.zoomBy(zoomStep),
			'-': () => this.zoomBy(1 / zoomStep),
			'0': () => this.zoomBy(1 / this.zoom),
		};
		const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
		if (action === undefined) return;
		event.preventDefault();
		action();
	}

	#onResize(): void {
		// A scroll bar that comes and goes must not start drawing over and over.
		if (Math.abs(this.#available() - this.#width) > gutter) void this.#draw();
	}

	#available(): number {
		return Math.min(Math.max(this.clientWidth - gutter, 100), comfortable);
	}

	async #open(): Promise<void> {
		this.#close();
		const {blob} = this;
		if (blob === undefined) return;
		const loading = new AbortController();
		this.#loading = loading;
		try {
			const pdf = await openPdf(blob, loading.signal);
			if (loading.signal.aborted) return pdf.close();
			this.#pdf = pdf;
			this.pages = pdf.document.numPages;
			this.page = Math.min(Math.max(this.page, 1), this.pages);
			await this.#draw();
			if (!loading.signal.aborted) this.dispatchEvent(new ViewReadyEvent());
		} catch (error) {
			if (!loading.signal.aborted) this.dispatchEvent(new ViewErrorEvent(isLocked(error) ? 'locked' : 'failed', error));
		}
		return undefined;
	}

	async #draw(): Promise<void> {
		if (this.#pdf === undefined) return;
		this.#width = this.#available();
		try {
			await this.#drawing?.draw(this.#pdf, this.page, this.#width, this.zoom);
		} catch (error) {
			if (!isCancelled(error)) throw error;
		}
	}

	#close(): void {
		this.#loading?.abort();
		this.#drawing?.cancel();
		this.#pdf?.close();
		this.#pdf = undefined;
	}
}

const isNamed = (error: unknown, names: readonly string[]): boolean => error instanceof Error && names.includes(error.name);
const isLocked = (error: unknown): boolean => isNamed(error, ['PasswordException']);
const isCancelled = (error: unknown): boolean => isNamed(error, ['RenderingCancelledException', 'AbortException']);

declare global {
	interface HTMLElementTagNameMap {
		'pdf-view': PdfView;
	}
}
