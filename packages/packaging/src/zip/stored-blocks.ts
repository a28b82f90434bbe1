import {max32} from './constants.ts';

/**
 * Bytes that are not compressed, in the one form that every reader takes although the CRC is known only afterwards:
 * the deflate method, with blocks that are stored as they are (RFC 1951, 3.2.4). Java's ZipInputStream and other readers
 * that cannot seek refuse the stored method with a data descriptor.
 */
export const blockSize = 65_535;
export const blockHeaderLength = 5;
const blockStride = blockHeaderLength + blockSize;

/** How many blocks are read and passed on at a time. More are not faster, but leave more memory to be cleared away. */
const blocksPerSegment = 4;

/** How many bytes of a file a segment holds. Files up to this size are read whole, so that their CRC can come first. */
export const segmentCapacity: number = blocksPerSegment * blockSize;

/** Memory for a part of a file, with room for the block headers. */
export interface Segment {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** How many bytes of the file it holds. */
	readonly length: number;
}

/** The length of a file that is written in stored blocks. */
export function blocksLength(size: number): number {
	return size + blockHeaderLength * Math.max(1, Math.ceil(size / blockSize));
}

/** Does an entry in stored blocks need sizes of 64 bits? */
export function needsWideSizes(size: number): boolean {
	return blocksLength(size) >= max32;
}

/**
 * Fills a segment. The bytes are read in one piece and moved apart then, to make room for the block headers: the memory is warm, and one
 * read is much faster than many.
 *
 * @param read - Fills memory and gives how many bytes there were.
 * @param extra - How many bytes more to ask for than the segment may hold, to see whether there are any.
 */
export async function fillSegment(
	capacity: number,
	extra: 0 | 1,
	read: (memory: Uint8Array<ArrayBuffer>) => Promise<number>,
): Promise<Segment> {
	const bytes = new Uint8Array(blocksLength(capacity) + extra);
	const room = blocksLength(capacity) - capacity;
	const length = await read(bytes.subarray(room));
	for (let from = 0, to = blockHeaderLength; from < length; from += blockSize, to += blockStride) {
		bytes.copyWithin(to, room + from, room + Math.min(from + blockSize, length));
	}
	return {bytes, length};
}

/** The parts of a segment that hold the file's bytes. */
export function blockViews(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer>[] {
	const views: Uint8Array<ArrayBuffer>[] = [];
	for (let left = length, at = blockHeaderLength; left > 0; left -= blockSize, at += blockStride) {
		views.push(bytes.subarray(at, at + Math.min(left, blockSize)));
	}
	return views;
}

/** Fills in the block headers and gives what is to be written. `last`: the entry ends with this segment. */
export function sealSegment({bytes, length}: Segment, last: boolean): Uint8Array<ArrayBuffer> {
	for (let left = length, at = 0; left > 0; left -= blockSize, at += blockStride) {
		const size = Math.min(left, blockSize);
		bytes[at] = last && left <= blockSize ? 1 : 0;
		bytes[at + 1] = size & 0xff;
		bytes[at + 2] = size >> 8;
		bytes[at + 3] = ~size & 0xff;
		bytes[at + 4] = (~size >> 8) & 0xff;
	}
	return bytes.subarray(0, blocksLength(length));
}

/** The block that ends an entry whose end was not foreseen: empty and marked as the last. */
export const emptyLastBlock: Uint8Array<ArrayBuffer> = Uint8Array.of(1, 0, 0, 0xff, 0xff);
