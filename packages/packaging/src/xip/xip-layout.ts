import {PackageError} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import type {PackageEntry} from '../entries/entry.ts';
import {moveEntry} from '../entries/move-entry.ts';
import {inGroups} from '../layout/in-groups.ts';
import type {OutlinedFile, PackageLayout, WrittenEntries} from '../layout/layout.ts';
import type {XipDescription} from './description.ts';
import {placeholderDigests, writeMetadata, type FileFacts, type PackedRepresentation} from './metadata.ts';
import type {XipLayoutOptions} from './options.ts';
import {filesOf, pathOf, type PlannedFile, type PlannedObject, type XipPlan} from './plan.ts';
import {planPackage} from './plan-package.ts';

export const metadataName = 'metadata.xml';

/** What files of a package are called. */
export interface PackageNaming {
	readonly pathOf: (file: PlannedFile) => string;
	/** The last file; undefined if the package does without. */
	readonly metadata: string | undefined;
}

const submission: PackageNaming = {pathOf, metadata: metadataName};

/**
 * Lays out a XIP submission: `content/<folder of a representation>/<file>`, and `metadata.xml` at the end, with the digests of what was written. Every file
 * is read once. In a ZIP file it belongs into a folder (`zipLayout(layout, {folder: layout.name})`), as `packageAssets` does it.
 *
 * What `readXip` gives can be laid out again: every file then has to have the digests that were recorded.
 *
 * @throws ConfigurationError for a description that cannot be packaged: no files, empty titles, malformed metadata, text XML cannot hold, and what the
 * version of the namespace does not have.
 * @throws PackageError while it is written with the problem `fixity-mismatch`, or as who writes it says.
 */
export function xipLayout(description: XipDescription, options: XipLayoutOptions = {}): PackageLayout {
	return layoutOfPlan(planPackage(description, options));
}

/**
 * Lays out what has been planned.
 *
 * @param onFile - Told what each file is called in the package, before it is written.
 */
export function layoutOfPlan(
	plan: XipPlan,
	onFile?: (path: string, entry: PackageEntry) => void,
	naming: PackageNaming = submission,
): PackageLayout {
	return {
		name: plan.id,
		digests: plan.algorithms,
		walk: written => walk(plan, written, naming, onFile),
		outline: () => outline(plan, naming),
	};
}

async function* walk(
	plan: XipPlan,
	written: WrittenEntries,
	naming: PackageNaming,
	onFile: ((path: string, entry: PackageEntry) => void) | undefined,
): AsyncGenerator<readonly PackageEntry[], undefined> {
	const packed: PackedRepresentation[] = [];
	for await (const group of inGroups(filesToPack(plan, packed))) {
		if (onFile !== undefined) {
			group.forEach(file => onFile(naming.pathOf(file), file.entry));
		}
		yield group.map(file => moveEntry(file.entry, naming.pathOf(file)));
		for (const file of group.filter(({expected}) => expected !== undefined)) {
			refuseOtherDigests(naming.pathOf(file), file, written);
		}
	}
	if (naming.metadata !== undefined) {
		const factsOf = (file: PlannedFile): FileFacts => written.get(naming.pathOf(file))!;
		yield [metadataEntry(naming.metadata, plan, [...writeMetadata(plan, packed, factsOf)])];
	}
	return undefined;
}

/** Files are handed over in groups, which can be read ahead; those of an async iterable too, for none depends on another. */
async function* filesToPack(plan: XipPlan, packed: PackedRepresentation[]): AsyncGenerator<PlannedFile, undefined> {
	const seen = new Set<unknown>();
	for (const representation of plan.representations) {
		const objects: PlannedObject[] = [];
		packed.push({representation, objects});
		for await (const object of representation.walk()) {
			objects.push(object);
			yield* seen.has(object.entity) ? [] : filesOf(object);
			seen.add(object.entity);
		}
	}
	return undefined;
}

/** @throws PackageError if a file is not what was said. */
function refuseOtherDigests(path: string, file: PlannedFile, written: WrittenEntries): void {
	for (const [algorithm, digest] of Object.entries(file.expected ?? {})) {
		const actual: string | undefined = Object.entries(written.get(path)?.digests ?? {}).find(([name]) => name === algorithm)?.[1];
		if (actual !== digest) {
			throw new PackageError(
				`The file "${file.entry.path}" has the ${algorithm} digest ${actual}, not ${digest}. It was changed, or is damaged.`,
				{
					problem: 'fixity-mismatch',
					path,
				},
			);
		}
	}
}

function metadataEntry(path: string, {date}: XipPlan, pieces: readonly Uint8Array<ArrayBuffer>[]): PackageEntry {
	return {
		path,
		size: pieces.reduce((sum, {length}) => sum + length, 0),
		modified: date,
		open: () => streamFrom(pieces),
	};
}

/** Digests have one length each, so that the metadata can be measured before anything is read. */
function outline(plan: XipPlan, naming: PackageNaming): readonly OutlinedFile[] | undefined {
	const packed: PackedRepresentation[] = [];
	const files: OutlinedFile[] = [];
	const seen = new Set<unknown>();
	for (const representation of plan.representations) {
		if (representation.objects === undefined) {
			return undefined;
		}
		packed.push({representation, objects: representation.objects});
		for (const object of representation.objects) {
			for (const file of seen.has(object.entity) ? [] : filesOf(object)) {
				const {size, modified, compress} = file.entry;
				if (size === undefined) {
					return undefined;
				}
				files.push({path: naming.pathOf(file), size, modified, compress});
			}
			seen.add(object.entity);
		}
	}
	if (naming.metadata === undefined) {
		return files;
	}
	const digests = placeholderDigests(plan.algorithms);
	let metadata = 0;
	for (const {length} of writeMetadata(plan, packed, ({entry}) => ({size: entry.size ?? 0, digests}))) {
		metadata += length;
	}
	return [...files, {path: naming.metadata, size: metadata, modified: plan.date}];
}
