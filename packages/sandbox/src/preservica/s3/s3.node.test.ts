import {createHash} from 'node:crypto';
import {expect, it} from 'vitest';
import {buildPackage} from '../../fixtures/build-package.ts';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {find, openSandbox} from '../../fixtures/open-sandbox.ts';
import {parseXml} from '@fonds/core/xml';

const bucket = '/api/s3/buckets/fonds.package.upload';
const key = `${bucket}/package.zip`;
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
const mebibytes = (count: number, fill: number): Uint8Array<ArrayBuffer> => new Uint8Array(count * 1024 * 1024).fill(fill);

async function start({send}: OpenSandbox): Promise<string> {
	return find(parseXml(await (await send('POST', `${key}?uploads`)).text()), 'UploadId');
}

async function putPart({send}: OpenSandbox, id: string, number: number, body: Uint8Array<ArrayBuffer>): Promise<string> {
	const answer = await send('PUT', `${key}?partNumber=${number}&uploadId=${id}`, {body});
	expect(answer.status).toBe(200);
	return answer.headers.get('etag') ?? '';
}

function listOf(...parts: readonly (readonly [number, string])[]): string {
	const list = parts
		.map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`)
		.join('');
	return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list}</CompleteMultipartUpload>`;
}

async function codeOf(answer: Response): Promise<[number, string]> {
	return [answer.status, find(parseXml(await answer.text()), 'Code')];
}

it('lists the tenant’s bucket and says that it exists', async () => {
	const {send} = await openSandbox();
	expect(find(parseXml(await (await send('GET', '/api/s3/buckets')).text()), 'Name')).toBe('fonds.package.upload');
	expect((await send('HEAD', bucket)).status).toBe(200);
	expect((await send('HEAD', '/api/s3/buckets/other.package.upload')).status).toBe(404);
	expect(await codeOf(await send('PUT', '/api/s3/buckets/other.package.upload/a.zip', {body: 'x'}))).toEqual([404, 'NoSuchBucket']);
});

it('takes an object in one piece and answers its ETag and a progress token', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const body = buildPackage();
	const answer = await open.send('PUT', key, {
		body,
		headers: {'content-md5': Buffer.from(md5(body), 'hex').toString('base64'), 'x-amz-meta-note': 'Ñ'},
	});
	expect(answer.status).toBe(200);
	expect(answer.headers.get('etag')).toBe(`"${md5(body)}"`);
	const token = answer.headers.get('preservica-progress-token');
	expect(find(await open.xml(`/api/entity/progress/${token}`), 'Status')).toBe('PENDING');
	const head = await open.send('HEAD', key);
	expect([head.status, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([200, String(body.length), `"${md5(body)}"`]);
	expect((await open.send('DELETE', key)).status).toBe(204);
	expect((await open.send('HEAD', key)).status).toBe(404);
});

it('knows the token as the access key of Signature Version 4', async () => {
	const {sandbox, token} = await openSandbox();
	const withCredential = (credential: string): Promise<Response> =>
		sandbox.fetch(
			new Request(`http://sandbox.test/api/s3/buckets`, {
				headers: {
					authorization: `AWS4-HMAC-SHA256 Credential=${credential}/20260314/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00`,
				},
			}),
		);
	expect((await withCredential(token)).status).toBe(200);
	expect(await codeOf(await withCredential('made-up'))).toEqual([401, 'InvalidAccessKeyId']);
});

it('refuses expired tokens, readers, and requests without a token, in S3’s words', async () => {
	const open = await openSandbox();
	const reader = await open.signIn('reader');
	expect(await codeOf(await open.send('PUT', key, {body: 'x', token: reader}))).toEqual([403, 'AccessDenied']);
	expect(await codeOf(await open.sandbox.fetch(new Request(`http://sandbox.test${key}`, {method: 'PUT', body: 'x'})))).toEqual([
		401,
		'InvalidAccessKeyId',
	]);
	open.clock.now += 15 * 60_000;
	expect(await codeOf(await open.send('PUT', key, {body: 'x'}))).toEqual([401, 'ExpiredToken']);
	expect(open.sandbox.state().blobs).toBe((await openSandbox()).sandbox.state().blobs);
});

it.each([
	['chunks', {'content-encoding': 'aws-chunked'}, 501, 'NotImplemented'],
	['signed chunks', {'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'}, 501, 'NotImplemented'],
	['trailing checksums', {'x-amz-trailer': 'x-amz-checksum-crc32'}, 501, 'NotImplemented'],
	['no length', {'transfer-encoding': 'chunked'}, 411, 'MissingContentLength'],
	['another MD5', {'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA=='}, 400, 'BadDigest'],
	['another SHA-256', {'x-amz-content-sha256': '0'.repeat(64)}, 400, 'XAmzContentSHA256Mismatch'],
	['another length', {'content-length': '99'}, 400, 'IncompleteBody'],
])('refuses a body with %s and keeps nothing of it', async (_title, headers: Readonly<Record<string, string>>, status, code) => {
	const {sandbox, send} = await openSandbox();
	const before = sandbox.state().blobs;
	expect(await codeOf(await send('PUT', key, {body: 'content', headers}))).toEqual([status, code]);
	expect(sandbox.state()).toMatchObject({blobs: before, jobs: {open: 0}});
});

it('puts parts together in the order of their numbers, replacing one that is sent again', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const before = open.sandbox.state().blobs;
	const id = await start(open);
	const parts = [mebibytes(5, 1), mebibytes(5, 2), mebibytes(1, 3)] as const;
	const third = await putPart(open, id, 3, parts[2]);
	await putPart(open, id, 1, mebibytes(5, 9));
	const first = await putPart(open, id, 1, parts[0]);
	const second = await putPart(open, id, 2, parts[1]);
	expect(open.sandbox.state().openUploads).toEqual([{uploadId: id, key: 'package.zip', parts: 3, size: 11 * 1024 * 1024}]);
	const answer = await open.send('POST', `${key}?uploadId=${id}`, {body: listOf([1, first], [2, second], [3, third])});
	const document = parseXml(await answer.text());
	expect(new Set([first, second, third].map(etag => /^"[0-9a-f]{32}"$/u.test(etag) && etag)).size).toBe(3);
	expect(find(document, 'ETag')).toMatch(/^"[0-9a-f]{32}-3"$/u);
	expect(answer.headers.get('preservica-progress-token')).toMatch(/\S/u);
	expect((await open.send('HEAD', key)).headers.get('content-length')).toBe(String(11 * 1024 * 1024));
	expect(open.sandbox.state()).toMatchObject({openUploads: [], blobs: before + 3});
	expect(await codeOf(await open.send('POST', `${key}?uploadId=${id}`, {body: listOf([1, first])}))).toEqual([404, 'NoSuchUpload']);
});

it('refuses a list of parts that is not what was uploaded', async () => {
	const open = await openSandbox();
	const id = await start(open);
	const first = await putPart(open, id, 1, mebibytes(1, 1));
	const second = await putPart(open, id, 2, mebibytes(1, 2));
	const complete = async (body: string): Promise<[number, string]> => codeOf(await open.send('POST', `${key}?uploadId=${id}`, {body}));
	expect(await complete(listOf([1, first], [2, second]))).toEqual([400, 'EntityTooSmall']);
	expect(await complete(listOf([2, second], [1, first]))).toEqual([400, 'InvalidPartOrder']);
	expect(await complete(listOf([1, second]))).toEqual([400, 'InvalidPart']);
	expect(await complete(listOf([7, first]))).toEqual([400, 'InvalidPart']);
	expect(await complete(listOf())).toEqual([400, 'MalformedXML']);
	expect(await complete('<CompleteMultipartUpload')).toEqual([400, 'MalformedXML']);
	expect(open.sandbox.state().openUploads).toHaveLength(1);
});

it('forgets an upload that is aborted, with its parts', async () => {
	const open = await openSandbox();
	const before = open.sandbox.state().blobs;
	const id = await start(open);
	await putPart(open, id, 1, mebibytes(1, 1));
	expect((await open.send('DELETE', `${key}?uploadId=${id}`)).status).toBe(204);
	expect(open.sandbox.state()).toMatchObject({openUploads: [], blobs: before});
	expect(await codeOf(await open.send('PUT', `${key}?partNumber=1&uploadId=${id}`, {body: 'x'}))).toEqual([404, 'NoSuchUpload']);
	expect(await codeOf(await open.send('DELETE', `${key}?uploadId=${id}`))).toEqual([404, 'NoSuchUpload']);
});

it('refuses what the real endpoint is not known to have', async () => {
	const {send} = await openSandbox();
	expect(await codeOf(await send('GET', key))).toEqual([501, 'NotImplemented']);
	expect(await codeOf(await send('GET', bucket))).toEqual([501, 'NotImplemented']);
	expect(await codeOf(await send('PUT', key, {body: '', headers: {'x-amz-copy-source': '/a/b'}}))).toEqual([501, 'NotImplemented']);
	expect(await codeOf(await send('PUT', `${key}?partNumber=0&uploadId=x`, {body: ''}))).toEqual([404, 'NoSuchUpload']);
});
