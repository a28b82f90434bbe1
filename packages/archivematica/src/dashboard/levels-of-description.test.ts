import {ConfigurationError, NotFoundError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {badGateway, connect, json, serverErrorPage, text} from '../fixtures/servers.ts';

const fonds = '0a056206-1e35-11ea-887c-fa163e461c4e';
const series = '0a05620a-1e35-11ea-887c-fa163e461c4e';
const levels = json([{[fonds]: 'Fonds'}, {[series]: 'Série'}]);
const list = 'GET /api/filesystem/administration/dips/atom/levels/';
const fetchThem = 'GET /api/administration/dips/atom/fetch_levels/';
const metadata = '/api/filesystem/metadata/';

describe('levels of description', () => {
	it('are listed in their order, each with its UUID', async () => {
		const {dashboard} = connect({[list]: [levels, json([])]}).archivematica;
		expect(await dashboard.levelsOfDescription()).toEqual([
			{uuid: fonds, name: 'Fonds'},
			{uuid: series, name: 'Série'},
		]);
		expect(await dashboard.levelsOfDescription()).toEqual([]);
	});

	it('are repeated when listed, and not when fetched from AtoM: that changes them', async () => {
		const {archivematica, asked} = connect({[list]: [badGateway, levels], [fetchThem]: [badGateway, levels]});
		const {dashboard} = archivematica;
		expect(await dashboard.levelsOfDescription()).toHaveLength(2);
		await expect(dashboard.fetchLevelsOfDescription()).rejects.toMatchObject({status: 502});
		expect(asked()).toEqual([list, list, fetchThem]);
		expect(await dashboard.fetchLevelsOfDescription()).toMatchObject([{name: 'Fonds'}, {name: 'Série'}]);
	});

	it.each([
		['AtoM URL not defined!', 'atom-not-configured'],
		['AtoM authentication settings not defined!', 'atom-not-configured'],
		['Unable to fetch levels of description from AtoM!', 'atom-unreachable'],
	])('are not fetched: %s', async (words, code) => {
		const {archivematica, asked} = connect({[fetchThem]: json({success: false, error: words}, 500)});
		const {dashboard} = archivematica;
		const message: unknown = expect.stringContaining(words);
		await expect(dashboard.fetchLevelsOfDescription()).rejects.toMatchObject({name: 'HttpError', code, status: 500, message});
		expect(asked()).toHaveLength(1);
	});

	it('are no web page, and nothing else than lists of names', async () => {
		const {dashboard} = connect(
			{[list]: [text('<html></html>', 200), json({[fonds]: 'Fonds'}), serverErrorPage]},
			{retry: {limit: 0}},
		).archivematica;
		await expect(dashboard.levelsOfDescription()).rejects.toMatchObject({name: 'DecodeError'});
		await expect(dashboard.levelsOfDescription()).rejects.toMatchObject({name: 'DecodeError'});
		await expect(dashboard.levelsOfDescription()).rejects.toMatchObject({status: 500});
	});
});

describe('the level of a folder in the arrangement', () => {
	const folder = '/arrange/Bögen & mehr/';

	it('is read by its name', async () => {
		const {archivematica, fetch} = connect({
			[`GET ${metadata}`]: [json({level_of_description: 'Série'}), json({level_of_description: ''})],
		});
		const {dashboard} = archivematica;
		expect(await dashboard.pathLevelOfDescription(folder)).toBe('Série');
		expect(await dashboard.pathLevelOfDescription(folder)).toBeUndefined();
		expect(new URL(fetch.requests[0]?.url ?? '').searchParams.get('path')).toBe(folder);
	});

	it('is set by its UUID, in a form, after that was found', async () => {
		const {archivematica, fetch, asked} = connect({[list]: levels, [`POST ${metadata}`]: json({success: true}, 201)});
		const {dashboard} = archivematica;
		await dashboard.setPathLevelOfDescription(folder, series);
		await dashboard.setPathLevelOfDescription(folder, undefined);
		expect(asked()).toEqual([list, `POST ${metadata}`, `POST ${metadata}`]);
		const forms = await Promise.all(fetch.requests.slice(1).map(async request => Array.from(new URLSearchParams(await request.text()))));
		expect(forms).toEqual([
			[
				['path', folder],
				['level_of_description', series],
			],
			[
				['path', folder],
				['level_of_description', ''],
			],
		]);
	});

	it('is not cleared by a mistake: a name, or a UUID that is none of the levels', async () => {
		const {archivematica, asked} = connect({[list]: levels});
		const {dashboard} = archivematica;
		for (const level of ['Série', '', crypto.randomUUID()]) {
			await expect(dashboard.setPathLevelOfDescription(folder, level)).rejects.toThrow(ConfigurationError);
			await expect(dashboard.setPathLevelOfDescription(folder, level)).rejects.toMatchObject({code: 'unknown-level'});
		}
		expect(new Set(asked())).toEqual(new Set([list]));
	});

	it('cannot be asked of a folder that is not there', async () => {
		const page = text('<h1>Not Found</h1>', 404);
		const {dashboard} = connect({[list]: levels, [`GET ${metadata}`]: page, [`POST ${metadata}`]: page}).archivematica;
		await expect(dashboard.pathLevelOfDescription(folder)).rejects.toThrow(NotFoundError);
		await expect(dashboard.pathLevelOfDescription(folder)).rejects.toThrow('no "/arrange/Bögen & mehr/" in the arrangement');
		await expect(dashboard.setPathLevelOfDescription(folder, fonds)).rejects.toThrow('no "/arrange/Bögen & mehr/" in the arrangement');
	});

	it('is not set where the dashboard fails or says something else', async () => {
		const {dashboard} = connect({[`POST ${metadata}`]: [serverErrorPage, json({success: false}, 200)]}).archivematica;
		await expect(dashboard.setPathLevelOfDescription(folder, undefined)).rejects.toMatchObject({name: 'HttpError', status: 500});
		await expect(dashboard.setPathLevelOfDescription(folder, undefined)).rejects.toMatchObject({name: 'DecodeError'});
	});
});

it('stops when aborted', async () => {
	const never = () => new Promise<never>(() => {});
	const {dashboard} = connect({[list]: never, [fetchThem]: never, [`GET ${metadata}`]: never, [`POST ${metadata}`]: never}).archivematica;
	const calls = [
		async (signal: AbortSignal) => dashboard.levelsOfDescription({signal}),
		async (signal: AbortSignal) => dashboard.fetchLevelsOfDescription({signal}),
		async (signal: AbortSignal) => dashboard.pathLevelOfDescription('/arrange/a/', {signal}),
		async (signal: AbortSignal) => dashboard.setPathLevelOfDescription('/arrange/a/', fonds, {signal}),
		async (signal: AbortSignal) => dashboard.setPathLevelOfDescription('/arrange/a/', undefined, {signal}),
	];
	for (const call of calls) {
		const controller = new AbortController();
		const waiting = call(controller.signal);
		controller.abort(new Error('enough'));
		await expect(waiting).rejects.toThrow('enough');
	}
});
