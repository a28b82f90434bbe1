// Both ways round: what one packages and uploads, or exports, the other reads and verifies.
import {createReadStream, createWriteStream} from 'node:fs';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {packageAssets, type AssetDescription, type ContentFile, type PackageAssetsOptions} from '../../../packages/packaging/src/index.ts';
import {Preservica} from '../../../packages/preservica/src/index.ts';
import type {Greeting} from '../sandbox.ts';
import {differences, readAsset, sha256, type KnownAsset} from './known-asset.ts';

/** What one side has sent, for the other to read. */
export interface Sent {
	/** What was packaged and uploaded. */
	readonly assets: readonly KnownAsset[];
	/** A file: the OPEX export of the folder they are in. */
	readonly opex: string;
}

/** A file by its name, as `contents` has it. */
type Name = string;

interface Sample {
	readonly options: PackageAssetsOptions;
	/** Puts the assets into a folder that comes with them. */
	readonly folder?: string;
	readonly assets: readonly {
		readonly title: string;
		readonly description?: string;
		readonly securityTag?: string;
		readonly representations: readonly (readonly [type: string, name: string, files: readonly Name[]])[];
		readonly identifiers?: readonly (readonly [type: string, value: string])[];
		readonly metadata?: readonly (readonly [schema: string, xml: string])[];
	}[];
}

const encoder = new TextEncoder();
const partSize = 5 * 1024 * 1024;
const quick = {interval: {initial: 20, max: 200}};

const contents: Readonly<Record<Name, Uint8Array<ArrayBuffer>>> = {
	'étude n° 1.txt': encoder.encode('Étude'),
	'empty.bin': new Uint8Array(),
	'noise & more.bin': crypto.getRandomValues(new Uint8Array(65_536)),
	'文字.txt': encoder.encode('文字\r\n'),
	'large.bin': new Uint8Array(11 * 1024 * 1024).fill(42),
};

const dc = 'http://purl.org/dc/elements/1.1/';
const metadata = [
	[dc, `<dc:dc xmlns:dc="${dc}"><dc:title xml:lang="fr">Étude &amp; &lt;suite&gt;</dc:title></dc:dc>`],
	['urn:fonds:boat', '<boat xmlns="urn:fonds:boat" built="1911"><name>Ñandú</name> of <oak/></boat>'],
] as const;

/** Simple, of several files and digests, several assets, larger than a part, of several representations, and below a folder of the package. */
const samples: readonly Sample[] = [
	{options: {}, assets: [{title: 'Étude & co', representations: [['Preservation', 'Preservation', ['étude n° 1.txt']]]}]},
	{
		options: {compress: true, digests: ['sha256', 'sha512']},
		assets: [
			{
				title: 'Compressed, three digests',
				representations: [['Preservation', 'Preservation', ['étude n° 1.txt', 'empty.bin', 'noise & more.bin']]],
			},
		],
	},
	{
		options: {digests: ['md5']},
		assets: [
			{title: 'First of two', representations: [['Preservation', 'Preservation', ['noise & more.bin']]], metadata},
			{title: 'Second of two', securityTag: 'closed', representations: [['Access', 'Access', ['empty.bin', '文字.txt']]]},
		],
	},
	{options: {}, assets: [{title: 'In parts', representations: [['Preservation', 'Preservation', ['large.bin']]]}]},
	{
		options: {compress: true},
		folder: 'A folder of the package',
		assets: [
			{
				title: 'Complex',
				description: 'Four “ways” & <more>',
				securityTag: 'closed',
				representations: [
					['Preservation', 'Masters', ['noise & more.bin', '文字.txt', 'empty.bin']],
					['Preservation', 'Cleaned', ['noise & more.bin']],
					['Access', 'Web', ['文字.txt', 'étude n° 1.txt']],
					['Access', 'Print', ['étude n° 1.txt']],
				],
				identifiers: [
					['code', 'FONDS/Ünø & 1'],
					['ISBN', '978-0-00-000000-2'],
				],
				metadata,
			},
		],
	},
];

/** Packages and uploads files of several kinds with Fonds, exports them, and says what they were. */
export async function sendOurs(greeting: Greeting, directory: string): Promise<Sent> {
	const preservica = connect(greeting);
	const home = await preservica.entities.createFolder({title: 'Packaged by Fonds', parent: null});
	const assets: KnownAsset[] = [];
	for (const {options, folder: title, assets: described} of samples) {
		const inner = title === undefined ? undefined : crypto.randomUUID();
		const known = described.map(each => knownAsset(each, inner ?? home.ref));
		const content = known.map(describe);
		const description = inner === undefined ? {assets: content} : {folders: [{title: title ?? '', ref: inner, assets: content}]};
		const ingest = await preservica.uploads.upload(packageAssets({parent: home.ref, ...description}, options), {
			folder: home.ref,
			partSize,
		});
		await ingest.done(quick);
		assets.push(...known);
	}

	const job = await preservica.exports.start(home, {generations: 'All'});
	const opex = join(directory, 'exported by Fonds.zip');
	await pipeline(await preservica.exports.download(await job.done(quick)), createWriteStream(opex));
	return {assets, opex};
}

/** Downloads with Fonds what others have packaged. Gives what is not what was packaged. */
export async function readTheirs(greeting: Greeting, assets: readonly KnownAsset[]): Promise<readonly string[]> {
	const preservica = connect(greeting);
	const problems: string[] = [];
	for (const expected of assets) problems.push(...differences(await readAsset(preservica, expected.ref), expected));
	return problems;
}

/** Uploads an export to another archive, that of `greeting`, and downloads it from there. Gives what is not what was exported. */
export async function ingestTheirs(greeting: Greeting, {assets, opex}: Sent): Promise<readonly string[]> {
	const preservica = connect(greeting);
	const folder = await preservica.entities.createFolder({title: 'Exported elsewhere', parent: null});
	const bytes = Readable.toWeb(createReadStream(opex)) as ReadableStream<Uint8Array<ArrayBuffer>>;
	await (await preservica.uploads.upload({bytes, size: undefined}, {folder: folder.ref, partSize})).done(quick);
	const parents = await Promise.all(assets.map(async ({ref}) => (await preservica.entities.asset(ref)).parent ?? ''));
	return readTheirs(
		greeting,
		assets.map((asset, at) => ({...asset, parent: parents[at] ?? ''})),
	);
}

function connect({url, credentials}: Greeting): Preservica {
	const {tenant, users} = credentials.preservica;
	return new Preservica({server: url, tenant, credentials: users.archivist});
}

function knownAsset(
	{title, representations, identifiers, metadata: fragments, ...rest}: Sample['assets'][number],
	parent: string,
): KnownAsset {
	return {
		ref: crypto.randomUUID(),
		title,
		description: rest.description ?? '',
		securityTag: rest.securityTag ?? 'open',
		parent,
		representations: representations.map(([type, name, files]) => ({
			type,
			name,
			files: files.map(file => [file, sha256(bytesOf(file))] as const),
		})),
		identifiers: identifiers ?? [['code', `FONDS/${title}`]],
		metadata: fragments ?? [],
	};
}

function describe({ref, title, description, securityTag, representations, identifiers, metadata: fragments}: KnownAsset): AssetDescription {
	return {
		ref,
		title,
		description: description === '' ? undefined : description,
		securityTag,
		identifiers: identifiers.map(([type, value]) => ({type, value})),
		metadata: fragments.map(([schema, xml]) => ({schema, xml})),
		representations: representations.map(({type, name, files}) => ({type, name, files: files.map(([file]) => fileOf(file))})),
	};
}

function fileOf(name: Name): ContentFile {
	const bytes = bytesOf(name);
	return {path: name, size: bytes.length, open: () => new Blob([bytes]).stream()};
}

function bytesOf(name: Name): Uint8Array<ArrayBuffer> {
	return contents[name] ?? new Uint8Array();
}
