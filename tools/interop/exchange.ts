// Both ways round: what one packages and uploads, the other reads and verifies.
import {createHash} from 'node:crypto';
import {isDeepStrictEqual} from 'node:util';
import {packageAssets, type ContentFile, type PackageAssetsOptions} from '../../packages/packaging/src/index.ts';
import {Preservica} from '../../packages/preservica/src/index.ts';
import type {Greeting} from './sandbox.ts';

/** An asset, and what it must be when it is read. */
export interface KnownAsset {
	readonly ref: string;
	readonly title: string;
	/** SHA-256 of each file, by name. */
	readonly files: Readonly<Record<string, string>>;
	/** Pairs of type and value. */
	readonly identifiers: readonly (readonly [type: string, value: string])[];
}

interface Sample {
	readonly options: PackageAssetsOptions;
	/** The names of an asset's files, by its title. */
	readonly assets: Readonly<Record<string, readonly string[]>>;
}

const encoder = new TextEncoder();
const partSize = 5 * 1024 * 1024;

const contents: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
	'étude n° 1.txt': encoder.encode('Étude'),
	'empty.bin': new Uint8Array(),
	'noise & more.bin': crypto.getRandomValues(new Uint8Array(65_536)),
	'文字.txt': encoder.encode('文字\r\n'),
	'large.bin': new Uint8Array(11 * 1024 * 1024).fill(42),
};

/** The last one is larger than a part. */
const samples: readonly Sample[] = [
	{options: {}, assets: {'Étude & co': ['étude n° 1.txt']}},
	{
		options: {compress: true, digests: ['sha256', 'sha512']},
		assets: {'Compressed, three digests': ['étude n° 1.txt', 'empty.bin', 'noise & more.bin']},
	},
	{options: {digests: ['md5']}, assets: {'First of two': ['noise & more.bin'], 'Second of two': ['empty.bin', '文字.txt']}},
	{options: {}, assets: {'In parts': ['large.bin']}},
];

/** Packages and uploads files of several kinds with Fonds, and says what they were. */
export async function sendOurs(greeting: Greeting): Promise<readonly KnownAsset[]> {
	const preservica = connect(greeting);
	const folder = await preservica.entities.createFolder({title: 'Packaged by Fonds', parent: null});
	const known: KnownAsset[] = [];
	for (const {options, assets} of samples) {
		const described = Object.entries(assets).map(([title, names]) => describe(title, names));
		const ingest = await preservica.uploads.upload(packageAssets({parent: folder.ref, assets: described}, options), {
			folder: folder.ref,
			partSize,
		});
		await ingest.done();
		known.push(
			...described.map(({ref, title, identifiers, names}) => ({ref, title, files: digestsOf(names), identifiers: pairs(identifiers)})),
		);
	}
	return known;
}

/**
 * Downloads with Fonds what others have packaged, file by file, each checked against every digest the server has of it. Gives what is not
 * what was packaged.
 */
export async function readTheirs(greeting: Greeting, assets: readonly KnownAsset[]): Promise<readonly string[]> {
	const preservica = connect(greeting);
	const problems: string[] = [];
	for (const expected of assets) {
		const found = await readAsset(preservica, expected.ref);
		if (!isDeepStrictEqual(found, expected)) problems.push(`${JSON.stringify(found)} was read, not ${JSON.stringify(expected)}`);
	}
	return problems;
}

async function readAsset(preservica: Preservica, ref: string): Promise<KnownAsset> {
	const {title} = await preservica.entities.asset(ref);
	const identifiers = pairs(await preservica.entities.identifiers({type: 'asset', ref}));
	const files: Record<string, string> = {};
	for await (const {bitstream} of preservica.bitstreams.ofAsset(ref)) {
		const {filename, fixities} = bitstream;
		if (fixities.length === 0) throw new Error(`${title}: ${filename} has no digest.`);
		if (filename in files) throw new Error(`${title} has two files ${filename}.`);
		files[filename] = sha256(await new Response(await preservica.bitstreams.download(bitstream)).bytes());
	}
	return {ref, title, files, identifiers};
}

function connect({url, credentials}: Greeting): Preservica {
	const {tenant, users} = credentials.preservica;
	return new Preservica({server: url, tenant, credentials: users.archivist});
}

function describe(title: string, names: readonly string[]) {
	const ref = crypto.randomUUID();
	const identifiers = [{type: 'code', value: `FONDS/${title}`}];
	return {ref, title, names, identifiers, representations: [{type: 'Preservation', files: names.map(fileOf)}]};
}

function fileOf(name: string): ContentFile {
	const bytes = contents[name] ?? new Uint8Array();
	return {path: name, size: bytes.length, open: () => new Blob([bytes]).stream()};
}

function pairs(identifiers: readonly {readonly type: string; readonly value: string}[]): KnownAsset['identifiers'] {
	return identifiers.map(({type, value}) => [type, value] as const);
}

function digestsOf(names: readonly string[]): Readonly<Record<string, string>> {
	return Object.fromEntries(names.map(name => [name, sha256(contents[name] ?? new Uint8Array())]));
}

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}
