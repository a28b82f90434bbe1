import {createHash} from 'node:crypto';
import {expect, it} from 'vitest';
import {packageFiles, packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, textOf} from '../../fixtures/open-sandbox.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {openArchive} from '../fixtures/open-archive.ts';

const asset = `information-objects/${packageRefs.asset}`;
const generations = `content-objects/${packageRefs.page1}/generations`;
const bytes = 'a better scan';

function digest(algorithm: string): string {
	return createHash(algorithm).update(bytes).digest('hex');
}

async function contentOf({send}: OpenArchive, path: string): Promise<string> {
	return (await send('GET', `/api/entity/${path}/bitstreams/1/content`)).text();
}

async function blobs({sandbox}: OpenArchive): Promise<number> {
	await new Promise(setImmediate);
	return sandbox.state().blobs;
}

it('adds a representation of one file, RUNNING until its time has passed', async () => {
	const open = await openArchive({stepDuration: 1000});
	const list = async () => findAll(await open.xml(`/api/entity/${asset}/representations`), 'Representation');
	const token = await open.accepted('POST', `${asset}/representations?type=Access&name=Reading%20copy&filename=copy.txt`, {body: bytes});
	expect([await open.progress(token), await list()]).toEqual(['RUNNING', expect.objectContaining({length: 2})]);
	open.clock.now += 1000;
	expect(await open.progress(token)).toBe('COMPLETED');
	const added = (await list()).at(-1);
	expect([attributeOf(added, 'type'), attributeOf(added, 'name')]).toEqual(['Access', 'Reading copy']);
	const representation = await open.xml(added ? textOf(added) : '');
	const contentObject = findAll(representation, 'ContentObject').at(-1);
	expect(attributeOf(contentObject, 'title')).toBe('copy.txt');
	const path = `content-objects/${attributeOf(contentObject, 'ref')}/generations/1`;
	const [generation] = findAll(await open.xml(`/api/entity/${path}`), 'Generation');
	expect([attributeOf(generation, 'original'), attributeOf(generation, 'active')]).toEqual(['false', 'true']);
	expect(await contentOf(open, path)).toBe(bytes);
});

it.each([
	['without a type', 'filename=a.txt', bytes, 400],
	['for preservation', 'type=Preservation&filename=a.txt', bytes, 400],
	['without a file name', 'type=Access', bytes, 400],
	['with a path', 'type=Access&filename=..%2Fa.txt', bytes, 400],
	['without content', 'type=Access&filename=a.txt', '', 422],
])('refuses a representation %s, and keeps nothing of it', async (_title, query, body, status) => {
	const open = await openArchive();
	const before = await blobs(open);
	expect(await open.status('POST', `${asset}/representations?${query}`, {body})).toBe(status);
	expect(await blobs(open)).toBe(before);
});

it('adds representations from 6.12 on, for who may write, to assets', async () => {
	const open = await openArchive({version: '6.9.0'});
	const query = 'representations?type=Access&filename=a.txt';
	expect(await open.status('POST', `${asset}/${query}`, {body: bytes})).toBe(404);
	const newer = await openArchive();
	expect(await newer.status('POST', `${asset}/${query}`, {body: bytes, token: await newer.signIn('reader')})).toBe(403);
	expect(await newer.status('POST', `information-objects/${packageRefs.page1}/${query}`, {body: bytes})).toBe(404);
});

it('renames a representation', async () => {
	const open = await openArchive();
	expect(await open.status('PUT', `${asset}/representations/Access/name?name=For%20readers`)).toBe(200);
	expect(await open.status('PUT', `${asset}/representations/Access_2/name?name=None`)).toBe(404);
	expect(await open.status('PUT', `${asset}/representations/Access/name`)).toBe(400);
	const names = findAll(await open.xml(`/api/entity/${asset}/representations`), 'Representation').map(each => attributeOf(each, 'name'));
	expect(names).toEqual(['Preservation-1', 'For readers']);
});

it('adds a generation that takes the place of the one before, and keeps that', async () => {
	const open = await openArchive({stepDuration: 1000});
	const headers = {filename: 'page 1a.txt', 'fixity-sha-256': digest('sha256').toUpperCase(), 'fixity-md5': digest('md5')};
	const answer = await open.send('POST', `/api/entity/${generations}?replaceType=previous`, {body: bytes, headers});
	expect(answer.status).toBe(200);
	const token = await answer.text();
	expect(await open.progress(token)).toBe('ACTIVE');
	open.clock.now += 1000;
	expect(await open.progress(token)).toBe('COMPLETED');
	const list = findAll(await open.xml(`/api/entity/${generations}`), 'Generation');
	expect(list.map(each => attributeOf(each, 'active'))).toEqual(['false', 'true']);
	expect([await contentOf(open, `${generations}/1`), await contentOf(open, `${generations}/2`)]).toEqual([
		packageFiles['p1/page 1.txt'],
		bytes,
	]);
	const bitstream = await open.xml(`/api/entity/${generations}/2/bitstreams/1`);
	expect([find(bitstream, 'Filename'), findAll(bitstream, 'FixityValue').map(textOf)]).toEqual([
		'page 1a.txt',
		[digest('md5'), digest('sha256')],
	]);
});

it.each<[string, Record<string, string>, string, number]>([
	['another digest', {filename: 'a.txt', 'fixity-sha-1': '0'.repeat(40)}, bytes, 422],
	['one of two digests wrong', {filename: 'a.txt', 'fixity-sha-1': digest('sha1'), 'fixity-md5': '0'.repeat(32)}, bytes, 422],
	['a malformed digest', {filename: 'a.txt', 'fixity-sha-1': 'abc'}, bytes, 400],
	['no file name', {}, bytes, 400],
	['no content', {filename: 'a.txt'}, '', 422],
])('refuses a generation with %s, and keeps nothing of it', async (_title, headers, body, status) => {
	const open = await openArchive();
	const before = await blobs(open);
	expect(await open.status('POST', `${generations}?replaceType=previous`, {body, headers})).toBe(status);
	expect(await blobs(open)).toBe(before);
	expect(find(await open.xml(`/api/entity/${generations}`), 'TotalResults')).toBe('1');
});

it('replaces for who may write, and only the previous generation', async () => {
	const open = await openArchive();
	const sent = {body: bytes, headers: {filename: 'a.txt'}};
	expect(await open.status('POST', generations, {...sent, token: await open.signIn('reader')})).toBe(403);
	expect(await open.status('POST', `${generations}?replaceType=all`, sent)).toBe(400);
	expect(await open.status('POST', `content-objects/${packageRefs.asset}/generations`, sent)).toBe(404);
});

it('reads file names as UTF-8 where they are that', async () => {
	const open = await openArchive();
	for (const [sent, kept] of [
		[Buffer.from('Brief ü.txt').toString('latin1'), 'Brief ü.txt'],
		['Brief ü.txt', 'Brief ü.txt'],
	] as const) {
		await open.send('POST', `/api/entity/${generations}`, {body: bytes, headers: {filename: sent}});
		const {length} = findAll(await open.xml(`/api/entity/${generations}`), 'Generation');
		expect(find(await open.xml(`/api/entity/${generations}/${length}/bitstreams/1`), 'Filename')).toBe(kept);
	}
});

it('drops the file for an asset that is deleted before its time has come', async () => {
	const open = await openArchive({stepDuration: 1000});
	const submission = '<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1"><Submission/></DeletionAction>';
	const deletion = await open.accepted('DELETE', asset, {body: submission});
	open.clock.now += 1000;
	expect(await open.progress(deletion)).toBe('PENDING');
	const before = await blobs(open);
	const approval = submission.replace('<Submission/>', '<Approval><Approved>true</Approved></Approval>');
	await open.send('PUT', `/api/entity/actions/deletions/${deletion}`, {body: approval, token: await open.signIn('approver')});
	const token = await open.accepted('POST', `${asset}/representations?type=Access&filename=a.txt`, {body: bytes});
	expect(await blobs(open)).toBe(before + 1);
	open.clock.now += 1000;
	expect([await open.progress(deletion), await open.progress(token)]).toEqual(['COMPLETED', 'FAILED']);
	expect(await blobs(open)).toBe(before - 1);
});
