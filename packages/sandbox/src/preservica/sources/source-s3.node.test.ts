import {createHash} from 'node:crypto';
import {parseXml} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {buildPackage, packageRefs} from '../../fixtures/build-package.ts';
import {find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';
import {sendJson} from '../../fixtures/send-json.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive, withShortcuts} from '../fixtures/open-archive.ts';
import type {Keys, Signable} from '../fixtures/sign-s3.ts';
import {signS3} from '../fixtures/sign-s3.ts';

const locations = '/api/location/upload';
const bucket = '/sources/s3/com.preservica.fonds.upload';
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

interface Location {
	readonly apiId: string;
	readonly type: string;
	readonly containerName: string;
}

async function locationsOf({send}: OpenArchive): Promise<readonly Location[]> {
	const answer: {locations: readonly Location[]} = await (await send('GET', locations)).json();
	return answer.locations;
}

async function keysFor(open: OpenArchive): Promise<Keys> {
	const aws = (await locationsOf(open)).find(({type}) => type === 'AWS');
	return (await open.send('GET', `${locations}/${aws?.apiId}/upload-credentials`)).json();
}

/** An empty archive with one folder, and someone with keys for its source. */
async function openSource(options: Parameters<typeof openSandbox>[0] = {}) {
	const open = withShortcuts(await openSandbox(options));
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folderRef}</Ref><Title>Box 1</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	await open.status('POST', 'structural-objects', {body});
	const keys = await keysFor(open);
	const s3 = (method: string, path: string, sent?: Signable, own = keys): Promise<Response> =>
		open.sandbox.fetch(signS3(method, `${bucket}${path}`, own, sent));
	const keysListed = async (query = ''): Promise<readonly string[]> =>
		findAll(parseXml(await (await s3('GET', `?list-type=2${query}`)).text()), 'Key').map(textOf);
	return {...open, keys, s3, keysListed};
}

const metadataOf = (key: string, folder = folderRef): Readonly<Record<string, string>> => ({
	'x-amz-meta-collectionreference': folder,
	'x-amz-meta-key': key,
	'x-amz-meta-name': `${key}.zip`,
	'x-amz-meta-status': 'ready',
});

async function codeOf(answer: Response): Promise<readonly [number, string]> {
	return [answer.status, find(parseXml(await answer.text()), 'Code')];
}

async function monitors(open: OpenArchive): Promise<unknown> {
	return sendJson(open, 'GET', '/api/processmonitor/monitors?category=Ingest');
}

it('lists the sources, and gives out keys for them to those who may ingest', async () => {
	const open = await openArchive();
	expect(await locationsOf(open)).toEqual([
		{apiId: expect.stringMatching(/^[0-9a-f]{32}$/u), type: 'AWS', containerName: 'com.preservica.fonds.upload'},
		{apiId: expect.stringMatching(/^[0-9a-f]{32}$/u), type: 'Azure', containerName: 'fonds-upload'},
	]);
	const keys = await keysFor(open);
	expect(keys).toEqual({
		key: expect.stringMatching(/^ASIA[0-9A-F]{16}$/u),
		secret: expect.any(String),
		sessionToken: expect.any(String),
		endpoint: 'http://sandbox.test/sources/s3',
	});
	expect((await keysFor(open)).key).not.toBe(keys.key);
	expect((await open.send('GET', `${locations}/unknown/upload-credentials`)).status).toBe(404);
	const reader = await open.signIn('reader');
	expect((await open.send('GET', locations, {token: reader})).status).toBe(403);
	expect((await open.send('GET', `${locations}/unknown/upload-credentials`, {token: reader})).status).toBe(403);
	expect((await open.send('GET', locations, {token: 'none'})).status).toBe(401);
});

it('ingests a package that arrives with its metadata, under a monitor and without a progress token', async () => {
	const open = await openSource();
	const answer = await open.s3('PUT', '/pack-1', {body: buildPackage(), headers: metadataOf('pack-1')});
	expect([answer.status, answer.headers.get('preservica-progress-token')]).toEqual([200, null]);
	await expect.poll(() => open.status('GET', `information-objects/${packageRefs.asset}`)).toBe(200);
	const [parent] = findAll(await open.xml(`/api/entity/information-objects/${packageRefs.asset}`), 'Parent');
	expect(parent && textOf(parent)).toBe(folderRef);
	expect(await monitors(open)).toMatchObject({body: {value: {monitors: [{name: 'pack-1.zip', status: 'Succeeded', category: 'Ingest'}]}}});
	expect(await open.keysListed()).toEqual(['pack-1']);
	const head = await open.s3('HEAD', '/pack-1');
	expect([head.status, head.headers.get('x-amz-meta-name')]).toEqual([200, 'pack-1.zip']);
	expect((await open.s3('DELETE', '/pack-1')).status).toBe(204);
	expect(await open.keysListed()).toEqual([]);
	expect((await open.s3('HEAD', '/pack-1')).status).toBe(404);
});

it('says in the monitor why a package was refused', async () => {
	const open = await openSource();
	await open.s3('PUT', '/pack-1', {body: buildPackage(), headers: metadataOf('pack-1', crypto.randomUUID())});
	await expect.poll(() => monitors(open)).toMatchObject({body: {value: {monitors: [{name: 'pack-1.zip', status: 'Failed'}]}}});
	expect(await open.status('GET', `information-objects/${packageRefs.asset}`)).toBe(404);
});

it.each([
	['without metadata', {}],
	['with the key of another', metadataOf('other')],
	['without a name', {'x-amz-meta-key': 'pack-1'}],
])('keeps an object that arrives %s, and ingests nothing', async (_what, headers) => {
	const open = await openSource();
	const {blobs} = open.sandbox.state();
	await open.s3('PUT', '/pack-1', {body: buildPackage(), headers});
	expect(open.sandbox.state()).toMatchObject({blobs: blobs + 1, entities: {IO: 0}, jobs: {open: 0}});
	expect(await monitors(open)).toMatchObject({body: {value: {monitors: []}}});
	await open.s3('PUT', '/pack-1', {body: bytes('again'), headers});
	expect(await open.keysListed()).toEqual(['pack-1']);
	await open.s3('DELETE', '/pack-1');
	await expect.poll(() => open.sandbox.state().blobs).toBe(blobs);
});

it('does not touch an object of the same key in the tenant’s bucket', async () => {
	const open = await openSource({stepDuration: 1000});
	await open.s3('PUT', '/pack-1', {body: buildPackage(), headers: metadataOf('pack-1')});
	open.clock.now += 1500;
	await open.send('PUT', '/api/s3/buckets/fonds.package.upload/pack-1', {body: 'no zip'});
	open.clock.now += 1000;
	await expect.poll(() => open.sandbox.state().jobs).toMatchObject({open: 1, COMPLETED: 1});
	expect((await open.send('HEAD', '/api/s3/buckets/fonds.package.upload/pack-1')).status).toBe(200);
	open.clock.now += 1000;
	await expect.poll(() => open.sandbox.state().jobs).toMatchObject({open: 0, FAILED: 1});
	expect((await open.send('HEAD', '/api/s3/buckets/fonds.package.upload/pack-1')).status).toBe(404);
	expect(await open.keysListed()).toEqual(['pack-1']);
});

it('takes a package in parts, also after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSource({folder});
	const started = await first.s3('POST', '/pack-1?uploads', {headers: metadataOf('pack-1')});
	const upload = find(parseXml(await started.text()), 'UploadId');
	const part = await first.s3('PUT', `/pack-1?partNumber=1&uploadId=${upload}`, {body: buildPackage()});
	expect(first.sandbox.state().openUploads).toMatchObject([{key: 'pack-1', parts: 1}]);
	await first.sandbox.close();
	const second = withShortcuts(await openSandbox({folder}));
	const list = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.get('etag')}</ETag></Part></CompleteMultipartUpload>`;
	const answer = await second.sandbox.fetch(signS3('POST', `${bucket}/pack-1?uploadId=${upload}`, first.keys, {body: bytes(list)}));
	expect([answer.status, answer.headers.get('preservica-progress-token')]).toEqual([200, null]);
	await expect.poll(() => second.status('GET', `information-objects/${packageRefs.asset}`)).toBe(200);
	expect(second.sandbox.state().openUploads).toEqual([]);
});

it('lists objects by prefix and in pages, as both versions of the API do', async () => {
	const open = await openSource();
	for (const key of ['b-1', 'a-1', 'a-2', 'a-3']) await open.s3('PUT', `/${key}`, {body: bytes(key)});
	expect(await open.keysListed()).toEqual(['a-1', 'a-2', 'a-3', 'b-1']);
	expect(await open.keysListed('&prefix=b')).toEqual(['b-1']);
	expect(await open.keysListed('&start-after=a-2')).toEqual(['a-3', 'b-1']);
	const page = async (query: string) => parseXml(await (await open.s3('GET', `?${query}`)).text());
	const one = await page('list-type=2&max-keys=3');
	expect([find(one, 'IsTruncated'), find(one, 'KeyCount')]).toEqual(['true', '3']);
	const two = await page(`continuation-token=${find(one, 'NextContinuationToken')}&list-type=2`);
	expect([findAll(two, 'Key').map(textOf), find(two, 'IsTruncated'), find(two, 'Size')]).toEqual([['b-1'], 'false', '3']);
	expect(findAll(await page('marker=a-3'), 'Key').map(textOf)).toEqual(['b-1']);
	expect((await open.s3('GET', '?list-type=2&max-keys=x')).status).toBe(400);
	expect((await open.s3('GET', '?delimiter=-&list-type=2')).status).toBe(501);
	expect((await open.s3('HEAD', '')).status).toBe(200);
});

it('deletes several objects at once', async () => {
	const open = await openSource();
	for (const key of ['a', 'b', 'c']) await open.s3('PUT', `/${key}`, {body: bytes(key)});
	const list = (...keys: readonly string[]) => bytes(`<Delete>${keys.map(key => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`);
	const answer = await open.s3('POST', '?delete', {body: list('a', 'c', 'unknown')});
	expect(findAll(parseXml(await answer.text()), 'Deleted')).toHaveLength(3);
	expect(await open.keysListed()).toEqual(['b']);
	expect(await codeOf(await open.s3('POST', '?delete', {body: list()}))).toEqual([400, 'MalformedXML']);
	expect(await codeOf(await open.s3('POST', '?delete', {body: bytes('<Delete')}))).toEqual([400, 'MalformedXML']);
});

it('refuses what is not signed with keys that are valid', async () => {
	const open = await openSource();
	const {keys, s3, clock, sandbox} = open;
	const refusal = async (own: Partial<Keys>, sent?: Signable) =>
		codeOf(await s3('PUT', '/a', {body: bytes('a'), ...sent}, {...keys, ...own}));
	expect(await refusal({secret: 'other'})).toEqual([403, 'SignatureDoesNotMatch']);
	expect(await refusal({sessionToken: 'other'})).toEqual([400, 'InvalidToken']);
	expect(await refusal({key: 'ASIA0000000000000000'})).toEqual([403, 'InvalidAccessKeyId']);
	const request = signS3('PUT', `${bucket}/a`, keys, {body: bytes('a')});
	request.headers.delete('x-amz-security-token');
	expect(await codeOf(await sandbox.fetch(request))).toEqual([403, 'InvalidAccessKeyId']);
	expect(await codeOf(await open.send('PUT', `${bucket}/a`, {body: 'a'}))).toEqual([403, 'AccessDenied']);
	const wrong = createHash('sha256').update('b').digest('hex');
	expect(await refusal({}, {headers: {'content-md5': Buffer.from(wrong).toString('base64')}})).toEqual([400, 'BadDigest']);
	expect(await codeOf(await sandbox.fetch(signS3('GET', '/sources/s3/other', keys)))).toEqual([403, 'AccessDenied']);
	expect(await codeOf(await sandbox.fetch(signS3('GET', '/sources/s3/', keys)))).toEqual([403, 'AccessDenied']);
	clock.now += 59 * 60_000;
	expect((await s3('PUT', '/a', {body: bytes('a')})).status).toBe(200);
	clock.now += 60_000;
	expect(await refusal({})).toEqual([400, 'ExpiredToken']);
});

it('ends keys together with tokens', async () => {
	const open = await openSource();
	open.sandbox.faults.add({kind: 'expire-tokens', path: '/sources/s3/*'});
	expect(await codeOf(await open.s3('PUT', '/a', {body: bytes('a')}))).toEqual([400, 'ExpiredToken']);
});
