import type * as PdfLibrary from 'pdfjs-dist';

/** How PDF documents are read. */
export interface PdfOptions {
	/**
	 * The script of pdf.js that parses documents, `pdfjs-dist/build/pdf.worker.min.mjs`: its address, or a function that starts it.
	 * Without it documents are parsed in the page itself, which needs no set-up but blocks the page while it works.
	 *
	 * @example worker: () => new Worker(new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url), {type: 'module'})
	 */
	readonly worker?: string | URL | (() => Worker) | undefined;
	/** Address of a folder with `pdfjs-dist/standard_fonts/`, ending in a slash, for documents without fonts of their own. */
	readonly standardFonts?: string | undefined;
	/** Address of a folder with `pdfjs-dist/cmaps/`, ending in a slash, for documents in Chinese, Japanese and Korean. */
	readonly characterMaps?: string | undefined;
	/** Address of a folder with `pdfjs-dist/wasm/`, ending in a slash, for JPEG 2000 and JBIG2 images in documents. Needs `wasm-unsafe-eval`. */
	readonly wasm?: string | undefined;
}

let options: PdfOptions = {};

/** Says once, for the whole page, how PDF documents are read. */
export function configurePdf(settings: PdfOptions): void {
	options = settings;
}

function startWorker(library: typeof PdfLibrary): PdfLibrary.PDFWorker | undefined {
	const {worker} = options;
	if (worker === undefined) return undefined;
	const port = typeof worker === 'function' ? worker() : new Worker(worker, {type: 'module'});
	return library.PDFWorker.create({port});
}

/** An open document, with what has to be given back in the end. */
export interface OpenPdf {
	readonly library: typeof PdfLibrary;
	readonly document: PdfLibrary.PDFDocumentProxy;
	close(): void;
}

/** Loads pdf.js, if this is the first document, and opens a document with it. */
export async function openPdf(blob: Blob, signal: AbortSignal): Promise<OpenPdf> {
	const [library, data] = await Promise.all([import('pdfjs-dist'), blob.arrayBuffer()]);
	// @ts-expect-error: published without types; imported for its effect, pdf.js looks for what it leaves behind
	if (options.worker === undefined) await import('pdfjs-dist/build/pdf.worker.min.mjs');
	signal.throwIfAborted();
	const worker = startWorker(library);
	const port = worker?.port;
	const task = library.getDocument({
		data,
		...(worker && {worker}),
		...(options.standardFonts && {standardFontDataUrl: options.standardFonts}),
		...(options.characterMaps && {cMapUrl: options.characterMaps}),
		...(options.wasm && {wasmUrl: options.wasm}),
		useWasm: options.wasm !== undefined,
		enableXfa: false,
		stopAtErrors: false,
		verbosity: library.VerbosityLevel.ERRORS,
	});
	const close = (): void => {
		void task.destroy().finally(() => {
			worker?.destroy();
			if (port instanceof Worker) port.terminate();
		});
	};
	signal.addEventListener('abort', close, {once: true});
	try {
		return {library, document: await task.promise, close};
	} catch (error) {
		close();
		throw error;
	} finally {
		signal.removeEventListener('abort', close);
	}
}
