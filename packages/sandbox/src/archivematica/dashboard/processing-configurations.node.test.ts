import {parseXml} from '@fonds/core/xml';
import {beforeEach, expect, it} from 'vitest';
import {install} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const read = (path: string, accept?: string) => am.dashboard('GET', `/api/${path}`, accept === undefined ? {} : {headers: {accept}});

const remove = async (name: string) => am.dashboard('DELETE', `/api/processing-configuration/${name}`);

it('lists names in an object', async () => {
	expect(await (await read('processing-configuration')).json()).toEqual({processing_configurations: ['automated', 'default']});
});

it('gives a configuration as XML', async () => {
	const answer = await read('processing-configuration/automated', '*/*');
	expect(answer.headers.get('content-type')).toBe('text/xml');
	const body = await answer.text();
	expect(parseXml(body).name).toBe('processingMCP');
	expect(body).toContain('<appliesTo>bb194013-597c-4e4a-8493-b36d190f8717</appliesTo>');
	expect(await (await read('processing-configuration/default', '*/*')).text()).not.toContain('bb194013-597c-4e4a-8493-b36d190f8717');
});

it('gives it only to who accepts XML or exactly anything', async () => {
	const statuses = new Map<string | undefined, number>();
	for (const accept of [undefined, 'application/json, */*', '*/*', 'text/xml', 'application/json, application/xml']) {
		statuses.set(accept, (await read('processing-configuration/automated', accept)).status);
	}
	expect([...statuses.values()]).toEqual([415, 415, 200, 200, 200]);
});

it('reads a name up to the first character that cannot be in one', async () => {
	expect((await read('processing-configuration/default-ish/', '*/*')).status).toBe(200);
	const answer = await read('processing-configuration/nosuch', '*/*');
	expect([answer.status, await answer.json()]).toEqual([404, {success: false, error: 'No such processing config "nosuch".'}]);
});

it('deletes, and a built-in one comes back when it is read', async () => {
	const list = async () => (await am.read('/api/processing-configuration')).processing_configurations;
	expect(await (await remove('default')).json()).toEqual({success: true});
	expect(await list()).toEqual(['automated']);
	const again = await remove('default');
	expect([again.status, await again.json()]).toEqual([404, {success: false, error: 'No such processing config "default".'}]);
	expect((await read('processing-configuration/default', '*/*')).status).toBe(200);
	expect(await list()).toEqual(['automated', 'default']);
	expect((await remove('nosuch')).status).toBe(404);
});

it('says so when a built-in one cannot be made again', async () => {
	await remove('automated');
	await am.control('PUT', 'dashboard', {configurationsWritable: false});
	const answer = await read('processing-configuration/automated', '*/*');
	expect([answer.status, await answer.json()]).toEqual([500, {success: false, error: 'Failed to reset processing config "automated".'}]);
});

it('cuts names after 16 characters', async () => {
	await am.send('PUT', '/sandbox/archivematica/configurations/abcdefghijklmnop', {body: '<processingMCP/>'});
	expect((await read('processing-configuration/abcdefghijklmnopqrst', '*/*')).status).toBe(200);
});

it('names the questions in comments', async () => {
	const body = await (await read('processing-configuration/automated', '*/*')).text();
	expect(body).toContain(
		'<!-- Create SIP(s) -->\n    <preconfiguredChoice>\n      <appliesTo>bb194013-597c-4e4a-8493-b36d190f8717</appliesTo>',
	);
});

it('has what control puts there, and lists stray files by what is left of their names', async () => {
	const xml = await (await read('processing-configuration/automated', '*/*')).text();
	const put = (name: string, body = '') => am.send('PUT', `/sandbox/archivematica/configurations/${name}`, {body});
	expect((await put('own', xml)).status).toBe(201);
	expect(await (await read('processing-configuration/own', '*/*')).text()).toBe(xml);
	expect((await put('my-own', xml)).status).toBe(400);
	expect((await put('broken', '<a/>')).status).toBe(400);
	expect((await put('processingMCP-backup-2020.xml?stray')).status).toBe(201);
	expect((await am.read('/api/processing-configuration')).processing_configurations).toEqual([
		'automated',
		'default',
		'own',
		'processingMC',
	]);
	expect(await (await remove('own')).json()).toEqual({success: true});
	expect((await read('processing-configuration/own', '*/*')).status).toBe(404);
});
