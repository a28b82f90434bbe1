import type {Blobs} from '../store/blobs.ts';
import {ZipError} from './zip-error.ts';

/** Bytes that can be read from any place. */
export interface RandomAccess {
	readonly size: number;
	/** The bytes from `start` up to `end`, in chunks. */
	stream(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** Reads blobs that follow each other as one. */
export function accessBlobs(blobs: Blobs, parts: readonly {readonly blob: string; readonly size: number}[]): RandomAccess {
	const size = parts.reduce((sum, part) => sum + part.size, 0);
	async function* stream(start: number, end: number): AsyncGenerator<Uint8Array> {
		let offset = 0;
		for (const part of parts) {
			const from = Math.max(0, start - offset);
			const to = Math.min(part.size, end - offset);
			if (from < to) yield* blobs.read(part.blob, {start: from, end: to});
			offset += part.size;
			if (offset >= end) return;
		}
	}
	return {size, stream};
}

/** Reads a piece whole. @throws ZipError when it ends beyond the bytes there are. */
export async function readPiece(source: RandomAccess, start: number, length: number): Promise<Buffer> {
	if (start < 0 || start + length > source.size)
		throw new ZipError(`The zip file says it has bytes ${start} to ${start + length}; it has ${source.size} bytes.`);
	const chunks: Uint8Array[] = [];
	for await (const chunk of source.stream(start, start + length)) chunks.push(chunk);
	return Buffer.concat(chunks);
}
