import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, openSandbox} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive, withShortcuts} from '../fixtures/open-archive.ts';

const asset = `information-objects/${packageRefs.asset}`;
const folder = `structural-objects/${folderRef}`;

function actionXml(content: string): string {
	return `<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1" xmlns:xip="http://preservica.com/XIP/v8.1">${content}</DeletionAction>`;
}

const submission = {body: actionXml('<Submission><Comment>not needed</Comment></Submission>')};

function verdict(approved: boolean | string): string {
	return actionXml(`<Approval><Approved>${approved}</Approved><Comment>agreed</Comment></Approval>`);
}

async function decide(open: OpenArchive, token: string, approved: boolean, user: 'approver' | 'archivist' | 'twoFactor' = 'approver') {
	return open.status('PUT', `actions/deletions/${token}`, {body: verdict(approved), token: await open.signIn(user)});
}

async function deleted(open: OpenArchive, path: string): Promise<void> {
	expect(await decide(open, await open.accepted('DELETE', path, submission), true)).toBe(202);
	expect(await open.status('GET', path)).toBe(200);
}

it('goes from ACTIVE over PENDING, when somebody else approves, to COMPLETED', async () => {
	const open = await openArchive({stepDuration: 1000});
	const token = await open.accepted('DELETE', asset, submission);
	expect(await open.progress(token)).toBe('ACTIVE');
	expect(await decide(open, token, true)).toBe(409);
	open.clock.now += 1000;
	expect(await open.progress(token)).toBe('PENDING');
	open.clock.now += 600_000;
	expect(await open.progress(token)).toBe('PENDING');
	expect(await decide(open, token, true)).toBe(202);
	expect(await open.progress(token)).toBe('ACTIVE');
	expect(findAll(await open.xml(`/api/entity/${asset}`), 'Deleted')).toEqual([]);
	open.clock.now += 1000;
	expect(await open.progress(token)).toBe('COMPLETED');
	expect(find(await open.xml(`/api/entity/${asset}`), 'Deleted')).toBe('true');
	expect(await decide(open, token, true)).toBe(409);
});

it('leaves everything as it is when the deletion is rejected', async () => {
	const open = await openArchive();
	const token = await open.accepted('DELETE', asset, submission);
	expect(await decide(open, token, false)).toBe(202);
	expect(await open.progress(token)).toBe('ABORTED');
	expect(await open.errors(token)).toContain('agreed');
	expect(findAll(await open.xml(`/api/entity/${asset}`), 'Deleted')).toEqual([]);
	expect(open.sandbox.state().jobs).toMatchObject({open: 0, ABORTED: 1});
});

it('is approved by a manager, and by nobody who asked for it', async () => {
	const open = await openArchive();
	const token = await open.accepted('DELETE', asset, submission);
	const path = `actions/deletions/${token}`;
	expect(await decide(open, token, true, 'archivist')).toBe(403);
	expect(await open.status('PUT', path, {body: verdict(true), token: await open.signIn('reader')})).toBe(403);
	expect(await open.progress(token)).toBe('PENDING');
	expect(await decide(open, token, true, 'twoFactor')).toBe(202);
	expect(await open.progress(token)).toBe('COMPLETED');
});

it('is asked for by an operator', async () => {
	const open = await openArchive();
	for (const user of ['approver', 'reader'] as const)
		expect(await open.status('DELETE', asset, {...submission, token: await open.signIn(user)})).toBe(403);
});

it.each([
	['no submission', asset, actionXml(''), 400],
	['no body', asset, '', 400],
	['another body', asset, '<a/>', 400],
	['an unknown asset', 'information-objects/11111111-2222-4333-8444-555555555555', submission.body, 404],
	['the wrong kind', `structural-objects/${packageRefs.asset}`, submission.body, 404],
	['a content object', `content-objects/${packageRefs.page1}`, submission.body, 404],
	['a server that is too old', `v6.1/${asset}`, submission.body, 404],
])('refuses a deletion of %s', async (_title, path, body, status) => {
	const open = await openArchive();
	expect(await open.status('DELETE', path, {body})).toBe(status);
});

it.each([
	['an unknown token', 'unknown', verdict(true), 404],
	['no approval', 'unknown', actionXml(''), 400],
	['neither yes nor no', 'unknown', verdict('perhaps'), 400],
])('refuses an approval of %s', async (_title, token, body, status) => {
	const open = await openArchive();
	expect(await open.status('PUT', `actions/deletions/${token}`, {body, token: await open.signIn('approver')})).toBe(status);
});

it('takes no approval for what is no deletion', async () => {
	const open = await openArchive({stepDuration: 1000});
	const token = await open.accepted('PUT', `${asset}/security-descriptor`, {body: 'closed'});
	expect(await decide(open, token, true)).toBe(404);
});

it('refuses with 422 while there is no workflow for deletions', async () => {
	const open = await openArchive();
	const control = async (on: boolean) => open.send('PUT', '/sandbox/preservica/workflows', {body: JSON.stringify({deletion: on})});
	expect(await (await control(false)).json()).toEqual({deletion: false, export: true});
	expect(await open.status('DELETE', asset, submission)).toBe(422);
	expect(await (await control(true)).json()).toEqual({deletion: true, export: true});
	expect(await open.status('DELETE', asset, submission)).toBe(202);
	expect((await open.send('PUT', '/sandbox/preservica/workflows', {body: '{"deletion": 7}'})).status).toBe(400);
});

it('deletes all that a folder holds, and keeps of it tombstones and events', async () => {
	const open = await openArchive();
	const blobs = open.sandbox.state().blobs;
	open.clock.now += 60_000;
	const link = `<Link xmlns="http://preservica.com/XIP/v8.1"><Type>a</Type><FromEntity>${packageRefs.asset}</FromEntity><ToEntity>${folderRef}</ToEntity></Link>`;
	expect(await open.status('POST', `${asset}/links`, {body: link})).toBe(200);
	expect(await open.status('PUT', `${folder}/preview`, {body: 'GIF89a'})).toBe(204);
	const check = {body: JSON.stringify({contentObject: packageRefs.page1})};
	expect((await open.send('POST', '/sandbox/preservica/integrity-checks', check)).status).toBe(201);
	const parts = ['fragments', 'identifiers', 'links', 'representations', 'generations', 'previews', 'integrity-checks'];
	const left = (): readonly string[] => parts.filter(name => `preservica.${name}` in open.sandbox.state().collections);
	expect(left()).toEqual(parts);
	await deleted(open, folder);
	expect(left()).toEqual([]);
	expect(open.sandbox.state()).toMatchObject({entities: {SO: 0, IO: 0, CO: 0}});
	await expect.poll(() => open.sandbox.state().blobs).toBe(blobs - 1);
	for (const path of [folder, asset, `content-objects/${packageRefs.page1}`]) {
		const tombstone = await open.xml(`/api/entity/${path}`);
		expect([find(tombstone, 'Deleted'), find(tombstone, 'SecurityTag')]).toEqual(['true', 'open']);
		const actions = findAll(await open.xml(`/api/entity/${path}/event-actions`), 'Event');
		expect(attributeOf(actions.at(-1), 'type')).toBe('Deleted');
		const comments = find(await open.xml(`/api/entity/${path}/event-actions`), 'SerialisedCommand');
		expect(comments).toBe('archivist@fonds.example: not needed\napprover@fonds.example: agreed');
	}
	const date = new Date(open.clock.now).toISOString();
	const changes = findAll(await open.xml(`/api/entity/entities/updated-since?date=${date}`), 'Entity');
	expect(changes.map(change => [attributeOf(change, 'deleted'), attributeOf(change, 'title'), attributeOf(change, 'type')])).toEqual(
		Array.from({length: 5}, () => ['true', undefined, undefined]),
	);
});

it('answers 404 for everything but the document and the events of what is deleted', async () => {
	const open = await openArchive();
	await deleted(open, asset);
	for (const path of [
		`${asset}/identifiers`,
		`${asset}/links`,
		`${asset}/representations`,
		`content-objects/${packageRefs.page1}/generations`,
	])
		expect([path, await open.status('GET', path)]).toEqual([path, 404]);
	expect(await open.status('GET', `structural-objects/${packageRefs.asset}`)).toBe(404);
	expect(await open.status('DELETE', asset, submission)).toBe(404);
	expect(find(await open.xml(`/api/entity/${folder}/children`), 'TotalResults')).toBe('0');
	expect(findAll(await open.xml('/api/entity/entities/by-identifier?type=code&value=L/1'), 'Entity')).toEqual([]);
	expect((await open.send('GET', `/api/content/object-details?id=sdb:IO|${packageRefs.asset}`)).status).toBe(404);
});

it('gives the reference of what is deleted to nothing else', async () => {
	const open = await openArchive();
	await deleted(open, folder);
	const xml = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folderRef}</Ref><Title>Again</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect(await open.status('POST', 'structural-objects', {body: xml})).toBe(409);
});

it('hides the tombstone of what was closed from readers', async () => {
	const open = await openArchive();
	await open.send('PUT', `/api/entity/${asset}/security-descriptor`, {body: 'closed'});
	await deleted(open, asset);
	const token = await open.signIn('reader');
	const page = `content-objects/${packageRefs.page1}`;
	expect(find(await open.xml(`/api/entity/${page}`), 'SecurityTag')).toBe('open');
	for (const path of [asset, `${asset}/event-actions`, page, `${page}/event-actions`])
		expect([path, await open.status('GET', path, {token})]).toEqual([path, 404]);
});

it('fails when what is to be deleted is gone by then', async () => {
	const open = await openArchive();
	const first = await open.accepted('DELETE', asset, submission);
	const second = await open.accepted('DELETE', asset, submission);
	expect([await open.progress(second), await decide(open, first, true)]).toEqual(['PENDING', 202]);
	expect([await open.progress(first), await decide(open, second, true)]).toEqual(['COMPLETED', 202]);
	expect(await open.progress(second)).toBe('FAILED');
});

it('still waits for approval after a restart, and remembers what was deleted', async () => {
	const place = temporaryFolder();
	const first = await openArchive({folder: place, stepDuration: 1000});
	const token = await first.accepted('DELETE', asset, submission);
	first.clock.now += 1000;
	expect(await first.progress(token)).toBe('PENDING');
	await first.sandbox.close();
	const now = first.clock.now;
	const second = withShortcuts(await openSandbox({folder: place, samples: false, now: () => now + 5000}));
	expect(await second.progress(token)).toBe('PENDING');
	expect(await decide(second, token, true)).toBe(202);
	expect(await second.progress(token)).toBe('COMPLETED');
	await second.sandbox.close();
	const third = withShortcuts(await openSandbox({folder: place, samples: false}));
	expect(find(await third.xml(`/api/entity/${asset}`), 'Deleted')).toBe('true');
});
