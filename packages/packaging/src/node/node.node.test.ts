import {appendFile, chmod, mkdir, mkdtemp, readdir, rename, rm, stat, symlink, truncate, utimes, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {createHasher} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import {collect, entry, randomBytes, sameBytes} from '../fixtures/entries.ts';
import {openZip} from '../unzip/open-zip.ts';
import {packageAssets} from '../xip/package-assets.ts';
import type {WrittenEntry} from '../zip/options.ts';
import {zip} from '../zip/zip.ts';
import {entryFromPath} from './file-entry.ts';
import {openFile} from './file-access.ts';
import {readDirectory} from './read-directory.ts';
import {writePackage} from './write-package.ts';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-node-'));
});
afterEach(() => rm(folder, {recursive: true, force: true}));

async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const item of items) {
		list.push(item);
	}
	return list;
}

async function paths(entries: AsyncIterable<PackageEntry>): Promise<string[]> {
	return (await toArray(entries)).map(({path}) => path);
}

async function put(path: string, content: string | Uint8Array = path): Promise<string> {
	const file = join(folder, path);
	await mkdir(join(file, '..'), {recursive: true});
	await writeFile(file, content);
	return file;
}

describe('a folder', () => {
	it('is listed in the order of names, with all in it', async () => {
		for (const path of ['b/2', 'b/10', 'b/ü/x', 'a.txt', 'B', '.hidden', 'b.txt', '手紙/письмо']) {
			await put(path);
		}
		expect(await paths(readDirectory(folder))).toEqual(['.hidden', 'B', 'a.txt', 'b/10', 'b/2', 'b/ü/x', 'b.txt', '手紙/письмо']);
	});

	it('gives entries with size, date and bytes, opened when they are read', async () => {
		const file = await put('a', 'hello');
		await utimes(file, 1e9, 1e9);
		const [item] = await toArray(readDirectory(folder));
		expect(item).toMatchObject({path: 'a', size: 5, modified: new Date(1e12)});
		await writeFile(file, 'olleh');
		await utimes(file, 1e9, 1e9);
		expect(new TextDecoder().decode(await collect(await item!.open()))).toBe('olleh');
	});

	it('with many files is listed to the end', async () => {
		await Promise.all(Array.from({length: 600}, (_, index) => put(`f${index}`)));
		expect(await paths(readDirectory(folder))).toHaveLength(600);
	});

	it('with a symbolic link is refused, or the link is followed if asked', async () => {
		await put('real/file');
		await symlink(join(folder, 'real/file'), join(folder, 'link'));
		await symlink(join(folder, 'real'), join(folder, 'zlinked'));
		await expect(paths(readDirectory(folder))).rejects.toMatchObject({problem: 'symlink', path: 'link'});
		expect(await paths(readDirectory(folder, {symlinks: 'follow'}))).toEqual(['link', 'real/file', 'zlinked/file']);
	});

	it('with a link that leads back into it is refused', async () => {
		await put('a/file');
		await symlink(folder, join(folder, 'a/loop'));
		await expect(paths(readDirectory(folder, {symlinks: 'follow'}))).rejects.toMatchObject({problem: 'symlink-loop', path: 'a/loop'});
	});

	it('with a link to nothing is refused', async () => {
		await symlink(join(folder, 'nothing'), join(folder, 'link'));
		await expect(paths(readDirectory(folder, {symlinks: 'follow'}))).rejects.toMatchObject({problem: 'unreadable', path: 'link'});
	});

	it.skipIf(process.platform === 'win32')('with a socket is refused', async () => {
		const server = createServer().listen(join(folder, 'socket'));
		await new Promise(resolve => {
			server.once('listening', resolve);
		});
		await expect(paths(readDirectory(folder))).rejects.toMatchObject({problem: 'special-file', path: 'socket'});
		server.close();
	});

	it.skipIf(process.platform !== 'linux')('with a name that is not UTF-8 is refused (skipped but on Linux)', async () => {
		await mkdir(join(folder, 'sub'));
		await writeFile(Buffer.concat([Buffer.from(join(folder, 'sub/caf')), Buffer.of(0xe9)]), 'x');
		await expect(paths(readDirectory(folder))).rejects.toMatchObject({problem: 'unsafe-path', path: 'sub/café'});
	});

	it('that does not exist is refused', async () => {
		await expect(paths(readDirectory(join(folder, 'nothing')))).rejects.toMatchObject({problem: 'unreadable'});
	});

	it('is no longer listed when the signal ends', async () => {
		await put('a');
		const reason = new Error('enough');
		await expect(paths(readDirectory(folder, {signal: AbortSignal.abort(reason)}))).rejects.toBe(reason);
	});
});

describe('a file', () => {
	it('becomes an entry under its own name or another', async () => {
		const file = await put('sub/a.txt', 'hello');
		expect((await entryFromPath(file)).path).toBe('a.txt');
		expect((await entryFromPath(file, 'x/y')).path).toBe('x/y');
	});

	it('that is missing, or a folder, is refused', async () => {
		await expect(entryFromPath(join(folder, 'nothing'))).rejects.toMatchObject({
			problem: 'unreadable',
			path: 'nothing',
			message: expect.stringMatching(/nothing" cannot be read\. Check that it is there/),
		});
		await expect(entryFromPath(folder)).rejects.toMatchObject({problem: 'special-file'});
	});

	it.each([0, 1, 65_535, 262_140, 262_141, 40_000_000])('of %d bytes is packed byte for byte, with its digests', async size => {
		const content = new Uint8Array(size);
		content.set(randomBytes(Math.min(size, 1_100_000)));
		content.set(randomBytes(Math.min(size, 70_000), 2), Math.max(0, size - 70_000));
		const item = await entryFromPath(await put('a', content));
		const written: WrittenEntry[] = [];
		const bytes = await collect(zip([item], {digests: ['sha1', 'sha256'], onEntry: one => void written.push(one)}));
		const archive = await openZip(new Blob([bytes]));
		expect(sameBytes(await collect(archive.open(archive.entries()[0]!)), content)).toBe(true);
		const hasher = await createHasher(['crc32', 'sha1', 'sha256']);
		hasher.update(content);
		expect(written).toEqual([{path: 'a', size, digests: hasher.digest()}]);
	});

	it.each([5, 3_000_000])('of %d bytes that grows or shrinks after it was listed fails the package', async size => {
		const file = await put('a', new Uint8Array(size));
		const item = await entryFromPath(file);
		await appendFile(file, 'x');
		await expect(collect(zip([item]))).rejects.toMatchObject({problem: expect.stringMatching(/^(size|file)-changed$/) as string});
		await truncate(file, size - 1);
		await expect(collect(zip([item]))).rejects.toMatchObject({problem: expect.stringMatching(/^(size|file)-changed$/) as string});
	});

	it.each([5, 200_000, 3_000_000])('of %d bytes that is another after it was listed, of the same size, fails the package', async size => {
		const file = await put('a', new Uint8Array(size));
		const item = await entryFromPath(file);
		await writeFile(file, new Uint8Array(size).fill(1));
		await utimes(file, 1e9, 1e9);
		await expect(collect(zip([item]))).rejects.toMatchObject({problem: 'file-changed', path: 'a'});
		await expect(collect(item.open() as ReadableStream<Uint8Array>)).rejects.toMatchObject({problem: 'file-changed', path: 'a'});
	});

	it('that is written to while it is read fails the package, although its size stays', async () => {
		const file = await put('a', new Uint8Array(5_000_000));
		const reader = zip([await entryFromPath(file)]).getReader();
		await reader.read();
		await writeFile(file, new Uint8Array(5_000_000).fill(1));
		await utimes(file, 1e9, 1e9);
		const drain = async (): Promise<void> => {
			for (let done = false; !done;) {
				({done} = await reader.read());
			}
		};
		await expect(drain()).rejects.toMatchObject({problem: 'file-changed', path: 'a'});
	});

	it('that is gone, or may not be read, fails the package with its path and reason', async () => {
		const file = await put('a', 'hello');
		const item = await entryFromPath(file, 'x/a');
		await rename(file, `${file}2`);
		await expect(collect(zip([item]))).rejects.toMatchObject({
			problem: 'unreadable',
			path: 'x/a',
			message: expect.stringContaining('ENOENT') as string,
		});
	});

	it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
		'that may not be read fails the package (skipped as root)',
		async () => {
			const file = await put('a', 'hello');
			const item = await entryFromPath(file);
			await chmod(file, 0);
			await expect(collect(zip([item]))).rejects.toMatchObject({
				problem: 'unreadable',
				message: expect.stringContaining('EACCES') as string,
			});
		},
	);
});

describe('a package', () => {
	it('is written to a file and opened from it', async () => {
		await put('in/a/1.txt', 'one');
		await put('in/2.txt', 'two');
		const files = await toArray(readDirectory(join(folder, 'in')));
		const made = packageAssets({assets: [{title: 'T', representations: [{type: 'Preservation', files}]}]}, {id: 'id'});
		const path = join(folder, 'out.zip');
		const {size} = await writePackage(path, made);
		expect(size).toBe(made.size);
		expect((await stat(path)).size).toBe(size);
		await using access = await openFile(path);
		const archive = await openZip(access);
		expect(archive.entries().map(item => item.path)).toEqual(['id/content/p1/2.txt', 'id/content/p1/1.txt', 'id/metadata.xml']);
		expect(new TextDecoder().decode(await collect(archive.open(archive.entries()[1]!)))).toBe('one');
	});

	it('that fails or is aborted leaves no file', async () => {
		const bad = {bytes: zip([entry('a', randomBytes(3_000_000)), entry('b', 'x', {size: 2})])};
		await expect(writePackage(join(folder, 'out.zip'), bad)).rejects.toMatchObject({problem: 'size-changed'});
		const controller = new AbortController();
		const stuck = {bytes: zip([{path: 'a', open: () => new ReadableStream<Uint8Array>()}], {signal: controller.signal})};
		const writing = writePackage(join(folder, 'out.zip'), stuck);
		controller.abort(new Error('enough'));
		await expect(writing).rejects.toThrow('enough');
		expect(await readdir(folder)).toEqual([]);
	});
});

describe('the thread for digests', () => {
	const large = async (): Promise<PackageEntry> => await entryFromPath(await put('large', new Uint8Array(40_000_000)));

	it('ends with the package, also when it is cancelled', async () => {
		const handles = (): number => process.getActiveResourcesInfo().filter(name => /Worker|MessagePort/.test(name)).length;
		const before = handles();
		const reader = zip([await large()], {digests: ['sha1']}).getReader();
		await reader.read();
		await reader.read();
		await reader.cancel();
		await expect.poll(handles).toBe(before);
	});

	it('gives the same digests as none, with small files between large ones', async () => {
		const item = await large();
		const list = [item, entry('small', 'hello'), {...item, path: 'again'}];
		const written: WrittenEntry[] = [];
		await collect(zip(list, {digests: ['sha1'], onEntry: one => void written.push(one)}));
		expect(written.map(({digests}) => digests.sha1)).toEqual([
			'be030569d74675275ef089bcef0844388a05184a',
			'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
			'be030569d74675275ef089bcef0844388a05184a',
		]);
	});
});
