import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {hashStream} from '@fonds/core/hash';
import {readText} from '@fonds/core/streams';
import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Archivematica, type Location, packageFolder, type StartTransfer, type TransferStatus} from './index.ts';
import {saveAip} from './node/index.ts';

const origin = 'http://sandbox.example.org';

const begin = 1_750_000_000_000;

let time: number;
let sandbox: Sandbox;
let archivematica: Archivematica;
let source: Location;

/** A clock that runs while a job waits, and not otherwise. */
const sleep = async (ms: number): Promise<void> => {
	time += ms;
	if (time > begin + 86_400_000) {
		throw new Error('The job does not end.');
	}
};

const connect = (keys: Partial<Record<'dashboard' | 'storage', string>> = {}) => {
	const {dashboard, storage} = sandbox.credentials.archivematica;
	return new Archivematica({
		dashboard: {url: origin, ...dashboard, apiKey: keys.dashboard ?? dashboard.apiKey},
		storage: {url: origin, ...storage, apiKey: keys.storage ?? storage.apiKey},
		fetch: (input, init) => sandbox.fetch(new Request(input, init)),
		retry: {sleep},
		now: () => time,
	});
};

const control = async (method: string, path: string, body: BodyInit) => {
	const response = await sandbox.fetch(new Request(`${origin}/sandbox/archivematica/${path}`, {method, body}));
	expect(response.ok, await response.clone().text()).toBe(true);
};

const put = async (path: string, content: string) => control('PUT', `source/${path}`, content);

const start = async (more: Partial<StartTransfer> = {}) =>
	archivematica.transfers.start({
		name: 'letters',
		source: {location: source.uuid, path: 'letters'},
		processingConfig: 'automated',
		...more,
	});

beforeEach(async () => {
	time = begin;
	sandbox = await createSandbox({samples: false, stepDuration: 4000, now: () => time});
	archivematica = connect();
	const [first] = await archivematica.storage.locations({purpose: 'TS'}).toArray();
	if (!first) {
		throw new Error('The sandbox has no transfer source.');
	}
	source = first;
	await put('letters/caf%C3%A9.txt', 'Dear friend');
	await put('letters/second.txt', 'Yours');
});

afterEach(async () => {
	await sandbox.close();
});

describe('a transfer', () => {
	it('goes from a folder to a stored AIP that is downloaded and verified', async () => {
		const {entries} = await archivematica.storage.browse(source.uuid);
		const folder = entries.find(({name}) => name.text === 'letters');
		const transfer = await start({source: {location: source.uuid, path: folder?.path ?? ''}, steps: 'microservices'});
		const statuses: TransferStatus[] = [];
		for await (const status of transfer.watch({sleep})) {
			statuses.push(status);
		}
		expect(new Set(statuses.map(({stage}) => stage))).toEqual(new Set(['transfer', 'ingest', 'storage']));
		expect(statuses[0]?.detail).toContain('has not started yet');
		expect(statuses.at(-1)?.steps.map(({name}) => name)).toEqual(expect.arrayContaining(['Scan for viruses', 'Normalize', 'Store AIP']));
		expect(statuses.at(-1)?.steps.every(({state}) => state === 'succeeded')).toBe(true);

		const {aip, sip} = await transfer.done();
		expect(aip).toBe(sip);
		const evidence = await archivematica.storage.evidence(aip, {checkFixity: true});
		expect(evidence).toMatchObject({strength: 'digest', package: {type: 'AIP', status: 'UPLOADED'}, fixityReport: {success: true}});
		const {size, digests} = await hashStream(await archivematica.storage.download(aip), ['sha256']);
		expect([size, digests.sha256]).toEqual([evidence.size, evidence.fixities[0]?.value]);
		const top = packageFolder(evidence.package);
		expect(await readText(await archivematica.storage.extractFile(aip, `${top}/data/METS.${aip}.xml`))).toContain(
			'http://www.loc.gov/METS/',
		);

		expect(await archivematica.dashboard.completedTransfers()).toContain(transfer.id);
		await archivematica.dashboard.hideTransfer(transfer.id);
		await archivematica.dashboard.hideIngest(sip);
		expect(await archivematica.dashboard.completedTransfers()).not.toContain(transfer.id);
		await expect(archivematica.dashboard.hideTransfer(transfer.id)).rejects.toMatchObject({name: 'ConflictError'});
		expect((await archivematica.storage.packages({type: 'AIP', uuids: [aip]}).toArray()).map(({uuid}) => uuid)).toEqual([aip]);
	});

	it('goes the classic way, approved by the job', async () => {
		await put('letters/processingMCP.xml', await archivematica.processingConfigurations.xml('automated'));
		const transfer = await start({via: 'start-transfer', processingConfig: undefined});
		const stages = new Set<string>();
		for await (const {stage} of transfer.watch({sleep})) {
			stages.add(stage);
		}
		expect([...stages]).toEqual(['approval', 'transfer', 'ingest', 'storage']);
		expect(await transfer.done()).toMatchObject({transfer: transfer.id});
	});

	it('goes on in another process', async () => {
		const transfer = await start();
		let kept = '';
		for await (const {stage} of transfer.watch({sleep})) {
			if (stage === 'ingest') {
				kept = JSON.stringify(transfer);
				break;
			}
		}
		const resumed = connect().transfers.resume(JSON.parse(kept));
		expect(await resumed.done({sleep})).toMatchObject({transfer: transfer.id});
	});

	it('waits for a person and goes on after the answer', async () => {
		const transfer = await start({processingConfig: 'default'});
		const questions: string[] = [];
		let last: TransferStatus | undefined;
		for await (const status of transfer.watch({sleep})) {
			last = status;
			if (status.waitingFor !== undefined) {
				questions.push(status.waitingFor);
				expect((await archivematica.dashboard.waiting()).map(({microservice}) => microservice)).toContain(status.waitingFor);
				await answer(status);
			}
		}
		expect(questions.length).toBeGreaterThan(1);
		expect(last?.state).toBe('succeeded');
	});

	it('fails with the job and the exit codes as the reason', async () => {
		await control('POST', 'plans', JSON.stringify({failAt: ['Scan for viruses']}));
		const error: unknown = await (await start()).done({sleep}).catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			name: 'JobFailedError',
			code: 'transfer-failed',
			status: {state: 'failed', stage: 'transfer', failure: {job: 'Scan for viruses'}},
		});
		expect(error).toMatchObject({message: expect.stringMatching(/exit code \d+/)});
	});

	it('outlives a failure that is repaired, and a SIP that comes late', async () => {
		await control('POST', 'plans', JSON.stringify({repairs: true, lateSip: true}));
		const details: string[] = [];
		const transfer = await start();
		for await (const {detail} of transfer.watch({sleep, interval: {initial: 500, factor: 1}})) {
			if (detail !== undefined) {
				details.push(detail);
			}
		}
		expect(await transfer.done()).toMatchObject({transfer: transfer.id});
		expect(details.join('\n')).toContain('may still repair it');
		expect(details.join('\n')).toContain('names no SIP');
	});

	it('is told to be in the backlog, or rejected, by the person who decided so', async () => {
		await control('POST', 'plans', JSON.stringify({waitFor: ['create_sip']}));
		await control('POST', 'plans', JSON.stringify({waitFor: ['create_sip']}));
		for (const [choice, state] of [
			['Send to backlog', 'backlog'],
			['Reject transfer', 'rejected'],
		] as const) {
			const transfer = await start();
			let last: TransferStatus | undefined;
			for await (const status of transfer.watch({sleep})) {
				last = status;
				if (status.state === 'waiting') {
					await control('POST', 'decisions', JSON.stringify({unit: transfer.id, choice}));
				}
			}
			expect(last?.state).toBe(state);
			await expect(transfer.done()).rejects.toMatchObject({code: `transfer-${state}`});
		}
	});

	it('comes from the folder that was meant, of two whose names look the same', async () => {
		await put('na%CC%88he/a.txt', 'decomposed');
		await expect(start({source: {location: source.uuid, path: 'n\u00E4he'}})).rejects.toMatchObject({code: 'source-not-found'});
		await put('n%C3%A4he/b.txt', 'composed');
		const {entries} = await archivematica.storage.browse(source.uuid);
		const twins = entries.filter(({name}) => name.text.normalize() === 'n\u00E4he');
		expect(twins.map(({name}) => name.text)).toHaveLength(2);
		for (const {path, name} of twins) {
			const [file] = (await archivematica.storage.browse(source.uuid, path)).entries;
			expect(file?.name.text).toBe(name.text.length === 4 ? 'b.txt' : 'a.txt');
			expect(await (await start({source: {location: source.uuid, path}})).done({sleep})).toHaveProperty('aip');
		}
	});

	it('may end as a folder: then the length is all there is to verify, unless the server checks', async () => {
		await control('POST', 'plans', JSON.stringify({waitFor: ['compression_algo']}));
		const transfer = await start();
		for await (const {state, sip} of transfer.watch({sleep})) {
			if (state === 'waiting') {
				await control('POST', 'decisions', JSON.stringify({unit: sip, choice: 'Uncompressed'}));
			}
		}
		const {aip} = await transfer.done();
		const evidence = await archivematica.storage.evidence(aip, {checkFixity: true});
		expect(evidence).toMatchObject({strength: 'length', pointerFile: undefined, fixityReport: {success: true}});
		const {size} = await hashStream(await archivematica.storage.download(aip, {evidence}), ['sha256']);
		expect(size % 512).toBe(0);
		await control('POST', `packages/${aip}/damage`, JSON.stringify({path: 'data/objects/second.txt'}));
		const damaged = await archivematica.storage.evidence(aip, {checkFixity: true});
		expect(damaged.fixityReport?.changed).toMatchObject([{path: 'data/objects/second.txt', algorithm: 'sha256'}]);
		await expect(archivematica.storage.download(aip, {evidence: damaged})).rejects.toMatchObject({problem: 'fixity-check-failed'});
	});

	it('is not started when its source, its location or its configuration does not exist', async () => {
		await expect(start({source: {location: source.uuid, path: 'nonsuch'}})).rejects.toMatchObject({code: 'source-not-found'});
		await expect(start({source: {location: '00000000-0000-4000-8000-000000000000', path: 'letters'}})).rejects.toMatchObject({
			name: 'NotFoundError',
		});
		await expect(start({processingConfig: 'nonsuch'})).rejects.toMatchObject({name: 'NotFoundError'});
		expect(await units()).toEqual([]);
	});

	it('that can never start is given up after the limit', async () => {
		const transfer = await start({check: false, source: {location: source.uuid, path: 'nonsuch'}, startLimit: 60_000});
		await expect(transfer.done({sleep})).rejects.toMatchObject({
			code: 'transfer-unknown',
			message: expect.stringContaining('has not started yet'),
		});
	});
});

describe('when things go wrong', () => {
	it('refuses wrong keys', async () => {
		await expect(connect({dashboard: 'wrong'}).dashboard.waiting()).rejects.toMatchObject({name: 'AuthenticationError', status: 403});
		await expect(connect({storage: 'wrong'}).storage.locations().toArray()).rejects.toMatchObject({
			name: 'AuthenticationError',
			status: 401,
		});
	});

	it('knows what is not there', async () => {
		const nobody = '00000000-0000-4000-8000-000000000000';
		await expect(archivematica.dashboard.transferStatus(nobody)).rejects.toMatchObject({name: 'NotFoundError'});
		await expect(archivematica.dashboard.jobs(nobody)).rejects.toMatchObject({name: 'NotFoundError'});
		await expect(archivematica.storage.package(nobody)).rejects.toMatchObject({name: 'NotFoundError'});
		await expect(archivematica.storage.pointerFile(nobody)).rejects.toMatchObject({name: 'NotFoundError'});
		await expect(archivematica.storage.download(nobody)).rejects.toMatchObject({name: 'NotFoundError'});
	});

	it('leaves no file of a package that was damaged in the store', async () => {
		const {aip} = await (await start()).done({sleep});
		await control('POST', `packages/${aip}/damage`, JSON.stringify({}));
		const folder = await mkdtemp(join(tmpdir(), 'fonds-aip-'));
		try {
			await expect(saveAip(archivematica.storage, aip, join(folder, 'aip.7z'))).rejects.toMatchObject({
				name: 'FixityError',
				algorithm: 'sha256',
			});
			expect(await readdir(folder)).toEqual([]);
			expect(await archivematica.storage.checkFixity(aip)).toMatchObject({success: false});
		} finally {
			await rm(folder, {recursive: true});
		}
	});

	it('outlives errors and broken connections while it is followed', async () => {
		sandbox.faults.add({kind: 'status', path: '*transfer/status*', times: 5, after: 1, status: 500});
		sandbox.faults.add({kind: 'drop', path: '*ingest/status*', times: 6});
		sandbox.faults.add({kind: 'status', path: '/api/v2/file/*', times: 9, status: 503});
		const transfer = await start();
		const details: (string | undefined)[] = [];
		for await (const {detail} of transfer.watch({sleep})) {
			details.push(detail);
		}
		expect(await transfer.done()).toMatchObject({transfer: transfer.id});
		expect(details.filter(detail => detail?.includes('does not answer')).length).toBeGreaterThan(2);
	});

	it('leaves no file when the bytes change on the way, and goes on when they stop, over a real connection too', async () => {
		const {aip} = await (await start()).done({sleep});
		const {url} = await sandbox.listen();
		const {dashboard, storage} = sandbox.credentials.archivematica;
		const overHttp = new Archivematica({dashboard: {url, ...dashboard}, storage: {url, ...storage}});
		const folder = await mkdtemp(join(tmpdir(), 'fonds-aip-'));
		try {
			sandbox.faults.add({kind: 'corrupt', path: '*/download/'});
			await expect(saveAip(overHttp.storage, aip, join(folder, 'a'))).rejects.toMatchObject({name: 'FixityError'});
			expect(await readdir(folder)).toEqual([]);
			sandbox.faults.add({kind: 'truncate', path: '*/download/'});
			expect(await saveAip(overHttp.storage, aip, join(folder, 'a'))).toMatchObject({evidence: {strength: 'digest'}});
			expect(await readdir(folder)).toEqual(['a']);
		} finally {
			await rm(folder, {recursive: true});
		}
	});

	it('saves what is whole', async () => {
		const {aip} = await (await start()).done({sleep});
		const folder = await mkdtemp(join(tmpdir(), 'fonds-aip-'));
		try {
			const {size} = await saveAip(archivematica.storage, aip, join(folder, 'aip.7z'));
			expect((await readFile(join(folder, 'aip.7z'))).length).toBe(size);
		} finally {
			await rm(folder, {recursive: true});
		}
	});

	it('does not start twice when the answer to a start is lost', async () => {
		sandbox.faults.add({kind: 'status', method: 'POST', path: '/api/v2beta/package', status: 502, when: 'after'});
		await expect(start()).rejects.toMatchObject({code: 'start-uncertain'});
		expect(await units()).toHaveLength(1);
	});
});

interface SandboxUnit {
	readonly transfer: string;
	readonly waitsFor: {readonly choices: readonly string[]} | null;
}

/** What was started. */
async function units(): Promise<readonly SandboxUnit[]> {
	const response = await sandbox.fetch(new Request(`${origin}/sandbox/archivematica/units`));
	return response.json();
}

/** What a person would choose; nothing that rejects or stores away. */
async function answer({transfer, sip}: TransferStatus): Promise<void> {
	const choices = (await units()).find(unit => unit.transfer === transfer)?.waitsFor?.choices ?? [];
	const choice = choices.find(name => !/reject|backlog|redo|manually/i.test(name));
	await control('POST', 'decisions', JSON.stringify({unit: sip ?? transfer, choice}));
}
