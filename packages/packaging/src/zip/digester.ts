import {createHasher, type Digests, type HashAlgorithm} from '@fonds/core/hash';
import type {DigestThread} from './digest-thread.ts';
import {blockViews, type Segment} from './stored-blocks.ts';

/** Makes the CRC and the digests of one entry from its segments. */
export interface SegmentDigester {
	/** How many segments may be on their way at a time. */
	readonly depth: number;
	/** Reads a segment and gives it back, possibly in other memory and after later ones were handed in. */
	add(segment: Segment): Promise<Segment>;
	finish(): Promise<Digests>;
}

/** Makes everything on this thread. */
export async function createDigester(algorithms: readonly HashAlgorithm[]): Promise<SegmentDigester> {
	const hasher = await createHasher(['crc32', ...algorithms]);
	return {
		depth: 0,
		add(segment) {
			for (const block of blockViews(segment.bytes, segment.length)) {
				hasher.update(block);
			}
			return Promise.resolve(segment);
		},
		finish: () => Promise.resolve(hasher.digest()),
	};
}

/** Leaves the digests to another thread; the CRC, which is quick, is made here at the same time. */
export async function createThreadedDigester(algorithms: readonly HashAlgorithm[], thread: DigestThread): Promise<SegmentDigester> {
	const crc = await createHasher(['crc32']);
	thread.start(algorithms);
	return {
		depth: 3,
		add(segment) {
			for (const block of blockViews(segment.bytes, segment.length)) {
				crc.update(block);
			}
			return thread.add(segment);
		},
		finish: async () => ({...(await thread.finish()), ...crc.digest()}),
	};
}
