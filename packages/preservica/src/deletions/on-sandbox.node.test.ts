import {PermissionError} from '@fonds/core';
import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {Credentials} from '../auth/credentials.ts';
import {Session} from '../auth/session.ts';
import {Entities} from '../entities/entities.ts';
import {DeletionApproval} from './deletion-approval.ts';
import {Deletions} from './deletions.ts';

let sandbox: Sandbox;
let connect: (credentials: Credentials) => Session;
beforeAll(async () => {
	sandbox = await createSandbox();
	const {url} = await sandbox.listen();
	connect = credentials => new Session({server: url, credentials, tenant: sandbox.credentials.preservica.tenant});
});
afterAll(() => sandbox.close());

const quick = {interval: {initial: 5, max: 20}};
const comment = 'Duplicates & <more>';

async function ask() {
	const {archivist} = sandbox.credentials.preservica.users;
	const session = connect(archivist);
	const deletions = new Deletions(session);
	const entities = new Entities(session);
	const folder = await entities.createFolder({title: 'Duplicates', parent: null});
	const job = await deletions.request(await deletions.plan(folder), {comment});
	return {session, deletions, entities, folder, job, kept: JSON.parse(JSON.stringify(job))};
}

it('a deletion that another person approves leaves a tombstone', async () => {
	const {job, kept, entities, folder} = await ask();
	const approval = new DeletionApproval(connect(sandbox.credentials.preservica.users.approver));
	expect(await approval.review(kept)).toMatchObject({
		comment,
		requestedBy: sandbox.credentials.preservica.users.archivist.username,
		plan: {entity: {title: 'Duplicates'}},
	});
	const seen = await approval.approve(kept, {comment, ...quick});
	expect(await seen.done(quick)).toEqual({type: 'folder', ref: folder.ref, title: 'Duplicates', deleted: true});
	expect(await job.done(quick)).toMatchObject({deleted: true});
	expect(await entities.folder(folder.ref)).toMatchObject({deleted: true});
	expect(await approval.review(kept)).toMatchObject({plan: undefined, status: {state: 'succeeded'}});
	await expect(approval.approve(kept, {comment})).rejects.toMatchObject({code: 'deletion-ended'});
});

it('a deletion that another person rejects changes nothing', async () => {
	const {job, kept, entities, folder} = await ask();
	const approval = new DeletionApproval(connect(sandbox.credentials.preservica.users.approver));
	await approval.reject(kept, {comment, ...quick});
	await expect(job.done(quick)).rejects.toMatchObject({code: 'deletion-rejected'});
	expect(await entities.folder(folder.ref)).toMatchObject({deleted: false});
});

it('who asked cannot approve, here or on the server', async () => {
	const {session, kept, entities, folder} = await ask();
	await expect(new DeletionApproval(session).approve(kept, {comment})).rejects.toMatchObject({code: 'same-person'});
	const again = new DeletionApproval(connect(sandbox.credentials.preservica.users.archivist));
	await expect(again.approve(kept, {comment})).rejects.toMatchObject({code: 'same-person'});
	const nameless = {...kept, data: {...kept.data, requestedBy: null}};
	await expect(again.approve(nameless, {comment, ...quick})).rejects.toThrow(PermissionError);
	expect(await entities.folder(folder.ref)).toMatchObject({deleted: false});
});

it('who may change nothing cannot ask', async () => {
	const {folder} = await ask();
	const deletions = new Deletions(connect(sandbox.credentials.preservica.users.reader));
	await expect(deletions.request(await deletions.plan(folder), {comment})).rejects.toThrow(PermissionError);
});
