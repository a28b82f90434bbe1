import {createHasher} from '@fonds/core/hash';
import {describe, expect, it} from 'vitest';
import {collect, entry, textBytes} from '../fixtures/entries.ts';
import {filesOf, treeOf, type Files} from '../fixtures/trees.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {bagLayout, completeBagLayout, readBag, validateBag, type BagAlgorithm} from './index.ts';

const url = 'https://files.example.org/two.txt';
const two = 'two';
const fetch = async () => new Response(two);
const allow = ({hostname}: URL) => hostname === 'files.example.org';

async function holey(algorithms: readonly BagAlgorithm[] = ['md5']): Promise<Files> {
	const hasher = await createHasher(algorithms);
	hasher.update(textBytes(two));
	const remote = {url, size: 3, path: 'data/deep/two.txt', digests: hasher.digest()};
	return await filesOf(bagLayout([entry('one.txt', 'one')], {digests: algorithms, fetch: [remote], tagFiles: [entry('notes.txt', 'x')]}));
}

describe('a holey bag that is completed', () => {
	it.each<readonly [readonly BagAlgorithm[]]>([[['md5']], [['sha384']], [['sha224', 'sha512']]])(
		'is whole and valid, with everything that it had: %j',
		async algorithms => {
			const before = await holey(algorithms);
			const layout = completeBagLayout(await readBag(treeOf(before)), {allow, fetch, name: 'whole'});
			expect(layout.name).toBe('whole');
			const after = await filesOf(layout);
			expect([...after.keys()].toSorted()).toEqual([...before.keys(), 'data/deep/two.txt'].toSorted());
			for (const [path, bytes] of before) {
				expect(after.get(path)).toEqual(bytes);
			}
			expect(await validateBag(treeOf(after))).toMatchObject({status: 'valid', findings: []});
		},
	);

	it('keeps its empty folders, and has the length that was told', async () => {
		const layout = completeBagLayout(await readBag(treeOf(await holey(), ['data/none'])), {allow, fetch});
		const {bytes, size} = zipLayout(layout);
		const archive = await collect(bytes);
		expect(archive.length).toBe(size);
		expect(treeOfZip(await openZip(new Blob([archive]))).emptyFolders).toEqual(['data/none']);
	});

	it.each(['data/one.txt', 'notes.txt', 'bag-info.txt'])('fails when %s, which it has, is damaged', async path => {
		const files = await holey();
		files.get(path)![0]! ^= 1;
		const layout = completeBagLayout(await readBag(treeOf(files)), {allow, fetch});
		await expect(filesOf(layout)).rejects.toMatchObject({name: 'FixityError', path});
	});

	it('is refused when its tag files are damaged, or nobody may be asked', async () => {
		const files = await holey();
		const bag = await readBag(treeOf(files));
		expect(() => completeBagLayout(bag, {allow: () => false})).toThrow(expect.objectContaining({code: 'foreign-link'}));
		files.set('fetch.txt', textBytes(`${url} 3 ../two.txt\n`));
		const damaged = await readBag(treeOf(files));
		expect(() => completeBagLayout(damaged, {allow})).toThrow(expect.objectContaining({name: 'PackageError', problem: 'bad-bag'}));
	});
});
