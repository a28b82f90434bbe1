import {isSdkError, orAbort, PackageError} from '@fonds/core';
import type {EntryReader, PackageEntry} from '../entries/entry.ts';
import {openEntry} from '../entries/entry-reader.ts';

/** An open entry. */
export interface Source {
	/**
	 * Fills the memory and gives how many bytes there were.
	 *
	 * @throws PackageError `unreadable`; an error of Fonds, such as that of a download which does not verify, as it is; the reason of the signal.
	 */
	read(memory: Uint8Array<ArrayBuffer>): Promise<number>;
	/** @throws PackageError `unreadable`, for a file that was read to its end. */
	close(): Promise<void>;
}

/** Opens an entry. An opening that is overtaken by the end of the signal is closed when it comes. */
export async function openSource(entry: PackageEntry, signal: AbortSignal): Promise<Source> {
	const opening = openEntry(entry);
	const reader = await orAbort(opening, signal).catch((error: unknown) => {
		if (signal.aborted) {
			opening.then(late => late.close()).catch(() => {});
		}
		throw readError(entry.path, error, signal);
	});
	return createSource(entry, reader, signal);
}

/** Makes a source of a reader. That it cannot be closed is told of a file that was read to its end; of any other there is more to tell. */
function createSource({path, size}: PackageEntry, reader: EntryReader, signal: AbortSignal): Source {
	let position = 0;
	let ended = false;
	return {
		async read(memory) {
			try {
				const length = await orAbort(reader.read(memory), signal);
				position += length;
				ended = length < memory.length;
				return length;
			} catch (error) {
				ended = false;
				throw readError(path, error, signal);
			}
		},
		async close() {
			const isWhole = ended && position === (size ?? position) && !signal.aborted;
			try {
				await reader.close();
			} catch (error) {
				if (isWhole) {
					throw readError(path, error, signal);
				}
			}
		},
	};
}

/** What is thrown for a failed source. */
export function readError(path: string, error: unknown, signal: AbortSignal): unknown {
	if (signal.aborted || isSdkError(error) || (error instanceof Error && error.name === 'AbortError')) {
		return error;
	}
	const reason = error instanceof Error ? error.message : String(error);
	return new PackageError(`The file "${path}" cannot be read: ${reason}`, {problem: 'unreadable', path, cause: error});
}

/** The file is not as long as it was announced. */
export function sizeChanged(path: string, announced: number, longer: boolean): PackageError {
	return new PackageError(
		`The file "${path}" is ${longer ? 'longer' : 'shorter'} than the ${announced} bytes it was announced with. It has changed; package it again.`,
		{problem: 'size-changed', path},
	);
}
