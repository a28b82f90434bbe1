/// <reference types="node" />
import {open} from 'node:fs/promises';
import type {RandomAccess} from '../unzip/random-access.ts';

/** A file that is open until it is closed. */
export interface FileAccess extends RandomAccess, AsyncDisposable {
	close(): Promise<void>;
}

/** Opens a file, of any size, for `openZip`. (Blobs that Node makes of files are wrong beyond 4 GiB.) @throws what the system says of a file that cannot be opened. */
export async function openFile(path: string): Promise<FileAccess> {
	const handle = await open(path, 'r');
	const {size} = await handle.stat();
	return {
		size,
		async read(offset, length) {
			const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
			const {bytesRead} = await handle.read(bytes, 0, bytes.length, offset);
			return bytes.subarray(0, bytesRead);
		},
		close: () => handle.close(),
		[Symbol.asyncDispose]: () => handle.close(),
	};
}
