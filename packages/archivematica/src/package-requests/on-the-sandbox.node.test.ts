import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {install, type TestInstallation} from '../fixtures/preserve.ts';
import {PackageApproval} from './package-approval.ts';

let here: TestInstallation;
let aip: string;
beforeEach(async () => {
	here = await install();
	aip = await here.preserve();
});
afterEach(async () => {
	await here.sandbox.close();
});

const details = {reason: 'Stored twice', userId: 1, userEmail: 'jane@example.org'};
const decide = (id: number | undefined, decision: string) => here.control('POST', `requests/${id}`, {decision, reason: 'Looked at'});

describe('a deletion', () => {
	it('is asked for by one person and decided in the web interface by another', async () => {
		const {packageRequests, storage} = here.archivematica;
		const plan = await packageRequests.plan(aip);
		expect(plan.package.uuid).toBe(aip);
		const {id, job} = await packageRequests.requestDeletion(plan, details);
		expect((await storage.package(aip)).status).toBe('DEL_REQ');
		const again = await packageRequests.requestDeletion(await packageRequests.plan(aip), details);
		expect([again.id, again.alreadyRequested]).toEqual([undefined, true]);
		for await (const {state} of job.watch({sleep: here.sleep})) {
			expect(state).toBe('pending');
			break;
		}
		await decide(id, 'reject');
		await expect(job.done({sleep: here.sleep})).rejects.toMatchObject({code: 'deletion-rejected'});
		await expect(again.job.done({sleep: here.sleep})).rejects.toMatchObject({code: 'deletion-rejected'});
		expect((await storage.package(aip)).status).toBe('UPLOADED');
	});

	it('is approved through the API of a newer server, with other credentials', async () => {
		await here.control('PUT', 'storage', {profile: 'newer'});
		const {packageRequests, storage} = here.archivematica;
		const {job} = await packageRequests.requestDeletion(await packageRequests.plan(aip), details);
		const approval = new PackageApproval(...here.reviewer);
		const kept = JSON.parse(JSON.stringify(job));
		expect(await approval.review(kept)).toMatchObject({package: aip, reason: 'Stored twice'});
		await approval.approve(kept, {reason: 'Checked'});
		expect(await job.done({sleep: here.sleep})).toEqual({package: aip, kind: 'deletion', outcome: 'approved'});
		expect((await storage.package(aip)).status).toBe('DELETED');
		await expect(approval.approve(kept, {reason: 'Checked'})).rejects.toMatchObject({code: 'not-pending'});
		await expect(packageRequests.plan(aip)).rejects.toMatchObject({code: 'deleted'});
	});

	it('cannot be approved through the API of 0.23', async () => {
		const {packageRequests} = here.archivematica;
		const {job} = await packageRequests.requestDeletion(await packageRequests.plan(aip), details);
		const approval = new PackageApproval(...here.reviewer);
		await expect(approval.reject(job, {reason: 'No'})).rejects.toMatchObject({code: 'version'});
	});

	it('is not approved by the person who asked', async () => {
		const {packageRequests} = here.archivematica;
		const {job} = await packageRequests.requestDeletion(await packageRequests.plan(aip), details);
		const [, connection] = here.reviewer;
		const {storage} = here.sandbox.credentials.archivematica;
		const approval = new PackageApproval({url: 'http://sandbox.example.org', ...storage}, connection);
		await expect(approval.approve(job, {reason: 'Me'})).rejects.toMatchObject({code: 'same-person'});
	});
});

describe('a recovery', () => {
	it('is asked for, and told to be decided', async () => {
		const {packageRequests} = here.archivematica;
		const {id, job} = await packageRequests.requestRecovery(aip, details);
		for await (const {state} of job.watch({sleep: here.sleep})) {
			expect(state).toBe('pending');
			break;
		}
		await decide(id, 'reject');
		expect(await job.done({sleep: here.sleep})).toMatchObject({outcome: 'decided'});
	});
});
