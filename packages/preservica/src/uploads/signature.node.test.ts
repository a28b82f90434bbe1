import {createHash, createHmac} from 'node:crypto';
import {expect, it} from 'vitest';
import {mebibyte, packageOf} from './fixtures/connect.ts';
import {connectStorage} from './fixtures/connect-storage.ts';
import {secrets} from './fixtures/fake-storage.ts';

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const encode = (text: string): string =>
	encodeURIComponent(text).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature V4 as the documentation of AWS describes it, computed from what arrived. */
function signatureOf(
	request: Request,
	body: Uint8Array,
): {readonly expected: string; readonly actual: string | undefined; readonly signed: string[]} {
	const {host, pathname, searchParams} = new URL(request.url);
	const authorization = request.headers.get('authorization') ?? '';
	const [, scope = '', names = '', actual] =
		/^AWS4-HMAC-SHA256 Credential=[^/]+\/(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(authorization) ?? [];
	const signed = names.split(';');
	const given: Record<string, string> = {host, 'content-length': String(body.length)};
	const headers = signed.map(name => `${name}:${(given[name] ?? request.headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
	const query = [...searchParams]
		.map(([name, value]) => `${encode(name)}=${encode(value)}`)
		.toSorted()
		.join('&');
	const payload = request.headers.get('x-amz-content-sha256') ?? '';
	const canonical = [request.method, pathname, query, headers, names, payload].join('\n');
	const text = ['AWS4-HMAC-SHA256', request.headers.get('x-amz-date'), scope, sha256(canonical)].join('\n');
	const key = scope
		.split('/')
		.reduce<string | Buffer>((last, part) => createHmac('sha256', last).update(part).digest(), `AWS4${secrets.secret}`);
	return {expected: createHmac('sha256', key).update(text).digest('hex'), actual, signed};
}

it('each request to a bucket of AWS is signed with the temporary credentials, the bytes of its body included', async () => {
	const {storage, uploads} = connectStorage();
	const seen: string[] = [];
	storage.check = (request, body) => {
		const {expected, actual, signed} = signatureOf(request, body);
		expect(actual, `${request.method} ${request.url}`).toBe(expected);
		expect(request.headers.get('x-amz-content-sha256'), `${request.method} ${request.url}`).toBe(sha256(body));
		expect(request.headers.get('authorization')).toContain(`Credential=${secrets.key}/`);
		expect(signed).toEqual(expect.arrayContaining(['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token']));
		expect(signed.filter(name => name.startsWith('x-amz-meta-'))).toEqual(
			[...request.headers.keys()].filter(name => name.startsWith('x-amz-meta-')),
		);
		seen.push(request.method);
	};
	storage.endpoint = 's3.eu-west-1.amazonaws.com';
	await uploads.uploadToLocation(packageOf(12 * mebibyte).source, {location: 'aws-1', partSize: 5 * mebibyte, concurrency: 1});
	await uploads.uploadToLocation(packageOf(10).source, {location: 'aws-1', folder: 'folder-1'});
	storage.now = 0;
	await uploads.cleanLocation('aws-1', {dryRun: false});
	expect(seen).toEqual(['POST', 'PUT', 'PUT', 'PUT', 'POST', 'PUT', 'GET', 'DELETE', 'DELETE']);
});
