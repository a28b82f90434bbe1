import {blockHeaderLength, blockSize, blocksLength} from '../zip/stored-blocks.ts';
import {refuse} from './problem.ts';
import type {RandomAccess} from './random-access.ts';
import {readExactly} from './reading.ts';
import type {ZipEntry} from './zip-entry.ts';

const stride = blockHeaderLength + blockSize;

/** Has the entry the length of blocks that are stored as they are, as `zip` writes what it does not compress? One empty block may be at the end. */
export function isInBlocks({method, size, compressedSize}: Pick<ZipEntry, 'method' | 'size' | 'compressedSize'>): boolean {
	const length = blocksLength(size);
	return method === 'deflated' && (compressedSize === length || compressedSize === length + blockHeaderLength);
}

/**
 * Gives any part of what is in stored blocks (RFC 1951, 3.2.4). The header of every block that is read has to be that of one as long as it should be.
 *
 * @param packed - The blocks.
 * @param size - Bytes that are in them.
 */
export function accessBlocks(packed: RandomAccess, size: number, path: string): RandomAccess {
	return {
		size,
		read: createBlockReader(packed, size, path),
		part:
			packed.part &&
			((offset, length, signal) => {
				const from = Math.floor(offset / blockSize) * stride;
				const part = packed.part!(from, positionOf(Math.min(offset + length, size)) - from, signal);
				return {size, read: createBlockReader(part, size, path), close: () => part.close()};
			}),
	};
}

/** Where the byte before this one ends. */
function positionOf(end: number): number {
	const block = Math.max(0, Math.ceil(end / blockSize) - 1);
	return end + (block + 1) * blockHeaderLength;
}

function createBlockReader(packed: Pick<RandomAccess, 'size' | 'read'>, size: number, path: string): RandomAccess['read'] {
	/** The block whose header was compared last: who reads on in it need not begin at its header. */
	let known = -1;
	return async (offset, length) => {
		const end = Math.min(offset + length, size);
		if (offset >= end) {
			return new Uint8Array(0);
		}
		const first = Math.floor(offset / blockSize);
		const isKnown = first === known;
		const from = isKnown ? offset + (first + 1) * blockHeaderLength : first * stride;
		const bytes = await readExactly(packed, from, positionOf(end) - from, path);
		const result = new Uint8Array(end - offset);
		for (let block = first, done = offset; done < end; block++) {
			const header = block * stride - from;
			if (!isKnown || block !== first) {
				checkHeader(bytes.subarray(header, header + blockHeaderLength), Math.min(blockSize, size - block * blockSize), path);
			}
			const to = Math.min(end, (block + 1) * blockSize);
			const at = header + blockHeaderLength + (done - block * blockSize);
			result.set(bytes.subarray(at, at + to - done), done - offset);
			done = to;
			known = block;
		}
		return result;
	};
}

function checkHeader(header: Uint8Array, length: number, path: string): void {
	const [kind = 0, low = 0, high = 0, notLow = 0, notHigh = 0] = header;
	const isStored = kind <= 1 && low + high * 256 === length && (low ^ notLow) === 255 && (high ^ notHigh) === 255;
	if (!isStored) {
		refuse('unsupported', `"${path}" is deflated, and can only be read from front to back.`, path);
	}
}
