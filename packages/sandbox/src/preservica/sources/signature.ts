import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {S3Error} from '../s3/s3-error.ts';
import type {SourceCredentials} from './sources.ts';

const authorizationPattern =
	/^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/(s3)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/u;

/** Headers that must be signed if they are sent (AWS: Create a signed request). */
const alwaysSigned = /^(?:host|x-amz-.*)$/u;

/** What the header `Authorization` of a signed request says. */
interface Authorization {
	readonly accessKey: string;
	readonly scope: readonly [date: string, region: string, service: string];
	readonly signedHeaders: readonly string[];
	readonly signature: string;
}

/**
 * Whose temporary credentials a request was signed with, by Signature Version 4 in its headers.
 *
 * @throws S3Error with the codes of S3 when it was not signed, with credentials that ended or are unknown, or is not what was signed.
 */
export function verifySignature(
	request: Request,
	find: (accessKey: string) => SourceCredentials | undefined,
	now: number,
): SourceCredentials {
	const authorization = readAuthorization(request.headers);
	const credentials = find(authorization.accessKey);
	const session = request.headers.get('x-amz-security-token');
	if (!credentials || session === null)
		throw new S3Error(403, 'InvalidAccessKeyId', 'The access key is unknown, or its session token was not sent.');
	if (session !== credentials.sessionToken) throw new S3Error(400, 'InvalidToken', 'The session token is not that of the access key.');
	if (credentials.expiresAt <= now) throw new S3Error(400, 'ExpiredToken', 'The session token has expired.');
	if (!isSignedBy(request, credentials.secret))
		throw new S3Error(403, 'SignatureDoesNotMatch', 'The signature is not that of the request.');
	return credentials;
}

/** Was a request signed with a secret? @throws S3Error 403 when it was not signed, or a header was not that must be. */
export function isSignedBy(request: Request, secret: string): boolean {
	const {scope, signedHeaders, signature} = readAuthorization(request.headers);
	const unsigned = ['host', ...request.headers.keys()].find(name => alwaysSigned.test(name) && !signedHeaders.includes(name));
	if (unsigned !== undefined) throw new S3Error(403, 'AccessDenied', `The header ${unsigned} is not signed.`);
	const time = request.headers.get('x-amz-date') ?? '';
	const text = ['AWS4-HMAC-SHA256', time, [...scope, 'aws4_request'].join('/'), sha256(canonicalRequest(request, signedHeaders))].join(
		'\n',
	);
	const key = [...scope, 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${secret}`);
	return time.startsWith(scope[0]) && timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'));
}

function readAuthorization(headers: Headers): Authorization {
	const [, accessKey = '', date = '', region = '', service = '', names = '', signature = ''] =
		authorizationPattern.exec(headers.get('authorization') ?? '') ?? [];
	if (signature === '') throw new S3Error(403, 'AccessDenied', 'The request is not signed with Signature Version 4 in its headers.');
	return {accessKey, scope: [date, region, service], signedHeaders: names.split(';'), signature};
}

function canonicalRequest(request: Request, names: readonly string[]): string {
	const url = new URL(request.url);
	const path = url.pathname
		.split('/')
		.map(segment => encode(decodeURIComponent(segment)))
		.join('/');
	const query = [...url.searchParams]
		.map(([name, value]) => `${encode(name)}=${encode(value)}`)
		.toSorted()
		.join('&');
	const header = (name: string): string => request.headers.get(name) ?? (name === 'host' ? url.host : '');
	const headers = names.map(name => `${name}:${header(name).trim().replaceAll(/\s+/gu, ' ')}\n`).join('');
	return [request.method, path, query, headers, names.join(';'), request.headers.get('x-amz-content-sha256') ?? ''].join('\n');
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
	return encodeURIComponent(text).replaceAll(/[!'()*]/gu, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
	return createHmac('sha256', key).update(text).digest();
}
