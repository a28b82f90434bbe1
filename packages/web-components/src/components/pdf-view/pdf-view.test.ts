import {expect} from 'chai';

import '../../define/pdf-view.ts';
import {clearPage, inside, mount, next, press, sample, until, violations} from '../../fixtures/page.ts';
import {configurePdf} from './load-pdf.ts';
import type {PdfView} from './pdf-view.ts';

const workerUrl = new URL('../../../../../node_modules/pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url);

async function shown(properties: Partial<PdfView> = {}): Promise<PdfView> {
	const blob = new Blob([await sample('document-three-pages.pdf')], {type: 'application/pdf'});
	const view = mount('pdf-view', {blob, name: 'Report', ...properties});
	view.style.blockSize = '30rem';
	await next(view, 'view-ready');
	return view;
}
const words = (view: PdfView): string | undefined => inside(view, '.words')?.textContent ?? undefined;
const label = (view: PdfView): string | null | undefined => inside(view, '.scroller')?.getAttribute('aria-label');
const button = (view: PdfView, name: string): HTMLElement => inside(view, `button[aria-label="${name}"]`)!;

describe('pdf-view', () => {
	afterEach(() => {
		clearPage();
		configurePdf({});
	});

	it('shows the first page, with its words to be read aloud', async () => {
		const view = await shown();
		expect(words(view)).to.equal('Page one');
		expect(label(view)).to.equal('Report, Page 1 of 3');
		expect(inside<HTMLCanvasElement>(view, 'canvas')?.width).to.be.greaterThan(300);
		expect(await violations(view)).to.deep.equal([]);
	});

	it('turns pages by button, by number and by key, and stops at the ends', async () => {
		const view = await shown();
		button(view, 'Next page').click();
		await until(() => words(view) === 'Page two');

		const input = inside<HTMLInputElement>(view, 'input')!;
		input.value = '99';
		input.dispatchEvent(new Event('change'));
		await until(() => words(view) === 'Page three');
		expect(input.value).to.equal('3');
		expect(button(view, 'Next page').getAttribute('aria-disabled')).to.equal('true');

		expect(press(inside(view, '.scroller')!, 'PageUp').defaultPrevented).to.equal(true);
		await until(() => words(view) === 'Page two');
		press(inside(view, '.scroller')!, 'Home');
		await until(() => words(view) === 'Page one');
	});

	it('opens on the page that is asked for', async () => {
		const view = await shown({page: 3});
		expect(words(view)).to.equal('Page three');
	});

	it('zooms', async () => {
		const view = await shown();
		const page = inside(view, '.page')!;
		const before = page.clientWidth;
		button(view, 'Zoom in').click();
		await until(() => page.clientWidth > before * 1.2);
		button(view, 'Fit to width').click();
		await until(() => page.clientWidth === before);
	});

	it('parses in a worker when it is told where that is, and ends the worker with the view', async () => {
		let ended = 0;
		configurePdf({
			worker: () => {
				const worker = new Worker(workerUrl, {type: 'module'});
				const {terminate} = worker;
				worker.terminate = () => {
					ended += 1;
					terminate.call(worker);
				};
				return worker;
			},
		});
		const view = await shown();
		expect(words(view)).to.equal('Page one');
		expect(ended).to.equal(0);
		view.remove();
		await until(() => ended > 0);
	});

	it('says that a damaged document is damaged', async () => {
		const view = mount('pdf-view', {blob: new Blob(['%PDF-1.7 and nothing else'])});
		const {kind} = await next(view, 'view-error');
		expect(kind).to.equal('failed');
	});
});
