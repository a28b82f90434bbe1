import {ConfigurationError, ConflictError, NotFoundError, PermissionError} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {badGateway, connect, json, list, pipelineId, serverErrorPage, sipId, storagePackage, text} from '../fixtures/servers.ts';
import type {PackageRequestDetails, PackageRequestStatus} from './package-request.ts';
import {PackageRequests} from './package-requests.ts';
import {connectStorage} from './index.ts';

const file = `GET /api/v2/file/${sipId}/`;
const deletion = `POST /api/v2/file/${sipId}/delete_aip/`;
const recovery = `POST /api/v2/file/${sipId}/recover_aip/`;
const dips = 'GET /api/v2/file/';
const begin = 1_700_000_000_000;
const created = json({message: 'Delete request created successfully.', id: 3}, 202);
const details = {reason: 'Stored twice', userId: 7, userEmail: 'jane@example.org'};
const packageIn = (status: string, more: Record<string, unknown> = {}) => json(storagePackage({status, ...more}));

const keeper = (routes: FakeRoutes = {}) => {
	let time = begin;
	const {archivematica, ...rest} = connect(
		{[file]: packageIn('UPLOADED'), [dips]: list([]), [deletion]: created, ...routes},
		{now: () => time, retry: {limit: 0}},
	);
	const waits: number[] = [];
	const sleep = async (ms: number) => {
		time += ms;
		waits.push(ms / 1000);
		if (waits.length > 200) {
			throw new Error('The job does not end.');
		}
	};
	const sent = () => rest.fetch.requests.filter(({method}) => method === 'POST');
	return {packageRequests: archivematica.packageRequests, ...rest, sleep, waits, sent};
};

describe('a plan', () => {
	it('shows what would go and what would stay, and changes nothing', async () => {
		const copy = 'd1184f7f-d755-4c8d-831a-a3793b88f761';
		const {packageRequests, sent} = keeper({
			[file]: packageIn('UPLOADED', {replicas: [`/api/v2/file/${copy}/`]}),
			[`GET /api/v2/file/set/${copy}/`]: json({objects: [storagePackage({uuid: copy})]}),
			[dips]: list([storagePackage({uuid: 'dip', package_type: 'DIP'})]),
		});
		const plan = await packageRequests.plan(sipId);
		expect(plan.package).toMatchObject({uuid: sipId, size: 11, status: 'UPLOADED'});
		expect(plan.replicas.map(({uuid}) => uuid)).toEqual([copy]);
		expect(plan.dips.map(({uuid}) => uuid)).toEqual(['dip']);
		expect(sent()).toEqual([]);
	});

	it('asks for no DIPs of a transfer in the backlog', async () => {
		const {packageRequests, asked} = keeper({[file]: packageIn('UPLOADED', {package_type: 'transfer'})});
		expect(await packageRequests.plan(sipId)).toMatchObject({replicas: [], dips: []});
		expect(asked()).toEqual([file]);
	});

	it.each([
		['a DIP', {package_type: 'DIP'}, 'wrong-package-type', 'web interface'],
		['a file', {package_type: 'file'}, 'wrong-package-type', 'AIP, AIC, transfer'],
		['what is gone', {status: 'DELETED'}, 'deleted', 'deleted already'],
		['what is not stored', {status: 'MOVING'}, 'not-stored', 'MOVING'],
	])('is not made of %s', async (_, more, code, message) => {
		const {packageRequests} = keeper({[file]: json(storagePackage(more))});
		await expect(packageRequests.plan(sipId)).rejects.toMatchObject({code, message: expect.stringContaining(message)});
	});

	it('fails with what cannot be read, and for an abort', async () => {
		await expect(keeper({[file]: text('', 404)}).packageRequests.plan(sipId)).rejects.toThrow(NotFoundError);
		await expect(keeper({[dips]: text('', 401)}).packageRequests.plan(sipId)).rejects.toThrow(PermissionError);
		const {packageRequests} = keeper({[file]: () => new Promise<never>(() => {})});
		const controller = new AbortController();
		const plan = packageRequests.plan(sipId, {signal: controller.signal});
		controller.abort(new Error('enough'));
		await expect(plan).rejects.toThrow('enough');
	});
});

describe('a request for deletion', () => {
	it('is sent as JSON once the plan was found to be true, and followed to the decision', async () => {
		const {packageRequests, sent, sleep, waits} = keeper({
			[file]: [
				packageIn('UPLOADED'),
				packageIn('UPLOADED'),
				packageIn('UPLOADED'),
				packageIn('DEL_REQ'),
				packageIn('DEL_REQ'),
				packageIn('DELETED'),
			],
		});
		const plan = await packageRequests.plan(sipId);
		const {id, alreadyRequested, job} = await packageRequests.requestDeletion(JSON.parse(JSON.stringify(plan)), details);
		expect([id, alreadyRequested, job.id]).toEqual([3, false, sipId]);
		expect(sent()).toHaveLength(1);
		expect(sent()[0]?.headers.get('content-type')).toBe('application/json');
		expect(await sent()[0]?.json()).toEqual({
			event_reason: 'Stored twice',
			pipeline: pipelineId,
			user_id: 7,
			user_email: 'jane@example.org',
		});
		const statuses: PackageRequestStatus[] = [];
		for await (const status of job.watch({sleep})) {
			statuses.push(status);
		}
		expect(statuses.map(({state, packageStatus}) => `${state} ${packageStatus}`)).toEqual([
			'pending UPLOADED',
			'pending DEL_REQ',
			'approved DELETED',
		]);
		expect(waits).toEqual([5, 60, 60]);
		expect(await job.done()).toEqual({package: sipId, kind: 'deletion', outcome: 'approved'});
	});

	it('is rejected when the package is as it was, after it was seen to wait', async () => {
		const {packageRequests, sleep} = keeper({
			[file]: [packageIn('VERIFIED'), packageIn('VERIFIED'), packageIn('DEL_REQ'), packageIn('VERIFIED')],
		});
		const {job} = await packageRequests.requestDeletion(await packageRequests.plan(sipId), details);
		await expect(job.done({sleep})).rejects.toMatchObject({
			name: 'JobFailedError',
			code: 'deletion-rejected',
			status: {state: 'rejected', packageStatus: 'VERIFIED'},
		});
	});

	it('that somebody made before is told apart by its status only: 200, in both wordings', async () => {
		for (const body of [{message: 'A deletion request already exists for this AIP.'}, {error_message: 'exists'}]) {
			const {packageRequests, sleep} = keeper({
				[deletion]: json(body),
				[file]: [packageIn('DEL_REQ'), packageIn('DEL_REQ'), packageIn('UPLOADED')],
			});
			const {id, alreadyRequested, job} = await packageRequests.requestDeletion(await packageRequests.plan(sipId), details);
			expect([id, alreadyRequested]).toEqual([undefined, true]);
			await expect(job.done({sleep})).rejects.toMatchObject({code: 'deletion-rejected'});
		}
	});

	it('that never shows is given up after ten minutes', async () => {
		const {packageRequests, sleep, waits} = keeper();
		const {job} = await packageRequests.requestDeletion(await packageRequests.plan(sipId), details);
		await expect(job.done({sleep})).rejects.toMatchObject({code: 'deletion-unknown'});
		expect(waits).toHaveLength(11);
	});

	it('ends as failed with a status that no decision gives', async () => {
		for (const status of ['FAIL', 'MOVING', 'FROZEN', 'RECOVER_REQ']) {
			const {packageRequests, sleep} = keeper({[file]: [packageIn('UPLOADED'), packageIn('UPLOADED'), packageIn(status)]});
			const {job} = await packageRequests.requestDeletion(await packageRequests.plan(sipId), details);
			await expect(job.done({sleep})).rejects.toMatchObject({code: 'deletion-failed', message: expect.stringContaining(status)});
		}
	});

	it.each([
		['userId', '7'],
		['userId', -1],
		['userId', 0],
		['userId', 1.5],
		['userId', Number.NaN],
		['userId', null],
		['userId', undefined],
		['userEmail', 'jane'],
		['userEmail', ''],
		['reason', ' '],
		['pipeline', '/api/v2/pipeline/x/'],
	])('with the %s %j is refused before anything is sent: the server would mark the package first', async (field, value) => {
		const {packageRequests, sent} = keeper();
		const plan = await packageRequests.plan(sipId);
		const wrong: PackageRequestDetails = Object.assign({...details}, {[field]: value});
		await expect(packageRequests.requestDeletion(plan, wrong)).rejects.toThrow(ConfigurationError);
		expect(sent()).toEqual([]);
	});

	it('needs a pipeline, where the package names none', async () => {
		const {packageRequests, sent} = keeper({[file]: packageIn('UPLOADED', {origin_pipeline: null})});
		const plan = await packageRequests.plan(sipId);
		await expect(packageRequests.requestDeletion(plan, details)).rejects.toThrow('does not say which pipeline');
		await packageRequests.requestDeletion(plan, {...details, pipeline: pipelineId});
		expect(await sent()[0]?.json()).toMatchObject({pipeline: pipelineId});
	});

	it('is not sent when the package is another than the plan shows', async () => {
		for (const [more, what] of [
			[{size: 12}, 'its size was 11 and is 12'],
			[{current_path: 'x'}, 'its path was'],
			[{current_location: '/api/v2/location/x/'}, 'its location was'],
			[{stored_date: '2025'}, 'its storedDate was'],
			[{package_type: 'AIC'}, 'its type was'],
		] as const) {
			const {packageRequests, sent} = keeper({[file]: [packageIn('UPLOADED'), json(storagePackage(more))]});
			const plan = await packageRequests.plan(sipId);
			const error: unknown = await packageRequests.requestDeletion(plan, details).catch((reason: unknown) => reason);
			expect(error).toBeInstanceOf(ConflictError);
			expect(error).toMatchObject({code: 'plan-outdated', message: expect.stringContaining(what)});
			expect(sent()).toEqual([]);
		}
		const gone = keeper({[file]: [packageIn('UPLOADED'), packageIn('DELETED')]});
		const plan = await gone.packageRequests.plan(sipId);
		await expect(gone.packageRequests.requestDeletion(plan, details)).rejects.toMatchObject({code: 'deleted'});
	});

	it.each([
		['wrong type', json({message: 'Deletes not allowed on this package type.'}, 405), {code: 'wrong-package-type', status: 405}],
		['fields missing', text('All of these fields must be provided: user_id', 400), {code: 'http', status: 400}],
		['unknown pipeline', json({error_message: 'Pipeline not found'}, 404), {name: 'NotFoundError'}],
		['a proxy gave up', badGateway, {code: 'work-uncertain', status: 502}],
		['the server choked', json({error_message: 'Sorry'}, 500), {code: 'work-uncertain', message: expect.stringContaining('DEL_REQ')}],
		['a page came', text('<html></html>', 200), {code: 'work-uncertain', name: 'DecodeError'}],
		['no right', text('', 401), {name: 'PermissionError'}],
	])('fails with what the server says: %s', async (_, answer, expected) => {
		const {packageRequests, sent} = keeper({[deletion]: answer});
		await expect(packageRequests.requestDeletion(await packageRequests.plan(sipId), details)).rejects.toMatchObject(expected);
		expect(sent()).toHaveLength(1);
	});

	it('is not repeated by the transport either', async () => {
		const {archivematica, asked} = connect({[file]: packageIn('UPLOADED'), [dips]: list([]), [deletion]: badGateway});
		const {packageRequests} = archivematica;
		await expect(packageRequests.requestDeletion(await packageRequests.plan(sipId), details)).rejects.toThrow();
		expect(asked().filter(request => request === deletion)).toHaveLength(1);
	});

	it('lets an abort through', async () => {
		const {packageRequests} = keeper({[deletion]: () => new Promise<never>(() => {})});
		const controller = new AbortController();
		const requested = packageRequests.requestDeletion(await packageRequests.plan(sipId), details, {signal: controller.signal});
		controller.abort(new Error('enough'));
		await expect(requested).rejects.toThrow('enough');
	});
});

describe('a request for recovery', () => {
	const asked202 = json({message: 'Recover request created successfully.', id: '4'}, 202);

	it('ends as decided where nothing tells in which way', async () => {
		const {packageRequests, sleep, sent} = keeper({
			[recovery]: asked202,
			[file]: [packageIn('UPLOADED'), packageIn('RECOVER_REQ'), packageIn('UPLOADED')],
		});
		const {id, job} = await packageRequests.requestRecovery(sipId, details);
		expect(id).toBe(4);
		expect(await sent()[0]?.json()).toMatchObject({user_id: 7, pipeline: pipelineId});
		expect(await job.done({sleep})).toEqual({package: sipId, kind: 'recovery', outcome: 'decided'});
	});

	it('is told apart where the package was not good before', async () => {
		const approved = keeper({[recovery]: asked202, [file]: [packageIn('FAIL'), packageIn('RECOVER_REQ'), packageIn('UPLOADED')]});
		const {job} = await approved.packageRequests.requestRecovery(sipId, details);
		expect(await job.done({sleep: approved.sleep})).toMatchObject({outcome: 'approved'});
		const rejected = keeper({[recovery]: asked202, [file]: [packageIn('FAIL'), packageIn('RECOVER_REQ'), packageIn('FAIL')]});
		const {job: other} = await rejected.packageRequests.requestRecovery(sipId, details);
		await expect(other.done({sleep: rejected.sleep})).rejects.toMatchObject({code: 'recovery-rejected'});
	});

	it('is not made for transfers and DIPs', async () => {
		for (const type of ['transfer', 'DIP']) {
			const {packageRequests, sent} = keeper({[file]: packageIn('UPLOADED', {package_type: type})});
			await expect(packageRequests.requestRecovery(sipId, details)).rejects.toMatchObject({code: 'wrong-package-type'});
			expect(sent()).toEqual([]);
		}
	});

	it('may have been made before, and may be refused', async () => {
		const before = keeper({[recovery]: json({error_message: 'A recover request already exists for this AIP.'}, 200)});
		expect(await before.packageRequests.requestRecovery(sipId, details)).toMatchObject({alreadyRequested: true, id: undefined});
		const refused = keeper({[recovery]: serverErrorPage});
		await expect(refused.packageRequests.requestRecovery(sipId, details)).rejects.toThrow('RECOVER_REQ');
	});
});

describe('a kept request', () => {
	it('is followed on by another process', async () => {
		const first = keeper();
		const {job} = await first.packageRequests.requestDeletion(await first.packageRequests.plan(sipId), details);
		const kept = JSON.stringify(job);
		expect(JSON.parse(kept)).toEqual({
			kind: 'archivematica-package-request',
			id: sipId,
			data: {
				package: sipId,
				kind: 'deletion',
				id: 3,
				reason: 'Stored twice',
				requestedBy: 'keeper',
				before: 'UPLOADED',
				seen: false,
				since: begin,
				silent: 0,
			},
		});
		const {packageRequests, sleep} = keeper({[file]: [badGateway, packageIn('DEL_REQ'), packageIn('DELETED')]});
		const resumed = await packageRequests.resume(JSON.parse(kept));
		expect(await resumed.done({sleep})).toMatchObject({outcome: 'approved'});
	});

	it('is refused when it is none', async () => {
		const packageRequests = new PackageRequests(connectStorage({url: 'http://x.example.org', username: 'u', apiKey: 'k'}));
		for (const bad of [
			{kind: 'x', id: sipId, data: {}},
			{kind: 'archivematica-package-request', id: sipId, data: {package: 'other'}},
		]) {
			await expect(packageRequests.resume(bad)).rejects.toThrow('no kept request');
		}
	});

	it('has its patience anew in another process', async () => {
		const first = keeper({[file]: [packageIn('UPLOADED'), packageIn('UPLOADED'), badGateway]});
		const {job} = await first.packageRequests.requestDeletion(await first.packageRequests.plan(sipId), details);
		await expect(job.done({sleep: first.sleep})).rejects.toMatchObject({status: 502});
		const second = keeper({[file]: [badGateway, packageIn('DELETED')]});
		const resumed = await second.packageRequests.resume(JSON.parse(JSON.stringify(job)));
		expect(await resumed.done({sleep: second.sleep})).toMatchObject({outcome: 'approved'});
	});

	it('outlives silence for an hour, and not what asking again does not mend', async () => {
		const silent = keeper({[file]: [packageIn('UPLOADED'), packageIn('UPLOADED'), badGateway]});
		const {job} = await silent.packageRequests.requestDeletion(await silent.packageRequests.plan(sipId), details);
		await expect(job.done({sleep: silent.sleep})).rejects.toMatchObject({status: 502});
		expect(silent.waits).toHaveLength(60);
		const refused = keeper({[file]: [packageIn('UPLOADED'), packageIn('UPLOADED'), text('', 401)]});
		const {job: other} = await refused.packageRequests.requestDeletion(await refused.packageRequests.plan(sipId), details);
		await expect(other.done({sleep: refused.sleep})).rejects.toThrow(PermissionError);
		expect(refused.waits).toEqual([]);
	});
});
