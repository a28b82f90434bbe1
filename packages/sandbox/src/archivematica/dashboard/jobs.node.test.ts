import {beforeEach, describe, expect, it} from 'vitest';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';

let am: Installation;
let id: string;
beforeEach(async () => {
	am = await install(undefined, {stepDuration: 6000});
	id = await am.start('letters');
	am.pass(100);
});

const jobs = async (query = ''): Promise<Json> => am.read(`/api/v2beta/jobs/${id}${query}`);

const names = async (query: string) => (await jobs(query)).map(({name}: Json) => name);

describe('jobs', () => {
	it('come oldest first, with the ids and exit codes of their tasks', async () => {
		const all = await jobs();
		expect(all[0]).toEqual({
			uuid: expect.any(String),
			name: 'Check if file or folder',
			status: 'COMPLETE',
			microservice: 'Verify transfer compliance',
			link_uuid: 'bda96b35-48c7-44fc-9c9e-d7c5a05016c1',
			tasks: [{uuid: expect.any(String), exit_code: 0}],
		});
		expect(all.at(-1).name).toBe('Create SIP from transfer objects');
		expect(new Set(all.map(({uuid}: Json) => uuid)).size).toBe(all.length);
		expect(await jobs()).toEqual(all);
	});

	it('have a task for each file where the tool runs on files, and none where a question is asked', async () => {
		const [scan] = await jobs('?name=Scan for viruses');
		expect(scan.tasks).toHaveLength(4);
		const [question] = await jobs('?name=Create SIP(s)');
		expect(question.tasks).toEqual([]);
	});

	it('are filtered by group, link and name, with the prefixes of the web interface', async () => {
		const expected = ['Change object and directory filenames', 'Change transfer name'];
		expect(await names('?microservice=Change+transfer+filenames')).toEqual(expected);
		expect(await names('?microservice=Microservice:%20Change%20transfer%20filenames')).toEqual(expected);
		expect(await names('?name=Job:%20Change%20transfer%20name')).toEqual(['Change transfer name']);
		expect(await names('?link_uuid=bda96b35-48c7-44fc-9c9e-d7c5a05016c1')).toEqual(['Check if file or folder']);
		expect(await names('?name=nothing')).toEqual([]);
	});

	it('show all of their tasks when `detailed` is there, whatever its value', async () => {
		const [scan] = await jobs('?name=Scan for viruses&detailed=false');
		expect(scan.tasks[0]).toEqual({
			uuid: expect.any(String),
			exit_code: 0,
			file_uuid: expect.any(String),
			file_name: 'letter-1887-03-02.txt',
			time_created: expect.stringMatching(/^2026-05-17T09:30:\d\d$/u),
			time_started: expect.stringMatching(/^2026-05-17T09:30:\d\d$/u),
			time_ended: expect.stringMatching(/^2026-05-17T09:30:\d\d$/u),
			duration: 6,
		});
	});

	it('of a SIP are found by its UUID', async () => {
		const {sip_uuid: sip} = await am.read(`/api/transfer/status/${id}/`);
		const [first] = await am.read(`/api/v2beta/jobs/${sip}`);
		expect(first.microservice).toBe('Verify SIP compliance');
	});

	it('are missing with a 400, malformed with a page', async () => {
		const unknown = await am.dashboard('GET', '/api/v2beta/jobs/00000000-0000-4000-8000-000000000000');
		expect([unknown.status, await unknown.json()]).toEqual([
			400,
			{error: true, message: 'No jobs found for unit: 00000000-0000-4000-8000-000000000000'},
		]);
		for (const path of ['/api/v2beta/jobs/zzzzzzzz-0000-4000-8000-000000000000', `/api/v2beta/jobs/${id}?link_uuid=banana`]) {
			const answer = await am.dashboard('GET', path);
			expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
		}
	});

	it('that fail say so, and one of their tasks does', async () => {
		id = await am.start('fails-at-scan-for-viruses');
		am.pass(100);
		const failed = (await jobs()).find(({status}: Json) => status === 'FAILED');
		expect(failed).toMatchObject({name: 'Scan for viruses', tasks: [{exit_code: 1}]});
		expect((await jobs()).at(-1)).toMatchObject({
			microservice: 'Failed transfer',
			name: 'Move to the failed directory',
			status: 'COMPLETE',
		});
	});
});

describe('a task', () => {
	it('is found by its UUID', async () => {
		const [scan] = await jobs('?name=Scan for viruses&detailed');
		expect(await am.read(`/api/v2beta/task/${scan.tasks[1].uuid}`)).toEqual(scan.tasks[1]);
	});

	it('has no end, no code and an empty duration while it runs', async () => {
		id = await am.start('letters');
		am.pass(1.05);
		const [running] = await jobs('?detailed');
		expect(running).toMatchObject({
			status: 'PROCESSING',
			tasks: [{exit_code: null, file_uuid: null, file_name: `letters-${id}`, time_ended: null, duration: ''}],
		});
	});

	it('shorter than a second says so', async () => {
		const quick = await install(undefined, {stepDuration: 0});
		const transfer = await quick.start('letters');
		const [job] = await quick.read(`/api/v2beta/jobs/${transfer}?detailed`);
		expect(job.tasks[0].duration).toBe('< 1');
	});

	it('that is unknown is a 400', async () => {
		const answer = await am.dashboard('GET', '/api/v2beta/task/00000000-0000-4000-8000-000000000000');
		expect([answer.status, await answer.json()]).toEqual([
			400,
			{error: true, message: 'Task with UUID 00000000-0000-4000-8000-000000000000 does not exist'},
		]);
	});
});
