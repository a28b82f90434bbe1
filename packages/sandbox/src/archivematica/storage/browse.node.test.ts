import {beforeAll, expect, it} from 'vitest';
import {base64, install, samples} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';

let am: Installation;
beforeAll(async () => {
	am = await install();
});

const browse = (path?: string) => {
	const query = path === undefined ? '' : `?path=${encodeURIComponent(path)}`;
	return am.storage(`/api/v2/location/${am.transferSource}/browse/${query}`);
};
const plain = (text: string) => Buffer.from(text, 'base64').toString();

it('shows one level, names and keys in Base64, sorted without regard to case, hidden files left out', async () => {
	for (const [name, content] of [
		['b.txt', 'bb'],
		['A.txt', ''],
		['.hidden', 'x'],
		['ümläut/c.txt', 'c'],
		['ümläut/d/e.txt', 'e'],
	] as const) {
		await am.send('PUT', `/sandbox/archivematica/source/mine/${encodeURIComponent(name).replaceAll('%2F', '/')}`, {body: content});
	}
	const body = await (await browse(base64('mine'))).json();
	expect(Object.keys(body)).toEqual(['directories', 'entries', 'properties']);
	expect(body.entries.map(plain)).toEqual(['A.txt', 'b.txt', 'ümläut']);
	expect(body.directories.map(plain)).toEqual(['ümläut']);
	expect(body.properties).toEqual({[base64('A.txt')]: {size: 0}, [base64('b.txt')]: {size: 2}, [base64('ümläut')]: {'object count': 2}});
});

it('shows the location itself without a path, and by its absolute path', async () => {
	const root = await (await browse()).json();
	expect(root.entries.map(plain)).toContain('archivematica');
	expect(await (await browse(base64('/home'))).json()).toEqual(root);
	const below = await (await browse(base64(`/home/${samples}/`))).json();
	expect(below.directories.map(plain)).toContain('pictures');
});

it('shows nothing of what does not exist', async () => {
	expect(await (await browse(base64('nowhere/at/all'))).json()).toEqual({directories: [], entries: [], properties: {}});
});

it('fails on files and on what is no Base64', async () => {
	for (const path of [base64(`${samples}/letters/objects/letter-1887-03-02.txt`), 'abcde', '/w==']) {
		const answer = await browse(path);
		expect([answer.status, await answer.json()]).toEqual([
			500,
			{error_message: 'Sorry, this request could not be processed. Please try again later.'},
		]);
	}
});

it('does not leave the location', async () => {
	for (const path of ['..', `${samples}/../../..`, '/etc', '/homes']) {
		const answer = await browse(base64(path));
		expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
			400,
			'The path parameter must be relative to the location path',
			'text/html; charset=utf-8',
		]);
	}
});

it('of a space takes a plain path and keeps its keys plain', async () => {
	const space = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/browse/';
	const body = await am.readStorage(`${space}?path=/home/archivematica`);
	expect([body.entries.map(plain), Object.keys(body.properties)]).toEqual([['samples'], ['samples']]);
	expect((await am.storage(`${space}?path=../etc`)).status).toBe(400);
});

it('of a space with a path of its own does not leave it either', async () => {
	const small = {access_protocol: 'FS', path: '/srv/small', staging_path: '/'};
	const {resource_uri: space} = await (await am.write('POST', '/api/v2/space/', small)).json();
	const made = {space, pipeline: [], purpose: 'CP', relative_path: 'work'};
	const {resource_uri: location, uuid} = await (await am.write('POST', '/api/v2/location/', made)).json();
	expect((await am.readStorage(location)).path).toBe('/srv/small/work');
	await am.send('PUT', `/sandbox/archivematica/files/${uuid}/a/b.txt`, {body: 'b'});
	for (const path of ['work/a', '/srv/small/work/a', '/srv/small/work/./a/']) {
		const answer = await am.storage(`${space}browse/?path=${encodeURIComponent(path)}`);
		expect((await answer.json()).properties, path).toEqual({'b.txt': {size: 1}});
	}
	expect((await am.storage(`${space}browse/?path=work/a/b.txt`)).status).toBe(500);
	for (const path of ['/etc', '/srv/smaller', '/srv', 'work/../../x', '..']) {
		const answer = await am.storage(`${space}browse/?path=${encodeURIComponent(path)}`);
		expect([answer.status, await answer.text()], path).toEqual([400, 'The path parameter must be relative to the space path']);
	}
});

it('of an unknown location is a text', async () => {
	const uuid = '00000000-0000-4000-8000-000000000000';
	const answer = await am.storage(`/api/v2/location/${uuid}/browse/`);
	expect([answer.status, await answer.text()]).toEqual([404, `Resource with UUID ${uuid} does not exist`]);
});
