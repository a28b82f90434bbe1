import {ConfigurationError, ConflictError, HttpError, PermissionError, TimeoutError, type JobState} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {child, parseXml, text} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import type {SessionOptions} from '../auth/session.ts';
import {connect as connectTo} from '../fixtures/connect.ts';
import {versionRoute} from '../fixtures/version-route.ts';
import {DeletionApproval} from './deletion-approval.ts';
import {Deletions} from './deletions.ts';
import {decision, deletionRoutes, entityAnswer, progress, statusAnswer} from './fixtures/fake-deletion.ts';

const requestedBy = 'jane@example.org';
const state = (change: Record<string, string | null> = {}): JobState => ({
	kind: 'preservica-deletion',
	id: 't1',
	data: {type: 'folder', ref: 'f1', title: 'Letters & more', requestedBy, comment: 'Duplicates', ...change},
});
const comment = 'Checked <twice> & found right';
const poll = {sleep: async () => {}};
const login = {'POST /api/accesstoken/login': '{"success": true, "token": "t"}'};
const credentials = {username: 'second.person@example.org', password: 'p'};

const connect = (routes: FakeRoutes = {}, options: Partial<SessionOptions> = {credentials}) => {
	const {session, ...rest} = connectTo({...deletionRoutes(), ...login, ...routes}, options);
	const changes = () => rest.asked().filter(request => !request.startsWith('GET') && !request.includes('login'));
	return {approval: new DeletionApproval(session), session, changes, ...rest};
};

describe('a review', () => {
	it('shows who asks for what and why, and what would go as the approver sees it', async () => {
		const {approval, changes} = connect();
		expect(await approval.review(state(), {limit: 1})).toEqual({
			entity: {type: 'folder', ref: 'f1', title: 'Letters & more'},
			requestedBy,
			comment: 'Duplicates',
			status: {state: 'pending', detail: 'PENDING', errors: []},
			plan: {
				entity: {type: 'folder', ref: 'f1', title: 'Letters & more', securityTag: 'open', parent: 'f0'},
				path: [{type: 'folder', ref: 'f0', title: 'Archive'}],
				contents: {folders: 1, assets: 2, contentObjects: undefined},
				first: [{type: 'folder', ref: 'f2', title: '1912'}],
			},
		});
		expect(changes()).toEqual([]);
	});

	it('has no plan for what is gone already', async () => {
		const gone = entityAnswer('StructuralObject', 'f1', 'Letters', '<xip:Deleted>true</xip:Deleted>');
		const {approval} = connect({'GET /api/entity/structural-objects/f1': gone, [progress]: statusAnswer('COMPLETED')});
		expect(await approval.review(state({requestedBy: null}))).toMatchObject({
			requestedBy: undefined,
			plan: undefined,
			status: {state: 'succeeded'},
		});
	});

	it('fails with what cannot be read', async () => {
		await expect(connect({[progress]: {status: 404}}).approval.review(state())).rejects.toThrow('no work under the progress token t1');
		await expect(connect({'GET /api/entity/structural-objects/f1': {status: 403}}).approval.review(state())).rejects.toThrow(
			PermissionError,
		);
		await expect(connect().approval.review({...state(), kind: 'preservica-move'})).rejects.toThrow(ConfigurationError);
	});
});

describe('a decision', () => {
	const sent = async (requests: readonly Request[]) => {
		const body = parseXml((await requests.find(({method}) => method === 'PUT')?.text()) ?? '');
		const named = (name: string) => ({namespace: 'http://preservica.com/EntityAPI/v7.7', name, family: 'http://preservica.com/EntityAPI'});
		expect(body).toMatchObject({name: 'DeletionAction', namespace: 'http://preservica.com/EntityAPI/v7.7'});
		const approval = child(body, named('Approval'));
		return {approved: text(approval, named('Approved')), comment: text(approval, named('Comment'))};
	};

	it('to approve is sent once the deletion waits for it, and gives its job', async () => {
		const {approval, requests, changes} = connect({
			[progress]: ['ACTIVE', 'RUNNING', 'PENDING', 'ACTIVE', 'COMPLETED'].map(word => statusAnswer(word)),
		});
		const job = await approval.approve(state(), {comment, ...poll});
		expect(changes()).toEqual([decision]);
		expect(await sent(requests)).toEqual({approved: 'true', comment});
		expect(requests.find(({method}) => method === 'PUT')?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		expect(await job.done(poll)).toEqual({type: 'folder', ref: 'f1', title: 'Letters & more', deleted: true});
	});

	it('to reject says so, and who asked is told', async () => {
		const {approval, requests, session} = connect({[progress]: [statusAnswer('PENDING'), statusAnswer('ABORTED')]});
		await approval.reject(state(), {comment, ...poll});
		expect(await sent(requests)).toEqual({approved: 'false', comment});
		const deletions = new Deletions(session);
		await expect(deletions.resume(state()).done(poll)).rejects.toMatchObject({code: 'deletion-rejected'});
	});

	it.each(['COMPLETED', 'ABORTED', 'FAILED'])('comes too late after %s', async word => {
		const {approval, changes} = connect({[progress]: statusAnswer(word)});
		const failure = await approval.approve(state(), {comment}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ConflictError);
		expect(failure).toMatchObject({code: 'deletion-ended'});
		await expect(approval.reject(state(), {comment})).rejects.toThrow(`has ended (${word})`);
		expect(changes()).toEqual([]);
	});

	it('waits no longer than the deadline', async () => {
		const {approval, changes} = connect({[progress]: statusAnswer('ACTIVE')});
		const failure = await approval.approve(state(), {comment, deadline: 5000, ...poll}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(TimeoutError);
		expect(String(failure)).toContain('did not come to wait for approval within 5000 ms');
		expect(changes()).toEqual([]);
	});

	it('is left to the server where the approver may not see the progress', async () => {
		for (const status of [403, 404]) {
			const {approval, changes} = connect({[progress]: {status}});
			await approval.approve(state(), {comment});
			expect(changes()).toEqual([decision]);
		}
		await expect(connect({[progress]: {status: 500}}).approval.approve(state(), {comment})).rejects.toThrow(HttpError);
	});

	it('to approve is not sent when the entity is called something else now; to reject is', async () => {
		const {approval, changes} = connect();
		const other = state({title: 'Photographs'});
		const failure = approval.approve(other, {comment});
		await expect(failure).rejects.toMatchObject({code: 'title-changed'});
		await expect(failure).rejects.toThrow('was called "Photographs" when its deletion was asked for, and is called "Letters & more" now');
		await approval.reject(other, {comment});
		expect(changes()).toEqual([decision]);
	});

	it('about what is gone already is for the server to take, whatever its tombstone is called', async () => {
		const place = 'GET /api/entity/structural-objects/f1';
		const tombstone = entityAnswer('StructuralObject', 'f1', '').replace('</xip:StructuralObject>', '<xip:Deleted/>$&');
		const {approval, changes} = connect({[place]: tombstone});
		await approval.approve(state(), {comment});
		expect(changes()).toEqual([decision]);
	});

	it('needs a comment, and a server that is new enough', async () => {
		const {approval, asked} = connect();
		await expect(approval.approve(state(), {comment: ''})).rejects.toThrow('Say why in the comment');
		await expect(approval.reject(state(), {comment: ' '})).rejects.toThrow('Say why in the comment');
		expect(asked()).toEqual([]);
		await expect(connect(versionRoute('6.1')).approval.approve(state(), {comment})).rejects.toThrow('needs Preservica 6.2');
	});

	it.each([
		[403, 'This account may not decide about the deletion t1: it takes the right to approve deletions, and another person than who asked.'],
		[404, 'There is no deletion to approve under the progress token t1'],
		[500, 'The decision may have arrived all the same'],
	])('that is answered with %i says so, and is sent once', async (status, message) => {
		const {approval, changes} = connect({[decision]: {status}});
		await expect(approval.approve(state(), {comment})).rejects.toThrow(message);
		expect(changes()).toHaveLength(1);
	});

	it('ends with an abort while it waits', async () => {
		const controller = new AbortController();
		const {approval} = connect({[progress]: statusAnswer('ACTIVE')});
		const sleep = async () => controller.abort(new Error('enough'));
		await expect(approval.approve(state(), {comment, sleep, signal: controller.signal})).rejects.toThrow('enough');
	});
});

describe('the same person', () => {
	const refused = async (approval: DeletionApproval, kept: JobState | Awaited<ReturnType<Deletions['request']>>) => {
		const acts = [() => approval.review(kept), () => approval.approve(kept, {comment}), () => approval.reject(kept, {comment})];
		for (const act of acts) {
			await expect(act()).rejects.toMatchObject({name: 'ConfigurationError', code: 'same-person'});
		}
	};

	it('by the same session is refused, though nobody knows the name', async () => {
		const {session, approval, changes} = connect({}, {});
		const deletions = new Deletions(session);
		const job = await deletions.request(await deletions.plan({type: 'folder', ref: 'f1'}), {comment});
		expect(job.toJSON().data).toMatchObject({requestedBy: null});
		await refused(approval, job);
		await refused(approval, JSON.parse(JSON.stringify(job)));
		expect(changes()).toHaveLength(1);
	});

	it('by the name of the sign-in is refused, in any case', async () => {
		const {approval, changes} = connect({}, {credentials: {username: 'Jane@Example.org ', password: 'p'}});
		await refused(approval, state());
		expect(changes()).toEqual([]);
	});

	it('by what the server says of a token is refused', async () => {
		const {approval, changes} = connect({'GET /api/user/details': '{"username": "jane@example.org"}'}, {});
		await refused(approval, state());
		expect(changes()).toEqual([]);
	});

	it('is for the server to recognize where a name is missing', async () => {
		const nameless = connect({'GET /api/user/details': '{"roles": []}'}, {});
		await nameless.approval.approve(state(), {comment});
		const unknown = connect();
		await unknown.approval.approve(state({requestedBy: null}), {comment});
		expect([nameless.changes(), unknown.changes()]).toEqual([[decision], [decision]]);
	});

	it('may decide about what somebody else asked for', async () => {
		const {session, approval, changes} = connect({'DELETE /api/entity/structural-objects/f1': {status: 202, body: 't2'}});
		const deletions = new Deletions(session);
		await deletions.request(await deletions.plan({type: 'folder', ref: 'f1'}), {comment});
		await approval.approve(state(), {comment});
		expect(changes()).toHaveLength(2);
	});
});
