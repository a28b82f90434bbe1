import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	HeadObjectCommand,
	PutObjectCommand,
	UploadPartCommand,
	type CompletedPart,
	type S3Client,
} from '@aws-sdk/client-s3';
import {DecodeError, HttpError, isSdkError, NotFoundError, RateLimitError} from '@fonds/core';
import {missingHeader} from './describe-upload-error.ts';
import type {S3Access} from './s3-client.ts';
import type {ObjectOptions, UploadTarget} from './upload-target.ts';

/** An object and what comes of its upload. */
export interface S3ObjectDefinition<Receipt> {
	readonly bucket: string;
	readonly key: string;
	/** Goes along with the object. Throws when the size must be known and is not. */
	metadata(size: number | undefined): Record<string, string>;
	/** What came of the upload, when all of it has arrived. Throws when the answer is not that of a storage. */
	receipt(etag: string | undefined): Receipt;
}

/** Milliseconds waited before a request that a busy server did not take is sent again. */
const pauses: readonly number[] = [1000, 4000, 15_000];

/** Opens an object of a bucket for its upload. */
export function openS3Object<Receipt>(access: S3Access, definition: S3ObjectDefinition<Receipt>): UploadTarget<CompletedPart, Receipt> {
	const {bucket, key} = definition;
	const object = {Bucket: bucket, Key: key};
	const run: S3Access['run'] = (what, options, call) => access.run(`${what} ${key} in the bucket ${bucket}`, options, call);

	/** Sends what starts an ingest: again only when the server says that it did not take it. */
	const start = async (
		options: ObjectOptions,
		send: (client: S3Client, options: object) => Promise<{readonly ETag?: string | undefined}>,
	): Promise<Receipt> => {
		for (let attempt = 0; ; attempt++) {
			try {
				const {ETag} = await run('Uploading', options, send);
				return definition.receipt(ETag);
			} catch (error) {
				const pause = pauses[attempt];
				if (pause === undefined || !isBusy(error)) {
					throw error;
				}
				await access.sleep((error instanceof RateLimitError ? error.retryAfter : undefined) ?? pause, options.signal);
			}
		}
	};

	return {
		bucket,
		key,
		put(bytes, options) {
			const command = new PutObjectCommand({...object, Metadata: definition.metadata(bytes.length), Body: bytes});
			return start(options, (client, sendOptions) => client.send(command, sendOptions));
		},
		async begin(size, options) {
			const command = new CreateMultipartUploadCommand({...object, Metadata: definition.metadata(size)});
			const {UploadId} = await run('Beginning the upload of', options, (client, sendOptions) => client.send(command, sendOptions));
			if (!UploadId) {
				throw new DecodeError(`The server began the upload of ${key} to the bucket ${bucket} but gave no upload id.`);
			}
			return UploadId;
		},
		async putPart(upload, number, bytes, options) {
			const command = new UploadPartCommand({...object, UploadId: upload, PartNumber: number, Body: bytes});
			const {ETag} = await run(`Uploading part ${number} of`, options, (client, sendOptions) => client.send(command, sendOptions));
			if (!ETag) {
				throw missingHeader('ETag', 'Without it the parts cannot be put together.');
			}
			return {ETag, PartNumber: number};
		},
		complete(upload, parts, _, options) {
			const command = new CompleteMultipartUploadCommand({...object, UploadId: upload, MultipartUpload: {Parts: [...parts]}});
			return start(options, (client, sendOptions) => client.send(command, sendOptions));
		},
		async remove(upload, options) {
			const command = new AbortMultipartUploadCommand({...object, UploadId: upload});
			try {
				await run('Removing the upload of', options, (client, sendOptions) => client.send(command, sendOptions));
			} catch (error) {
				if (!(error instanceof NotFoundError)) {
					throw error;
				}
			}
		},
		exists: options => isThere(access, bucket, key, options),
	};
}

/** Is there such an object (UPL-03)? */
export async function isThere(access: S3Access, bucket: string, key: string, options: ObjectOptions): Promise<boolean> {
	try {
		const command = new HeadObjectCommand({Bucket: bucket, Key: key});
		await access.run(`Looking for ${key} in the bucket ${bucket}`, options, (client, sendOptions) => client.send(command, sendOptions));
		return true;
	} catch (error) {
		if (isSdkError(error, 'not-found')) {
			return false;
		}
		throw error;
	}
}

/** Removes an object (UPL-09). None to remove is fine, as everywhere in S3. */
export async function removeObject(access: S3Access, bucket: string, key: string, options: ObjectOptions): Promise<void> {
	const command = new DeleteObjectCommand({Bucket: bucket, Key: key});
	await access.run(`Removing ${key} from the bucket ${bucket}`, options, (client, sendOptions) => client.send(command, sendOptions));
}

function isBusy(error: unknown): boolean {
	return error instanceof HttpError && (error.status === 429 || error.status === 503);
}
