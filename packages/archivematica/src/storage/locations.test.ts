import {ConfigurationError, NotFoundError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connectStorage, failure} from '../fixtures/connect-storage.ts';
import {badGateway, json, location, locationId, pipelineId, storageKey, text} from '../fixtures/servers.ts';
import {locationPurposes, type NewLocation} from '../index.ts';

const space = '88498bd8-dd31-40b7-80dc-574a5a01bdf2';

describe('a new location', () => {
	it('is sent with URIs, and read from the answer', async () => {
		const {storage, fetch, asked} = connectStorage({'POST /api/v2/location/': json(location({default: true}), 201)});
		const made = await storage.createLocation({
			space,
			pipelines: [pipelineId],
			purpose: 'TS',
			relativePath: 'home/é',
			description: 'd',
			quota: 5,
			isDefault: true,
			uuid: locationId,
		});
		expect(made).toMatchObject({uuid: locationId, purpose: 'TS', pipelines: [pipelineId]});
		expect(asked()).toEqual(['POST /api/v2/location/']);
		expect(await fetch.requests[0]?.json()).toEqual({
			space: `/api/v2/space/${space}/`,
			pipeline: [`/api/v2/pipeline/${pipelineId}/`],
			purpose: 'TS',
			relative_path: 'home/é',
			description: 'd',
			quota: 5,
			default: true,
			uuid: locationId,
		});
	});

	it('needs no more than its space, purpose and path', async () => {
		const {storage, fetch} = connectStorage({'POST /api/v2/location/': json(location({pipeline: []}), 201)});
		await storage.createLocation({space, pipelines: [], purpose: 'RP', relativePath: ''});
		expect(await fetch.requests[0]?.json()).toEqual({space: `/api/v2/space/${space}/`, pipeline: [], purpose: 'RP', relative_path: ''});
	});

	it.each<[string, Partial<Record<keyof NewLocation, unknown>>]>([
		['a purpose that is none', {purpose: 'XX'}],
		['a purpose in small letters', {purpose: 'ts'}],
		['a purpose that every object has', {purpose: 'constructor'}],
		['a path that leaves the space', {relativePath: 'a/../../b'}],
		['an absolute path', {relativePath: '/etc'}],
		['a path with NUL', {relativePath: 'a\0b'}],
		['no space', {space: ''}],
		['a pipeline without a name', {pipelines: ['']}],
	])('is refused with %s', async (_, more) => {
		const {storage, asked} = connectStorage({});
		const wanted = {space, pipelines: [], purpose: 'TS', relativePath: '', ...more};
		await expect(storage.createLocation(wanted as NewLocation)).rejects.toBeInstanceOf(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('is not made for an unknown pipeline, for the reason the server gives', async () => {
		const error = "Could not find the provided pipeline object via resource URI '/api/v2/pipeline/x/'.";
		const {storage, asked} = connectStorage({'POST /api/v2/location/': json({error}, 400)});
		await expect(storage.createLocation({space, pipelines: ['x'], purpose: 'TS', relativePath: ''})).rejects.toThrow(error);
		expect(asked()).toHaveLength(1);
	});
});

describe('something new whose answer was lost', () => {
	const wanted = {space, pipelines: [], purpose: 'TS', relativePath: ''} as const;

	it.each([
		['by the network', new TypeError('fetch failed')],
		['to a proxy', badGateway],
		['to a page in its place', text('<html>Welcome</html>', 200)],
	])('%s is not made again, and may be there', async (_, answer) => {
		const lost = {'POST /api/v2/location/': () => (answer instanceof Error ? Promise.reject(answer) : answer)};
		const {storage, asked} = connectStorage(lost);
		await expect(storage.createLocation(wanted)).rejects.toMatchObject({
			code: 'work-uncertain',
			message: expect.stringContaining('Look for it with locations()'),
		});
		expect(asked()).toHaveLength(1);
	});

	it('is told of spaces, too', async () => {
		const {storage, asked} = connectStorage({'POST /api/v2/space/': badGateway});
		const made = storage.createSpace({protocol: 'FS', path: '/a', stagingPath: '/b'});
		await expect(made).rejects.toMatchObject({code: 'work-uncertain', message: expect.stringContaining('spaces()')});
		expect(asked()).toHaveLength(1);
	});
});

describe('the default location', () => {
	const target = 'GET /api/v2/location/default/AS/';

	it('is where the server leads to', async () => {
		const {storage, fetch, asked} = connectStorage({
			[target]: text('', 302, {location: `/api/v2/location/${locationId}/`}),
			[`GET /api/v2/location/${locationId}/`]: json(location({purpose: 'AS'})),
		});
		expect(await storage.defaultLocation('AS')).toMatchObject({uuid: locationId, purpose: 'AS'});
		expect(asked()).toEqual([target, `GET /api/v2/location/${locationId}/`]);
		expect(fetch.requests[1]?.headers.get('authorization')).toBe(`ApiKey keeper:${storageKey}`);
	});

	it('does not exist', async () => {
		const {storage} = connectStorage({[target]: text('Default location not defined for this purpose.', 404)});
		const error = await failure(storage.defaultLocation('AS'));
		expect(error).toBeInstanceOf(NotFoundError);
		expect(error).toMatchObject({code: 'not-found', message: expect.stringContaining('Default location not defined')});
	});

	it('is disabled', async () => {
		const {storage} = connectStorage({
			[target]: text('', 302, {location: `/api/v2/location/${locationId}/`}),
			[`GET /api/v2/location/${locationId}/`]: text('', 404),
		});
		const error = await failure(storage.defaultLocation('AS'));
		expect(error).toBeInstanceOf(NotFoundError);
		expect(error).toMatchObject({code: 'disabled-location', message: expect.stringContaining('AIP storage (AS)')});
	});

	it.each(['https://evil.example.org/api/v2/location/x/', '//evil.example.org/', '/login/?next=/'])(
		'is not looked for at %s, and no key goes there',
		async address => {
			const {storage, fetch} = connectStorage({[target]: text('', 302, {location: address})});
			await expect(storage.defaultLocation('AS')).rejects.toMatchObject({status: 302});
			expect(fetch.requests).toHaveLength(1);
		},
	);

	it('is asked for by a purpose there is', async () => {
		const {storage, asked} = connectStorage({});
		await expect(storage.defaultLocation('../..' as 'AS')).rejects.toBeInstanceOf(ConfigurationError);
		expect(asked()).toEqual([]);
	});
});

it('calls purposes by their names', () => {
	expect(Object.entries(locationPurposes).map(entry => entry.join(' '))).toEqual([
		'TS transfer source',
		'CP currently processing',
		'AS AIP storage',
		'DS DIP storage',
		'BL transfer backlog',
		'AR AIP recovery',
		'SS storage service internal',
		'SD SWORD deposit',
		'RP replicator',
	]);
});
