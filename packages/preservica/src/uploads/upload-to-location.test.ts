import {
	AuthenticationError,
	ConfigurationError,
	createMemoryTokenStore,
	DecodeError,
	isSdkError,
	NotFoundError,
	PackageError,
	PermissionError,
	Secret,
} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {deepText} from '../fixtures/deep-text.ts';
import {mebibyte, packageOf} from './fixtures/connect.ts';
import {connectStorage, isLast, isPart, kinds} from './fixtures/connect-storage.ts';
import {xml, type Fault} from './fixtures/fake-bucket.ts';
import {bucketName, secrets} from './fixtures/fake-storage.ts';

const partSize = 5 * mebibyte;
const large = 12 * mebibyte;
const folder = 'folder-1';

describe('a package for a bucket of AWS', () => {
	it('is one object with all that Preservica reads from its metadata', async () => {
		const {storage, uploads} = connectStorage(undefined, {credentials: {username: 'jürgen', password: 'x'}, tokenStore: readyToken()});
		const upload = await uploads.uploadToLocation(packageOf(1000, {assets: ['asset-1']}).source, {
			location: bucketName,
			folder,
			digests: ['md5'],
		});
		const [key] = [...storage.objects.keys()];
		expect(upload).toEqual({
			location: {apiId: 'aws-1', type: 'AWS', containerName: bucketName},
			key,
			size: 1000,
			assets: ['asset-1'],
			digests: {md5: expect.stringMatching(/^[\da-f]{32}$/)},
		});
		expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
		expect(storage.objects.get(key ?? '')?.metadata).toEqual({
			key,
			name: `${key}.zip`,
			bucket: bucketName,
			status: 'ready',
			collectionreference: folder,
			size: '1000',
			createdby: '=?UTF-8?B?asO8cmdlbg==?=',
		});
		expect(storage.asked()).toEqual(['PUT KEY']);
		expect(new URL(storage.requests.at(-1)?.url ?? '').origin).toBe('https://storage.example.net');
		expect(storage.requests.at(-1)?.url).toContain(`/s3/${bucketName}/`);
	});

	it('names neither folder nor creator when they are not known', async () => {
		const {storage, uploads} = connectStorage();
		await uploads.uploadToLocation(packageOf(10).source, {location: 'aws-1'});
		expect(Object.keys([...storage.objects.values()][0]?.metadata ?? {})).toEqual(['bucket', 'key', 'name', 'size', 'status']);
	});

	it('never takes the access token of Preservica along, nor headers meant for Preservica', async () => {
		const {storage, uploads} = connectStorage(undefined, {headers: {'x-proxy': 'yes'}});
		await uploads.uploadToLocation(packageOf(large).source, {location: 'aws-1', partSize});
		const own = storage.requests.filter(({url}) => url.startsWith('https://storage.'));
		expect(own).toHaveLength(5);
		expect(own.filter(({headers}) => headers.has('preservica-access-token') || headers.has('x-proxy'))).toEqual([]);
	});

	it('of unknown size is refused, for its metadata are to hold the size', async () => {
		const {storage, uploads} = connectStorage();
		const {source, state} = packageOf(large);
		const failure = await uploads
			.uploadToLocation({...source, size: undefined}, {location: 'aws-1', partSize})
			.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(isSdkError(failure, 'size')).toBe(true);
		expect(state.cancelled).toBe(failure);
		expect(storage.asked()).toEqual([]);
	});

	it('of unknown size is sent without it when that is asked for, and with it when it fits into one part', async () => {
		const {storage, uploads} = connectStorage();
		await uploads.uploadToLocation({...packageOf(large).source, size: undefined}, {location: 'aws-1', partSize, withoutSize: true});
		await uploads.uploadToLocation({...packageOf(10).source, size: undefined}, {location: 'aws-1'});
		expect([...storage.objects.values()].map(({metadata}) => metadata['size'])).toEqual([undefined, '10']);
	});

	it('of another size than it announced leaves nothing behind', async () => {
		const {storage, uploads} = connectStorage();
		const upload = uploads.uploadToLocation(packageOf(large, {announced: large + 1}).source, {location: 'aws-1', partSize});
		await expect(upload).rejects.toThrow(PackageError);
		await expect(upload).rejects.toThrow(`announced with ${large + 1} bytes and has ${large}`);
		expect([storage.objects.size, storage.uploads.size]).toEqual([0, 0]);
	});

	it.each([
		['s3.eu-west-1.amazonaws.com', `https://s3.eu-west-1.amazonaws.com/${bucketName}/`, 'eu-west-1'],
		['https://s3-eu-west-2.amazonaws.com', `https://s3.eu-west-2.amazonaws.com/${bucketName}/`, 'eu-west-2'],
		[
			`https://${bucketName}.s3.dualstack.us-gov-east-1.amazonaws.com/`,
			`https://s3.us-gov-east-1.amazonaws.com/${bucketName}/`,
			'us-gov-east-1',
		],
		['s3.cn-north-1.amazonaws.com.cn', `https://s3.cn-north-1.amazonaws.com.cn/${bucketName}/`, 'cn-north-1'],
		[null, `https://s3.us-east-1.amazonaws.com/${bucketName}/`, 'us-east-1'],
		['', `https://s3.us-east-1.amazonaws.com/${bucketName}/`, 'us-east-1'],
		[`https://${bucketName}.minio.example.net:9000`, `https://minio.example.net:9000/${bucketName}/`, 'us-east-1'],
		[`https://minio.example.net/store/${bucketName}/`, `https://minio.example.net/store/${bucketName}/`, 'us-east-1'],
	])('goes to the endpoint %s, signed for its region', async (endpoint, start, region) => {
		const {storage, uploads} = connectStorage();
		storage.endpoint = endpoint;
		await uploads.uploadToLocation(packageOf(10).source, {location: 'aws-1'});
		const request = storage.requests.at(-1);
		expect(request?.url.startsWith(start), request?.url).toBe(true);
		expect(request?.headers.get('authorization')).toContain(`/${region}/s3/aws4_request`);
	});

	it('is signed for the region that the storage names, when it is another', async () => {
		const {storage, uploads} = connectStorage(request =>
			request.url.includes('amazonaws') && !request.headers.get('authorization')?.includes('/eu-central-1/')
				? xml('<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-central-1</Region></Error>', {}, 400)
				: undefined,
		);
		storage.endpoint = 's3.amazonaws.com';
		await uploads.uploadToLocation(packageOf(10).source, {location: 'aws-1'});
		expect(storage.requests.at(-1)?.url).toContain('https://s3.eu-central-1.amazonaws.com/');
		expect(storage.objects.size).toBe(1);
	});

	it.each(['http://storage.example.net', 'ftp://storage.example.net', 'https://user:pass@storage.example.net', 'https://'])(
		'does not go to %s, where credentials would be in the clear',
		async endpoint => {
			const {storage, uploads} = connectStorage();
			storage.endpoint = endpoint;
			const failure = await uploads.uploadToLocation(packageOf(10).source, {location: 'aws-1'}).catch((error: unknown) => error);
			expect(isSdkError(failure, 'endpoint')).toBe(true);
			expect(String(failure)).not.toContain('pass');
			expect(storage.asked()).toEqual([]);
		},
	);

	it('goes to an endpoint without encryption when Preservica itself is spoken to without', async () => {
		const {storage, uploads} = connectStorage(undefined, {server: 'http://preservica.example.org'});
		storage.endpoint = 'http://127.0.0.1:9000';
		await uploads.uploadToLocation(packageOf(10).source, {location: 'aws-1'});
		expect(storage.requests.at(-1)?.url).toContain('http://127.0.0.1:9000/');
	});
});

describe('a package for a container of Azure', () => {
	it('is one blob of blocks with its metadata', async () => {
		const {storage, uploads} = connectStorage();
		const upload = await uploads.uploadToLocation(packageOf(large).source, {location: 'sips', folder, partSize});
		const [key] = [...storage.objects.keys()];
		expect(upload).toMatchObject({location: {apiId: 'azure-1'}, key, size: large, assets: [], digests: {}});
		expect(storage.objects.get(key ?? '')?.metadata).toEqual({
			key,
			name: `${key}.zip`,
			bucket: 'sips',
			status: 'ready',
			collectionreference: folder,
		});
		expect(storage.asked().toSorted()).toEqual(
			['PUT KEY?comp&blockid', 'PUT KEY?comp&blockid', 'PUT KEY?comp&blockid', 'PUT KEY?comp'].toSorted(),
		);
		expect(new URL(storage.requests.at(-1)?.url ?? '').origin).toBe('https://archive.blob.core.windows.net');
		const blocks = storage.requests.filter(isPart);
		expect(blocks.every(({headers}) => /^[\w+/]{22}==$/.test(headers.get('content-md5') ?? ''))).toBe(true);
	});

	it('may be of another size than it announced, which nobody is told', async () => {
		const {storage, uploads} = connectStorage();
		await uploads.uploadToLocation(packageOf(large, {announced: large + 1}).source, {location: 'azure-1', partSize});
		expect(storage.objects.size).toBe(1);
	});

	it('may have an unknown size', async () => {
		const {storage, uploads} = connectStorage();
		await uploads.uploadToLocation({...packageOf(large).source, size: undefined}, {location: 'azure-1', partSize});
		expect([...storage.objects.values()][0]?.bytes.length).toBe(large);
	});

	it.each([
		['https://archive.blob.core.usgovcloudapi.net', 'https://archive.blob.core.usgovcloudapi.net/sips/'],
		['https://emulator.example.net:10000/archive', 'https://emulator.example.net:10000/archive/sips/'],
		['https://emulator.example.net:10000/archive/sips/', 'https://emulator.example.net:10000/archive/sips/'],
		['https://somewhere.example.net', 'https://archive.blob.core.windows.net/sips/'],
	])('goes to the endpoint %s only if it is of the account', async (endpoint, start) => {
		const {storage, uploads} = connectStorage(request =>
			request.url.endsWith('/azure-1/upload-credentials')
				? (storage.issued++, Response.json({key: 'archive', sessionToken: `sv=1&sig=${secrets.signature}${storage.issued}`, endpoint}))
				: undefined,
		);
		await uploads.uploadToLocation(packageOf(10).source, {location: 'azure-1'});
		expect(storage.requests.at(-1)?.url.startsWith(start), storage.requests.at(-1)?.url).toBe(true);
	});
});

describe.each(kinds)('an upload to $kind', ({location, name}) => {
	it('puts all parts together in order and tells how far it is', async () => {
		const {storage, uploads} = connectStorage();
		const seen: unknown[] = [];
		await uploads.uploadToLocation(packageOf(large, {chunk: 700_000}).source, {
			location,
			partSize,
			onProgress: progress => void seen.push(progress),
		});
		const [object] = [...storage.objects.values()];
		expect(object?.bytes.length).toBe(large);
		expect(object?.bytes.findIndex((byte, index) => byte !== Math.floor(index / 700_000) % 251)).toBe(-1);
		expect(seen.at(-1)).toEqual({phase: 'upload', done: large, total: large});
	});

	it('has no more parts in memory than are sent at once', async () => {
		const release: (() => void)[] = [];
		let open = false;
		const {storage, uploads} = connectStorage(request =>
			isPart(request) && !open ? new Promise(resolve => void release.push(() => resolve(undefined))) : undefined,
		);
		const {source, state} = packageOf(40 * mebibyte);
		const upload = uploads.uploadToLocation(source, {location, partSize, concurrency: 2});
		await expect.poll(() => release.length).toBe(2);
		expect(state.pulled).toBeLessThanOrEqual(11 * mebibyte); // Two parts, and the chunk that showed there are more.
		open = true;
		for (const go of release) {
			go();
		}
		await upload;
		expect([...storage.objects.values()][0]?.bytes.length).toBe(40 * mebibyte);
	});

	it('asks for new credentials once when they end on the way, whoever notices first', async () => {
		let ended = false;
		const {storage, uploads} = connectStorage(request => {
			if (!ended && /partNumber=2|blockid=MDAwMDAy/.test(request.url)) {
				ended = true;
				storage.issued += 10; // From now on, the storage wants those that will be asked for next.
			}
			return undefined;
		});
		await uploads.uploadToLocation(packageOf(22 * mebibyte).source, {location, partSize});
		expect(storage.requests.filter(({url}) => url.endsWith('upload-credentials'))).toHaveLength(2);
		expect([...storage.objects.values()][0]?.bytes.length).toBe(22 * mebibyte);
	});

	it('ends when new credentials are refused, too', async () => {
		const {storage, uploads} = connectStorage(request => {
			storage.issued += isPart(request) ? 1 : 0;
			return undefined;
		});
		const failure = await uploads.uploadToLocation(packageOf(large).source, {location, partSize}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(AuthenticationError);
		expect(isSdkError(failure, 'credentials-ended')).toBe(true);
		expect(storage.objects.size).toBe(0);
	});

	it('repeats a part that the storage was too busy for', async () => {
		let busy = 2;
		const {storage, uploads} = connectStorage(request => (isPart(request) && busy-- > 0 ? new Response(null, {status: 503}) : undefined));
		await uploads.uploadToLocation(packageOf(large).source, {location, partSize});
		expect(storage.objects.size).toBe(1);
	});

	it('is a success when only the last answer was lost', async () => {
		const {storage, uploads} = connectStorage(async request => {
			if (!isLast(request)) {
				return undefined;
			}
			await storage.answer(request);
			return new TypeError('connection lost');
		});
		await uploads.uploadToLocation(packageOf(large).source, {location, partSize});
		expect(storage.objects.size).toBe(1);
	});

	it('says that it is unconfirmed when the last answer was lost and the package is not there', async () => {
		const {storage, uploads} = connectStorage(request => (isLast(request) ? new TypeError('connection lost') : undefined));
		const upload = uploads.uploadToLocation(packageOf(large, {assets: ['asset-1']}).source, {location, partSize});
		const failure = await upload.catch((error: unknown) => error);
		expect(isSdkError(failure, 'upload-unconfirmed')).toBe(true);
		expect(String(failure)).toContain('asset-1');
		expect(storage.requests.filter(isLast)).toHaveLength(1);
		expect(storage.objects.size).toBe(0);
	});

	it.each([
		['while a part is sent', isPart],
		['while the parts are put together', isLast],
	])('that is aborted %s leaves no object', async (_, isMoment) => {
		const controller = new AbortController();
		const reason = new Error('enough');
		const {storage, uploads} = connectStorage(async request => {
			if (isMoment(request)) {
				if (isLast(request)) {
					await storage.answer(request.clone()); // It gets through all the same.
				}
				controller.abort(reason);
			}
			return undefined;
		});
		const {source, state} = packageOf(large);
		await expect(uploads.uploadToLocation(source, {location, partSize, signal: controller.signal})).rejects.toBe(reason);
		expect(storage.objects.size).toBe(0);
		expect(state.pulled === large || state.cancelled === reason).toBe(true);
		if (location === 'aws-1') {
			expect(storage.removedUploads).toEqual(['upload-1']);
		}
	});

	it('in one part that is aborted when it gets through all the same leaves no object', async () => {
		const controller = new AbortController();
		const {storage, uploads} = connectStorage(async request => {
			if (request.method === 'PUT' && !isPart(request)) {
				await storage.answer(request.clone());
				controller.abort('enough');
			}
			return undefined;
		});
		await expect(uploads.uploadToLocation(packageOf(10).source, {location, signal: controller.signal})).rejects.toBe('enough');
		expect(storage.objects.size).toBe(0);
	});

	it('without the secret it takes is an error that does not name the rest', async () => {
		const {storage, uploads} = connectStorage(request =>
			request.url.endsWith('upload-credentials') ? Response.json({key: 'KEY-CANARY', secret: null, sessionToken: null}) : undefined,
		);
		const failure = await uploads.uploadToLocation(packageOf(10).source, {location}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(DecodeError);
		expect(String(failure)).toContain(`credentials for the location ${name} without a s`);
		expect(deepText(failure)).not.toContain('CANARY');
		expect(storage.asked()).toEqual([]);
	});

	it('that is aborted at once sends nothing', async () => {
		const {storage, uploads} = connectStorage();
		const {source, state} = packageOf(10);
		await expect(uploads.uploadToLocation(source, {location, signal: AbortSignal.abort('no')})).rejects.toBe('no');
		expect(storage.requests).toEqual([]);
		expect(state.cancelled).toBe('no');
	});

	it('whose stream breaks leaves no object', async () => {
		const {storage, uploads} = connectStorage();
		const broken = new Error('disk gone');
		let sent = 0;
		const bytes = new ReadableStream<Uint8Array>({
			pull(controller) {
				if (sent++ < 7) {
					controller.enqueue(new Uint8Array(mebibyte));
				} else {
					controller.error(broken);
				}
			},
		});
		await expect(uploads.uploadToLocation({bytes, size: large}, {location, partSize})).rejects.toBe(broken);
		expect(storage.objects.size).toBe(0);
	});

	it('of an empty package is refused', async () => {
		const {storage, uploads} = connectStorage();
		await expect(uploads.uploadToLocation(packageOf(0).source, {location})).rejects.toThrow(PackageError);
		expect(storage.asked()).toEqual([]);
	});

	it.each([
		[403, PermissionError, `The temporary credentials of the location ${name} do not allow this. The storage says: AccessDenied.`],
		[404, NotFoundError, `${name} at`],
	])('says what a storage refuses with %d', async (status, kind, text) => {
		const {uploads} = connectStorage(request =>
			request.url.includes('preservica.example.org') ? undefined : xml('<Error><Code>AccessDenied</Code></Error>', {}, status),
		);
		const failure = await uploads.uploadToLocation(packageOf(10).source, {location}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(text);
	});

	it('has no secret in any error or event, even when storage and network quote them', async () => {
		const {key, secret, sessionToken, signature} = secrets;
		const all =
			location === 'aws-1'
				? [key, secret, `${sessionToken}1`, encodeURIComponent(secret)]
				: [`${signature}1`, decodeURIComponent(`${signature}1`)];
		const quote = (request: Request) => `${request.url} ${request.headers.get('authorization')} ${all.join(' ')}`;
		const escape = (text: string) => text.replaceAll('&', '&amp;');
		const faults: Fault[] = [
			request => xml(`<Error><Code>Odd</Code><Message>${escape(quote(request))}</Message></Error>`, {}, 400),
			request => xml(`<Error><Code>Odd</Code><Message>${escape(quote(request))}</Message></Error>`, {}, 403),
			request => xml(`<Error><Code>Odd</Code><Message>${escape(quote(request))}</Message></Error>`, {}, 500),
			request =>
				xml(
					`<Error><Code>${location === 'aws-1' ? 'ExpiredToken' : 'AuthenticationFailed'}</Code><Message>${escape(quote(request))}</Message></Error>`,
					{},
					403,
				),
			request => new TypeError(`fetch failed for ${quote(request)}`, {cause: new Error(quote(request))}),
			request => xml(`<Error><Code>Odd</Code><Message>${escape(quote(request))}</Message></Error>`),
			request => new Response(`{"no": "xml ${quote(request)}"}`),
			request => new Response(null, {status: 307, headers: {location: `https://elsewhere.example.net/?${quote(request)}`}}),
		];
		for (const [fault, size] of faults.flatMap(each => [[each, 10] as const, [each, large] as const])) {
			const events: unknown[] = [];
			const {uploads} = connectStorage(request => (request.url.includes('preservica.example.org') ? undefined : fault(request, 0)), {
				onEvent: event => void events.push(event),
			});
			const failure = await uploads.uploadToLocation(packageOf(size).source, {location, partSize}).catch((error: unknown) => error);
			const text = deepText([failure, events]);
			expect(failure).toBeInstanceOf(Error);
			expect(all.filter(hidden => text.includes(hidden))).toEqual([]);
		}
	});
});

describe('a location', () => {
	it.each([undefined, 'nowhere'])('that is not there is an error that lists those there are', async () => {
		const {storage, uploads} = connectStorage();
		const {source, state} = packageOf(10);
		const failure = await uploads.uploadToLocation(source, {location: 'nowhere'}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(String(failure)).toContain(`There is no upload location nowhere. There are: ${bucketName} (AWS, aws-1), sips (AZURE, azure-1).`);
		expect(state.cancelled).toBe(failure);
		expect(storage.issued).toBe(0);
	});

	it('may be what was listed', async () => {
		const {storage, uploads} = connectStorage();
		const [location] = await uploads.locations();
		await uploads.uploadToLocation(packageOf(10).source, {location: location!});
		expect(storage.requests.filter(({url}) => url.endsWith('/api/location/upload'))).toHaveLength(1);
	});

	it.each([
		{location: 'aws-1', partSize: 10},
		{location: 'aws-1', concurrency: 0.5},
		{location: 'aws-1', folder: 'a/b'},
	])('with %o is refused before anything is sent', async options => {
		const {storage, uploads} = connectStorage();
		await expect(uploads.uploadToLocation(packageOf(10).source, options)).rejects.toThrow(ConfigurationError);
		expect(storage.requests).toEqual([]);
	});
});

/** A store with a token, so that nobody signs in. */
function readyToken() {
	const store = createMemoryTokenStore();
	return {...store, get: async () => ({value: new Secret('token-1'), expiresAt: Date.now() + 900_000})};
}
