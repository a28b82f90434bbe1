import {expect, it} from 'vitest';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect, createRandom, entry, randomBytes} from '../fixtures/entries.ts';
import {filesOf, treeOf} from '../fixtures/trees.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {WrittenEntry} from '../zip/options.ts';
import {filesLayout} from './files-layout.ts';
import {zipLayout} from './zip-layout.ts';

it('files are laid out as they are, in their order, with the digests that are wanted', async () => {
	const told: WrittenEntry[] = [];
	const layout = filesLayout([entry('b', 'hello'), entry('a/ü', '')], {digests: ['md5'], name: 'x'});
	const made = zipLayout(layout, {onEntry: one => void told.push(one)});
	const bytes = await collect(made.bytes);
	expect([made.name, made.size]).toEqual(['x.zip', bytes.length]);
	expect(told.map(({path, digests}) => [path, digests.md5])).toEqual([
		['b', '5d41402abc4b2a76b9719d911017c592'],
		['a/ü', 'd41d8cd98f00b204e9800998ecf8427e'],
	]);
});

it('a tree comes out as it was, with its empty folders, whatever is in it', async () => {
	const random = createRandom(11);
	const pieces = ['a', 'ä', '手紙', 'письмо', '.x', 'a b', '%41', 'ﬁ', 'مرحبا', '😀'];
	const pick = (): string => pieces[Math.floor(random() * pieces.length)]!;
	const files = new Map(
		Array.from({length: 400}, (_, index) => [
			`${'d/'.repeat(Math.floor(random() * 12))}${pick()}/${index}`,
			randomBytes(Math.floor(random() * 300), index),
		]),
	);
	const tree = treeOf(files, ['leer', 'd/d/d/nichts']);
	const layout = filesLayout(tree);
	const made = zipLayout(layout);
	const bytes = await collect(made.bytes);
	expect(made.size).toBe(bytes.length);
	const read = treeOfZip(await openZip(new Blob([bytes])));
	expect([...read.files.keys()]).toEqual([...files.keys()]);
	expect(read.emptyFolders).toEqual(['leer', 'd/d/d/nichts']);
	expect(await filesOf(filesLayout(read.files.values()))).toEqual(files);
});

it('the length is known before when all sizes are, of a list', () => {
	expect(filesLayout([entry('a', 'x'), folderEntry('b')]).outline()).toEqual([
		{path: 'a', size: 1},
		{path: 'b', size: 0, directory: true},
	]);
	expect(filesLayout([entry('a', 'x', {size: undefined})]).outline()).toBeUndefined();
	expect(filesLayout(new Set([entry('a', 'x')])).outline()).toBeUndefined();
});

it('many files are handed over a few hundred at a time, from whatever gives them', async () => {
	async function* many() {
		for (let index = 0; index < 600; index++) {
			yield entry(`f${index}`, '');
			await Promise.resolve();
		}
	}
	const groups: number[] = [];
	for await (const group of filesLayout(many()).walk(new Map())) {
		groups.push(group.length);
	}
	expect(groups).toEqual([256, 256, 88]);
});
