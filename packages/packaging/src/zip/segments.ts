import {fillSegment, segmentCapacity, type Segment} from './stored-blocks.ts';
import {sizeChanged, type Source} from './source.ts';

/** A part of a file, and whether it is the last. */
export interface Part {
	readonly segment: Segment;
	readonly last: boolean;
}

/**
 * Reads a file part by part, one ahead of who takes them. Every part but the last is full; a file whose size was not announced
 * may end with an empty one.
 *
 * @throws PackageError `size-changed` if the file is not as long as announced.
 */
export async function* readParts(path: string, size: number | undefined, source: Source): AsyncGenerator<Part, undefined> {
	let position = 0;
	const fetchPart = (): Promise<Part> => {
		const part = readPart(path, size, position, source);
		position += segmentCapacity;
		part.catch(() => {}); // It may fail while the part before it is still worked on.
		return part;
	};
	for (let next = fetchPart(); ;) {
		const part = await next;
		if (!part.last) {
			next = fetchPart();
		}
		yield part;
		if (part.last) {
			return undefined;
		}
	}
}

async function readPart(path: string, size: number | undefined, position: number, source: Source): Promise<Part> {
	const capacity = Math.min(segmentCapacity, size === undefined ? Infinity : size - position);
	const last = size !== undefined && position + capacity === size;
	const segment = await fillSegment(capacity, last ? 1 : 0, memory => source.read(memory));
	if (size !== undefined && segment.length !== capacity) {
		throw sizeChanged(path, size, segment.length > capacity);
	}
	return {segment, last: last || segment.length < capacity};
}
