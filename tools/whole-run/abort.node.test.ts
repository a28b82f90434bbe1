import {randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {saveAip} from '@fonds/archivematica/node';
import {entryFromPath, writePackage} from '@fonds/packaging/node';
import type {UploadOptions} from '@fonds/preservica';
import {saveAsset} from '@fonds/preservica/node';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {packageOf, startWholeRun, type WholeRun} from './whole-run.ts';

const mebibyte = 1024 * 1024;
const inParts: UploadOptions = {partSize: 5 * mebibyte, concurrency: 2};
const reason = new Error('The archivist changed their mind.');

let run: WholeRun;
let controller: AbortController;
let signal: AbortSignal;
beforeEach(async () => {
	run = await startWholeRun();
	controller = new AbortController();
	({signal} = controller);
});
afterEach(() => run.close());

const abort = (): void => controller.abort(reason);

/** Aborts when a request is about to be sent. */
function abortAt(pattern: RegExp): void {
	run.beforeRequest = line => void (pattern.test(line) && abort());
}

async function sourceFile(name: string, size: number): Promise<string> {
	const path = join(run.sources, name);
	await writeFile(path, randomBytes(size));
	return path;
}

async function assetOf(...sizes: readonly number[]): Promise<string> {
	const files = await Promise.all(sizes.map(async (size, index) => entryFromPath(await sourceFile(`${index + 1}.bin`, size))));
	const {uploads} = run.preservica();
	const job = await uploads.upload(packageOf(await run.folder(), files));
	return (await job.done({sleep: run.sleep})).assets[0] ?? '';
}

function startTransfer(options?: {readonly signal: AbortSignal}) {
	const {location, path} = run.sandbox.credentials.archivematica.source;
	return run.archivematica().transfers.start({name: 'pictures', source: {location, path}, processingConfig: 'automated'}, options);
}

/** The work ends with the reason of the abort itself, and nothing is left of it. */
async function expectAborted(work: PromiseLike<unknown>, ...files: readonly string[]): Promise<void> {
	expect(await run.failureOf(work)).toBe(reason);
	await run.expectClean(files);
}

/** Nothing arrived at Preservica, and no ingest was started. */
function expectNoIngest(): void {
	expect(run.sandbox.state().jobs).toEqual({open: 0, COMPLETED: 0, FAILED: 0, ABORTED: 0});
}

it('before the sign-in: nothing is sent, nothing opened', async () => {
	const file = await entryFromPath(await sourceFile('a.bin', mebibyte));
	abort();
	await expectAborted(run.preservica().uploads.upload(packageOf(undefined, [file], {signal}), {signal}));
	await expectAborted(saveAsset(run.preservica(), crypto.randomUUID(), run.target, {signal}));
	await expectAborted(writePackage(join(run.target, 'package.zip'), packageOf(undefined, [file], {signal}), {signal}));
	await expectAborted(startTransfer({signal}));
	await expectAborted(saveAip(run.archivematica().storage, crypto.randomUUID(), join(run.target, 'aip.7z'), {signal}));
	expect(run.requests).toEqual([]);
});

it('while signing in', async () => {
	const file = await entryFromPath(await sourceFile('a.bin', mebibyte));
	abortAt(/accesstoken\/login/u);
	await expectAborted(run.preservica().uploads.upload(packageOf(undefined, [file]), {signal}));
	expect(run.requests.filter(line => !line.includes('/accesstoken/'))).toEqual([]);
});

it('while a file that gives nothing is waited for', async () => {
	let cancelled = 0;
	const silent = new ReadableStream<Uint8Array>({
		cancel() {
			cancelled++;
		},
	});
	let opened: (() => void) | undefined;
	const isOpen = new Promise<void>(resolve => (opened = resolve));
	const entry = {
		path: 'silent.bin',
		open: () => {
			opened?.();
			return silent;
		},
	};
	const work = run.preservica().uploads.upload(packageOf(undefined, [entry], {signal}), {signal});
	await isOpen;
	abort();
	await expectAborted(work);
	await expect.poll(() => cancelled).toBe(1);
	expectNoIngest();
});

it.each(['both', 'the package', 'the upload'])('while files are read, told to %s', async whom => {
	const files = await Promise.all([1, 2, 3].map(async index => entryFromPath(await sourceFile(`${index}.bin`, 8 * mebibyte))));
	const folder = await run.folder();
	let heard = 0;
	const made = packageOf(folder, files, {...(whom !== 'the upload' && {signal}), onProgress: () => void (++heard === 3 && abort())});
	await expectAborted(run.preservica().uploads.upload(made, {...inParts, ...(whom !== 'the package' && {signal})}));
	expectNoIngest();
});

it('while a package is written to the disk', async () => {
	const file = await entryFromPath(await sourceFile('a.bin', 16 * mebibyte));
	for (const options of [{signal}, {}]) {
		const made = packageOf(undefined, [file], {signal, onProgress: abort});
		await expectAborted(writePackage(join(run.target, 'package.zip'), made, options));
	}
});

it.each([
	['before the upload begins', /POST .*\?uploads/u],
	['at the first part', /partNumber=1(?:&|$)/u],
	['at a later part', /partNumber=3(?:&|$)/u],
	['at the completion', /POST .*uploadId=/u],
])('in mid-upload, %s', async (_, pattern) => {
	const file = await entryFromPath(await sourceFile('a.bin', 16 * mebibyte));
	const folder = await run.folder();
	abortAt(pattern);
	await expectAborted(run.preservica().uploads.upload(packageOf(folder, [file], {signal}), {...inParts, signal}));
	expect(run.requests.some(line => pattern.test(line))).toBe(true);
	expectNoIngest();
});

it('in mid-upload, while the server holds a part or the completion', async () => {
	for (const [path, method] of [
		['*?*partNumber=2*', 'PUT'],
		['*?uploadId=*', 'POST'],
	] as const) {
		controller = new AbortController();
		({signal} = controller);
		const file = await entryFromPath(await sourceFile('a.bin', 12 * mebibyte));
		run.fault({kind: 'delay', delay: 3_600_000, path, method});
		const work = run.preservica().uploads.upload(packageOf(await run.folder(), [file]), {...inParts, signal});
		await expect.poll(() => run.sandbox.faults.list().at(-1)?.used, {interval: 5}).toBe(1);
		abort();
		await expectAborted(work);
	}
});

it('in mid-upload of a package that goes in one piece', async () => {
	const file = await entryFromPath(await sourceFile('a.bin', mebibyte));
	const folder = await run.folder();
	abortAt(/PUT .*package\.upload/u);
	await expectAborted(run.preservica().uploads.upload(packageOf(folder, [file]), {signal}));
	expectNoIngest();
});

it('while the ingest is followed: it goes on, and can be followed again', async () => {
	const {uploads} = run.preservica();
	const job = await uploads.upload(packageOf(await run.folder(), [await entryFromPath(await sourceFile('a.bin', mebibyte))]));
	await expectAborted(job.done({signal, sleep: async () => abort()}));
	const again = uploads.resume(JSON.parse(JSON.stringify(job)));
	expect((await again.done({sleep: run.sleep})).assets).toHaveLength(1);
});

it('in mid-download', async () => {
	const asset = await assetOf(4 * mebibyte);
	await expectAborted(saveAsset(run.preservica(), asset, run.target, {signal, onProgress: abort}));
});

it('between the files of an asset: those that are whole stay', async () => {
	const asset = await assetOf(1000, 2000, 3000);
	let downloads = 0;
	run.beforeRequest = line => void (line.endsWith('/content') && ++downloads === 2 && abort());
	await expectAborted(saveAsset(run.preservica(), asset, run.target, {signal}), 'Preservation-1/1.bin');
});

it('while an asset is looked up', async () => {
	const asset = await assetOf(1000);
	abortAt(/\/generations/u);
	await expectAborted(saveAsset(run.preservica(), asset, run.target, {signal}));
});

it('before a transfer is started: none is', async () => {
	abortAt(/POST .*\/api\/v2beta\/package/u);
	await expectAborted(startTransfer({signal}));
	expect(await run.archivematica().dashboard.unapproved()).toEqual([]);
});

it('while a transfer is followed: it goes on, and can be followed again', async () => {
	const job = await startTransfer();
	await expectAborted(job.done({signal, sleep: async () => abort()}));
	const again = run.archivematica().transfers.resume(JSON.parse(JSON.stringify(job)));
	expect(await again.done({sleep: run.sleep})).toHaveProperty('aip');
});

it('in mid-download of an AIP', async () => {
	const {aip} = await (await startTransfer()).done({sleep: run.sleep});
	const {storage} = run.archivematica();
	const path = join(run.target, 'aip.7z');
	await expectAborted(saveAip(storage, aip, path, {signal, onProgress: abort, keepPart: false}));
});

it('in mid-download of an AIP that can be gone on with', async () => {
	const {aip} = await (await startTransfer()).done({sleep: run.sleep});
	const {storage} = run.archivematica();
	const path = join(run.target, 'aip.7z');
	await expectAborted(saveAip(storage, aip, path, {signal, onProgress: abort}), `.${aip}.part`);
	await saveAip(storage, aip, path);
	await run.expectClean(['aip.7z']);
});
