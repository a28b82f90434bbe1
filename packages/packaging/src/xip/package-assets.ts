import type {PackageEntry} from '../entries/entry.ts';
import type {PackageProgressListener} from '../entries/progress.ts';
import type {WrittenEntry} from '../zip/options.ts';
import {zipGroups} from '../zip/zip.ts';
import type {XipDescription} from './description.ts';
import {writeMetadata} from './metadata.ts';
import type {PackageAssetsOptions} from './options.ts';
import {contentEntry, metadataEntry, metadataName, outlinePackage, type PlacedFile} from './outline.ts';
import {pathOf, type XipPlan} from './plan.ts';
import {planPackage} from './plan-package.ts';

/** How many files are handed over at a time. */
const groupSize = 256;

/** A package on its way: what an upload needs to know about it. */
export interface XipPackage {
	/** The ZIP file. Nothing is opened before it is read. */
	readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>>;
	/** Its exact length; undefined if a file does not announce its size, comes from an async iterable or is deflated. */
	readonly size: number | undefined;
	/** References of the assets in it. */
	readonly assets: readonly string[];
	/** A name for the file. */
	readonly name: string;
}

/**
 * Packages assets as a XIP submission: `<id>/metadata.xml` and `<id>/content/<folder of a representation>/<file>` in a ZIP file.
 *
 * Every file is read once; its digests are made on the way and stand in `metadata.xml`, which is the last entry. The description
 * is checked at once, the files when their turn comes.
 *
 * @throws ConfigurationError for a description that cannot be packaged: no files, empty titles, malformed metadata, text XML cannot hold.
 * @throws PackageError (from the stream) as `zip` does.
 */
export function packageAssets(description: XipDescription, options: PackageAssetsOptions = {}): XipPackage {
	const plan = planPackage(description, options);
	return packagePlan(plan, options);
}

/** Packages what has been planned. */
export function packagePlan(
	plan: XipPlan,
	{signal, onProgress}: {readonly signal?: AbortSignal | undefined; readonly onProgress?: PackageProgressListener | undefined},
): XipPackage {
	const outline = outlinePackage(plan);
	const written = new Map<string, WrittenEntry>();
	const givenPaths = new Map<string, string>();
	const bytes = zipGroups(walkEntries(plan, written, givenPaths), {
		signal,
		onProgress:
			onProgress &&
			(progress => onProgress({...progress, file: {...progress.file, path: givenPaths.get(progress.file.path) ?? metadataName}})),
		total: onProgress === undefined ? undefined : outline.total,
		digests: plan.algorithms,
		compress: plan.compress,
		deterministic: plan.deterministic,
		onEntry: entry => void written.set(entry.path, entry),
	});
	return {
		bytes,
		get size() {
			return outline.size;
		},
		assets: outline.assets,
		name: outline.name,
	};
}

async function* walkEntries(
	plan: XipPlan,
	written: ReadonlyMap<string, WrittenEntry>,
	givenPaths: Map<string, string>,
): AsyncGenerator<readonly PackageEntry[], undefined> {
	const packed: PlacedFile[] = [];
	for await (const group of groupFiles(plan)) {
		for (const item of group) {
			packed.push(item);
			givenPaths.set(pathOf(plan, item.file), item.file.entry.path);
		}
		yield group.map(({file}) => contentEntry(plan, file));
	}
	const records = packed.map(({representation, file}) => {
		const {size, digests} = written.get(pathOf(plan, file))!;
		return {representation, file, size, digests};
	});
	yield [metadataEntry(plan, [...writeMetadata(plan, records)])];
	return undefined;
}

/** Gives the files in groups, which can be read ahead; those of an async iterable too, for none depends on another. */
async function* groupFiles(plan: XipPlan): AsyncGenerator<readonly PlacedFile[], undefined> {
	let group: PlacedFile[] = [];
	for (const representation of plan.representations) {
		for await (const file of representation.walk()) {
			group.push({representation, file});
			if (group.length === groupSize) {
				yield group;
				group = [];
			}
		}
	}
	yield group;
	return undefined;
}
