import {describe, expect, it, vi} from 'vitest';
import type {PackageError} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import type {BlobEntry} from '../entries/file-entry.ts';
import {dropOf, handleOf, type FakeFolder} from '../fixtures/folders.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {entriesOfDirectory, treeOfDirectory} from './directory-handle.ts';
import {entriesOfDrop, treeOfDrop} from './drop.ts';
import type {FolderOptions} from './walk-folder.ts';

async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const item of items) {
		list.push(item);
	}
	return list;
}

interface Source {
	entries(folder: FakeFolder, options?: FolderOptions): AsyncIterable<BlobEntry>;
	tree(folder: FakeFolder, options?: FolderOptions): Promise<PackageTree>;
}

/** A folder that was chosen, and its contents dropped one by one. */
const sources: Readonly<Record<string, Source>> = {
	'a chosen folder': {
		entries: (folder, options) => entriesOfDirectory(handleOf('chosen', folder), options),
		tree: (folder, options) => treeOfDirectory(handleOf('chosen', folder), options),
	},
	'what was dropped': {
		entries: (folder, options) => entriesOfDrop(dropOf(folder), options),
		tree: (folder, options) => treeOfDrop(dropOf(folder), options),
	},
};

const sample: FakeFolder = {b: {'2': 'two', '10': 'ten', ü: {x: 'x'}}, 'a.txt': 'A', B: '', '.hidden': 'h', empty: {}, deep: {deeper: {}}};

describe.each(Object.entries(sources))('%s', (_, source) => {
	it('is gone through in the order of names, with all in it', async () => {
		const entries = await toArray(source.entries(sample));
		expect(entries.map(({path}) => path)).toEqual(['.hidden', 'B', 'a.txt', 'b/10', 'b/2', 'b/ü/x']);
		expect(entries[3]).toMatchObject({size: 3, modified: new Date(1e12), blob: expect.any(File) as File});
		expect(await readText(await entries[3]!.open())).toBe('ten');
	});

	it('is a tree, with the folders in which there is nothing', async () => {
		const {files, emptyFolders} = await source.tree(sample);
		expect([...files.keys()]).toEqual(['.hidden', 'B', 'a.txt', 'b/10', 'b/2', 'b/ü/x']);
		expect(emptyFolders).toEqual(['deep/deeper', 'empty']);
		const file = files.get('b/ü/x')!;
		expect([await readText(file.open()), await readText(file.open())]).toEqual(['x', 'x']);
	});

	it('with many files is listed to the end', async () => {
		const many = Object.fromEntries(Array.from({length: 350}, (__, index) => [`f${index}`, '']));
		expect(await toArray(source.entries({many}))).toHaveLength(350);
	});

	it('ends with the first file that cannot be read, in the order of names', async () => {
		const broken: FakeFolder = {a: 'A', sub: {x: new Error('locked'), y: new Error('gone')}};
		await expect(toArray(source.entries(broken))).rejects.toMatchObject({
			name: 'PackageError',
			problem: 'unreadable',
			path: 'sub/x',
			message: '"sub/x" cannot be read: locked',
		});
		await expect(source.tree({x: {y: {z: new Error('locked')}}})).rejects.toMatchObject({path: 'x/y/z'});
	});

	it('goes on after files and folders that cannot be read, if each may be told', async () => {
		const problems: PackageError[] = [];
		const onProblem = (problem: PackageError): void => void problems.push(problem);
		const broken: FakeFolder = {a: new Error('locked'), b: 'B', c: {unlistable: ''}, d: {e: 'E'}};
		Object.defineProperty(broken['c'], 'unlistable', {
			enumerable: true,
			get: () => {
				throw new Error('forbidden');
			},
		});
		const {files, emptyFolders} = await source.tree(broken, {onProblem});
		expect([...files.keys()]).toEqual(['b', 'd/e']);
		expect(emptyFolders).toEqual([]);
		expect(problems.map(({path, problem}) => [path, problem])).toEqual([
			['a', 'unreadable'],
			['c', 'unreadable'],
		]);
	});

	it('ends with the reason of its signal, before and while it is gone through', async () => {
		const reason = new Error('enough');
		await expect(toArray(source.entries({}, {signal: AbortSignal.abort(reason)}))).rejects.toBe(reason);
		const controller = new AbortController();
		const list = async (): Promise<void> => {
			for await (const {path} of source.entries({a: '', b: '', c: ''}, {signal: controller.signal})) {
				expect(path).toBe('a');
				controller.abort(reason);
			}
		};
		await expect(list()).rejects.toBe(reason);
		const problems = vi.fn();
		await expect(source.tree({a: ''}, {signal: AbortSignal.abort(reason), onProblem: problems})).rejects.toBe(reason);
		expect(problems).not.toHaveBeenCalled();
	});
});

describe('a chosen folder', () => {
	it('can be gone through again, and is known', async () => {
		const handle = handleOf('chosen', {a: 'A'});
		const entries = entriesOfDirectory(handle);
		expect(entries.directory).toBe(handle);
		expect([(await toArray(entries)).length, (await toArray(entries)).length]).toEqual([1, 1]);
	});

	it('that may not be listed is told by its name', async () => {
		const handle = {
			name: 'chosen',
			values: () => {
				throw new DOMException('no permission', 'NotAllowedError');
			},
		} as unknown as FileSystemDirectoryHandle;
		await expect(treeOfDirectory(handle)).rejects.toMatchObject({problem: 'unreadable', path: 'chosen'});
	});

	it.skipIf(typeof document === 'undefined')('is read as a browser gives it (skipped but in browsers)', async () => {
		const root = await navigator.storage.getDirectory();
		const name = `fonds-${crypto.randomUUID()}`;
		const folder = await root.getDirectoryHandle(name, {create: true});
		const sub = await folder.getDirectoryHandle('ü', {create: true});
		await folder.getDirectoryHandle('empty', {create: true});
		const writable = await (await sub.getFileHandle('a.txt', {create: true})).createWritable();
		await writable.write('hello');
		await writable.close();
		const {files, emptyFolders} = await treeOfDirectory(folder);
		expect([...files.keys()]).toEqual(['ü/a.txt']);
		expect(emptyFolders).toEqual(['empty']);
		expect(await readText(files.get('ü/a.txt')!.open())).toBe('hello');
		await root.removeEntry(name, {recursive: true});
	});
});

describe('what was dropped', () => {
	it('is taken hold of at once: it is gone when the event is over', async () => {
		const transfer = dropOf({folder: {a: 'A'}});
		const entries = entriesOfDrop(transfer);
		const tree = treeOfDrop(transfer);
		Object.assign(transfer, {items: []});
		expect((await toArray(entries)).map(({path}) => path)).toEqual(['folder/a']);
		expect([...(await tree).files.keys()]).toEqual(['folder/a']);
	});

	it('can be a file that is on no disk; text is left out', async () => {
		const items = [
			{kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null},
			{kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => new File(['x'], 'picture.png')},
		];
		const entries = await toArray(entriesOfDrop({items} as unknown as DataTransfer));
		expect(entries.map(({path}) => path)).toEqual(['picture.png']);
	});

	it('is told of when the browser says that it is a file and gives none', async () => {
		const item = {kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => null};
		const transfer = {items: [item, item]} as unknown as DataTransfer;
		await expect(treeOfDrop(transfer)).rejects.toMatchObject({problem: 'unreadable', path: 'dropped item 1'});
		const problems = vi.fn();
		expect((await treeOfDrop(transfer, {onProblem: problems})).files.size).toBe(0);
		expect(problems).toHaveBeenCalledTimes(2);
	});

	it('is refused when two things have one name', async () => {
		const item = {kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => new File(['x'], 'a')};
		await expect(treeOfDrop({items: [item, item]} as unknown as DataTransfer)).rejects.toMatchObject({
			problem: 'duplicate-path',
			path: 'a',
		});
	});
});
