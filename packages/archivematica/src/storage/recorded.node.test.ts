import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {connectStorage} from '../fixtures/connect-storage.ts';

// Answers of real servers that this repository cannot hold. They lie beside it; without them there is nothing to test here.
const responses = fileURLToPath(new URL('../../../../../shared/data/archivematica-responses/', import.meta.url));

interface Exchange {
	readonly request: {readonly body?: string};
	readonly response: {readonly status: number | string; readonly json?: unknown};
}

const exchanges = (name: string): readonly Exchange[] => JSON.parse(readFileSync(`${responses}recorded/${name}.json`, 'utf8'));

const recorded = (name: string) =>
	exchanges(name).map(({response}) => ({
		status: Number(response.status),
		headers: {'content-type': 'application/json'},
		body: JSON.stringify(response.json),
	}));

const manual = (name: string): string => readFileSync(`${responses}cc-by-sa-4.0/${name}.json`, 'utf8');

describe.skipIf(!existsSync(responses))('recorded answers', () => {
	it('are read: pipelines, spaces, new ones', async () => {
		const {storage, fetch} = connectStorage({
			'GET /api/v2/pipeline/': recorded('pipeline'),
			'POST /api/v2/space/': recorded('create_space_local_extra'),
			'POST /api/v2/location/': [...recorded('location_create_success'), ...recorded('location_create_bad_pipeline')],
		});
		expect(await storage.pipelines().toArray()).toEqual([
			{uuid: 'f914af05-c7d2-4611-b2eb-61cd3426d9d2', description: 'Archivematica on ff4c2e051a31', remoteName: '172.18.0.13'},
		]);
		const space = await storage.createSpace({protocol: 'FS', path: '/test/path', stagingPath: '/opt/staging/path'});
		expect(space).toMatchObject({path: '/test/path', stagingPath: '/opt/staging/path', settings: {}});
		const place = {
			space: '88498bd8-dd31-40b7-80dc-574a5a01bdf2',
			pipelines: ['8490b352-6ad0-4590-a3f1-6dc5f8abd603'],
			purpose: 'SD',
			relativePath: 'test_fake_location',
			description: 'Some test location',
			isDefault: false,
		} as const;
		expect(await storage.createLocation(place)).toMatchObject({purpose: 'SD', path: '/test_fake_location'});
		await expect(storage.createLocation(place)).rejects.toMatchObject({status: 400});
		// What the other client sent, and the server took.
		for (const [index, name] of [
			[1, 'create_space_local_extra'],
			[2, 'location_create_success'],
		] as const) {
			expect(await fetch.requests[index]?.json()).toEqual(JSON.parse(exchanges(name)[0]?.request.body ?? ''));
		}
	});

	it('of the manual are read: spaces with the fields of older servers', async () => {
		const uuid = '218caeb7-fd59-4b7b-99b1-f5771a2dd34f';
		const {storage} = connectStorage({
			'GET /api/v2/space/': manual('ss-get-all-spaces-response'),
			[`GET /api/v2/space/${uuid}/`]: manual('ss-get-space-details-response'),
			'POST /api/v2/pipeline/': manual('ss-create-new-pipeline'),
		});
		const space = {
			uuid,
			protocol: 'FS',
			path: '/',
			stagingPath: undefined,
			size: undefined,
			used: 186_549_173,
			verified: false,
			settings: {},
		};
		expect(await storage.spaces().toArray()).toEqual([space]);
		expect(await storage.space(uuid)).toEqual(space);
		expect(await storage.createPipeline({description: 'Test pipeline', createDefaultLocations: true})).toMatchObject({
			remoteName: '192.168.1.42',
		});
	});
});
