import {describe, expect, it, vi} from 'vitest';
import {bagLayout} from '../bagit/bag-layout.ts';
import {validateBag} from '../bagit/validate-bag.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {PackageProgress} from '../entries/progress.ts';
import {entry, randomBytes, sameBytes} from '../fixtures/entries.ts';
import {createMemoryFolder, type Fault} from '../fixtures/memory-folder.ts';
import type {PackageLayout} from '../layout/layout.ts';
import {treeOfDirectory} from '../sources/directory-handle.ts';
import {writeDirectory} from './write-directory.ts';

function layoutOf(entries: readonly PackageEntry[]): PackageLayout {
	return {
		name: 'made',
		digests: ['sha1'],
		async *walk() {
			await Promise.resolve();
			yield entries;
		},
		outline: () => entries.map(({path, size = 0}) => ({path, size})),
	};
}

async function writeText(file: FileSystemFileHandle, text: string): Promise<void> {
	const writable = await file.createWritable();
	await writable.write(new TextEncoder().encode(text));
	await writable.close();
}

describe('a package in a folder that a user chose', () => {
	it('is written into a folder of its own, with its empty folders', async () => {
		const memory = createMemoryFolder();
		const entries = [entry('a/b/ü', 'hello'), folderEntry('a/empty'), entry('c', '')];
		expect(await writeDirectory(memory.handle, layoutOf(entries))).toEqual({files: 2, size: 5});
		expect(memory.paths()).toEqual(['made/', 'made/a/', 'made/a/b/', 'made/a/b/ü', 'made/a/empty/', 'made/c']);
		expect(memory.text('made/a/b/ü')).toBe('hello');
	});

	it('may be deeper than a program can call itself', async () => {
		const memory = createMemoryFolder();
		const path = `${'a/'.repeat(20_000)}x`;
		expect(await writeDirectory(memory.handle, layoutOf([entry(path, 'deep')]))).toEqual({files: 1, size: 4});
		expect(memory.text(`made/${path}`)).toBe('deep');
	});

	it('can have another name, and is told about', async () => {
		const memory = createMemoryFolder();
		const events: PackageProgress[] = [];
		const told = vi.fn();
		await writeDirectory(memory.handle, layoutOf([entry('a', 'hello')]), {
			name: 'other',
			onProgress: event => events.push(event),
			onEntry: told,
		});
		expect(memory.paths()).toEqual(['other/', 'other/a']);
		expect(events).toEqual([{phase: 'package', done: 5, total: 5, file: {path: 'a', done: 5, total: 5}}]);
		expect(told.mock.calls).toEqual([[{path: 'a', size: 5, digests: {sha1: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'}}]]);
	});

	it('is marked as incomplete until it is complete', async () => {
		const memory = createMemoryFolder();
		const seen: boolean[] = [];
		await writeDirectory(memory.handle, layoutOf([entry('a', 'x'), entry('b', 'x')]), {
			onEntry: () => void seen.push(memory.paths().includes('made.incomplete')),
		});
		expect(seen).toEqual([true, true]);
		expect(memory.paths()).not.toContain('made.incomplete');
	});

	it.each(['folder', 'file'] as const)('is refused where there is a %s of its name, which stays', async kind => {
		const memory = createMemoryFolder();
		await (kind === 'folder'
			? memory.handle.getDirectoryHandle('made', {create: true})
			: memory.handle.getFileHandle('made', {create: true}));
		const before = memory.paths();
		await expect(writeDirectory(memory.handle, layoutOf([]))).rejects.toMatchObject({code: 'folder-exists'});
		expect(memory.paths()).toEqual(before);
	});

	it.each<[string, (root: FileSystemDirectoryHandle) => Promise<unknown>]>([
		['a file with something in it', async root => await writeText(await root.getFileHandle('made.incomplete', {create: true}), 'mine')],
		['a folder', root => root.getDirectoryHandle('made.incomplete', {create: true})],
	])('is refused where its mark would take the place of %s, which stays', async (_, make) => {
		const memory = createMemoryFolder();
		await make(memory.handle);
		const before = memory.paths();
		const broken = layoutOf([entry('a', 'x', {size: 3})]);
		for (const layout of [layoutOf([]), broken]) {
			await expect(writeDirectory(memory.handle, layout)).rejects.toMatchObject({code: 'folder-exists'});
		}
		expect(memory.paths()).toEqual(before);
	});

	it('may be written where a page that was closed left its mark', async () => {
		const memory = createMemoryFolder();
		await memory.handle.getFileHandle('made.incomplete', {create: true});
		await writeDirectory(memory.handle, layoutOf([entry('a', 'x')]));
		expect(memory.paths()).toEqual(['made/', 'made/a']);
	});

	it('is refused when it cannot be seen whether it is there: what is there would be removed by a failure', async () => {
		const memory = createMemoryFolder();
		await memory.handle.getDirectoryHandle('made', {create: true});
		vi.spyOn(memory.handle, 'getDirectoryHandle').mockRejectedValueOnce(new DOMException('not now', 'NotAllowedError'));
		await expect(writeDirectory(memory.handle, layoutOf([entry('a', 'x', {size: 3})]))).rejects.toMatchObject({code: 'not-writable'});
		expect(memory.paths()).toEqual(['made/']);
	});

	it('leaves a folder that came up meanwhile and cannot be opened', async () => {
		const memory = createMemoryFolder();
		const make = memory.handle.getDirectoryHandle.bind(memory.handle);
		vi.spyOn(memory.handle, 'getDirectoryHandle')
			.mockImplementationOnce(make)
			.mockImplementationOnce(async () => {
				await make('made', {create: true});
				throw new DOMException('not yours', 'NotAllowedError');
			});
		await expect(writeDirectory(memory.handle, layoutOf([]))).rejects.toMatchObject({code: 'not-writable'});
		expect(memory.paths()).toEqual(['made/']);
	});

	it('has a name that stays in the folder', async () => {
		const memory = createMemoryFolder();
		await expect(writeDirectory(memory.handle, layoutOf([]), {name: '..'})).rejects.toMatchObject({problem: 'unsafe-path'});
		expect(memory.paths()).toEqual([]);
	});
});

describe('nothing is left behind', () => {
	const failAt =
		(step: Parameters<Fault>[0], name: string, error: Error): Fault =>
		(...now) => {
			if (now[0] === step && now[1] === name) {
				throw error;
			}
		};
	const entries = [entry('a', randomBytes(2_200_000)), entry('sub/b', 'x')];

	it.each([
		['write', 'a', new DOMException('full', 'QuotaExceededError'), {code: 'no-space'}],
		['close', 'b', new DOMException('full', 'QuotaExceededError'), {code: 'no-space'}],
		['create', 'sub', new DOMException('no', 'NotAllowedError'), {code: 'not-writable'}],
		['create', 'made', new DOMException('no', 'NotAllowedError'), {code: 'not-writable'}],
		['create', 'made.incomplete', new DOMException('no', 'NoModificationAllowedError'), {code: 'not-writable'}],
		['create', 'b', new TypeError('Name is not allowed.'), {problem: 'unsafe-path', path: 'sub/b'}],
		['close', 'a', new DOMException('?', 'UnknownError'), {name: 'UnknownError'}],
	] as const)('when to %s %s fails', async (step, name, error, expected) => {
		const memory = createMemoryFolder(failAt(step, name, error));
		await expect(writeDirectory(memory.handle, layoutOf(entries))).rejects.toMatchObject(expected);
		expect(memory.paths()).toEqual([]);
	});

	it('by a file that is not what it was, by two of one name, by an abort', async () => {
		const memory = createMemoryFolder();
		await expect(writeDirectory(memory.handle, layoutOf([entry('a', 'xx', {size: 3})]))).rejects.toMatchObject({problem: 'size-changed'});
		await expect(writeDirectory(memory.handle, layoutOf([entry('a', ''), entry('A', '')]))).rejects.toMatchObject({
			problem: 'duplicate-path',
		});
		const controller = new AbortController();
		const reason = new Error('enough');
		const stuck: PackageEntry = {path: 'z', open: () => new ReadableStream<Uint8Array>()};
		const onEntry = (): void => controller.abort(reason);
		await expect(writeDirectory(memory.handle, layoutOf([entry('a', 'x'), stuck]), {signal: controller.signal, onEntry})).rejects.toBe(
			reason,
		);
		await expect(writeDirectory(memory.handle, layoutOf([]), {signal: controller.signal})).rejects.toBe(reason);
		expect(memory.paths()).toEqual([]);
	});

	it('but the mark, when the folder cannot be removed', async () => {
		const memory = createMemoryFolder(failAt('remove', 'made', new DOMException('in use', 'NoModificationAllowedError')));
		await expect(writeDirectory(memory.handle, layoutOf([entry('a', 'x', {size: 3})]))).rejects.toMatchObject({problem: 'size-changed'});
		expect(memory.paths()).toEqual(['made.incomplete', 'made/', 'made/a']);
	});
});

it.skipIf(typeof document === 'undefined')('a bag that a browser wrote is valid (skipped but in browsers)', async () => {
	const root = await navigator.storage.getDirectory();
	const name = `fonds-${crypto.randomUUID()}`;
	const bytes = randomBytes(2_500_000);
	const layout = bagLayout([entry('sub/large ü.bin', bytes), ...Array.from({length: 30}, (_, index) => entry(`f${index}`, `${index}`))]);
	try {
		await writeDirectory(root, layout, {name});
		const tree = await treeOfDirectory(await root.getDirectoryHandle(name));
		expect(await validateBag(tree)).toMatchObject({status: 'valid', findings: []});
		const reader = await tree.files.get('data/sub/large ü.bin')!.openReader!();
		const read = new Uint8Array(bytes.length);
		await reader.read(read);
		expect(sameBytes(read, bytes)).toBe(true);
		await expect(writeDirectory(root, layoutOf([]), {name})).rejects.toMatchObject({code: 'folder-exists'});
		const broken = layoutOf([entry('a/b', 'x'), entry('c', 'x', {size: 9})]);
		await expect(writeDirectory(root, broken, {name: `${name}-2`})).rejects.toMatchObject({problem: 'size-changed'});
		const names: string[] = [];
		for await (const each of root.keys()) {
			names.push(each);
		}
		expect(names.filter(each => each.startsWith(name))).toEqual([name]);
	} finally {
		await root.removeEntry(name, {recursive: true});
	}
});
