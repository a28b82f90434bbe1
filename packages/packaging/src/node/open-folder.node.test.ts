import {appendFile, chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile} from 'node:fs/promises';
import {existsSync, readdirSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {readAll, readText} from '@fonds/core/streams';
import {randomBytes, sameBytes} from '../fixtures/entries.ts';
import {openFolder} from './open-folder.ts';
import {readDirectory} from './read-directory.ts';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-open-folder-'));
});
afterEach(() => rm(folder, {recursive: true, force: true}));

async function put(path: string, content: string | Uint8Array = path): Promise<string> {
	const file = join(folder, path);
	await mkdir(join(file, '..'), {recursive: true});
	await writeFile(file, content);
	return file;
}

describe('a folder of a disk as a tree', () => {
	it('has its files in order, and the folders in which there is nothing', async () => {
		for (const path of ['b/x', 'a.txt', 'a/ü', '.hidden', '__proto__']) {
			await put(path);
		}
		for (const path of ['empty', 'a/empty', 'deep/deeper/deepest', '手紙']) {
			await mkdir(join(folder, path), {recursive: true});
		}
		const {files, emptyFolders} = await openFolder(folder);
		expect([...files.keys()]).toEqual(['.hidden', '__proto__', 'a/ü', 'a.txt', 'b/x']);
		expect(emptyFolders).toEqual(['a/empty', 'deep/deeper/deepest', 'empty', '手紙']);
		expect(files.get('a/ü')).toMatchObject({path: 'a/ü', size: 4});
	});

	it('that is empty has nothing, not even itself', async () => {
		expect(await openFolder(folder)).toEqual({files: new Map(), emptyFolders: []});
	});

	it('gives the bytes of a file as often as they are asked for, and for packaging too', async () => {
		const bytes = randomBytes(1_500_000);
		await put('a', bytes);
		const file = (await openFolder(folder)).files.get('a')!;
		for (const stream of [file.open(), file.open({})]) {
			expect(sameBytes(await readAll(stream), bytes)).toBe(true);
		}
		const reader = await file.openReader!();
		expect(await reader.read(new Uint8Array(2_000_000))).toBe(1_500_000);
		await reader.close();
	});

	it('gives any part of a file, leaves nothing open, and refuses one that was changed', async () => {
		const bytes = randomBytes(1_500_000);
		const path = await put('a', bytes);
		const open = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
		const before = open();
		const access = (await openFolder(folder)).files.get('a')!.access!();
		expect(access.size).toBe(1_500_000);
		expect(sameBytes((await access.read(700_000, 10)).slice(), bytes.slice(700_000, 700_010))).toBe(true);
		expect((await access.read(1_499_990, 100)).length).toBe(10);
		expect((await access.read(2_000_000, 100)).length).toBe(0);
		const part = access.part!(5, 10, new AbortController().signal);
		expect(sameBytes((await part.read(5, 10)).slice(), bytes.slice(5, 15))).toBe(true);
		await part.close();
		await access.part!(5, 10, new AbortController().signal).close();
		await appendFile(path, 'x');
		await expect(access.read(0, 1)).rejects.toThrow(expect.objectContaining({problem: 'file-changed', path: 'a'}));
		expect(open()).toBe(before);
	});

	it('lets go of a file when the signal ends', async () => {
		await put('a', new Uint8Array(5_000_000));
		const controller = new AbortController();
		const stream = (await openFolder(folder)).files.get('a')!.open({signal: controller.signal}).getReader();
		await stream.read();
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(stream.read()).rejects.toBe(reason);
	});

	it('is no longer listed when the signal ends', async () => {
		await put('a');
		const reason = new Error('enough');
		await expect(openFolder(folder, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
	});
});

describe('what stands in the way is told as for packaging', () => {
	const both = async (options?: Parameters<typeof openFolder>[1]): Promise<unknown[]> => {
		const list = async (): Promise<void> => {
			for await (const _ of readDirectory(folder, options)) {
				// only listed
			}
		};
		return await Promise.all([openFolder(folder, options), list()].map(work => work.catch((error: unknown) => error)));
	};

	it('a link, also to an empty folder', async () => {
		await mkdir(join(folder, 'real'));
		await symlink(join(folder, 'real'), join(folder, 'link'));
		for (const error of await both()) {
			expect(error).toMatchObject({problem: 'symlink', path: 'link'});
		}
		expect((await openFolder(folder, {symlinks: 'follow'})).emptyFolders).toEqual(['link', 'real']);
	});

	it('a link that leads back', async () => {
		await put('a/b');
		await symlink(folder, join(folder, 'a/loop'));
		for (const error of await both({symlinks: 'follow'})) {
			expect(error).toMatchObject({problem: 'symlink-loop', path: 'a/loop'});
		}
	});

	it.skipIf(process.platform === 'win32')('a socket', async () => {
		const server = createServer().listen(join(folder, 'socket'));
		await new Promise(resolve => {
			server.once('listening', resolve);
		});
		for (const error of await both()) {
			expect(error).toMatchObject({problem: 'special-file', path: 'socket'});
		}
		server.close();
	});

	it.skipIf(process.platform !== 'linux')('the name of an empty folder that is not UTF-8 (skipped but on Linux)', async () => {
		await mkdir(Buffer.concat([Buffer.from(join(folder, 'caf')), Buffer.of(0xe9)]));
		for (const error of await both()) {
			expect(error).toMatchObject({problem: 'unsafe-path', path: 'café'});
		}
	});

	it('a folder that is not there, or a file', async () => {
		const file = await put('a');
		await expect(openFolder(join(folder, 'nothing'))).rejects.toMatchObject({problem: 'unreadable'});
		await expect(openFolder(file)).rejects.toMatchObject({problem: 'unreadable', message: expect.stringContaining('ENOTDIR') as string});
	});

	it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder that may not be listed (skipped as root)', async () => {
		await put('a/b');
		await chmod(join(folder, 'a'), 0);
		for (const error of await both()) {
			expect(error).toMatchObject({problem: 'unreadable', path: 'a'});
		}
		await chmod(join(folder, 'a'), 0o700);
	});
});

describe('a file that changes after it was listed', () => {
	it.skipIf(process.platform === 'win32')('into a link is refused, although what it points to looks the same', async () => {
		const file = await put('a', 'secret');
		await put('b', 'secreT');
		const listed = (await openFolder(folder)).files.get('a')!;
		await rename(join(folder, 'b'), join(folder, 'c'));
		await rm(file);
		await symlink(join(folder, 'c'), file);
		await expect(readText(listed.open())).rejects.toMatchObject({problem: 'symlink', path: 'a'});
	});

	it.skipIf(process.platform === 'win32')('is not taken from a folder that became a link while it was listed', async () => {
		await put('a');
		await put('b/inside');
		await put('elsewhere/secret');
		const listing = readDirectory(folder);
		expect((await listing.next()).value?.path).toBe('a');
		await rename(join(folder, 'b'), join(folder, 'c'));
		await symlink(join(folder, 'elsewhere'), join(folder, 'b'));
		await expect(listing.next()).rejects.toMatchObject({problem: 'symlink', path: 'b'});
	});

	it('that was a link when it was listed is followed, when links are', async () => {
		await put('b', 'hello');
		await symlink(join(folder, 'b'), join(folder, 'a'));
		const {files} = await openFolder(folder, {symlinks: 'follow'});
		expect(await readText(files.get('a')!.open())).toBe('hello');
	});

	it('in a folder that became a link to nothing, or in size while it is read, is told', async () => {
		const file = await put('x/a', new Uint8Array(3_000_000));
		const listed = (await openFolder(folder)).files.get('x/a')!;
		await appendFile(file, 'x');
		await expect(readAll(listed.open())).rejects.toMatchObject({problem: 'file-changed', path: 'x/a'});
		await rm(join(folder, 'x'), {recursive: true});
		await expect(readAll(listed.open())).rejects.toThrow('ENOENT');
	});
});
