import type {Blobs} from '../store/blobs.ts';
import {ZipError} from './zip-error.ts';

/** Bytes that can be read from any place. */
export interface RandomAccess {
	readonly size: number;
	/** The bytes from `start` up to `end`, in chunks. */
	stream(start: number, end: number): AsyncIterable<Uint8Array>;
	/** The bytes from `start` up to `end`, at once. */
	piece(start: number, end: number): Buffer;
}

/** Reads blobs that follow each other as one. */
export function accessBlobs(blobs: Blobs, parts: readonly {readonly blob: string; readonly size: number}[]): RandomAccess {
	const size = parts.reduce((sum, part) => sum + part.size, 0);
	function* ranges(start: number, end: number): Generator<{readonly blob: string; readonly start: number; readonly end: number}> {
		let offset = 0;
		for (const part of parts) {
			const from = Math.max(0, start - offset);
			const to = Math.min(part.size, end - offset);
			if (from < to) yield {blob: part.blob, start: from, end: to};
			offset += part.size;
			if (offset >= end) return;
		}
	}
	return {
		size,
		async *stream(start, end) {
			for (const {blob, ...range} of ranges(start, end)) yield* blobs.read(blob, range);
		},
		piece: (start, end) => Buffer.concat([...ranges(start, end)].map(({blob, ...range}) => blobs.piece(blob, range))),
	};
}

/** Reads a piece whole. @throws ZipError when it ends beyond the bytes there are. */
export function readPiece(source: RandomAccess, start: number, length: number): Buffer {
	if (start < 0 || start + length > source.size) {
		throw new ZipError(`The zip file says it has bytes ${start} to ${start + length}; it has ${source.size} bytes.`);
	}
	return source.piece(start, start + length);
}
