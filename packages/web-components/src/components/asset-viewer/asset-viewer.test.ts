import {expect} from 'chai';

import '../../define/asset-viewer.ts';
import '../../define/preservation-source.ts';
import {type FakeAsset, fakeSource, namedError} from '../../fixtures/fake-source.ts';
import {
	clearPage,
	inside,
	mount,
	next,
	press,
	sample,
	shownText,
	until,
	violations,
	watchDownloads,
	watchObjectUrls,
} from '../../fixtures/page.ts';
import type {AssetViewer} from './asset-viewer.ts';

const never = new Promise<never>(() => {});
/** Long enough to be recognised by its start. */
const archive = `PK\u0003\u0004${'\0'.repeat(20_000)}`;
const fixities = [{algorithm: 'sha256', value: 'ab'.repeat(32)}];
const letters: FakeAsset = {
	title: 'Letters',
	description: 'Two letters.',
	fields: [{label: 'Security tag', value: 'open'}],
	representations: {
		Preservation: [{name: 'one.tif', bytes: 'II*\0 and more', fixities}],
		Access: [
			{name: 'letters/one.txt', bytes: 'Dear sister', fixities},
			{name: 'letters/two.txt', bytes: 'Dear brother'},
			{name: 'letters/three.txt', bytes: 'Dear aunt'},
		],
	},
	metadata: [{title: 'Dublin Core', schema: 'dc', nodes: [{label: 'creator', value: 'I. Bird', children: []}]}],
};

const closedGate = () => {
	const gate = new EventTarget();
	const opened = new Promise(resolve => {
		gate.addEventListener('open', resolve);
	});
	return {gate: opened, release: () => gate.dispatchEvent(new Event('open'))};
};
const open = (asset: FakeAsset, properties: Partial<AssetViewer> = {}) => {
	const source = fakeSource({letters: asset});
	const viewer = mount('asset-viewer', {source, asset: 'letters', ...properties});
	return {viewer, source};
};
const shown = async (viewer: AssetViewer): Promise<void> => void (await next(viewer, 'file-show'));
const textShown = (viewer: AssetViewer): string | null | undefined => inside(viewer, 'text-view', 'pre')?.textContent;
const options = (viewer: AssetViewer): HTMLElement[] => [...(viewer.shadowRoot?.querySelectorAll<HTMLElement>('[role=option]') ?? [])];

describe('asset-viewer', () => {
	afterEach(clearPage);

	it('shows title, facts, metadata and the first file of the access representation', async () => {
		const {viewer} = open(letters);
		await shown(viewer);

		const text = shownText(viewer);
		for (const expected of [
			'Letters',
			'Two letters.',
			'Security tag',
			'open',
			'Dublin Core',
			'I. Bird',
			'one.txt',
			'text',
			'Verified: SHA-256',
		]) {
			expect(text).to.include(expected);
		}
		expect(textShown(viewer)).to.equal('Dear sister');
		expect(viewer.matches(':state(ready)')).to.equal(true);
	});

	it('announces what it loads and what it shows', async () => {
		const {viewer} = open(letters);
		const said: string[] = [];
		await viewer.updateComplete;
		const region = inside(viewer, '[role=status].visually-hidden')!;
		new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {subtree: true, characterData: true, childList: true});
		await until(() => said.includes('one.txt is shown.'));

		expect(said.length).to.be.lessThan(5);
	});

	it('takes its source from the provider around it, and reads again when the provider gets another one', async () => {
		const provider = mount('preservation-source', {source: fakeSource({letters})});
		const viewer = mount('asset-viewer', {asset: 'letters'}, provider);
		await shown(viewer);
		provider.source = fakeSource({letters: {...letters, title: 'Other letters'}});
		await shown(viewer);

		expect(shownText(viewer)).to.include('Other letters');
	});

	it('shows hostile titles, names and metadata as the characters they are', async () => {
		const attack = '<img src=x onerror="globalThis.attacked=true"><script>globalThis.attacked=true</script>';
		const {viewer} = open({
			title: attack,
			description: attack,
			fields: [{label: attack, value: attack}],
			representations: {[attack]: [{name: `${attack}.html`, bytes: attack}], Other: []},
			metadata: [
				{
					title: attack,
					schema: '" onclick="globalThis.attacked=true',
					nodes: [{label: attack, value: attack, children: [{label: attack, value: 'javascript:alert(1)', children: []}]}],
				},
			],
		});
		await shown(viewer);

		expect(textShown(viewer)).to.equal(attack);
		expect(shownText(viewer).split(attack).length).to.be.greaterThan(6);
		expect(viewer.shadowRoot?.querySelector('img, script, iframe, object, embed, a')).to.equal(null);
		expect(Reflect.get(globalThis, 'attacked')).to.equal(undefined);
		expect(await violations(viewer)).to.deep.equal([]);
	});

	it('makes characters visible that would disguise a file name', async () => {
		const {viewer} = open({representations: {Access: [{name: 'photo\u202Egpj.exe', bytes: 'x'}]}});
		await shown(viewer);

		expect(inside(viewer, '.caption .name')?.textContent).to.equal('photo\uFFFDgpj.exe');
	});

	it('shows a web page that calls itself a picture as text', async () => {
		const {viewer} = open({
			representations: {Access: [{name: 'photo.jpg', bytes: '<!doctype html><script>1</script>', mediaType: 'image/jpeg'}]},
		});
		await shown(viewer);

		expect(textShown(viewer)).to.include('<!doctype html>');
	});

	it('goes through the files by keyboard, reading only the one that is picked', async () => {
		const {viewer, source} = open(letters);
		await shown(viewer);
		const [first, second, third] = await until(() => (options(viewer).length === 3 ? options(viewer) : undefined));
		first?.focus();
		press(first!, 'ArrowDown');
		press(second!, 'ArrowDown');
		expect(viewer.shadowRoot?.activeElement).to.equal(third);
		expect(source.calls.filter(call => call.startsWith('open'))).to.deep.equal(['open letters/one.txt']);

		press(third!, 'Enter');
		await shown(viewer);
		expect(textShown(viewer)).to.equal('Dear aunt');
		expect(third?.getAttribute('aria-selected')).to.equal('true');
		press(third!, 'Home');
		expect(viewer.shadowRoot?.activeElement).to.equal(first);
	});

	it('asks before it shows another file, and keeps what it shows when the page says no', async () => {
		const {viewer} = open(letters);
		await shown(viewer);
		const asked: string[] = [];
		document.body.addEventListener(
			'file-select',
			event => {
				asked.push(event.file?.name ?? '');
				event.preventDefault();
			},
			{once: true},
		);
		inside(viewer, '.stepper button:last-child')?.click();
		await viewer.updateComplete;

		expect(asked).to.deep.equal(['letters/two.txt']);
		expect(textShown(viewer)).to.equal('Dear sister');
	});

	it('shows the representation that is picked', async () => {
		const {viewer} = open(letters);
		await shown(viewer);
		const select = inside<HTMLSelectElement>(viewer, 'select')!;
		select.value = 'Preservation';
		select.dispatchEvent(new Event('change'));
		await until(() => shownText(viewer).includes('No preview for this TIFF image'));

		expect(viewer.matches(':state(problem)')).to.equal(true);
		expect(inside(viewer, '[part=download]')?.getAttribute('aria-label')).to.equal('Download one.tif');
	});

	it('shows the file that is asked for by name, also when it is far down the list', async () => {
		const files = Array.from({length: 120}, (_, index) => ({name: `${index}.txt`, bytes: `page ${index}`}));
		const {viewer, source} = open({representations: {Access: files}}, {file: '77.txt'});
		await shown(viewer);

		expect(textShown(viewer)).to.equal('page 77');
		expect(source.calls.filter(call => call.startsWith('open'))).to.deep.equal(['open 77.txt']);
	});

	it('lists no more files than asked for', async () => {
		const files = Array.from({length: 120}, (_, index) => ({name: `${index}.txt`, bytes: `page ${index}`}));
		const {viewer} = open({representations: {Access: files}});
		await shown(viewer);
		await until(() => options(viewer).length === 50);
		[...(viewer.shadowRoot?.querySelectorAll<HTMLElement>('.files button') ?? [])].at(-1)?.click();
		await until(() => options(viewer).length === 100);
	});

	it('says what it cannot show, and why', async () => {
		const cases: readonly (readonly [FakeAsset, string])[] = [
			[{fails: namedError('PermissionError', 403)}, 'You may not see this'],
			[{fails: namedError('NotFoundError', 404)}, 'Not found'],
			[{fails: new Error('secret detail')}, 'This could not be loaded'],
			[{representations: {Access: []}}, 'Nothing to show'],
			[{}, 'Nothing to show'],
			[{representations: {Access: [{name: 'a.zip', bytes: 'PK\u0003\u0004\0'}]}}, 'No preview for this ZIP archive'],
			[
				{representations: {Access: [{name: 'a.txt', bytes: 'x', fails: namedError('FixityError')}]}},
				'The bytes are not the ones that were preserved',
			],
			[{representations: {Access: [{name: 'a.txt', bytes: 'x', fails: namedError('HttpError', 401)}]}}, 'You may not see this'],
		];
		for (const [asset, expected] of cases) {
			const {viewer} = open(asset);
			await until(() => shownText(viewer).includes(expected));
			expect(shownText(viewer)).not.to.include('secret detail');
			expect(await violations(viewer), expected).to.deep.equal([]);
			clearPage();
		}
	});

	it('shows nothing of a file whose bytes turn out wrong', async () => {
		const {viewer} = open({representations: {Access: [{name: 'a.txt', bytes: 'tampered', fails: namedError('FixityError')}]}});
		const {file} = await next(viewer, 'asset-error');
		await viewer.updateComplete;

		expect(file?.name).to.equal('a.txt');
		expect(inside(viewer, 'text-view')).to.equal(null);
		expect(inside(viewer, '[role=alert]')?.textContent).to.include('a.txt');
		expect(shownText(viewer)).not.to.include('Verified');
	});

	it('tries again when asked to, and keeps the focus in the viewer', async () => {
		let failing = true;
		const good = fakeSource({letters});
		const source = {
			...good,
			open: (...[file, rest]: Parameters<typeof good.open>) => (failing ? Promise.reject(new Error('down')) : good.open(file, rest)),
		};
		const viewer = mount('asset-viewer', {source, asset: 'letters'});
		await next(viewer, 'asset-error');
		await viewer.updateComplete;
		failing = false;
		inside(viewer, '.problem button')?.click();
		await shown(viewer);

		expect(textShown(viewer)).to.equal('Dear sister');
		expect(viewer.shadowRoot?.activeElement?.className).to.include('stage');
		expect(good.calls.filter(call => call === 'asset letters')).to.have.length(1);
	});

	it('loads a large file only when asked to', async () => {
		const bytes = await sample('image.jpg');
		const {viewer, source} = open({representations: {Access: [{name: 'scan.jpg', bytes, size: 3e9}]}});
		await until(() => shownText(viewer).includes('This file is large: 3 GB'));
		expect(source.calls).to.include('cancel scan.jpg');
		expect(await violations(viewer)).to.deep.equal([]);
		inside(viewer, '.problem button')?.click();
		await shown(viewer);
		expect(inside(viewer, 'image-view')).not.to.equal(null);
	});

	it('shows the start of a long text and says so', async () => {
		const {viewer, source} = open({representations: {Access: [{name: 'log.txt', bytes: 'ö'.repeat(400_000), fixities}]}});
		await shown(viewer);

		expect(textShown(viewer)).to.equal('ö'.repeat(128_000));
		expect(shownText(inside(viewer, 'text-view')!)).to.include('This is the first 256 kB of 800 kB');
		expect(shownText(viewer)).to.include('Shown in part, not verified');
		expect(source.calls).to.include('cancel log.txt');
	});

	it('stops reading when it leaves the page, and starts over when it comes back', async () => {
		const {viewer, source} = open({...letters, gate: never});
		await until(() => source.calls.includes('asset letters'));
		viewer.remove();
		await until(() => source.aborted.includes('asset letters'));

		const errors: unknown[] = [];
		viewer.addEventListener('asset-error', event => errors.push(event.error));
		viewer.source = fakeSource({letters});
		document.body.append(viewer);
		await shown(viewer);
		expect(errors).to.deep.equal([]);
		viewer.remove();
	});

	it('stops a file that is on its way when the viewer leaves the page, and loads it when it comes back', async () => {
		const {gate, release} = closedGate();
		const {viewer, source} = open({representations: {Access: [{name: 'a.txt', bytes: 'some text', gate}]}});
		await until(() => shownText(viewer).includes('5 bytes of 9 bytes'));
		viewer.remove();
		await until(() => source.aborted.includes('open a.txt'));
		release();
		document.body.append(viewer);
		await shown(viewer);
		expect(textShown(viewer)).to.equal('some text');
		viewer.remove();
	});

	it('stops reading an asset when another is asked for', async () => {
		const source = fakeSource({slow: {gate: never}, letters});
		const viewer = mount('asset-viewer', {source, asset: 'slow'});
		await until(() => source.calls.includes('asset slow'));
		viewer.asset = 'letters';
		await shown(viewer);

		expect(source.aborted).to.deep.equal(['asset slow']);
		expect(shownText(viewer)).to.include('Letters');
	});

	it('revokes every blob: URL, at the latest when it leaves the page', async () => {
		const urls = watchObjectUrls();
		const representations = {
			Access: [
				{name: 'image.jpg', bytes: await sample('image.jpg')},
				{name: 'tone.mp3', bytes: await sample('tone.mp3')},
			],
		};
		const {viewer} = open({representations});
		await shown(viewer);
		expect(urls.made).to.have.length(1);
		expect(urls.alive.size).to.equal(0);

		viewer.file = 'tone.mp3';
		await shown(viewer);
		expect(urls.alive.size).to.equal(1);
		viewer.remove();
		expect(urls.alive.size).to.equal(0);
		urls.restore();
	});

	describe('download', () => {
		it('saves a verified file under a safe name, and says so', async () => {
			const downloads = watchDownloads();
			const urls = watchObjectUrls();
			const {viewer} = open({representations: {Access: [{name: '../letters/..\u202Eone?.txt', bytes: 'Dear sister', fixities}]}});
			await shown(viewer);
			inside(viewer, '[part=download]')?.click();
			const {error} = await next(viewer, 'file-download-end');
			await viewer.updateComplete;

			expect(error).to.equal(undefined);
			expect(downloads.saved.map(({name}) => name)).to.deep.equal(['_one_.txt']);
			expect(await urls.alive.get(downloads.saved[0]?.url ?? '')?.text()).to.equal('Dear sister');
			expect(inside(viewer, '.notice[role=status]')?.textContent).to.include('was downloaded');
			expect(await violations(viewer)).to.deep.equal([]);
			urls.restore();
			downloads.restore();
		});

		it('saves nothing when the bytes are wrong', async () => {
			const downloads = watchDownloads();
			const {viewer} = open({representations: {Access: [{name: 'a.zip', bytes: archive, fails: namedError('FixityError')}]}});
			await until(() => shownText(viewer).includes('No preview'));
			inside(viewer, '[part=download]')?.click();
			const {error} = await next(viewer, 'file-download-end');
			await viewer.updateComplete;

			expect(error).to.have.property('name', 'FixityError');
			expect(downloads.saved).to.deep.equal([]);
			expect(inside(viewer, '.notice')?.textContent).to.equal('What arrived does not match the checksum on record. Nothing was saved.');
			downloads.restore();
		});

		it('shows progress and can be cancelled', async () => {
			const downloads = watchDownloads();
			const {viewer, source} = open({representations: {Access: [{name: 'a.zip', bytes: archive, gate: never}]}});
			await until(() => shownText(viewer).includes('No preview'));
			inside(viewer, '[part=download]')?.click();
			await until(() => shownText(viewer).includes('Downloading 50%'));
			expect(await violations(viewer)).to.deep.equal([]);
			inside(viewer, '[part=download]')?.click();
			await until(() => source.aborted.includes('open a.zip'));
			await viewer.updateComplete;

			expect(inside(viewer, '[part=download]')?.textContent?.trim()).to.equal('Download');
			expect(downloads.saved).to.deep.equal([]);
			downloads.restore();
		});

		it('leaves it to the page when the page wants to do it', async () => {
			const {viewer, source} = open(letters);
			await shown(viewer);
			const before = source.calls.length;
			viewer.addEventListener('file-download', event => event.preventDefault());
			await viewer.download();
			expect(source.calls).to.have.length(before);
		});
	});

	it('has no accessibility violations while it loads and when it is done', async () => {
		const {viewer: loading} = open({gate: never});
		await until(() => loading.matches(':state(loading)'));
		expect(await violations(loading)).to.deep.equal([]);
		for (const scheme of ['light', 'dark']) {
			document.documentElement.style.colorScheme = scheme;
			const {viewer} = open(letters);
			await shown(viewer);
			expect(await violations(viewer), scheme).to.deep.equal([]);
		}
		document.documentElement.style.removeProperty('color-scheme');
	});
});
