import {HeadBucketCommand, ListBucketsCommand, type CompletedPart} from '@aws-sdk/client-s3';
import {isSdkError, path} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {missingHeader} from './describe-upload-error.ts';
import type {Bucket} from './listed-bucket.ts';
import {createS3Client, hasHeaders, runOn, type S3Access} from './s3-client.ts';
import {openS3Object} from './s3-object.ts';
import {accessKeyPlaceholder, connectToBuckets, createRequestHandler} from './s3-transport.ts';
import type {ObjectOptions, UploadTarget} from './upload-target.ts';

/** Connects to the buckets that the server itself has (reference 2.4.1). */
export function openBuckets(session: Session, onProgressToken?: (token: string) => void): S3Access {
	const {http, redact, sleep} = connectToBuckets(session);
	const client = createS3Client({
		endpoint: new URL(path`api/s3/buckets`.toString(), http.baseUrl).href,
		region: 'us-east-1',
		forcePathStyle: true,
		requestHandler: createRequestHandler(() => http),
		credentials: {accessKeyId: accessKeyPlaceholder, secretAccessKey: 'NOT_USED'},
	});
	client.middlewareStack.add(
		next => args => {
			if (isRequest(args.request)) {
				args.request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
				args.request.path = args.request.path.replace(/\/$/, ''); // Buckets have no slash at their end (UPL-01, UPL-02).
			}
			return next(args);
		},
		{step: 'build', name: 'preservica'},
	);
	client.middlewareStack.add(
		next => async args => {
			const result = await next(args);
			const token = hasHeaders(result.response) ? result.response.headers['preservica-progress-token'] : undefined;
			if (token !== undefined) {
				onProgressToken?.(token);
			}
			return result;
		},
		{step: 'deserialize', name: 'progressToken'},
	);
	return {run: (what, options, call) => runOn(client, redact, what, options, call), sleep};
}

function isRequest(message: unknown): message is {readonly headers: Record<string, string>; path: string} {
	return hasHeaders(message) && 'path' in message && typeof message.path === 'string';
}

/** Name of the bucket that starts ingests. */
export async function tenantBucket(session: Session, options: ObjectOptions): Promise<string> {
	return `${(await session.tenant(options)).toLowerCase()}.package.upload`;
}

/** Opens an object of the bucket (UPL-03 to UPL-08); its receipt is the progress token of the ingest. */
export function openObject(
	session: Session,
	bucket: string,
	key: string,
	metadata: Readonly<Record<string, string>>,
): UploadTarget<CompletedPart, string> {
	let progressToken: string | undefined;
	const access = openBuckets(session, token => (progressToken ??= token));
	return openS3Object(access, {
		bucket,
		key,
		metadata: () => ({...metadata}),
		receipt() {
			if (!progressToken) {
				throw missingHeader(
					'preservica-progress-token',
					`The package arrived as ${key} in the bucket ${bucket}, so its ingest has probably begun: look for it in Preservica before uploading again.`,
				);
			}
			return progressToken;
		},
	});
}

/** The buckets of the server (UPL-01). */
export async function listBuckets({run}: S3Access, options: ObjectOptions): Promise<Bucket[]> {
	const {Buckets = []} = await run('Listing the buckets', options, (client, sendOptions) =>
		client.send(new ListBucketsCommand({}), sendOptions),
	);
	return Buckets.map(({Name = '', CreationDate}) => ({name: Name, created: CreationDate?.toISOString()}));
}

/** Is there such a bucket (UPL-02)? */
export async function isBucketThere({run}: S3Access, name: string, options: ObjectOptions): Promise<boolean> {
	try {
		await run(`Looking for the bucket ${name}`, options, (client, sendOptions) =>
			client.send(new HeadBucketCommand({Bucket: name}), sendOptions),
		);
		return true;
	} catch (error) {
		if (isSdkError(error, 'not-found')) {
			return false;
		}
		throw error;
	}
}
