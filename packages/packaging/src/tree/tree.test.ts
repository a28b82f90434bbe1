import {describe, expect, it} from 'vitest';
import {readAll, readText} from '@fonds/core/streams';
import {entryFromFile} from '../entries/file-entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect, entry, randomBytes, sameBytes} from '../fixtures/entries.ts';
import {hostileZip} from '../fixtures/hostile-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {zip} from '../zip/zip.ts';
import {treeOfEntries} from './tree-of-entries.ts';
import {treeOfZip} from './tree-of-zip.ts';

const file = (path: string, content = path) => entryFromFile(new Blob([content]), path);

describe('a tree of chosen files', () => {
	it('has them by path, in their order, to be opened as often as one likes', async () => {
		const {files, emptyFolders} = treeOfEntries([file('b/ü', 'hello'), file('a'), file('__proto__')]);
		expect([...files.keys()]).toEqual(['b/ü', 'a', '__proto__']);
		expect(emptyFolders).toEqual([]);
		const hello = files.get('b/ü')!;
		expect([hello.size, await readText(hello.open()), await readText(hello.open({}))]).toEqual([5, 'hello', 'hello']);
	});

	it('gives all bytes of a large file, until the signal ends', async () => {
		const bytes = randomBytes(9_000_000);
		const large = treeOfEntries([entryFromFile(new Blob([bytes]), 'a')]).files.get('a')!;
		expect(sameBytes(await readAll(large.open()), bytes)).toBe(true);
		const controller = new AbortController();
		const reader = large.open({signal: controller.signal}).getReader();
		await reader.read();
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
	});

	it.each([
		[['a', 'a'], 'duplicate-path'],
		[['a', 'A'], 'duplicate-path'],
		[['caf\u00e9', 'cafe\u0301'], 'duplicate-path'],
		[['a', 'a/b'], 'duplicate-path'],
		[['../a'], 'unsafe-path'],
		[['/a'], 'unsafe-path'],
		[['a\\..\\b'], 'unsafe-path'],
		[['C:a'], 'unsafe-path'],
		[['a/./b'], 'unsafe-path'],
		[['a\u0000'], 'unsafe-path'],
		[[''], 'unsafe-path'],
	])('refuses %j', (paths, problem) => {
		expect(() => treeOfEntries(paths.map(path => file(path)))).toThrow(expect.objectContaining({problem, path: paths.at(-1)}) as Error);
	});
});

describe('a tree of a ZIP file', () => {
	const archive = async () =>
		await openZip(
			new Blob([
				await collect(
					zip([
						entry('bag/data/a', 'hello', {modified: new Date(1e12)}),
						folderEntry('bag/empty'),
						folderEntry('bag/data'),
						folderEntry('bag'),
						entry('bagged', 'x'),
						folderEntry('other'),
					]),
				),
			]),
		);

	it('has its files and the folders in which there is nothing', async () => {
		const {files, emptyFolders} = treeOfZip(await archive());
		expect([...files.keys()]).toEqual(['bag/data/a', 'bagged']);
		expect(emptyFolders).toEqual(['bag/empty', 'other']);
		const hello = files.get('bag/data/a')!;
		expect(hello).toMatchObject({path: 'bag/data/a', size: 5, modified: new Date(1e12)});
		expect([await readText(hello.open()), await readText(hello.open())]).toEqual(['hello', 'hello']);
	});

	it.each(['bag', 'bag/'])('can be that of one folder in it: %s', async folder => {
		const {files, emptyFolders} = treeOfZip(await archive(), folder);
		expect([...files.keys()]).toEqual(['data/a']);
		expect(emptyFolders).toEqual(['empty']);
		expect(files.get('data/a')!.path).toBe('data/a');
	});

	it('has each empty folder once, and not those with something in them, whatever sorts between', async () => {
		const folders = ['e/', 'd/', 'e/', 'd!/', 'd/x/', 'f/', 'd/x/y/'].map(name => ({name, attributes: 0}));
		const opened = await openZip(hostileZip([...folders, {name: 'f/a'}, {name: 'f!'}, {name: 'g/h'}]));
		expect(treeOfZip(opened).emptyFolders).toEqual(['e', 'd!', 'd/x/y']);
		expect(treeOfZip(opened, 'd').emptyFolders).toEqual(['x/y']);
		expect([...treeOfZip(opened, 'g').files.keys()]).toEqual(['h']);
		expect(treeOfZip(opened, 'e')).toEqual({files: new Map(), emptyFolders: []});
	});

	it.each(['nothing', 'bag/data/a', 'ba'])('is not that of a folder which is not there: %s', async folder => {
		const opened = await archive();
		expect(() => treeOfZip(opened, folder)).toThrow(`no folder "${folder}"`);
	});

	it('may be very deep without taking long', async () => {
		const begin = performance.now();
		const {files} = treeOfZip(await openZip(hostileZip([{name: 'a/'.repeat(32_000), attributes: 0}, {name: `${'a/'.repeat(32_000)}b`}])));
		expect([...files.keys()][0]).toHaveLength(64_001);
		expect(performance.now() - begin).toBeLessThan(1000);
	});

	it('passes the signal on', async () => {
		const reason = new Error('enough');
		const {files} = treeOfZip(await archive());
		await expect(readText(files.get('bagged')!.open({signal: AbortSignal.abort(reason)}))).rejects.toBe(reason);
	});
});
