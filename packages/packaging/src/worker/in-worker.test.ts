import {afterEach, describe, expect, it, vi} from 'vitest';
import {ConfigurationError, type Progress} from '@fonds/core';
import {bagLayout} from '../bagit/bag-layout.ts';
import {entryFromFile} from '../entries/file-entry.ts';
import type {PackageProgress} from '../entries/progress.ts';
import {collect, entry, randomBytes, sameBytes, settle} from '../fixtures/entries.ts';
import {handleOf} from '../fixtures/folders.ts';
import {isBrowser, setUpWorker, type WorkerSetup} from '../fixtures/workers.ts';
import {filesLayout} from '../layout/files-layout.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {ocflObjectLayout} from '../ocfl/object-layout.ts';
import {paxLayout} from '../pax/pax-layout.ts';
import {entriesOfDirectory, treeOfDirectory} from '../sources/directory-handle.ts';
import {treeOfEntries} from '../tree/tree-of-entries.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {readXip} from '../xip/read-xip.ts';
import {xipLayout} from '../xip/xip-layout.ts';
import type {PackagingWorker} from './exchange.ts';
import type {PageMessage, StartMessage, WorkerMessage} from './messages.ts';
import {runInWorker, writeInWorker, zipInWorker} from './in-worker.ts';

const setups: WorkerSetup[] = [];

function setUp(): PackagingWorker {
	const setup = setUpWorker();
	setups.push(setup);
	return setup.worker;
}

afterEach(() => setups.splice(0).forEach(setup => setup.end()));

const bytes = randomBytes(3_000_000);
const file = (path: string, content: BlobPart = path) => entryFromFile(new Blob([content]), path);
const files = () => [
	file('large.bin', bytes),
	{...file('a/ü.txt', 'hello'), modified: new Date(1.2e12), compress: true},
	file('empty', ''),
];
const bagOptions = {digests: ['sha256', 'md5'] as const, date: new Date(1.7e12), info: {Title: 'Akte'}};

/** A folder in the browser's own file system; elsewhere there is none. */
async function inFolder(work: (folder: FileSystemDirectoryHandle) => Promise<void>): Promise<void> {
	const root = await navigator.storage.getDirectory();
	const name = `fonds-${crypto.randomUUID()}`;
	try {
		await work(await root.getDirectoryHandle(name, {create: true}));
	} finally {
		await root.removeEntry(name, {recursive: true});
	}
}

describe('a package of any format made in a worker', () => {
	it('is the bag that is made here', async () => {
		const here = zipLayout(bagLayout(files(), bagOptions), {folder: 'bag', compress: false});
		const there = await zipInWorker(setUp(), 'bag', [files(), bagOptions], {folder: 'bag', compress: false});
		expect([there.name, there.size]).toEqual([here.name, here.size]);
		expect(sameBytes(await collect(there.bytes), await collect(here.bytes))).toBe(true);
	});

	it('is deflated when that is wanted', async () => {
		const text = () => [file('a.txt', 'x'.repeat(100_000))];
		const made = await zipInWorker(setUp(), 'files', [text()], {compress: true});
		expect((await collect(made.bytes)).length).toBeLessThan(10_000);
	});

	it('is the OCFL object that is made here', async () => {
		const description = () => ({id: 'urn:x', files: files(), message: 'm', user: {name: 'n'}, created: new Date(1.7e12)});
		const here = zipLayout(ocflObjectLayout(description()), {deterministic: true});
		const there = await zipInWorker(setUp(), 'ocfl', [description()], {deterministic: true});
		expect(sameBytes(await collect(there.bytes), await collect(here.bytes))).toBe(true);
	});

	it('is the XIP package that is made here, but for its references', async () => {
		const description = {assets: [{title: 'T', representations: [{type: 'Preservation', files: [new File([bytes], 'a.bin')]}]}]};
		const here = zipLayout(xipLayout(description, {id: 'id'}), {folder: 'id'});
		const there = await zipInWorker(setUp(), 'xip', [description, {id: 'id'}], {folder: 'id'});
		expect([there.name, there.size]).toEqual(['id.zip', here.size]);
		const archive = await openZip(new Blob([await collect(there.bytes)]));
		expect(archive.entries().map(({path}) => path)).toEqual(['id/content/p1/a.bin', 'id/metadata.xml']);
	});

	it('is the plain ZIP file that is made here, with the empty folders of a tree', async () => {
		const tree = {...treeOfEntries(files()), emptyFolders: ['leer']};
		const here = zipLayout(filesLayout(tree));
		const there = await zipInWorker(setUp(), 'files', [tree]);
		expect(sameBytes(await collect(there.bytes), await collect(here.bytes))).toBe(true);
	});

	it('has the files of the PAX object that is made here', async () => {
		const asset = () => ({title: 'T', representations: [{type: 'Preservation', files: files()}]});
		const countOf = async (made: {readonly bytes: ReadableStream<Uint8Array>}) =>
			[...treeOfZip(await openZip(new Blob([await collect(made.bytes)]))).files.keys()].length;
		expect(await countOf(await zipInWorker(setUp(), 'pax', [asset()]))).toBe(await countOf(zipLayout(paxLayout(asset()))));
	});

	it('takes files that come one by one', async () => {
		async function* later() {
			yield* files();
			await Promise.resolve();
		}
		const made = await zipInWorker(setUp(), 'bag', [later()]);
		expect(treeOfZip(await openZip(new Blob([await collect(made.bytes)]))).files.has('data/a/ü.txt')).toBe(true);
	});

	it('is told about, and may be several at a time', async () => {
		const worker = setUp();
		const events: PackageProgress[] = [];
		const onProgress = (event: PackageProgress): void => {
			events.push(event);
			throw new Error('a listener must not stop the work');
		};
		const [first, second] = await Promise.all([
			zipInWorker(worker, 'bag', [files(), bagOptions], {onProgress}),
			zipInWorker(worker, 'bag', [files(), bagOptions]),
		]);
		const [one, two] = await Promise.all([collect(first.bytes), collect(second.bytes)]);
		expect(sameBytes(one, two)).toBe(true);
		expect(events[0]).toMatchObject({phase: 'package', file: {path: 'data/large.bin'}});
		expect(events.at(-1)!.done).toBe(events.at(-1)!.total);
	});

	it('can be cancelled, read or not, and the worker goes on', async () => {
		const worker = setUp();
		const unread = await zipInWorker(worker, 'bag', [files()]);
		await unread.bytes.cancel();
		const begun = (await zipInWorker(worker, 'bag', [files()])).bytes.getReader();
		await begun.read();
		await begun.cancel();
		const next = await zipInWorker(worker, 'bag', [[file('large.bin', bytes)]]);
		expect((await collect(next.bytes)).length).toBe(next.size);
	});

	it('ends with the reason of its signal: before, while files are waited for, before it is read, and while it is', async () => {
		const reason = new Error('enough');
		const worker = setUp();
		await expect(zipInWorker(worker, 'bag', [files()], {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
		const waiting = new AbortController();
		const never: AsyncIterable<never> = {[Symbol.asyncIterator]: () => ({next: () => new Promise(() => {})})};
		const made = zipInWorker(worker, 'bag', [never], {signal: waiting.signal});
		waiting.abort(reason);
		await expect(made).rejects.toBe(reason);
		for (const reads of [0, 1]) {
			const controller = new AbortController();
			const reader = (await zipInWorker(worker, 'bag', [files()], {signal: controller.signal})).bytes.getReader();
			for (let count = 0; count < reads; count++) {
				await reader.read();
			}
			controller.abort(reason);
			await expect(reader.read()).rejects.toBe(reason);
		}
	});

	it('that cannot be described is refused as here', async () => {
		await expect(zipInWorker(setUp(), 'bag', [files(), {digests: []}])).rejects.toThrow(/needs at least one digest/);
		await expect(zipInWorker(setUp(), 'bag', [files(), {digests: []}])).rejects.toBeInstanceOf(ConfigurationError);
	});

	it('that cannot be read fails as here', async () => {
		const noXip = new Blob([await collect(zipLayout(filesLayout([file('metadata.xml', '<a/>')])).bytes)]);
		const here: unknown = await readXip(treeOfZip(await openZip(noXip))).catch((error: unknown) => error);
		const error: unknown = await runInWorker(setUp(), 'verifyXip', [noXip]).catch((reason: unknown) => reason);
		expect(error).toMatchObject({name: (here as Error).name, message: (here as Error).message, constructor: (here as Error).constructor});
	});

	it('that fails in the worker fails as here', async () => {
		const made = await zipInWorker(setUp(), 'bag', [[{...file('a', '123'), size: 5}]]);
		await expect(collect(made.bytes)).rejects.toMatchObject({name: 'PackageError', problem: 'size-changed'});
	});

	it.each<[string, unknown[], RegExp]>([
		['a file that is no Blob', [[entry('a/b', 'x')]], /"a\/b" cannot be given to a worker/],
		['a function', [[], {profile: {check: () => true}}], /the description\[1\]\.profile\.check is a function/],
		['what no thread can be given', [[], {info: new WeakMap()}], /neither data nor a file/],
	])('cannot be described with %s', async (_, values, message) => {
		const made = zipInWorker(setUp(), 'bag', values as Parameters<typeof bagLayout>);
		await expect(made).rejects.toThrow(message);
		await expect(made).rejects.toBeInstanceOf(ConfigurationError);
	});

	it('has to be of a format that the worker knows', async () => {
		const made = zipInWorker(setUp(), 'toString' as 'bag', [[]]);
		await expect(made).rejects.toMatchObject({problem: 'worker-failed', message: expect.stringContaining('"toString"') as string});
	});
});

describe('what is read in a worker', () => {
	it('are digests of chosen files, in their order', async () => {
		const events: Progress[] = [];
		const digested = await runInWorker(setUp(), 'digestFiles', [files(), ['md5', 'sha1']], {onProgress: event => void events.push(event)});
		expect(digested.map(({path, size, problem}) => [path, size, problem])).toEqual([
			['large.bin', 3_000_000, undefined],
			['a/ü.txt', 5, undefined],
			['empty', 0, undefined],
		]);
		expect(digested[1]!.digests).toEqual({md5: '5d41402abc4b2a76b9719d911017c592', sha1: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'});
		expect(events.at(-1)).toEqual({phase: 'verify', done: 3_000_005, total: 3_000_005});
	});

	it('is a bag: in a ZIP file, and of chosen files, good and damaged', async () => {
		const worker = setUp();
		const archive = new Blob([await collect(zipLayout(bagLayout(files(), bagOptions)).bytes)]);
		expect(await runInWorker(worker, 'validateBag', [archive])).toEqual({status: 'valid', findings: []});
		const tree = treeOfZip(await openZip(archive));
		const chosen = await Promise.all(
			[...tree.files.values()].map(async one => file(one.path, one.path === 'data/empty' ? 'x' : await collect(one.open()))),
		);
		const report = await runInWorker(worker, 'validateBag', [treeOfEntries(chosen), {digests: true}]);
		expect(report.status).toBe('invalid');
		expect(report.findings.map(({path}) => path)).toContain('data/empty');
	});

	it('is an OCFL object, and a XIP package', async () => {
		const worker = setUp();
		const object = ocflObjectLayout({id: 'urn:x', files: files(), message: 'm', user: {name: 'n', address: 'mailto:a@b.c'}});
		const report = await runInWorker(worker, 'validateOcflObject', [new Blob([await collect(zipLayout(object).bytes)])]);
		expect(report).toEqual({status: 'valid', findings: []});
		const xip = xipLayout({assets: [{title: 'T', representations: [{type: 'Preservation', files: files()}]}]});
		const packed = new Blob([await collect(zipLayout(xip, {folder: 'x'}).bytes)]);
		expect(await runInWorker(worker, 'verifyXip', [packed])).toEqual({status: 'valid', findings: []});
	});

	it('fails as here, and ends with the reason of its signal', async () => {
		const worker = setUp();
		await expect(runInWorker(worker, 'validateBag', [new Blob(['no zip'])])).rejects.toMatchObject({name: 'PackageError'});
		const reason = new Error('enough');
		await expect(runInWorker(worker, 'digestFiles', [files(), ['md5']], {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
		const controller = new AbortController();
		const running = runInWorker(worker, 'digestFiles', [files(), ['sha512']], {signal: controller.signal});
		controller.abort(reason);
		await expect(running).rejects.toBe(reason);
	});
});

describe('a folder that was chosen', () => {
	it.skipIf(isBrowser)('is not gone through by the page (skipped in browsers: they clone no stand-in)', async () => {
		const handle = handleOf('chosen', {a: 'A'});
		const values = () => {
			throw new Error('the page has listed it');
		};
		const listed = entriesOfDirectory(Object.assign(handle, {values, isSameEntry: undefined}));
		// Cloning refuses the stand-in, which shows that it was to be posted as it is.
		await expect(zipInWorker(setUp(), 'bag', [listed])).rejects.toThrow(/neither data nor a file/);
	});

	it.skipIf(!isBrowser)('is packaged, written to and validated in the worker (skipped but in browsers)', async () => {
		await inFolder(async folder => {
			const worker = setUp();
			await expect(writeInWorker(worker, 'bag', [files(), bagOptions], folder)).resolves.toEqual({
				files: 9,
				size: expect.any(Number) as number,
			});
			const bag = await folder.getDirectoryHandle('bag');
			expect(await runInWorker(worker, 'validateBag', [bag])).toEqual({status: 'valid', findings: []});
			const events: PackageProgress[] = [];
			const inside = await bag.getDirectoryHandle('data');
			const again = await zipInWorker(worker, 'bag', [entriesOfDirectory(inside), bagOptions], {
				onProgress: event => void events.push(event),
			});
			const tree = treeOfZip(await openZip(new Blob([await collect(again.bytes)])));
			expect([...tree.files.keys()].slice(0, 3)).toEqual(['data/a/ü.txt', 'data/empty', 'data/large.bin']);
			expect(events.length).toBeGreaterThan(3);
			await writeInWorker(worker, 'bag', [entriesOfDirectory(inside)], folder, {name: 'second'});
			expect(await runInWorker(worker, 'validateBag', [await treeOfDirectory(await folder.getDirectoryHandle('second'))])).toMatchObject({
				status: 'valid',
			});
			await expect(writeInWorker(worker, 'bag', [files()], folder)).rejects.toMatchObject({code: 'folder-exists'});
			await settle();
		});
	});
});

describe('a job that nobody wants any more', () => {
	it.skipIf(!isBrowser)('has left no folder when it is told that writing one has ended (skipped but in browsers)', async () => {
		await inFolder(async folder => {
			const worker = setUp();
			for (const moment of [0, 2]) {
				const controller = new AbortController();
				let events = 0;
				const onProgress = () => {
					if (events++ === moment) controller.abort(new Error('enough'));
				};
				await expect(writeInWorker(worker, 'bag', [files()], folder, {signal: controller.signal, onProgress})).rejects.toThrow('enough');
				expect((await folder.keys().next()).done).toBe(true);
			}
			await writeInWorker(worker, 'bag', [files()], folder);
		});
	});

	/** A worker that answers what it is told to, and keeps what it is asked. */
	function createFakeWorker(answers: readonly WorkerMessage[]) {
		const asked: PageMessage[] = [];
		const removed = vi.fn();
		let port!: MessagePort;
		const worker: PackagingWorker = {
			postMessage(message) {
				({port} = message as StartMessage);
				port.addEventListener('message', ({data}: MessageEvent<PageMessage>) => void asked.push(data));
				port.start();
				answers.forEach(answer => port.postMessage(answer));
			},
			addEventListener: () => {},
			removeEventListener: removed,
		};
		return {worker, asked, removed, answer: (message: WorkerMessage) => port.postMessage(message)};
	}
	const opened = {about: {name: 'bag.zip', size: 1, assets: []}};

	it('is ended in the worker, when its stream is cancelled unread', async () => {
		const {worker, asked, removed} = createFakeWorker([opened]);
		const {bytes: stream} = await zipInWorker(worker, 'bag', [[]]);
		await stream.cancel();
		await expect.poll(() => asked).toContainEqual({cancel: true});
		expect(removed).toHaveBeenCalledTimes(2);
	});

	it('is ended in the worker by its signal, of which nothing is kept at the end', async () => {
		const {worker, asked} = createFakeWorker([opened]);
		const controller = new AbortController();
		await zipInWorker(worker, 'bag', [[]], {signal: controller.signal});
		controller.abort();
		await expect.poll(() => asked).toContainEqual({cancel: true});
		const {signal} = new AbortController();
		const kept = new Set<unknown>();
		vi.spyOn(signal, 'addEventListener').mockImplementation((_, listener) => void kept.add(listener));
		vi.spyOn(signal, 'removeEventListener').mockImplementation((_, listener) => void kept.delete(listener));
		await runInWorker(createFakeWorker([{result: []}]).worker, 'digestFiles', [[], []], {signal});
		await expect.poll(() => kept.size).toBe(0);
	});

	it('waits for a worker that writes a folder, until it has put away what it began', async () => {
		const {worker, asked, answer} = createFakeWorker([]);
		const controller = new AbortController();
		const told = vi.fn();
		const writing = writeInWorker(worker, 'bag', [[]], {} as FileSystemDirectoryHandle, {signal: controller.signal});
		writing.catch(told);
		await expect.poll(() => asked).toContainEqual(expect.objectContaining({job: expect.anything() as unknown}));
		controller.abort(new Error('enough'));
		await expect.poll(() => asked).toContainEqual({cancel: true});
		answer({progress: {phase: 'writing', done: 1, total: 2}});
		await settle();
		expect(told).not.toHaveBeenCalled();
		answer({end: true});
		await expect(writing).rejects.toThrow('enough');
	});

	it('does not wait long for a worker that was terminated', async () => {
		vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
		const {worker, asked} = createFakeWorker([]);
		const controller = new AbortController();
		const writing = writeInWorker(worker, 'bag', [[]], {} as FileSystemDirectoryHandle, {signal: controller.signal});
		await expect.poll(() => asked).toContainEqual(expect.objectContaining({job: expect.anything() as unknown}));
		controller.abort(new Error('enough'));
		await expect(writing).rejects.toThrow('enough');
		vi.restoreAllMocks();
	});

	it.skipIf(isBrowser)(
		'fails when the worker is gone, but not before all that it sent is taken (skipped in browsers, which do not tell)',
		async () => {
			let port: MessagePort | undefined;
			const worker: PackagingWorker = {
				postMessage(message) {
					({port} = message as StartMessage);
					port.postMessage(opened);
					port.postMessage({chunk: new Uint8Array([1])} satisfies WorkerMessage);
					port.close();
				},
				addEventListener: () => {},
				removeEventListener: () => {},
			};
			const reader = (await zipInWorker(worker, 'bag', [[]])).bytes.getReader();
			expect((await reader.read()).value).toEqual(new Uint8Array([1]));
			await expect(reader.read()).rejects.toMatchObject({problem: 'worker-failed'});
		},
	);

	it('fails when something that the worker sent cannot be taken', async () => {
		const ports: MessagePort[] = [];
		const start = vi.spyOn(MessagePort.prototype, 'start').mockImplementation(function (this: MessagePort) {
			ports.push(this);
		});
		const made = zipInWorker(createFakeWorker([]).worker, 'bag', [[]]);
		ports[0]!.dispatchEvent(new Event('messageerror'));
		await expect(made).rejects.toMatchObject({problem: 'worker-failed'});
		start.mockRestore();
	});

	it('is refused when the worker answers another question', async () => {
		await expect(zipInWorker(createFakeWorker([{result: 1}]).worker, 'bag', [[]])).rejects.toMatchObject({problem: 'worker-failed'});
		await expect(runInWorker(createFakeWorker([opened]).worker, 'digestFiles', [[], []])).rejects.toMatchObject({problem: 'worker-failed'});
	});

	it.skipIf(isBrowser)('is given up by the worker (skipped in browsers, where it cannot be looked into)', async () => {
		const {bytes: stream} = await zipInWorker(setUp(), 'bag', [files()]);
		const abort = vi.spyOn(AbortController.prototype, 'abort');
		await stream.cancel();
		await expect.poll(() => abort.mock.calls.length).toBe(1);
		abort.mockRestore();
	});
});
