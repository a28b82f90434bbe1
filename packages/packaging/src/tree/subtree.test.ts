import {expect, it} from 'vitest';
import {entryFromFile} from '../entries/file-entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {readBag} from '../bagit/read-bag.ts';
import {openZip} from '../unzip/open-zip.ts';
import {zip} from '../zip/zip.ts';
import {subtree} from './subtree.ts';
import {treeOfZip} from './tree-of-zip.ts';

async function zipped() {
	const files = ['bag/bagit.txt', 'bag/data/a.txt', 'bagger/b.txt'].map(path =>
		entryFromFile(new Blob(['BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n']), path),
	);
	return treeOfZip(await openZip(await new Response(zip([...files, folderEntry('bag/data/none')])).blob()));
}

it('has what is in a folder, with empty folders, and not what is in one whose name begins alike', async () => {
	const {files, emptyFolders} = subtree(await zipped(), 'bag/');
	expect([...files].map(([path, file]) => [path, file.path])).toEqual([
		['bagit.txt', 'bagit.txt'],
		['data/a.txt', 'data/a.txt'],
	]);
	expect(emptyFolders).toEqual(['data/none']);
});

it('has files that can be read in parts if they could, also as the bag in a folder', async () => {
	const tree = subtree(await zipped(), 'bag/');
	const around = {files: new Map(Array.from(tree.files, ([path, file]) => [`x/${path}`, {...file, path: `x/${path}`}])), emptyFolders: []};
	const {tree: own} = await readBag(around);
	const part = await own.files.get('data/a.txt')?.access?.().read(0, 5);
	expect(new TextDecoder().decode(part)).toBe('BagIt');
});
