import {describe, expect, it} from 'vitest';
import {collect, createRandom, entry, randomBytes, sameBytes, textBytes} from '../fixtures/entries.ts';
import {filesOf, textOf, treeOf, type Files} from '../fixtures/trees.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {bagLayout, readBag, validateBag, type BagAlgorithm, type BagLayoutOptions} from './index.ts';

const date = new Date('2026-11-21T10:00:00Z');
const letters = () => [entry('letters/1.txt', 'one'), entry('letters/2.txt', 'two'), entry('empty.txt', '')];

async function written(options: BagLayoutOptions = {}, files = letters()): Promise<Files> {
	return await filesOf(bagLayout(files, {date, ...options}));
}

async function codesOf(files: Files, emptyFolders: readonly string[] = []): Promise<readonly string[]> {
	const {findings} = await validateBag(treeOf(files, emptyFolders));
	return [...new Set(findings.map(({code}) => code))].toSorted();
}

describe('a bag that is written', () => {
	it('has what RFC 8493 asks for, the tag manifests last', async () => {
		const files = await written({digests: ['sha256'], info: {'Contact-Name': 'Ada', 'External-Description': 'Letters\nof 1848'}});
		expect([...files.keys()]).toEqual([
			'data/letters/1.txt',
			'data/letters/2.txt',
			'data/empty.txt',
			'manifest-sha256.txt',
			'bagit.txt',
			'bag-info.txt',
			'tagmanifest-sha256.txt',
		]);
		expect(textOf(files, 'bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
		expect(textOf(files, 'bag-info.txt')).toBe(
			'Contact-Name: Ada\nExternal-Description: Letters\n  of 1848\nBagging-Date: 2026-11-21\nPayload-Oxum: 6.3\n',
		);
		expect(textOf(files, 'manifest-sha256.txt').split('\n')[2]).toBe(
			'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/empty.txt',
		);
		expect(textOf(files, 'tagmanifest-sha256.txt').match(/\S+$/gm)).toEqual(['manifest-sha256.txt', 'bagit.txt', 'bag-info.txt']);
	});

	it.each<[string, BagLayoutOptions]>([
		['with every digest', {digests: ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']}],
		[
			'with labels that repeat',
			{
				info: [
					['Source-Organization', 'A'],
					['Source-Organization', 'B'],
				],
			},
		],
		['with tag files', {tagFiles: [entry('metadata/mods.xml', '<mods/>')]}],
	])('is valid: %s', async (_, options) => {
		const {status, findings} = await validateBag(treeOf(await written(options)));
		expect(findings).toEqual([]);
		expect(status).toBe('valid');
	});

	it('is read as it was described', async () => {
		const info = [
			['Title', 'a: b'],
			['Title', 'c'],
		] as const;
		const bag = await readBag(treeOf(await written({info, digests: ['md5', 'sha512']})));
		expect(bag).toMatchObject({version: '1.0', encoding: 'UTF-8', fetch: [], findings: []});
		expect(bag.info).toEqual([...info, ['Bagging-Date', '2026-11-21'], ['Payload-Oxum', '6.3']]);
		expect(bag.manifests.map(({algorithm, entries}) => [algorithm, entries.map(({path}) => path)])).toEqual(
			['md5', 'sha512'].map(algorithm => [algorithm, ['data/letters/1.txt', 'data/letters/2.txt', 'data/empty.txt']]),
		);
	});

	it('has the length that was told before', async () => {
		const random = createRandom(5);
		const files = Array.from({length: 300}, (_, index) => entry(`${index} % Ä/文.bin`, randomBytes(Math.floor(random() * 900), index)));
		const algorithms: BagAlgorithm[] = ['sha1', 'sha512'];
		const made = zipLayout(bagLayout(files, {date, digests: algorithms, tagFiles: [entry('notes.txt', 'x')]}), {folder: 'bag'});
		const {size} = made;
		expect((await collect(made.bytes)).length).toBe(size);
	});

	it('cannot tell its length when a file does not', () => {
		const stream = entry('a', 'x', {size: undefined});
		expect(zipLayout(bagLayout([stream], {date})).size).toBeUndefined();
	});

	it('encodes line breaks and percent signs in paths, and nothing else', async () => {
		const names = ['100%.txt', '100%25.txt', 'a b.txt', 'Ä~文.txt', '%0A.txt'];
		const files = await written(
			{},
			names.map(name => entry(name, name)),
		);
		expect(textOf(files, 'manifest-sha512.txt').match(/data\/.*$/gm)).toEqual([
			'data/100%25.txt',
			'data/100%2525.txt',
			'data/a b.txt',
			'data/Ä~文.txt',
			'data/%250A.txt',
		]);
		expect(await codesOf(files)).toEqual([]);
	});

	it('gives back every byte, whatever the names are', async () => {
		const random = createRandom(3);
		const names = ['Ä', 'é', '文', 'a b', '%', '..x', '~', 'x'.repeat(90), '𐍈'];
		const given = new Map<string, Uint8Array<ArrayBuffer>>();
		for (let index = 0; index < 60; index++) {
			const depth = 1 + Math.floor(random() * 5);
			const path = Array.from({length: depth}, () => names[Math.floor(random() * names.length)]).join('/');
			given.set(`${index}/${path}`, randomBytes(Math.floor(random() * 2000), index));
		}
		const files = await written(
			{},
			Array.from(given, ([path, bytes]) => entry(path, bytes)),
		);
		expect(await codesOf(files)).toEqual([]);
		for (const [path, bytes] of given) {
			expect(sameBytes(files.get(`data/${path}`)!, bytes)).toBe(true);
		}
	});
});

describe('what cannot be bagged', () => {
	const remote = {url: 'https://example.org/x', size: 1, path: 'data/x', digests: {sha512: '0'.repeat(128)}};

	it.each<[string, BagLayoutOptions]>([
		['no digest', {digests: []}],
		['a label with a colon', {info: {'a:b': 'x'}}],
		['a label with white space at its end', {info: {'a ': 'x'}}],
		['an Oxum of its own', {info: {'payload-oxum': '1.1'}}],
		['a tag file in the payload', {tagFiles: [entry('data/x', 'x')]}],
		['a tag file that is written anyway', {tagFiles: [entry('bagit.txt', 'x')]}],
		['a tag file with a step up', {tagFiles: [entry('../x', 'x')]}],
		['a remote file outside data/', {fetch: [{...remote, path: 'x'}]}],
		['a remote file without a digest', {fetch: [{...remote, digests: {md5: '0'.repeat(32)}}]}],
		['a remote file without an address', {fetch: [{...remote, url: 'nowhere'}]}],
	])('%s is refused at once', (_, options) => {
		expect(() => bagLayout([], options)).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
	});

	it.each<[string, ReturnType<typeof letters>, BagLayoutOptions, string]>([
		['a path with a step up', [entry('../x', 'x')], {}, 'unsafe-path'],
		['an absolute path', [entry('/x', 'x')], {}, 'unsafe-path'],
		['a path twice', [entry('x', 'x'), entry('x', 'y')], {}, 'duplicate-path'],
		['a file that is to be fetched too', [entry('x', 'x')], {fetch: [remote]}, 'duplicate-path'],
	])('%s fails while it is written', async (_, files, options, problem) => {
		await expect(written(options, files)).rejects.toMatchObject({name: 'PackageError', problem});
	});
});

describe('damage', () => {
	function replace(files: Files, path: string, from: string | RegExp, to: string): void {
		files.set(path, textBytes(textOf(files, path).replace(from, to)));
	}

	it.each<readonly [string, (files: Files) => void, string]>([
		['a changed file', files => void files.set('data/letters/1.txt', textBytes('One')), 'digest-wrong'],
		['a lost file', files => void files.delete('data/letters/1.txt'), 'missing'],
		['a file too many', files => void files.set('data/letters/3.txt', textBytes('three')), 'not-listed'],
		[
			'a lost payload',
			files => ['letters/1.txt', 'letters/2.txt', 'empty.txt'].forEach(name => files.delete(`data/${name}`)),
			'no-payload',
		],
		['no manifest', files => void files.delete('manifest-sha512.txt'), 'no-manifest'],
		['a changed tag file', files => void files.set('bag-info.txt', textBytes('Title: x\n')), 'digest-wrong'],
		['a lost tag file', files => void files.delete('bag-info.txt'), 'missing'],
		['a line that is none', files => replace(files, 'manifest-sha512.txt', /^/, 'nothing\n'), 'manifest-malformed'],
		['a digest that is too short', files => replace(files, 'manifest-sha512.txt', /^../, ''), 'manifest-malformed'],
		['a path that leads out', files => replace(files, 'manifest-sha512.txt', 'data/letters/1.txt', 'data/../../etc/passwd'), 'unsafe-path'],
		['a path outside data/', files => replace(files, 'manifest-sha512.txt', 'data/letters/1.txt', 'letters/1.txt'), 'unsafe-path'],
		['a file listed twice', files => replace(files, 'manifest-sha512.txt', /^.*\n/, '$&$&'), 'listed-twice'],
		['another Oxum', files => replace(files, 'bag-info.txt', '6.3', '7.3'), 'oxum-wrong'],
		['an Oxum that is none', files => replace(files, 'bag-info.txt', '6.3', 'six'), 'oxum-malformed'],
		[
			'two Oxums',
			files => replace(files, 'bag-info.txt', 'Payload-Oxum: 6.3\n', 'Payload-Oxum: 6.3\nPayload-Oxum: 6.3\n'),
			'oxum-repeated',
		],
		['a line of bag-info.txt without a label', files => replace(files, 'bag-info.txt', /^/, 'nothing\n'), 'bag-info-malformed'],
		['tag files that are not UTF-8', files => void files.set('bag-info.txt', new Uint8Array([0x54, 0x3a, 0x20, 0xff])), 'encoding-wrong'],
		['another encoding', files => replace(files, 'bagit.txt', 'UTF-8', 'KLINGON'), 'encoding-unknown'],
		['a third line in bagit.txt', files => replace(files, 'bagit.txt', /$/, 'more\n'), 'bagit-malformed'],
		[
			'lines of bagit.txt in the wrong order',
			files => void files.set('bagit.txt', textBytes('Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n')),
			'bagit-malformed',
		],
		['a path of fetch.txt outside data/', files => void files.set('fetch.txt', textBytes('https://example.org/x - x\n')), 'unsafe-path'],
		['a line of fetch.txt that is none', files => void files.set('fetch.txt', textBytes('nothing\n')), 'fetch-malformed'],
		['an address that is none', files => void files.set('fetch.txt', textBytes('nowhere - data/x\n')), 'fetch-malformed'],
		[
			'a fetched file that no manifest has',
			files => void files.set('fetch.txt', textBytes('https://example.org/x - data/x\n')),
			'not-listed',
		],
	])('is told: %s', async (_, damage, code) => {
		const files = await written();
		damage(files);
		const {status, findings} = await validateBag(treeOf(files));
		expect(findings.map(finding => finding.code)).toContain(code);
		expect(status).toBe('invalid');
	});

	it.each<readonly [string, (files: Files) => void, string]>([
		['a version that is not known', files => replace(files, 'bagit.txt', '1.0', '1.7'), 'version-unknown'],
		['tag files in another encoding than UTF-8', files => replace(files, 'bagit.txt', 'UTF-8', 'ISO-8859-1'), 'encoding-other'],
		['a manifest of another kind', files => void files.set('manifest-blake3.txt', textBytes('00 data/empty.txt\n')), 'algorithm-unknown'],
	])('is told as a warning: %s', async (_, change, code) => {
		const files = await written();
		change(files);
		files.delete('tagmanifest-sha512.txt');
		const {status, findings} = await validateBag(treeOf(files));
		expect(findings).toEqual([expect.objectContaining({code, severity: 'warning'})]);
		expect(status).toBe('valid');
	});

	it.each<readonly [string, (files: Files) => void, readonly object[]]>([
		[
			'two Oxums',
			files => replace(files, 'bag-info.txt', 'Payload-Oxum: 6.3\n', 'Payload-Oxum: 6.3\nPayload-Oxum: 6.3\n'),
			[{code: 'oxum-repeated', severity: 'error'}],
		],
		[
			'a line that is no label',
			files => replace(files, 'bag-info.txt', /$/, 'nothing\n\n'),
			[{code: 'bag-info-malformed', severity: 'error', row: 3, message: expect.stringContaining('Line 3')}],
		],
		[
			'a label without white space after the colon',
			files => replace(files, 'bag-info.txt', 'Bagging-Date: ', 'Bagging-Date:'),
			[{code: 'bag-info-separator', severity: 'warning', row: 1}],
		],
		[
			'white space before the colon',
			files => replace(files, 'bag-info.txt', 'Bagging-Date: ', 'Bagging-Date : '),
			[{code: 'bag-info-separator', severity: 'warning', row: 1}],
		],
		['a label without a value', files => replace(files, 'bag-info.txt', /$/, 'Note:\n'), []],
		['empty lines', files => replace(files, 'manifest-sha512.txt', /$/, '\n \n'), []],
		['an empty line in fetch.txt', files => void files.set('fetch.txt', textBytes('\n')), []],
		[
			'a line that is none in fetch.txt',
			files => void files.set('fetch.txt', textBytes('\nnothing\n')),
			[{code: 'fetch-malformed', row: 2, message: expect.stringContaining('Line 2')}],
		],
		[
			'another length in fetch.txt of a file that is there',
			files => void files.set('fetch.txt', textBytes('https://example.org/1 4 data/letters/1.txt\n')),
			[{code: 'fetch-size', severity: 'warning'}],
		],
		[
			'a file twice in fetch.txt',
			files =>
				void files.set('fetch.txt', textBytes('https://example.org/1 3 data/letters/1.txt\nhttps://example.org/1 3 data/letters/1.txt\n')),
			[{code: 'listed-twice', severity: 'error'}],
		],
		[
			'a file listed twice',
			files => replace(files, 'manifest-sha512.txt', /^.*\n/, '$&$&'),
			[{code: 'listed-twice', severity: 'error', message: expect.stringMatching(/manifest-sha512\.txt\.$/)}],
		],
	])('nothing but that is told of %s', async (_, change, expected) => {
		const files = await written();
		change(files);
		files.delete('tagmanifest-sha512.txt');
		const {findings} = await validateBag(treeOf(files));
		expect(findings).toEqual(expected.map(finding => expect.objectContaining(finding)));
	});

	it('of a manifest that lacks a file is told, by version', async () => {
		const files = await written({digests: ['md5', 'sha512']});
		replace(files, 'manifest-md5.txt', /^.*\n/, '');
		files.delete('tagmanifest-md5.txt');
		files.delete('tagmanifest-sha512.txt');
		expect((await validateBag(treeOf(files))).findings).toEqual([
			expect.objectContaining({code: 'manifests-differ', severity: 'error', path: 'data/letters/1.txt'}),
		]);
		replace(files, 'bagit.txt', '1.0', '0.97');
		expect((await validateBag(treeOf(files))).status).toBe('valid');
	});

	it('is not looked for in the content when only completeness is asked for', async () => {
		const files = await written();
		files.set('data/letters/1.txt', textBytes('One'));
		expect((await validateBag(treeOf(files), {digests: false})).status).toBe('valid');
	});

	it('of a file that cannot be read is told', async () => {
		const tree = treeOf(await written());
		const path = 'data/letters/1.txt';
		const open = () =>
			new ReadableStream<Uint8Array<ArrayBuffer>>({
				pull() {
					throw new Error('The disk is broken.');
				},
			});
		const files = new Map([...tree.files, [path, {...tree.files.get(path)!, open}] as const]);
		expect((await validateBag({...tree, files})).findings).toEqual([expect.objectContaining({code: 'unreadable', path})]);
	});

	it('of every byte is told', async () => {
		const files = await written({digests: ['md5']}, [entry('a', 'abc')]);
		for (const [path, bytes] of files) {
			for (let at = 0; at < bytes.length; at++) {
				const damaged = bytes.slice();
				damaged[at] = (damaged[at] ?? 0) ^ 1;
				const {status} = await validateBag(treeOf(new Map([...files, [path, damaged]]))).catch(() => ({status: 'invalid'}));
				expect({path, at, status}).toEqual({path, at, status: 'invalid'});
			}
		}
	});
});

it('ends with the signal', async () => {
	const stop = new AbortController();
	stop.abort(new Error('enough'));
	await expect(validateBag(treeOf(await written()), {signal: stop.signal})).rejects.toThrow('enough');
});

it('tells how far it is', async () => {
	const seen: number[] = [];
	const tree = treeOf(await written());
	await validateBag(tree, {onProgress: ({done}) => void seen.push(done)});
	const listed = [...tree.files.values()].filter(({path}) => !path.startsWith('tagmanifest'));
	expect(seen.at(-1)).toBe(listed.reduce((sum, {size}) => sum + size, 0));
});
