import type {Blobs, ByteRange} from '../store/blobs.ts';
import type {Bitstream} from './model.ts';

/** The bytes of a file, or a range of them. */
export function readBitstream(
	blobs: Blobs,
	{blob, start, size}: Pick<Bitstream, 'blob' | 'start' | 'size'>,
	range: ByteRange = {start: 0, end: size},
): ReadableStream<Uint8Array<ArrayBuffer>> {
	return blobs.read(blob, {start: start + range.start, end: start + range.end});
}
