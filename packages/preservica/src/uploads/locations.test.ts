import {ConfigurationError, DecodeError, HttpError, isSdkError, NotFoundError, PermissionError, Secret} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect, origin} from '../fixtures/connect.ts';
import {deepText} from '../fixtures/deep-text.ts';
import {Uploads} from './uploads.ts';

const version = {'GET /api/entity/versiondetails/version': '<V><CurrentVersion>7.7.0</CurrentVersion></V>'};
const list = 'GET /api/location/upload';
const access = 'GET /api/location/upload/a1/upload-credentials';

function open(routes: Parameters<typeof connect>[0]) {
	const {session, requests, asked} = connect({...version, ...routes});
	return {uploads: new Uploads(session), requests, asked};
}

describe('the list of locations', () => {
	it('has what the server tells of each, in its order', async () => {
		const {uploads, requests} = open({
			[list]: '{"locations":[{"apiId":"a1","type":"AWS","containerName":"b","more":1},{"apiId":"a2","type":"Other","containerName":"c"}]}',
		});
		expect(await uploads.locations()).toEqual([
			{apiId: 'a1', type: 'AWS', containerName: 'b'},
			{apiId: 'a2', type: 'Other', containerName: 'c'},
		]);
		expect(requests.at(-1)?.headers.get('accept')).toBe('application/json');
		expect(requests.at(-1)?.headers.get('preservica-access-token')).toBe('token-1');
	});

	it.each(['{"locations":[]}', '{"locations":null}', '{}'])('may be empty: %s', async body => {
		const {uploads} = open({[list]: body});
		expect(await uploads.locations()).toEqual([]);
	});

	it('of a server before 6.5 is refused without asking for it', async () => {
		const {uploads, asked} = open({'GET /api/entity/versiondetails/version': '<V><CurrentVersion>6.4.9</CurrentVersion></V>'});
		const failure = await uploads.locations().catch((error: unknown) => error);
		expect(isSdkError(failure, 'version')).toBe(true);
		expect(String(failure)).toContain('6.5');
		expect(asked()).toHaveLength(1);
	});

	it.each([
		[{status: 403}, PermissionError, 'Location API'],
		[{status: 404}, NotFoundError, 'Location API'],
		[{status: 400, body: 'odd'}, HttpError, 'odd'],
		['{"locations":[{"apiId":1}]}', DecodeError, 'apiId'],
		['<html>sign in</html>', DecodeError, 'a web page where JSON was expected'],
	])('that is no list is an error: %o', async (answer, kind, text) => {
		const {uploads} = open({[list]: answer});
		const failure = await uploads.locations().catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(text);
	});

	it('is not waited for after an abort', async () => {
		const {uploads} = open({[list]: () => new Promise(() => {})});
		const controller = new AbortController();
		const waiting = uploads.locations({signal: controller.signal});
		controller.abort('enough');
		await expect(waiting).rejects.toBe('enough');
	});
});

describe('temporary credentials', () => {
	const canaries = {key: 'KEY-CANARY', secret: 'SECRET-CANARY', sessionToken: 'SESSION-CANARY'};

	it('print nothing of themselves, and give their secrets when asked', async () => {
		const {uploads} = open({[access]: JSON.stringify({...canaries, endpoint: ' https://s3.example.org '})});
		const credentials = await uploads.credentials({apiId: 'a1', type: 'AWS', containerName: 'b'});
		expect(credentials.endpoint).toBe('https://s3.example.org');
		expect([credentials.key, credentials.secret, credentials.sessionToken].map(secret => (secret as Secret).reveal())).toEqual(
			Object.values(canaries),
		);
		expect(deepText(credentials)).not.toContain('CANARY');
		expect(`${JSON.stringify(credentials)} ${String(credentials.secret)}`).toContain('[redacted]');
	});

	it.each(['a1', 'b'])('are found by the name %s', async name => {
		const {uploads, asked} = open({
			[list]: '{"locations":[{"apiId":"a1","type":"AWS","containerName":"b"}]}',
			[access]: '{"key":"k","secret":null,"sessionToken":"","endpoint":null}',
		});
		expect(await uploads.credentials(name)).toEqual({
			key: expect.any(Secret),
			secret: undefined,
			sessionToken: undefined,
			endpoint: undefined,
		});
		expect(asked().slice(-2)).toEqual([list, access]);
	});

	it.each([
		['[]', 'There is no upload location x. This tenant has none'],
		['[{"apiId":"a1","type":"AWS","containerName":"b"}]', 'There is no upload location x. There are: b (AWS, a1).'],
		[
			'[{"apiId":"a1","type":"AWS","containerName":"x"},{"apiId":"a2","type":"AZURE","containerName":"x"}]',
			'There are several upload locations x. Give the apiId of one of them: x (AWS, a1), x (AZURE, a2).',
		],
	])('of a name that does not tell one location are an error that lists them: %s', async (locations, text) => {
		const {uploads} = open({[list]: `{"locations":${locations}}`});
		const failure = await uploads.credentials('x').catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(isSdkError(failure, 'location')).toBe(true);
		expect(String(failure)).toContain(text);
	});

	it.each([
		[{status: 404}, NotFoundError, 'upload location a1'],
		[{status: 403}, PermissionError, 'upload location a1'],
		['{"secret":"SECRET-CANARY"}', DecodeError, 'key'],
		['{"key":"SECRET-CANARY', DecodeError, 'damaged JSON'],
	])('that do not come are an error without secrets: %o', async (answer, kind, text) => {
		const {uploads} = open({[access]: answer});
		const failure = await uploads.credentials({apiId: 'a1', type: 'AWS', containerName: 'b'}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(text);
		expect(deepText(failure)).not.toContain('CANARY');
	});

	it('are not waited for after an abort', async () => {
		const {uploads} = open({[access]: () => new Promise(() => {})});
		const controller = new AbortController();
		const waiting = uploads.credentials({apiId: 'a1', type: 'AWS', containerName: 'b'}, {signal: controller.signal});
		controller.abort('enough');
		await expect(waiting).rejects.toBe('enough');
	});
});

describe('the buckets of the server', () => {
	const xml = (body: string) => ({headers: {'content-type': 'application/xml'}, body});

	it('are listed', async () => {
		const {uploads, requests} = open({
			'GET /api/s3/buckets': xml(
				'<ListAllMyBucketsResult><Buckets><Bucket><Name>example.package.upload</Name><CreationDate>2024-01-02T03:04:05.000Z</CreationDate></Bucket><Bucket><Name>other</Name></Bucket></Buckets></ListAllMyBucketsResult>',
			),
		});
		expect(await uploads.buckets()).toEqual([
			{name: 'example.package.upload', created: '2024-01-02T03:04:05.000Z'},
			{name: 'other', created: undefined},
		]);
		expect(requests.at(-1)?.headers.get('authorization')).toContain('Credential=token-1/');
	});

	it('may be none', async () => {
		const {uploads} = open({'GET /api/s3/buckets': xml('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>')});
		expect(await uploads.buckets()).toEqual([]);
	});

	it('that may not be seen are an error', async () => {
		const {uploads} = open({'GET /api/s3/buckets': {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}});
		await expect(uploads.buckets()).rejects.toThrow(
			'This account has no upload buckets, or this Preservica offers none. The server says: AccessDenied.',
		);
	});

	it.each([
		[200, true],
		[404, false],
	])('have the bucket of the tenant or not: %d', async (status, expected) => {
		const {session, requests} = connect({'HEAD /api/s3/buckets/example.package.upload': {status}}, {tenant: 'EXAMPLE'});
		const uploads = new Uploads(session);
		expect(await uploads.hasBucket()).toBe(expected);
		expect(requests.at(-1)?.url).toContain(`${origin}/api/s3/buckets/example.package.upload`);
	});

	it('are asked for another bucket by its name; a refusal is no answer', async () => {
		const {uploads} = open({'HEAD /api/s3/buckets/other': {status: 403}});
		await expect(uploads.hasBucket('other')).rejects.toThrow(PermissionError);
	});

	it.each([
		[200, true],
		[404, false],
	])('hold an object or not: %d', async (status, expected) => {
		const {session} = connect({'HEAD /api/s3/buckets/example.package.upload/k.zip': {status}}, {tenant: 'EXAMPLE'});
		const uploads = new Uploads(session);
		expect(await uploads.hasObject('k.zip')).toBe(expected);
	});

	it('give an object up', async () => {
		const {session, asked} = connect({'DELETE /api/s3/buckets/example.package.upload/k.zip': {status: 204}}, {tenant: 'EXAMPLE'});
		const uploads = new Uploads(session);
		await uploads.removeObject('k.zip');
		expect(asked()[0]).toContain('DELETE /api/s3/buckets/example.package.upload/k.zip');
	});

	it('are not waited for after an abort', async () => {
		const {session} = connect({}, {tenant: 'EXAMPLE', fetch: () => new Promise(() => {})});
		const uploads = new Uploads(session);
		const asks = [
			(signal: AbortSignal) => uploads.buckets({signal}),
			(signal: AbortSignal) => uploads.hasBucket('b', {signal}),
			(signal: AbortSignal) => uploads.hasObject('k', {signal}),
			(signal: AbortSignal) => uploads.removeObject('k', {signal}),
		];
		for (const ask of asks) {
			const controller = new AbortController();
			const waiting = ask(controller.signal);
			controller.abort('enough');
			await expect(waiting).rejects.toBe('enough');
		}
	});
});
