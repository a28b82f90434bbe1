import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {createRandom, entry, randomBytes} from '../fixtures/entries.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {openFile, writePackage} from '../node/index.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {OpexProperties} from './description.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {opexLayout} from './opex-layout.ts';
import type {OpexAssetDescription, OpexFileDescription, OpexFolderDescription} from './package-description.ts';
import {readOpexTree} from './read-opex-tree.ts';
import {verifyOpex} from './verify-opex.ts';

/** Reads a package with nothing of ours, and tells what every document says; what is wrong ends it. */
const judge = `
import hashlib, io, json, re, sys, zipfile
import xml.etree.ElementTree as ET
def local(e): return e.tag.split('}')[1]
def sha(algorithm, data): return hashlib.new(algorithm.replace('-', '').lower(), data).hexdigest()
def text(e, path):
    found = e.find('/'.join('{*}' + p for p in path.split('/')))
    return None if found is None else found.text
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
names = z.namelist()
assert len(names) == len(set(names))
told = {}
for name in names:
    if not name.endswith('.opex'): continue
    root = ET.fromstring(z.read(name))
    stem = name[:-5]
    folder = name.rsplit('/', 1)[0] + '/' if '/' in name else ''
    for f in root.findall('.//{*}Fixity'):
        path, data = f.get('path'), None
        if path is None: data = z.read(stem)
        elif stem + '/' + path in names: data = z.read(stem + '/' + path)
        else: data = zipfile.ZipFile(io.BytesIO(z.read(stem))).read(path)
        assert sha(f.get('type'), data) == f.get('value'), (name, path)
    base = stem + '/' if stem.endswith('.pax') else folder
    inside = [n[len(base):] for n in names if n.startswith(base) and n != name]
    manifest = root.find('.//{*}Manifest')
    if manifest is not None:
        listed = {f.text: int(f.get('size')) for f in manifest.findall('.//{*}File')}
        own = [n for n in inside if stem.endswith('.pax') or '/' not in n]
        assert sorted(listed) == sorted(own), (name, sorted(listed), sorted(own))
        for path, size in listed.items(): assert z.getinfo(base + path).file_size == size
        folders = [f.text for f in manifest.findall('.//{*}Folder')]
        if not stem.endswith('.pax'): assert sorted(folders) == sorted({n.split('/')[0] for n in inside if '/' in n}), name
    if stem.endswith('.pax') or stem.endswith('.pax.zip'):
        files = {n[len(base):]: z.read(n) for n in names if n.startswith(base)} if stem.endswith('.pax') else None
        if files is None:
            inner = zipfile.ZipFile(io.BytesIO(z.read(stem)))
            files = {n: inner.read(n) for n in inner.namelist()}
        xips = [n for n in files if n.endswith('.xip')]
        for n in xips:
            described = {}
            for b in ET.fromstring(files[n]).findall('{*}Bitstream'):
                path = text(b, 'PhysicalLocation') + '/' + text(b, 'Filename')
                described[path] = b
                assert int(text(b, 'FileSize')) == len(files[path])
                for f in b.findall('.//{*}Fixity'): assert sha(text(f, 'FixityAlgorithmRef'), files[path]) == text(f, 'FixityValue')
            assert sorted(described) == sorted(set(files) - set(xips))
        contents = sorted(hashlib.sha256(d).hexdigest() for n, d in files.items() if not n.endswith('.xip'))
    else:
        contents = [hashlib.sha256(z.read(stem)).hexdigest()] if stem in names else []
    told[name] = {
        'sourceId': text(root, 'Transfer/SourceID'), 'title': text(root, 'Properties/Title'), 'description': text(root, 'Properties/Description'),
        'securityTag': text(root, 'Properties/SecurityDescriptor'), 'originalFilename': text(root, 'Transfer/OriginalFilename'),
        'identifiers': [[i.get('type'), i.text] for i in root.findall('.//{*}Identifier')],
        'events': [[e.get('date'), e.get('user'), text(e, 'Type'), text(e, 'Detail')] for e in root.findall('.//{*}Event')],
        'relationships': [[text(r, 'Type'), text(r, 'Object')] for r in root.findall('.//{*}Relationship')],
        'metadata': [[f.tag, f.get('b'), ''.join(f.itertext())] for f in root.findall('{*}DescriptiveMetadata/*')],
        'contents': contents,
    }
json.dump(told, sys.stdout)
`;

const texts = [
	'plain',
	'Größe & <Maße>',
	' a  b ',
	'line\nbreak',
	'return\rreturn\r\n',
	'tab\there',
	']]>',
	'"\'',
	'日本 \u{1f4d6}',
	'a\u0085b\u2028c',
	'-->',
	'&amp;',
];
const names = [
	'a',
	'B c',
	' lead',
	'ü\u0308',
	'日本',
	'__proto__',
	'constructor',
	'it\'s "&<>',
	'x.tar.gz',
	'\u{1f4d6}',
	'a\u00a0b',
	'a;b#c%20',
	'.hidden',
	'end.',
];

const prefixed = '<x:a xmlns:x="urn:x" b="c&amp;"><!-- gone --><c xmlns=""/> t</x:a>';

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
	Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

/** Makes a package, and what a judge has to find in it. */
function createPackages(seed: number) {
	const random = createRandom(seed);
	const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
	const some = <T>(make: () => T): T[] => Array.from({length: Math.floor(random() * 3)}, make);
	const maybe = (): string | undefined => (random() < 0.5 ? undefined : pick(texts));
	const uniqueNames = (): readonly string[] => names.filter(() => random() < 0.16);
	let count = 0;
	const content = (): Uint8Array<ArrayBuffer> => randomBytes(pick([0, 1, 100, 3000, 70_000, 270_000]), ++count);

	const expected = new Map<string, Promise<object>>();
	const expectAt = (
		path: string,
		properties: OpexProperties & {originalFilename?: string | undefined},
		contents: readonly Uint8Array<ArrayBuffer>[],
	): void => {
		const {sourceId, title, description, securityTag, originalFilename, identifiers, events, relationships, metadata} = properties;
		const told = {
			sourceId,
			title,
			description,
			securityTag,
			originalFilename,
			identifiers: identifiers?.map(({type, value}) => [type, value]) ?? [],
			events: events?.map(({date, user, type, detail}) => [date, user, type ?? null, detail ?? null]) ?? [],
			relationships: relationships?.map(({type, object}) => [type ?? null, object ?? null]) ?? [],
			metadata: metadata?.map(({xml}) => (xml === prefixed ? ['{urn:x}a', 'c&', ' t'] : ['{urn:a}a', null, ' T\nü '])) ?? [],
		};
		const made = Promise.all(contents.map(sha256)).then(digests => ({...told, contents: digests.toSorted()}));
		expected.set(
			path,
			made.then(item => JSON.parse(JSON.stringify(item, (_, value: unknown) => value ?? null)) as object),
		);
	};
	const fragment = () => ({xml: pick(['<a xmlns="urn:a"> <b>T\nü</b> </a>', prefixed])});
	const properties = (): OpexProperties => ({
		sourceId: maybe(),
		title: maybe(),
		description: maybe(),
		securityTag: pick([undefined, 'open', 'böse & <tag>']),
		identifiers: some(() => ({type: pick(texts), value: pick(texts)})),
		events: some(() => ({date: '2024-02-29T23:59:59.5+14:00', user: pick(texts), type: maybe(), detail: maybe()})),
		relationships: some(() => ({type: maybe(), object: maybe()})),
		metadata: some(fragment),
	});
	const makeFile = (path: string, name: string): OpexFileDescription => {
		const bytes = content();
		const own = {...properties(), originalFilename: maybe()};
		expectAt(`${path}${name}.opex`, own, [bytes]);
		return {...entry(name, bytes, pick([{}, {size: undefined}, {compress: true}])), ...own};
	};
	const makeAsset = (path: string, name: string, {pax}: OpexLayoutOptions): OpexAssetDescription => {
		const own = {...properties(), title: pick(texts), metadata: some(fragment)};
		const contents: Uint8Array<ArrayBuffer>[] = [];
		const files = () => ['one', ...uniqueNames()].map(file => (contents.push(content()), entry(file, contents.at(-1)!)));
		const representations = ['Preservation', 'Access', 'Access', 'Besondere Ansicht']
			.filter(() => random() < 0.5)
			.map(type => ({type, files: files()}));
		const all = representations.length === 0 ? [{type: 'Preservation', files: files()}] : representations;
		expectAt(`${path}${name}.pax${pax === 'folder' ? '' : '.zip'}.opex`, own, contents);
		return {...own, name, representations: all};
	};
	const makeFolder = (path: string, name: string, depth: number, options: OpexLayoutOptions): OpexFolderDescription => {
		const inside = `${path}${name}/`;
		const own = properties();
		expectAt(`${inside}${name}.opex`, own, []);
		return {
			name,
			...own,
			files: uniqueNames().map(file => makeFile(inside, `f ${file}`)),
			assets: uniqueNames()
				.slice(0, 2)
				.map(asset => makeAsset(inside, `p ${asset}`, options)),
			folders:
				depth === 0
					? []
					: uniqueNames()
							.slice(0, 2)
							.map(folder => makeFolder(inside, `d ${depth} ${folder}`, depth - 1, options)),
		};
	};
	return {expected, make: (options: OpexLayoutOptions) => makeFolder('', 'top', 2, options)};
}

it.skipIf(spawnSync('python3', ['--version']).status !== 0)(
	'random packages are to Python what went into them (skipped without python3)',
	async () => {
		const folder = await mkdtemp(join(tmpdir(), 'fonds-opex-random-'));
		onTestFinished(() => rm(folder, {recursive: true}));
		const shapes: readonly OpexLayoutOptions[] = [
			{},
			{pax: 'folder'},
			{compress: true},
			{digests: ['md5', 'sha1', 'sha512'], deterministic: true},
		];
		for (let seed = 1; seed <= 8; seed++) {
			const options = shapes[seed % shapes.length]!;
			const {expected, make} = createPackages(seed);
			const path = join(folder, `${seed}.zip`);
			const made = zipLayout(opexLayout({folders: [make(options)]}, options), options);
			await writePackage(path, made);
			const told = JSON.parse(execFileSync('python3', ['-c', judge, path], {encoding: 'utf8', maxBuffer: 1e9})) as Record<string, object>;
			const wanted = Object.fromEntries(await Promise.all(Array.from(expected, async ([key, value]) => [key, await value] as const)));
			expect([seed, told]).toEqual([seed, wanted]);
			await using access = await openFile(path);
			if (made.size !== undefined) {
				expect([seed, made.size]).toEqual([seed, access.size]);
			}
			const {status, findings} = await verifyOpex(await readOpexTree(treeOfZip(await openZip(access))));
			expect([seed, status, findings]).toEqual([seed, 'valid', []]);
		}
	},
	60_000,
);
