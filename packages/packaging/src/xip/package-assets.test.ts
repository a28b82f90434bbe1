import {describe, expect, it, vi} from 'vitest';
import {createHasher} from '@fonds/core/hash';
import {attribute, child, children, content, element, parseXml, text, writeXml} from '@fonds/core/xml';
import type {PackageProgress} from '../entries/progress.ts';
import {createCountedRefs, dublinCore, everything, letter, mods} from '../fixtures/descriptions.ts';
import {collect, entry, sameBytes} from '../fixtures/entries.ts';
import {bitstreamsOf, generationPaths, readPackage, texts, xip} from '../fixtures/read-package.ts';
import type {AssetDescription, XipDescription} from './description.ts';
import {packageAssets} from './package-assets.ts';

const fixed = {date: new Date('2024-05-06T07:08:09.123Z')};

const withFiles = (...files: AssetDescription['representations'][number]['files'][]): XipDescription => ({
	assets: [{title: 'T', representations: files.map(list => ({type: 'Preservation', files: list}))}],
});

describe('a package', () => {
	it('of one file is written to the letter', async () => {
		const {metadataText, paths} = await readPackage(
			packageAssets({parent: 'P', assets: [letter]}, {...fixed, createRef: createCountedRefs(), digests: ['sha256']}).bytes,
		);
		const [asset, object] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
		expect(paths).toEqual([`${asset}/content/p1/letter.txt`, `${asset}/metadata.xml`]);
		expect(metadataText).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<XIP xmlns="http://preservica.com/XIP/v6.0">
<InformationObject><Ref>${asset}</Ref><Title>A letter</Title><SecurityTag>open</SecurityTag><Parent>P</Parent></InformationObject>
<Representation><InformationObject>${asset}</InformationObject><Name>Preservation</Name><Type>Preservation</Type><ContentObjects><ContentObject>${object}</ContentObject></ContentObjects></Representation>
<ContentObject><Ref>${object}</Ref><Title>letter</Title><SecurityTag>open</SecurityTag><Parent>${asset}</Parent></ContentObject>
<Generation original="true" active="true"><ContentObject>${object}</ContentObject><Label>letter</Label><EffectiveDate>2024-05-06T07:08:09.123Z</EffectiveDate><Bitstreams><Bitstream>p1/letter.txt</Bitstream></Bitstreams><Formats/><Properties/></Generation>
<Bitstream><Filename>letter.txt</Filename><FileSize>5</FileSize><PhysicalLocation>p1</PhysicalLocation><Fixities><Fixity><FixityAlgorithmRef>SHA1</FixityAlgorithmRef><FixityValue>aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d</FixityValue></Fixity><Fixity><FixityAlgorithmRef>SHA256</FixityAlgorithmRef><FixityValue>2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824</FixityValue></Fixity></Fixities></Bitstream>
</XIP>`);
	});

	it('says of itself what an upload needs', async () => {
		const made = packageAssets({assets: [{...letter, ref: 'R'}]});
		expect(made).toMatchObject({assets: ['R'], name: 'R.zip'});
		expect((await collect(made.bytes)).length).toBe(made.size);
		const several = packageAssets(everything(), {id: 'the-id'});
		expect(several.assets).toHaveLength(4);
		expect(several.assets[0]).toBe('22222222-2222-4222-8222-222222222222');
		expect(several.name).toBe('the-id.zip');
	});

	it('holds every file byte for byte, under the name and with the digests its metadata says', async () => {
		const description = everything();
		const {paths, files, metadata} = await readPackage(packageAssets(description, {id: 'id', digests: ['md5', 'sha256', 'sha512']}).bytes);
		expect(paths.at(-1)).toBe('id/metadata.xml');
		const bitstreams = bitstreamsOf(metadata);
		expect(bitstreams.map(({path}) => `id/content/${path}`)).toEqual(paths.slice(0, -1));
		expect(generationPaths(metadata)).toEqual(bitstreams.map(({path}) => path));
		for (const {path, size, fixities} of bitstreams) {
			const bytes = files.get(`id/content/${path}`)!;
			const hasher = await createHasher(['md5', 'sha1', 'sha256', 'sha512']);
			hasher.update(bytes);
			const {md5, sha1, sha256, sha512} = hasher.digest();
			expect({size, fixities}).toEqual({size: bytes.length, fixities: {SHA1: sha1, MD5: md5, SHA256: sha256, SHA512: sha512}});
		}
		const given = (description.assets ?? [])
			.flatMap(({representations}) => representations)
			.flatMap(({files: list}) => Array.from(list as Iterable<ReturnType<typeof entry>>));
		for (const [index, source] of given.entries()) {
			expect(sameBytes(files.get(paths[index]!)!, await collect(await source.open()))).toBe(true);
		}
	});

	it('groups its elements by kind, in the order of the schema', async () => {
		const {metadata} = await readPackage(packageAssets(everything()).bytes);
		const kinds = metadata.children.flatMap(node => (typeof node === 'string' ? [] : [node.name]));
		const runs = kinds.filter((kind, index) => kind !== kinds[index - 1]);
		expect(runs).toEqual([
			'StructuralObject',
			'InformationObject',
			'Representation',
			'ContentObject',
			'Generation',
			'Bitstream',
			'Identifier',
			'Metadata',
		]);
	});

	it('keeps what was said about assets and folders', async () => {
		const {metadata} = await readPackage(packageAssets(everything()).bytes);
		expect(texts(metadata, 'StructuralObject', 'Title')).toEqual(['Folder', 'Folder in the folder']);
		expect(texts(metadata, 'StructuralObject', 'Parent')).toEqual([
			'11111111-1111-4111-8111-111111111111',
			'33333333-3333-4333-8333-333333333333',
		]);
		expect(texts(metadata, 'InformationObject', 'Title')).toEqual(['Briefe & <Akten> "1"', 'Second', 'In a folder', 'Deeper']);
		expect(texts(metadata, 'InformationObject', 'Parent')).toEqual([
			'11111111-1111-4111-8111-111111111111',
			'11111111-1111-4111-8111-111111111111',
			'33333333-3333-4333-8333-333333333333',
			texts(metadata, 'StructuralObject', 'Ref')[1],
		]);
		expect(texts(metadata, 'InformationObject', 'Description')).toEqual(['Zeile 1\nZeile 2', undefined, undefined, undefined]);
		expect(texts(metadata, 'InformationObject', 'SecurityTag')).toEqual(['closed', 'open', 'open', 'open']);
		expect(texts(metadata, 'InformationObject', 'CustomType')[0]).toBe('Letters');
		expect(texts(metadata, 'Identifier', 'Value')).toEqual(['F', 'A/1', 'A/2']);
		expect(texts(metadata, 'Identifier', 'Entity')[0]).toBe('33333333-3333-4333-8333-333333333333');
	});

	it('keeps what was said about files, and finds names for the rest', async () => {
		const {metadata} = await readPackage(packageAssets(everything()).bytes);
		expect(texts(metadata, 'Representation', 'Name').slice(0, 4)).toEqual(['Preservation', 'Access', 'Thumbnails', 'Web Copy']);
		expect(texts(metadata, 'ContentObject', 'Title').slice(0, 4)).toEqual(['1', '2', 'Index', 'письмо']);
		expect(texts(metadata, 'ContentObject', 'Description').slice(0, 4)).toEqual(['scans/1.tif', 'scans/2.tif', 'the index', undefined]);
		expect(texts(metadata, 'ContentObject', 'SecurityTag').slice(0, 4)).toEqual(['closed', 'closed', 'closed', 'closed']);
		expect(texts(metadata, 'ContentObject', 'CustomType')[2]).toBe('Page');
		expect(texts(metadata, 'Generation', 'Label').slice(0, 3)).toEqual(['1', '2', 'first']);
	});

	it('links representations, content objects and generations', async () => {
		const {metadata} = await readPackage(packageAssets(everything()).bytes);
		const linked = children(metadata, xip('Representation')).flatMap(item =>
			children(child(item, xip('ContentObjects')), xip('ContentObject')).map(content),
		);
		expect(new Set(linked).size).toBe(linked.length);
		expect(linked).toEqual(texts(metadata, 'ContentObject', 'Ref'));
		expect(linked).toEqual(texts(metadata, 'Generation', 'ContentObject'));
		expect(
			children(metadata, xip('Generation')).every(item => attribute(item, 'original') === 'true' && attribute(item, 'active') === 'true'),
		).toBe(true);
	});

	it('keeps metadata fragments as they are', async () => {
		const {metadata, metadataText} = await readPackage(packageAssets(everything()).bytes);
		expect(metadataText).toContain(mods);
		expect(metadataText).toContain(dublinCore);
		const fragments = children(metadata, xip('Metadata'));
		expect(fragments.map(item => attribute(item, 'schemaUri'))).toEqual([
			'http://purl.org/dc/elements/1.1/',
			'http://www.loc.gov/mods/v3',
			'http://www.openarchives.org/OAI/2.0/oai_dc/',
		]);
		expect(texts(metadata, 'Metadata', 'Entity').slice(1)).toEqual(Array.from({length: 2}, () => '22222222-2222-4222-8222-222222222222'));
	});

	it('takes fragments as elements too', async () => {
		const fragment = element('urn:x', 'x:a', ['text ', element('urn:x', 'x:b')], {n: '"'});
		const {metadata} = await readPackage(packageAssets({assets: [{...letter, metadata: [{xml: fragment}]}]}).bytes);
		const [kept] = child(child(metadata, xip('Metadata')), xip('Content')).children;
		expect(kept).toEqual(parseXml(writeXml(fragment)));
	});

	it('puts each representation into a folder of its own', async () => {
		const {paths} = await readPackage(packageAssets(everything(), {id: 'id'}).bytes);
		expect(paths.map(path => path.replace('id/content/', ''))).toEqual([
			'p1/1.tif',
			'p1/2.tif',
			'p1-2/1.tif',
			'a1/письмо.pdf',
			'a2/a.jpg',
			'a2-2/A.jpg',
			'webcopy1/index.html',
			'p2/1.tif',
			'p3/deep.txt',
			'p4/deeper.txt',
			'id/metadata.xml',
		]);
	});

	it('never makes one file of two', async () => {
		const same = ['x', 'X', 'x', '\u00e9', 'e\u0301'].map((path, index) => entry(path, String(index)));
		const {files, metadata} = await readPackage(packageAssets(withFiles(same), {id: 'id'}).bytes);
		const contents = bitstreamsOf(metadata).map(({path}) => new TextDecoder().decode(files.get(`id/content/${path}`)));
		expect(contents).toEqual(['0', '1', '2', '3', '4']);
		expect(texts(metadata, 'Bitstream', 'Filename')).toEqual(['x', 'X', 'x', '\u00e9', 'e\u0301']);
	});

	it.each(['6.2', '6.9', '7.7', '8.1'])('is in the namespace of version %s if asked', async version => {
		const namespace = `http://preservica.com/XIP/v${version}`;
		const {metadata} = await readPackage(packageAssets({assets: [letter]}, {namespace}).bytes);
		expect(metadata.namespace).toBe(namespace);
		expect(text(child(metadata, xip('InformationObject')), xip('Title'))).toBe('A letter');
	});

	it.each([
		[
			'cannot be read',
			{open: () => Promise.reject(new Error('no such disk'))},
			'unreadable',
			/^The file "b\/\$&\.tif" cannot be read: no such disk$/,
		],
		['is not as long as announced', {size: 9}, 'size-changed', /^The file "b\/\$&\.tif" is shorter than the 9 bytes/],
		[
			'has another digest',
			{fixities: [{algorithm: 'md5', value: '0'.repeat(32)}]},
			'fixity-mismatch',
			/^The file "b\/\$&\.tif" has the md5 digest/,
		],
	] as const)('names a file that %s as the caller did', async (_, change, problem, message) => {
		const files = [entry('a/$&.tif', '1'), {...entry('b/$&.tif', '2'), openReader: undefined, ...change}];
		const {bytes} = packageAssets(withFiles(files));
		await expect(collect(bytes)).rejects.toMatchObject({
			name: 'PackageError',
			problem,
			path: 'b/$&.tif',
			message: expect.stringMatching(message) as string,
		});
	});

	it('is the same for the same description if it has to be', async () => {
		const make = (): Promise<Uint8Array> =>
			collect(packageAssets(everything(), {...fixed, deterministic: true, createRef: createCountedRefs()}).bytes);
		expect(sameBytes(await make(), await make())).toBe(true);
	});

	it('takes chosen files as they are', async () => {
		const file = new File(['hello'], 'letter.txt', {lastModified: 1e12});
		const {files, paths} = await readPackage(packageAssets(withFiles([file])).bytes);
		expect(new TextDecoder().decode(files.get(paths[0]!))).toBe('hello');
	});
});

describe('the size', () => {
	it.each([
		[{}],
		[{digests: ['md5', 'sha256', 'sha512'] as const}],
		[{deterministic: true}],
		[{namespace: 'http://preservica.com/XIP/v7.7'}],
	])('is known before a byte is read, with %j', async options => {
		const made = packageAssets(everything(), options);
		const {size} = made;
		expect((await collect(made.bytes)).length).toBe(size);
	});

	it('is right for long metadata', async () => {
		const files = Array.from({length: 1000}, (_, index) => entry(`${'long name '.repeat(10)}${index}`, 'x'));
		const made = packageAssets(withFiles(files));
		const {size} = made;
		expect(size).toBeGreaterThan(1_200_000);
		expect((await collect(made.bytes)).length).toBe(size);
	});

	it('is not known when a file does not announce its own, is deflated, or is yet to come', () => {
		async function* later(): AsyncGenerator<ReturnType<typeof entry>> {
			yield await Promise.resolve(entry('a', 'x'));
		}
		expect(packageAssets(withFiles([entry('a', 'x', {size: undefined})])).size).toBeUndefined();
		expect(packageAssets(withFiles([entry('a', 'x', {compress: true})])).size).toBeUndefined();
		expect(packageAssets(withFiles([entry('a', 'x')]), {compress: true}).size).toBeUndefined();
		expect(packageAssets(withFiles(later())).size).toBeUndefined();
	});
});

describe('files that come one by one', () => {
	it('are packaged as they come', async () => {
		async function* later(): AsyncGenerator<ReturnType<typeof entry>> {
			yield await Promise.resolve(entry('a', 'x'));
			yield entry('A', 'y', {size: undefined});
		}
		const {paths, metadata} = await readPackage(packageAssets(withFiles(later()), {id: 'id'}).bytes);
		expect(paths).toEqual(['id/content/p1/a', 'id/content/p1-2/A', 'id/metadata.xml']);
		expect(texts(metadata, 'Bitstream', 'FileSize')).toEqual(['1', '1']);
	});

	it('fail the package if there are none', async () => {
		async function* none(): AsyncGenerator<never> {}
		await expect(collect(packageAssets(withFiles(none())).bytes)).rejects.toThrow(
			'The representation Preservation of the asset "T" has no files',
		);
	});

	it.each([
		['a name metadata cannot hold', entry('a\ufffe', 'x'), 'cannot hold'],
		['a title metadata cannot hold', {...entry('a', 'x'), title: 'a\u0001'}, 'Title'],
		['a path that climbs', entry('../a', 'x'), '".."'],
	])('fail the package before they are read: %s', async (_, bad, message) => {
		const open = vi.fn(() => new ReadableStream<Uint8Array>());
		async function* later(): AsyncGenerator<ReturnType<typeof entry>> {
			yield await Promise.resolve({...bad, open});
		}
		await expect(collect(packageAssets(withFiles(later())).bytes)).rejects.toThrow(message);
		expect(open).not.toHaveBeenCalled();
	});
});

describe('progress', () => {
	it('counts all files and the metadata, and names files as the caller did', async () => {
		const events: PackageProgress[] = [];
		const files = [entry('dir/a', '12345'), entry('other/a', '123')];
		await collect(packageAssets(withFiles(files), {onProgress: event => void events.push(event)}).bytes);
		const last = events.at(-1);
		expect(last?.done).toBe(last?.total);
		expect(events.map(({file}) => file.path)).toEqual(['dir/a', 'other/a', 'metadata.xml']);
		expect(events[0]).toMatchObject({phase: 'package', done: 5, file: {done: 5, total: 5}});
	});
});

describe('an abort', () => {
	it('ends the package with its reason', async () => {
		const controller = new AbortController();
		const stuck = {path: 'a', open: () => new ReadableStream<Uint8Array>()};
		const result = collect(packageAssets(withFiles([stuck]), {signal: controller.signal}).bytes);
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(result).rejects.toBe(reason);
	});
});

describe('refused at once is', () => {
	const [representation] = letter.representations;
	const asset = (change: Partial<AssetDescription>): XipDescription => ({assets: [{...letter, ...change}]});
	it.each<[string, XipDescription, object, string]>([
		['nothing', {}, {}, 'no assets and no folders'],
		['an asset without representations', asset({representations: []}), {}, 'no representations'],
		[
			'a representation without files',
			asset({representations: [{type: 'Access', files: []}]}),
			{},
			'The representation Access of the asset "A letter" has no files',
		],
		['a representation without a type', asset({representations: [{...representation!, type: ''}]}), {}, 'no type'],
		['an empty title', asset({title: ' '}), {}, 'no title'],
		['an empty security tag', asset({securityTag: ''}), {}, 'security tag of "A letter" is empty'],
		['an identifier without a value', asset({identifiers: [{type: 'code', value: ''}]}), {}, 'has no value'],
		['malformed metadata', asset({metadata: [{xml: '<a xmlns="urn:a"><b></a>'}]}), {}, 'Metadata fragment 1 of "A letter" cannot be used'],
		['metadata with a doctype', asset({metadata: [{xml: '<!DOCTYPE a><a xmlns="urn:a"/>'}]}), {}, 'doctype'],
		['metadata in no namespace', asset({metadata: [{xml: '<a/>'}]}), {}, 'in no namespace'],
		[
			'metadata in the namespace of XIP',
			asset({metadata: [{xml: '<a xmlns="http://preservica.com/XIP/v6.0"/>'}]}),
			{},
			'namespace of XIP itself',
		],
		['a title XML cannot hold', asset({title: 'a\u0000'}), {}, 'Title'],
		['a description XML cannot hold', asset({description: 'a\ud800'}), {}, 'Description'],
		[
			'a reference twice',
			{
				assets: [
					{...letter, ref: 'a'},
					{...letter, ref: 'a'},
				],
			},
			{},
			'The reference a is used twice',
		],
		['an id that is a path', asset({}), {id: 'a/b'}, 'holds a slash'],
		['an id that climbs', asset({}), {id: '..'}, '".."'],
		['another namespace', asset({}), {namespace: 'http://example.org/'}, 'not a namespace of XIP'],
		['a date that is none', asset({}), {date: new Date(Number.NaN)}, 'not a date'],
	])('%s', (_, description, options, message) => {
		expect(() => packageAssets(description, options)).toThrow(message);
	});
});
