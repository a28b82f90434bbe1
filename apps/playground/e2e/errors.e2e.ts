import {rm} from 'node:fs/promises';
import {join} from 'node:path';

import type {Page} from 'playwright';
import {afterAll, afterEach, beforeAll, beforeEach, expect, it} from 'vitest';

import {startPlayground, type RunningPlayground} from './playground.ts';
import {noise, writeFiles, type SampleFiles} from './sample-files.ts';
import {expectAccessible, visit, type Visit} from './visit.ts';

let playground: RunningPlayground;
let samples: SampleFiles;
let visited: Visit;

beforeAll(async () => {
	const papers = {'Papers/letter.txt': 'Dear sister,\n', 'Papers/ledger.bin': noise(24 * 1024 * 1024)};
	[playground, samples] = await Promise.all([startPlayground(), writeFiles(papers)]);
});

beforeEach(async () => {
	visited = await visit(playground);
});

afterEach(async () => {
	await playground.sandbox.clearFaults();
	await visited.page.context().close();
});

afterAll(async () => {
	await playground?.close();
	await rm(samples.directory, {recursive: true, force: true});
});

async function preserve(page: Page): Promise<void> {
	await page.getByRole('link', {name: 'Add files'}).click();
	await page.getByRole('combobox', {name: 'Into the folder'}).waitFor();
	await page.locator('#folder').setInputFiles(join(samples.directory, 'Papers'));
	await page.getByRole('button', {name: 'Preserve', exact: true}).click();
}

/** Opens an asset of the sample collection from the top. */
async function open(page: Page, ...titles: readonly string[]): Promise<void> {
	for (const name of titles) await page.getByRole('link', {name, exact: true}).click();
}

it('tells a reader that adding files is not for them, and leaves no upload behind', async () => {
	const {page, errors} = visited;
	await page.getByRole('combobox', {name: 'Signed in as'}).selectOption('Reader');
	await preserve(page);
	const alert = page.getByRole('alert');
	await expect.poll(() => alert.innerText()).toMatch(/The files were not preserved\s+This account has no right to upload/u);
	await expectAccessible(page);
	expect(await playground.sandbox.openUploads()).toEqual([]);
	expect(errors).toEqual([expect.stringMatching(/ 403 .* \/api\/s3\/buckets\//u)]);
});

it('shows a reader what is open to them, and says of the rest that it is forbidden', async () => {
	const {page} = visited;
	await page.getByRole('combobox', {name: 'Signed in as'}).selectOption('Reader');
	await open(page, 'Harbour Museum', 'Photographs and prints', 'Launch of the lifeboat Hope, 1903');
	await page.getByText('You may not see this').waitFor();
	await expectAccessible(page);
});

it('shows and saves nothing of a file that arrives damaged', async () => {
	const {page, errors} = visited;
	const corrupt = {kind: 'corrupt', path: '*/bitstreams/*/content'};
	const saved: string[] = [];
	page.on('download', file => saved.push(file.suggestedFilename()));

	await open(page, 'Harbour Museum', 'Maps and plans');
	await playground.sandbox.addFault(corrupt);
	await open(page, 'A Chart of the Harbour and Approaches of Sandhaven');
	await page.getByText('The bytes are not the ones that were preserved').waitFor();
	await expectAccessible(page);

	await page.getByRole('button', {name: 'Try again'}).click();
	await page.getByText('Verified: SHA-1').waitFor();
	await playground.sandbox.addFault(corrupt);
	await page.getByRole('button', {name: 'Download sandhaven-chart-1847.jpg'}).click();
	await page.getByText('does not match the checksum on record. Nothing was saved.').first().waitFor();
	expect(await playground.sandbox.strikes()).toEqual([1, 1]);
	expect(saved).toEqual([]);
	expect(errors).toEqual([]);
});

it('leaves no upload behind when someone cancels in the middle', async () => {
	const {page, errors} = visited;
	await playground.sandbox.addFault({kind: 'delay', method: 'PUT', path: '/api/s3/*', delay: 30_000, times: 100});
	await preserve(page);
	await expect.poll(() => playground.sandbox.strikes()).not.toEqual([0]);
	expect(await playground.sandbox.openUploads()).toHaveLength(1);
	await page.getByRole('button', {name: 'Cancel'}).click();
	await page.getByRole('paragraph').filter({hasText: 'Cancelled. Nothing was preserved.'}).waitFor();
	expect(await playground.sandbox.openUploads()).toEqual([]);
	await expectAccessible(page);
	expect(errors).toEqual([]);
});

it('signs in with a second factor', async () => {
	const {page, errors} = visited;
	await page.getByRole('combobox', {name: 'Signed in as'}).selectOption('Keeper, with a second factor');
	await open(page, 'Harbour Museum', 'Photographs and prints', 'Launch of the lifeboat Hope, 1903');
	await page.getByText('Verified: SHA-1').waitFor();
	expect(errors).toEqual([expect.stringMatching(/ 401 .* \/api\/accesstoken\/login$/u)]); // the answer that asks for the second factor
});
