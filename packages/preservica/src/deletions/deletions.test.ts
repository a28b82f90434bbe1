import {ConfigurationError, ConflictError, DecodeError, HttpError, JobFailedError, NotFoundError, PermissionError} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {content, parseXml, type XmlElement} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import type {SessionOptions} from '../auth/session.ts';
import {connect as connectTo} from '../fixtures/connect.ts';
import {versionRoute} from '../fixtures/version-route.ts';
import {Deletions} from './deletions.ts';
import {childrenAnswer, deleteFolder, deletionRoutes, entityAnswer, progress, statusAnswer} from './fixtures/fake-deletion.ts';

const folder = {type: 'folder', ref: 'f1'} as const;
const asset = {type: 'asset', ref: 'a1'} as const;
const comment = 'Duplicates of <1912> & later';
const poll = {sleep: async () => {}};

const connect = (routes: FakeRoutes = {}, options: Partial<SessionOptions> = {}) => {
	const {session, ...rest} = connectTo({...deletionRoutes(), ...routes}, options);
	const changes = () => rest.asked().filter(request => !request.startsWith('GET'));
	return {deletions: new Deletions(session), session, changes, ...rest};
};

/** Elements as `[name, text]` or `[name, children]`. */
const outline = (source: XmlElement): unknown => [
	source.name,
	source.children.some(node => typeof node === 'object')
		? source.children.flatMap(node => (typeof node === 'object' ? [outline(node)] : []))
		: content(source),
];

describe('a plan', () => {
	it('shows a folder, where it is, and how much goes with it', async () => {
		const {deletions, changes} = connect();
		expect(await deletions.plan(folder)).toEqual({
			entity: {type: 'folder', ref: 'f1', title: 'Letters & more', securityTag: 'open', parent: 'f0'},
			path: [{type: 'folder', ref: 'f0', title: 'Archive'}],
			contents: {folders: 1, assets: 2, contentObjects: undefined},
			first: [
				{type: 'folder', ref: 'f2', title: '1912'},
				{type: 'asset', ref: 'a1', title: 'Letter'},
				{type: 'asset', ref: 'a2', title: 'Postcard'},
			],
		});
		expect(changes()).toEqual([]);
	});

	it('counts each content object of an asset once', async () => {
		const {entity, contents, first} = await connect().deletions.plan(asset);
		expect(entity).toMatchObject({type: 'asset', title: 'Letter', parent: 'f0'});
		expect(contents).toEqual({folders: 0, assets: 0, contentObjects: 2});
		expect(first.map(({ref}) => ref)).toEqual(['c1', 'c2']);
	});

	it('names no more than it is asked for, and counts all the same', async () => {
		const {contents, first} = await connect().deletions.plan(folder, {limit: 1});
		expect(first).toHaveLength(1);
		expect(contents.assets).toBe(2);
	});

	it('is not made for what cannot be deleted alone, or is gone already', async () => {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may give
		const contentObject = {type: 'contentObject', ref: 'c1'} as unknown as typeof asset;
		await expect(connect().deletions.plan(contentObject)).rejects.toThrow('Only assets and folders can be deleted');
		const tombstone = entityAnswer('InformationObject', 'a1', 'Letter', '<xip:Deleted>true</xip:Deleted>');
		const failure = await connect({'GET /api/entity/information-objects/a1': tombstone})
			.deletions.plan(asset)
			.catch((error: unknown) => error);
		expect(failure).toMatchObject({name: 'ConflictError', code: 'deleted'});
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		[{status: 500}, HttpError],
		['<html/>', DecodeError],
	])('fails with the list of the children that is answered with %o', async (answer, kind) => {
		await expect(connect({'GET /api/entity/structural-objects/f2/children': answer}).deletions.plan(folder)).rejects.toThrow(kind);
	});

	it('ends with an abort', async () => {
		const controller = new AbortController();
		const {deletions} = connect({
			'GET /api/entity/structural-objects/f2/children': () => {
				controller.abort(new Error('enough'));
				return new Promise(() => {});
			},
		});
		await expect(deletions.plan(folder, {signal: controller.signal})).rejects.toThrow('enough');
	});
});

describe('a request', () => {
	it('is a DELETE with the comment in its body, and gives a job', async () => {
		const {deletions, requests, changes} = connect();
		const job = await deletions.request(await deletions.plan(folder), {comment});
		expect(job.id).toBe('t1');
		expect(changes()).toEqual([deleteFolder]);
		const sent = requests.find(({method}) => method === 'DELETE');
		expect(sent?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		const body = parseXml((await sent?.text()) ?? '');
		expect(body.namespace).toBe('http://preservica.com/EntityAPI/v7.7');
		expect(outline(body)).toEqual(['DeletionAction', [['Submission', [['Comment', comment]]]]]);
	});

	it('of an asset goes to its own address; an answer of 200 is as good as 202', async () => {
		const route = 'DELETE /api/entity/information-objects/a1';
		const {deletions, changes} = connect({[route]: ' t1\n'});
		expect((await deletions.request(await deletions.plan(asset), {comment})).id).toBe('t1');
		expect(changes()).toEqual([route]);
	});

	it('takes a plan that was kept as JSON', async () => {
		const {deletions, changes} = connect();
		const kept = JSON.parse(JSON.stringify(await deletions.plan(folder)));
		await deletions.request(kept, {comment});
		expect(changes()).toHaveLength(1);
	});

	it.each([
		[
			'title',
			{'GET /api/entity/structural-objects/f1': entityAnswer('StructuralObject', 'f1', 'Other')},
			'its title was "Letters & more" and is "Other"',
		],
		[
			'place',
			{'GET /api/entity/structural-objects/f1': entityAnswer('StructuralObject', 'f1', 'Letters &amp; more', '')},
			'its folder was "f0" and is none',
		],
		[
			'security tag',
			{
				'GET /api/entity/structural-objects/f1': entityAnswer('StructuralObject', 'f1', 'Letters &amp; more').replace('>open<', '>closed<'),
			},
			'its security tag was "open" and is "closed"',
		],
		[
			'contents',
			{'GET /api/entity/structural-objects/f2/children': childrenAnswer('IO a1', 'IO a3')},
			'its number of assets was 2 and is 3',
		],
		[
			'folders',
			{'GET /api/entity/structural-objects/f1/children': childrenAnswer('IO a1', 'IO a3')},
			'its number of folders was 1 and is 0',
		],
	])('is not sent when the %s is not what the plan shows', async (_, changed, message) => {
		const plan = await connect().deletions.plan(folder);
		const {deletions, changes} = connect(changed);
		const failure = await deletions.request(plan, {comment}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ConflictError);
		expect(failure).toMatchObject({code: 'plan-outdated'});
		expect(String(failure)).toContain(message);
		expect(changes()).toEqual([]);
	});

	it('is not sent without a comment, or to a server that is too old', async () => {
		const plan = await connect().deletions.plan(folder);
		const {deletions, asked} = connect();
		await expect(deletions.request(plan, {comment: ' '})).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
		const old = connect(versionRoute('6.1.9'));
		await expect(old.deletions.request(plan, {comment})).rejects.toThrow('Deleting needs Preservica 6.2 or newer; this server runs 6.1.9.');
		expect(old.changes()).toEqual([]);
	});

	it.each([
		[{status: 403}, PermissionError, 'no right to delete the folder with the reference f1'],
		[{status: 404}, NotFoundError, 'There is no folder with the reference f1'],
		[{status: 422}, HttpError, 'the tenancy has no active workflow for full deletion'],
		[{status: 500}, HttpError, 'It may have been asked for all the same'],
		[{status: 503}, HttpError, 'It may have been asked for all the same'],
		[{status: 202, body: ''}, DecodeError, 'It may have been asked for all the same'],
	])('that is answered with %o says so, and is sent once', async (answer, kind, message) => {
		const {deletions, changes} = connect({[deleteFolder]: answer});
		const failure = await deletions.request(await deletions.plan(folder), {comment}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(message);
		expect(changes()).toHaveLength(1);
	});

	it('has a code of its own where no workflow is set up', async () => {
		const {deletions} = connect({[deleteFolder]: {status: 422, body: 'no active workflow context'}});
		const failure = deletions.request(await deletions.plan(folder), {comment});
		await expect(failure).rejects.toMatchObject({code: 'no-deletion-workflow', status: 422, body: 'no active workflow context'});
	});

	it('whose answer is lost is not repeated', async () => {
		const {deletions, changes} = connect({
			[deleteFolder]: () => {
				throw new TypeError('Failed to fetch');
			},
		});
		const failure = deletions.request(await deletions.plan(folder), {comment});
		await expect(failure).rejects.toThrow('It may have been asked for all the same: look in Preservica before you ask again.');
		expect(changes()).toHaveLength(1);
	});

	it('ends with an abort', async () => {
		const controller = new AbortController();
		const {deletions} = connect({
			[deleteFolder]: () => {
				controller.abort(new Error('enough'));
				return new Promise(() => {});
			},
		});
		await expect(deletions.request(await deletions.plan(folder), {comment, signal: controller.signal})).rejects.toThrow('enough');
	});
});

describe('who asked', () => {
	const login = {'POST /api/accesstoken/login': '{"success": true, "token": "t"}'};

	it('is known by the sign-in', async () => {
		const {deletions, asked} = connect(login, {credentials: {username: 'jane@example.org', password: 'not-to-be-kept'}});
		const text = JSON.stringify(await deletions.request(await deletions.plan(folder), {comment}));
		expect(JSON.parse(text)).toEqual({
			kind: 'preservica-deletion',
			id: 't1',
			data: {type: 'folder', ref: 'f1', title: 'Letters & more', requestedBy: 'jane@example.org', comment},
		});
		expect(text).not.toContain('not-to-be-kept');
		expect(asked()).not.toContain('GET /api/user/details');
	});

	it.each([
		['{"username": "jane", "roles": []}', 'jane'],
		['{"userName": "jane", "email": "j@example.org"}', 'jane'],
		['{"email": "j@example.org"}', 'j@example.org'],
		['{"username": 5, "roles": ["ROLE_SDB_MANAGER_USER"]}', null],
		['{"username": " ", "email": "j@example.org"}', 'j@example.org'],
		['[]', null],
		['not json', null],
		[{status: 403}, null],
	])('is asked of the server where a token signs in: %o', async (answer, requestedBy) => {
		const {deletions} = connect({'GET /api/user/details': answer});
		const job = await deletions.request(await deletions.plan(folder), {comment});
		expect(job.toJSON().data).toMatchObject({requestedBy});
	});
});

describe('a deletion', () => {
	const follow = async (...answers: readonly string[]) => {
		const {deletions, asked} = connect({[progress]: answers});
		return {job: await deletions.request(await deletions.plan(folder), {comment}), asked};
	};

	it('waits for approval, then is carried out, and leaves a tombstone that nobody reads', async () => {
		const {job, asked} = await follow(...['ACTIVE', 'PENDING', 'PENDING', 'ACTIVE', 'COMPLETED'].map(word => statusAnswer(word)));
		const states: string[] = [];
		for await (const {state} of job.watch(poll)) {
			states.push(state);
		}
		expect(states).toEqual(['running', 'pending', 'running', 'succeeded']);
		const before = asked().length;
		expect(await job.done(poll)).toEqual({type: 'folder', ref: 'f1', title: 'Letters & more', deleted: true});
		expect(asked()).toHaveLength(before);
	});

	it.each([
		['ABORTED', 'deletion-rejected', 'was rejected, or its workflow was ended (ABORTED). Nothing was deleted. The server says: not ours.'],
		['CANCELLED', 'deletion-rejected', 'was rejected, or its workflow was ended (CANCELLED)'],
		['FAILED', 'job-failed', 'failed (FAILED): not ours. Look in Preservica for what is still there.'],
		['FINISHED_MIXED_OUTCOME', 'job-failed', 'succeeded in part only'],
	])('that ends as %s fails', async (word, code, message) => {
		const {job} = await follow(statusAnswer('PENDING'), statusAnswer(word, 'not ours'));
		const failure = await job.done(poll).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(failure).toMatchObject({code, status: {detail: word}});
		expect(String(failure)).toContain(`The deletion of the folder f1 ("Letters & more") ${message}`);
	});

	it('goes on waiting while a person, or an unknown word, holds it up', async () => {
		const {job} = await follow(...['SUSPENDED', 'THINKING', 'COMPLETED'].map(word => statusAnswer(word)));
		expect(await job.done(poll)).toMatchObject({deleted: true});
	});

	it('goes on in another process', async () => {
		const {job} = await follow(statusAnswer('PENDING'));
		const {deletions} = connect({[progress]: statusAnswer('COMPLETED')});
		expect(await deletions.resume(JSON.parse(JSON.stringify(job))).done(poll)).toMatchObject({ref: 'f1', deleted: true});
	});

	it.each([
		null,
		'text',
		[],
		{type: 'contentObject', ref: 'c', title: '', requestedBy: null, comment: ''},
		{type: 'asset', ref: 'c', title: '', comment: ''},
		{type: 'asset', ref: 1, title: '', requestedBy: null, comment: ''},
	])('cannot go on from %o', data => {
		expect(() => connect().deletions.resume({kind: 'preservica-deletion', id: 't1', data})).toThrow(ConfigurationError);
	});

	it('cannot go on from the state of something else', async () => {
		const {job} = await follow(statusAnswer('PENDING'));
		expect(() => connect().deletions.resume({...job.toJSON(), kind: 'preservica-move'})).toThrow(ConfigurationError);
	});

	it('ends its wait with an abort', async () => {
		const {job} = await follow(statusAnswer('PENDING'));
		const controller = new AbortController();
		const wait = job.done({signal: controller.signal, sleep: async () => controller.abort(new Error('enough'))});
		await expect(wait).rejects.toThrow('enough');
	});
});
