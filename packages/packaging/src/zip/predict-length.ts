import type {PackageEntry} from '../entries/entry.ts';
import {planEntry} from './entry-plan.ts';
import {centralLength, descriptorLength, endRecordsLength, localLength} from './layout.ts';
import type {ZipEncodingOptions} from './options.ts';
import {blocksLength, needsWideSizes, segmentCapacity} from './stored-blocks.ts';

/**
 * The exact length of the ZIP file that `zip` makes of these entries with these options; undefined if an entry does not announce
 * its size or is deflated.
 *
 * @throws PackageError for a size that is none.
 */
export function predictZipLength(entries: Iterable<Omit<PackageEntry, 'open'>>, options: ZipEncodingOptions = {}): number | undefined {
	let offset = 0;
	let directory = 0;
	let count = 0;
	for (const entry of entries) {
		const {name, size, date, deflate} = planEntry(entry, options);
		if (size === undefined || deflate) {
			return undefined;
		}
		const small = size <= segmentCapacity;
		const wide = !small && needsWideSizes(size);
		const compressedSize = small ? size : blocksLength(size);
		directory += centralLength(name.length, date, size, compressedSize, offset);
		offset += localLength(name.length, date, wide) + compressedSize + (small ? 0 : descriptorLength(wide));
		count++;
	}
	return offset + directory + endRecordsLength(count, directory, offset);
}
