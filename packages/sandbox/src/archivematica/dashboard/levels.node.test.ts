import {beforeEach, describe, expect, it} from 'vitest';
import {install} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const list = '/api/filesystem/administration/dips/atom/levels/';
const fetchPath = '/api/administration/dips/atom/fetch_levels/';

describe('levels of description', () => {
	it('are one object each, in their order', async () => {
		expect(await am.read(list)).toEqual([]);
		const levels = await (await am.control('PUT', 'levels', ['Fonds', 'Series'])).json();
		expect(await am.read(list)).toEqual(levels);
		expect(levels.map((level: object) => Object.values(level))).toEqual([['Fonds'], ['Series']]);
		expect(Object.keys(levels[0])[0]).toMatch(/^[0-9a-f-]{36}$/u);
	});

	it('are replaced by those of AtoM when they are fetched', async () => {
		await am.control('PUT', 'levels', ['Old']);
		await am.control('PUT', 'dashboard', {atomLevels: ['Collection', 'Item']});
		const fetched = await am.read(fetchPath);
		expect(fetched.map((level: object) => Object.values(level)[0])).toEqual(['Collection', 'Item']);
		expect(await am.read(list)).toEqual(fetched);
		expect(Object.keys((await am.read(fetchPath))[0])).not.toEqual(Object.keys(fetched[0]));
	});

	it.each([
		['no-url', 'AtoM URL not defined!'],
		['no-authentication', 'AtoM authentication settings not defined!'],
		['unreachable', 'Unable to fetch levels of description from AtoM!'],
	])('cannot be fetched with AtoM %s', async (atom, error) => {
		await am.control('PUT', 'dashboard', {atom});
		const answer = await am.dashboard('GET', fetchPath);
		expect([answer.status, await answer.json()]).toEqual([500, {success: false, error}]);
	});
});

describe('a path of the arrangement', () => {
	const read = (path: string) => am.dashboard('GET', `/api/filesystem/metadata/?path=${encodeURIComponent(path)}`);
	const write = (path: string, level?: string) =>
		am.form('/api/filesystem/metadata/', [['path', path], ...(level === undefined ? [] : [['level_of_description', level] as const])]);

	it('has a level, given by UUID and read by name', async () => {
		await am.control('PUT', 'arrangement', ['/arrange/mysip/']);
		const [, series] = await (await am.control('PUT', 'levels', ['Fonds', 'Series'])).json();
		expect(await (await read('/arrange/mysip/')).json()).toEqual({level_of_description: ''});
		const written = await write('/arrange/mysip/', Object.keys(series)[0]);
		expect([written.status, await written.json()]).toEqual([201, {success: true}]);
		expect(await (await read('/arrange/mysip/')).json()).toEqual({level_of_description: 'Series'});
	});

	it.each([undefined, '00000000-0000-4000-8000-000000000000'])('loses it to %s, with success', async level => {
		await am.control('PUT', 'arrangement', ['/arrange/mysip/']);
		const [fonds] = await (await am.control('PUT', 'levels', ['Fonds'])).json();
		await write('/arrange/mysip/', Object.keys(fonds)[0]);
		const answer = await write('/arrange/mysip/', level);
		expect([answer.status, await answer.json()]).toEqual([201, {success: true}]);
		expect(await (await read('/arrange/mysip/')).json()).toEqual({level_of_description: ''});
	});

	it('is unknown when nobody arranges it, and when its SIP was made', async () => {
		await am.control('PUT', 'arrangement', ['/arrange/mysip/', {path: '/arrange/done/', used: true}]);
		for (const answer of [
			await read('/arrange/other/'),
			await read('/arrange/done/'),
			await write('/arrange/done/', 'x'),
			await write('', 'x'),
		]) {
			expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
		}
	});
});
