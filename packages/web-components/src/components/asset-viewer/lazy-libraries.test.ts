import {expect} from 'chai';

import '../../define/asset-viewer.ts';
import {fakeSource} from '../../fixtures/fake-source.ts';
import {clearPage, mount, next, sample} from '../../fixtures/page.ts';

/** In a file of its own: what a page has loaded once, it has loaded. */
const loaded = (part: string): boolean => performance.getEntriesByType('resource').some(({name}) => name.includes(`/${part}/`));

async function show(name: string, bytes: Uint8Array<ArrayBuffer> | string): Promise<void> {
	const source = fakeSource({asset: {representations: {Access: [{name, bytes}]}}});
	await next(mount('asset-viewer', {source, asset: 'asset'}), 'file-show');
}

describe('the libraries of the viewer', () => {
	before(() => performance.setResourceTimingBufferSize(5000));
	after(clearPage);

	it('are loaded when the first image or the first document is shown, and not before', async () => {
		expect(['image-view', 'pdf-view', 'media-view', 'text-view'].map(loaded)).to.deep.equal([false, false, false, false]);
		await show('a.txt', 'text');
		expect(['image-view', 'pdf-view', 'media-view', 'text-view'].map(loaded)).to.deep.equal([false, false, false, true]);
		await show('tone.mp3', await sample('tone.mp3'));
		expect([loaded('openseadragon'), loaded('pdfjs-dist')]).to.deep.equal([false, false]);

		await show('image.jpg', await sample('image.jpg'));
		expect([loaded('openseadragon'), loaded('pdfjs-dist')]).to.deep.equal([true, false]);

		await show('a.pdf', await sample('document-three-pages.pdf'));
		expect(loaded('pdfjs-dist')).to.equal(true);
	});
});
