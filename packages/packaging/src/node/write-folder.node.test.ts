import * as files from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {PackageError} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import {bagLayout} from '../bagit/bag-layout.ts';
import {validateBag} from '../bagit/validate-bag.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {PackageProgress} from '../entries/progress.ts';
import {createRandom, entry, randomBytes, sameBytes} from '../fixtures/entries.ts';
import type {PackageLayout, WrittenEntries} from '../layout/layout.ts';
import type {WrittenEntry} from '../zip/options.ts';
import {entryFromPath} from './file-entry.ts';
import {openFolder} from './open-folder.ts';
import {unwritableName} from './unwritable-name.ts';
import type {FolderFileSystem} from './disk-folder.ts';
import {writeFolder, writeFolderWith} from './write-folder.ts';

let around = '';
let target = '';
beforeEach(async () => {
	around = await files.mkdtemp(join(tmpdir(), 'fonds-write-folder-'));
	target = join(around, 'out');
});
afterEach(() => files.rm(around, {recursive: true, force: true}));

/** A layout of groups, and of a last one that is made of what was written. */
function layoutOf(
	groups: readonly (readonly PackageEntry[])[],
	last?: (written: WrittenEntries) => readonly PackageEntry[],
): PackageLayout {
	return {
		name: 'layout',
		digests: ['sha1', 'md5'],
		async *walk(written) {
			yield* groups;
			await Promise.resolve();
			if (last !== undefined) {
				yield last(written);
			}
		},
		outline: () => groups.flat().map(({path, size = 0}) => ({path, size})),
	};
}

const listing = (): Promise<string[]> => files.readdir(around);
const systemError = (code: string): Error => Object.assign(new Error(`${code}: the system says so`), {code});

/** The real file system whose open files fail at something. */
function failing(method: 'write' | 'sync' | 'close', code: string): FolderFileSystem {
	return {
		...files,
		async open(...parameters) {
			const handle = await files.open(...parameters);
			if (parameters[1] === 'wx') {
				const close = handle.close.bind(handle);
				vi.spyOn(handle, method).mockImplementation(async () => {
					await (method === 'close' ? close() : undefined);
					throw systemError(code);
				});
			}
			return handle;
		},
	};
}

describe('a package in a folder', () => {
	it('has every file with its bytes and its date', async () => {
		const sizes = [0, 1, 1_048_575, 1_048_576, 1_048_577, 3_500_000];
		const contents = new Map(sizes.map(size => [`größe/${size}/письмо.bin`, randomBytes(size, size)]));
		const entries = Array.from(contents, ([path, bytes]) => entry(path, bytes, {modified: new Date(1.2e12)}));
		expect(await writeFolder(target, layoutOf([entries]))).toEqual({files: 6, size: sizes.reduce((sum, size) => sum + size)});
		for (const [path, bytes] of contents) {
			expect(sameBytes(await files.readFile(join(target, path)), bytes)).toBe(true);
			expect((await files.stat(join(target, path))).mtime).toEqual(new Date(1.2e12));
		}
		expect(await listing()).toEqual(['out']);
	});

	it('has files that are made of what was written, with size and digests', async () => {
		const bytes = randomBytes(2_500_000);
		const told: WrittenEntry[] = [];
		const layout = layoutOf([[entry('a', bytes), entry('b', '')]], written => [entry('list', JSON.stringify([...written]))]);
		await writeFolder(target, layout, {onEntry: one => void told.push(one)});
		const digest = async (content: Uint8Array): Promise<unknown> => {
			const hasher = await createHasher(['sha1', 'md5']);
			hasher.update(content);
			return hasher.digest();
		};
		const expected = [
			{path: 'a', size: 2_500_000, digests: await digest(bytes)},
			{path: 'b', size: 0, digests: await digest(new Uint8Array(0))},
		];
		expect(JSON.parse(await files.readFile(join(target, 'list'), 'utf8'))).toEqual(expected.map(one => [one.path, one]));
		expect(told.slice(0, 2)).toEqual(expected);
		expect(told.map(({path}) => path)).toEqual(['a', 'b', 'list']);
	});

	it('has its empty folders', async () => {
		const told: string[] = [];
		const entries = [folderEntry('a/empty/'), entry('b/c', 'x'), folderEntry('b')];
		expect(await writeFolder(target, layoutOf([entries]), {onEntry: ({path}) => void told.push(path)})).toEqual({files: 1, size: 1});
		expect(told).toEqual(['b/c']);
		const tree = await openFolder(target);
		expect([...tree.files.keys()]).toEqual(['b/c']);
		expect(tree.emptyFolders).toEqual(['a/empty']);
		await expect(writeFolder(`${target}2`, layoutOf([[entry('x', 'x'), folderEntry('X')]]))).rejects.toMatchObject({
			problem: 'duplicate-path',
		});
	});

	it('is a valid bag, when it is one', async () => {
		const layout = bagLayout([entry('a b/ü%.txt', 'x'), entry('large', randomBytes(1_500_000))], {digests: ['sha256', 'md5']});
		await writeFolder(target, layout);
		expect(await validateBag(await openFolder(target))).toMatchObject({status: 'valid', findings: []});
	});

	it('is the same for files of a disk, whatever their number and size', async () => {
		const random = createRandom(7);
		const paths = Array.from({length: 300}, (_, index) => `${index % 7}/${index % 3}/f${index}`);
		const source = join(around, 'in');
		for (const [index, path] of paths.entries()) {
			await files.mkdir(join(source, path, '..'), {recursive: true});
			await files.writeFile(join(source, path), randomBytes(Math.floor(random() * 600), index));
		}
		const entries = await Promise.all(paths.map(path => entryFromPath(join(source, path), path)));
		await writeFolder(target, layoutOf([entries.slice(0, 200), entries.slice(200)]));
		for (const path of paths) {
			expect(await files.readFile(join(target, path))).toEqual(await files.readFile(join(source, path)));
		}
	});

	it('is told about while it is written', async () => {
		const events: PackageProgress[] = [];
		const onProgress = (event: PackageProgress): void => {
			events.push(event);
			throw new Error('a listener must not stop the work');
		};
		await writeFolder(target, layoutOf([[entry('a', randomBytes(2_200_000)), entry('b', 'xyz')]]), {onProgress});
		expect(events[0]).toEqual({phase: 'package', done: 1_048_576, total: 2_200_003, file: {path: 'a', done: 1_048_576, total: 2_200_000}});
		expect(events.at(-1)).toEqual({phase: 'package', done: 2_200_003, total: 2_200_003, file: {path: 'b', done: 3, total: 3}});
	});

	it('has no file that is not flushed to the disk', async () => {
		const synced: string[] = [];
		const system: FolderFileSystem = {
			...files,
			async open(...parameters) {
				const handle = await files.open(...parameters);
				const sync = handle.sync.bind(handle);
				Object.assign(handle, {
					async sync() {
						synced.push(
							String(parameters[0])
								.replace(/^.*\.part/, 'part')
								.replace(around, 'around'),
						);
						await sync();
					},
				});
				return handle;
			},
			async rename(...parameters) {
				synced.push('rename');
				await files.rename(...parameters);
			},
		};
		await writeFolderWith(system, target, layoutOf([[entry('x/y/a', 'a'), entry('b', 'b')]]));
		expect(synced.slice(0, 2).toSorted()).toEqual(['part/b', 'part/x/y/a']);
		expect(synced.slice(2)).toEqual(['part/x/y', 'part/x', 'part', 'rename', 'around']);
	});
});

describe('nothing is left behind', () => {
	const big = (): PackageEntry => entry('a', randomBytes(3_000_000));

	it.each<[string, readonly PackageEntry[], Partial<PackageError>]>([
		['a file that is shorter than announced', [big(), entry('b', 'x', {size: 2})], {problem: 'size-changed', path: 'b'}],
		['a file that is longer than announced', [big(), entry('b', 'xxx', {size: 2})], {problem: 'size-changed', path: 'b'}],
		['a large file that goes on', [entry('b', randomBytes(3_000_000), {size: 1})], {problem: 'size-changed', path: 'b'}],
		['a path that leaves the folder', [big(), entry('../b', 'x')], {problem: 'unsafe-path', path: '../b'}],
		['two files that some disks take for one', [entry('b', 'x'), entry('B', 'x')], {problem: 'duplicate-path', path: 'B'}],
		['a file that is a folder too', [entry('b', 'x'), entry('b/c', 'x')], {problem: 'duplicate-path', path: 'b/c'}],
		['a file that cannot be opened', [big(), {path: 'b', open: () => Promise.reject(new Error('no'))}], {problem: 'unreadable', path: 'b'}],
	])('by %s', async (_, entries, problem) => {
		await expect(writeFolder(target, layoutOf([entries]))).rejects.toMatchObject(problem);
		expect(await listing()).toEqual([]);
	});

	it.skipIf(process.platform === 'win32')('by a name that this disk cannot hold (255 characters of more bytes)', async () => {
		await expect(writeFolder(target, layoutOf([[entry('手'.repeat(200), 'x')]]))).rejects.toMatchObject({
			problem: 'unsafe-path',
			message: expect.stringContaining('too long for this disk') as string,
		});
		expect(await listing()).toEqual([]);
	});

	it('by a path with more folders than any disk takes', async () => {
		const deep: PackageEntry = {...entry('a', 'x'), path: `${'a/'.repeat(9000)}x`};
		await expect(writeFolder(target, layoutOf([[deep]]))).rejects.toMatchObject({problem: 'unsafe-path'});
		expect(await listing()).toEqual([]);
	});

	it.each([
		['write', 'ENOSPC', 'no-space'],
		['sync', 'EDQUOT', 'no-space'],
		['close', 'ENOSPC', 'no-space'],
		['write', 'EROFS', 'not-writable'],
	] as const)('when %s fails with %s', async (method, code, expected) => {
		const bytes = randomBytes(1_100_000);
		const entries = Array.from({length: 30}, (_, index) => entry(`f${index}`, bytes));
		const error: unknown = await writeFolderWith(failing(method, code), target, layoutOf([entries])).catch((reason: unknown) => reason);
		expect(error).toMatchObject({code: expected, message: expect.stringContaining(target) as string});
		expect(await listing()).toEqual([]);
	});

	it('when what it is written for fails', async () => {
		const onEntry = (): void => {
			throw new Error('not that one');
		};
		await expect(writeFolder(target, layoutOf([[entry('a', 'x')]]), {onEntry})).rejects.toThrow('not that one');
		const layout = layoutOf([[entry('a', 'x')]], () => {
			throw new Error('no list');
		});
		await expect(writeFolder(target, layout)).rejects.toThrow('no list');
		expect(await listing()).toEqual([]);
	});

	it('by an abort, before it, while a source holds still, and at the very end', async () => {
		const reason = new Error('enough');
		const stuck: PackageEntry = {path: 'b', open: () => new ReadableStream<Uint8Array>()};
		await expect(writeFolder(target, layoutOf([[stuck]]), {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
		const controller = new AbortController();
		const onEntry = (): void => controller.abort(reason);
		await expect(writeFolder(target, layoutOf([[big(), stuck]]), {signal: controller.signal, onEntry})).rejects.toBe(reason);
		const late = new AbortController();
		const layout = layoutOf([[entry('a', 'x')]]);
		await expect(writeFolder(target, layout, {signal: late.signal, onEntry: () => late.abort(reason)})).rejects.toBe(reason);
		expect(await listing()).toEqual([]);
	});

	it('and sources are closed', async () => {
		const cancelled = vi.fn();
		const open = (): ReadableStream<Uint8Array> =>
			new ReadableStream({pull: controller => controller.enqueue(new Uint8Array(1_000_000)), cancel: cancelled});
		await expect(writeFolder(target, layoutOf([[{path: 'a', size: 1, open}]]))).rejects.toMatchObject({problem: 'size-changed'});
		expect(cancelled).toHaveBeenCalledOnce();
	});
});

describe('a folder of that name', () => {
	it.each(['folder', 'file', 'link'])('that is there is refused and stays (%s)', async kind => {
		await {folder: () => files.mkdir(target), file: () => files.writeFile(target, 'x'), link: () => files.symlink('nowhere', target)}[
			kind
		]!();
		const open = vi.fn(() => new ReadableStream<Uint8Array>());
		await expect(writeFolder(target, layoutOf([[{path: 'a', open}]]))).rejects.toMatchObject({
			code: 'folder-exists',
			message: expect.stringContaining(target) as string,
		});
		expect(open).not.toHaveBeenCalled();
		expect(await listing()).toEqual(['out']);
	});

	it.each(['folder', 'file'])('that comes up meanwhile is refused and stays (%s)', async kind => {
		const onEntry = async (): Promise<void> => {
			await (kind === 'folder' ? files.mkdir(target) : files.writeFile(target, 'x'));
		};
		const layout = layoutOf([[entry('a', 'x')]]);
		const walk = layout.walk.bind(layout);
		const meddling: PackageLayout = {
			...layout,
			async *walk(written) {
				yield* walk(written);
				await onEntry();
			},
		};
		await expect(writeFolder(target, meddling)).rejects.toMatchObject({code: 'folder-exists'});
		expect(await listing()).toEqual(['out']);
	});

	it('cannot be made where there is no folder for it', async () => {
		await expect(writeFolder(join(around, 'x/y'), layoutOf([]))).rejects.toMatchObject({code: 'no-directory'});
	});

	it('is given up when it cannot be named, and the name is free again', async () => {
		const system: FolderFileSystem = {...files, rename: () => Promise.reject(systemError('EACCES'))};
		await expect(writeFolderWith(system, target, layoutOf([[entry('a', 'x')]]))).rejects.toMatchObject({
			code: expect.any(String) as string,
		});
		expect(await listing()).toEqual([]);
	});
});

describe('a name that Windows would not keep', () => {
	const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
	afterEach(() => Object.defineProperty(process, 'platform', platform));

	it('is refused there, and others are written', async () => {
		Object.defineProperty(process, 'platform', {...platform, value: 'win32'});
		await writeFolder(target, layoutOf([[entry('a/b', 'x')]]));
		expect(await files.readFile(join(target, 'a/b'), 'utf8')).toBe('x');
		for (const entries of [[entry('a/nul.txt', 'x')], [folderEntry('a:b')]]) {
			await expect(writeFolder(`${target}2`, layoutOf([entries]))).rejects.toMatchObject({problem: 'unsafe-path'});
		}
		expect(await listing()).toEqual(['out']);
	});

	it.each([
		['a:b', true],
		['x/nul', true],
		['CON.txt', true],
		['com¹', true],
		['lpt9 .x', true],
		['a./b', true],
		['a ', true],
		['what?', true],
		['console', false],
		['com10', false],
		['.hidden', false],
		['a.b c/d', false],
	])('%j is refused there: %s', (path, refused) => {
		expect(unwritableName(path, 'win32') !== undefined).toBe(refused);
		expect(unwritableName(path, 'linux')).toBeUndefined();
	});
});
