import {describe, expect, it} from 'vitest';
import {collect, entry} from '../fixtures/entries.ts';
import {filesOf, textOf, treeOf} from '../fixtures/trees.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {PackageEntry} from '../entries/entry.ts';
import type {PackageLayout} from '../layout/layout.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import type {DescribedObject, RightsRow, TransferDescription} from './transfer.ts';
import {transferBagLayout} from './transfer-bag.ts';
import {transferLayout} from './transfer-layout.ts';
import {validateTransfer} from './validate-transfer.ts';

const copyright: RightsRow = {
	path: 'audio/bird.mp3',
	basis: 'copyright',
	status: 'copyrighted',
	jurisdiction: 'ca',
	grantAct: 'disseminate',
	grantRestriction: 'disallow',
};

const description = (more: Partial<TransferDescription> = {}): TransferDescription => ({
	name: 'Birds',
	objects: [entry('beihai.tif', 'tiff'), entry('audio/bird.mp3', 'mp3')],
	metadata: [
		{path: 'beihai.tif', fields: {'dc.title': 'Beihai, "China"', 'dc.subject': ['China', 'Maps'], local: '=1+1'}},
		{
			path: 'audio',
			fields: [
				['dc.subject', 'Birds'],
				['dcterms.created', '2017'],
			],
		},
	],
	rights: [copyright],
	submissionDocumentation: [entry('agreement.pdf', 'pdf')],
	metadataFiles: [entry('premis.xml', '<premis/>')],
	processingConfiguration: '<processingMCP><preconfiguredChoices/></processingMCP>',
	...more,
});

const rightsHeader =
	'file,basis,status,determination_date,jurisdiction,start_date,end_date,terms,citation,note,grant_act,grant_restriction,grant_start_date,grant_end_date,grant_note,doc_id_type,doc_id_value,doc_id_role\n';

async function* stream(entries: readonly PackageEntry[]): AsyncGenerator<PackageEntry> {
	yield* entries;
}

describe('a standard transfer', () => {
	it('has objects, tables, checksums made of what was written, documents and configuration', async () => {
		const files = await filesOf(transferLayout(description(), {digests: ['md5', 'sha1', 'sha256', 'sha512']}));
		expect([...files.keys()]).toEqual([
			'objects/beihai.tif',
			'objects/audio/bird.mp3',
			'metadata/metadata.csv',
			'metadata/rights.csv',
			'metadata/checksum.md5',
			'metadata/checksum.sha1',
			'metadata/checksum.sha256',
			'metadata/checksum.sha512',
			'metadata/premis.xml',
			'metadata/submissionDocumentation/agreement.pdf',
			'processingMCP.xml',
		]);
		expect(textOf(files, 'metadata/metadata.csv')).toBe(
			'filename,dc.title,dc.subject,dc.subject,local,dcterms.created\nobjects/beihai.tif,"Beihai, ""China""",China,Maps,=1+1,\nobjects/audio,,Birds,,,2017\n',
		);
		expect(textOf(files, 'metadata/rights.csv')).toBe(
			`${rightsHeader}objects/audio/bird.mp3,copyright,copyrighted,,ca,,,,,,disseminate,disallow,,,,,,\n`,
		);
		expect(textOf(files, 'metadata/checksum.md5')).toBe(
			'ba75e603168423a985abe2d8c2e3c4d5  beihai.tif\n28dafd4a8cb5f33065e93cbc83862563  audio/bird.mp3\n',
		);
	});

	it('is found valid as it was written, and so is one of a stream', async () => {
		for (const objects of [description().objects, stream(description().objects as readonly PackageEntry[])]) {
			const {status, findings} = await validateTransfer(treeOf(await filesOf(transferLayout(description({objects})))));
			expect({status, findings}).toEqual({status: 'valid', findings: []});
		}
	});

	it('announces its exact size, unless objects come as a stream', async () => {
		const zipped = zipLayout(transferLayout(description()));
		expect((await collect(zipped.bytes)).length).toBe(zipped.size);
		expect(transferLayout({name: 'x', objects: stream([])}).outline()).toBeUndefined();
		expect(transferLayout({name: 'x', objects: [entry('a', 'x', {size: undefined})]}).outline()).toBeUndefined();
		expect(zipped.name).toBe('Birds.zip');
	});

	it('may be objects alone, without checksums, and with empty folders', async () => {
		const written = async (layout: PackageLayout) => treeOfZip(await openZip(new Blob([await collect(zipLayout(layout).bytes)])));
		const objects = [entry('a', 'x'), folderEntry('e')];
		const bare = await written(transferLayout({name: 'x', objects}, {digests: []}));
		expect([[...bare.files.keys()], bare.emptyFolders]).toEqual([['objects/a'], ['objects/e']]);
		const described = await written(
			transferLayout({
				name: 'x',
				objects,
				metadata: [
					{path: 'e', fields: {'dc.title': 't'}},
					{path: 'a', fields: {}},
				],
			}),
		);
		expect([...described.files.keys()]).toEqual(['objects/a', 'metadata/metadata.csv', 'metadata/checksum.sha256']);
		expect(await validateTransfer(described)).toMatchObject({status: 'valid', findings: []});
	});

	it('takes more objects than fit into one group', async () => {
		const objects = Array.from({length: 600}, (_, index) => entry(`f${index}`, String(index)));
		const files = await filesOf(transferLayout({name: 'x', objects: stream(objects)}));
		expect(textOf(files, 'metadata/checksum.sha256').trim().split('\n')).toHaveLength(600);
	});
});

describe('a transfer as a bag', () => {
	it('has tables that name files by their place in the bag, and folders by that after it', async () => {
		const files = await filesOf(transferBagLayout(description(), {digests: ['sha256'], date: new Date('2026-01-02')}));
		expect([...files.keys()]).toEqual([
			'data/objects/beihai.tif',
			'data/objects/audio/bird.mp3',
			'data/metadata/metadata.csv',
			'data/metadata/rights.csv',
			'data/metadata/premis.xml',
			'data/metadata/submissionDocumentation/agreement.pdf',
			'data/processingMCP.xml',
			'manifest-sha256.txt',
			'bagit.txt',
			'bag-info.txt',
			'tagmanifest-sha256.txt',
		]);
		expect(
			textOf(files, 'data/metadata/metadata.csv')
				.split('\n')
				.map(line => line.split(',')[0]),
		).toEqual(['filename', 'data/objects/beihai.tif', 'objects/audio', '']);
		expect(textOf(files, 'data/metadata/rights.csv').split('\n')[1]).toMatch(/^data\/objects\/audio\/bird\.mp3,/);
	});

	it('is found valid as it was written, in a folder of its own and of a stream too', async () => {
		const one = await filesOf(transferBagLayout(description()));
		const other = await filesOf(transferBagLayout(description({objects: stream(description().objects as readonly PackageEntry[])})));
		for (const files of [one, other, new Map(Array.from(one, ([path, bytes]) => [`Birds/${path}`, bytes]))]) {
			expect(await validateTransfer(treeOf(files))).toEqual({kind: 'bag', status: 'valid', findings: []});
		}
		const zipped = zipLayout(transferBagLayout(description()), {folder: 'Birds'});
		expect((await collect(zipped.bytes)).length).toBe(zipped.size);
	});

	it('refuses empty folders, which it would lose', async () => {
		const objects = [entry('a/b', 'x'), folderEntry('a'), folderEntry('e')];
		expect(() => transferBagLayout({name: 'x', objects})).toThrow('"e" is empty');
		await expect(filesOf(transferBagLayout({name: 'x', objects: stream(objects)}))).rejects.toMatchObject({
			problem: 'empty-folder',
			path: 'e',
		});
	});
});

describe('what cannot be a transfer', () => {
	const field = (column: string, value = 'v'): readonly DescribedObject[] => [{path: 'beihai.tif', fields: {[column]: value}}];

	it.each<[string, Partial<TransferDescription>, RegExp]>([
		['a name that is a path', {name: 'a/b'}, /name of a transfer/],
		['a name that climbs', {name: '..'}, /name of a transfer/],
		['no name', {name: ''}, /name of a transfer/],
		['a name without room for a UUID', {name: 'ü'.repeat(108)}, /214 bytes/],
		['no objects', {objects: [], metadata: [], rights: []}, /no object/],
		['nothing but folders', {objects: [folderEntry('audio')], metadata: [], rights: []}, /no object/],
		['two objects of one name', {objects: [entry('a', '1'), entry('A', '2')], metadata: [], rights: []}, /letter case/],
		['a path that climbs', {objects: [entry('../a', '1')], metadata: [], rights: []}, /".\."|"\.\."/],
		['metadata of nothing', {metadata: [{path: 'gone', fields: {}}]}, /none of the objects/],
		['metadata with the folder objects in front', {metadata: [{path: 'objects/beihai.tif', fields: {}}]}, /relative to objects/],
		['metadata of one object twice', {metadata: [...field('dc.title'), ...field('dc.title')]}, /described twice/],
		['a column that is no name', {metadata: field('dc.')}, /cannot be a column/],
		['a column with blanks around it', {metadata: field(' dc.title')}, /cannot be a column/],
		['a column that would begin with a digit', {metadata: field('1st')}, /cannot be a column/],
		['a column with a blank in Dublin Core', {metadata: field('dc.the title')}, /cannot be a column/],
		['a character that XML has not', {metadata: field('dc.title', 'a\u0000')}, /U\+0000/],
		['rights of a folder', {rights: [{...copyright, path: 'audio'}]}, /give rights to its files/],
		['rights of nothing', {rights: [{...copyright, path: 'gone'}]}, /none of the objects/],
		[
			'rights that the basis does not keep',
			{rights: [{path: 'beihai.tif', basis: 'license', jurisdiction: 'ca'}]},
			/jurisdiction, which Archivematica does not keep/,
		],
		[
			'an effect of no act',
			{rights: [{path: 'beihai.tif', basis: 'donor', grantRestriction: 'allow', grantNote: 'n'}]},
			/without a grant_act/,
		],
		[
			'rights of which the second would be skipped',
			{rights: [copyright, {...copyright, grantAct: 'Disseminate', note: 'n'}]},
			/skips the second/,
		],
		[
			'rights of a file with a blank at the end',
			{objects: [entry('a ', '1')], metadata: [], rights: [{path: 'a ', basis: 'donor'}]},
			/takes blanks at the end/,
		],
		['Dublin Core in capitals', {metadata: field('DC.title')}, /write dc\.title/],
		['Dublin Core with a colon', {metadata: field('dcterms:created')}, /write dcterms\.created/],
		['rights without a path', {rights: [{...copyright, path: ''}]}, /need a path/],
		['an unknown basis', {rights: [{...copyright, basis: 'fun' as 'other'}]}, /basis out of/],
		['a copyright without status', {rights: [copyright, {...copyright, status: undefined}]}, /No copyright status/],
		['an act without restriction', {rights: [{...copyright, grantRestriction: undefined}]}, /No restriction/],
		['rights with a character that XML has not', {rights: [{...copyright, note: '\u0001'}]}, /U\+0001/],
		['a metadata file that is made', {metadataFiles: [entry('Metadata.csv', '')]}, /written by itself/],
		['a metadata file in the place of documents', {metadataFiles: [entry('submissionDocumentation/a', '')]}, /place of its own/],
		['two documents of one name', {submissionDocumentation: [entry('a', ''), entry('a', '')]}, /twice/],
		['a configuration that is none', {processingConfiguration: '<processing/>'}, /no processingMCP/],
		['a configuration that is no XML', {processingConfiguration: '<processingMCP>'}, /no processingMCP/],
	])('is refused at once: %s', (_, more, message) => {
		for (const layout of [transferLayout, transferBagLayout]) {
			expect(() => layout(description(more))).toThrow(message);
			expect(() => layout(description(more))).toThrow(expect.objectContaining({name: 'ConfigurationError'}) as Error);
		}
	});

	it.each<[string, Partial<TransferDescription>]>([
		['a hidden object', {objects: [entry('a', ''), entry('b/.c', '')]}],
		['an object in a hidden folder', {objects: [entry('a', ''), entry('.b/c', '')]}],
		['an empty hidden folder', {objects: [entry('a', ''), folderEntry('.b')]}],
		['a copy of an editor', {objects: [entry('a~', '')]}],
		['what Windows leaves', {objects: [entry('a', ''), entry('b/Thumbs.db', '')]}],
		['a hidden document', {objects: [entry('a', '')], submissionDocumentation: [entry('.b', '')]}],
		['a hidden metadata file', {objects: [entry('a', '')], metadataFiles: [entry('.b', '')]}],
	])('Archivematica would remove from a standard transfer, and keeps in a bag: %s', async (_, more) => {
		const what = description({metadata: [], rights: [], ...more});
		const refused = expect.objectContaining({name: 'ConfigurationError', code: 'removed-file'}) as Error;
		expect(() => transferLayout(what)).toThrow(refused);
		if (!(what.objects as readonly PackageEntry[]).some(({directory}) => directory === true)) {
			expect((await validateTransfer(treeOf(await filesOf(transferBagLayout(what))))).status).toBe('valid');
		}
		if (more.submissionDocumentation === undefined && more.metadataFiles === undefined) {
			const streamed = transferLayout({...what, objects: stream(what.objects as readonly PackageEntry[])});
			await expect(filesOf(streamed)).rejects.toMatchObject({problem: 'removed-file'});
		}
	});

	it('is refused at once: a digest that Archivematica does not verify, and empty folders beside the objects of a bag', () => {
		expect(() => transferLayout(description(), {digests: ['crc32' as 'md5']})).toThrow('out of md5, sha1, sha256, sha512');
		expect(() => transferBagLayout(description({metadataFiles: [folderEntry('e')]}))).toThrow('"metadata/e" is empty');
		expect(() => transferBagLayout(description({submissionDocumentation: [folderEntry('e'), entry('e/a', '')]}))).not.toThrow();
	});

	it.each<[string, Partial<TransferDescription>, string]>([
		['no objects', {objects: stream([]), metadata: [], rights: []}, 'no-objects'],
		['metadata of nothing', {objects: stream([entry('a', '')]), rights: []}, 'metadata-without-file'],
		['rights of nothing', {objects: stream([entry('a', '')]), metadata: []}, 'rights-without-file'],
		['two objects of one name', {objects: stream([entry('a', ''), entry('a', '')]), metadata: [], rights: []}, 'duplicate-path'],
	])('is refused while a stream of objects is written: %s', async (_, more, problem) => {
		await expect(filesOf(transferLayout(description(more)))).rejects.toMatchObject({name: 'PackageError', problem});
	});
});
