import {ConfigurationError, SdkError} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import {refuseArchive} from './archive-file.ts';
import {createByteReader} from './byte-reader.ts';

/** What an archive is, by its first bytes. */
export type ArchiveKind = 'tar' | 'gzip' | 'bzip2' | '7z' | 'xz' | 'zip';

const signatures: readonly (readonly [ArchiveKind, readonly number[]])[] = [
	['gzip', [0x1f, 0x8b]],
	['bzip2', [0x42, 0x5a, 0x68]],
	['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
	['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
	['zip', [0x50, 0x4b, 0x03, 0x04]],
];

/** Names do not tell: the Storage Service gives a `.tar.gz` the type of a tar (SS-27). */
export function kindOf(start: Uint8Array): ArchiveKind {
	return signatures.find(([, bytes]) => bytes.every((byte, index) => start[index] === byte))?.[0] ?? 'tar';
}

/** Bytes that are needed for {@link kindOf}. */
export const signatureSize = 6;

/**
 * The tar in a stream, unpacked where it is a gzip.
 *
 * @throws ConfigurationError with code `unsupported-archive` for others.
 */
export async function openArchive(stream: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
	const reader = createByteReader(stream);
	const start = await reader.some(signatureSize);
	const first = start === undefined || start.length === signatureSize ? start : await complete(start, reader);
	async function* whole(): AsyncGenerator<Uint8Array> {
		try {
			if (first !== undefined) {
				yield first;
			}
			for (let chunk = await reader.some(65_536); chunk !== undefined; chunk = await reader.some(65_536)) {
				yield chunk;
			}
		} finally {
			await reader.close();
		}
	}
	const kind = kindOf(first ?? new Uint8Array(0));
	if (kind === 'tar' || kind === 'gzip') {
		const bytes = streamFrom(whole());
		return kind === 'tar' ? bytes : streamFrom(gunzip(bytes));
	}
	await reader.close();
	throw unsupportedArchive(kind);
}

/** Only a tar, plain or as gzip, can be read as a stream. */
export function unsupportedArchive(
	kind: ArchiveKind,
	advice = 'Unpack it, or check it with @fonds/archivematica/node.',
): ConfigurationError {
	return new ConfigurationError(`The package is a ${kind} archive, which cannot be read here. ${advice}`, {code: 'unsupported-archive'});
}

async function complete(start: Uint8Array, reader: {some(limit: number): Promise<Uint8Array | undefined>}): Promise<Uint8Array> {
	let bytes = start;
	while (bytes.length < signatureSize) {
		const more = await reader.some(signatureSize - bytes.length);
		if (more === undefined) {
			break;
		}
		bytes = Uint8Array.from([...bytes, ...more]);
	}
	return bytes;
}

/** What the stream under it failed with comes through; what the decompression fails with is the archive's fault. */
async function* gunzip(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array> {
	const failure: {error: unknown}[] = [];
	const watched = streamFrom(watch(bytes, failure));
	const reader = createByteReader(watched.pipeThrough(new DecompressionStream('gzip')));
	try {
		for (let chunk = await next(); chunk !== undefined; chunk = await next()) {
			yield chunk;
		}
	} finally {
		await reader.close();
	}

	async function next(): Promise<Uint8Array | undefined> {
		try {
			return await reader.some(65_536);
		} catch (error) {
			const [first] = failure;
			if (first !== undefined) {
				throw first.error;
			}
			return error instanceof SdkError
				? Promise.reject(error)
				: refuseArchive('damaged-archive', 'The archive is a gzip that is damaged or cut off.', undefined, error);
		}
	}
}

async function* watch(bytes: ReadableStream<Uint8Array>, failure: {error: unknown}[]): AsyncGenerator<Uint8Array> {
	const reader = createByteReader(bytes);
	try {
		for (let chunk = await reader.some(65_536); chunk !== undefined; chunk = await reader.some(65_536)) {
			yield chunk;
		}
	} catch (error) {
		failure.push({error});
		throw error;
	} finally {
		await reader.close();
	}
}
