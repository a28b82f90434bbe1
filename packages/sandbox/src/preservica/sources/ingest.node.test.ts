import {expect, it} from 'vitest';
import {buildPackage, packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, findAll, openSandbox} from '../../fixtures/open-sandbox.ts';
import {sendJson} from '../../fixtures/send-json.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, withShortcuts} from '../fixtures/open-archive.ts';

const folder = `structural-objects/${folderRef}`;

async function openEmpty(options: Parameters<typeof openSandbox>[0] = {}): Promise<OpenArchive> {
	const open = withShortcuts(await openSandbox(options));
	const version = options.version?.slice(0, 3) ?? '8.1';
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v${version}"><Ref>${folderRef}</Ref><Title>Box 1</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect(await open.status('POST', 'structural-objects', {body})).toBe(200);
	return open;
}

const titlesIn = async ({xml}: OpenArchive): Promise<readonly unknown[]> =>
	findAll(await xml(`/api/entity/${folder}/children`), 'Child').map(child => attributeOf(child, 'title'));

it('takes a package as older clients send it, and answers 200 with a progress token', async () => {
	const open = await openEmpty();
	const answer = await open.send('POST', `/api/entity/${folder}/upload-package?filename=a.zip`, {body: buildPackage()});
	expect(answer.status).toBe(200);
	expect(await open.progress(await answer.text())).toBe('COMPLETED');
	expect(await titlesIn(open)).toEqual(['Letter & envelope']);
});

it('ingests a zip as a package and anything else as an asset', async () => {
	const open = await openEmpty();
	expect(await open.progress(await open.accepted('POST', `${folder}/ingests?filename=a.ZIP`, {body: buildPackage()}))).toBe('COMPLETED');
	expect(await open.progress(await open.accepted('POST', `${folder}/ingests?filename=r%C3%A9sum%C3%A9.txt`, {body: 'one file'}))).toBe(
		'COMPLETED',
	);
	expect(await titlesIn(open)).toEqual(['Letter & envelope', 'résumé']);
	const found = await sendJson(
		open,
		'GET',
		`/api/content/search?start=0&max=1&metadata=xip.bitstream_names_r_Preservation&q={"q":"one file"}`,
	);
	expect(found.body).toMatchObject({value: {metadata: [[{value: ['résumé.txt']}]]}});
});

it('ingests at the root what can be there', async () => {
	const open = await openEmpty();
	const inFolder = buildPackage({parent: folderRef});
	expect(await open.progress(await open.accepted('POST', 'root/ingests?filename=a.zip', {body: inFolder}))).toBe('COMPLETED');
	expect(await open.status('GET', `information-objects/${packageRefs.asset}`)).toBe(200);
	expect(await open.progress(await open.accepted('POST', 'root/ingests?filename=a.zip', {body: 'no zip'}))).toBe('FAILED');
});

it.each([
	['without a name', `${folder}/ingests`, {}, 400],
	['with a path for a name', `${folder}/ingests?filename=a/b.txt`, {}, 400],
	['of nothing', `${folder}/ingests?filename=a.txt`, {body: ''}, 422],
	['into no folder', `structural-objects/${crypto.randomUUID()}/ingests?filename=a.txt`, {}, 404],
	['of a package into no folder', `structural-objects/${crypto.randomUUID()}/upload-package?filename=a.zip`, {}, 404],
	['without a token', `${folder}/ingests?filename=a.txt`, {token: 'none'}, 401],
])('refuses an ingest %s', async (_what, path, options, status) => {
	const open = await openEmpty();
	expect(await open.status('POST', path, {body: 'a', ...options})).toBe(status);
});

it('refuses those who may not ingest', async () => {
	const open = await openEmpty();
	const token = await open.signIn('reader');
	expect(await open.status('POST', `${folder}/ingests?filename=a.txt`, {body: 'a', token})).toBe(403);
	expect(await open.status('POST', `${folder}/upload-package?filename=a.zip`, {body: 'a', token})).toBe(403);
});

it('refuses everybody while no ingest process is active', async () => {
	const open = await openEmpty();
	const {configs}: {configs: readonly {apiId: string}[]} = await (await open.send('GET', '/api/process/ingest/configs?types=S3')).json();
	expect((await open.send('PUT', `/api/process/ingest/configs/${configs[0]?.apiId}/active`, {body: 'false'})).status).toBe(200);
	for (const path of ['ingests?filename=a.txt', 'upload-package?filename=a.zip'])
		expect(await open.status('POST', `${folder}/${path}`, {body: 'a'})).toBe(409);
});

it('has ingests of single files from 7.5 on', async () => {
	const open = await openEmpty({version: '6.9.0'});
	expect(await open.status('POST', `${folder}/ingests?filename=a.txt`, {body: 'a'})).toBe(404);
});
