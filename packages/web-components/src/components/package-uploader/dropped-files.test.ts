import {expect} from 'chai';

import {readDropped} from './dropped-files.ts';
import {addFiles, suggestTitle, totalSize} from './file-selection.ts';

type Tree = {readonly [name: string]: Tree | string | Error};

/** Entries as Chromium gives them: a folder in portions, paths from the root of the drop. */
function entry(name: string, content: Tree | string | Error, parent = ''): unknown {
	const fullPath = `${parent}/${name}`;
	if (content instanceof Error || typeof content === 'string') {
		return {
			isFile: true,
			isDirectory: false,
			name,
			fullPath,
			file: (resolve: (file: File) => void, reject: (error: Error) => void) =>
				typeof content === 'string' ? resolve(new File([content], name)) : reject(content),
		};
	}
	const children = Object.entries(content).map(([inner, value]) => entry(inner, value, fullPath));
	const createReader = () => {
		const left = [...children];
		return {readEntries: (resolve: (entries: unknown[]) => void) => resolve(left.splice(0, 2))};
	};
	return {isFile: false, isDirectory: true, name, fullPath, createReader};
}

/** A drop, whose list is empty as soon as the event is over. */
function drop(tree: Tree): DataTransferItemList {
	const items = Object.entries(tree).map(([name, content]) => ({
		kind: 'file',
		webkitGetAsEntry: () => entry(name, content),
		getAsFile: () => null,
	}));
	queueMicrotask(() => items.splice(0));
	// The real list cannot be made by a script; these are the parts of it that are read.
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion
	return items as unknown as DataTransferItemList;
}

const {signal} = new AbortController();

describe('readDropped', () => {
	it('reads folders to any depth, in order of names, all portions of them', async () => {
		const {files, unreadable} = await readDropped(
			drop({Letters: {'10.txt': 'j', '9.txt': 'i', a: {b: {'deep.txt': 'd'}}, '1.txt': 'a', '2.txt': 'b'}, 'note.txt': 'n'}),
			signal,
		);
		expect(files.map(({path}) => path)).to.deep.equal([
			'Letters/1.txt',
			'Letters/2.txt',
			'Letters/9.txt',
			'Letters/10.txt',
			'Letters/a/b/deep.txt',
			'note.txt',
		]);
		expect(await files[4]?.file.text()).to.equal('d');
		expect(unreadable).to.deep.equal([]);
	});

	it('goes on past what cannot be read, and names it', async () => {
		const {files, unreadable} = await readDropped(drop({a: {'locked.txt': new Error('no'), 'open.txt': 'x'}}), signal);
		expect(files.map(({path}) => path)).to.deep.equal(['a/open.txt']);
		expect(unreadable).to.deep.equal(['a/locked.txt']);
	});

	it('stops when it is aborted', async () => {
		const controller = new AbortController();
		const reading = readDropped(drop({a: {'1.txt': 'x', '2.txt': 'x', '3.txt': 'x'}}), controller.signal);
		const reason = new Error('gone');
		controller.abort(reason);
		const outcome = await reading.catch((error: unknown) => error);
		expect(outcome).to.equal(reason);
	});
});

describe('a selection of files', () => {
	const file = (path: string, content = '') => ({path, file: new File([content], path)});

	it('has one file for each path, the latest', () => {
		const [first, second, again] = [file('a', 'old'), file('b'), file('a', 'new')];
		expect(addFiles([first, second], [again])).to.deep.equal({files: [again, second], replaced: 1});
		expect(totalSize([again, second])).to.equal(3);
	});

	it('suggests the name of the folder, or of the only file', () => {
		expect(suggestTitle([file('Letters/a.txt'), file('Letters/b/c.txt')])).to.equal('Letters');
		expect(suggestTitle([file('minutes 1874.final.pdf')])).to.equal('minutes 1874.final');
		expect(suggestTitle([file('.profile')])).to.equal('.profile');
		expect(suggestTitle([file('a.txt'), file('b.txt')])).to.equal('');
		expect(suggestTitle([file('Letters/a.txt'), file('Maps/b.txt')])).to.equal('');
		expect(suggestTitle([])).to.equal('');
	});
});
