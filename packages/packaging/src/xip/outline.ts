import {streamFrom} from '@fonds/core/streams';
import type {PackageEntry} from '../entries/entry.ts';
import {predictZipLength} from '../zip/predict-length.ts';
import {placeholderDigests, writeMetadata} from './metadata.ts';
import {pathOf, type PlannedFile, type PlannedRepresentation, type XipPlan} from './plan.ts';

export const metadataName = 'metadata.xml';

/** What is known about a package before it is made. */
export interface PackageOutline {
	readonly size: number | undefined;
	readonly assets: readonly string[];
	readonly name: string;
	/** Bytes of all files and the metadata. */
	readonly total: number | undefined;
}

/** A file and where it belongs. */
export interface PlacedFile {
	readonly representation: PlannedRepresentation;
	readonly file: PlannedFile;
}

/** Finds out what can be known. Sizes are found when they are first asked for: the metadata has to be written for that, with other digests. */
export function outlinePackage(plan: XipPlan): PackageOutline {
	let sizes: Sizes | undefined;
	const find = (): Sizes => (sizes ??= findSizes(plan));
	return {
		get size() {
			return find().size;
		},
		get total() {
			return find().total;
		},
		assets: plan.assets.map(({ref}) => ref),
		name: `${plan.id}.zip`,
	};
}

type Sizes = Pick<PackageOutline, 'size' | 'total'>;

function findSizes(plan: XipPlan): Sizes {
	const files: PlacedFile[] = [];
	for (const representation of plan.representations) {
		if (representation.files === undefined || representation.files.some(({entry}) => entry.size === undefined)) {
			return {size: undefined, total: undefined};
		}
		for (const file of representation.files) {
			files.push({representation, file});
		}
	}
	const digests = placeholderDigests(plan.algorithms);
	const records = files.map(placed => ({...placed, size: placed.file.entry.size ?? 0, digests}));
	const contents = records.reduce((sum, {size}) => sum + size, 0);
	let metadata = 0;
	for (const {length} of writeMetadata(plan, records)) {
		metadata += length;
	}
	const entries = [...files.map(({file}) => contentEntry(plan, file)), {...metadataEntry(plan, []), size: metadata}];
	return {size: predictZipLength(entries, plan), total: contents + metadata};
}

/** The entry of a file. */
export function contentEntry(plan: XipPlan, file: PlannedFile): PackageEntry {
	const {entry} = file;
	const {size, modified, compress} = entry;
	return {
		path: pathOf(plan, file),
		size,
		modified,
		compress,
		open: () => entry.open(),
		openReader: entry.openReader === undefined ? undefined : () => entry.openReader!(),
	};
}

/** The entry of the metadata. */
export function metadataEntry(plan: XipPlan, pieces: readonly Uint8Array<ArrayBuffer>[]): PackageEntry {
	return {
		path: `${plan.id}/${metadataName}`,
		size: pieces.reduce((sum, {length}) => sum + length, 0),
		modified: plan.date,
		open: () => streamFrom(pieces),
	};
}
