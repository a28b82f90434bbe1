import type {HttpClient, HttpMethod} from '@fonds/core';
import type {S3ClientConfig} from '@aws-sdk/client-s3';
import {wait} from '../auth/once.ts';
import type {Session} from '../auth/session.ts';
import {bodyOfBytes} from './body-of-bytes.ts';
import {describeUploadError} from './describe-upload-error.ts';

/**
 * Stands for the access token while the S3 client works. The access key id of Signature V4 is the access token (reference 2.4.1), and it is
 * not among what is signed: the token can take its place in the header at the last moment. So each attempt has the present one, and
 * none ever enters the S3 client, whose errors hold whole requests.
 */
export const accessKeyPlaceholder = 'PRESERVICA-ACCESS-TOKEN';

/** The part of the S3 client's requests that is used. */
interface S3Request {
	readonly method: HttpMethod;
	readonly protocol: string;
	readonly hostname: string;
	readonly port?: number;
	readonly path: string;
	readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** What goes along with a command. */
interface S3HandlerOptions {
	readonly abortSignal?: AbortSignal | undefined;
	readonly requestTimeout?: number | undefined;
}

/** What uploads speak to the server through. */
export interface BucketConnection {
	/** Puts the present access token into S3 signatures, besides authorising as always. */
	readonly http: HttpClient;
	/** Takes tokens out of what the server says in an answer of 200, which no error of the transport covers. */
	redact(this: void, text: string): string;
	/** Waits. */
	sleep(this: void, ms: number, signal?: AbortSignal): Promise<void>;
}

/** Connects to the buckets of a session's server. */
export function connectToBuckets(session: Session): BucketConnection {
	const used = new Set<string>();
	const sign = (headers: Headers): void => {
		const token = headers.get('preservica-access-token');
		const signature = headers.get('authorization');
		if (token !== null && signature !== null) {
			used.add(token);
			headers.set(
				'authorization',
				signature.replace(`Credential=${accessKeyPlaceholder}/`, () => `Credential=${token}/`),
			);
		}
	};

	let sleep = wait;
	const http = session.connect(({fetch = globalThis.fetch, describeError, retry}) => {
		sleep = retry?.sleep ?? wait;
		return {
			fetch: (input, init) => {
				const request = input instanceof Request ? input : new Request(input, init);
				sign(request.headers);
				return fetch(request, init);
			},
			describeError: answer => describeUploadError(answer) ?? describeError?.(answer),
		};
	});
	return {http, redact: text => [...used].reduce((rest, token) => rest.replaceAll(token, '[redacted]'), text), sleep};
}

/** Headers that the runtime sets itself; undici refuses `expect`. */
const ownHeaders = new Set(['host', 'content-length', 'expect', 'connection', 'user-agent']);

/**
 * Sends the S3 client's requests through our own transport, which authorises, repeats and limits.
 *
 * @param connect - Gives the client for an origin.
 */
export function createRequestHandler(connect: (origin: string) => HttpClient): NonNullable<S3ClientConfig['requestHandler']> {
	return {
		metadata: {handlerProtocol: 'http/1.1'},
		async handle(request: S3Request, {abortSignal, requestTimeout}: S3HandlerOptions = {}) {
			const {protocol, hostname, port, body} = request;
			const http = connect(new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`).origin);
			const sent = body instanceof Uint8Array ? bodyOfBytes(body) : {body, headers: {}};
			const response = await http.send(request.method, targetOf(request, http.baseUrl), {
				headers: {
					...Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ownHeaders.has(name.toLowerCase()))),
					...sent.headers,
				},
				body: sent.body,
				retry: isRepeatable(request),
				signal: abortSignal,
				timeout: requestTimeout,
			});
			return {response: {statusCode: response.status, headers: Object.fromEntries(response.headers), body: response.body ?? undefined}};
		},
	};
}

function targetOf({path, query = {}}: S3Request, base: URL): URL {
	const url = new URL(path, base);
	for (const [name, value] of Object.entries(query)) {
		for (const item of Array.isArray(value) ? value : [value]) {
			url.searchParams.append(name, item ?? '');
		}
	}
	return url;
}

/** The requests that start an ingest are sent once: doing it twice would be two ingests. */
function isRepeatable({method, query = {}}: S3Request): boolean {
	const starts = method === 'PUT' ? !('uploadId' in query) : method === 'POST' && 'uploadId' in query;
	return !starts;
}
