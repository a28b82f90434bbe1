import {ConfigurationError} from '@fonds/core';
import {element} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {collect, entry} from '../fixtures/entries.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {filesOf, textOf} from '../fixtures/trees.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {opexLayout} from './opex-layout.ts';
import type {OpexAssetDescription, OpexFolderDescription, OpexPackageDescription} from './package-description.ts';
import {readOpex} from './read-opex.ts';

const book: OpexAssetDescription = {
	title: 'A book: part 1',
	name: 'Book',
	sourceId: 'b-1',
	description: 'D',
	securityTag: 'closed',
	identifiers: [{type: 'code', value: 'B1'}],
	metadata: [{xml: '<a xmlns="urn:a"/>'}],
	representations: [
		{type: 'Preservation', files: [entry('p1.tif', 'one')]},
		{type: 'Access', files: [entry('b.pdf', 'all')]},
	],
};
const letters: OpexPackageDescription = {
	folders: [
		{
			name: 'Letters',
			sourceId: 'l',
			title: 'The letters',
			files: [{...entry('a.txt', 'dear'), title: 'A letter', originalFilename: 'A.TXT'}, entry('Drafts/b.txt', 'bee')],
			assets: [book],
			folders: [{name: 'Empty'}],
		},
	],
};

const sha256 = async (text: string): Promise<string> => {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
};

const documentsOf = async (description: OpexPackageDescription, options?: OpexLayoutOptions) => {
	const files = await filesOf(opexLayout(description, options));
	return {files, read: (path: string) => readOpex(textOf(files, path)).document};
};

describe('a package', () => {
	it('has every document after what it tells of, that of a folder last', async () => {
		const {files} = await documentsOf(letters);
		expect([...files.keys()]).toEqual([
			'Letters/a.txt',
			'Letters/a.txt.opex',
			'Letters/Book.pax.zip',
			'Letters/Book.pax.zip.opex',
			'Letters/Drafts/b.txt',
			'Letters/Drafts/b.txt.opex',
			'Letters/Drafts/Drafts.opex',
			'Letters/Empty/Empty.opex',
			'Letters/Letters.opex',
		]);
	});

	it('has documents with fixities, properties and manifests', async () => {
		const {files, read} = await documentsOf(letters);
		const size = (name: string): number => files.get(`Letters/${name}`)!.length;
		expect(read('Letters/Letters.opex')).toMatchObject({
			version: '1.2',
			sourceId: 'l',
			title: 'The letters',
			manifest: {
				files: [
					{path: 'a.txt', size: 4, type: 'content'},
					{path: 'a.txt.opex', size: size('a.txt.opex'), type: 'metadata'},
					{path: 'Book.pax.zip', size: size('Book.pax.zip'), type: 'content'},
					{path: 'Book.pax.zip.opex', size: size('Book.pax.zip.opex'), type: 'metadata'},
				],
				folders: ['Drafts', 'Empty'],
			},
		});
		expect(read('Letters/a.txt.opex')).toMatchObject({
			title: 'A letter',
			originalFilename: 'A.TXT',
			fixities: [{algorithm: 'sha256', type: 'SHA-256', value: await sha256('dear'), path: undefined}],
		});
		expect(read('Letters/Empty/Empty.opex').manifest).toEqual({files: [], folders: []});
		const document = read('Letters/Book.pax.zip.opex');
		expect(document).toMatchObject({title: 'A book: part 1', sourceId: 'b-1', securityTag: 'closed', description: 'D'});
		expect(document.identifiers).toEqual([{type: 'code', value: 'B1'}]);
		expect(document.metadata.map(({xml}) => xml.name)).toEqual(['a']);
		const digest = await crypto.subtle.digest('SHA-256', files.get('Letters/Book.pax.zip')!);
		const value = Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
		expect(document.fixities).toEqual([{algorithm: 'sha256', type: 'SHA-256', value, path: undefined}]);
	});

	it('has assets as folders if that is wanted, with paths in their documents', async () => {
		const {files, read} = await documentsOf(letters, {pax: 'folder', digests: ['sha1', 'sha256']});
		const own = [...files.keys()].filter(path => path.startsWith('Letters/Book'));
		expect(own).toEqual([
			'Letters/Book.pax/Representation_Preservation/p1/Generation_1/p1.tif',
			'Letters/Book.pax/Representation_Access/b/Generation_1/b.pdf',
			'Letters/Book.pax/Book.xip',
			'Letters/Book.pax.opex',
		]);
		const {manifest, fixities} = read('Letters/Book.pax.opex');
		expect(manifest).toEqual({
			files: [
				{path: 'Representation_Preservation/p1/Generation_1/p1.tif', size: 3, type: 'content'},
				{path: 'Representation_Access/b/Generation_1/b.pdf', size: 3, type: 'content'},
				{path: 'Book.xip', size: files.get('Letters/Book.pax/Book.xip')!.length, type: 'metadata'},
			],
			folders: [
				'Representation_Preservation',
				'Representation_Preservation/p1',
				'Representation_Preservation/p1/Generation_1',
				'Representation_Access',
				'Representation_Access/b',
				'Representation_Access/b/Generation_1',
			],
		});
		expect(fixities).toHaveLength(6);
		expect(fixities[1]).toMatchObject({type: 'SHA-256', value: await sha256('one'), path: manifest!.files![0]!.path});
		const around = read('Letters/Letters.opex').manifest!;
		expect(around.files!.map(({path}) => path)).toEqual(['a.txt', 'a.txt.opex', 'Book.pax.opex']);
		expect(around.folders).toEqual(['Book.pax', 'Drafts', 'Empty']);
	});

	it('has digests of the files in a zipped PAX that has no .xip to say them', async () => {
		const plain = {title: 'T', representations: [{type: 'Preservation', files: [entry('p1.tif', 'one')]}]};
		const {read} = await documentsOf({assets: [plain]}, {xip: false});
		expect(read('T.pax.zip.opex').fixities.map(({path}) => path)).toEqual([
			undefined,
			'Representation_Preservation/p1/Generation_1/p1.tif',
		]);
		expect(read('T.pax.zip.opex').fixities[1]?.value).toBe(await sha256('one'));
	});

	it('has only the digest of the ZIP file where the version has no paths', async () => {
		const plain = {title: 'T', representations: [{type: 'Preservation', files: [entry('p1.tif', 'one')]}]};
		const {read} = await documentsOf({assets: [plain]}, {xip: false, version: '1.1'});
		expect(read('T.pax.zip.opex').fixities.map(({type, path}) => [type, path])).toEqual([['SHA-256', undefined]]);
	});

	it.each<OpexLayoutOptions>([
		{},
		{pax: 'folder'},
		{xip: true, digests: ['md5', 'sha512'], deterministic: true},
		{pax: 'folder', container: true},
	])('knows its length before it is read: %j', async options => {
		const {bytes, size} = zipLayout(opexLayout({...letters, name: 'batch'}, options), {deterministic: options.deterministic});
		expect((await collect(bytes)).length).toBe(size);
	});

	it('has an empty folder of the files as a folder with a document', async () => {
		const {files, read} = await documentsOf({files: [folderEntry('a/empty'), entry('a/b', 'B')]});
		expect([...files.keys()].toSorted()).toEqual(['a/a.opex', 'a/b', 'a/b.opex', 'a/empty/empty.opex']);
		expect(read('a/a.opex').manifest?.folders).toEqual(['empty']);
		expect(read('a/empty/empty.opex').manifest).toEqual({files: [], folders: []});
	});

	it('does not know its length if a file does not', () => {
		expect(opexLayout({files: [{...entry('a', 'x'), size: undefined}]}).outline()).toBeUndefined();
		expect(zipLayout(opexLayout(letters, {compress: true})).size).toBeUndefined();
	});

	it('is the same again if dates and references are given', async () => {
		const make = () => {
			let count = 0;
			const options = {deterministic: true, date: new Date(0), createRef: () => `r${count++}`};
			return collect(zipLayout(opexLayout(letters, options), {deterministic: true}).bytes);
		};
		expect(await make()).toEqual(await make());
	});

	it('has the date that is given on what it makes, and that of files on files', async () => {
		const date = new Date(1.7e12);
		const modified = new Date(1.2e12);
		const layout = opexLayout({files: [{...entry('a', 'x'), modified}], assets: [book]}, {date});
		const archive = await openZip(new Blob([await collect(zipLayout(layout).bytes)]));
		const dates = archive.entries().map(item => [item.path, item.modified?.getTime()]);
		expect(dates).toEqual([
			['a', modified.getTime()],
			['a.opex', date.getTime()],
			['Book.pax.zip', date.getTime()],
			['Book.pax.zip.opex', date.getTime()],
		]);
	});

	it('goes by the name of its only folder', () => {
		expect(opexLayout(letters).name).toBe('Letters');
		expect(opexLayout({files: [entry('a', 'x')]}).name).toBe('opex');
		expect(opexLayout({...letters, name: 'n'}).name).toBe('n');
	});

	it('writes other versions without what came later', async () => {
		const {files, read} = await documentsOf({files: [entry('a', 'x')], assets: [book]}, {version: '1.0', pax: 'folder'});
		expect(read('Book.pax.opex')).toMatchObject({version: '1.0', fixities: []});
		expect(files.has('Book.pax/Book.xip')).toBe(true);
	});

	it('opens every file once, when its turn comes', async () => {
		const opened: string[] = [];
		const watched = (path: string) => ({...entry(path, path), open: () => (opened.push(path), entry(path, path).open())});
		const layout = opexLayout({
			files: [watched('a'), watched('f/b')],
			assets: [{title: 'T', representations: [{type: 'Access', files: [watched('c')]}]}],
		});
		expect(opened).toEqual([]);
		await filesOf(layout);
		expect(opened).toEqual(['a', 'c', 'b'].map(name => (name === 'b' ? 'f/b' : name)));
	});

	it('has groups of files before the documents of the group', async () => {
		const many = Array.from({length: 300}, (_, index) => entry(`f${String(index).padStart(3, '0')}`, String(index)));
		const names = [...(await filesOf(opexLayout({files: many}))).keys()];
		expect(names.indexOf('f000.opex')).toBe(256);
		expect(names).toHaveLength(600);
	});
});

describe('a container', () => {
	it('has a manifest of what is in it, called like its directory', async () => {
		const {files, read} = await documentsOf({...letters, name: 'batch-7'}, {container: true});
		expect([...files.keys()].at(-1)).toBe('batch-7.opex');
		expect(read('batch-7.opex')).toMatchObject({title: undefined, manifest: {files: [], folders: ['Letters']}});
	});
});

describe('what cannot be laid out', () => {
	const at = (name: string, more: object = {}): OpexPackageDescription => ({folders: [{name, ...more}]});

	it.each<[string, OpexPackageDescription, OpexLayoutOptions?]>([
		['nothing', {}],
		['a container without a name', letters, {container: true}],
		['a name with a slash', {...letters, name: 'a/b'}],
		['a folder with a slash', at('a/b')],
		['a folder described twice', {folders: [{name: 'a'}, {name: 'a'}]}],
		['a folder called like a PAX', at('a.PAX')],
		['a folder in one of its name', at('a', {folders: [{name: 'A'}]})],
		['a folder in a container of its name', {name: 'a', folders: [{name: 'a'}]}, {container: true}],
		['a file called like a document', {files: [entry('a.OPEX', 'x')]}],
		['a file called like metadata of another', {files: [entry('a', 'x'), entry('a.metadata', 'x')]}],
		['an original filename before 1.2', {files: [{...entry('a', 'x'), originalFilename: 'b'}]}, {version: '1.1'}],
		['a PAX folder that nothing proves', {assets: [book]}, {version: '1.0', pax: 'folder', xip: false}],
		[
			'a schema that OPEX cannot say',
			{
				assets: [
					{
						...book,
						metadata: [
							{schema: 'urn:s', xml: {name: 'a', prefix: undefined, namespace: 'urn:a', attributes: [], children: [], declarations: []}},
						],
					},
				],
			},
		],
		['malformed metadata of a folder', at('a', {metadata: [{xml: '<a'}]})],
		['a malformed date of a file', {files: [{...entry('a', 'x'), size: undefined, events: [{date: 'x', user: 'u'}]}]}],
		['a schema that OPEX cannot say, of a text', {assets: [{...book, metadata: [{schema: 'urn:s', xml: '<a xmlns="urn:a"/>'}]}]}],
		['a digest nobody knows', {files: [{...entry('a', 'x'), fixities: [{algorithm: undefined, type: 'CRC', value: '00'}]}]}],
		['a digest that is too short', {files: [{...entry('a', 'x'), fixities: [{algorithm: 'md5', value: '00'}]}]}],
		['a file called like metadata of the folder', {files: [entry('a/a.metadata', 'x')]}],
		['a file called like metadata of a folder beside it', {files: [entry('a.metadata', 'x'), entry('a/b', 'x')]}],
		['a file called like metadata of an asset', {files: [entry('Book.pax.zip.metadata', 'x')], assets: [book]}],
		['a file called like metadata of the folder of an asset', {files: [entry('Book.pax.metadata', 'x')], assets: [book]}, {pax: 'folder'}],
		['a digest of something in a file', {files: [{...entry('a', 'x'), fixities: [{algorithm: 'md5', value: '0'.repeat(32), path: 'b'}]}]}],
		['elements nobody knows, of a file', {files: [{...entry('a', 'x'), unknown: [element('urn:a', 'a')]}]}],
		['elements nobody knows, of a folder', at('a', {unknown: [element('urn:a', 'a')]})],
		['folders in each other without end', {files: [entry(`${'a/b/'.repeat(5000)}c`, 'x')]}],
		['no digests', letters, {digests: []}],
		['a folder among the files that is described', {files: [{...folderEntry('a'), title: 'A'}]}],
		['a character XML does not have, in a name', at('a', {files: [entry('a\uFFFE', 'x')]})],
	])('is refused at once: %s', (_, description, options) => {
		expect(() => opexLayout(description, options)).toThrow(ConfigurationError);
	});

	it('is refused at once: described folders in each other without end', () => {
		let folder: OpexFolderDescription = {name: 'a'};
		for (let depth = 0; depth < 20_000; depth++) {
			folder = {name: depth % 2 === 0 ? 'b' : 'a', folders: [folder]};
		}
		expect(() => opexLayout({folders: [folder]})).toThrow(ConfigurationError);
	});

	it.each<[string, OpexPackageDescription]>([
		['the same file twice', {files: [entry('a', 'x'), entry('A', 'y')]}],
		['a file called like the folder it is in', {files: [entry('a/a', 'x')]}],
		['a file called like a folder', {files: [entry('a', 'x')], folders: [{name: 'a'}]}],
		['a way out', {files: [entry('../a', 'x')]}],
	])('is refused at once as a path: %s', (_, description) => {
		expect(() => opexLayout(description)).toThrow(expect.objectContaining({name: 'PackageError'}));
	});

	it('fails when a file does not have the digest it has to have', async () => {
		const fixities = [{algorithm: 'md5' as const, value: '0'.repeat(32)}];
		await expect(filesOf(opexLayout({files: [{...entry('a', 'x'), fixities}]}))).rejects.toThrow(
			expect.objectContaining({problem: 'fixity-mismatch', path: 'a'}),
		);
	});

	it('writes the digests a file has to have beside the others', async () => {
		const fixities = [{algorithm: 'md5' as const, value: '9DD4E461268C8034F5C8564E155C67A6'}];
		const {read} = await documentsOf({files: [{...entry('a', 'x'), fixities}]});
		expect(read('a.opex').fixities.map(({type}) => type)).toEqual(['SHA-256', 'MD5']);
	});
});
