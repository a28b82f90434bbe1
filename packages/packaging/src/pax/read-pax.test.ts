import {PackageError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {collect, entry, textBytes} from '../fixtures/entries.ts';
import {filesOf, treeOf} from '../fixtures/trees.ts';
import {filesLayout} from '../layout/files-layout.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {openPaxZip} from './open-pax-zip.ts';
import {paxLayout} from './pax-layout.ts';
import {readPax} from './read-pax.ts';
import {verifyPax} from './verify-pax.ts';

const small = (paths: readonly string[], empty: readonly string[] = []): PackageTree =>
	treeOf(
		paths.map(path => [path, path]),
		empty,
	);

async function read(paths: readonly string[], empty?: readonly string[]) {
	const {asset, findings} = await readPax(small(paths, empty), {title: 'T'});
	return {
		told: findings.map(({code, severity, path}) => `${severity === 'error' ? code : `(${code})`} ${path}`),
		shape: asset.representations.map(
			({type, contentObjects}) =>
				`${type}: ${contentObjects.map(({title, generations}) => `${title} ${generations.map(({bitstreams, active}) => `${active ? '*' : ''}${bitstreams.map(({filename}) => filename).join('+')}`).join(',')}`).join('; ')}`,
		),
	};
}

describe('names of folders', () => {
	it.each<[string, readonly string[], readonly string[], readonly string[]]>([
		[
			'without generations, in the order of names',
			['Representation_Preservation/b/2', 'Representation_Preservation/a/1'],
			['Preservation: a *1; b *2'],
			[],
		],
		[
			'with generations in the order of numbers',
			['Representation_Access/a/Generation_10/x', 'Representation_Access/a/Generation_9/y'],
			['Access: a y,*x'],
			[],
		],
		[
			'with several files in a generation',
			['Representation_Access/a/Generation_1/x', 'Representation_Access/a/Generation_1/2/X'],
			['Access: a *x+X'],
			[],
		],
		[
			'with preservation copies first, and numbers',
			['Representation_Access_10/b/1', 'Representation_Access_2/a/1', 'Representation_Preservation_1/a/1'],
			['Preservation: a *1', 'Access: a *1', 'Access: b *1'],
			[],
		],
		['with another case', ['representation_access/a/1'], ['access: a *1'], ['(misspelt) representation_access/a/1']],
		[
			'with files in no place',
			['Representation_Access/a/1', 'x', 'Representation_Access/y'],
			['Access: a *1'],
			['(misplaced) x', 'misplaced Representation_Access/y'],
		],
		[
			'with files in and beside generations',
			['Representation_Access/a/1', 'Representation_Access/a/Generation_2/2'],
			['Access: a 1,*2'],
			['mixed-generations Representation_Access/a/Generation_2/2'],
		],
		['with everything in a folder', ['x/Representation_Access/a/1'], ['Access: a *1'], ['wrapped undefined']],
		[
			'with folders that no PAX has',
			['Representation_Access/a/1', 'Representation_Access/a/deep/er/2'],
			['Access: a *1'],
			['misplaced Representation_Access/a/deep/er/2'],
		],
		['with nothing', ['a.txt'], [], ['(misplaced) a.txt', 'no-content undefined']],
	])('tell the structure: %s', async (_, paths, shape, told) => {
		expect(await read(paths)).toEqual({shape, told});
	});

	it('are told when they are of empty folders', async () => {
		expect((await read(['Representation_Access/a/1'], ['Representation_Access/b'])).told).toEqual([
			'(empty-folder) Representation_Access/b',
		]);
	});

	it('are told when they are beside a folder that holds everything', async () => {
		expect((await read(['x/Representation_Access/a/1'], ['y', 'x/z'])).told).toEqual([
			'wrapped undefined',
			'(empty-folder) y',
			'(empty-folder) z',
		]);
	});

	it('are read in a time that grows with the files', async () => {
		const many = Array.from({length: 30_000}, (_, index) => `Representation_Access/a/Generation_1/${index}`);
		const {asset} = await readPax(treeOf(many.map(path => [path, ''])));
		expect(asset.representations[0]?.contentObjects[0]?.generations[0]?.bitstreams).toHaveLength(30_000);
	}, 3000);

	it('tell titles, and files that can be read', async () => {
		const {asset} = await readPax(small(['Representation_Access/a/1']), {title: 'T'});
		expect(asset.title).toBe('T');
		const [file] = asset.representations[0]!.contentObjects[0]!.generations[0]!.bitstreams;
		expect(new TextDecoder().decode(await collect(file!.open()))).toBe('Representation_Access/a/1');
	});
});

const book = {title: 'Book', representations: [{type: 'Preservation', files: [entry('p1.tif', 'one')]}]};
const page = 'Representation_Preservation/p1/Generation_1/p1.tif';

describe('a structure', () => {
	it('is not read when the signal ends', async () => {
		const files = await filesOf(paxLayout(book));
		await expect(readPax(treeOf(files), {signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow('enough');
	});

	it('is taken before names of folders', async () => {
		const files = await filesOf(paxLayout({...book, title: 'A book', customType: 'Book'}));
		const pax = await readPax(treeOf(files), {title: 'T'});
		expect([pax.asset.title, pax.asset.customType]).toEqual(['A book', 'Book']);
		expect(await verifyPax(pax)).toEqual({status: 'valid', findings: []});
	});

	it.each<[string, (files: Map<string, Uint8Array<ArrayBuffer>>) => void, readonly string[]]>([
		['a changed file', files => files.set(page, textBytes('ONE')), ['digest-wrong']],
		['a file that is not there', files => files.delete(page), ['missing']],
		['a file that it does not tell of', files => files.set('Representation_Access/b/c', textBytes('x')), ['not-described', 'no-fixity']],
		['a second .xip', files => files.set('z.xip', textBytes('x')), ['several-xip', 'misplaced', 'not-described']],
		['that it is no XML', files => files.set('Book.xip', textBytes('x')), ['unreadable', 'no-fixity']],
		['that it is no XIP', files => files.set('Book.xip', textBytes('<a/>')), ['not-xip', 'no-fixity']],
		[
			'that it has no asset',
			files => files.set('Book.xip', textBytes('<XIP xmlns="http://preservica.com/XIP/v7.7"/>')),
			['not-described', 'no-asset', 'no-fixity'],
		],
	])('is compared with the files: %s', async (_, change, codes) => {
		const files = await filesOf(paxLayout(book));
		change(files);
		const {findings} = await verifyPax(await readPax(treeOf(files)));
		expect(findings.map(({code}) => code)).toEqual(codes);
	});

	it('of two assets is read for the first', async () => {
		const files = await filesOf(paxLayout(book));
		const text = new TextDecoder().decode(files.get('Book.xip'));
		files.set(
			'Book.xip',
			textBytes(
				text.replace(
					'<Representation>',
					'<InformationObject><Ref>b</Ref><Title>B</Title><SecurityTag>open</SecurityTag></InformationObject><Representation>',
				),
			),
		);
		const {asset, findings} = await readPax(treeOf(files));
		expect(asset.title).toBe('Book');
		expect(findings.map(({code}) => code)).toContain('several-assets');
	});
});

describe('a zipped PAX', () => {
	it('is opened where it lies, in memory, or in another way', async () => {
		const bytes = await collect(zipLayout(paxLayout(book)).bytes);
		const file = treeOf([['a.pax.zip', bytes]]).files.get('a.pax.zip')!;
		const blob = new Blob([bytes]);
		const unreadable = {...file, open: () => expect.unreachable('It is not read from front to back.')};
		for (const tree of [
			await openPaxZip(file),
			await openPaxZip({...unreadable, blob}),
			await openPaxZip(unreadable, {openNested: () => Promise.resolve(blob), maxInMemory: 0}),
		]) {
			expect([...tree.files.keys()]).toEqual([page, 'Book.xip']);
		}
		const {access} = treeOfZip(
			await openZip(new Blob([await collect(zipLayout(filesLayout([entry('a.pax.zip', bytes)])).bytes)])),
		).files.get('a.pax.zip')!;
		expect([...(await openPaxZip({...unreadable, access}, {maxInMemory: 0})).files.keys()]).toEqual([page, 'Book.xip']);
		await expect(openPaxZip(file, {maxInMemory: 10})).rejects.toThrow(expect.objectContaining({problem: 'too-large', path: 'a.pax.zip'}));
		await expect(openPaxZip(file, {signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow('enough');
	});

	it('is read into memory if it turns out to be compressed though it has another length', async () => {
		const bytes = await collect(zipLayout(paxLayout(book)).bytes);
		const file = treeOf([['a.pax.zip', bytes]]).files.get('a.pax.zip')!;
		const fail = (problem: string) => () => ({
			size: bytes.length,
			read: () => Promise.reject(new PackageError('It is deflated.', {problem, path: 'a.pax.zip'})),
		});
		expect((await openPaxZip({...file, access: fail('unsupported')})).files.size).toBe(2);
		await expect(openPaxZip({...file, access: fail('changed')})).rejects.toThrow(expect.objectContaining({problem: 'changed'}));
		await expect(openPaxZip({...file, access: fail('unsupported')}, {maxInMemory: 1})).rejects.toThrow(
			expect.objectContaining({problem: 'too-large'}),
		);
	});

	it.each([
		['more', 2000],
		['fewer', 500],
	])('of which %s bytes come than were said is refused, before it fills the memory', async (_, length) => {
		let sent = 0;
		const open = () =>
			new ReadableStream<Uint8Array<ArrayBuffer>>({
				pull(controller) {
					expect(sent).toBeLessThan(1600);
					controller.enqueue(new Uint8Array(500));
					sent += 500;
					if (sent === length) {
						controller.close();
					}
				},
			});
		await expect(openPaxZip({path: 'a.pax.zip', size: 1000, open})).rejects.toThrow(
			expect.objectContaining({problem: 'size-mismatch', path: 'a.pax.zip'}),
		);
	});
});
