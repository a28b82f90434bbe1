import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseXml} from '@fonds/core/xml';
import {expect, it, onTestFinished} from 'vitest';
import {buildPackage, packageRefs} from './fixtures/build-package.ts';
import {find, findAll, openSandbox} from './fixtures/open-sandbox.ts';
import {createSandbox} from './sandbox.ts';
import {Store} from './store/store.ts';

const folderRef = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
const folderBody = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folderRef}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
const bucket = '/api/s3/buckets/fonds.package.upload';
const target = {'x-amz-meta-structuralobjectreference': folderRef};

function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'fonds-sandbox-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

it('goes on where it stopped: entities, tokens, uploads, and an ingest that was going on', async () => {
	const folder = temporaryFolder();
	const now = Date.parse('2026-03-14T09:00:00.000Z');
	const first = await openSandbox({folder, stepDuration: 1000, samples: true});
	await first.send('POST', '/api/entity/structural-objects', {body: folderBody});
	const upload = find(parseXml(await (await first.send('POST', `${bucket}/open.zip?uploads`)).text()), 'UploadId');
	await first.send('PUT', `${bucket}/open.zip?partNumber=1&uploadId=${upload}`, {body: 'part'});
	const put = await first.send('PUT', `${bucket}/a.zip`, {body: buildPackage(), headers: target});
	const progress = `/api/entity/progress/${put.headers.get('preservica-progress-token')}`;
	const before = first.sandbox.state();
	await first.sandbox.close();

	const second = await openSandbox({folder, stepDuration: 1000, samples: true, now: () => now + 2000});
	expect(second.sandbox.state()).toMatchObject({entities: before.entities, openUploads: before.openUploads, blobs: before.blobs});
	expect(find(await second.xml(progress, first.token), 'Status')).toBe('COMPLETED');
	expect(find(await second.xml(`/api/entity/information-objects/${packageRefs.asset}`), 'Title')).toBe('Letter & envelope');
	const content = await second.send('GET', `/api/entity/content-objects/${packageRefs.page1}/generations/1/bitstreams/1/content`);
	expect(await content.text()).toBe('first page');
	expect((await second.send('DELETE', `${bucket}/open.zip?uploadId=${upload}`)).status).toBe(204);
});

it('seeds a folder once, and anew where its first start was interrupted', async () => {
	const folder = temporaryFolder();
	const interrupted = new Store(folder);
	interrupted.collection('preservica.entities').put('half', {ref: 'half', kind: 'SO', title: 'Half', securityTag: 'open'});
	interrupted.close();
	const first = await createSandbox({folder});
	const {entities, blobs} = first.state();
	await first.close();
	const fresh = await createSandbox();
	expect(fresh.state().entities).toEqual(entities);
	await fresh.close();
	const second = await createSandbox({folder});
	expect(second.state()).toMatchObject({entities, blobs});
	expect(readdirSync(join(folder, 'blobs'))).toHaveLength(blobs);
	await second.close();
});

interface Running {
	readonly process: ChildProcess;
	readonly url: string;
	readonly output: string;
}

async function run(...options: readonly string[]): Promise<Running> {
	const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
	const child = spawn(process.execPath, ['--conditions=@fonds/source', cli, '--port', '0', '--step', '0', ...options], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	let output = '';
	for await (const chunk of child.stdout) {
		output += String(chunk);
		if (output.includes('Ctrl-C stops.')) break;
	}
	return {process: child, output, url: /http:\/\/\S+?:\d+/u.exec(output)?.[0] ?? ''};
}

async function signIn(url: string): Promise<Readonly<Record<string, string>>> {
	const body = new URLSearchParams({username: 'archivist@fonds.example', password: 'every-box-has-a-label'});
	const {token}: {token: string} = await (await fetch(`${url}/api/accesstoken/login`, {method: 'POST', body})).json();
	return {'preservica-access-token': token};
}

it('has everything it acknowledged after it is killed', async () => {
	const folder = temporaryFolder();
	const first = await run('--folder', folder, '--no-samples');
	const headers = await signIn(first.url);
	expect((await fetch(`${first.url}/api/entity/structural-objects`, {method: 'POST', headers, body: folderBody})).status).toBe(200);
	const put = await fetch(`${first.url}${bucket}/a.zip`, {method: 'PUT', headers: {...headers, ...target}, body: buildPackage()});
	expect(put.status).toBe(200);
	first.process.kill('SIGKILL');
	await once(first.process, 'exit');

	const second = await run('--folder', folder, '--no-samples');
	const progress = await fetch(`${second.url}/api/entity/progress/${put.headers.get('preservica-progress-token')}`, {headers});
	expect(find(parseXml(await progress.text()), 'Status')).toBe('COMPLETED');
	const children = await fetch(`${second.url}/api/entity/structural-objects/${folderRef}/children`, {headers});
	expect(findAll(parseXml(await children.text()), 'Child')).toHaveLength(1);
	second.process.kill('SIGTERM');
	expect(await once(second.process, 'exit')).toEqual([0, null]);
});

it('starts from the command line with its address and accounts on the screen, and stops on SIGINT', async () => {
	const {process: child, output, url} = await run('--version', '7.7.0');
	expect(output).toContain('Preservica 7.7.0');
	expect(output).toContain('every-box-has-a-label');
	const children = await fetch(`${url}/api/entity/root/children`, {headers: await signIn(url)});
	expect(await children.text()).toContain('Harbour Museum');
	child.kill('SIGINT');
	expect(await once(child, 'exit')).toEqual([0, null]);
});
