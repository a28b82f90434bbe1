import {isSdkError} from '@fonds/core';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {install, type TestInstallation} from '../fixtures/preserve.ts';
import type {TransferIntent} from './intent.ts';

let here: TestInstallation;
beforeEach(async () => {
	here = await install();
});
afterEach(async () => {
	await here.sandbox.close();
});

const lose = (times = 9) =>
	here.sandbox.faults.add({kind: 'status', method: 'POST', path: '/api/v2beta/package', status: 502, when: 'after', times});
const unitsThere = async (): Promise<number> => {
	const units = await here.control('GET', 'units', undefined);
	return Array.isArray(units) ? units.length : -1;
};
const keep = (intent: TransferIntent): TransferIntent => JSON.parse(JSON.stringify(intent));

describe('a dashboard that honours idempotency keys', () => {
	beforeEach(() => here.control('PUT', 'release', {release: '1.19.0'}));

	it('makes one transfer of an intent, whatever is lost and whoever starts it', async () => {
		const {transfers} = here.archivematica;
		const kept = keep(await transfers.prepare(await here.letters()));
		lose(2);
		const first = await transfers.start(kept);
		expect(await unitsThere()).toBe(1);
		const second = await here.connect().transfers.start(kept);
		expect(second.id).toBe(first.id);
		expect(await unitsThere()).toBe(1);
		expect(await second.done({sleep: here.sleep})).toMatchObject({transfer: first.id});
		expect((await here.connect().transfers.start(kept)).id).toBe(first.id);
	});

	it('makes one transfer also when all answers were lost and the process died', async () => {
		const kept = keep(await here.archivematica.transfers.prepare(await here.letters()));
		lose();
		await expect(here.archivematica.transfers.start(kept)).rejects.toMatchObject({code: 'start-uncertain'});
		here.sandbox.faults.clear();
		await here.connect().transfers.start(kept);
		expect(await unitsThere()).toBe(1);
	});

	it('refuses another transfer under the same key', async () => {
		const {transfers} = here.archivematica;
		const letters = await here.letters({idempotencyKey: 'accession-2024-17'});
		await transfers.start(letters);
		await expect(transfers.start({...letters, name: 'other'})).rejects.toMatchObject({
			name: 'ConflictError',
			code: 'idempotency-key-reused',
		});
		expect(await unitsThere()).toBe(1);
	});
});

describe('a dashboard that does not', () => {
	it('is never sent a start twice; what is known is told', async () => {
		const {transfers} = here.archivematica;
		const kept = keep(await transfers.prepare(await here.letters({autoApprove: false})));
		await expect(transfers.start(kept)).rejects.toMatchObject({code: 'start-uncertain', found: {units: [], complete: true}});
		expect(await unitsThere()).toBe(0);
		lose();
		await expect(transfers.start(kept, {unsent: true})).rejects.toMatchObject({code: 'start-uncertain'});
		expect(await unitsThere()).toBe(1);
		here.sandbox.faults.clear();
		await here.sleep(60_000);
		const error: unknown = await here
			.connect()
			.transfers.start(kept)
			.catch((reason: unknown) => reason);
		expect(isSdkError(error, 'start-uncertain')).toBe(true);
		expect(error).toMatchObject({found: {units: [{name: 'letters', list: 'waiting', waitingFor: 'Approve standard transfer'}]}});
		expect(await unitsThere()).toBe(1);
	});
});

describe('the result', () => {
	it('names DIPs', async () => {
		const {transfers, storage} = here.archivematica;
		const started = await transfers.start(await here.letters());
		const {aip, dips, warnings} = await started.done({sleep: here.sleep});
		expect(dips).toEqual((await storage.dipsOf(aip).toArray()).map(({uuid}) => uuid));
		expect(warnings).toEqual([]);
	});

	it('tells of jobs that failed although the AIP is stored', async () => {
		await here.control('POST', 'plans', {failAt: ['Scan for viruses'], goesOn: true, exitCode: 7});
		const {transfers} = here.archivematica;
		const {warnings} = await (await transfers.start(await here.letters())).done({sleep: here.sleep});
		expect(warnings).toMatchObject([{unit: 'transfer', job: 'Scan for viruses', state: 'failed'}]);
		expect(warnings?.[0]?.tasks.map(({exitCode}) => exitCode)).toContain(7);
	});

	it('is unknown when the MCPServer was restarted in between', async () => {
		const {transfers} = here.archivematica;
		const started = await transfers.start(await here.letters({stallLimit: 3_600_000}));
		for await (const {microservice} of started.watch({sleep: here.sleep})) {
			if (microservice !== undefined) {
				break;
			}
		}
		await here.control('POST', 'mcp-server/restart', {});
		await expect(started.done({sleep: here.sleep})).rejects.toMatchObject({code: 'transfer-unknown'});
	});
});
