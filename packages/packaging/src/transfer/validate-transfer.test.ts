import {describe, expect, it} from 'vitest';
import {textBytes} from '../fixtures/entries.ts';
import {treeOf} from '../fixtures/trees.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {validateTransfer, type ValidateTransferOptions} from './validate-transfer.ts';

type Content = Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;

const objects: Content = {'objects/a.tif': 'a', 'objects/sub/b.tif': 'b'};
const validate = async (files: Content, emptyFolders?: readonly string[], options?: ValidateTransferOptions) =>
	await validateTransfer(treeOf(Object.entries(files), emptyFolders), options);

/** What is told, in short: code, severity, and where. */
const told = async (files: Content, emptyFolders?: readonly string[]) =>
	(await validate(files, emptyFolders)).findings.map(({code, severity, path, row, column}) => [code, severity, path, row, column]);
const csv = async (table: string | Uint8Array<ArrayBuffer>, more: Content = objects) => {
	const findings = await told({...more, 'metadata/metadata.csv': table});
	return findings.map(([code, severity, path, row, column]) =>
		path === 'metadata/metadata.csv' ? [code, severity, row, column] : [code, severity, path],
	);
};
const rights = async (table: string | Uint8Array<ArrayBuffer>) =>
	(await told({...objects, 'metadata/rights.csv': table})).map(([code, severity, , row, column]) => [code, severity, row, column]);

const complete = 'filename,dc.title\nobjects/a.tif,A\nobjects/sub/b.tif,B\n';

describe('metadata.csv', () => {
	it('is valid with a row for each object or the folder around it, repeated columns, blanks in headers and slashes at the end', async () => {
		expect(await csv(complete)).toEqual([]);
		expect(await csv('filename, dc.subject ,dc.subject,dcterms.isPartOf,own_one\nobjects/a.tif,1,2,3,4\nobjects/sub/,1,,,\n')).toEqual([]);
		expect(await csv('filename,dc.title\nobjects,All\n')).toEqual([]);
	});

	it('of a folder of files that stand at the top is valid too, as Archivematica moves them', async () => {
		expect(await csv(complete, {'a.tif': 'a', 'sub/b.tif': 'b', 'README.html': 'r', 'logs/x': ''})).toEqual([]);
	});

	it.each<[string, string, unknown[]]>([
		['is about nothing', `${complete}objects/c.tif,C\n`, ['row-without-file', 'error', 4, 'filename']],
		['says nothing of its object', `${complete},C\n`, ['row-without-path', 'error', 4, 'filename']],
		['is the last, and of a comma', `${complete},`, ['row-without-path', 'error', 4, 'filename']],
		['comes twice', `${complete}objects/a.tif,C\n`, ['row-repeated', 'error', 4, 'filename']],
		['is too long', 'filename,dc.title\nobjects/a.tif,A,lost\nobjects/sub/b.tif,B\n', ['row-too-long', 'error', 2, undefined]],
		['is too short', 'filename,dc.title\nobjects/a.tif\nobjects/sub/b.tif,B\n', ['row-too-short', 'warning', 2, undefined]],
		['holds what XML cannot', 'filename,dc.title\nobjects/a.tif,x\u0002\nobjects/sub/b.tif,B\n', ['character', 'error', 2, 'dc.title']],
		['has an open quotation mark', `${complete}objects/sub,"B\n`, ['quotes', 'error', 4, undefined]],
	])('has a row that %s', async (_, table, finding) => {
		expect(await csv(table)).toEqual([finding]);
	});

	it.each<[string, string, unknown[]]>([
		['is not first', 'dc.title,filename\nobjects/a.tif,x\nobjects/sub,y\n', ['filename-not-first', 'error', 1, 'dc.title']],
		['is called otherwise', 'path,dc.title\nobjects/a.tif,x\nobjects/sub,y\n', ['filename-not-first', 'warning', 1, 'path']],
		['cannot be an element', 'filename,dc.a b\nobjects,x\n', ['header-invalid', 'error', 1, 'dc.a b']],
		['begins with a digit', 'filename,1st\nobjects,x\n', ['header-invalid', 'error', 1, '1st']],
		['has no name', 'filename,,dc.title\nobjects,x,y\n', ['header-invalid', 'error', 1, 'B']],
		['is no Dublin Core by its capitals', 'filename,DC.title\nobjects,x\n', ['header-not-dublin-core', 'warning', 1, 'DC.title']],
		['is no Dublin Core by its colon', 'filename,dc:title\nobjects,x\n', ['header-not-dublin-core', 'warning', 1, 'dc:title']],
		['is unknown to Dublin Core', 'filename,dc.titel\nobjects,x\n', ['header-unknown', 'warning', 1, 'dc.titel']],
		['is unknown among the fifteen', 'filename,dc.created\nobjects,x\n', ['header-unknown', 'warning', 1, 'dc.created']],
		['is changed', 'filename,Other Data!\nobjects,x\n', ['header-changed', 'warning', 1, 'Other Data!']],
	])('has a column that %s', async (_, table, finding) => {
		expect((await csv(table)).filter(([code]) => code !== 'row-without-file' && code !== 'file-without-row')).toEqual([finding]);
	});

	it('says what becomes of the columns of one’s own', async () => {
		const {findings} = await validate({...objects, 'metadata/metadata.csv': 'filename,Other Data!,_x_,Größe\nobjects,1,2,3\n'});
		expect(findings.map(({message}) => message)).toEqual([
			'"Other Data!" becomes the element other_data.',
			'"_x_" becomes the element x.',
			'"Größe" becomes the element größe.',
		]);
	});

	it('tells objects without a row, and says what a row may have meant', async () => {
		expect(await csv('filename,dc.title\nobjects/a.tif,A\n')).toEqual([['file-without-row', 'warning', 'objects/sub/b.tif']]);
		for (const meant of ['a.tif', 'objects/A.TIF', ' objects/a.tif', 'data/objects/a.tif']) {
			const {findings} = await validate({...objects, 'metadata/metadata.csv': `filename,dc.title\n${meant},A\nobjects/sub,B\n`});
			expect(findings[0]).toMatchObject({code: 'row-without-file', row: 2, message: expect.stringContaining('There is "objects/a.tif"')});
		}
	});

	it('has no name for an empty column in which there is nothing, and may be of one that is refined', async () => {
		expect(await csv('filename,,dc.description.abstract,dcterms.abstract\nobjects,,x,y\n')).toEqual([
			['header-unknown', 'warning', 1, 'dc.description.abstract'],
		]);
	});

	it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
		['in another encoding', Uint8Array.of(0x66, 0xe4), 'not-utf-8'],
		['with semicolons', 'filename;dc.title\nobjects;x\n', 'delimiter'],
		['with nothing in it', '\n\n', 'empty'],
	])('%s is told', async (_, table, code) => {
		expect((await csv(table))[0]).toEqual([code, 'error', ...(code === 'delimiter' ? [1] : [undefined]), undefined]);
	});

	it('may begin with a byte order mark, which Archivematica leaves in a name that it does not look at', async () => {
		expect(await csv(`\uFEFF${complete}`)).toEqual([]);
	});

	it('warns of folder rows that will not be found again', async () => {
		const files = {'objects/my files/a.tif': 'a', 'metadata/metadata.csv': 'filename,dc.title\nobjects/my files,A\n'};
		expect(await told(files)).toEqual([
			['name-changed', 'warning', 'objects/my files', undefined, undefined],
			['folder-row-changed', 'warning', 'metadata/metadata.csv', 2, 'filename'],
		]);
	});

	it('in a bag names files by their place in the bag', async () => {
		const bag = {
			'bagit.txt': 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
			'data/a.tif': 'a',
			'data/objects/sub/b.tif': 'b',
			'data/metadata/metadata.csv': 'filename,dc.title\ndata/a.tif,A\nobjects/sub,B\nobjects/a.tif,C\n',
			'data/metadata/checksum.md5': '',
		};
		const {kind, findings} = await validate(bag, [], {digests: false});
		expect(kind).toBe('bag');
		expect(findings.map(({code, row}) => [code, row])).toEqual(
			expect.arrayContaining([
				['row-without-file', 4],
				['checksum-in-bag', undefined],
			]),
		);
		expect(
			findings.some(({code, path}) => code === 'manifests-missing' || path === 'data/metadata/metadata.csv' || code.includes('manifest')),
		).toBe(true);
	});
});

describe('rights.csv', () => {
	const header =
		'file,basis,status,jurisdiction,terms,citation,grant_act,grant_restriction,grant_start_date,grant_end_date,grant_note,doc_id_type,doc_id_value,doc_id_role';
	const row = (...cells: string[]) => `${[...cells, ...Array.from({length: 14 - cells.length}, () => '')].join(',')}\n`;

	it('is valid as the server wants it, in any letter case', async () => {
		expect(
			await rights(
				`${header}\n${row('objects/a.tif', 'Copyright', 'c', 'ca', '', '', 'use', 'Allow')}${row('objects/sub/b.tif ', 'donor')}`,
			),
		).toEqual([]);
	});

	it.each<[string, string, unknown[]]>([
		['is about nothing', row('objects/c.tif', 'donor'), ['row-without-file', 'error', 2, 'file']],
		['names no file', row('', 'donor'), ['row-without-file', 'error', 2, 'file']],
		['is about a folder', row('objects/sub', 'donor'), ['rights-for-folder', 'error', 2, 'file']],
		['has an unknown basis', row('objects/a.tif', 'fun'), ['basis-unknown', 'error', 2, 'basis']],
		['has no basis', row('objects/a.tif', ''), ['basis-missing', 'error', 2, 'basis']],
		['forgets the status', row('objects/a.tif', 'copyright', '', 'ca'), ['status-missing', 'error', 2, 'status']],
		[
			'has an act of unknown effect',
			row('objects/a.tif', 'donor', '', '', '', '', 'use', 'maybe'),
			['restriction-unknown', 'error', 2, 'grant_restriction'],
		],
		['comes twice', row('objects/a.tif', 'donor') + row('objects/a.tif', 'Donor'), ['row-repeated', 'warning', 3, 'grant_act']],
		[
			'is skipped with what it says',
			row('objects/a.tif', 'donor') + row('objects/a.tif', 'donor', '', '', '', '', '', '', '', '', '', 't', 'v'),
			['row-repeated', 'error', 3, 'grant_act'],
		],
		['says what its basis does not keep', row('objects/a.tif', 'license', '', 'ca'), ['rights-lost', 'error', 2, 'jurisdiction']],
		['says a status of a license', row('objects/a.tif', 'license', 's'), ['rights-lost', 'error', 2, 'status']],
		['has terms that are not kept', row('objects/a.tif', 'Policy', '', '', 'free'), ['rights-lost', 'error', 2, 'terms']],
		[
			'has an effect of no act',
			row('objects/a.tif', 'donor', '', '', '', '', '', 'allow'),
			['rights-lost', 'error', 2, 'grant_restriction'],
		],
		['has more cells than the header', row('objects/a.tif', 'donor').trim() + ',lost\n', ['row-too-long', 'error', 2, undefined]],
		[
			'holds what XML cannot',
			row('objects/a.tif', 'donor', '', '', '', '', '', '', '', '', '', 't', 'v\u0002'),
			['character', 'error', 2, 'doc_id_value'],
		],
	])('has a row that %s', async (_, rows, finding) => {
		expect(await rights(`${header}\n${rows}`)).toEqual([finding]);
	});

	it('may not have a column twice', async () => {
		expect(await rights(`${header},terms\n${row('objects/a.tif', 'license').trim()},t\n`)).toEqual([
			['column-repeated', 'error', 1, 'terms'],
		]);
	});

	it('may not begin with a byte order mark', async () => {
		expect((await rights(`\uFEFF${header}\n${row('objects/a.tif', 'donor')}`)).map(([code]) => code)).toContain('byte-order-mark');
	});

	it.each([
		['in another encoding', Uint8Array.of(0x66, 0xe4), 'not-utf-8'],
		['of a header alone', 'file,basis\n', 'too-few-rows'],
	])('%s is told', async (_, table, code) => {
		expect((await rights(table)).map(([found]) => found)).toEqual([code]);
	});
});

describe('checksum files', () => {
	const a = '0cc175b9c0f1b6a831c399e269772661';
	const b = '92eb5ffee6ae2fec3ad71c777531578f';
	const sums = async (text: string, more: Content = {}) => await told({...objects, ...more, 'metadata/checksum.md5': text});

	it.each([
		['md5sum writes it', `${a}  a.tif\n${b}  sub/b.tif\n`],
		['it is without a line feed at the end', `${a}  a.tif\n${b}  sub/b.tif`],
		['binary mode writes it', `${a} *./a.tif\n${b} *../objects/sub/b.tif\n`],
		['BSD writes it', `MD5 (a.tif) = ${a}\nMD5 (sub/b.tif) = ${b.toUpperCase()}\n`],
	])('are valid as %s', async (_, text) => {
		expect(await sums(text)).toEqual([]);
	});

	it('may have escaped names', async () => {
		const files = {'objects/a\\b': 'a', 'metadata/checksum.md5': `\\${a}  a\\\\b\n`};
		expect((await told(files)).filter(([code]) => String(code).startsWith('checksum') || String(code).startsWith('file'))).toEqual([]);
	});

	it.each<[string, string, unknown[][]]>([
		['have a digest that differs', `${b}  a.tif\n${b}  sub/b.tif\n`, [['checksum-wrong', 'error', 'objects/a.tif', 1, undefined]]],
		[
			'lack an object',
			`${a}  a.tif\n`,
			[
				['file-without-checksum', 'error', 'objects/sub/b.tif', undefined, undefined],
				['checksum-count', 'error', 'metadata/checksum.md5', undefined, undefined],
			],
		],
		[
			'have an empty line',
			`${a}  a.tif\n\n${b}  sub/b.tif\n`,
			[
				['checksum-malformed', 'error', 'metadata/checksum.md5', 2, undefined],
				['checksum-count', 'error', 'metadata/checksum.md5', undefined, undefined],
			],
		],
		[
			'have a file that is not there',
			`${a}  a.tif\n${b}  sub/b.tif\n${b}  c.tif\n`,
			[
				['checksum-count', 'error', 'metadata/checksum.md5', undefined, undefined],
				['checksum-without-file', 'error', 'metadata/checksum.md5', 3, undefined],
			],
		],
		[
			'have another digest',
			`${a}0  a.tif\n${b}  sub/b.tif\n`,
			[
				['checksum-malformed', 'error', 'metadata/checksum.md5', 1, undefined],
				['file-without-checksum', 'error', 'objects/a.tif', undefined, undefined],
			],
		],
		[
			'lead out of the transfer',
			`${a}  a.tif\n${b}  sub/b.tif\n${b}  ../../../etc/passwd\n`,
			[
				['checksum-malformed', 'error', 'metadata/checksum.md5', 3, undefined],
				['checksum-count', 'error', 'metadata/checksum.md5', undefined, undefined],
			],
		],
		[
			'have line ends of Windows',
			`${a}  a.tif\r\n${b}  sub/b.tif\r\n`,
			[['checksum-line-ends', 'warning', 'metadata/checksum.md5', 1, undefined]],
		],
	])('are told when they %s', async (_, text, findings) => {
		expect(await sums(text)).toEqual(findings);
	});

	it('are warned of under another name', async () => {
		expect(await told({...objects, 'metadata/checksums.txt': 'x', 'metadata/checksum.MD5': 'x'})).toEqual([
			['checksum-name', 'warning', 'metadata/checksums.txt', undefined, undefined],
			['checksum-name', 'warning', 'metadata/checksum.MD5', undefined, undefined],
		]);
	});

	it('are compared in one read of each object, or not at all', async () => {
		const opened: string[] = [];
		const tree = treeOf(
			Object.entries({...objects, 'metadata/checksum.md5': `${a}  a.tif\n${a}  sub/b.tif\n`, 'metadata/checksum.sha1': ''}),
		);
		const files = Array.from(tree.files, ([path, file]): [string, PackageFile] => [
			path,
			{...file, open: () => (opened.push(path), file.open())},
		]);
		const watched: PackageTree = {files: new Map(files), emptyFolders: []};
		const {findings} = await validateTransfer(watched);
		expect(findings.filter(({code}) => code === 'checksum-wrong')).toHaveLength(1);
		expect(opened.filter(path => path.startsWith('objects/'))).toEqual(['objects/a.tif', 'objects/sub/b.tif']);
		opened.length = 0;
		expect((await validateTransfer(watched, {digests: false})).findings.some(({code}) => code === 'checksum-wrong')).toBe(false);
		expect(opened.filter(path => path.startsWith('objects/'))).toEqual([]);
	});

	it('tell objects that cannot be read, and end when they are told to', async () => {
		const tree = treeOf(Object.entries({...objects, 'metadata/checksum.md5': `${a}  a.tif\n${b}  sub/b.tif\n`}));
		const broken: PackageFile = {
			path: 'objects/a.tif',
			size: 1,
			open: () => new ReadableStream({start: controller => controller.error(new Error('gone'))}),
		};
		const files = new Map([...tree.files, ['objects/a.tif', broken] as const]);
		expect((await validateTransfer({files, emptyFolders: []})).findings).toMatchObject([
			{code: 'unreadable', path: 'objects/a.tif', message: expect.stringContaining('gone')},
		]);
		await expect(validateTransfer(tree, {signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow('enough');
	});
});

describe('the structure', () => {
	it.each<[string, Content, unknown[][]]>([
		['without objects', {'metadata/metadata.csv': complete}, [['no-objects', 'error', 'objects']]],
		['with two files for one place', {'objects/a.tif': '1', 'a.tif': '2'}, [['object-collision', 'error', 'a.tif']]],
		['with a table among the objects', {'objects/a': '1', 'metadata.csv': '2'}, [['misplaced', 'warning', 'metadata.csv']]],
		[
			'with checksums among the objects',
			{'objects/a': '1', 'objects/checksum.md5': '2'},
			[['misplaced', 'warning', 'objects/checksum.md5']],
		],
		[
			'with documents among the objects',
			{'objects/a': '1', 'submissionDocumentation/b': '2'},
			[['misplaced', 'warning', 'submissionDocumentation/b']],
		],
		['with a folder in capitals', {'objects/a': '1', 'Metadata/b': '2'}, [['misplaced', 'warning', 'Metadata/b']]],
		['with a configuration among the objects', {'objects/processingMCP.xml': '1'}, [['misplaced', 'warning', 'objects/processingMCP.xml']]],
		[
			'with a configuration that is none',
			{'objects/a': '1', 'processingMCP.xml': '<x/>'},
			[['processing-configuration', 'error', 'processingMCP.xml']],
		],
		[
			'with a configuration that is no XML',
			{'objects/a': '1', 'processingMCP.xml': 'x'},
			[['processing-configuration', 'error', 'processingMCP.xml']],
		],
		[
			'with a name that is too long',
			{[`objects/${'ü'.repeat(128)}`]: '1'},
			[
				['name-too-long', 'error', `objects/${'ü'.repeat(128)}`],
				['name-changed', 'warning', `objects/${'ü'.repeat(128)}`],
			],
		],
	])('%s is told', async (_, files, findings) => {
		const all = (await told(files)).map(([code, severity, path]) => [code, severity, path]);
		expect(all.filter(([code]) => code !== 'row-without-file')).toEqual(findings);
	});

	it('tells what names will be changed to, each folder once', async () => {
		const {status, findings} = await validate({
			'objects/my files/a & b.tif': '1',
			'objects/my files/ü.tif': '2',
			'objects/fine-(1)_x.Y': '3',
		});
		expect(status).toBe('valid');
		expect(findings.map(({code, path, message}) => [code, path, /"(my_files|a___b\.tif)"|ASCII/.exec(message)?.[0]])).toEqual([
			['name-changed', 'objects/my files', '"my_files"'],
			['name-changed', 'objects/my files/a & b.tif', '"a___b.tif"'],
			['name-changed', 'objects/my files/ü.tif', 'ASCII'],
		]);
	});

	it.each<[string, Content, readonly string[], unknown[][]]>([
		[
			'hidden files',
			{'objects/.a': '1', 'metadata/submissionDocumentation/.b': '2'},
			[],
			[
				['file-removed', 'error', 'objects/.a'],
				['file-removed', 'error', 'metadata/submissionDocumentation/.b'],
			],
		],
		[
			'what is in a hidden folder',
			{'objects/.git/config': '1'},
			['objects/.e'],
			[
				['file-removed', 'error', 'objects/.git/config'],
				['file-removed', 'error', 'objects/.e'],
			],
		],
		['copies of an editor', {'objects/a~': '1'}, ['objects/b~'], [['file-removed', 'error', 'objects/a~']]],
		[
			'what macOS and Windows leave',
			{'objects/.DS_Store': '1', 'objects/Thumbs.db': '2', 'objects/Icon': '3'},
			[],
			[
				['file-removed', 'warning', 'objects/.DS_Store'],
				['file-removed', 'warning', 'objects/Thumbs.db'],
				['file-removed', 'error', 'objects/Icon'],
			],
		],
	])('tells %s, which Archivematica removes, unless it is a bag', async (_, files, emptyFolders, findings) => {
		const all = await told({'objects/b.tif': 'b', ...files}, emptyFolders);
		expect(all.map(item => item.slice(0, 3)).filter(([code]) => code !== 'name-changed')).toEqual(findings);
		const inBag = Object.fromEntries(Object.entries(files).map(([path, content]) => [`data/${path}`, content]));
		const bag = await validate({'bagit.txt': 'x', 'data/objects/b.tif': 'b', ...inBag}, [], {digests: false});
		expect(bag.findings.filter(({code}) => code === 'file-removed')).toEqual([]);
	});

	it('that has nothing but what is removed has no objects, and a checksum of it is about nothing', async () => {
		const files = {'objects/.a': '1', 'metadata/checksum.md5': 'c4ca4238a0b923820dcc509a6f75849b  .a\n'};
		expect((await told(files)).map(([code]) => code)).toEqual(['file-removed', 'no-objects', 'checksum-count', 'checksum-without-file']);
	});

	it.each<[string, Content, readonly string[], unknown[][]]>([
		['a folder at the top and one of its name', {'a/x': '1', 'objects/a/y': '2'}, [], [['object-collision', 'error', 'a']]],
		['an empty folder at the top and a file', {'objects/a': '2'}, ['a'], [['object-collision', 'error', 'a']]],
		['a file for a folder', {metadata: '1', 'objects/a': '2'}, [], [['folder-expected', 'error', 'metadata']]],
	])('cannot be put together of %s', async (_, files, emptyFolders, findings) => {
		expect((await told(files, emptyFolders)).map(item => item.slice(0, 3))).toEqual(findings);
	});

	it('has no collision of what stays where it is', async () => {
		const files = {'metadata/a': '1', 'objects/metadata/b': '2', 'processingMCP.xml': '<processingMCP/>', 'objects/processingMCP.xml': '3'};
		expect((await told(files)).map(([code]) => code)).toEqual(['misplaced']);
	});

	it('tells collisions in a bag, too', async () => {
		const {findings} = await validate({'bagit.txt': 'x', 'data/a': '1', 'data/objects/a': '2'}, [], {digests: false});
		expect(findings.map(({code, path}) => [code, path])).toContainEqual(['object-collision', 'data/a']);
	});

	it('is no bag because there is one among its objects, or in one folder of several', async () => {
		expect((await validate({'objects/bagit.txt': 'x', 'objects/data/a': '1'})).kind).toBe('standard');
		expect((await validate({'bag/bagit.txt': 'x', 'bag/data/a': '1', 'metadata/b': '2'})).kind).toBe('standard');
		expect((await validate({'bag/bagit.txt': 'x', 'bag/data/a': '1'}, [], {digests: false})).kind).toBe('bag');
	});

	it('has tables that are as long as announced', async () => {
		const tree = treeOf(Object.entries({...objects, 'metadata/metadata.csv': complete, 'metadata/rights.csv': 'x'}));
		const files = new Map(Array.from(tree.files, ([path, file]) => [path, {...file, size: file.size + (path.endsWith('.csv') ? 1 : 0)}]));
		const {findings} = await validateTransfer({files, emptyFolders: []});
		expect(findings.map(({code, path}) => [code, path])).toEqual([
			['unreadable', 'metadata/metadata.csv'],
			['unreadable', 'metadata/rights.csv'],
		]);
	});

	it('is of empty folders too, at the top as well', async () => {
		expect(await told({'a.tif': '1', 'metadata/metadata.csv': 'filename,dc.title\nobjects,A\nobjects/e,B\n'}, ['e'])).toEqual([]);
		expect(await told({...objects, 'metadata/metadata.csv': `${complete}objects/empty/deep,E\n`}, ['objects/empty/deep'])).toEqual([]);
	});
});

it('refuses tables that are too long to be read', async () => {
	const tree = treeOf(Object.entries(objects));
	const huge: PackageFile = {path: 'metadata/metadata.csv', size: 2 ** 30, open: () => new Blob([textBytes('x')]).stream()};
	await expect(validateTransfer({files: new Map([...tree.files, [huge.path, huge]]), emptyFolders: []})).rejects.toMatchObject({
		problem: 'too-large',
	});
});
