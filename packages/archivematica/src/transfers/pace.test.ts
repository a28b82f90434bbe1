import {isSdkError} from '@fonds/core';
import type {PollOptions} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {complete, file, follow, gone, ingest, notFound, stored, transfer} from '../fixtures/follow.ts';
import {json, noJobYet, sip, unit} from '../fixtures/servers.ts';

const seconds = async (routes: Parameters<typeof follow>[0], options: PollOptions = {}) => {
	const {job, wait} = follow(routes);
	const waits: number[] = [];
	const sleep = async (ms: number) => {
		waits.push(ms / 1000);
		await wait.sleep(ms);
	};
	const error: unknown = await job.done({sleep, ...options}).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	return {waits, error};
};
const times = <T>(count: number, value: T): T[] => Array.from({length: count}, () => value);

describe('looks', () => {
	it('come as often as the state deserves', async () => {
		const {waits} = await seconds({
			[transfer]: [...times(4, noJobYet), ...times(7, unit('PROCESSING')), ...times(8, unit('USER_INPUT')), complete],
			[ingest]: [sip('PROCESSING'), sip('COMPLETE')],
			[file]: [...times(3, notFound), stored],
		});
		const [beforeFirstJob, processing] = [waits.slice(0, 4), waits.slice(4, 11)];
		expect(beforeFirstJob).toEqual([2, 10, 15, 22.5]);
		expect(processing).toEqual([10, 15, 22.5, 33.75, 50.625, 60, 60]);
		expect(waits.slice(11, 19)).toEqual([60, 90, 135, 202.5, 303.75, 455.625, 600, 600]);
		expect(waits.slice(19)).toEqual([2, 10, 2, 5, 7.5, 11.25]);
	});

	it('come every five seconds while an approval is refused', async () => {
		const refusal = json({error: true, message: 'Unable to start the transfer.'}, 500);
		const {job, transfers, wait} = follow({
			[transfer]: unit('USER_INPUT', {microservice: 'Approve standard transfer'}),
			'POST /api/transfer/approve': refusal,
		});
		const kept = JSON.parse(JSON.stringify(job));
		const approval = {directory: null, type: 'standard', given: false, tries: 0, since: null};
		const resumed = transfers.resume({...kept, data: {...kept.data, stage: 'approval', hasApproval: true, approval}});
		const waits: number[] = [];
		const sleep = async (ms: number) => {
			waits.push(ms / 1000);
			await wait.sleep(ms);
		};
		for await (const {state} of resumed.watch({sleep})) {
			if (state === 'waiting') {
				break;
			}
		}
		expect(waits).toEqual([5, 5, 5, 5, 5, 5]);
	});

	it('come every ten seconds while a failure is to be confirmed', async () => {
		const {waits, error} = await seconds({[transfer]: [unit('PROCESSING'), unit('FAILED')]});
		expect(waits).toEqual([10, 10, 10]);
		expect(error).toMatchObject({code: 'transfer-failed'});
	});

	it('come as the caller says', async () => {
		const {waits} = await seconds(
			{[transfer]: [unit('USER_INPUT'), unit('PROCESSING'), complete], [ingest]: sip('COMPLETE'), [file]: stored},
			{interval: {initial: 1000, factor: 2}},
		);
		expect(waits).toEqual([1, 2, 4, 8]);
	});

	it('end at the deadline, which may come in the middle of a wait', async () => {
		const {waits, error} = await seconds({[transfer]: unit('USER_INPUT')}, {deadline: 100_000});
		expect(waits).toEqual([60, 40]);
		expect(isSdkError(error, 'deadline')).toBe(true);
		expect(String(error)).toContain('did not end within 100000 ms');
	});

	it('wait in real time where no other is given, and end with the reason of an abort', async () => {
		const {job} = follow({[transfer]: unit('PROCESSING')});
		const controller = new AbortController();
		const done = job.done({signal: controller.signal});
		setTimeout(() => controller.abort(new Error('enough')), 20);
		await expect(done).rejects.toThrow('enough');
		await expect(job.done({deadline: 20})).rejects.toMatchObject({code: 'deadline'});
	});

	it('slow down while nobody answers', async () => {
		const {waits} = await seconds({[transfer]: [unit('PROCESSING'), gone, gone, complete], [ingest]: sip('COMPLETE'), [file]: stored});
		expect(waits.slice(0, 3)).toEqual([10, 15, 22.5]);
	});
});
