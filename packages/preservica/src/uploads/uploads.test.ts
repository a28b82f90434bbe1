import {HttpError, isSdkError, NotFoundError, PackageError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect, mebibyte, packageOf, token} from './fixtures/connect.ts';
import {xml} from './fixtures/fake-bucket.ts';

describe('a package that fits into one part', () => {
	it('is sent in one request to the bucket of the tenant, with token, folder and unsigned payload', async () => {
		const {bucket, uploads} = connect();
		const job = await uploads.upload(packageOf(1000, {assets: ['asset-1']}).source, {folder: 'folder-1'});

		expect(job.id).toBe('progress-1');
		const [request] = bucket.requests;
		expect(bucket.requests).toHaveLength(1);
		expect(request?.method).toBe('PUT');
		expect(new URL(request?.url ?? '').pathname).toMatch(
			/^\/api\/s3\/buckets\/example\.package\.upload\/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}\.zip$/,
		);
		expect(request?.headers.get('preservica-access-token')).toBe(token);
		expect(request?.headers.get('authorization')).toMatch(
			new RegExp(`^AWS4-HMAC-SHA256 Credential=${token}/\\d{8}/us-east-1/s3/aws4_request, `),
		);
		expect(request?.headers.get('x-amz-content-sha256')).toBe('UNSIGNED-PAYLOAD');
		expect([...(request?.headers.keys() ?? [])].filter(name => name.startsWith('x-amz-checksum') || name === 'x-amz-trailer')).toEqual([]);
		expect(bucket.metadata).toEqual(['folder-1']);
		expect([...bucket.objects.values()]).toEqual([{size: 1000, first: 0, last: 0}]);
	});

	it('names no folder when none is given', async () => {
		const {bucket, uploads} = connect();
		await uploads.upload(packageOf(10).source);
		expect(bucket.metadata).toEqual([null]);
	});

	it('is still one request when its end falls on the end of a part', async () => {
		const {bucket, uploads} = connect();
		await uploads.upload(packageOf(5 * mebibyte).source, {partSize: 5 * mebibyte});
		expect(bucket.requests.map(({method}) => method)).toEqual(['PUT']);
	});

	it('is refused when it is empty', async () => {
		const {bucket, uploads} = connect();
		await expect(uploads.upload(packageOf(0).source)).rejects.toThrow(PackageError);
		expect(bucket.requests).toEqual([]);
	});

	it('is sent again when the server is too busy to take it, and only then', async () => {
		const {bucket, uploads} = connect((_, count) =>
			count < 2 ? new Response('busy', {status: 429, headers: {'retry-after': '0'}}) : undefined,
		);
		await uploads.upload(packageOf(10).source);
		expect(bucket.requests).toHaveLength(3);
		expect(bucket.objects.size).toBe(1);
	});

	it.each([
		['500', () => new Response('oops', {status: 500})],
		['524', () => new Response('A timeout occurred', {status: 524})],
		['a lost answer', () => new TypeError('connection lost')],
	])('is not sent again after %s: the error says what is known', async (_, fault) => {
		const {bucket, uploads} = connect((request, count) => (count === 0 ? fault() : undefined));
		const failure = await uploads.upload(packageOf(10, {assets: ['asset-1']}).source).catch((error: unknown) => error);

		expect(isSdkError(failure, 'upload-unconfirmed')).toBe(true);
		expect(String(failure)).toContain('asset-1');
		expect(String(failure)).toContain('it is not in the bucket');
		expect(bucket.requests.map(({method}) => method)).toEqual(['PUT', 'HEAD']);
	});

	it('that the server is too busy for, however often it is asked, has not arrived', async () => {
		const {bucket, uploads} = connect(() => new Response('busy', {status: 503}));
		const failure = await uploads.upload(packageOf(10).source).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(HttpError);
		expect(isSdkError(failure, 'upload-unconfirmed')).toBe(false);
		expect(bucket.requests.map(({method}) => method)).toEqual(['PUT', 'PUT', 'PUT', 'PUT']);
	});

	it.each([
		['as long as the server says', {'retry-after': '2'}, [2000, 2000, 2000]],
		['longer and longer', {}, [1000, 4000, 15_000]],
	])('is sent again after a pause, %s', async (_, headers, expected) => {
		const pauses: number[] = [];
		const sleep = async (ms: number): Promise<void> => void pauses.push(ms);
		const {uploads} = connect((__, count) => (count < 3 ? new Response('busy', {status: 429, headers}) : undefined), {
			options: {retry: {sleep}},
		});
		await uploads.upload(packageOf(10).source);
		expect(pauses).toEqual(expected);
	});

	it('that takes longer than is allowed is given up', async () => {
		const {uploads} = connect(request => (request.method === 'PUT' ? new Promise(() => {}) : undefined));
		const failure = await uploads.upload(packageOf(10).source, {timeout: 20}).catch((error: unknown) => error);
		expect(failure).toMatchObject({code: 'upload-unconfirmed', cause: {name: 'TimeoutError'}});
	});

	it('says that the package is there when only the answer was lost', async () => {
		const {uploads, bucket} = connect(async (request, count) => {
			if (count > 0) {
				return undefined;
			}
			await bucket.answer(request);
			return new TypeError('connection lost');
		});
		await expect(uploads.upload(packageOf(10).source)).rejects.toThrow('The package is there, so its ingest has probably begun.');
	});
});

describe('a package in parts', () => {
	it('is put together from all its parts in order', async () => {
		const {bucket, uploads} = connect();
		const job = await uploads.upload(packageOf(12 * mebibyte, {chunk: 700_000}).source, {partSize: 5 * mebibyte, folder: 'folder-1'});

		expect(job.id).toBe('progress-1');
		const parts = bucket.uploads.get('upload-1');
		expect([...(parts?.entries() ?? [])].toSorted(([a], [b]) => a - b).map(([number, {size}]) => [number, size])).toEqual([
			[1, 5 * mebibyte],
			[2, 5 * mebibyte],
			[3, 2 * mebibyte],
		]);
		expect(parts?.get(1)?.first).toBe(0);
		expect(parts?.get(2)?.first).toBe(Math.floor((5 * mebibyte) / 700_000));
		expect(parts?.get(3)?.last).toBe(Math.floor((12 * mebibyte - 1) / 700_000));
		expect(bucket.completed).toHaveLength(1);
		expect(bucket.completed[0]?.parts).toEqual([1, 2, 3]);
		expect(bucket.completed[0]?.body).toContain('part-3');
		expect(bucket.metadata).toEqual(['folder-1']);
		expect(bucket.removed).toEqual([]);
	});

	it('has no more parts in memory than are sent at once', async () => {
		const release: (() => void)[] = [];
		let open = false;
		const {state, source} = packageOf(40 * mebibyte);
		const {bucket, uploads} = connect(request =>
			request.method === 'PUT' && !open ? new Promise(resolve => void release.push(() => resolve(undefined))) : undefined,
		);
		const upload = uploads.upload(source, {partSize: 5 * mebibyte, concurrency: 2});
		await expect.poll(() => release.length).toBe(2);
		expect(state.pulled).toBeLessThanOrEqual(11 * mebibyte); // two parts, and the chunk that showed there are more
		open = true;
		for (const go of release) {
			go();
		}
		await upload;
		expect(bucket.uploads.get('upload-1')?.size).toBe(8);
		expect(bucket.completed[0]?.parts).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
	});

	it('tells progress part by part, forwards, and the end once', async () => {
		const {uploads} = connect();
		const reports: (readonly [number, number | undefined])[] = [];
		await uploads.upload(packageOf(12 * mebibyte).source, {
			partSize: 5 * mebibyte,
			concurrency: 1,
			onProgress: ({phase, done, total}) => {
				expect(phase).toBe('upload');
				reports.push([done / mebibyte, total === undefined ? undefined : total / mebibyte]);
			},
		});
		expect(reports).toEqual([
			[5, 12],
			[10, 12],
			[12, 12],
		]);
	});

	it('sends a part again that a server or a connection failed on', async () => {
		const failed = new Set<string>();
		const {bucket, uploads} = connect(request => {
			const part = new URL(request.url).searchParams.get('partNumber');
			if (part === null || failed.has(part)) {
				return undefined;
			}
			failed.add(part);
			return part === '1' ? new TypeError('connection lost') : new Response('oops', {status: 500});
		});
		await uploads.upload(packageOf(12 * mebibyte).source, {partSize: 5 * mebibyte});
		expect(bucket.completed[0]?.parts).toEqual([1, 2, 3]);
		expect(bucket.uploads.get('upload-1')?.get(2)?.size).toBe(5 * mebibyte);
	});

	it('is removed when a part fails for good, and the stream is let go', async () => {
		const {bucket, uploads} = connect(request =>
			request.url.includes('partNumber=2') ? new Response('<Error><Code>AccessDenied</Code></Error>', {status: 403}) : undefined,
		);
		const {source, state} = packageOf(60 * mebibyte);
		const failure = await uploads.upload(source, {partSize: 5 * mebibyte}).catch((error: unknown) => error);

		expect(failure).toBeInstanceOf(PermissionError);
		expect(String(failure)).toContain('example.package.upload');
		expect(String(failure)).toContain('AccessDenied');
		expect(bucket.removed).toEqual(['upload-1']);
		expect(bucket.completed).toEqual([]);
		expect(state.cancelled).toBe(failure);
		expect(bucket.requests.at(-1)?.method).toBe('DELETE');
	});

	it('does not wait for a slow stream when a part has failed', async () => {
		const {bucket, uploads} = connect(request => (request.url.includes('partNumber') ? new Response(null, {status: 403}) : undefined));
		const bytes = new ReadableStream<Uint8Array>({start: stream => stream.enqueue(new Uint8Array(6 * mebibyte))});
		await expect(uploads.upload({bytes, size: undefined}, {partSize: 5 * mebibyte})).rejects.toThrow(PermissionError);
		expect(bucket.removed).toEqual(['upload-1']);
	});

	it('is removed when the stream breaks, with the error of the stream', async () => {
		const {bucket, uploads} = connect();
		const broken = new Error('the disk is gone');
		let sent = 0;
		const bytes = new ReadableStream<Uint8Array>({
			pull(controller) {
				if (++sent > 7) {
					throw broken;
				}
				controller.enqueue(new Uint8Array(mebibyte));
			},
		});
		await expect(uploads.upload({bytes, size: undefined}, {partSize: 5 * mebibyte})).rejects.toBe(broken);
		expect(bucket.removed).toEqual(['upload-1']);
	});

	it('is removed when the packager fails after the last byte: no ingest is started', async () => {
		const {bucket, uploads} = connect();
		const broken = new Error('a file changed while it was packaged');
		const assets = Promise.reject(broken);
		await expect(uploads.upload(packageOf(12 * mebibyte, {assets}).source, {partSize: 5 * mebibyte})).rejects.toBe(broken);
		expect(bucket.removed).toEqual(['upload-1']);
		expect(bucket.completed).toEqual([]);
	});

	it('is not completed twice when the answer is lost: it looks, cleans up and says so', async () => {
		const {bucket, uploads} = connect(request =>
			request.method === 'POST' && request.url.includes('uploadId') ? new TypeError('connection lost') : undefined,
		);
		const failure = await uploads
			.upload(packageOf(12 * mebibyte, {assets: ['asset-1']}).source, {partSize: 5 * mebibyte})
			.catch((error: unknown) => error);
		expect(isSdkError(failure, 'upload-unconfirmed')).toBe(true);
		expect(String(failure)).toContain('asset-1');
		expect(bucket.requests.filter(({method, url}) => method === 'POST' && url.includes('uploadId'))).toHaveLength(1);
		expect(bucket.requests.slice(-2).map(({method}) => method)).toEqual(['HEAD', 'DELETE']);
	});

	it('fails when the completion answers 200 with an error inside, as S3 may', async () => {
		const {bucket, uploads} = connect(request =>
			request.method === 'POST' && request.url.includes('uploadId')
				? xml('<Error><Code>InternalError</Code><Message>Try later</Message></Error>')
				: undefined,
		);
		const failure = await uploads.upload(packageOf(12 * mebibyte).source, {partSize: 5 * mebibyte}).catch((error: unknown) => error);
		expect(isSdkError(failure)).toBe(true);
		expect(String(failure)).toContain('Try later');
		expect(bucket.removed).toEqual(['upload-1']);
	});

	it('needs the ETag of each part', async () => {
		const {bucket, uploads} = connect(request => (request.url.includes('partNumber') ? new Response(null) : undefined));
		await expect(uploads.upload(packageOf(12 * mebibyte).source, {partSize: 5 * mebibyte})).rejects.toThrow('no header ETag');
		expect(bucket.removed).toEqual(['upload-1']);
	});
});

describe('before the request with which a package is there', () => {
	it.each([
		['whole', 10, 'PUT'],
		['in parts', 12 * mebibyte, 'POST'],
	])('of a package sent %s, the caller is told what to look for, and waited for', async (_, size, last) => {
		const {bucket, uploads} = connect();
		const told: unknown[] = [];
		await uploads.upload(packageOf(size, {assets: ['asset-1']}).source, {
			partSize: 5 * mebibyte,
			async beforeArrival(upload) {
				const before = bucket.requests.length;
				await new Promise(resolve => void setTimeout(resolve, 5));
				expect(bucket.requests).toHaveLength(before);
				told.push(upload);
			},
		});
		const request = bucket.requests.at(-1);
		const key = new URL(request?.url ?? '').pathname.split('/').at(-1);
		expect(request?.method).toBe(last);
		expect(told).toEqual([{bucket: 'example.package.upload', key, assets: ['asset-1']}]);
	});

	it.each([10, 12 * mebibyte])('the failure and the abort of the caller end the upload of %d bytes: nothing is ingested', async size => {
		const {bucket, uploads} = connect();
		const full = new Error('the disk is full');
		const failing = uploads.upload(packageOf(size).source, {partSize: 5 * mebibyte, beforeArrival: () => Promise.reject(full)});
		await expect(failing).rejects.toBe(full);
		const controller = new AbortController();
		const {signal} = controller;
		const aborted = uploads.upload(packageOf(size).source, {partSize: 5 * mebibyte, signal, beforeArrival: () => controller.abort(full)});
		await expect(aborted).rejects.toBe(full);
		expect(bucket.objects.size).toBe(0);
		expect(bucket.completed).toEqual([]);
		expect(bucket.removed).toHaveLength(size > 5 * mebibyte ? 2 : 0);
	});
});

describe('an abort', () => {
	const reason = new Error('enough');

	it('before anything was sent sends nothing and lets go of the stream', async () => {
		const {bucket, uploads} = connect();
		const {source, state} = packageOf(12 * mebibyte);
		await expect(uploads.upload(source, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
		expect(bucket.requests).toEqual([]);
		expect(state.cancelled).toBe(reason);
	});

	it.each([
		['while the upload begins', (request: Request) => request.url.includes('uploads')],
		['while a part is sent', (request: Request) => request.url.includes('partNumber=2')],
		['while the parts are put together', (request: Request) => request.method === 'POST' && request.url.includes('uploadId')],
	])('%s removes the upload before it is told', async (_, isMoment) => {
		const controller = new AbortController();
		const {bucket, uploads} = connect(request => {
			if (isMoment(request)) {
				controller.abort(reason);
			}
			return undefined;
		});
		const {source} = packageOf(12 * mebibyte);
		await expect(uploads.upload(source, {partSize: 5 * mebibyte, signal: controller.signal})).rejects.toBe(reason);
		expect(bucket.removed).toEqual(['upload-1']);
	});

	it('while the stream is waited for ends the wait', async () => {
		const controller = new AbortController();
		const {bucket, uploads} = connect();
		let cancelled: unknown;
		const bytes = new ReadableStream<Uint8Array>({
			start: stream => stream.enqueue(new Uint8Array(6 * mebibyte)),
			cancel: why => void (cancelled = why),
		});
		const upload = uploads.upload({bytes, size: undefined}, {partSize: 5 * mebibyte, signal: controller.signal});
		await expect.poll(() => bucket.uploads.get('upload-1')?.size).toBe(1);
		controller.abort(reason);
		await expect(upload).rejects.toBe(reason);
		expect(cancelled).toBe(reason);
		expect(bucket.removed).toEqual(['upload-1']);
	});
});

describe('what a server refuses', () => {
	it('a tenant without a bucket', async () => {
		const {uploads} = connect(() => xml('<Error><Code>NoSuchBucket</Code></Error>', {}, 404));
		const failure = await uploads.upload(packageOf(10).source).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NotFoundError);
		expect(String(failure)).toContain('There is no upload bucket example.package.upload. Check the tenant');
	});

	it('a package without an active ingest workflow', async () => {
		const {uploads} = connect(() => xml('<Error><Code>NoWorkflow</Code><Message>No active workflow</Message></Error>', {}, 409));
		const failure = await uploads.upload(packageOf(10).source).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(HttpError);
		expect(String(failure)).toContain('No active workflow');
	});

	it('says what to do when the answer has no progress token', async () => {
		const {uploads} = connect(undefined, {withToken: false});
		await expect(uploads.upload(packageOf(10).source)).rejects.toThrow(/no header preservica-progress-token.*ingest has probably begun/);
	});
});

describe('options', () => {
	it.each([{partSize: 1024}, {partSize: 6.5 * mebibyte + 0.5}, {concurrency: 0}, {folder: 'a/b'}, {folder: 'x\ny'}])(
		'%o is refused before anything is sent',
		async options => {
			const {bucket, uploads} = connect();
			const {source, state} = packageOf(10);
			await expect(uploads.upload(source, options)).rejects.toThrow(expect.objectContaining({name: 'ConfigurationError'}));
			expect(bucket.requests).toEqual([]);
			expect(state.cancelled).toBeDefined();
		},
	);
});
