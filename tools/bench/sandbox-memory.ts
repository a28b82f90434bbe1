// What memory requests leave behind in a sandbox that keeps its state in a folder.
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';

import {entryFromFile, packageAssets} from '@fonds/packaging';
import {Preservica} from '@fonds/preservica';

import {median, type Row} from './row.ts';
import {withSandboxProcess, type SandboxProcess} from './sandbox-process.ts';

const assets = 1000;
const rounds = 3;
const secret = 'between us';

/** A kind of request, and how much of it the sandbox may remember, in bytes: what it keeps of the archive is in memory too. */
interface Kind {
	readonly name: string;
	readonly times: number;
	readonly mayLeave: number;
	readonly run: (at: number) => Promise<unknown>;
}

/**
 * Sends each kind of request many times, in rounds: what the memory that is left after a garbage collection has grown by in a round is what its
 * requests left behind. Requests that change nothing may leave next to nothing, uploads and deliveries no more than the documents about them,
 * however large the content is.
 */
export async function memoryRows(): Promise<readonly Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'fonds-bench-'));
	try {
		return await withSandboxProcess([folder], async sandbox => {
			const subscriber = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
			await once(subscriber, 'listening');
			const rows: Row[] = [];
			for (const kind of await kindsOf(sandbox, (subscriber.address() as AddressInfo).port)) rows.push(await measure(kind, sandbox));
			subscriber.close();
			return rows;
		});
	} finally {
		await rm(folder, {recursive: true});
	}
}

async function measure({name, times, mayLeave, run}: Kind, {memory}: SandboxProcess): Promise<Row> {
	const used = async (): Promise<number> => {
		const {heapUsed, external} = await memory();
		return heapUsed + external;
	};
	const left: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const before = await used();
		for (let at = 0; at < times; at++) await run(round * times + at);
		left.push(((await used()) - before) / times);
	}
	const each = Math.max(1, median(left.slice(1)));
	return {
		work: `memory that ${name} leaves in the sandbox`,
		beside: `${mayLeave} bytes`,
		ratio: mayLeave / each,
		budget: 1,
		note: `${left.map(bytes => bytes.toFixed(0)).join(', ')} bytes each, in ${rounds + 1} rounds of ${times}, of which the first does not count`,
	};
}

async function kindsOf({url, users}: SandboxProcess, port: number): Promise<readonly Kind[]> {
	const preservica = new Preservica({server: url, credentials: users.archivist});
	const {entities, uploads} = preservica;
	const [folder, other] = [
		await entities.createFolder({title: 'One', parent: null}),
		await entities.createFolder({title: 'Other', parent: null}),
	];
	const upload = async (count: number, size: number): Promise<void> => {
		const file = () => entryFromFile(new File([new Uint8Array(size)], 'file.bin'));
		const described = Array.from({length: count}, (_, at) => ({
			title: `Asset ${at}`,
			representations: [{type: 'Preservation', files: [file()]}],
		}));
		const job = await uploads.upload(packageAssets({parent: folder.ref, assets: described}), {folder: folder.ref});
		await job.done({interval: {initial: 5, max: 50}});
	};
	await upload(assets, 10);
	const headers = {'preservica-access-token': await tokenOf(url, users.archivist)};
	const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
		const response = await fetch(url + path, {...init, headers});
		const body = await response.text();
		if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${body}`);
		return body;
	};
	const search = (at: number) =>
		new URLSearchParams({q: JSON.stringify({q: `Asset ${at % assets}`}), start: '0', max: '20', metadata: 'xip.title'});
	const parts = '/api/s3/buckets/fonds.package.upload/left.zip';
	const giveUp = async (): Promise<void> => {
		const id = /<UploadId>([^<]+)/.exec(await ask(`${parts}?uploads`, {method: 'POST'}))?.[1];
		await ask(`${parts}?partNumber=1&uploadId=${id}`, {method: 'PUT', body: new Uint8Array(1024 * 1024)});
		await ask(`${parts}?uploadId=${id}`, {method: 'DELETE'});
	};
	await ask('/api/webhook/subscriptions', {
		method: 'POST',
		body: JSON.stringify({url: `http://127.0.0.1:${port}/`, secret, triggerType: 'MOVED'}),
	});
	const {ref: moved} = await entities.createFolder({title: 'Moved', parent: folder.ref});
	const move = (at: number) =>
		ask(`/api/entity/structural-objects/${moved}/parent-ref`, {method: 'PUT', body: at % 2 === 0 ? other.ref : folder.ref});
	return [
		{name: 'a search', times: 1000, mayLeave: 500, run: at => ask(`/api/content/search?${search(at)}`)},
		{
			name: 'a page of a list',
			times: 1000,
			mayLeave: 500,
			run: at => ask(`/api/entity/structural-objects/${folder.ref}/children?start=${(at * 100) % assets}&max=100`),
		},
		{name: 'a failed sign-in', times: 500, mayLeave: 500, run: () => fetch(`${url}/api/accesstoken/login`, {method: 'POST'})},
		{name: 'an upload of 1 MiB that is given up', times: 100, mayLeave: 2000, run: giveUp},
		{name: 'an upload of an asset of 1 MiB', times: 100, mayLeave: 30_000, run: () => upload(1, 1024 * 1024)},
		{name: 'a move and its delivery', times: 500, mayLeave: 8000, run: move},
	];
}

/** Answers the challenge, and takes every delivery. */
async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
	await text(request);
	const challengeCode = new URL(request.url ?? '', 'http://localhost').searchParams.get('challengeCode');
	const challengeResponse = createHmac('sha256', secret)
		.update(challengeCode ?? '')
		.digest('hex');
	response
		.setHeader('content-type', 'application/json')
		.end(challengeCode === null ? '' : JSON.stringify({challengeCode, challengeResponse}));
}

async function tokenOf(url: string, user: SandboxProcess['users']['archivist']): Promise<string> {
	const response = await fetch(`${url}/api/accesstoken/login`, {method: 'POST', body: new URLSearchParams({...user})});
	const {token} = (await response.json()) as {token: string};
	return token;
}
