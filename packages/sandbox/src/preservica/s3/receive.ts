import {createHash, randomUUID} from 'node:crypto';
import {decodeChunks} from './aws-chunked.ts';
import type {Blobs} from '../../store/blobs.ts';
import {S3Error} from './s3-error.ts';

/** Bytes that arrived. */
export interface Received {
	readonly blob: string;
	readonly size: number;
	/** 32 hexadecimal digits: the MD5 where the request asked for its check, otherwise an opaque value. S3 promises no more (API reference, Object). */
	readonly etag: string;
}

/** What an endpoint knows of the protocol. */
export interface Reception {
	/** Does it take the chunks and trailing checksums of newer SDKs? @default false */
	readonly chunks?: boolean | undefined;
}

/**
 * Stores the body of a request, and checks it against the lengths and digests its headers give.
 *
 * @throws S3Error for the chunks and trailing checksums of newer SDKs where the endpoint does not know them, for a body without a length, and for
 * one that is not what its headers say. Nothing is kept then.
 */
export async function receive(request: Request, blobs: Blobs, {chunks = false}: Reception = {}): Promise<Received> {
	const {headers} = request;
	const chunked = chunks && isChunked(headers);
	if (!chunked) refuseChunks(headers);
	const expected = expectations(headers);
	const md5 = expected.md5 === undefined ? undefined : createHash('md5');
	const sha256 = expected.sha256 === undefined ? undefined : createHash('sha256');
	async function* hashed(): AsyncGenerator<Uint8Array> {
		const body = request.body ?? [];
		for await (const chunk of chunked ? decodeChunks(body, headers) : body) {
			md5?.update(chunk);
			sha256?.update(chunk);
			yield chunk;
		}
	}
	const {id, size} = await blobs.write(hashed());
	const digest = md5?.digest();
	const refusal =
		expected.size !== undefined && expected.size !== size
			? new S3Error(400, 'IncompleteBody', `The body has ${size} bytes, its Content-Length says ${expected.size}.`)
			: expected.md5 !== digest?.toString('base64')
				? new S3Error(400, 'BadDigest', 'The Content-MD5 is not that of the body.')
				: expected.sha256 !== sha256?.digest('hex')
					? new S3Error(400, 'XAmzContentSHA256Mismatch', 'The x-amz-content-sha256 is not that of the body.')
					: undefined;
	if (refusal) {
		await blobs.delete(id);
		throw refusal;
	}
	return {blob: id, size, etag: digest?.toString('hex') ?? randomUUID().replaceAll('-', '')};
}

function isChunked(headers: Headers): boolean {
	const encodings = headers.get('content-encoding') ?? '';
	const payload = headers.get('x-amz-content-sha256') ?? '';
	return /\baws-chunked\b/iu.test(encodings) || payload.startsWith('STREAMING-') || headers.has('x-amz-trailer');
}

function refuseChunks(headers: Headers): void {
	if (isChunked(headers)) {
		throw new S3Error(
			501,
			'NotImplemented',
			'aws-chunked bodies and trailing checksums are not accepted. Ask for checksums only when required, and send the body plain.',
		);
	}
	if (headers.get('transfer-encoding') !== null) throw new S3Error(411, 'MissingContentLength', 'The body must have a Content-Length.');
}

interface Expectations {
	readonly size: number | undefined;
	readonly md5: string | undefined;
	readonly sha256: string | undefined;
}

function expectations(headers: Headers): Expectations {
	const length = headers.get('x-amz-decoded-content-length') ?? headers.get('content-length');
	const payload = headers.get('x-amz-content-sha256') ?? '';
	return {
		size: length === null ? undefined : Number(length),
		md5: headers.get('content-md5') ?? undefined,
		sha256: /^[0-9a-f]{64}$/u.test(payload) ? payload : undefined,
	};
}
