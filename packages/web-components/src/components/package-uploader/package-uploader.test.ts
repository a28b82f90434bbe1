import {expect} from 'chai';

import type {IngestOptions, PackageRequest, PackageResult, PackageSink} from '../../context/package-sink.ts';
import '../../define/package-uploader.ts';
import '../../define/preservation-source.ts';
import {clearPage, inside, mount, next, shownText, until, violations} from '../../fixtures/page.ts';
import type {PackageUploader} from './package-uploader.ts';

interface Ingest {
	readonly request: PackageRequest;
	readonly options: IngestOptions;
	resolve(result: PackageResult): void;
	reject(error: unknown): void;
}

/** A sink whose work the test does by hand. */
function manualSink(): PackageSink & {readonly ingests: readonly Ingest[]} {
	const ingests: Ingest[] = [];
	return {
		ingests,
		ingest: (request, options = {}) =>
			new Promise((resolve, reject) => {
				options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
				ingests.push({request, options, resolve, reject});
			}),
	};
}

const file = (path: string, size = 10) => ({path, file: new File([new Uint8Array(size)], path.split('/').at(-1) ?? path)});
const letters = [file('Letters/1.txt', 100), file('Letters/2.txt', 300)];

async function filled(files = letters, properties: Partial<PackageUploader> = {}) {
	const sink = manualSink();
	const uploader = mount('package-uploader', {sink, ...properties});
	await uploader.updateComplete;
	uploader.addFiles(files);
	await uploader.updateComplete;
	return {uploader, sink};
}

async function working(files = letters) {
	const {uploader, sink} = await filled(files);
	inside(uploader, '[part=submit]')?.focus();
	inside(uploader, '[part=submit]')?.click();
	const ingest = await until(() => sink.ingests[0]);
	await uploader.updateComplete;
	return {uploader, sink, ingest};
}
const said = (uploader: PackageUploader): string | null | undefined => inside(uploader, '[role=status]')?.textContent;
const button = (uploader: PackageUploader, text: string): HTMLElement | undefined =>
	[...(uploader.shadowRoot?.querySelectorAll<HTMLElement>('button') ?? [])].find(({textContent}) => textContent?.trim() === text);
const phases = (uploader: PackageUploader): (string | undefined)[] =>
	[...(uploader.shadowRoot?.querySelectorAll('.phases li') ?? [])].map(({className}) => className);

describe('package-uploader', () => {
	afterEach(clearPage);

	it('takes files that are chosen, and can take the same ones again', async () => {
		const {uploader} = await filled([]);
		const input = inside<HTMLInputElement>(uploader, '#files')!;
		const transfer = new DataTransfer();
		transfer.items.add(new File(['x'], 'minutes.txt'));
		input.files = transfer.files;
		input.dispatchEvent(new Event('change'));
		await uploader.updateComplete;

		expect(uploader.files.map(({path}) => path)).to.deep.equal(['minutes.txt']);
		expect(inside<HTMLInputElement>(uploader, '#title')?.value).to.equal('minutes');
		expect(said(uploader)).to.equal('1 file added.');
		expect(input.files).to.have.length(0);
	});

	it('takes files that are dropped, and keeps the page when they miss the zone', async () => {
		const {uploader} = await filled([]);
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File(['x'], 'a.txt'));
		const over = new DragEvent('dragover', {dataTransfer, bubbles: true, cancelable: true});
		inside(uploader, 'section')?.dispatchEvent(over);
		await uploader.updateComplete;
		expect(over.defaultPrevented).to.equal(true);
		expect(inside(uploader, '.drop-zone.over')).not.to.equal(null);

		const drop = new DragEvent('drop', {dataTransfer, bubbles: true, cancelable: true});
		inside(uploader, 'h2')?.dispatchEvent(drop);
		await until(() => uploader.files.length === 1);
		expect(drop.defaultPrevented).to.equal(true);
	});

	it('leaves a dragged text alone', async () => {
		const {uploader} = await filled([]);
		const dataTransfer = new DataTransfer();
		dataTransfer.setData('text/plain', 'words');
		const over = new DragEvent('dragover', {dataTransfer, bubbles: true, cancelable: true});
		inside(uploader, 'section')?.dispatchEvent(over);
		expect(over.defaultPrevented).to.equal(false);
	});

	it('suggests a title until someone types one', async () => {
		const {uploader} = await filled();
		expect(uploader.assetTitle).to.equal('Letters');
		const title = inside<HTMLInputElement>(uploader, '#title')!;
		title.value = 'Letters of Isabella Bird';
		title.dispatchEvent(new Event('input'));
		uploader.addFiles([file('Maps/harbour.tif')]);
		expect(uploader.assetTitle).to.equal('Letters of Isabella Bird');
	});

	it('says when a file takes the place of another', async () => {
		const {uploader} = await filled();
		uploader.addFiles([file('Letters/1.txt', 7)]);
		await uploader.updateComplete;
		expect(uploader.files).to.have.length(2);
		expect(said(uploader)).to.include('was replaced');
		expect(shownText(uploader)).to.include('2 files, 307 bytes');
	});

	it('asks for a title before it starts', async () => {
		const {uploader, sink} = await filled([file('a.txt'), file('b.txt')]);
		button(uploader, 'Preserve')?.click();
		await uploader.updateComplete;

		const title = inside(uploader, '#title');
		expect(sink.ingests).to.have.length(0);
		expect(uploader.shadowRoot?.activeElement).to.equal(title);
		expect(title?.getAttribute('aria-invalid')).to.equal('true');
		expect(inside(uploader, '#title-hint')?.textContent).to.equal('Give the asset a title.');
		expect(await violations(uploader)).to.deep.equal([]);
	});

	it('hands over what was asked for, unless the page does something else with it', async () => {
		const {uploader, sink} = await filled(letters, {securityTags: ['open', 'closed'], description: ' Two letters. '});
		const refuse = (event: Event) => event.preventDefault();
		document.body.addEventListener('package-submit', refuse, {once: true});
		await uploader.submit();
		expect(sink.ingests).to.have.length(0);

		void uploader.submit();
		const {request} = await until(() => sink.ingests[0]);
		expect(request).to.deep.equal({title: 'Letters', description: 'Two letters.', securityTag: 'open', files: letters});
	});

	it('takes its sink from the provider around it', async () => {
		const sink = manualSink();
		const provider = mount('preservation-source', {source: sink});
		const uploader = mount('package-uploader', {}, provider);
		uploader.addFiles(letters);
		void uploader.submit();
		await until(() => sink.ingests.length === 1);
	});

	it('cannot start when nobody takes the files, and says so', async () => {
		const uploader = mount('package-uploader');
		uploader.addFiles(letters);
		await uploader.updateComplete;
		expect(inside<HTMLButtonElement>(uploader, '[part=submit]')?.disabled).to.equal(true);
		expect(shownText(uploader)).to.include('Nothing is connected');
	});

	it('shows each phase, and each file as it is packaged', async () => {
		const {uploader, ingest} = await working();
		const {onProgress} = ingest.options;
		onProgress?.({phase: 'packaging', done: 250, total: 400});
		onProgress?.({phase: 'uploading', done: 50, total: 420});
		await until(() => phases(uploader)[1] === 'running');
		expect(phases(uploader)).to.deep.equal(['running', 'running', 'pending']);
		expect(shownText(uploader)).to.include('250 bytes of 400 bytes');
		const rows = [...(uploader.shadowRoot?.querySelectorAll('.selection li') ?? [])];
		expect(rows[0]?.querySelector('.done')).not.to.equal(null);
		expect(rows[1]?.querySelector('progress')?.value).to.equal(150);
		expect(await violations(uploader)).to.deep.equal([]);

		onProgress?.({phase: 'ingesting', done: 0, total: undefined, activity: 'Characterise'});
		await until(() => phases(uploader)[2] === 'running');
		expect(phases(uploader)).to.deep.equal(['done', 'done', 'running']);
		expect(shownText(uploader)).to.include('Characterise');
		expect(said(uploader)).to.equal('Ingest…');
		expect(await violations(uploader)).to.deep.equal([]);
	});

	it('believes a sink that counts file by file', async () => {
		const {uploader, ingest} = await working();
		ingest.options.onProgress?.({phase: 'packaging', done: 40, total: 400, file: {path: 'Letters/2.txt', done: 40}});
		await until(() => inside(uploader, '.selection li:last-child progress'));
		expect(inside<HTMLProgressElement>(uploader, '.selection li:last-child progress')?.value).to.equal(40);
	});

	it('shows and tells what was preserved, and keeps the focus', async () => {
		const {uploader, ingest} = await working();
		expect(uploader.shadowRoot?.activeElement?.className).to.equal('subject');
		const result = {
			assets: [
				{ref: 'a-1', title: '<b>Letters</b>', href: '/assets/a-1'},
				{ref: 'a-2', title: 'Evil', href: 'javascript:alert(1)'},
			],
		};
		ingest.resolve(result);
		expect((await next(uploader, 'package-done')).result).to.equal(result);

		expect(shownText(uploader)).to.include('2 assets are preserved.').and.to.include('<b>Letters</b>').and.to.include('a-1');
		expect([...(uploader.shadowRoot?.querySelectorAll('a') ?? [])].map(link => link.getAttribute('href'))).to.deep.equal(['/assets/a-1']);
		expect(uploader.shadowRoot?.activeElement?.className).to.equal('outcome-title');
		expect(uploader.matches(':state(done)')).to.equal(true);
		expect(await violations(uploader)).to.deep.equal([]);

		button(uploader, 'Preserve more files')?.click();
		await uploader.updateComplete;
		expect(uploader.files).to.deep.equal([]);
		expect(inside(uploader, '.drop-zone')).not.to.equal(null);
	});

	it('says why it failed, keeps the files, and tries again', async () => {
		const {uploader, sink, ingest} = await working();
		ingest.reject(new Error('The bucket <b>ingest</b> is full.'));
		await next(uploader, 'package-error');
		expect(inside(uploader, '[role=alert]')?.textContent).to.include('The bucket <b>ingest</b> is full.');
		expect(uploader.shadowRoot?.activeElement?.textContent).to.equal('Try again');
		expect(await violations(uploader)).to.deep.equal([]);

		button(uploader, 'Try again')?.click();
		await until(() => sink.ingests.length === 2);
		expect(sink.ingests[1]?.request).to.deep.equal(ingest.request);
	});

	it('cancels, and keeps the files', async () => {
		const {uploader, ingest} = await working();
		button(uploader, 'Cancel')?.click();
		await until(() => said(uploader) === 'Cancelled. Nothing was preserved.');
		expect(ingest.options.signal?.aborted).to.equal(true);
		expect(uploader.files).to.deep.equal(letters);
		expect(inside(uploader, '[role=alert]')).to.equal(null);
	});

	it('does not offer to cancel what the system goes on with', async () => {
		const {uploader, ingest} = await working();
		ingest.options.onProgress?.({phase: 'ingesting', done: 0, total: undefined});
		await until(() => phases(uploader)[2] === 'running');
		expect(button(uploader, 'Cancel')).to.equal(undefined);
		uploader.cancel();
		expect(ingest.options.signal?.aborted).to.equal(false);
	});

	it('cancels when it leaves the page, but not when it is only moved', async () => {
		const {uploader, ingest} = await working();
		const elsewhere = document.createElement('div');
		document.body.append(elsewhere);
		elsewhere.append(uploader);
		await Promise.resolve();
		expect(ingest.options.signal?.aborted).to.equal(false);
		elsewhere.remove();
		await until(() => ingest.options.signal?.aborted);
	});

	it('warns before the page is closed over its work, and not otherwise', async () => {
		const unload = () => {
			const event = new Event('beforeunload', {cancelable: true});
			dispatchEvent(event);
			return event.defaultPrevented;
		};
		const {uploader, ingest} = await working();
		expect(unload()).to.equal(true);
		ingest.resolve({assets: []});
		await next(uploader, 'package-done');
		expect(unload()).to.equal(false);
	});

	it('lists thousands of files without showing them all, and packages all of them', async () => {
		const many = Array.from({length: 5000}, (_, index) => file(`pages/${index}.tif`, 1));
		const {uploader, ingest} = await working(many);
		expect(uploader.shadowRoot?.querySelectorAll('.selection li')).to.have.length(200);
		expect(shownText(uploader)).to.include('5000 files').and.to.include('and 4800 more, which are packaged too');
		expect(ingest.request.files).to.have.length(5000);
		expect(await violations(uploader)).to.deep.equal([]);
	});

	it('shows hostile paths as the characters they are', async () => {
		const {uploader} = await filled([file('<img src=x onerror="globalThis.attacked=1">/photo\u202Egpj.exe')]);
		expect(shownText(uploader)).to.include('<img src=x').and.to.include('photo\uFFFDgpj.exe');
		expect(uploader.shadowRoot?.querySelector('img')).to.equal(null);
		expect(inside(uploader, '.selection button[aria-label]')?.getAttribute('aria-label')).to.include('\uFFFD');
	});

	it('removes a file and says so', async () => {
		const {uploader} = await filled();
		inside(uploader, 'button[aria-label="Remove Letters/1.txt"]')?.click();
		await uploader.updateComplete;
		expect(uploader.files.map(({path}) => path)).to.deep.equal(['Letters/2.txt']);
		expect(said(uploader)).to.equal('Letters/1.txt removed.');
	});

	it('has no accessibility violations, empty or filled, light or dark', async () => {
		for (const scheme of ['light', 'dark']) {
			document.documentElement.style.colorScheme = scheme;
			const {uploader: empty} = await filled([]);
			expect(await violations(empty), scheme).to.deep.equal([]);
			clearPage();
			const {uploader} = await filled(letters, {securityTags: ['open', 'closed']});
			expect(await violations(uploader), scheme).to.deep.equal([]);
			clearPage();
		}
		document.documentElement.style.removeProperty('color-scheme');
	});
});
