// Reads from a sandbox that holds many assets, at full speed, from a second process.
import {entryFromFile, packageAssets} from '@fonds/packaging';
import {Preservica} from '@fonds/preservica';
import {runJson, type Measured} from './peer.ts';
import {median, type Row} from './row.ts';
import {memoryRows} from './sandbox-memory.ts';
import {withSandboxProcess, type User} from './sandbox-process.ts';

const mebibyte = 1024 * 1024;
const wanted = 500;
const rounds = 3;
const packageSize = 10_000;

interface Filled {
	readonly folder: string;
	readonly seconds: number;
}

/** How fast a full sandbox reads, and what memory requests leave behind in one. */
export async function sandboxRows(): Promise<readonly Row[]> {
	return [...(await readRows()), ...(await memoryRows())];
}

/**
 * Ingests FONDS_BENCH_ASSETS assets (100,000) into one folder, then reads 50,000 times: assets, identifiers and pages of 100 children, in turn.
 * The memory is what is left after a garbage collection, before the reads and after them.
 */
async function readRows(): Promise<readonly Row[]> {
	const assets = Number(process.env['FONDS_BENCH_ASSETS'] ?? 100_000);
	const reads = 50_000;
	return withSandboxProcess([], async ({url, users, memory}) => {
		const user = users.archivist;
		const preservica = new Preservica({server: url, credentials: user});
		const {folder, seconds} = await fill(preservica, assets);
		const env = {PRESERVICA_TOKEN: await tokenOf(url, user)};
		const read = (count: number): Promise<Measured> =>
			runJson<Measured>(process.execPath, [program('sandbox-reader.ts'), url, folder, String(assets), String(count)], env);
		await read(reads / 10);
		const before = await memory();
		const runs: Measured[] = [];
		for (let round = 0; round < rounds; round++) runs.push(await read(Math.ceil(reads / rounds)));
		const after = await memory();
		const speeds = runs.map(run => Math.ceil(reads / rounds) / run.seconds);
		const told = [
			`${speeds.map(speed => speed.toFixed(0)).join(', ')} reads a second`,
			`heap ${megabytes(before.heapUsed)} before ${reads} reads, ${megabytes(after.heapUsed)} after`,
			`memory ${megabytes(before.rss)} before, ${megabytes(after.rss)} after`,
			`ingest of all assets ${seconds.toFixed(0)} s`,
		];
		return [
			{
				work: `read from a sandbox of ${assets} assets`,
				beside: `${wanted} reads a second`,
				ratio: median(speeds) / wanted,
				budget: 1,
				note: told.join('; '),
			},
		];
	});
}

/** Packages of one small file for each asset, with an identifier. */
async function fill({entities, uploads}: Preservica, assets: number): Promise<Filled> {
	const start = performance.now();
	const {ref: folder} = await entities.createFolder({title: 'Everything', parent: null});
	for (let first = 0; first < assets; first += packageSize) {
		const described = Array.from({length: Math.min(packageSize, assets - first)}, (_, at) => ({
			title: `Asset ${first + at}`,
			identifiers: [{type: 'code', value: `A/${first + at}`}],
			representations: [{type: 'Preservation', files: [entryFromFile(new File([`Number ${first + at}\n`], 'file.txt'))]}],
		}));
		const job = await uploads.upload(packageAssets({parent: folder, assets: described}), {folder});
		await job.done({interval: {initial: 200, max: 1000}});
	}
	return {folder, seconds: (performance.now() - start) / 1000};
}

async function tokenOf(url: string, user: User): Promise<string> {
	const response = await fetch(`${url}/api/accesstoken/login`, {method: 'POST', body: new URLSearchParams({...user})});
	const {token} = (await response.json()) as {token: string};
	return token;
}

function program(name: string): string {
	return new URL(name, import.meta.url).pathname;
}

function megabytes(bytes: number): string {
	return `${(bytes / mebibyte).toFixed(0)} MB`;
}
