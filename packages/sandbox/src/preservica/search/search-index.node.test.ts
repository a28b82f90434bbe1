import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {sendJson} from '../../fixtures/send-json.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive, withShortcuts} from '../fixtures/open-archive.ts';
import {openSandbox} from '../../fixtures/open-sandbox.ts';
import {search, titles} from '../fixtures/search.ts';

const letter = 'Letter & envelope';

async function rename({status}: OpenArchive, title: string): Promise<void> {
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>${title}</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect(await status('PUT', `structural-objects/${folderRef}`, {body})).toBe(200);
}

async function deleteFolder({accepted, send, signIn, clock, progress}: OpenArchive): Promise<void> {
	const action = (content: string): string => `<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1">${content}</DeletionAction>`;
	const token = await accepted('DELETE', `structural-objects/${folderRef}`, {
		body: action('<Submission><Comment>not needed</Comment></Submission>'),
	});
	clock.now += 10_000;
	expect(await progress(token)).toBe('PENDING');
	const approval = action('<Approval><Approved>true</Approved><Comment>agreed</Comment></Approval>');
	const approver = await signIn('approver');
	await send('PUT', `/api/entity/actions/deletions/${token}`, {token: approver, body: approval});
	clock.now += 10_000;
	expect(await progress(token)).toBe('COMPLETED');
}

it('knows at once what was created, changed, identified and deleted', async () => {
	const open = await openArchive();
	expect(await titles(open, {q: 'box'})).toEqual(['Box 1']);
	await rename(open, 'Crate');
	expect(await titles(open, {q: 'box'})).toEqual([]);
	expect(await titles(open, {q: 'crate'})).toEqual(['Crate']);
	const identifier = '<Identifier xmlns="http://preservica.com/XIP/v8.1"><Type>isbn</Type><Value>978</Value></Identifier>';
	expect(await open.status('POST', `structural-objects/${folderRef}/identifiers`, {body: identifier})).toBe(200);
	expect(await titles(open, {q: 'isbn'})).toEqual(['Crate']);
	await deleteFolder(open);
	expect(await titles(open, {q: 'crate OR letter'})).toEqual([]);
});

it('knows where everything is when the folder above is moved', async () => {
	const open = await openArchive();
	const outer = crypto.randomUUID();
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${outer}</Ref><Title>Outer</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	await open.status('POST', 'structural-objects', {body});
	const within = {path: 'search-within', parameters: {parenthierarchy: outer}};
	expect(await titles(open, {q: ''}, within)).toEqual([]);
	const token = await open.accepted('PUT', `structural-objects/${folderRef}/parent-ref`, {body: outer});
	open.clock.now += 10_000;
	expect(await open.progress(token)).toBe('COMPLETED');
	expect(await titles(open, {q: ''}, within)).toEqual(['Box 1', letter]);
});

it('is late if it is to be, for what is new, changed and deleted', async () => {
	const open = await openArchive({searchDelay: 60_000});
	expect(await titles(open, {q: ''})).toEqual([]);
	open.clock.now += 55_000;
	expect(await titles(open, {q: ''})).toEqual(['Box 1']);
	open.clock.now += 5000;
	expect(await titles(open, {q: ''})).toEqual(['Box 1', letter]);
	await rename(open, 'Crate');
	expect(await titles(open, {q: 'crate OR box'})).toEqual(['Box 1']);
	open.clock.now += 60_000;
	expect(await titles(open, {q: 'crate OR box'})).toEqual(['Crate']);
	await deleteFolder(open);
	expect((await search(open, {q: 'crate'})).objectIds).toEqual([`sdb:SO|${folderRef}`]);
	open.clock.now += 60_000;
	expect(await titles(open, {q: ''})).toEqual([]);
});

it('knows of a change as it was when its time came, even if nobody searched', async () => {
	const open = await openArchive({searchDelay: 60_000});
	open.clock.now += 60_000;
	await rename(open, 'Crate');
	expect(await titles(open, {q: 'crate OR box'})).toEqual(['Box 1']);
});

it('lets nobody find what they may not see any more, however late it is', async () => {
	const open = await openArchive({searchDelay: 60_000});
	open.clock.now += 60_000;
	const token = await open.signIn('reader');
	expect(await titles(open, {q: ''}, {token})).toEqual(['Box 1', letter]);
	const closed = await open.accepted('PUT', `structural-objects/${folderRef}/security-descriptor`, {body: 'closed'});
	open.clock.now += 10_000;
	expect(await open.progress(closed)).toBe('COMPLETED');
	expect(await titles(open, {q: ''}, {token})).toEqual([letter]);
});

it('forgets everything when the sandbox is reset, late or not', async () => {
	const open = await openArchive({searchDelay: 60_000});
	open.clock.now += 60_000;
	expect(await titles(open, {q: ''})).toHaveLength(2);
	await open.sandbox.reset();
	expect(await titles(open, {q: ''}, {token: await open.signIn('archivist')})).toEqual([]);
});

it('knows the text of a file that took the place of another', async () => {
	const open = await openArchive();
	expect(await titles(open, {q: '"first page"'})).toEqual([letter]);
	const path = `/api/entity/content-objects/${packageRefs.page1}/generations`;
	const answer = await open.send('POST', path, {body: 'a better scan', headers: {filename: 'page 1.txt'}});
	open.clock.now += 10_000;
	expect(await open.progress(await answer.text())).toBe('COMPLETED');
	expect([await titles(open, {q: '"better scan"'}), await titles(open, {q: '"first page"'})]).toEqual([[letter], []]);
});

it('is as late as the control API says, until the sandbox is reset', async () => {
	const open = await openArchive();
	const control = '/sandbox/preservica/search';
	expect(await sendJson(open, 'PUT', control, {delay: 1000})).toEqual({status: 200, body: {delay: 1000}});
	await rename(open, 'Crate');
	expect(await titles(open, {q: 'crate'})).toEqual([]);
	open.clock.now += 1000;
	expect(await titles(open, {q: 'crate'})).toEqual(['Crate']);
	expect((await sendJson(open, 'PUT', control, {delay: -1})).status).toBe(400);
	expect((await sendJson(open, 'PUT', control, {delay: 'soon'})).status).toBe(400);
	await open.sandbox.reset();
	expect(await sendJson(open, 'GET', control)).toEqual({status: 200, body: {delay: 0}});
	const token = await open.signIn('archivist');
	expect(await titles(open, {q: ''}, {token})).toEqual([]);
});

it('knows after a restart what it knew', async () => {
	const folder = temporaryFolder();
	const first = await openArchive({folder, samples: true});
	const before = await search(first, {q: ''});
	expect(before.totalHits).toBeGreaterThan(10);
	await first.sandbox.close();
	const second = withShortcuts(await openSandbox({folder, samples: true}));
	expect(await search(second, {q: ''})).toEqual(before);
	expect(await titles(second, {q: '"first page"'})).toEqual([letter]);
});

it('has only what was kept when changes are undone', async () => {
	const open = await openArchive();
	expect(await titles(open, {q: ''})).toHaveLength(2);
	const body =
		'<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>Unknown tag</Title><SecurityTag>none</SecurityTag></StructuralObject>';
	await open.status('POST', 'structural-objects', {body});
	expect(await titles(open, {q: ''})).toEqual(['Box 1', letter]);
});
