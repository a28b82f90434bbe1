import {describe, expect, it} from 'vitest';
import {collect, createRandom, entry, randomBytes, sameBytes, textBytes} from '../fixtures/entries.ts';
import {codesOf, described, twoVersions, written, type Json} from '../fixtures/ocfl.ts';
import {textOf, treeOf} from '../fixtures/trees.ts';
import {ocflObjectLayout, readOcflObject, validateOcflObject, type OcflDescription, type OcflLayoutOptions} from './index.ts';

describe('an object that is written', () => {
	it('has the files and the inventory of the specification', async () => {
		const files = await written();
		expect([...files.keys()]).toEqual([
			'v1/content/letters/1.txt',
			'v1/content/letters/2.txt',
			'v1/content/empty.txt',
			'0=ocfl_object_1.1',
			'v1/inventory.json',
			'v1/inventory.json.sha512',
			'inventory.json',
			'inventory.json.sha512',
		]);
		expect(textOf(files, '0=ocfl_object_1.1')).toBe('ocfl_object_1.1\n');
		const {manifest, ...inventory} = JSON.parse(textOf(files, 'inventory.json')) as Json;
		const digest = Object.keys(manifest as Json).find(key => manifest[key][0] === 'v1/content/letters/1.txt')!;
		expect(inventory).toMatchObject({
			id: described.id,
			type: 'https://ocfl.io/1.1/spec/#inventory',
			digestAlgorithm: 'sha512',
			head: 'v1',
			versions: {v1: {created: '2026-11-21T10:00:00.000Z', message: 'First', user: described.user, state: {[digest]: ['letters/1.txt']}}},
		});
		expect(inventory).not.toHaveProperty('fixity');
	});

	it.each<[string, OcflLayoutOptions]>([
		['with SHA-512', {}],
		['with SHA-256', {digestAlgorithm: 'sha256'}],
		['with more digests', {fixity: ['md5', 'sha1', 'sha256']}],
	])('is valid: %s', async (_, options) => {
		const expected = options.digestAlgorithm === 'sha256' ? ['W004'] : [];
		expect(await codesOf(await written({}, options))).toEqual(expected);
		expect(await codesOf(await twoVersions(options))).toEqual(expected);
	});

	it('keeps what a new version does not change', async () => {
		const files = await twoVersions();
		const {versions, head} = await readOcflObject(treeOf(files));
		expect(head).toBe('v2');
		expect([...versions.get('v1')!.files.keys()].toSorted()).toEqual(['empty.txt', 'letters/1.txt', 'letters/2.txt']);
		expect([...versions.get('v2')!.files.keys()].toSorted()).toEqual(['letters/1.txt', 'letters/2.txt', 'new.txt']);
		expect(new TextDecoder().decode(await collect(versions.get('v1')!.files.get('letters/2.txt')!.open()))).toBe('two');
		expect(new TextDecoder().decode(await collect(versions.get('v2')!.files.get('letters/2.txt')!.open()))).toBe('two, corrected');
		expect([...files.keys()].filter(path => path.startsWith('v2/content/'))).toEqual(['v2/content/letters/2.txt', 'v2/content/new.txt']);
	});

	it('does not store again what an earlier version has, when the digest is given', async () => {
		const first = await written();
		const previous = await readOcflObject(treeOf(first));
		const [digest] = [...previous.inventory.manifest].find(([, paths]) => paths.includes('v1/content/letters/1.txt'))!;
		const refuse = (): never => {
			throw new Error('It was opened.');
		};
		const files = [{...entry('copy.txt', 'one'), digest: digest.toUpperCase(), open: refuse}];
		const all = new Map([...first, ...(await written({files}, {previous}))]);
		expect([...all.keys()].filter(path => path.startsWith('v2/content/'))).toEqual([]);
		expect(await codesOf(all)).toEqual([]);
		const copy = (await readOcflObject(treeOf(all))).versions.get('v2')!.files.get('copy.txt')!;
		expect(new TextDecoder().decode(await collect(copy.open()))).toBe('one');
	});

	it('has the files that it was made of, whatever their names and bytes are', async () => {
		const random = createRandom(11);
		const names = ['Ärger', 'Ærø', '文書', 'a b', 'x'.repeat(120), '𐍈', 'con', '..a', '%2e', 'é'];
		const given = new Map<string, Uint8Array<ArrayBuffer>>();
		for (let index = 0; index < 40; index++) {
			const depth = 1 + Math.floor(random() * 4);
			const path = Array.from({length: depth}, () => names[Math.floor(random() * names.length)]).join('/');
			given.set(`${index}/${path}`, randomBytes(Math.floor(random() * 3000), index));
		}
		const files = await written({files: Array.from(given, ([path, bytes]) => entry(path, bytes))});
		expect(await codesOf(files)).toEqual([]);
		const read = (await readOcflObject(treeOf(files))).versions.get('v1')!.files;
		expect([...read.keys()].toSorted()).toEqual([...given.keys()].toSorted());
		for (const [path, bytes] of given) {
			expect(sameBytes(await collect(read.get(path)!.open()), bytes)).toBe(true);
		}
	});
});

describe('what cannot be written', () => {
	it.each<[string, Partial<OcflDescription>, OcflLayoutOptions]>([
		['no id', {id: ''}, {}],
		['a user without a name', {user: {name: ''}}, {}],
	])('%s is refused at once', (_, description, options) => {
		expect(() => ocflObjectLayout({...described, ...description}, options)).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
	});

	it.each<[string, Partial<OcflDescription>, string]>([
		['a path with a step up', {files: [entry('a/../b', 'x')]}, 'unsafe-path'],
		['an absolute path', {files: [entry('/b', 'x')]}, 'unsafe-path'],
		['an empty path', {files: [entry('', 'x')]}, 'unsafe-path'],
		['a path twice', {files: [entry('a', 'x'), entry('a', 'y')]}, 'duplicate-path'],
		['a file that is a folder too', {files: [entry('a', 'x'), entry('a/b', 'y')]}, 'duplicate-path'],
		['the removal of what is not there', {removed: ['nothing.txt']}, 'missing'],
	])('%s fails while it is written', async (_, description, problem) => {
		await expect(written(description)).rejects.toMatchObject({name: 'PackageError', problem});
	});

	it('a version with the id of another object, or another digest, is refused', async () => {
		const previous = await readOcflObject(treeOf(await written()));
		expect(() => ocflObjectLayout({...described, id: 'urn:other'}, {previous})).toThrow(/id/);
		expect(() => ocflObjectLayout(described, {previous, digestAlgorithm: 'sha256'})).toThrow(/sha512/);
	});

	it('a new file where an old one is a folder is refused', async () => {
		const previous = await readOcflObject(treeOf(await written()));
		await expect(written({files: [entry('letters', 'x')]}, {previous})).rejects.toMatchObject({problem: 'duplicate-path'});
	});

	it.each([
		['padded names of versions', 'v0001', 'content'],
		['another content directory', 'v1', 'stuff'],
	])('a version after %s is refused', async (_, head, contentDirectory) => {
		const previous = await readOcflObject(treeOf(await written()));
		const inventory = {...previous.inventory, head, contentDirectory};
		expect(() => ocflObjectLayout(described, {previous: {...previous, inventory}})).toThrow(
			expect.objectContaining({name: 'ConfigurationError'}),
		);
	});
});

describe('validation', () => {
	it('leaves the content alone when asked to', async () => {
		const files = await written();
		files.set('v1/content/letters/1.txt', textBytes('One'));
		expect((await validateOcflObject(treeOf(files), {digests: false})).status).toBe('valid');
	});

	it('tells which file cannot be read, and reads the others', async () => {
		const tree = treeOf(await written());
		const broken = tree.files.get('v1/content/letters/1.txt')!;
		const open = (): ReadableStream<Uint8Array<ArrayBuffer>> =>
			new ReadableStream({
				pull() {
					throw new Error('The disk is broken.');
				},
			});
		const files = new Map([...tree.files, [broken.path, {...broken, open}] as const]);
		const {findings} = await validateOcflObject({...tree, files});
		expect(findings).toEqual([
			expect.objectContaining({code: 'E092', path: broken.path, message: expect.stringContaining('The disk is broken.')}),
		]);
	});

	it('ends with the signal', async () => {
		const stop = new AbortController();
		stop.abort(new Error('enough'));
		await expect(validateOcflObject(treeOf(await written()), {signal: stop.signal})).rejects.toThrow('enough');
	});

	it('tells how far it is', async () => {
		const seen: number[] = [];
		await validateOcflObject(treeOf(await twoVersions()), {onProgress: ({done}) => void seen.push(done)});
		expect(seen.at(-1)).toBe('onetwotwo, correctednew'.length);
		expect(seen).toEqual(seen.toSorted((a, b) => a - b));
	});
});
