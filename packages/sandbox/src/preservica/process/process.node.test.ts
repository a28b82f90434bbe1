import {parseXml} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {find, openSandbox} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';

const configs = '/api/process/ingest/configs';

interface Config {
	readonly apiId: string;
	readonly type: string;
	readonly active: boolean;
}

async function processes({send}: OpenSandbox, query = ''): Promise<readonly Config[]> {
	const answer: {readonly configs: readonly Config[]} = await (await send('GET', `${configs}${query}`)).json();
	return answer.configs;
}

async function packageIngest(open: OpenSandbox): Promise<string> {
	return `${configs}/${(await processes(open, '?types=S3'))[0]?.apiId}/active`;
}

it('lists ingest processes, all or of some types', async () => {
	const open = await openSandbox();
	expect(await processes(open)).toMatchObject([
		{name: 'Package Ingest', type: 'S3', active: true, trigger: {type: 'UPLOAD'}, description: expect.any(String)},
		{type: 'OPEX', active: false},
	]);
	expect((await processes(open, '?types=opex,sftp')).map(({type}) => type)).toEqual(['OPEX']);
});

it('refuses uploads while the package ingest is switched off', async () => {
	const open = await openSandbox();
	const upload = '/api/s3/buckets/fonds.package.upload/a.zip';
	const active = await packageIngest(open);
	const {blobs} = open.sandbox.state();
	const off = await open.send('PUT', active, {body: 'false'});
	expect([off.status, await off.json()]).toMatchObject([200, {name: 'Package Ingest', active: false}]);
	expect((await open.send('PUT', upload, {body: 'a'})).status).toBe(409);
	expect((await open.send('POST', `${upload}?uploads`)).status).toBe(409);
	expect(open.sandbox.state()).toMatchObject({jobs: {open: 0}, blobs});
	expect((await open.send('PUT', active, {body: 'True'})).status).toBe(200);
	expect((await open.send('PUT', upload, {body: 'a'})).status).toBe(200);
});

it('completes an upload in parts that was begun before the package ingest was switched off, when it is on again', async () => {
	const open = await openSandbox();
	const upload = '/api/s3/buckets/fonds.package.upload/a.zip';
	const active = await packageIngest(open);
	const id = find(parseXml(await (await open.send('POST', `${upload}?uploads`)).text()), 'UploadId');
	const part = await open.send('PUT', `${upload}?partNumber=1&uploadId=${id}`, {body: 'no package'});
	const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.get('etag')}</ETag></Part></CompleteMultipartUpload>`;
	const complete = async (): Promise<Response> => open.send('POST', `${upload}?uploadId=${id}`, {body});
	await open.send('PUT', active, {body: 'false'});
	expect((await complete()).status).toBe(409);
	await open.send('PUT', active, {body: 'true'});
	const answer = await complete();
	expect([answer.status, answer.headers.get('preservica-progress-token')]).toEqual([200, expect.any(String)]);
});

it('refuses what is neither true nor false, and unknown processes', async () => {
	const open = await openSandbox();
	expect((await open.send('PUT', await packageIngest(open), {body: '"off"'})).status).toBe(400);
	expect((await open.send('PUT', `${configs}/none/active`, {body: 'true'})).status).toBe(404);
});

it('is not for readers, and names the role they lack', async () => {
	const open = await openSandbox();
	const token = await open.signIn('reader');
	for (const answer of [
		await open.send('GET', configs, {token}),
		await open.send('PUT', await packageIngest(open), {token, body: 'false'}),
	])
		expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('ROLE_SDB_MANAGER_USER')]);
});

it('is still switched off after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSandbox({folder});
	await first.send('PUT', await packageIngest(first), {body: 'false'});
	await first.sandbox.close();
	expect((await processes(await openSandbox({folder}), '?types=S3'))[0]?.active).toBe(false);
});
