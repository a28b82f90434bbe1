import {AuthenticationError, ConfigurationError, DecodeError, HttpError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import aipscan from '../fixtures/aipscan/packages.json' with {type: 'json'};
import {
	badGateway,
	connect,
	json,
	list,
	location,
	locationId,
	pipelineId,
	serverErrorPage,
	sipId,
	storageKey,
	storagePackage,
	text,
} from '../fixtures/servers.ts';

const storage = (...parameters: Parameters<typeof connect>) => {
	const {archivematica, ...rest} = connect(...parameters);
	return {storage: archivematica.storage, ...rest};
};

describe('locations', () => {
	it('reads one, with numbers that older servers write as text and UUIDs in place of URIs', async () => {
		const {storage: ss, fetch} = storage({[`GET /api/v2/location/${locationId}/`]: json(location({brand_new: true}))});
		expect(await ss.location(locationId)).toEqual({
			uuid: locationId,
			description: 'Transfer source',
			purpose: 'TS',
			path: '/home/archivematica',
			relativePath: 'home/archivematica',
			space: '88498bd8-dd31-40b7-80dc-574a5a01bdf2',
			pipelines: [pipelineId],
			quota: undefined,
			used: 186_549_173,
			enabled: true,
		});
		expect(fetch.requests[0]?.headers.get('authorization')).toBe(`ApiKey keeper:${storageKey}`);
	});

	it('asks with the filters the server has', async () => {
		const {storage: ss, asked} = storage({'GET /api/v2/location/': list([location()])});
		const filter = {purpose: 'TS', pipeline: 'p', space: 's', description: 'a & b', relativePath: 'x'} as const;
		expect(await ss.locations(filter, {pageSize: 5000}).toArray()).toHaveLength(1);
		expect(asked()).toEqual([
			'GET /api/v2/location/?purpose=TS&pipeline__uuid=p&space__uuid=s&description=a+%26+b&relative_path=x&limit=1000&offset=0',
		]);
	});
});

const row = (uuid: string) => storagePackage({uuid});

describe('lists', () => {
	it('follows absolute paths from the origin, without the credentials in them', async () => {
		const {storage: ss, asked} = storage({
			'GET /api/v2/file/?package_type=AIP&limit=1&offset=0': list(
				[row('a')],
				'/api/v2/file/?username=test&api_key=k&limit=1&offset=1&package_type=AIP',
				2,
			),
			'GET /api/v2/file/?limit=1&offset=1&package_type=AIP': list([row('b')], null, 2),
		});
		const packages = ss.packages({type: 'AIP'}, {pageSize: 1});
		expect((await packages.toArray()).map(({uuid}) => uuid)).toEqual(['a', 'b']);
		expect(asked().join()).not.toContain('api_key');
		const totals = [];
		for await (const {total} of packages.pages()) {
			totals.push(total);
		}
		expect(totals).toEqual([2, 2]);
	});

	it('does not take the key to another host', async () => {
		const {storage: ss, fetch} = storage({'GET /api/v2/file/': list([row('a')], 'https://evil.example.org/api/v2/file/?offset=1', 2)});
		await expect(ss.packages().toArray()).rejects.toMatchObject({code: 'foreign-link'});
		expect(fetch.requests).toHaveLength(1);
	});

	it('gives once what a shift put on two pages, also to two readers at a time', async () => {
		const {storage: ss} = storage({
			'GET /api/v2/file/?limit=2&offset=0': list([row('a'), row('b')], '/api/v2/file/?limit=2&offset=2', 3),
			'GET /api/v2/file/?limit=2&offset=2': list([row('b'), row('c')], null, 3),
		});
		const packages = ss.packages({}, {pageSize: 2});
		const walks = await Promise.all([packages.toArray(), packages.toArray(), ss.packages({}, {pageSize: 2, readAhead: 1}).toArray()]);
		for (const walk of walks) {
			expect([...new Set(walk.map(({uuid}) => uuid))]).toEqual(['a', 'b', 'c']);
		}
		expect(walks[2]).toHaveLength(3);
	});

	it('notices a list that leads back to itself', async () => {
		const {storage: ss} = storage({'GET /api/v2/file/': list([row('a')], '/api/v2/file/?offset=1')});
		await expect(ss.packages().toArray()).rejects.toThrow(DecodeError);
	});

	it('asks with the filters the server has', async () => {
		const {storage: ss, asked} = storage({'GET /api/v2/file/': list([])});
		await ss.packages({type: 'DIP', relatedTo: 'a', status: 'UPLOADED', location: 'l'}).toArray();
		await ss
			.packages({type: ['AIP', 'AIC'], uuids: ['x', 'y'], storedFrom: '2024-01-01T00:00:00', storedBefore: '2025-01-01T00:00:00'})
			.toArray();
		expect(asked()).toEqual([
			'GET /api/v2/file/?package_type=DIP&status=UPLOADED&current_location__uuid=l&related_packages__uuid=a&limit=100&offset=0',
			'GET /api/v2/file/?package_type__in=AIP%2CAIC&uuid__in=x%2Cy&stored_date__gte=2024-01-01T00%3A00%3A00&stored_date__lt=2025-01-01T00%3A00%3A00&limit=100&offset=0',
		]);
	});

	it('carries the signal to every page', async () => {
		const {storage: ss, fetch} = storage({'GET /api/v2/file/': list([row('a')], '/api/v2/file/?offset=1', 2)});
		const controller = new AbortController();
		const walk = async () => {
			for await (const _ of ss.packages({}, {signal: controller.signal})) {
				controller.abort(new Error('enough'));
			}
		};
		await expect(walk()).rejects.toThrow('enough');
		expect(fetch.requests).toHaveLength(1);
	});

	it('explains a row that no list can show', async () => {
		const {storage: ss} = storage({
			'GET /api/v2/file/': json(
				{error: "The object '<Package: x>' has an empty attribute 'origin_pipeline' and doesn't allow a default or null value."},
				400,
			),
		});
		await expect(ss.packages().toArray()).rejects.toMatchObject({
			code: 'unlistable-package',
			message: expect.stringContaining('package types'),
		});
	});

	it('reads a real list', async () => {
		const {storage: ss} = storage({'GET /api/v2/file/': json(aipscan)});
		const packages = await ss.packages().toArray();
		expect(packages).toHaveLength(aipscan.objects.length);
		expect(packages[0]).toEqual({
			uuid: '91940daf-5c33-4670-bfc8-9108f32bca7b',
			type: 'AIP',
			status: 'UPLOADED',
			statusText: 'UPLOADED',
			size: 157_111,
			storedDate: undefined,
			location: 'a083fd8c-8b5a-4ece-acc4-c6388ade3d56',
			path: '9194/0daf/5c33/4670/bfc8/9108/f32b/ca7b/repl-91940daf-5c33-4670-bfc8-9108f32bca7b.7z',
			fullPath: aipscan.objects[0]?.current_full_path,
			pipeline: 'dbb92514-1572-4a81-87ee-06408672e7a6',
			encrypted: false,
			related: [],
			replicas: ['902192d9-6232-4d5f-b6c4-dfa7b8733960'],
			replicaOf: undefined,
			attributes: {},
		});
	});
});

describe('packages', () => {
	it('keeps a status it does not know, and takes 0 for an unknown size', async () => {
		const {storage: ss} = storage({[`GET /api/v2/file/${sipId}/`]: json(storagePackage({status: 'FROZEN', size: '0', replicas: null}))});
		expect(await ss.package(sipId)).toMatchObject({status: 'UNKNOWN', statusText: 'FROZEN', size: undefined, replicas: []});
	});

	it('says that there is none', async () => {
		const {storage: ss} = storage({
			[`GET /api/v2/file/${sipId}/`]: text('', 404),
			'GET /api/v2/file/x/': json({error: "['“x” is not a valid UUID.']"}, 400),
		});
		await expect(ss.package(sipId)).rejects.toThrow(NotFoundError);
		await expect(ss.package('x')).rejects.toThrow("['“x” is not a valid UUID.'].");
	});
});

describe('fixity check', () => {
	const target = `GET /api/v2/file/${sipId}/check_fixity/`;

	it('reads the three lists of failures', async () => {
		const {storage: ss, asked} = storage({
			[target]: json({
				success: false,
				message: 'Bag validation failed',
				failures: {
					files: {
						missing: [{path: 'data/b.txt', message: 'm'}],
						changed: [{path: 'data/a.txt', expected: 'e', actual: 'f', hash_type: 'sha256', message: 'm'}],
						untracked: [{path: 'data/c.txt', message: 'm'}],
					},
				},
				timestamp: null,
			}),
		});
		expect(await ss.checkFixity(sipId, {forceLocal: true})).toEqual({
			success: false,
			message: 'Bag validation failed',
			missing: ['data/b.txt'],
			changed: [{path: 'data/a.txt', algorithm: 'sha256', expected: 'e', actual: 'f'}],
			untracked: ['data/c.txt'],
			timestamp: undefined,
		});
		expect(asked()).toEqual([`${target}?force_local=true`]);
	});

	it('tells "could not be checked" from "damaged"', async () => {
		const {storage: ss, asked} = storage({
			[target]: [
				json({
					success: null,
					message: 'Unable to scan; package is not a bag (AIP or AIC)',
					failures: {files: {missing: [], changed: [], untracked: []}},
					timestamp: null,
				}),
				json({success: true, message: '', timestamp: '2024-01-01T00:00:00'}),
			],
		});
		expect(await ss.checkFixity(sipId)).toMatchObject({success: undefined, message: expect.stringContaining('not a bag')});
		expect(await ss.checkFixity(sipId)).toMatchObject({success: true, missing: [], timestamp: '2024-01-01T00:00:00'});
		expect(asked()).toEqual([target, target]);
	});

	it('is never repeated by itself: every failure is a mail to everybody', async () => {
		const {storage: ss, asked} = storage({[target]: text('', 504)});
		await expect(ss.checkFixity(sipId)).rejects.toThrow(HttpError);
		expect(asked()).toHaveLength(1);
	});
});

describe('bad answers', () => {
	const target = `GET /api/v2/location/${locationId}/`;
	const ask = async (answer: ReturnType<typeof json>) => {
		const {storage: ss} = storage({[target]: answer});
		return ss.location(locationId).then(
			() => undefined,
			(error: unknown) => error,
		);
	};

	it('tells "who are you" from "you may not" by WWW-Authenticate', async () => {
		expect(await ask(text('', 401, {'www-authenticate': 'Basic Realm="django-tastypie"'}))).toBeInstanceOf(AuthenticationError);
		expect(await ask(text('', 401))).toBeInstanceOf(PermissionError);
	});

	it('gives the status of a page', async () => {
		for (const page of [badGateway, serverErrorPage]) {
			expect(await ask(page)).toMatchObject({
				name: 'HttpError',
				status: page.status,
				message: `The Storage Service answered ${page.status} to GET /api/v2/location/${locationId}/.`,
			});
		}
	});

	it('refuses redirects to the sign-in page and takes no page for a success', async () => {
		expect(await ask(text('', 302, {location: '/login/?next=/'}))).toBeInstanceOf(AuthenticationError);
		expect(await ask(text('<html>Log in</html>', 200))).toBeInstanceOf(DecodeError);
	});

	it('shows messages of every form', async () => {
		expect(String(await ask(json({error_message: 'Sorry, this request could not be processed.'}, 500)))).toContain('Sorry, this request');
		expect(String(await ask(text(`Resource with UUID ${locationId} does not exist`, 404)))).toContain(
			`Resource with UUID ${locationId} does not exist.`,
		);
		expect(await ask(json({error: 'x'}, 409))).toMatchObject({name: 'ConflictError'});
		expect(await ask(text('Forbidden', 403))).toBeInstanceOf(PermissionError);
	});

	it('says what is wrong with an answer of another shape', async () => {
		expect(String(await ask(json({uuid: 4})))).toContain('uuid');
	});
});

it('refuses references that would address something else', async () => {
	const {storage: ss, asked} = storage({});
	await expect(ss.package('..')).rejects.toThrow(ConfigurationError);
	await expect(ss.package('')).rejects.toThrow(ConfigurationError);
	expect(asked()).toEqual([]);
});
