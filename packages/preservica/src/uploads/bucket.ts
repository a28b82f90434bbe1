import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	HeadObjectCommand,
	PutObjectCommand,
	S3Client,
	UploadPartCommand,
	type CompletedPart,
} from '@aws-sdk/client-s3';
import {DecodeError, isSdkError, NotFoundError, path, RateLimitError, HttpError, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {missingHeader, translateS3Error} from './describe-upload-error.ts';
import {accessKeyPlaceholder, connectToBuckets, createRequestHandler} from './s3-transport.ts';

/** What every request to a bucket takes. */
interface BucketOptions extends Pick<RequestOptions, 'signal' | 'timeout'> {}

/** One object of a bucket, being uploaded. */
export interface BucketObject {
	readonly bucket: string;
	readonly key: string;
	/** Sends the whole object (UPL-04) and gives the progress token. */
	put(bytes: Uint8Array, options: BucketOptions): Promise<string>;
	/** Begins an upload in parts (UPL-05) and gives its id. */
	begin(options: BucketOptions): Promise<string>;
	/** Sends a part (UPL-06). */
	putPart(upload: string, number: number, bytes: Uint8Array, options: BucketOptions): Promise<CompletedPart>;
	/** Puts the parts together (UPL-07) and gives the progress token. */
	complete(upload: string, parts: readonly CompletedPart[], options: BucketOptions): Promise<string>;
	/** Removes an upload in parts (UPL-08). Nothing to remove is fine. */
	remove(upload: string, options: BucketOptions): Promise<void>;
	/** Is the object there (UPL-03)? */
	exists(options: BucketOptions): Promise<boolean>;
}

/** Milliseconds waited before a request that a busy server did not take is sent again. */
const pauses: readonly number[] = [1000, 4000, 15_000];

/** Opens an object of the bucket. The metadata goes along with it. */
export function openObject(session: Session, bucket: string, key: string, metadata: Readonly<Record<string, string>>): BucketObject {
	const {http, redact, sleep} = connectToBuckets(session);
	const client = new S3Client({
		endpoint: new URL(path`api/s3/buckets`.toString(), http.baseUrl).href,
		forcePathStyle: true,
		requestHandler: createRequestHandler(http),
		credentials: {accessKeyId: accessKeyPlaceholder, secretAccessKey: 'NOT_USED'},
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		maxAttempts: 1, // Our transport repeats what may be repeated.
		// The rest is what the client would look for in the environment, in ~/.aws and in the system; Deno asks the user before each such look.
		region: 'us-east-1',
		retryMode: 'standard',
		defaultsMode: 'standard',
		authSchemePreference: ['aws.auth#sigv4'],
		useDualstackEndpoint: false,
		useFipsEndpoint: false,
		useArnRegion: false,
		disableS3ExpressSessionAuth: true,
		userAgentAppId: async () => undefined,
		defaultUserAgentProvider: async () => [],
	});
	client.middlewareStack.add(
		next => args => {
			if (hasHeaders(args.request)) {
				args.request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
			}
			return next(args);
		},
		{step: 'build', name: 'unsignedPayload'},
	);
	let progressToken: string | undefined;
	client.middlewareStack.add(
		next => async args => {
			const result = await next(args);
			progressToken ??= hasHeaders(result.response) ? result.response.headers['preservica-progress-token'] : undefined;
			return result;
		},
		{step: 'deserialize', name: 'progressToken'},
	);
	const object = {Bucket: bucket, Key: key};

	/** Runs a call of the S3 client; what it throws is ours, or the signal's reason. */
	const run = async <T>(what: string, {signal, timeout}: BucketOptions, call: (options: object) => Promise<T>): Promise<T> => {
		signal?.throwIfAborted();
		try {
			return await call({abortSignal: signal, requestTimeout: timeout});
		} catch (error) {
			signal?.throwIfAborted();
			throw translateS3Error(error, `${what} ${key} in the bucket ${bucket}`, redact);
		}
	};

	/** Sends what starts an ingest: again only when the server says that it did not take it. */
	const start = async (options: BucketOptions, send: (options: object) => Promise<unknown>): Promise<string> => {
		for (const pause of [...pauses, undefined]) {
			try {
				await run('Uploading', options, send);
				break;
			} catch (error) {
				if (pause === undefined || !isBusy(error)) {
					throw error;
				}
				await sleep((error instanceof RateLimitError ? error.retryAfter : undefined) ?? pause, options.signal);
			}
		}
		if (!progressToken) {
			throw missingHeader(
				'preservica-progress-token',
				`The package arrived as ${key} in the bucket ${bucket}, so its ingest has probably begun: look for it in Preservica before uploading again.`,
			);
		}
		return progressToken;
	};

	return {
		bucket,
		key,
		put(bytes, options) {
			const command = new PutObjectCommand({...object, Metadata: {...metadata}, Body: bytes});
			return start(options, sendOptions => client.send(command, sendOptions));
		},
		async begin(options) {
			const command = new CreateMultipartUploadCommand({...object, Metadata: {...metadata}});
			const {UploadId} = await run('Beginning the upload of', options, sendOptions => client.send(command, sendOptions));
			if (!UploadId) {
				throw new DecodeError(`The server began the upload of ${key} to the bucket ${bucket} but gave no upload id.`);
			}
			return UploadId;
		},
		async putPart(upload, number, bytes, options) {
			const command = new UploadPartCommand({...object, UploadId: upload, PartNumber: number, Body: bytes});
			const {ETag} = await run(`Uploading part ${number} of`, options, sendOptions => client.send(command, sendOptions));
			if (!ETag) {
				throw missingHeader('ETag', 'Without it the parts cannot be put together.');
			}
			return {ETag, PartNumber: number};
		},
		complete(upload, parts, options) {
			const command = new CompleteMultipartUploadCommand({...object, UploadId: upload, MultipartUpload: {Parts: [...parts]}});
			return start(options, sendOptions => client.send(command, sendOptions));
		},
		async remove(upload, options) {
			const command = new AbortMultipartUploadCommand({...object, UploadId: upload});
			try {
				await run('Removing the upload of', options, sendOptions => client.send(command, sendOptions));
			} catch (error) {
				if (!(error instanceof NotFoundError)) {
					throw error;
				}
			}
		},
		async exists(options) {
			try {
				await run('Looking for', options, sendOptions => client.send(new HeadObjectCommand(object), sendOptions));
				return true;
			} catch (error) {
				if (isSdkError(error, 'not-found')) {
					return false;
				}
				throw error;
			}
		},
	};
}

function hasHeaders(message: unknown): message is {readonly headers: Record<string, string>} {
	return typeof message === 'object' && message !== null && 'headers' in message;
}

function isBusy(error: unknown): boolean {
	return error instanceof HttpError && (error.status === 429 || error.status === 503);
}
