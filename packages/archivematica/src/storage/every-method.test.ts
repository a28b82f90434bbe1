import {AuthenticationError, isSdkError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connectStorage, failure} from '../fixtures/connect-storage.ts';
import {inspect} from '../fixtures/inspect.ts';
import {badGateway, serverErrorPage, storageKey, text} from '../fixtures/servers.ts';
import type {StorageService} from '../index.ts';

type Call = (storage: StorageService, options?: {readonly signal: AbortSignal}) => Promise<unknown>;

const move = {from: 'l', pipeline: 'p', files: [{source: 'a', destination: 'b'}]};
const stored = {uuid: 'u', type: 'AIP', origin: {location: 'l', path: 'a'}, destination: 'm', path: 'x', pipeline: 'p'} as const;
const record = {file: 'f', path: 'p', sip: 's', accession: '', origin: 'o'};

const reads: readonly [string, Call][] = [
	['GET /api/v2/', (storage, options) => storage.resources(options)],
	['GET /api/v2/space/schema/', (storage, options) => storage.schema('space', options)],
	['GET /api/v2/pipeline/', (storage, options) => storage.pipelines({}, options).toArray()],
	['GET /api/v2/pipeline/u/', (storage, options) => storage.pipeline('u', options)],
	['GET /api/v2/space/', (storage, options) => storage.spaces({}, options).toArray()],
	['GET /api/v2/space/u/', (storage, options) => storage.space('u', options)],
	['GET /api/v2/space/u/browse/', (storage, options) => storage.browseSpace('u', '', options)],
	['GET /api/v2/location/', (storage, options) => storage.locations({}, options).toArray()],
	['GET /api/v2/location/default/TS/', (storage, options) => storage.defaultLocation('TS', options)],
	['GET /api/v2/file/', (storage, options) => storage.packages({}, options).toArray()],
	['GET /api/v2/file/set/u/', (storage, options) => storage.packagesByUuid(['u'], options)],
	['GET /api/v2/file/', (storage, options) => storage.related('u', options).toArray()],
	['GET /api/v2/file/', (storage, options) => storage.dipsOf('u', {alsoByPath: true, ...options}).toArray()],
	['GET /api/v2/file/u/', (storage, options) => storage.aipOf('u', options)],
	['GET /api/v2/file/', (storage, options) => storage.dipsByAip(options)],
	['GET /api/v2/file/', (storage, options) => storage.backlog(options).toArray()],
	['GET /api/v2/file/', (storage, options) => storage.compressedAips(options).toArray()],
	['GET /api/v2/async/', (storage, options) => storage.asyncTasks(options).toArray()],
	['GET /api/v2/async/7/', (storage, options) => storage.asyncTask(7, options)],
	['GET /api/v2/file/u/contents/', (storage, options) => storage.contents('u', options)],
	['GET /api/v2/file/metadata/', (storage, options) => storage.findFiles({file: 'f'}, options)],
];

/** What changes something or is not asked twice for another reason. */
const onces: readonly [string, Call][] = [
	['POST /api/v2/pipeline/', (storage, options) => storage.createPipeline({}, options)],
	['POST /api/v2/space/', (storage, options) => storage.createSpace({protocol: 'FS', path: '/', stagingPath: '/s'}, options)],
	[
		'POST /api/v2/location/',
		(storage, options) => storage.createLocation({space: 's', pipelines: [], purpose: 'AS', relativePath: ''}, options),
	],
	['POST /api/v2/location/u/async/', (storage, options) => storage.moveFiles('u', move, options)],
	['POST /api/v2/location/u/', (storage, options) => storage.moveFiles('u', move, {via: 'synchronous', ...options})],
	['POST /api/v2/file/async/', (storage, options) => storage.storePackage(stored, options)],
	['POST /api/v2/file/', (storage, options) => storage.storePackage(stored, {via: 'synchronous', ...options})],
	['PUT /api/v2/file/u/', (storage, options) => storage.finishReingest({...stored, reingest: 'p'}, options)],
	['POST /api/v2/file/u/move/', (storage, options) => storage.movePackage('u', 'l', options)],
	['PUT /api/v2/file/u/contents/', (storage, options) => storage.addContents('u', [record], options)],
	['POST /api/v2/file/u/reindex/', (storage, options) => storage.reindex('u', options)],
	['GET /api/v2/file/u/send_callback/post_store/', (storage, options) => storage.sendCallbacks('u', options)],
	['GET /api/v2/file/u/download/3/', (storage, options) => storage.downloadChunk('u', 3, options)],
];

const others: readonly [string, Call][] = [['DELETE /api/v2/file/u/contents/', (storage, options) => storage.deleteContents('u', options)]];

describe.each([...reads, ...onces, ...others])('%s', (route, call) => {
	it('refused is a matter of the key, or of the role', async () => {
		const {storage, asked} = connectStorage({
			[route]: [text('', 401, {'www-authenticate': 'Basic Realm="django-tastypie"'}), text('', 401)],
		});
		expect(await failure(call(storage))).toBeInstanceOf(AuthenticationError);
		expect(await failure(call(storage))).toBeInstanceOf(PermissionError);
		expect(asked().map(address => address.split('?')[0])).toEqual([route, route]);
	});

	it('does not follow a redirect to the sign-in page, nor take the key elsewhere', async () => {
		for (const location of ['/login/?next=/api/', 'https://elsewhere.example.org/api/v2/']) {
			const {storage, fetch} = connectStorage({[route]: text('', 302, {location})});
			const error = await failure(call(storage));
			expect(error).toMatchObject({status: 302});
			expect(inspect(error)).not.toContain(storageKey);
			expect(fetch.requests).toHaveLength(1);
		}
	});

	it('fails with what a proxy or a broken server says', async () => {
		for (const answer of [badGateway, serverErrorPage]) {
			const {storage} = connectStorage({[route]: answer});
			const error = await failure(call(storage));
			expect(error).toMatchObject({name: 'HttpError', status: answer.status});
			expect(inspect(error)).not.toContain(storageKey);
		}
	});

	it('takes no page for a success', async () => {
		const {storage} = connectStorage({[route]: text('<!DOCTYPE html><html>Log in</html>', 200)});
		expect(isSdkError(await failure(call(storage)))).toBe(true);
	});

	it('ends with the reason of an abort', async () => {
		const controller = new AbortController();
		const {storage} = connectStorage({
			[route]: () => {
				controller.abort('enough');
				return new Promise<never>(() => {});
			},
		});
		expect(await failure(call(storage, {signal: controller.signal}))).toBe('enough');
	});
});

it.each(onces)('%s is sent once, whatever comes of it', async (route, call) => {
	for (const answer of [badGateway, text('', 503), text('', 504)]) {
		const {storage, fetch} = connectStorage({[route]: answer});
		await failure(call(storage));
		expect(fetch.requests).toHaveLength(1);
	}
});

it.each([...reads, ...others])('%s is asked again after a bad moment', async (route, call) => {
	const {storage, fetch} = connectStorage({[route]: badGateway});
	await failure(call(storage));
	expect(fetch.requests).toHaveLength(4);
});
