import type {EntryReader} from '../entries/entry.ts';
import {closeFile, explainLink, openAsListed, readFile, refuseChanged, type FileState} from './listed-file.ts';
import {readSmallFile, smallFile} from './read-small-file.ts';

/** Reads a file straight into the memory it is wanted in, and notices when it changes meanwhile. */
export async function openFileReader(expected: FileState): Promise<EntryReader> {
	return expected.size <= smallFile ? smallReader(expected) : readerOf(await openAsListed(expected), expected);
}

/** A small file is opened when it is read. */
function smallReader(expected: FileState): EntryReader {
	let opened: EntryReader | undefined;
	let ended = false;
	return {
		async read(memory) {
			if (ended) {
				return 0;
			}
			if (opened === undefined) {
				const length = await explainLink(expected, () => readSmallFile(expected, memory));
				if (length !== undefined) {
					ended = true;
					return length;
				}
				opened = readerOf(await openAsListed(expected), expected);
			}
			if (ended) {
				await opened.close(); // It was given up while it was opened.
				return 0;
			}
			return await opened.read(memory);
		},
		async close() {
			ended = true;
			await opened?.close();
		},
	};
}

function readerOf(handle: number, expected: FileState): EntryReader {
	let position = 0;
	return {
		async read(memory) {
			let filled = 0;
			while (filled < memory.length) {
				const {bytesRead} = await readFile(handle, memory, filled, memory.length - filled, position);
				filled += bytesRead;
				position += bytesRead;
				if (bytesRead === 0 || (filled < memory.length && position >= expected.size)) {
					await refuseChanged(handle, expected);
					return filled;
				}
			}
			return filled;
		},
		close: () => closeFile(handle),
	};
}
