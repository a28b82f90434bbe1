import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import type {BuiltEntry} from '../../fixtures/build-zip.ts';
import {buildZip} from '../../fixtures/build-zip.ts';
import {find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive, withShortcuts} from '../fixtures/open-archive.ts';
import type {Outline} from '../fixtures/outline.ts';
import {outlineFolder} from '../fixtures/outline.ts';

const sha1 = (bytes: string | Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function opex(body: string, version = '1.2'): string {
	return `<opex:OPEXMetadata xmlns:opex="http://www.openpreservationexchange.org/opex/v${version}">${body.replaceAll(/<(\/?)(?=[A-Z])/gu, '<$1opex:')}</opex:OPEXMetadata>`;
}

const transfer = (body: string): string => `<Transfer>${body}</Transfer>`;
const fixity = (type: string, value: string, path?: string): string =>
	`<Fixities><Fixity type="${type}" value="${value}"${path === undefined ? '' : ` path="${path}"`}/></Fixities>`;

/** An archive with an empty folder. */
async function openEmpty(): Promise<OpenArchive> {
	const open = withShortcuts(await openSandbox());
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folderRef}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect(await open.status('POST', 'structural-objects', {body})).toBe(200);
	return open;
}

async function ingest(open: OpenArchive, body: Uint8Array<ArrayBuffer>): Promise<{status: string; errors: readonly string[]}> {
	const headers = {'x-amz-meta-structuralobjectreference': folderRef};
	const answer = await open.send('PUT', `/api/s3/buckets/fonds.package.upload/${crypto.randomUUID()}.zip`, {body, headers});
	open.clock.now += 10_000;
	const progress = await open.xml(`/api/entity/progress/${answer.headers.get('preservica-progress-token')}?includeErrors=true`);
	return {status: find(progress, 'Status'), errors: findAll(progress, 'Error').map(textOf)};
}

const completed = {status: 'COMPLETED', errors: []};

/** Ingests into an empty folder and tells what came of it. */
async function ingested(entries: readonly BuiltEntry[]): Promise<readonly Outline[]> {
	const open = await openEmpty();
	expect(await ingest(open, buildZip(entries))).toEqual(completed);
	return outlineFolder(open, folderRef);
}

/** Representations as `type name: content object (files) …`. */
function shape({representations}: Outline): readonly string[] {
	return representations.map(
		({type, name, contentObjects}) =>
			`${type} ${name}: ${contentObjects.map(({title, generations}) => `${title} (${generations.map(([, , ...files]) => files.map(file => (file as readonly string[])[0]).join(' ')).join(', ')})`).join('; ')}`,
	);
}

const page = {name: 'Representation_Preservation/p/p.txt', bytes: 'p'};
const pax = (entries: readonly BuiltEntry[]): Uint8Array => buildZip(entries);

it('gives files and folders what the .opex files beside and in them say', async () => {
	const letterOpex = opex(
		transfer(`<SourceID>l-1</SourceID>${fixity('SHA256', sha256('dear').toUpperCase())}<OriginalFilename>Ärger.TXT</OriginalFilename>`) +
			'<Properties><Title>A &amp; B</Title><Description>two\nlines</Description><SecurityDescriptor>closed</SecurityDescriptor><Identifiers><Identifier type="code">1</Identifier><Identifier type="code">2</Identifier></Identifiers></Properties>' +
			'<DescriptiveMetadata><dc xmlns="http://purl.org/dc/elements/1.1/"><title xml:lang="en">x</title></dc><l:legacyXIP xmlns:l="http://preservica.com/LegacyXIP"/></DescriptiveMetadata>',
	);
	const manifest = `<Manifest><Folders><Folder>Empty</Folder></Folders><Files><File type="content" size="4">l.txt</File><File type="metadata" size="${Buffer.byteLength(letterOpex)}">l.txt.opex</File></Files></Manifest>`;
	const [letters] = await ingested([
		{name: 'Letters/'},
		{name: 'Letters/Letters.opex', bytes: opex(transfer(manifest) + '<Properties><Title>All letters</Title></Properties>', '1.0')},
		{name: 'Letters/l.txt', bytes: 'dear'},
		{name: 'Letters/l.txt.opex', bytes: letterOpex},
		{name: 'Letters/Empty/'},
	]);
	expect([letters?.title, letters?.securityTag, letters?.children.map(({title}) => title)]).toEqual([
		'All letters',
		'open',
		['A & B', 'Empty'],
	]);
	const [letter] = letters?.children ?? [];
	expect(letter).toMatchObject({description: 'two\nlines', securityTag: 'closed', identifiers: ['code 1', 'code 2']});
	expect(letter?.fragments.map(({name, namespace}) => [name, namespace])).toEqual([
		['dc', 'http://purl.org/dc/elements/1.1/'],
		['legacyXIP', 'http://preservica.com/LegacyXIP'],
	]);
	expect(letter?.representations[0]?.contentObjects[0]).toMatchObject({
		securityTag: 'closed',
		generations: [['true', 'true', ['l.txt', ['Ärger.TXT'], Buffer.from('dear').toString('base64')]]],
	});
});

it.each([false, true])('makes one asset of a PAX that tells its structure by folders (deflated: %s)', async deflate => {
	const bytes = pax([
		{name: 'Representation_Preservation/p2/b.txt', bytes: 'two'},
		{name: 'Representation_Preservation/p1/Generation_10/new.txt', bytes: 'newer', deflate: true},
		{name: 'Representation_Preservation/p1/Generation_2/old.txt', bytes: 'old'},
		{name: 'Representation_Access_2/all/x.html', bytes: 'x'},
		{name: 'Representation_Access_2/all/y.css', bytes: 'y'},
	]);
	const fixities = `<Fixities><Fixity type="SHA-1" value="${sha1(bytes)}"/><Fixity path="Representation_Preservation/p2/b.txt" type="SHA-256" value="${sha256('two')}"/></Fixities>`;
	const [asset, ...others] = await ingested([
		{name: 'Book.pax.zip', bytes, deflate},
		{name: 'Book.pax.zip.opex', bytes: opex(transfer(fixities))},
	]);
	expect([asset?.title, others]).toEqual(['Book', []]);
	expect(asset && shape(asset).toSorted()).toEqual([
		'Access Access_2: all (x.html y.css)',
		'Preservation Preservation: p1 (old.txt, new.txt); p2 (b.txt)',
	]);
	const [first] = asset?.representations.find(({type}) => type === 'Preservation')?.contentObjects ?? [];
	expect(first?.generations.map(([original, active]) => [original, active])).toEqual([
		['true', 'false'],
		['false', 'true'],
	]);
});

/** The structure of an asset with one file at `page`. */
function structure(more = '', fixities = ''): string {
	const [asset, content] = [packageRefs.asset, packageRefs.page1];
	return `<XIP xmlns="http://preservica.com/XIP/v7.7"><InformationObject><Ref>${asset}</Ref><Title>Preservation</Title><Description>told by the structure</Description><SecurityTag>closed</SecurityTag></InformationObject>
<Representation><InformationObject>${asset}</InformationObject><Type>Preservation</Type><ContentObjects><ContentObject>${content}</ContentObject></ContentObjects></Representation>
<ContentObject><Ref>${content}</Ref><Title>p</Title><SecurityTag>open</SecurityTag><Parent>${asset}</Parent></ContentObject>
<Generation original="true" active="true"><ContentObject>${content}</ContentObject><Bitstreams><Bitstream>${page.name}</Bitstream></Bitstreams></Generation>
<Bitstream><Filename>p.txt</Filename><FileSize>1</FileSize><PhysicalLocation>Representation_Preservation/p</PhysicalLocation><Fixities>${fixities}</Fixities></Bitstream>
<Identifier><Type>code</Type><Value>1</Value><Entity>${asset}</Entity></Identifier>${more}</XIP>`;
}

it('lets the .opex file have the last word over the structure in a PAX, and keeps what only that says', async () => {
	const xip = structure(`<Identifier><Type>code</Type><Value>2</Value><Entity>${packageRefs.asset}</Entity></Identifier>`);
	const bytes = pax([page, {name: 'x.xip', bytes: xip}]);
	const properties = '<Properties><Title>A letter</Title><Identifiers><Identifier type="code">1</Identifier></Identifiers></Properties>';
	const inner = `<Fixities><Fixity type="SHA-1" value="${sha1(xip)}" path="x.xip"/><Fixity type="SHA-1" value="${sha1('p')}" path="${page.name}"/></Fixities>`;
	const open = await openEmpty();
	const before = open.sandbox.state().blobs;
	const zip = buildZip([
		{name: 'x.pax.zip', bytes, deflate: true},
		{name: 'x.pax.zip.opex', bytes: opex(transfer(inner) + properties)},
	]);
	expect(await ingest(open, zip)).toEqual(completed);
	const [asset] = await outlineFolder(open, folderRef);
	expect(asset).toMatchObject({
		title: 'A letter',
		description: 'told by the structure',
		securityTag: 'closed',
		identifiers: ['code 1', 'code 2'],
	});
	expect(await open.status('GET', `information-objects/${packageRefs.asset}`)).toBe(200);
	await expect.poll(() => open.sandbox.state().blobs).toBe(before + 1);
});

it('links what names each other by SourceID', async () => {
	const linked = '<Relationships><Relationship><Type>urn:t</Type><Object>b-1</Object></Relationship></Relationships>';
	const outlines = await ingested([
		{name: 'a.txt', bytes: 'a'},
		{name: 'a.txt.opex', bytes: opex(linked)},
		{name: 'b.txt', bytes: 'b'},
		{name: 'b.txt.opex', bytes: opex(transfer('<SourceID>b-1</SourceID>'))},
		{name: 'c.txt', bytes: 'c'},
	]);
	expect(outlines.map(({links}) => links)).toEqual([['urn:t'], ['urn:t'], []]);
});

it('takes OPEX that comes through the API, too', async () => {
	const open = await openEmpty();
	const body = buildZip([
		{name: 'a.txt', bytes: 'a'},
		{name: 'a.txt.opex', bytes: opex('<Properties><Title>By another door</Title></Properties>')},
	]);
	const answer = await open.send('POST', `/api/entity/structural-objects/${folderRef}/upload-package?filename=a.zip`, {body});
	open.clock.now += 10_000;
	expect(await open.progress(await answer.text())).toBe('COMPLETED');
	expect((await outlineFolder(open, folderRef)).map(({title}) => title)).toEqual(['By another door']);
});

it('makes one asset of a PAX folder, and of a folder with an .opex file beside it', async () => {
	const manifest =
		'<Manifest><Files><File size="1">Representation_Preservation/a/a.txt</File></Files><Folders><Folder>Representation_Preservation</Folder></Folders></Manifest>';
	const outlines = await ingested([
		{name: 'A.pax/Representation_Preservation/a/a.txt', bytes: 'a'},
		{name: 'A.pax.opex', bytes: opex(transfer(manifest + fixity('SHA-1', sha1('a'), 'Representation_Preservation/a/a.txt')))},
		{name: 'B.pax/Representation_Access/b/b.txt', bytes: 'b'},
		{name: 'Album/2.txt', bytes: '2'},
		{name: 'Album/inner/1.txt', bytes: '1'},
		{name: 'Album.opex', bytes: opex('<Properties><Title>An album</Title></Properties>')},
	]);
	expect(outlines.map(outline => [outline.title, shape(outline)])).toEqual([
		['A', ['Preservation Preservation: a (a.txt)']],
		['An album', ['Preservation Preservation: 2 (2.txt); 1 (1.txt)']],
		['B', ['Access Access: b (b.txt)']],
	]);
});

it('takes .metadata files as metadata of what they lie beside, and of the folder they lie in', async () => {
	const note = (text: string): string => `<note xmlns="urn:note">${text}</note>`;
	const [folder, plan, stray] = await ingested([
		{name: 'Box/a.txt', bytes: 'a'},
		{name: 'Box/Box.metadata', bytes: note('in')},
		{name: 'Box.metadata', bytes: note('beside')},
		{name: 'plan.png', bytes: 'x'},
		{name: 'plan.png.metadata', bytes: note('plan')},
		{name: 'stray.metadata', bytes: 'not XML'},
	]);
	const notes = (outline: Outline | undefined): unknown => outline?.fragments.map(textOf);
	expect([notes(folder), notes(plan), folder?.children.map(({title}) => title)]).toEqual([['beside', 'in'], ['plan'], ['a']]);
	expect([stray?.title, stray && shape(stray)]).toEqual(['stray', ['Preservation Preservation: stray (stray.metadata)']]);
});

it('takes a package of XIP for one although it holds .opex files as content', async () => {
	const open = await openEmpty();
	const {status, errors} = await ingest(
		open,
		buildZip([
			{name: 'content/p1/a.opex', bytes: 'x'},
			{name: 'metadata.xml', bytes: '<a/>'},
		]),
	);
	expect([status, errors]).toEqual(['FAILED', [expect.stringContaining('not XIP')]]);
	expect(
		await ingest(
			open,
			buildZip([
				{name: 'A/A.opex', bytes: opex('')},
				{name: 'A/metadata.xml', bytes: '<a/>'},
			]),
		),
	).toEqual(completed);
});

const file = (xml: string): readonly BuiltEntry[] => [
	{name: 'a.txt', bytes: 'a'},
	{name: 'a.txt.opex', bytes: xml},
];
const folder = (xml: string): readonly BuiltEntry[] => [
	{name: 'F/a.txt', bytes: 'a'},
	{name: 'F/G/b.txt', bytes: 'b'},
	{name: 'F/F.opex', bytes: xml},
];
const files = (list: string): string => opex(transfer(`<Manifest><Files>${list}</Files></Manifest>`));
const inPax = (entries: readonly BuiltEntry[], xml?: string, changes: Partial<BuiltEntry> = {}): readonly BuiltEntry[] => [
	{name: 'X.pax.zip', bytes: pax(entries), ...changes},
	...(xml === undefined ? [] : [{name: 'X.pax.zip.opex', bytes: xml}]),
];
const zeros = '0'.repeat(40);

it.each<[string, readonly BuiltEntry[], RegExp]>([
	[
		'a wrong fixity of a file',
		file(opex(transfer(fixity('SHA1', zeros)))),
		/^The SHA1 of a\.txt is [0-9a-f]{40}, a\.txt\.opex says 0{40}/u,
	],
	[
		'a wrong fixity of a stored PAX',
		inPax([page], opex(transfer(fixity('SHA-1', zeros)))),
		/^The SHA1 of X\.pax\.zip is .* X\.pax\.zip\.opex says/u,
	],
	[
		'a wrong fixity of a deflated PAX',
		inPax([page], opex(transfer(fixity('SHA-1', zeros))), {deflate: true}),
		/^The SHA1 of X\.pax\.zip is/u,
	],
	[
		'a wrong fixity of a file in a PAX',
		inPax([page], opex(transfer(fixity('MD5', zeros, page.name)))),
		/^The MD5 of X\.pax\.zip\/Representation_Preservation\/p\/p\.txt is/u,
	],
	[
		'a fixity of a file that is not in the PAX',
		inPax([page], opex(transfer(fixity('MD5', zeros, '../p')))),
		/fixity of X\.pax\.zip\/\.\.\/p, which is not/u,
	],
	['an unknown fixity type', file(opex(transfer(fixity('CRC32', '00')))), /a\.txt\.opex: The fixity type CRC32 is none of/u],
	[
		'a fixity with a path for a single file',
		file(opex(transfer(fixity('MD5', zeros, 'a.txt')))),
		/a fixity with a path for a single file/u,
	],
	[
		'a fixity without a path for a folder',
		[{name: 'A.pax/Representation_Preservation/p/p.txt'}, {name: 'A.pax.opex', bytes: opex(transfer(fixity('MD5', zeros)))}],
		/A\.pax\.opex has a fixity without a path/u,
	],
	['an .opex file of nothing', [{name: 'gone.txt.opex', bytes: opex('')}], /gone\.txt\.opex belongs to no file or folder/u],
	[
		'an .opex file of an .opex file',
		[...file(opex('')), {name: 'a.txt.opex.opex', bytes: opex('')}],
		/a\.txt\.opex\.opex belongs to no file/u,
	],
	['an .opex file that is no XML', file('<a'), /a\.txt\.opex cannot be read: /u],
	['an .opex file of another kind', file('<OPEXMetadata xmlns="urn:x"/>'), /root is OPEXMetadata in urn:x, not/u],
	['a misspelt element', file(opex('<Properties><Identifers/></Properties>')), /Properties must not hold Identifers/u],
	[
		'an element without its namespace',
		file(opex('').replace('></', '><DescriptiveMetadata/></')),
		/must not hold DescriptiveMetadata in no namespace/u,
	],
	['an element twice', file(opex('<Properties><Title>a</Title><Title>b</Title></Properties>')), /Properties has more than one Title/u],
	[
		'a manifest with a file that is missing',
		folder(files('<File>a.txt</File><File>c.txt</File>')),
		/F\/F\.opex lists c\.txt, which is not/u,
	],
	['a manifest that leaves a file out', folder(files('')), /F\/a\.txt is in the package and not listed by F\/F\.opex/u],
	['a manifest with a wrong size', folder(files('<File size="9">a.txt</File>')), /F\/a\.txt has 1 bytes, F\/F\.opex says 9/u],
	['a manifest with a size that is none', folder(files('<File size="-1">a.txt</File>')), /The size -1 of a\.txt is not a number/u],
	['a manifest with a file twice', folder(files('<File>a.txt</File><File>a.txt</File>')), /lists a\.txt twice/u],
	[
		'a manifest with a path that leaves the folder',
		folder(files('<File>a.txt</File><File>../F/a.txt</File>')),
		/lists \.\.\/F\/a\.txt, which is not/u,
	],
	[
		'a manifest with the folder itself',
		folder(opex(transfer('<Manifest><Folders><Folder>G</Folder><Folder>F</Folder></Folders></Manifest>'))),
		/lists the folder F, which is not/u,
	],
	[
		'a manifest that leaves a folder out',
		folder(opex(transfer('<Manifest><Folders/></Manifest>'))),
		/The folder F\/G is in the package and not listed/u,
	],
	[
		'an unknown security tag',
		file(opex('<Properties><SecurityDescriptor>secret</SecurityDescriptor></Properties>')),
		/no security tag secret/u,
	],
	[
		'a relationship with what is not there',
		file(opex('<Relationships><Relationship><Type>t</Type><Object>o</Object></Relationship></Relationships>')),
		/A relationship t is with o, which is neither/u,
	],
	[
		'the same SourceID twice',
		[
			...file(opex(transfer('<SourceID>s</SourceID>'))),
			{name: 'b', bytes: 'b'},
			{name: 'b.opex', bytes: opex(transfer('<SourceID>s</SourceID>'))},
		],
		/the SourceID s twice/u,
	],
	[
		'a name that is file and folder',
		[
			{name: 'a', bytes: 'x'},
			{name: 'a/b', bytes: 'x'},
		],
		/^a is a file and a folder/u,
	],
	['absurd depth', [{name: `${'a/'.repeat(300)}b`, bytes: 'x'}], /lies in more than 200 folders/u],
	['a PAX that is no zip file', [{name: 'X.pax.zip', bytes: 'hello'}], /^X\.pax\.zip: This is not a zip file/u],
	['a PAX that is cut off', [{name: 'X.pax.zip', bytes: pax([page]).subarray(20)}], /^X\.pax\.zip: /u],
	['a PAX whose file is damaged', inPax([{...page, crc: 7}]), /p\.txt is damaged: its CRC-32/u],
	['a damaged PAX', inPax([page], undefined, {crc: 7}), /X\.pax\.zip is damaged: its CRC-32/u],
	['a damaged PAX that is deflated', inPax([page], undefined, {crc: 7, deflate: true}), /X\.pax\.zip is damaged: its CRC-32/u],
	[
		'a PAX with a path that leaves it',
		inPax([page, {name: '../../etc/passwd'}]),
		/^X\.pax\.zip: The path "\.\.\/\.\.\/etc\/passwd" leaves/u,
	],
	['a PAX whose files share bytes', inPax([page, {name: 'Representation_Preservation/p/q.txt', bytes: 'p', sameAs: 0}]), /shares bytes/u],
	[
		'a PAX with a file outside its representations',
		inPax([page, {name: 'readme.txt', bytes: 'x'}]),
		/X\.pax\.zip\/readme\.txt does not lie in/u,
	],
	[
		'a PAX with a file its structure does not describe',
		inPax([page, {name: 'x.xip', bytes: structure()}, {name: 'readme.txt', bytes: 'x'}]),
		/^X\.pax\.zip\/readme\.txt is in the package and not described by X\.pax\.zip\/x\.xip/u,
	],
	[
		'a PAX without a file its structure describes',
		inPax([{name: 'x.xip', bytes: structure()}]),
		/^X\.pax\.zip\/Representation_Preservation\/p\/p\.txt is described and not in the package/u,
	],
	[
		'a wrong fixity of a structure',
		inPax([page, {name: 'x.xip', bytes: structure()}], opex(transfer(fixity('MD5', zeros, 'x.xip')))),
		/^The MD5 of X\.pax\.zip\/x\.xip is/u,
	],
	[
		'a wrong fixity beside a structure',
		inPax([page, {name: 'x.xip', bytes: structure()}], opex(transfer(fixity('MD5', zeros, page.name)))),
		/^The MD5 of X\.pax\.zip\/Representation_Preservation\/p\/p\.txt is .* X\.pax\.zip\.opex says/u,
	],
	[
		'a wrong fixity in a structure',
		inPax([
			page,
			{
				name: 'x.xip',
				bytes: structure('', `<Fixity><FixityAlgorithmRef>SHA1</FixityAlgorithmRef><FixityValue>${zeros}</FixityValue></Fixity>`),
			},
		]),
		/^The SHA1 of X\.pax\.zip\/Representation_Preservation\/p\/p\.txt is .* X\.pax\.zip\/x\.xip says/u,
	],
	[
		'an .opex file beside a folder and another in it',
		[
			{name: 'F/a.txt', bytes: 'a'},
			{name: 'F/F.opex', bytes: opex('')},
			{name: 'F.opex', bytes: opex('')},
		],
		/F has an \.opex file beside it and another in it/u,
	],
	[
		'a manifest with a folder twice',
		folder(opex(transfer('<Manifest><Folders><Folder>G</Folder><Folder>G</Folder></Folders></Manifest>'))),
		/lists the folder G twice/u,
	],
	['a PAX with two structures', inPax([page, {name: 'a.xip', bytes: '<a/>'}, {name: 'b.xip', bytes: '<a/>'}]), /more than one \.xip/u],
	[
		'a PAX with a structure that is no XIP',
		inPax([page, {name: 'a.xip', bytes: '<a/>'}]),
		/root of X\.pax\.zip\/a\.xip is a in no namespace/u,
	],
	[
		'a PAX with a structure of nothing',
		inPax([page, {name: 'a.xip', bytes: '<XIP xmlns="http://preservica.com/XIP/v7.7"/>'}]),
		/must describe one asset/u,
	],
	[
		'a PAX that unpacks to far more',
		[{name: 'X.pax.zip', bytes: new Uint8Array(17 * 1024 * 1024), deflate: true}],
		/is more than is accepted/u,
	],
	[
		'.metadata that is no XML',
		[
			{name: 'a', bytes: 'a'},
			{name: 'a.metadata', bytes: 'x'},
		],
		/a\.metadata cannot be read/u,
	],
])('fails a package with %s, says why, and keeps nothing of it', async (_title, entries, reason) => {
	const open = await openEmpty();
	const before = open.sandbox.state();
	const {status, errors} = await ingest(open, buildZip([{name: 'fine.txt', bytes: 'fine'}, ...entries]));
	expect([status, errors.join('\n')]).toEqual(['FAILED', expect.stringMatching(reason)]);
	const after = open.sandbox.state();
	expect([after.entities, after.blobs]).toEqual([before.entities, before.blobs]);
});

it('adds to a folder that came under the same SourceID, and does not take an asset twice', async () => {
	const open = await openEmpty();
	const batch = (name: string): Uint8Array<ArrayBuffer> =>
		buildZip([
			{name: 'F/F.opex', bytes: opex(transfer('<SourceID>f</SourceID>'))},
			{name: `F/${name}`, bytes: name},
			{name: `F/${name}.opex`, bytes: opex(transfer(`<SourceID>${name}</SourceID>`))},
		]);
	expect([await ingest(open, batch('one')), await ingest(open, batch('two'))]).toEqual([completed, completed]);
	const outlines = await outlineFolder(open, folderRef);
	expect(outlines.map(({title, children}) => [title, children.map(child => child.title)])).toEqual([['F', ['one', 'two']]]);
	const {status, errors} = await ingest(open, batch('two'));
	expect([status, errors]).toEqual([
		'FAILED',
		[expect.stringMatching(/^The SourceID two of two is that of .*, which is in the archive already/u)],
	]);
});

it('ingests what it has exported as what it was', async () => {
	const first = await openArchive();
	const xip = 'xmlns="http://preservica.com/XIP/v8.1"';
	const inner = 'aaaaaaaa-0f0a-4f52-9d1a-3d1c8f6f2c11';
	const post = async (path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<void> => {
		const status = await first.status('POST', path, headers ? {body, headers} : {body});
		expect([path, status < 300]).toEqual([path, true]);
	};
	await post(
		'structural-objects',
		`<StructuralObject ${xip}><Ref>${inner}</Ref><Title>A: b/c &amp; ..</Title><Description>ünï</Description><SecurityTag>closed</SecurityTag><Parent>${folderRef}</Parent></StructuralObject>`,
	);
	await post(
		'structural-objects',
		`<StructuralObject ${xip}><Title>a: B/c &amp; ..</Title><SecurityTag>open</SecurityTag><Parent>${folderRef}</Parent></StructuralObject>`,
	);
	await post(`structural-objects/${inner}/identifiers`, `<Identifier ${xip}><Type>code</Type><Value>A &lt; 1</Value></Identifier>`);
	await post(`content-objects/${packageRefs.page1}/identifiers`, `<Identifier ${xip}><Type>page</Type><Value>1</Value></Identifier>`);
	for (const path of [`structural-objects/${inner}`, `content-objects/${packageRefs.page2}`])
		await post(
			`${path}/metadata`,
			`<MetadataContainer ${xip} schemaUri="urn:m"><Content><m:m xmlns:m="urn:m" a="1">x<m:y/> z</m:m></Content></MetadataContainer>`,
		);
	await post(`content-objects/${packageRefs.page1}/generations`, 'a better scan', {filename: 'page 1a.txt'});
	await post(
		`structural-objects/${inner}/links`,
		`<Link ${xip}><Type>urn:a</Type><FromEntity>${inner}</FromEntity><ToEntity>${packageRefs.asset}</ToEntity></Link>`,
	);

	const action =
		'<ExportAction xmlns="http://preservica.com/EntityAPI/v8.1"><IncludeParentHierarchy>false</IncludeParentHierarchy></ExportAction>';
	const exportOf = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
		const token = await first.accepted('POST', `${path}/exports`, {body: action});
		first.clock.now += 10_000;
		expect(await first.progress(token)).toBe('COMPLETED');
		return new Uint8Array(await (await first.send('GET', `/api/entity/actions/exports/${token}/content`)).arrayBuffer());
	};
	const target = 'bbbbbbbb-0f0a-4f52-9d1a-3d1c8f6f2c11';
	const second = await openEmpty();
	const tree = await exportOf(`structural-objects/${folderRef}`);
	// the folder that is exported must not be known where it goes to
	const third = withShortcuts(await openSandbox());
	expect(
		await third.status('POST', 'structural-objects', {
			body: `<StructuralObject ${xip}><Ref>${target}</Ref><Title>T</Title><SecurityTag>open</SecurityTag></StructuralObject>`,
		}),
	).toBe(200);
	const put = await third.send('PUT', '/api/s3/buckets/fonds.package.upload/t.zip', {
		body: tree,
		headers: {'x-amz-meta-structuralobjectreference': target},
	});
	third.clock.now += 10_000;
	const token = put.headers.get('preservica-progress-token') ?? '';
	expect([await third.errors(token), await third.progress(token)]).toEqual([expect.not.stringContaining('Error'), 'COMPLETED']);
	const original = await outlineFolder(first, folderRef);
	const [box] = await outlineFolder(third, target);
	expect([box?.title, original.map(({title, links}) => [title, links])]).toEqual([
		'Box 1',
		[
			['a: B/c & ..', []],
			['A: b/c & ..', ['urn:a']],
			['Letter & envelope', ['urn:a']],
		],
	]);
	expect(original.map(({fragments, identifiers}) => [fragments.length, identifiers])).toEqual([
		[0, []],
		[1, ['code A < 1']],
		[1, ['code L/1']],
	]);
	expect(box?.children).toEqual(original);

	expect(await ingest(second, await exportOf(`information-objects/${packageRefs.asset}`))).toEqual(completed);
	const [asset] = await outlineFolder(second, folderRef);
	const {links: _links, linked: _linked, ...same} = original.find(({title}) => title === 'Letter & envelope') ?? {links: [], linked: []};
	expect(asset).toMatchObject(same);
	expect(asset?.representations.flatMap(({contentObjects}) => contentObjects.map(({generations}) => generations.length))).toEqual([
		2, 1, 1,
	]);

	const before = first.sandbox.state().entities;
	expect((await ingest(first, tree)).status).toBe('FAILED');
	expect(first.sandbox.state().entities).toEqual(before);
});

const samples = fileURLToPath(new URL('../../../../../../shared/data/', import.meta.url));

function sampleEntries(place: string): readonly BuiltEntry[] {
	return readdirSync(samples + place, {recursive: true, withFileTypes: true})
		.filter(item => item.isFile())
		.map(item => ({
			name: `${item.parentPath}/${item.name}`.slice(samples.length + place.length + 1),
			bytes: readFileSync(`${item.parentPath}/${item.name}`),
		}));
}

describe.skipIf(!existsSync(samples))(
	existsSync(samples) ? 'sample packages' : 'sample packages: skipped, ../shared/data is not there',
	() => {
		it('takes a PAX with a structure', async () => {
			const [asset] = await ingested(sampleEntries('pax/made-zip-with-xip').filter(({name}) => name !== 'report.xip'));
			expect([asset?.title, asset && shape(asset)]).toEqual([
				'A report',
				['Preservation Preservation: report.txt (report.txt)', 'Access Access: report.html (report.html)'],
			]);
		});

		it('takes a PAX without a structure', async () => {
			const [asset] = await ingested(sampleEntries('pax/made-zip-without-xip'));
			expect([asset?.title, asset && shape(asset).toSorted()]).toEqual([
				'A booklet',
				['Access Access: booklet (booklet.html)', 'Preservation Preservation: page1 (page1.txt); page2 (page2.txt)'],
			]);
		});

		it('takes a tree with a PAX folder', async () => {
			const [container] = await ingested(sampleEntries('pax/made-folder-ingest'));
			const [letters] = container?.children ?? [];
			expect([container?.title, letters?.title, letters?.children.map(({title}) => title)]).toEqual([
				'made-container',
				'Letters',
				['First letter', 'overview'],
			]);
		});

		it.each(['folders-before-files', 'properties-before-transfer'])('fails on what a manifest misses, not on its order: %s', async name => {
			const sample = readdirSync(`${samples}opex/not-conforming`).find(each => each.includes(name));
			const open = await openEmpty();
			const {errors} = await ingest(
				open,
				buildZip([
					{name: 'F.pax/x', bytes: 'x'},
					{name: 'F.pax.opex', bytes: readFileSync(`${samples}opex/not-conforming/${sample}`)},
				]),
			);
			expect(errors.join('\n')).toMatch(/F\.pax\.opex lists .*, which is not in the package/u);
		});
	},
);
