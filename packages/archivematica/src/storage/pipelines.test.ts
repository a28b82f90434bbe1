import {NotFoundError, Secret} from '@fonds/core';
import {expect, it} from 'vitest';
import {connectStorage, failure} from '../fixtures/connect-storage.ts';
import {inspect} from '../fixtures/inspect.ts';
import {json, list, pipelineId, text} from '../fixtures/servers.ts';

const pipeline = (more: Record<string, unknown> = {}) => ({
	uuid: pipelineId,
	description: 'Archivematica on am.example.org',
	remote_name: 'am.example.org',
	resource_uri: `/api/v2/pipeline/${pipelineId}/`,
	...more,
});

it('reads one', async () => {
	const {storage} = connectStorage({[`GET /api/v2/pipeline/${pipelineId}/`]: json(pipeline())});
	expect(await storage.pipeline(pipelineId)).toEqual({
		uuid: pipelineId,
		description: 'Archivematica on am.example.org',
		remoteName: 'am.example.org',
	});
});

it('does not find one that is disabled', async () => {
	const {storage} = connectStorage({[`GET /api/v2/pipeline/${pipelineId}/`]: text('', 404)});
	await expect(storage.pipeline(pipelineId)).rejects.toBeInstanceOf(NotFoundError);
});

it('lists all pages of them', async () => {
	const {storage, asked} = connectStorage({
		'GET /api/v2/pipeline/?limit=1&offset=0': list([pipeline()], '/api/v2/pipeline/?limit=1&offset=1', 2),
		'GET /api/v2/pipeline/?limit=1&offset=1': list([pipeline({uuid: 'b', description: null, remote_name: null})], null, 2),
	});
	const pipelines = await storage.pipelines({}, {pageSize: 1}).toArray();
	expect(pipelines.map(({uuid, description, remoteName}) => [uuid, description, remoteName])).toEqual([
		[pipelineId, 'Archivematica on am.example.org', 'am.example.org'],
		['b', undefined, undefined],
	]);
	expect(asked()).toHaveLength(2);
	const {storage: empty} = connectStorage({'GET /api/v2/pipeline/': list([])});
	expect(await empty.pipelines().toArray()).toEqual([]);
});

it('makes one known, and does not give the key that is echoed', async () => {
	const key = '5f1cc0ffee0ddba11decade0facade00feed0c0d';
	const {storage, fetch} = connectStorage({'POST /api/v2/pipeline/': json(pipeline({api_key: key, create_default_locations: true}), 201)});
	const made = await storage.createPipeline({
		uuid: pipelineId,
		description: 'd',
		remoteName: 'r',
		apiUsername: 'u',
		apiKey: new Secret(key),
		createDefaultLocations: true,
		sharedPath: '/var/shared',
	});
	expect(await fetch.requests[0]?.json()).toEqual({
		uuid: pipelineId,
		description: 'd',
		remote_name: 'r',
		api_username: 'u',
		api_key: key,
		create_default_locations: true,
		shared_path: '/var/shared',
	});
	expect(inspect(made)).not.toContain(key);
	await storage.createPipeline();
	await storage.createPipeline({apiKey: key, createDefaultLocations: false});
	expect(await Promise.all(fetch.requests.slice(1).map(request => request.json()))).toEqual([
		{},
		{api_key: key, create_default_locations: false},
	]);
});

it('keeps the key out of errors', async () => {
	const key = 'a "quoted" key & more';
	for (const quoted of [key, JSON.stringify(key), encodeURIComponent(key)]) {
		const {storage, asked} = connectStorage({'POST /api/v2/pipeline/': text(`Bad request: ${quoted}`, 400)});
		const error = await failure(storage.createPipeline({apiKey: key}));
		expect(String(error)).toContain('[redacted]');
		expect(inspect(error)).not.toContain('quoted');
		expect(asked()).toHaveLength(1);
	}
});

it('leaves errors as they are in which no secret is', async () => {
	const {storage} = connectStorage({'POST /api/v2/pipeline/': json({error: "['“x” is not a valid UUID.']"}, 400)});
	await expect(storage.createPipeline({uuid: 'x', apiKey: 'abc'})).rejects.toMatchObject({
		status: 400,
		body: expect.stringContaining('valid UUID'),
		message: expect.stringContaining('is not a valid UUID'),
	});
});
