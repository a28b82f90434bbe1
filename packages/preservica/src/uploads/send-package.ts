import type {CompletedPart} from '@aws-sdk/client-s3';
import {createProgress, PackageError, SdkError, type ProgressCounter} from '@fonds/core';
import {orAbort} from '../auth/once.ts';
import type {Session} from '../auth/session.ts';
import {openObject, type BucketObject} from './bucket.ts';
import {isUnconfirmed} from './describe-upload-error.ts';
import {createPartReader, type PartReader, type Piece} from './part-reader.ts';
import {partSizeAt} from './part-size.ts';
import type {UploadSource} from './upload-source.ts';
import type {UploadOptions} from './uploads.ts';
import {randomUuid} from '../random-uuid.ts';

/** What came of sending a package. */
export interface SentPackage {
	readonly progressToken: string;
	readonly assets: readonly string[];
}

/** Milliseconds for each request that cleans up: nobody waits for it, and nobody can abort it. */
const cleanUpLimit = 30_000;

/** Milliseconds a server may take to put the parts of a large package together. */
const completionLimit = 600_000;

/** One package on its way. */
interface Transfer {
	readonly object: BucketObject;
	readonly reader: PartReader;
	readonly source: UploadSource;
	readonly assets: Promise<readonly string[]>;
	readonly options: UploadOptions;
	readonly progress: ProgressCounter;
	/** Ends with the caller's signal, or with the first part that fails. */
	readonly signal: AbortSignal;
	/** Stops everything. */
	stop(reason: unknown): void;
}

/** Sends a package to the tenant's bucket: in one request when it fits into one part, in parts otherwise. */
export async function sendPackage(session: Session, source: UploadSource, options: UploadOptions): Promise<SentPackage> {
	const controller = new AbortController();
	const signal = options.signal ? AbortSignal.any([options.signal, controller.signal]) : controller.signal;
	const assets = Promise.resolve(source.assets ?? []);
	const reader = createPartReader(source.bytes, signal);
	try {
		const tenant = await session.tenant({signal});
		const metadata: Record<string, string> = options.folder === undefined ? {} : {structuralobjectreference: options.folder};
		const object = openObject(session, `${tenant.toLowerCase()}.package.upload`, `${randomUuid()}.zip`, metadata);
		const progress = createProgress(options.onProgress, 'upload', source.size);
		const transfer: Transfer = {object, reader, source, assets, options, progress, signal, stop: reason => controller.abort(reason)};
		const first = await reader.next(partSizeAt(0, source.size, options.partSize));
		const progressToken = first.last ? await sendWhole(transfer, first) : await sendInParts(transfer, first);
		progress.end();
		return {progressToken, assets: await assets};
	} catch (error) {
		reader.cancel(error);
		throw error;
	}
}

async function sendWhole({object, assets, options, progress, signal}: Transfer, {bytes}: Piece): Promise<string> {
	if (bytes.length === 0) {
		throw new PackageError('The package is empty, so there is nothing to upload.', {problem: 'empty'});
	}
	const refs = await orAbort(assets, signal);
	try {
		const token = await object.put(bytes, {signal, timeout: sendLimit(bytes, options)});
		progress.add(bytes.length);
		return token;
	} catch (error) {
		throw isUnconfirmed(error) ? await unconfirmed(object, refs, error) : error;
	}
}

async function sendInParts(transfer: Transfer, first: Piece): Promise<string> {
	const {object, assets, signal} = transfer;
	// An abort waits for this answer: an upload whose id is unknown could not be removed.
	const upload = await object.begin({});
	const running = new Set<Promise<unknown>>();
	let refs: readonly string[] | undefined;
	try {
		const parts = await sendParts(transfer, upload, first, running);
		refs = await orAbort(assets, signal);
		return await object.complete(upload, parts, {signal, timeout: completionLimit});
	} catch (error) {
		transfer.stop(error);
		await Promise.allSettled(running);
		const failure = refs !== undefined && isUnconfirmed(error) ? await unconfirmed(object, refs, error) : error;
		await object.remove(upload, {timeout: cleanUpLimit}).catch(() => {}); // The failure before it is the one to tell.
		throw failure;
	}
}

/** Keeps up to `concurrency` parts in flight, each in memory once; the next one is read when there is room for it. */
async function sendParts(transfer: Transfer, upload: string, first: Piece, running: Set<Promise<unknown>>): Promise<CompletedPart[]> {
	const {object, reader, source, options, progress, signal} = transfer;
	const {concurrency = 4, partSize} = options;
	const parts: CompletedPart[] = [];
	let sent = 0;

	const send = async (number: number, bytes: Uint8Array): Promise<void> => {
		try {
			parts[number - 1] = await object.putPart(upload, number, bytes, {signal, timeout: sendLimit(bytes, options)});
			progress.add(bytes.length);
		} catch (error) {
			transfer.stop(error); // Also ends the wait for the stream, which may be long.
			throw error;
		}
	};

	for (let piece = first, number = 1; ; number++) {
		const task: Promise<unknown> = send(number, piece.bytes).finally(() => running.delete(task));
		task.catch(() => {}); // The signal tells everybody.
		running.add(task);
		sent += piece.bytes.length;
		if (piece.last) {
			await Promise.all(running);
			signal.throwIfAborted();
			return parts;
		}
		while (running.size >= concurrency) {
			await Promise.race(running);
		}
		piece = await reader.next(partSizeAt(sent, source.size, partSize));
	}
}

function sendLimit(bytes: Uint8Array, {timeout}: UploadOptions): number {
	return timeout ?? 120_000 + bytes.length / 50;
}

/** Says what is known when the answer to the last request was lost: repeating it blindly could ingest the package twice. */
async function unconfirmed(object: BucketObject, assets: readonly string[], cause: unknown): Promise<SdkError> {
	const {bucket, key} = object;
	const isThere = await object.exists({timeout: cleanUpLimit}).catch(() => undefined);
	const known =
		isThere === true
			? 'The package is there, so its ingest has probably begun.'
			: `Whether it arrived is not known${isThere === false ? ': it is not in the bucket, but an ingest may have taken it already' : ''}.`;
	const names = assets.length === 0 ? '' : ` (${assets.slice(0, 3).join(', ')}${assets.length > 3 ? ', …' : ''})`;
	return new SdkError(
		`The answer to the last request of the upload of ${key} to the bucket ${bucket} was lost. ${known} Look in Preservica for the ingest or its assets${names} before uploading again.`,
		{code: 'upload-unconfirmed', cause},
	);
}
