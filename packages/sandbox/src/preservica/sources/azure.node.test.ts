import {createHash} from 'node:crypto';
import {parseXml} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {buildPackage, packageRefs} from '../../fixtures/build-package.ts';
import type {SendOptions} from '../../fixtures/open-sandbox.ts';
import {find, findAll, openSandbox, origin, textOf} from '../../fixtures/open-sandbox.ts';
import {sendJson} from '../../fixtures/send-json.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {withShortcuts} from '../fixtures/open-archive.ts';

const block = {'x-ms-blob-type': 'BlockBlob'};
const idOf = (name: string): string => Buffer.from(name).toString('base64');

/** An empty archive, and someone with a signature for its Azure source. */
async function openContainer(options: Parameters<typeof openSandbox>[0] = {}, given?: string) {
	const open = withShortcuts(await openSandbox(options));
	const {locations}: {locations: readonly {type: string; apiId: string; containerName: string}[]} = await (
		await open.send('GET', '/api/location/upload')
	).json();
	const {apiId, containerName} = locations.find(({type}) => type === 'Azure') ?? {};
	const credentials: Readonly<Record<string, string>> = await (
		await open.send('GET', `/api/location/upload/${apiId}/upload-credentials`)
	).json();
	const signature = given ?? credentials['sessionToken'] ?? '';
	const path = new URL(`${credentials['endpoint']}/${containerName}`).pathname;
	const azure = (method: string, rest: string, sent: SendOptions = {}, own = signature): Promise<Response> => {
		const {body, headers} = sent;
		const url = new URL(`${path}${rest}${rest.includes('?') ? '&' : '?'}${own}`, origin);
		return open.sandbox.fetch(new Request(url, {method, ...(headers && {headers}), ...(body !== undefined && {body})}));
	};
	const names = async (query = ''): Promise<readonly string[]> =>
		findAll(parseXml(await (await azure('GET', `?restype=container&comp=list${query}`)).text()), 'Name').map(textOf);
	return {...open, credentials, signature, azure, names};
}

async function addFolder({status}: OpenArchive): Promise<string> {
	const ref = crypto.randomUUID();
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${ref}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect(await status('POST', 'structural-objects', {body})).toBe(200);
	return ref;
}

const metadataOf = (key: string): Readonly<Record<string, string>> => ({...block, 'x-ms-meta-key': key, 'x-ms-meta-name': `${key}.zip`});

async function codeOf(answer: Response): Promise<readonly [number, string | null, string]> {
	return [answer.status, answer.headers.get('x-ms-error-code'), find(parseXml(await answer.text()), 'Code')];
}

it('gives out an account, a shared access signature and an endpoint', async () => {
	const {credentials} = await openContainer();
	expect(credentials).toEqual({
		key: 'fondsupload',
		secret: '',
		sessionToken: expect.stringContaining('sr=c&sp=racwdl'),
		endpoint: 'http://sandbox.test/fondsupload',
	});
	expect(new URLSearchParams(credentials['sessionToken']).get('se')).toBe('2026-03-14T10:00:00Z');
});

it('ingests a blob that is put with its metadata', async () => {
	const open = await openContainer();
	const headers = {...metadataOf('pack-1'), 'x-ms-meta-collectionreference': await addFolder(open)};
	expect((await open.azure('PUT', '/pack-1', {body: buildPackage(), headers})).status).toBe(201);
	await expect.poll(() => open.status('GET', `information-objects/${packageRefs.asset}`)).toBe(200);
	expect(await open.names()).toEqual(['pack-1']);
	const monitors = await sendJson(open, 'GET', '/api/processmonitor/monitors');
	expect(monitors).toMatchObject({body: {value: {monitors: [{name: 'pack-1.zip', status: 'Succeeded'}]}}});
});

it('ingests a blob that is put in blocks, also after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openContainer({folder});
	const ref = await addFolder(first);
	const bytes = buildPackage();
	expect((await first.azure('PUT', `/p?comp=block&blockid=${idOf('01')}`, {body: bytes.slice(0, 500)})).status).toBe(201);
	await first.azure('PUT', `/p?comp=block&blockid=${idOf('02')}`, {body: 'not this'});
	await first.azure('PUT', `/p?comp=block&blockid=${idOf('02')}`, {body: bytes.slice(500)});
	await first.azure('PUT', `/p?comp=block&blockid=${idOf('03')}`, {body: 'left'});
	expect((await first.azure('HEAD', '/p')).status).toBe(404);
	expect(await first.names()).toEqual([]);
	await first.sandbox.close();

	const second = await openContainer({folder}, first.signature);
	const waiting = parseXml(await (await second.azure('GET', '/p?comp=blocklist&blocklisttype=uncommitted')).text());
	expect(findAll(waiting, 'Size').map(textOf)).toEqual(['500', String(bytes.length - 500), '4']);
	const list = `<BlockList><Latest>${idOf('01')}</Latest><Uncommitted>${idOf('02')}</Uncommitted></BlockList>`;
	const headers = {'x-ms-meta-key': 'p', 'x-ms-meta-name': 'p.zip', 'x-ms-meta-collectionreference': ref};
	expect((await second.azure('PUT', '/p?comp=blocklist', {body: list, headers})).status).toBe(201);
	await expect.poll(() => second.status('GET', `information-objects/${packageRefs.asset}`)).toBe(200);
	const blocks = parseXml(await (await second.azure('GET', '/p?comp=blocklist&blocklisttype=all')).text());
	expect([findAll(blocks, 'CommittedBlocks')[0]?.children.length, findAll(blocks, 'UncommittedBlocks')[0]?.children.length]).toEqual([
		2, 0,
	]);
});

it('answers properties and metadata, and lists and deletes blobs', async () => {
	const {azure, names, sandbox} = await openContainer();
	const before = sandbox.state().blobs;
	for (const name of ['b', 'a%20x', 'c']) await azure('PUT', `/${name}`, {body: 'content', headers: {...block, 'x-ms-meta-note': name}});
	for (const [method, rest] of [
		['HEAD', '/b'],
		['GET', '/b?comp=metadata'],
	] as const) {
		const {status, headers} = await azure(method, rest);
		expect([status, headers.get('x-ms-meta-note'), headers.get('content-length'), headers.get('x-ms-blob-type')]).toEqual([
			200,
			'b',
			'7',
			'BlockBlob',
		]);
	}
	expect(await names()).toEqual(['a x', 'b', 'c']);
	expect(await names('&prefix=b')).toEqual(['b']);
	const page = parseXml(await (await azure('GET', '?restype=container&comp=list&maxresults=2&include=metadata')).text());
	expect([findAll(page, 'Name').map(textOf), findAll(page, 'note').map(textOf), find(page, 'NextMarker')]).toEqual([
		['a x', 'b'],
		['a%20x', 'b'],
		'c',
	]);
	expect(await names('&marker=c')).toEqual(['c']);
	expect((await azure('GET', '?restype=container')).status).toBe(200);
	expect((await azure('DELETE', '/b')).status).toBe(202);
	expect(await codeOf(await azure('DELETE', '/b'))).toEqual([404, 'BlobNotFound', 'BlobNotFound']);
	for (const name of ['a%20x', 'c']) await azure('DELETE', `/${name}`);
	expect(await names()).toEqual([]);
	await expect.poll(() => sandbox.state().blobs).toBe(before);
});

it('keeps nothing of what was replaced or left', async () => {
	const {azure, sandbox} = await openContainer();
	const {blobs} = sandbox.state();
	const put = (rest: string, body: string): Promise<Response> => azure('PUT', rest, {body, headers: block});
	await put('/a', 'first');
	await put('/a', 'second');
	for (const [name, body] of [
		['01', 'first'],
		['01', 'second'],
		['02', 'left'],
	] as const)
		await put(`/a?comp=block&blockid=${idOf(name)}`, body);
	await expect.poll(() => sandbox.state().blobs).toBe(blobs + 3);
	await put('/a?comp=blocklist', `<BlockList><Latest>${idOf('01')}</Latest></BlockList>`);
	await expect.poll(() => sandbox.state().blobs).toBe(blobs + 1);
	expect((await azure('HEAD', '/a')).headers.get('content-length')).toBe('6');
});

it('refuses what Azure would refuse', async () => {
	const {azure, signature, clock} = await openContainer();
	const put = (sent: SendOptions, rest = '/a', own = signature) => azure('PUT', rest, {body: 'a', headers: block, ...sent}, own);
	expect((await put({})).status).toBe(201);
	expect(await codeOf(await put({headers: {}}))).toEqual([400, 'InvalidHeaderValue', 'InvalidHeaderValue']);
	expect((await codeOf(await put({headers: {...block, 'if-none-match': '*'}})))[1]).toBe('BlobAlreadyExists');
	const md5 = createHash('md5').update('b').digest('base64');
	expect((await codeOf(await put({headers: {...block, 'content-md5': md5}})))[1]).toBe('Md5Mismatch');
	expect((await codeOf(await put({}, '/a?comp=block&blockid=%21')))[1]).toBe('InvalidQueryParameterValue');
	await put({}, `/a?comp=block&blockid=${idOf('01')}`);
	expect((await codeOf(await put({}, `/a?comp=block&blockid=${idOf('0001')}`)))[1]).toBe('InvalidBlobOrBlock');
	const list = (name: string) => put({body: `<BlockList><Latest>${idOf(name)}</Latest></BlockList>`}, '/a?comp=blocklist');
	expect((await codeOf(await list('02')))[1]).toBe('InvalidBlockList');
	expect((await codeOf(await put({body: '<BlockList'}, '/a?comp=blocklist')))[1]).toBe('InvalidXmlDocument');
	expect((await codeOf(await azure('GET', '/none?comp=blocklist')))[1]).toBe('BlobNotFound');
	expect((await codeOf(await azure('GET', '/a')))[0]).toBe(501);
	expect((await codeOf(await azure('GET', '?restype=container&comp=list&maxresults=0')))[1]).toBe('OutOfRangeQueryParameterValue');
	for (const own of ['', 'sig=x', signature.replace('racwdl', 'r'), signature.replace('sr=c', 'sr=b')])
		expect(await codeOf(await put({}, '/a', own))).toEqual([403, 'AuthenticationFailed', 'AuthenticationFailed']);
	clock.now += 60 * 60_000;
	expect(await codeOf(await put({}))).toEqual([403, 'AuthenticationFailed', 'AuthenticationFailed']);
});

it('is for one container only', async () => {
	const {sandbox, signature} = await openContainer();
	const answer = await sandbox.fetch(new Request(new URL(`/fondsupload/other?restype=container&comp=list&${signature}`, origin)));
	expect(await codeOf(answer)).toEqual([403, 'AuthorizationFailure', 'AuthorizationFailure']);
});
