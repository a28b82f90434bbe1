import {describe, expect, it} from 'vitest';
import {begin, complete, file, follow, ingest, sipJobs, stored, transfer, transferJobs} from '../fixtures/follow.ts';
import {badGateway, job, json, list, sip, sipId, storagePackage, text, transferId, unit} from '../fixtures/servers.ts';

const dips = 'GET /api/v2/file/';
const succeeds = {[transfer]: complete, [ingest]: sip('COMPLETE'), [file]: stored};
const none = json({error: true, message: `No jobs found for unit: ${transferId}`}, 400);

describe('the result of a stored AIP', () => {
	it('has its DIPs, and the jobs that failed or go on all the same', async () => {
		const {done, asked} = follow({
			...succeeds,
			[dips]: list([storagePackage({uuid: 'd1', package_type: 'DIP'})]),
			[transferJobs]: json([job('Scan for viruses', 'COMPLETE', 'Scan', [{uuid: 't0', exit_code: 1}])]),
			[sipJobs]: json([
				job('Normalize for access', 'FAILED', 'Normalize', [
					{uuid: 't1', exit_code: 1, file_name: 'a.tif'},
					{uuid: 't2', exit_code: 0},
				]),
				job('Store DIP', 'PROCESSING', 'Upload DIP'),
			]),
		});
		expect(await done()).toEqual({
			transfer: transferId,
			sip: sipId,
			aip: sipId,
			dips: ['d1'],
			warnings: [
				{
					unit: 'ingest',
					job: 'Normalize for access',
					microservice: 'Normalize',
					state: 'failed',
					tasks: [{uuid: 't1', exitCode: 1, fileName: 'a.tif'}],
				},
				{unit: 'ingest', job: 'Store DIP', microservice: 'Upload DIP', state: 'unfinished', tasks: []},
			],
		});
		const query = asked().find(request => request.startsWith(`${dips}?`));
		expect([...new URLSearchParams(query?.split('?')[1])]).toEqual(
			expect.arrayContaining([
				['package_type', 'DIP'],
				['related_packages__uuid', sipId],
			]),
		);
	});

	it('has no DIPs and no warnings where there are none', async () => {
		const {done} = follow({...succeeds, [dips]: list([]), [transferJobs]: none, [sipJobs]: json([])});
		expect(await done()).toMatchObject({dips: [], warnings: []});
	});

	it('says that it could not be asked for them, which makes the AIP no less stored', async () => {
		const {done} = follow({...succeeds, [dips]: text('', 401), [transferJobs]: none, [sipJobs]: badGateway});
		expect(await done()).toMatchObject({aip: sipId, dips: undefined, warnings: undefined});
	});

	it('does without the jobs when told to', async () => {
		const {done, asked} = follow({...succeeds, [dips]: list([])}, {warnings: false});
		expect(await done()).toMatchObject({dips: [], warnings: undefined});
		expect(asked()).not.toContain(sipJobs);
	});
});

describe('a job that goes on and on', () => {
	it('is told once an hour, and bounded by the caller only', async () => {
		const {all} = follow({
			[transfer]: [...Array.from({length: 200}, () => unit('PROCESSING')), complete],
			[ingest]: sip('COMPLETE'),
			[file]: stored,
		});
		const statuses = await all();
		expect(statuses.map(({detail}) => detail).filter(detail => detail?.includes('going on'))).toEqual([
			"The job 'Verify transfer compliance' has been going on for more than 1 hour.",
			"The job 'Verify transfer compliance' has been going on for more than 2 hours.",
			"The job 'Verify transfer compliance' has been going on for more than 3 hours.",
		]);
	});

	it('ends as unknown after the limit: the MCPServer may have been restarted', async () => {
		const {failed} = follow({[transfer]: unit('PROCESSING')}, {stallLimit: 600_000});
		const {status, message, code} = await failed();
		expect([status.state, code]).toEqual(['unknown', 'transfer-unknown']);
		expect(message).toContain("has been at 'Verify transfer compliance' for 10 minutes.");
		expect(message).toContain('MCPServer was restarted');
	});

	it('ends as unknown after the limit, too, when the Storage Service has a row and does not get on', async () => {
		const routes = {
			[transfer]: complete,
			[ingest]: [sip('PROCESSING'), sip('COMPLETE')],
			[file]: json(storagePackage({status: 'PENDING'})),
		};
		const {status, message} = await follow(routes, {stallLimit: 7_200_000}).failed();
		expect([status.state, status.stage]).toEqual(['unknown', 'storage']);
		expect(message).toContain('the status PENDING, and the last job of its SIP began 2 hours ago.');
	});

	it('is counted from its own beginning, also across processes', async () => {
		const {failed, asked} = follow(
			{
				[transfer]: [
					unit('PROCESSING', {microservice: 'A'}),
					unit('PROCESSING', {microservice: 'A'}),
					unit('PROCESSING', {microservice: 'B'}),
				],
			},
			{stallLimit: 120_000},
		);
		expect((await failed()).message).toContain("has been at 'B' for 2 minutes.");
		expect(asked()).toHaveLength(5);
		const first = follow({[transfer]: unit('PROCESSING')}, {stallLimit: 120_000});
		for await (const _ of first.job.watch(first.wait)) {
			break;
		}
		const later = follow({[transfer]: unit('PROCESSING')}, {}, begin + 120_000);
		await expect(later.transfers.resume(first.job.toJSON()).done(later.wait)).rejects.toMatchObject({code: 'transfer-unknown'});
		expect(later.asked()).toHaveLength(1);
	});
});
