import {describe, expect, it, vi} from 'vitest';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect, entry, toHex} from '../fixtures/entries.ts';
import {openZip} from '../unzip/open-zip.ts';
import {predictZipLength} from './predict-length.ts';
import {zip} from './zip.ts';

describe('an empty folder', () => {
	const entries = [folderEntry('a/b/'), entry('a/c', 'x'), folderEntry('a', new Date(1.7e12))];

	it('is an entry of its own, read back as a folder', async () => {
		const bytes = await collect(zip(entries, {compress: true}));
		const archive = await openZip(new Blob([bytes]));
		expect(archive.entries().map(({path, directory, size, method}) => [path, directory, size, method])).toEqual([
			['a/b', true, 0, 'stored'],
			['a/c', false, 1, 'stored'],
			['a', true, 0, 'stored'],
		]);
		expect(archive.entries()[2]?.modified).toEqual(new Date(1.7e12));
	});

	it('has the predicted length', async () => {
		expect(predictZipLength(entries)).toBe((await collect(zip(entries))).length);
	});

	it('is written to the letter: a slash, no bytes, a folder for Unix and for MS-DOS', async () => {
		expect(toHex(await collect(zip([folderEntry('d')], {deterministic: true})))).toBe(
			[
				'504b0304 1400 0008 0000 0000 2100 00000000 00000000 00000000 0200 0000 642f',
				'504b0102 2d03 1400 0008 0000 0000 2100 00000000 00000000 00000000 0200 0000 0000 0000 0000 1000ed41 00000000 642f',
				'504b0506 0000 0000 0100 0100 30000000 20000000 0000',
			]
				.join('')
				.replaceAll(' ', ''),
		);
	});

	it('is not opened, and nobody is told that a file was written', async () => {
		const open = vi.fn(() => new Blob([]).stream());
		const onEntry = vi.fn();
		await collect(zip([{...folderEntry('d'), open}], {onEntry}));
		expect(open).not.toHaveBeenCalled();
		expect(onEntry).not.toHaveBeenCalled();
	});

	it.each([
		['twice', [folderEntry('a'), folderEntry('a/')]],
		['and a file', [folderEntry('a'), entry('a', 'x')]],
		['in two spellings', [folderEntry('a'), folderEntry('A')]],
	])('cannot be there %s', async (_, list) => {
		await expect(collect(zip(list))).rejects.toMatchObject({problem: 'duplicate-path'});
	});

	it('may have a path of 65,534 bytes, and none that would not fit with its slash', async () => {
		const path = `${'a'.repeat(254)}/`.repeat(257).slice(0, -1);
		const archive = await openZip(new Blob([await collect(zip([folderEntry(path)]))]));
		expect(archive.entries()[0]?.path).toBe(path);
		await expect(collect(zip([folderEntry(`${path}b`)]))).rejects.toMatchObject({problem: 'unsafe-path'});
	});

	it.each(['', '../a', '/a', 'a//'])('cannot be at %j', async path => {
		await expect(collect(zip([folderEntry(path)]))).rejects.toMatchObject({problem: 'unsafe-path'});
	});

	it('has no bytes', async () => {
		await expect(collect(zip([{...folderEntry('a'), size: 1}]))).rejects.toMatchObject({problem: 'bad-size', path: 'a'});
	});
});
