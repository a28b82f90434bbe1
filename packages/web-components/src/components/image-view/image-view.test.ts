import {expect} from 'chai';

import '../../define/image-view.ts';
import {clearPage, inside, mount, next, press, sample, until, violations, watchObjectUrls} from '../../fixtures/page.ts';
import type {ImageView} from './image-view.ts';

const picture = async (name: string, type: string): Promise<Blob> => new Blob([await sample(name)], {type});

async function shown(name = 'image.jpg', type = 'image/jpeg'): Promise<ImageView> {
	const view = mount('image-view', {blob: await picture(name, type), name: 'Plan of the harbour'});
	view.style.blockSize = '20rem';
	await next(view, 'view-ready');
	await view.updateComplete;
	return view;
}
const button = (view: ImageView, label: string): HTMLElement => inside(view, `button[aria-label="${label}"]`)!;
const zoom = (view: ImageView): string | undefined => inside(view, 'output')?.textContent ?? undefined;

describe('image-view', () => {
	afterEach(clearPage);

	it('zooms with its buttons and goes back to the whole image', async () => {
		const view = await shown();
		expect(zoom(view)).to.equal('100%');
		button(view, 'Zoom in').click();
		await view.updateComplete;
		expect(zoom(view)).to.equal('150%');
		button(view, 'Show the whole image').click();
		await view.updateComplete;
		expect(zoom(view)).to.equal('100%');
	});

	it('zooms with the keyboard', async () => {
		const view = await shown();
		const surface = inside(view, '[role=application]')!;
		surface.focus();
		expect(view.shadowRoot?.activeElement).to.equal(surface);
		expect(press(surface, '+').defaultPrevented).to.equal(true);
		await view.updateComplete;
		expect(zoom(view)).to.equal('150%');
		press(surface, '-');
		await view.updateComplete;
		expect(zoom(view)).to.equal('100%');
		expect(press(surface, 'ArrowLeft').defaultPrevented).to.equal(true);
		expect(press(surface, '+', {ctrlKey: true}).defaultPrevented).to.equal(false);
		expect(press(surface, 'Tab').defaultPrevented).to.equal(false);
	});

	it('names the image and its keys for those who do not see it', async () => {
		const view = await shown();
		expect(inside(view, '[role=application]')?.getAttribute('aria-label')).to.match(/^Plan of the harbour\. Arrow keys/u);
		expect(await violations(view)).to.deep.equal([]);
	});

	it('draws an SVG as a picture and forgets its address, so that nobody can open it as a document', async () => {
		const urls = watchObjectUrls();
		const view = await shown('drawing.svg', 'image/svg+xml');
		expect(urls.made).to.have.length(1);
		expect(urls.alive.size).to.equal(0);
		expect(view.shadowRoot?.querySelector('iframe, object, embed, svg:not(.icon)')).to.equal(null);
		urls.restore();
	});

	it('forgets the address of an image that it was not given the time to show', async () => {
		const urls = watchObjectUrls(() => queueMicrotask(() => view.remove()));
		const view = mount('image-view', {blob: await picture('image.jpg', 'image/jpeg')});
		await until(() => !view.isConnected);
		expect(urls.made).to.have.length(1);
		expect(urls.alive.size).to.equal(0);
		urls.restore();
	});

	it('says that it cannot show what is not an image, and keeps no address', async () => {
		const urls = watchObjectUrls();
		const view = mount('image-view', {blob: new Blob(['not an image'], {type: 'image/jpeg'})});
		const {kind} = await next(view, 'view-error');
		expect(kind).to.equal('unsupported');
		expect(urls.alive.size).to.equal(0);
		urls.restore();
	});

	it('shows the image again after it was moved on the page', async () => {
		const view = await shown();
		view.remove();
		expect(inside(view, '.openseadragon-container')).to.equal(null);
		const again = next(view, 'view-ready');
		document.body.append(view);
		await again;
		expect(view.shadowRoot?.querySelectorAll('.openseadragon-container')).to.have.length(1);
	});

	it('leaves nothing behind in the document', async () => {
		await shown();
		clearPage();
		expect(document.head.querySelector('[data-openseadragon-mobile-css]')).to.equal(null);
	});
});
