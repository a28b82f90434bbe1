import {createProgress, orAbort, PackageError, SdkError, type ProgressCounter} from '@fonds/core';
import {createHasher, type Digests, type FixityAlgorithm, type Hasher} from '@fonds/core/hash';
import {isUnconfirmed} from './is-unconfirmed.ts';
import {createPartReader, type PartReader, type Piece} from './part-reader.ts';
import {partSizeAt} from './part-size.ts';
import type {UploadSource} from './upload-source.ts';
import type {UploadTarget} from './upload-target.ts';
import type {UploadOptions} from './uploads.ts';

/** What sending takes. */
export interface SendOptions extends Omit<UploadOptions, 'folder'> {
	/** Digests to make on the way. @default [] */
	readonly digests?: readonly FixityAlgorithm[] | undefined;
}

/** What came of sending a package. */
export interface SentPackage<Receipt> {
	readonly receipt: Receipt;
	readonly assets: readonly string[];
	/** Bytes that were sent. */
	readonly size: number;
	readonly digests: Digests;
}

/** Milliseconds for each request that cleans up: nobody waits for it, and nobody can abort it. */
export const cleanUpLimit = 30_000;

/** Milliseconds a server may take to put the parts of a large package together. */
export const completionLimit = 600_000;

/** Milliseconds for bytes on a slow line. */
export function sendLimit(length: number, timeout: number | undefined): number {
	return timeout ?? 120_000 + length / 50;
}

/** One package on its way. */
interface Transfer<Part, Receipt> {
	readonly object: UploadTarget<Part, Receipt>;
	readonly reader: PartReader;
	readonly source: UploadSource;
	readonly assets: Promise<readonly string[]>;
	readonly options: SendOptions;
	readonly progress: ProgressCounter;
	readonly hasher: Hasher;
	/** Ends with the caller's signal, or with the first part that fails. */
	readonly signal: AbortSignal;
	/** Stops everything. */
	stop(reason: unknown): void;
}

/**
 * Sends a package: in one request when it fits into one part, in parts otherwise.
 *
 * @param open - Opens what to send it to, before anything is read.
 */
export async function sendStream<Part, Receipt>(
	source: UploadSource,
	options: SendOptions,
	open: (signal: AbortSignal) => Promise<UploadTarget<Part, Receipt>>,
): Promise<SentPackage<Receipt>> {
	const controller = new AbortController();
	const signal = options.signal ? AbortSignal.any([options.signal, controller.signal]) : controller.signal;
	const assets = Promise.resolve(source.assets ?? []);
	const reader = createPartReader(source.bytes, signal);
	try {
		signal.throwIfAborted();
		const object = await open(signal);
		const hasher = await createHasher(options.digests ?? []);
		const progress = createProgress(options.onProgress, 'upload', source.size);
		const stop = (reason: unknown): void => controller.abort(reason);
		const transfer: Transfer<Part, Receipt> = {object, reader, source, assets, options, progress, hasher, signal, stop};
		const first = await reader.next(partSizeAt(0, source.size, options.partSize));
		const sent = first.last ? await sendWhole(transfer, first) : await sendInParts(transfer, first);
		progress.end();
		return {...sent, assets: await assets, digests: hasher.digest()};
	} catch (error) {
		reader.cancel(error);
		throw error;
	}
}

/** What was sent, and what came of it. */
type Sent<Receipt> = Pick<SentPackage<Receipt>, 'receipt' | 'size'>;

async function sendWhole<Part, Receipt>(
	{object, assets, options, progress, hasher, signal}: Transfer<Part, Receipt>,
	{bytes}: Piece,
): Promise<Sent<Receipt>> {
	if (bytes.length === 0) {
		throw new PackageError('The package is empty, so there is nothing to upload.', {problem: 'empty'});
	}
	const refs = await orAbort(assets, signal);
	hasher.update(bytes);
	await announce(object, refs, options, signal);
	try {
		const receipt = await object.put(bytes, {signal, timeout: sendLimit(bytes.length, options.timeout)});
		progress.add(bytes.length);
		return {receipt, size: bytes.length};
	} catch (error) {
		throw isUnconfirmed(error) ? await unconfirmed(object, refs, error) : error;
	}
}

async function sendInParts<Part, Receipt>(transfer: Transfer<Part, Receipt>, first: Piece): Promise<Sent<Receipt>> {
	const {object, source, assets, options, signal} = transfer;
	// An abort waits for this answer: an upload whose id is unknown could not be removed.
	const upload = await object.begin(source.size, {});
	const running = new Set<Promise<unknown>>();
	let refs: readonly string[] | undefined;
	try {
		const {parts, size} = await sendParts(transfer, upload, first, running);
		const known = await orAbort(assets, signal);
		await announce(object, known, options, signal);
		refs = known;
		return {receipt: await object.complete(upload, parts, size, {signal, timeout: completionLimit}), size};
	} catch (error) {
		transfer.stop(error);
		await Promise.allSettled(running);
		const failure = refs !== undefined && isUnconfirmed(error) ? await unconfirmed(object, refs, error) : error;
		await object.remove(upload, {timeout: cleanUpLimit}).catch(() => {}); // The failure before it is the one to tell.
		throw failure;
	}
}

/** Tells the caller that the last request is next. */
async function announce<Part, Receipt>(
	{bucket, key}: UploadTarget<Part, Receipt>,
	assets: readonly string[],
	{beforeArrival}: SendOptions,
	signal: AbortSignal,
): Promise<void> {
	await beforeArrival?.({bucket, key, assets});
	signal.throwIfAborted();
}

/** Keeps up to `concurrency` parts in flight, each in memory once; the next one is read when there is room for it. */
async function sendParts<Part, Receipt>(
	transfer: Transfer<Part, Receipt>,
	upload: string,
	first: Piece,
	running: Set<Promise<unknown>>,
): Promise<{readonly parts: Part[]; readonly size: number}> {
	const {object, reader, source, options, progress, hasher, signal} = transfer;
	const {concurrency = 4, partSize} = options;
	const parts: Part[] = [];
	let sent = 0;

	const send = async (number: number, bytes: Uint8Array): Promise<void> => {
		try {
			parts[number - 1] = await object.putPart(upload, number, bytes, {signal, timeout: sendLimit(bytes.length, options.timeout)});
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
		hasher.update(piece.bytes);
		sent += piece.bytes.length;
		if (piece.last) {
			await Promise.all(running);
			signal.throwIfAborted();
			return {parts, size: sent};
		}
		while (running.size >= concurrency) {
			await Promise.race(running);
		}
		piece = await reader.next(partSizeAt(sent, source.size, partSize));
	}
}

/** Says what is known when the answer to the last request was lost: repeating it blindly could ingest the package twice. */
async function unconfirmed<Part, Receipt>(
	object: UploadTarget<Part, Receipt>,
	assets: readonly string[],
	cause: unknown,
): Promise<SdkError> {
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
