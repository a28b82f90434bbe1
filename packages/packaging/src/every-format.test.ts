import {afterAll, describe, expect, it} from 'vitest';
import type {PackageEntry} from './entries/entry.ts';
import {entryFromFile} from './entries/file-entry.ts';
import {folderEntry} from './entries/folder-entry.ts';
import {collect, entry} from './fixtures/entries.ts';
import {entriesOfSample, fitting, formats, randomSample, type Format} from './fixtures/formats.ts';
import {expectSample, type Lost} from './fixtures/expect-sample.ts';
import {treeOf} from './fixtures/trees.ts';
import {isBrowser, setUpWorker} from './fixtures/workers.ts';
import {zipLayout, type ZipLayoutOptions} from './layout/zip-layout.ts';
import {writeDirectory} from './sinks/write-directory.ts';
import {treeOfDirectory} from './sources/directory-handle.ts';
import type {PackageTree} from './tree/package-tree.ts';
import {treeOfEntries} from './tree/tree-of-entries.ts';
import {treeOfZip} from './tree/tree-of-zip.ts';
import {openZip} from './unzip/open-zip.ts';
import {readZipStream} from './unzip/read-zip-stream.ts';
import {writeInWorker, zipInWorker} from './worker/in-worker.ts';

/** One for everything: what fails in it must not keep it from the next. */
const setup = setUpWorker();
afterAll(() => setup.end());

type Make = (path: string, bytes: Uint8Array<ArrayBuffer>, modified: Date) => PackageEntry;

const asStream: Make = (path, bytes, modified) => entry(path, bytes, {modified});
const withoutSize: Make = (path, bytes, modified) => entry(path, bytes, {modified, size: undefined});
const asBlob: Make = (path, bytes, modified) => ({...entryFromFile(new Blob([bytes]), path), modified});

/** Writes a package as a ZIP file. */
type Sink = (format: Format, entries: readonly PackageEntry[]) => Promise<Blob>;

const zipped = (options: ZipLayoutOptions): Sink => {
	return async (format, entries) => {
		const made = zipLayout(format.layout(entries), options);
		const {size} = made;
		const bytes = await collect(made.bytes);
		expect(size ?? bytes.length).toBe(bytes.length);
		return new Blob([bytes]);
	};
};

const zippedInWorker: Sink = async (format, entries) => {
	const [name, values] = format.inWorker(entries);
	const made = await zipInWorker(setup.worker, name, values, {compress: false});
	const bytes = await collect(made.bytes);
	expect(made.size ?? bytes.length).toBe(bytes.length);
	return new Blob([bytes]);
};

async function treeOfStream(blob: Blob): Promise<PackageTree> {
	const files = new Map<string, Uint8Array<ArrayBuffer>>();
	const folders: string[] = [];
	for await (const item of readZipStream(blob.stream())) {
		if (item.directory) {
			folders.push(item.path);
		} else {
			files.set(item.path, await collect(item.open()));
		}
	}
	return treeOf(files, folders);
}

async function treeOfFiles(blob: Blob): Promise<PackageTree> {
	const {files} = await treeOfStream(blob);
	const chosen = Array.from(files.values(), async file => entryFromFile(new Blob([await collect(file.open())]), file.path));
	return treeOfEntries(await Promise.all(chosen));
}

/** Every way to write, every kind of source, every way to read, each at least once with each of the others. */
const ways: readonly {
	readonly name: string;
	readonly make: Make;
	readonly sink: Sink;
	readonly open: (blob: Blob) => Promise<PackageTree>;
	readonly seed: number;
	/** What is lost on the way, and nothing else. */
	readonly loses?: readonly Lost[];
}[] = [
	{name: 'streams, stored, opened', make: asStream, sink: zipped({}), open: async blob => treeOfZip(await openZip(blob)), seed: 1},
	{
		name: 'blobs, deflated, from front to back',
		make: asBlob,
		sink: zipped({compress: true}),
		open: treeOfStream,
		seed: 2,
		loses: ['dates'],
	},
	{name: 'streams without sizes, from front to back', make: withoutSize, sink: zipped({}), open: treeOfStream, seed: 3, loses: ['dates']},
	{
		name: 'streams without sizes, deflated, opened',
		make: withoutSize,
		sink: zipped({compress: true}),
		open: async blob => treeOfZip(await openZip(blob)),
		seed: 4,
	},
	{
		name: 'blobs, always the same bytes, in a folder',
		make: asBlob,
		sink: zipped({deterministic: true, folder: 'ü'}),
		open: async blob => treeOfZip(await openZip(blob), 'ü'),
		seed: 5,
		loses: ['dates'],
	},
	{name: 'blobs, in a worker, opened', make: asBlob, sink: zippedInWorker, open: async blob => treeOfZip(await openZip(blob)), seed: 6},
	{name: 'blobs, as files that were chosen', make: asBlob, sink: zipped({}), open: treeOfFiles, seed: 7, loses: ['dates', 'folders']},
];

describe.each(formats)('$name', format => {
	it.each(ways)('comes back whole: $name', async ({make, sink, open, seed, loses = []}) => {
		const sample = fitting(format, randomSample(seed));
		const blob = await sink(format, entriesOfSample(sample, make));
		await expectSample(format, await open(blob), sample, loses);
	});

	it.runIf(isBrowser).each(['the page', 'a worker'])('comes back whole from a folder that %s wrote', async place => {
		const root = await navigator.storage.getDirectory();
		const name = `fonds-${crypto.randomUUID()}`;
		const folder = await root.getDirectoryHandle(name, {create: true});
		try {
			const sample = fitting(format, randomSample(8));
			const entries = entriesOfSample(sample, asBlob);
			const [kind, values] = format.inWorker(entries);
			await (place === 'the page'
				? writeDirectory(folder, format.layout(entries), {name: 'made'})
				: writeInWorker(setup.worker, kind, values, folder, {name: 'made'}));
			await expectSample(format, await treeOfDirectory(await folder.getDirectoryHandle('made')), sample, ['dates']);
		} finally {
			await root.removeEntry(name, {recursive: true});
		}
	});

	it.runIf(format.refusesFolders !== undefined)('refuses empty folders, which it cannot keep', async () => {
		const write = async (): Promise<unknown> => await collect(zipLayout(format.layout([entry('a', 'x'), folderEntry('leer')])).bytes);
		const error: unknown = await write().catch((reason: unknown) => reason);
		expect(error).toMatchObject({message: expect.stringContaining('leer') as string});
		expect([(error as {problem?: string}).problem, (error as {code?: string}).code]).toContain(format.refusesFolders);
	});

	it.runIf(format.refuses !== undefined)('refuses files that would not be kept', async () => {
		const write = async (): Promise<unknown> => await collect(zipLayout(format.layout([entry('a', 'x'), entry('b/.hidden', 'x')])).bytes);
		await expect(write()).rejects.toMatchObject({message: expect.stringContaining('b/.hidden') as string, code: 'removed-file'});
	});
});
