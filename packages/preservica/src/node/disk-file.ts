/// <reference types="node" />
import type {Stats} from 'node:fs';
import {open, type FileHandle} from 'node:fs/promises';
import {basename} from 'node:path';
import {PackageError} from '@fonds/core';
import type {DiskFile} from './package-files.ts';

/** Bytes read at a time; of a smaller file, one more than it has. */
const chunkSize = 1024 * 1024;

/** A file about which everything is known but its bytes. It is opened when its stream is first read. */
export function diskFile(file: string, {size, mtime}: Pick<Stats, 'size' | 'mtime'>, name: string = basename(file)): DiskFile {
	return {path: name, size, modified: mtime, open: () => streamOf(file, size)};
}

function streamOf(file: string, size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
	let handle: FileHandle | undefined;
	let done = 0;
	return new ReadableStream(
		{
			async pull(controller) {
				try {
					handle ??= await openFile(file);
					const {bytesRead, buffer} = await handle.read(new Uint8Array(Math.min(chunkSize, size - done + 1)));
					done += bytesRead;
					if (done > size || (bytesRead === 0 && done < size)) {
						throw new PackageError(
							`"${file}" changed while it was read: it had ${size} bytes and now has ${done > size ? 'more' : done}.`,
							{
								problem: 'size-changed',
								path: file,
							},
						);
					}
					if (bytesRead > 0) {
						controller.enqueue(buffer.subarray(0, bytesRead));
						return;
					}
					await handle.close();
					controller.close();
				} catch (error) {
					await handle?.close().catch(() => {});
					throw error;
				}
			},
			cancel: () => handle?.close(),
		},
		{highWaterMark: 0},
	);
}

async function openFile(file: string): Promise<FileHandle> {
	try {
		return await open(file, 'r');
	} catch (cause) {
		throw new PackageError(`"${file}" cannot be read. Check that it is still there, and that this account may read it.`, {
			problem: 'unreadable',
			path: file,
			cause,
		});
	}
}
