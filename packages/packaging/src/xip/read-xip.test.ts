import {describe, expect, it, vi} from 'vitest';
import {writeXml} from '@fonds/core/xml';
import {collect} from '../fixtures/entries.ts';
import {filesOf, textOf, treeOf} from '../fixtures/trees.ts';
import type {XipContents} from './contents.ts';
import {readXip} from './read-xip.ts';
import {xipLayout} from './xip-layout.ts';

const entity = (kind: string, ref: string, more = ''): string =>
	`<${kind}><Ref>${ref}</Ref><Title>T ${ref}</Title><SecurityTag>open</SecurityTag>${more}</${kind}>`;
const folder = (ref: string, parent?: string): string => entity('StructuralObject', ref, parent && `<Parent>${parent}</Parent>`);
const asset = (ref: string, parent?: string): string => entity('InformationObject', ref, parent && `<Parent>${parent}</Parent>`);
const object = (ref: string, parent = 'a'): string => entity('ContentObject', ref, `<Parent>${parent}</Parent>`);
const representation = (refs: readonly string[], owner = 'a'): string =>
	`<Representation><InformationObject>${owner}</InformationObject><Name>N</Name><Type>Preservation</Type><ContentObjects>${refs.map(ref => `<ContentObject>${ref}</ContentObject>`).join('')}</ContentObjects></Representation>`;
const generation = (owner: string, ...paths: readonly string[]): string =>
	`<Generation original="true" active="true"><ContentObject>${owner}</ContentObject><Bitstreams>${paths.map(path => `<Bitstream>${path}</Bitstream>`).join('')}</Bitstreams></Generation>`;
const helloDigest = 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d';
const fixities = `<Fixities><Fixity><FixityAlgorithmRef>SHA1</FixityAlgorithmRef><FixityValue>${helloDigest}</FixityValue></Fixity></Fixities>`;
const bitstream = (location: string, name: string, more = `<FileSize>5</FileSize>${fixities}`): string =>
	`<Bitstream><Filename>${name}</Filename><PhysicalLocation>${location}</PhysicalLocation>${more}</Bitstream>`;
const metadataOf = (content: string): string => `<Metadata><Ref>m</Ref><Entity>a</Entity><Content>${content}</Content></Metadata>`;
const link = '<Link><Type>t</Type><FromEntity>a</FromEntity><ToEntity>b</ToEntity></Link>';
const document = (inner: string, version = '7.7'): string => `<XIP xmlns="http://preservica.com/XIP/v${version}">${inner}</XIP>`;

/** An asset of one file. */
const good = [asset('a'), representation(['o']), object('o'), generation('o', 'p1/x.txt'), bitstream('p1', 'x.txt')];

async function read(
	inner: string | readonly string[],
	files: readonly (readonly [string, string])[] = [['content/p1/x.txt', 'hello']],
): Promise<XipContents> {
	return await readXip(treeOf([['metadata.xml', document([inner].flat().join('\n'))], ...files]));
}

/** Of the metadata: files that many of them do not describe are another matter. */
const codes = ({findings}: XipContents): readonly string[] => findings.flatMap(({code}) => (code === 'not-described' ? [] : [code]));

describe('the metadata', () => {
	it.each([['metadata.xml'], ['id/metadata.xml'], ['report.xip'], ['report/report.xip']])('are found as %s', async path => {
		const {assets, metadataPath, namespace} = await readXip(treeOf([[path, document(asset('a'))]]));
		expect(metadataPath).toBe(path);
		expect(namespace).toBe('http://preservica.com/XIP/v7.7');
		expect(assets.map(({ref}) => ref)).toEqual(['a']);
	});

	it('can be named', async () => {
		const tree = treeOf([
			['one.xip', document(asset('a'))],
			['two.xip', document(asset('b'))],
			['deep/in/here.xml', document(asset('c'))],
		]);
		expect((await readXip(tree, {metadata: 'two.xip'})).assets[0]?.ref).toBe('b');
		expect((await readXip(tree, {metadata: 'deep/in/here.xml'})).assets[0]?.ref).toBe('c');
	});

	it.each<[string, readonly (readonly [string, string])[], object]>([
		['when there are none', [['a.txt', 'x']], {problem: 'not-xip', message: expect.stringContaining('neither metadata.xml nor a .xip')}],
		[
			'when several could be meant',
			[
				['a.xip', ''],
				['b.xip', ''],
			],
			{problem: 'not-xip', message: expect.stringContaining('several packages')},
		],
		[
			'when they are not well-formed',
			[['metadata.xml', '<XIP xmlns="http://preservica.com/XIP/v7.7"><a></XIP>']],
			{problem: 'unreadable', path: 'metadata.xml', message: expect.stringContaining('line 1')},
		],
		['when there is a doctype', [['metadata.xml', `<!DOCTYPE XIP>${document('')}`]], {problem: 'unreadable'}],
		[
			'when the root is another',
			[['metadata.xml', '<XIP xmlns="urn:x"/>']],
			{problem: 'not-xip', message: expect.stringContaining('urn:x')},
		],
		['when the root has another name', [['metadata.xml', '<xip xmlns="http://preservica.com/XIP/v7.7"/>']], {problem: 'not-xip'}],
		[
			'when the root is in no namespace',
			[['metadata.xml', '<XIP/>']],
			{problem: 'not-xip', message: expect.stringContaining('no namespace')},
		],
	])('are refused %s', async (_, files, problem) => {
		await expect(readXip(treeOf(files))).rejects.toMatchObject({name: 'PackageError', ...problem});
	});

	it('are refused when the file that was named is not there', async () => {
		await expect(readXip(treeOf([]), {metadata: 'x.xip'})).rejects.toMatchObject({problem: 'not-xip', path: 'x.xip'});
	});

	it('are refused before they are opened when they are too large', async () => {
		const open = vi.fn();
		const file = {path: 'metadata.xml', size: 513 * 1024 * 1024, open};
		await expect(readXip({files: new Map([[file.path, file]]), emptyFolders: []})).rejects.toMatchObject({problem: 'too-large'});
		expect(open).not.toHaveBeenCalled();
	});

	it.each([-1, 1])('are refused when they have another length than was said (%i)', async difference => {
		const file = treeOf([['metadata.xml', document('')]]).files.get('metadata.xml')!;
		const listed = new Map([[file.path, {...file, size: file.size + difference}]]);
		await expect(readXip({files: listed, emptyFolders: []})).rejects.toMatchObject({problem: 'size-mismatch', path: 'metadata.xml'});
	});

	it('are not read when the signal has ended', async () => {
		const reason = new Error('enough');
		await expect(readXip(treeOf([['metadata.xml', document('')]]), {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
	});
});

describe('what is read', () => {
	it('is an asset with its files', async () => {
		const contents = await read(good);
		expect(contents.findings).toEqual([]);
		const [first] = contents.assets[0]!.representations[0]!.contentObjects[0]!.generations;
		expect(first).toMatchObject({original: true, active: true, label: undefined});
		const [file] = first!.bitstreams;
		expect(file).toMatchObject({
			filename: 'x.txt',
			path: 'x.txt',
			location: 'p1',
			size: 5,
			fixities: [{algorithm: 'sha1', name: 'SHA1', value: helloDigest}],
		});
		expect(file?.file?.path).toBe('content/p1/x.txt');
		expect(new TextDecoder().decode(await collect(file!.open()))).toBe('hello');
		expect(contents.bitstreams).toEqual([file]);
	});

	it('is in any prefix and with white space around', async () => {
		const {assets, findings} = await readXip(
			treeOf([
				[
					'metadata.xml',
					'<?xml version="1.0" ?>\n<x:XIP xmlns:x="http://preservica.com/XIP/v8.3">\n<x:InformationObject><x:Ref>\n a </x:Ref><x:Title> T </x:Title><x:SecurityTag> open\n</x:SecurityTag><x:CustomType/><x:Parent> p </x:Parent><x:Description/></x:InformationObject></x:XIP>',
				],
			]),
		);
		expect(findings).toEqual([]);
		expect(assets[0]).toMatchObject({
			ref: 'a',
			title: ' T ',
			securityTag: 'open',
			parent: 'p',
			customType: undefined,
			description: undefined,
		});
	});

	it('is a tree of folders, whatever their order', async () => {
		const {folders, assets, findings} = await read(
			[folder('c', 'b'), folder('a'), folder('b', 'a'), asset('x', 'c'), asset('y', 'elsewhere')],
			[],
		);
		expect(findings).toEqual([]);
		expect(folders.map(({ref}) => ref)).toEqual(['a']);
		expect(folders[0]?.folders[0]?.folders[0]?.assets.map(({ref}) => ref)).toEqual(['x']);
		expect(assets.map(({ref, parent}) => [ref, parent])).toEqual([['y', 'elsewhere']]);
	});

	it('has a content object of several representations once', async () => {
		const [only, , ...rest] = good;
		const {assets, findings} = await read([only!, representation(['o']), representation(['o']), ...rest]);
		expect(findings).toEqual([]);
		const [one, other] = assets[0]!.representations;
		expect(one?.contentObjects[0]).toBe(other?.contentObjects[0]);
	});

	it.each([
		['1', true],
		['0', false],
		['TRUE', true],
		[' false ', false],
	])('has flags in any of their forms: %j', async (flag, expected) => {
		const [a = '', r = '', o = '', g = '', b = ''] = good;
		const {assets, findings} = await read([a, r, o, g.replace('original="true"', `original="${flag}"`), b]);
		expect(findings).toEqual([]);
		expect(assets[0]?.representations[0]?.contentObjects[0]?.generations[0]?.original).toBe(expected);
	});

	it('has no date that is not there, nor has what is written of it', async () => {
		const contents = await read(good);
		const [only] = contents.assets[0]!.representations[0]!.contentObjects[0]!.generations;
		expect(only?.effectiveDate).toBe('');
		const files = await filesOf(xipLayout(contents, {namespace: contents.namespace}));
		expect(textOf(files, 'metadata.xml')).not.toContain('EffectiveDate');
	});

	it('has links, restrictions and events', async () => {
		const {links, restrictions, events, findings} = await read(
			[
				asset('a'),
				'<Link><Type>t</Type><FromEntity>a</FromEntity><ToEntity>b</ToEntity></Link>',
				'<Restriction><Type>LOCK</Type><Entity>a</Entity></Restriction>',
				'<EventAction commandType="c"><Event type="Ingest"><Ref>r</Ref><User>u</User><WorkflowInstanceId>7</WorkflowInstanceId></Event><Date>2024-01-01T00:00:00Z</Date><Entity>a</Entity><SerialisedCommand/></EventAction>',
			],
			[],
		);
		expect(findings).toEqual([]);
		expect(links).toEqual([{type: 't', from: 'a', to: 'b'}]);
		expect(restrictions).toEqual([{type: 'LOCK', entity: 'a'}]);
		expect(events).toEqual([
			{
				commandType: 'c',
				event: {type: 'Ingest', ref: 'r', date: undefined, user: 'u', workflowName: undefined, workflowInstanceId: '7'},
				date: '2024-01-01T00:00:00Z',
				entity: 'a',
				serialisedCommand: undefined,
			},
		]);
	});

	it('has fragments with the prefixes that values in them need', async () => {
		const xml = `<XIP xmlns="http://preservica.com/XIP/v7.7" xmlns:p="urn:p">${asset('a')}<Metadata schemaUri="urn:s" xmlns:q="urn:q"><Ref>m</Ref><Entity>a</Entity><Content xmlns:r="urn:r"><d xmlns="urn:d" xmlns:r="urn:own" type="p:t q:t r:t">x</d></Content></Metadata></XIP>`;
		const {assets, findings} = await readXip(treeOf([['metadata.xml', xml]]));
		expect(findings).toEqual([]);
		const [fragment] = assets[0]!.metadata;
		expect(fragment).toMatchObject({ref: 'm', schema: 'urn:s'});
		const written = writeXml(fragment!.xml);
		expect(written).toContain('xmlns:p="urn:p"');
		expect(written).toContain('xmlns:q="urn:q"');
		expect(written).toContain('xmlns:r="urn:own"');
		expect(written).not.toContain('urn:r"');
		expect(written).not.toContain('preservica');
	});

	it('has fragments with the default namespace that values in them need', async () => {
		const content = '<Content xmlns="urn:d"><q:root xmlns:q="urn:q" type="t"/></Content>'.replaceAll(/(<\/?)Content/g, '$1x:Content');
		const inner = `<Metadata schemaUri="urn:s"><Ref>m</Ref><Entity>a</Entity>${content}</Metadata>`;
		const xml = document(asset('a') + inner).replace('<XIP', '<XIP xmlns:x="http://preservica.com/XIP/v7.7"');
		const {assets, findings} = await readXip(treeOf([['metadata.xml', xml]]));
		expect(findings).toEqual([]);
		expect(writeXml(assets[0]!.metadata[0]!.xml)).toContain('xmlns="urn:d"');
	});

	it.each([
		['below the folder of a .xip', 'x.xip', 'Representation_Preservation/o', 'Representation_Preservation/o/x.txt'],
		['in content beside metadata.xml in a folder', 'id/metadata.xml', 'p1', 'id/content/p1/x.txt'],
		['in no folder of its own', 'id/metadata.xml', '', 'id/content/x.txt'],
		['in a folder that ends with a slash', 'metadata.xml', 'p1/', 'content/p1/x.txt'],
		['beside metadata.xml without content', 'metadata.xml', 'p1', 'p1/x.txt'],
	])('has files %s', async (_, metadata, location, path) => {
		const name = `${location.replace(/\/$/, '')}/x.txt`.replace(/^\//, '');
		const xml = document([asset('a'), representation(['o']), object('o'), generation('o', name), bitstream(location, 'x.txt')].join(''));
		const contents = await readXip(
			treeOf([
				[metadata, xml],
				[path, 'hello'],
			]),
		);
		expect(contents.findings).toEqual([]);
		expect(contents.assets[0]?.representations[0]?.contentObjects[0]?.generations[0]?.bitstreams[0]?.file?.path).toBe(path);
	});

	it('has files under the names they have where they lie', async () => {
		const more = `<FileSize>5</FileSize><PhysicalFilename>0001.bin</PhysicalFilename>${fixities}`;
		const {bitstreams, findings} = await read([...good.slice(0, 4), bitstream('p1', 'x.txt', more)], [['content/p1/0001.bin', 'hello']]);
		expect(findings).toEqual([]);
		expect([bitstreams[0]?.filename, bitstreams[0]?.file?.path]).toEqual(['x.txt', 'content/p1/0001.bin']);
	});

	it('cannot be opened where a file is missing', async () => {
		const {bitstreams, findings} = await read(good, []);
		expect(findings).toEqual([]);
		expect(bitstreams[0]?.file).toBeUndefined();
		expect(() => bitstreams[0]?.open()).toThrow('"p1/x.txt" is not in the package');
	});
});

describe('what does not conform is read, and told', () => {
	const [a = '', r = '', o = '', g = '', b = ''] = good;
	const isFirstUsed = ({assets, bitstreams}: XipContents): boolean =>
		assets[0]?.representations[0]?.contentObjects[0]?.generations[0]?.bitstreams[0] === bitstreams[0];
	const sameName = (xml: string): string => xml.replaceAll('x.txt', 'é.txt');
	it.each<[string, string, readonly string[], ((contents: XipContents) => unknown)?, unknown?]>([
		['kinds in another order', [b, g, o, r, a].join(''), ['wrong-order'], ({assets}) => assets[0]?.representations.length, 1],
		['kinds that are mixed', [a, r, o, g, b, asset('a2'), object('o2')].join(''), ['wrong-order', 'unused-content-object']],
		[
			'a representation with its type first',
			`${a}${r.replace(/(<Name>.*<\/Name>)(<Type>.*<\/Type>)/, '$2$1')}${o}${g}${b}`,
			['wrong-order'],
		],
		[
			'content objects in a representation',
			`${a}${r.replace('</Representation>', `${o}${g}${b}</Representation>`)}`,
			['misplaced-element'],
			({bitstreams}) => bitstreams.length,
			1,
		],
		['no reference', a.replace('<Ref>a</Ref>', ''), ['no-field'], ({assets}) => assets[0]?.ref, ''],
		['an empty reference', a.replace('<Ref>a</Ref>', '<Ref/>'), ['empty-field']],
		['no title', a.replace('<Title>T a</Title>', ''), ['no-field'], ({assets}) => assets[0]?.title, ''],
		['an empty title', a.replace('>T a<', '><'), ['empty-field']],
		['no security tag', a.replace('<SecurityTag>open</SecurityTag>', ''), ['no-field'], ({assets}) => assets[0]?.securityTag, undefined],
		['no type of a representation', [a, r.replace('<Type>Preservation</Type>', ''), o, g, b].join(''), ['no-field']],
		['an empty type of a representation', [a, r.replace('>Preservation<', '><'), o, g, b].join(''), ['empty-field']],
		['no file name', [a, r, o, generation('o'), b.replace('>x.txt<', '><')].join(''), ['empty-field', 'unsafe-path', 'unused-bitstream']],
		[
			'a field twice',
			a.replace('<Title>', '<Title>First</Title><Title>'),
			['repeated-element'],
			({assets}) => [assets[0]?.title, assets[0]?.unknown.length],
			['First', 1],
		],
		[
			'an element that is not known',
			a.replace('<Title>', '<New>x</New><Title>'),
			['unknown-element'],
			({assets}) => assets[0]?.unknown.map(({name}) => name),
			['New'],
		],
		[
			'an element of another namespace',
			a.replace('<Title>', '<Title xmlns="urn:x">x</Title><Title>'),
			['unknown-element'],
			({assets}) => assets[0]?.title,
			'T a',
		],
		['an element at the top that is not known', `${a}<New/>`, ['unknown-element'], ({unknown}) => unknown.map(({name}) => name), ['New']],
		[
			'an element in a list that is not known',
			[a, r, o, g.replace('<Bitstreams>', '<Bitstreams><New/>'), b].join(''),
			['unknown-element'],
			({leftovers}) => leftovers.map(({name}) => name),
			['Generation'],
		],
		['a reference twice', `${a}${a}`, ['duplicate-ref'], ({assets}) => assets.length, 2],
		['a reference of two kinds, and a folder in the first', `${folder('a')}${folder('f', 'a')}${a}`, ['duplicate-ref']],
		['a reference of two kinds', `${folder('a')}${a}`, ['duplicate-ref']],
		[
			'a representation of nothing',
			`${a}${representation([], 'z')}`,
			['empty-field', 'dangling-ref'],
			({leftovers}) => leftovers.map(({name}) => name),
			['Representation'],
		],
		[
			'a representation of a folder',
			`${folder('f')}${representation([], 'f')}`,
			['empty-field', 'dangling-ref'],
			({leftovers}) => leftovers.length,
			1,
		],
		['a representation of a content object that is not there', `${a}${representation(['z'])}`, ['dangling-ref']],
		['a generation of nothing', `${a}${generation('z')}`, ['dangling-ref'], ({leftovers}) => leftovers.length, 1],
		['a generation of a file that is not described', [a, r, o, generation('o', 'p1/z')].join(''), ['dangling-ref']],
		[
			'an identifier of nothing',
			`${a}<Identifier><Type>t</Type><Value>v</Value><Entity>z</Entity></Identifier>`,
			['dangling-ref'],
			({leftovers}) => leftovers.length,
			1,
		],
		[
			'an identifier without a value',
			`${a}<Identifier><Type>t</Type><Value/><Entity>a</Entity></Identifier>`,
			['empty-field'],
			({assets}) => assets[0]?.identifiers,
			[{apiId: undefined, type: 't', value: ''}],
		],
		[
			'metadata of nothing',
			`${a}<Metadata><Ref>m</Ref><Entity>z</Entity><Content><x xmlns="urn:x"/></Content></Metadata>`,
			['dangling-ref'],
			({leftovers}) => leftovers.length,
			1,
		],
		[
			'metadata without content',
			`${a}<Metadata><Ref>m</Ref><Entity>a</Entity><Content/></Metadata>`,
			['fragment-content'],
			({assets}) => assets[0]?.metadata.length,
			0,
		],
		[
			'metadata with two roots',
			`${a}<Metadata><Ref>m</Ref><Entity>a</Entity><Content><x xmlns="urn:x"/><y xmlns="urn:x"/></Content></Metadata>`,
			['fragment-content'],
			({assets}) => assets[0]?.metadata[0]?.xml.name,
			'x',
		],
		[
			'a content object in no representation',
			[a, o, g, b].join(''),
			['unused-content-object'],
			({contentObjects}) => contentObjects[0]?.generations.length,
			1,
		],
		[
			'a content object twice',
			[a, r, o, o, g, b].join(''),
			['duplicate-ref'],
			({contentObjects}) => contentObjects.map(({ref, generations}) => [ref, generations]),
			[['o', []]],
		],
		['a content object of another asset', [a, asset('z'), r, object('o', 'z'), g, b].join(''), ['wrong-parent']],
		['a bitstream that no generation names', [a, r, o, b].join(''), ['unused-bitstream'], ({bitstreams}) => bitstreams.length, 1],
		['a bitstream twice', [a, r, o, g, b, b].join(''), ['described-twice', 'unused-bitstream'], isFirstUsed, true],
		['a file that is named with white space around it', [a, r, o, generation('o', ' p1/x.txt\n'), b].join(''), []],
		[
			'a bitstream whose other name is the name of another',
			[a, r, object('o2'), o, generation('o', 'p1/é.txt'), generation('o2', 'p1/x.txt')].join('') +
				bitstream('p1', 'é.txt', `<PhysicalFilename>x.txt</PhysicalFilename><FileSize>5</FileSize>${fixities}`) +
				b,
			['unused-content-object'],
			({contentObjects}) => contentObjects[0]?.generations[0]?.bitstreams[0]?.filename,
			'x.txt',
		],
		[
			'two bitstreams whose names differ in how letters are composed, and one file',
			sameName([a, r, o, g, b, b.normalize('NFD')].join('')) + bitstream('p1', 'e\u0301.txt'),
			['described-twice', 'name-form', 'described-twice', 'unused-bitstream', 'unused-bitstream'],
		],
		['no size', [a, r, o, g, bitstream('p1', 'x.txt', fixities)].join(''), ['no-field'], ({bitstreams}) => bitstreams[0]?.size, undefined],
		[
			'a size that is none',
			[a, r, o, g, b.replace('>5<', '>5 kB<')].join(''),
			['not-a-number'],
			({bitstreams}) => bitstreams[0]?.size,
			undefined,
		],
		[
			'a size below nothing',
			[a, r, o, g, b.replace('>5<', '>-5<')].join(''),
			['not-a-number'],
			({bitstreams}) => bitstreams[0]?.size,
			undefined,
		],
		['a size beyond all numbers', [a, r, o, g, b.replace('>5<', '>99999999999999999999<')].join(''), ['not-a-number']],
		[
			'a digest that is not known',
			[a, r, o, g, b.replace('SHA1', 'CRC32')].join(''),
			['fixity-unknown'],
			({bitstreams}) => bitstreams[0]?.fixities[0]?.algorithm,
			undefined,
		],
		[
			'a digest in other words',
			[a, r, o, g, b.replace('SHA1', 'sha-1').replace(helloDigest, helloDigest.toUpperCase())].join(''),
			[],
			({bitstreams}) => bitstreams[0]?.fixities[0],
			{algorithm: 'sha1', name: 'sha-1', value: helloDigest},
		],
		['a digest of another length', [a, r, o, g, b.replace(helloDigest, 'abc')].join(''), ['fixity-malformed']],
		['a digest that is no number', [a, r, o, g, b.replace(helloDigest, helloDigest.replace('a', 'z'))].join(''), ['fixity-malformed']],
		[
			'a flag that is none',
			[a, r, o, g.replace('active="true"', 'active="maybe"'), b].join(''),
			['not-boolean'],
			({assets}) => assets[0]?.representations[0]?.contentObjects[0]?.generations[0]?.active,
			undefined,
		],
		[
			'a path that climbs',
			[a, r, o, generation('o', '../../x.txt'), bitstream('../..', 'x.txt')].join(''),
			['unsafe-path'],
			({bitstreams}) => bitstreams[0]?.file,
			undefined,
		],
		['an absolute path', [a, r, o, generation('o', '/etc/passwd'), bitstream('/etc', 'passwd')].join(''), ['unsafe-path']],
		['a path of Windows', [a, r, o, generation('o', 'C:\\x/x.txt'), bitstream('C:\\x', 'x.txt')].join(''), ['unsafe-path']],
		[
			'letters composed in another way',
			sameName([a, r, o, g, b].join('')).normalize('NFD'),
			['name-form'],
			({bitstreams}) => bitstreams[0]?.file?.path,
			'content/p1/é.txt',
		],
		[
			'a folder in itself',
			`${folder('f', 'f')}${asset('a', 'f')}`,
			['parent-cycle'],
			({folders}) => [folders.length, folders[0]?.assets.length, folders[0]?.folders.length],
			[1, 1, 0],
		],
		[
			'folders in each other',
			[folder('x', 'z'), folder('y', 'x'), folder('z', 'y'), folder('w', 'y')].join(''),
			['parent-cycle'],
			({folders}) => [folders.map(({ref}) => ref), folders[0]?.folders[0]?.folders.map(({ref}) => ref)],
			[['x'], ['z', 'w']],
		],
		['a folder in a content object', `${folder('f', 'o')}${[a, r, o, g, b].join('')}`, ['wrong-parent'], ({folders}) => folders.length, 1],
		['a folder in an asset', `${folder('f', 'a')}${a}`, ['wrong-parent'], ({folders}) => folders.length, 1],
		['an asset in an asset', `${asset('b', 'a')}${a}`, ['wrong-parent'], ({assets}) => assets.length, 2],
	])('%s', async (_, inner, expected, look, found) => {
		const contents = await read(inner, [
			['content/p1/x.txt', 'hello'],
			['content/p1/é.txt', 'hello'],
		]);
		expect(codes(contents)).toEqual(expected);
		expect(look?.(contents)).toEqual(found);
	});

	const lists = [a, r, o, g, b].join('');
	const format =
		'<Format><PUID>p</PUID><Priority>40000</Priority><IdentificationMethod>None</IdentificationMethod><FormatName>n</FormatName></Format>';
	const event = (more: string): string => `${a}<EventAction><Event/>${more}<Entity>a</Entity></EventAction>`;
	it.each<[string, string, string, string | undefined]>([
		['text between elements', lists.replace('<FileSize>', 'stray<FileSize>'), 'stray-text', 'Bitstream'],
		['text in a list', lists.replace('<Bitstreams>', '<Bitstreams>stray'), 'stray-text', 'Generation'],
		['text beside metadata', `${a}${metadataOf('stray<x xmlns="urn:x"/>')}`, 'stray-text', 'Metadata'],
		['text at the top', `${a}stray`, 'stray-text', undefined],
		['metadata with two roots', `${a}${metadataOf('<x xmlns="urn:x"/><y xmlns="urn:x"/>')}`, 'fragment-content', 'Metadata'],
		['metadata without a root', `${a}${metadataOf('')}`, 'fragment-content', 'Metadata'],
		[
			'an attribute of an asset',
			a.replace('<InformationObject>', '<InformationObject lang="de">'),
			'unknown-attribute',
			'InformationObject',
		],
		['a priority that is none', lists.replace('</Generation>', `<Formats>${format}</Formats></Generation>`), 'not-a-number', 'Generation'],
		['an attribute that is not known', a.replace('<Title>', '<Title lang="de">'), 'unknown-attribute', 'InformationObject'],
		['an attribute of another namespace', a.replace('<Ref>', '<Ref xml:lang="de">'), 'unknown-attribute', 'InformationObject'],
		['an attribute of a list', lists.replace('<Bitstreams>', '<Bitstreams a="b">'), 'unknown-attribute', 'Generation'],
		['an attribute of an item of a list', lists.replace('<Bitstream>', '<Bitstream a="b">'), 'unknown-attribute', 'Generation'],
		[
			'an attribute of a fragment',
			`${a}${metadataOf('<x xmlns="urn:x"/>').replace('<Content>', '<Content a="b">')}`,
			'unknown-attribute',
			'Metadata',
		],
		['an element in a text', a.replace('T a', 'T <b>a</b>'), 'unknown-element', 'InformationObject'],
		['an element in a digest', lists.replace('<FixityValue>', '<New/><FixityValue>'), 'unknown-element', 'Bitstream'],
		['an element in an event', event('').replace('<Event/>', '<Event><New/></Event>'), 'unknown-element', 'EventAction'],
		[
			'a command as elements',
			event('').replace('</Entity></Ev', '</Entity><SerialisedCommand><x/></SerialisedCommand></Ev'),
			'unknown-element',
			'EventAction',
		],
		['a field of a link twice', link.replace('<Type>', '<Type>t</Type><Type>'), 'repeated-element', 'Link'],
		['a flag that is none', lists.replace('"true"', '""'), 'not-boolean', 'Generation'],
		['a content object that is not there', [a, r].join(''), 'dangling-ref', 'Representation'],
		['a file that is not described', lists.replace(b, ''), 'dangling-ref', 'Generation'],
	])('and kept as it is where a part of it is not taken over: %s', async (_, inner, code, kept) => {
		const contents = await read(inner);
		expect(codes(contents)).toContain(code);
		expect(contents.leftovers.map(({name}) => name)).toEqual(kept === undefined ? [] : [kept]);
		expect(() => xipLayout(contents, {namespace: contents.namespace})).toThrow();
	});

	it.each<[string, string, string]>([
		['a link without a type', link.replace('<Type>t</Type>', ''), 'no-field'],
		['a restriction of another kind', '<Restriction><Type>HIDE</Type><Entity>a</Entity></Restriction>', 'unknown-word'],
		['a restriction of no kind', '<Restriction><Type/><Entity>a</Entity></Restriction>', 'empty-field'],
		['a day that does not exist', event('<Date>2023-02-29T00:00:00Z</Date>').slice(a.length), 'not-a-date'],
		['an empty date', event('<Date/>').slice(a.length), 'empty-field'],
		[
			'a workflow without a number',
			event('').replace('<Event/>', '<Event><WorkflowInstanceId>x</WorkflowInstanceId></Event>').slice(a.length),
			'not-a-number',
		],
		[
			'fields of an identifier in another order',
			'<Identifier><Value>v</Value><Type>t</Type><Entity>a</Entity></Identifier>',
			'wrong-order',
		],
	])('also %s', async (_, element, code) => {
		expect(codes(await read(a + element))).toEqual([code]);
	});

	it('but not an order that the first version did not have', async () => {
		const identifier = '<Identifier><Value>v</Value><Type>t</Type><Entity>a</Entity></Identifier>';
		expect((await readXip(treeOf([['metadata.xml', document(a + identifier, '6.0')]]))).findings).toEqual([]);
	});

	it('an attribute of the whole document', async () => {
		const xml = document(a).replace('<XIP', '<XIP version="1"');
		expect(codes(await readXip(treeOf([['metadata.xml', xml]])))).toEqual(['unknown-attribute']);
	});

	it('but not where a schema is', async () => {
		const place = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a a.xsd"';
		const xml = document(a).replace('<XIP', `<XIP ${place}`).replace('<Title', `<Title ${place}`);
		expect((await readXip(treeOf([['metadata.xml', xml]]))).findings).toEqual([]);
	});

	it('files that are not described, and empty folders', async () => {
		const tree = treeOf(
			[
				['p/metadata.xml', document(lists)],
				['p/content/p1/x.txt', 'hello'],
				['p/content/p1/y.txt', 'y'],
				['z.txt', 'z'],
			],
			['p/e'],
		);
		expect((await readXip(treeOf([['p/metadata.xml', document(a)]], ['p/content']))).findings).toEqual([]);
		const {findings} = await readXip(tree);
		expect(findings.map(({code, severity, path}) => [code, severity, path])).toEqual([
			['not-described', 'error', 'p/content/p1/y.txt'],
			['not-described', 'warning', 'z.txt'],
			['empty-folder', 'warning', 'p/e'],
		]);
	});

	it('bitstreams in no generation, which are not written unnoticed', async () => {
		const contents = await read([a, r, o, b]);
		expect(contents.unusedBitstreams).toEqual(contents.bitstreams);
		const options = {namespace: contents.namespace};
		expect(() => xipLayout(contents, options)).toThrow('in no generation');
		expect(() => xipLayout({...contents, unusedBitstreams: []}, options)).not.toThrow();
	});

	it('in messages of bounded length', async () => {
		const {findings} = await read([a, representation(['x', 'y', 'z'], 'long'.repeat(1e5))]);
		expect(findings.length).toBeGreaterThan(3);
		expect(findings.every(({message}) => message.length < 2000)).toBe(true);
	});

	it('with a message that says what and where', async () => {
		const {findings} = await read(a.replace('>T a<', '><'), []);
		expect(findings).toEqual([
			{
				code: 'empty-field',
				severity: 'warning',
				path: 'metadata.xml',
				message: 'A <InformationObject> with the reference a has an empty <Title>.',
			},
		]);
	});
});

describe('a large document', () => {
	it('is read in time that grows with its length alone', async () => {
		const count = 8000;
		const refs = Array.from({length: count}, (_, index) => index);
		const inner = [
			...refs.map(index => folder(`f${index}`, index === 0 ? undefined : `f${index - 1}`)),
			asset('a', `f${count - 1}`),
			representation(refs.map(index => `o${index}`)),
			...refs.map(index => object(`o${index}`)),
			...refs.map(index => generation(`o${index}`, 'p1/x.txt')),
			...refs.map(() => bitstream('p1', 'x.txt')),
		];
		const begin = performance.now();
		const {assets, folders, bitstreams, findings} = await read(inner);
		expect(performance.now() - begin).toBeLessThan(15_000);
		expect([assets.length, folders.length, bitstreams.length]).toEqual([0, 1, count]);
		expect(findings.length).toBe(2 * (count - 1));
	});

	it('is read when all its folders are in each other', async () => {
		const count = 8000;
		const inner = Array.from({length: count}, (_, index) => folder(`f${index}`, `f${(index + 1) % count}`));
		const {folders, findings} = await read(inner, []);
		expect([folders.length, findings.length]).toEqual([1, 1]);
	});
});
