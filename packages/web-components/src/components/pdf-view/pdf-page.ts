import type {PDFPageProxy, RenderTask, TextLayer} from 'pdfjs-dist';

import type {OpenPdf} from './load-pdf.ts';

/** The elements that a page is drawn into. */
export interface PageElements {
	readonly page: HTMLElement;
	readonly canvas: HTMLCanvasElement;
	readonly text: HTMLElement;
}

/** Canvases beyond this many pixels fail or exhaust memory in some browsers. */
const maxPixels = 2 ** 24;

/** Draws one page: its picture on a canvas, and its words as transparent text above, to be selected and read aloud. */
export class PageDrawing {
	readonly #elements: PageElements;
	#render: RenderTask | undefined;
	#words: TextLayer | undefined;
	/** Counts drawings: a superseded one stops. */
	#drawing = 0;

	constructor(elements: PageElements) {
		this.#elements = elements;
	}

	/** @param zoom relative to the page filling `width`. */
	async draw({library, document}: OpenPdf, number: number, width: number, zoom: number): Promise<void> {
		this.cancel();
		const drawing = this.#drawing;
		const page = await document.getPage(number);
		if (drawing !== this.#drawing) return;
		const natural = page.getViewport({scale: 1});
		const viewport = page.getViewport({scale: (width / natural.width) * zoom});
		await Promise.all([this.#picture(page, viewport), this.#text(library, page, viewport)]);
	}

	async #picture(page: PDFPageProxy, viewport: ReturnType<PDFPageProxy['getViewport']>): Promise<void> {
		const {page: frame, canvas} = this.#elements;
		const ratio = Math.min(devicePixelRatio, Math.sqrt(maxPixels / (viewport.width * viewport.height)));
		canvas.width = Math.floor(viewport.width * ratio);
		canvas.height = Math.floor(viewport.height * ratio);
		frame.style.setProperty('inline-size', `${viewport.width}px`);
		frame.style.setProperty('block-size', `${viewport.height}px`);
		this.#render = page.render({canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0]});
		await this.#render.promise;
	}

	async #text(library: OpenPdf['library'], page: PDFPageProxy, viewport: ReturnType<PDFPageProxy['getViewport']>): Promise<void> {
		const {text} = this.#elements;
		text.replaceChildren();
		text.style.setProperty('--total-scale-factor', String(viewport.scale));
		this.#words = new library.TextLayer({textContentSource: page.streamTextContent(), container: text, viewport});
		await this.#words.render();
	}

	cancel(): void {
		this.#drawing += 1;
		this.#render?.cancel();
		this.#words?.cancel();
		this.#render = undefined;
		this.#words = undefined;
	}
}
