import {describe, expect, it} from 'vitest';
import {createRandom, entry, randomBytes} from '../fixtures/entries.ts';
import {filesOf, treeOf, type Files} from '../fixtures/trees.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {opexLayout} from './opex-layout.ts';
import type {OpexPackageDescription} from './package-description.ts';
import {readOpexTree} from './read-opex-tree.ts';
import {verifyOpex} from './verify-opex.ts';

const letters: OpexPackageDescription = {
	name: 'batch',
	folders: [
		{
			name: 'Letters',
			title: 'The letters',
			files: [{...entry('a.txt', 'dear'), title: 'A letter'}, entry('empty', ''), entry('手紙/ü.bin', randomBytes(300))],
			assets: [
				{
					title: 'Book',
					representations: [
						{type: 'Preservation', files: [entry('p1.tif', 'one'), entry('p2.tif', 'two')]},
						{type: 'Access', files: [entry('b.pdf', 'all')]},
					],
				},
			],
		},
	],
};

/** Whether every byte of the content is what it was, under its name. */
const isSame = (files: Files, original: Files): boolean =>
	[...original].every(([path, bytes]) => path.endsWith('.opex') || files.get(path)?.join() === bytes.join());

/** Nothing in OPEX tells of the document of a folder but the document itself. */
const isUnlisted = (path: string): boolean => /(?:^batch|\/([^/]+)\/\1|^(Letters)\/\2)\.opex$/.test(path);

describe.each<OpexLayoutOptions>([
	{container: true},
	{container: true, pax: 'folder'},
	{pax: 'folder', xip: false},
	{version: '1.0', pax: 'folder'},
])('a package that is damaged: %j', options => {
	it('is never valid when a file is lost, changed, cut, added or renamed', async () => {
		const random = createRandom(7);
		const original = await filesOf(opexLayout(letters, options));
		const paths = [...original.keys()];
		const pick = (): string => paths[Math.floor(random() * paths.length)]!;
		const damages: Readonly<Record<string, (files: Files, path: string) => void>> = {
			lost: (files, path) => files.delete(path),
			changed: (files, path) => {
				const bytes = files.get(path)!.slice();
				bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
				files.set(path, bytes);
			},
			cut: (files, path) => files.set(path, files.get(path)!.slice(0, -1)),
			added: (files, path) => files.set(`${path}x`, randomBytes(3)),
			renamed: (files, path) => {
				files.set(`${path}x`, files.get(path)!);
				files.delete(path);
			},
			swapped: (files, path) => {
				const other = pick();
				const bytes = files.get(path)!;
				files.set(path, files.get(other)!);
				files.set(other, bytes);
			},
		};
		const missed: string[] = [];
		for (const path of paths) {
			for (const [kind, damage] of Object.entries(damages)) {
				const files = new Map(original);
				damage(files, path);
				const {status} = await verifyOpex(await readOpexTree(treeOf(files)));
				if (status === 'valid' && !(isSame(files, original) && files.size === original.size) && !isUnlisted(path)) {
					missed.push(`${kind} ${path}`);
				}
			}
		}
		expect(missed).toEqual([]);
	});
});
