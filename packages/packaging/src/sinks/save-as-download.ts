import {ConfigurationError} from '@fonds/core';
import {expectSize} from './expect-size.ts';
import type {Saveable} from './save-to-picker.ts';

/** Options of {@link saveAsDownload}. */
export interface SaveAsDownloadOptions {
	/** Bytes that the browser may have to hold. @default 1 GiB */
	readonly maxSize?: number | undefined;
	/** Ends the collecting with the signal's reason; nothing is offered. */
	readonly signal?: AbortSignal | undefined;
}

/** So much is handed to the browser at a time, which may move it to a disk. */
const partSize = 32 * 1024 * 1024;

/** How long the download may take to begin. */
const revokeAfter = 60_000;

/**
 * Offers a package as a download, in browsers that cannot stream into a file. The browser holds all of it until it is saved; a package that fails is never offered.
 *
 * @throws ConfigurationError with code `too-large` for more than `maxSize`, at once if the size is known.
 * @throws PackageError with the problem `size-changed` if there are fewer or more bytes than were announced; what the package fails with.
 */
export async function saveAsDownload(
	made: Saveable,
	{maxSize = 1024 ** 3, signal}: SaveAsDownloadOptions = {},
): Promise<{readonly size: number}> {
	if (made.size !== undefined && made.size > maxSize) {
		const error = tooLarge(made.name, maxSize);
		await made.bytes.cancel(error).catch(() => {});
		throw error;
	}
	const collected = await collect(made, maxSize, signal);
	signal?.throwIfAborted();
	const url = URL.createObjectURL(collected);
	const link = document.createElement('a');
	link.href = url;
	link.download = made.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), revokeAfter);
	return {size: collected.size};
}

async function collect(made: Saveable, maxSize: number, signal: AbortSignal | undefined): Promise<Blob> {
	const parts: Blob[] = [];
	let chunks: Uint8Array<ArrayBuffer>[] = [];
	let pending = 0;
	let size = 0;
	const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
		write(chunk) {
			size += chunk.length;
			pending += chunk.length;
			if (size > maxSize) {
				throw tooLarge(made.name, maxSize);
			}
			chunks.push(chunk);
			if (pending >= partSize) {
				parts.push(new Blob(chunks));
				chunks = [];
				pending = 0;
			}
		},
	});
	await expectSize(made).pipeTo(sink, signal && {signal});
	return new Blob([...parts, ...chunks], {type: 'application/octet-stream'});
}

function tooLarge(name: string, maxSize: number): ConfigurationError {
	return new ConfigurationError(
		`${name} has more than the ${maxSize} bytes that may be held in a browser. Save it with saveToPicker, or upload it.`,
		{
			code: 'too-large',
		},
	);
}
