// Packages one file and uploads it to a sandbox, beside pyPreservica's package and boto3's upload to the same endpoint.
import {spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout} from 'node:timers/promises';
import {exitOf, peerVersions, python, runJson, type Measured} from './peer.ts';
import {median, type Row} from './row.ts';

const mebibyte = 1024 * 1024;
const rounds = 3;
const root = new URL('../../', import.meta.url);

/** What one upload says when it is complete. */
interface Upload extends Measured {
	readonly progressToken: string;
}

interface Sandbox {
	readonly url: string;
	readonly credentials: {
		readonly preservica: {
			readonly tenant: string;
			readonly users: {readonly archivist: {readonly username: string; readonly password: string}};
		};
	};
}

/**
 * Packages and uploads one file of FONDS_BENCH_MB mebibytes (1024) in each of two ways, taking turns, each time in a new process: the time
 * from the file on the disk until the server has the whole package. The ingest after it is waited for, and not counted.
 */
export async function uploadRows(): Promise<readonly Row[]> {
	const size = Number(process.env['FONDS_BENCH_MB'] ?? 1024);
	const folder = await mkdtemp(join(tmpdir(), 'fonds-bench-'));
	const sandbox = spawn(
		process.execPath,
		[
			'--conditions=@fonds/source',
			'packages/sandbox/src/cli.ts',
			'--port',
			'0',
			'--json',
			'--no-samples',
			'--step',
			'0',
			'--folder',
			join(folder, 'sandbox'),
		],
		{cwd: root, stdio: ['ignore', 'pipe', 'inherit']},
	);
	const ended = exitOf(sandbox);
	try {
		const [greeting] = await Promise.race([
			once(createInterface(sandbox.stdout), 'line'),
			ended.then(status => Promise.reject(new Error(`The sandbox ended with ${status}.`))),
		]);
		const file = join(folder, 'film.mkv');
		await writeRandom(file, size);
		return [await measure(JSON.parse(String(greeting)), file, size, folder)];
	} finally {
		sandbox.kill();
		await ended;
		await rm(folder, {recursive: true, force: true});
	}
}

async function measure(sandbox: Sandbox, file: string, size: number, folder: string): Promise<Row> {
	const peers = await peerVersions(['pyPreservica', 'boto3']);
	const own: Upload[] = [];
	const other: Upload[] = [];
	for (let round = 0; round < rounds; round++) {
		own.push(await uploadOnce(sandbox, file, folder, process.execPath, ['--conditions=@fonds/source', program('upload-fonds.ts')]));
		if (peers) other.push(await uploadOnce(sandbox, file, folder, python, [program('upload-peer.py')]));
	}
	const [ours, theirs] = [own, other].map(uploads => median(uploads.map(({seconds}) => seconds)));
	const told = [`Fonds ${describe(own)}`, peers ? `peer ${describe(other)}` : 'peer not installed'];
	return {
		work: `package and upload ${size} MB`,
		beside: `${peers?.join(' and ') ?? 'pyPreservica and boto3'}, one after the other`,
		ratio: peers && ours && theirs ? theirs / ours : undefined,
		budget: 3,
		note: told.join('; '),
	};
}

/** One upload into a folder of its own, in an archive that has nothing else. */
async function uploadOnce(
	{url, credentials}: Sandbox,
	file: string,
	scratch: string,
	command: string,
	parameters: readonly string[],
): Promise<Upload> {
	const {tenant, users} = credentials.preservica;
	await request(`${url}/sandbox/reset`, {method: 'POST'});
	const {token} = await request<{token: string}>(`${url}/api/accesstoken/login`, {
		method: 'POST',
		body: new URLSearchParams({...users.archivist, tenant}),
	});
	const folder = await createFolder(url, token);
	const result = await runJson<Upload>(command, [...parameters, url, tenant, file, folder, scratch], {PRESERVICA_TOKEN: token});
	await ingestEnded(url);
	return result;
}

async function createFolder(url: string, token: string): Promise<string> {
	const body =
		'<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>Films</Title><SecurityTag>open</SecurityTag></StructuralObject>';
	const headers = {'preservica-access-token': token, 'content-type': 'application/xml'};
	const response = await fetch(`${url}/api/entity/structural-objects`, {method: 'POST', body, headers});
	const ref = /<(?:xip:)?Ref>([^<]+)</.exec(await response.text())?.[1];
	if (!ref) throw new Error(`The sandbox made no folder: ${response.status}.`);
	return ref;
}

/** An ingest that goes on would take time from the next round. */
async function ingestEnded(url: string): Promise<void> {
	for (;;) {
		const {jobs} = await request<{jobs: {open: number; FAILED: number}}>(`${url}/sandbox/state`);
		if (jobs.FAILED > 0) throw new Error('The sandbox refused the package.');
		if (jobs.open === 0) return;
		await setTimeout(100);
	}
}

async function request<T>(url: string, init: RequestInit = {}): Promise<T> {
	const response = await fetch(url, init);
	if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
	const body = await response.text();
	return (body === '' ? undefined : JSON.parse(body)) as T;
}

/** Bytes nothing can compress. */
async function writeRandom(path: string, size: number): Promise<void> {
	const file = await open(path, 'wx');
	try {
		for (let left = size; left > 0; left -= 16) await file.write(randomBytes(Math.min(left, 16) * mebibyte));
		await file.sync();
	} finally {
		await file.close();
	}
}

function program(name: string): string {
	return new URL(name, import.meta.url).pathname;
}

function describe(uploads: readonly Upload[]): string {
	const seconds = uploads.map(upload => upload.seconds.toFixed(2)).join(', ');
	const peak = Math.max(...uploads.map(({peakMemory}) => peakMemory));
	return `${seconds} s, peak memory ${(peak / mebibyte).toFixed(0)} MB`;
}
