import {hash} from 'node:crypto';
import {readFile, rm} from 'node:fs/promises';
import {basename, join} from 'node:path';

import type {Page} from 'playwright';
import {afterAll, afterEach, beforeAll, beforeEach, expect, it} from 'vitest';

import {startPlayground, type RunningPlayground} from './playground.ts';
import {noise, writeFiles, type SampleFiles} from './sample-files.ts';
import {download, expectAccessible, visit, type Visit} from './visit.ts';

/** What a browser logs when the dashboard has no job yet (AM-04): a transfer is known before its first job is. */
const noJobYet = /^Failed to load resource: .* 400 .* \/api\/transfer\/status\/[0-9a-f-]{36}\/$/u;

let playground: RunningPlayground;
let samples: SampleFiles;
let visited: Visit;

beforeAll(async () => {
	[playground, samples] = await Promise.all([startPlayground(), writePapers()]);
});

beforeEach(async () => {
	visited = await visit(playground);
});

afterEach(async () => {
	expect(visited.errors.filter(error => !noJobYet.test(error))).toEqual([]);
	await visited.page.context().close();
});

afterAll(async () => {
	await playground?.close();
	await rm(samples.directory, {recursive: true, force: true});
});

it('preserves a folder of files and gives each of them back, byte for byte', async () => {
	const {page} = visited;
	const title = 'Papers of Ødegård & <Sons>';
	await page.getByRole('heading', {name: 'The collection'}).waitFor();
	await expectAccessible(page);
	await createFolder(page, 'Estate of Ødegård');
	await expectAccessible(page);

	await page.getByRole('link', {name: 'Add files to this folder'}).click();
	await chooseAndDrop(page);
	await page.getByRole('textbox', {name: 'Title'}).fill(title);
	await expectAccessible(page);
	const announced = await collectAnnouncements(page);
	const parts = collectParts(page);
	await page.getByRole('button', {name: 'Preserve', exact: true}).click();
	await page.getByRole('link', {name: `Open ${title}`}).waitFor();
	expect(await announced()).toEqual(['Hash and package…', 'Upload…', 'Ingest…', 'The asset is preserved.']);
	expect(parts.size).toBeGreaterThan(1);
	await expectAccessible(page);
	expect(await playground.sandbox.openUploads()).toEqual([]);

	await page.getByRole('link', {name: `Open ${title}`}).click();
	await page.getByRole('heading', {name: title}).waitFor();
	expect(await downloadAll(page)).toEqual(new Map([...samples.files].map(([path, bytes]) => [basename(path), digest(bytes)])));
	await expectAccessible(page);
});

it('follows a transfer to its AIP, and downloads what the Storage Service holds', async () => {
	const {page} = visited;
	await page.getByRole('link', {name: 'Transfer'}).click();
	for (const folder of ['archivematica', 'samples', 'pictures']) {
		await page.getByRole('button', {name: new RegExp(`^${folder} `, 'u')}).click();
	}
	await page.getByRole('textbox', {name: 'Name of the transfer'}).fill('Harbour pictures');
	await expectAccessible(page);
	await page.getByRole('button', {name: 'Start transfer'}).click();
	await page.getByRole('progressbar').waitFor();
	await expectAccessible(page);

	await page.getByRole('heading', {name: 'Harbour pictures'}).waitFor();
	await page.getByRole('heading', {name: 'The AIP'}).waitFor();
	await page.getByText('Preserved', {exact: true}).waitFor();
	await expectAccessible(page);
	const uuid = await page.locator('aip-card').evaluate(card => (card as HTMLElement & {aip: string}).aip);
	const saved = await download(page, 'Download, verified');
	const held = await playground.sandbox.read(`/api/v2/file/${uuid}/download/`, {Authorization: playground.sandbox.storageKey});
	expect(saved.name).toBe(`Harbour_pictures-${uuid}.tar.gz`);
	expect(digest(saved.bytes)).toBe(digest(held));
	expect(held.length).toBeGreaterThan(1000);
	await page.getByText('Every byte agrees with the digest the Storage Service keeps.').waitFor();
	expect(visited.errors.length).toBeLessThan(5);
});

async function writePapers(): Promise<SampleFiles> {
	const picture = join(import.meta.dirname, '../../../packages/web-components/src/fixtures/samples/image.jpg');
	return writeFiles({
		'Papers/letters/1887-03-02 Søster.txt': 'Kjære søster,\nelva er frosset, og vi går over den til mølla.\n',
		'Papers/letters/empty.txt': '',
		'Papers/pictures/harbour/雪の港.jpg': await readFile(picture),
		'Papers/ledger.bin': noise(24 * 1024 * 1024),
		'note.txt': 'Dropped on its own.\n',
	});
}

async function createFolder(page: Page, title: string): Promise<void> {
	await page.getByRole('button', {name: 'New folder'}).click();
	await page.getByRole('textbox', {name: 'Title of the folder'}).fill(title);
	await page.getByRole('button', {name: 'Create'}).click();
	await page.getByRole('heading', {name: title}).waitFor();
}

/** Chooses a folder, and drops a file as a person does: the browser itself reads it from the disk. */
async function chooseAndDrop(page: Page): Promise<void> {
	const {directory, files} = samples;
	await page.locator('#folder').setInputFiles(join(directory, 'Papers'));
	await page.getByRole('list', {name: 'Files to preserve'}).waitFor();
	const box = await page.getByText('Drop files or a folder here').boundingBox();
	const session = await page.context().newCDPSession(page);
	for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
		const data = {items: [], files: [join(directory, 'note.txt')], dragOperationsMask: 1};
		await session.send('Input.dispatchDragEvent', {type, x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5, data});
	}
	await expect.poll(() => page.getByRole('list', {name: 'Files to preserve'}).getByRole('listitem').count()).toBe(files.size);
}

/** Everything that the uploader says from now on: its phases may be over before anyone could look at them. */
async function collectAnnouncements(page: Page): Promise<() => Promise<readonly string[]>> {
	const said = await page.locator('package-uploader').evaluateHandle(uploader => {
		const status = uploader.shadowRoot?.querySelector('[role=status]');
		const texts: string[] = [];
		if (status)
			new MutationObserver(() => texts.push(status.textContent)).observe(status, {characterData: true, childList: true, subtree: true});
		return texts;
	});
	return () => said.jsonValue();
}

/** The numbers of the parts that go to the upload area. */
function collectParts(page: Page): ReadonlySet<string> {
	const numbers = new Set<string>();
	page.on('request', request => {
		const number = new URL(request.url()).searchParams.get('partNumber');
		if (number !== null) numbers.add(number);
	});
	return numbers;
}

/** Shows one file after the other and downloads it. Gives digests, as a difference of millions of bytes is not readable. */
async function downloadAll(page: Page): Promise<Map<string, string>> {
	const saved = new Map<string, string>();
	const options = page.getByRole('listbox', {name: 'Files'}).getByRole('option');
	await expect.poll(() => options.count()).toBe(samples.files.size);
	for (const option of await options.all()) {
		await option.click();
		const {name, bytes} = await download(page, `Download ${await option.locator('.name').textContent()}`);
		saved.set(name, digest(bytes));
	}
	return saved;
}

const digest = (bytes: Uint8Array): string => hash('sha256', bytes);
