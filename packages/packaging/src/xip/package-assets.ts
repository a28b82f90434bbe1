import type {PackageEntry} from '../entries/entry.ts';
import type {PackageProgressListener} from '../entries/progress.ts';
import type {WrittenEntry} from '../zip/options.ts';
import {predictZipLength} from '../zip/predict-length.ts';
import {zip} from '../zip/zip.ts';
import type {XipDescription} from './description.ts';
import {checkWritable, placeholderDigests, writeMetadata, type FileRecord} from './metadata.ts';
import type {PackageAssetsOptions} from './options.ts';
import {pathOf, type PlannedFile, type PlannedRepresentation, type XipPlan} from './plan.ts';
import {planPackage} from './plan-package.ts';

const metadataName = 'metadata.xml';

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
	const bytes = zip(walkEntries(plan, written, givenPaths), {
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

/** What is known about a package before it is made. */
export interface PackageOutline {
	readonly size: number | undefined;
	readonly assets: readonly string[];
	readonly name: string;
	/** Bytes of all files and the metadata. */
	readonly total: number | undefined;
}

/** Finds out what can be known. Texts that XML cannot hold come out here. @throws ConfigurationError */
export function outlinePackage(plan: XipPlan): PackageOutline {
	const known = plan.representations.flatMap(representation => (representation.files ?? []).map(file => ({representation, file})));
	const complete = plan.representations.every(({files}) => files !== undefined) && known.every(({file}) => file.entry.size !== undefined);
	const digests = placeholderDigests(plan.algorithms);
	const records = known.map(({representation, file}) => ({representation, file, size: file.entry.size ?? 0, digests}));
	const metadata = writeMetadata(plan, records);
	const contents = records.reduce((sum, {size}) => sum + size, 0);
	let size: number | undefined;
	return {
		get size() {
			size ??= complete
				? predictZipLength([...known.map(({file}) => contentEntry(plan, file)), metadataEntry(plan, metadata)], plan)
				: undefined;
			return size;
		},
		assets: plan.assets.map(({ref}) => ref),
		name: `${plan.id}.zip`,
		total: complete ? contents + metadata.length : undefined,
	};
}

async function* walkEntries(
	plan: XipPlan,
	written: ReadonlyMap<string, WrittenEntry>,
	givenPaths: Map<string, string>,
): AsyncGenerator<PackageEntry, undefined> {
	const packed: {readonly representation: PlannedRepresentation; readonly file: PlannedFile}[] = [];
	for (const representation of plan.representations) {
		for await (const file of representation.walk()) {
			checkWritable(plan, representation, file);
			packed.push({representation, file});
			givenPaths.set(pathOf(plan, file), file.entry.path);
			yield contentEntry(plan, file);
		}
	}
	yield metadataEntry(
		plan,
		writeMetadata(
			plan,
			packed.map(item => recordOf(plan, item, written)),
		),
	);
	return undefined;
}

function recordOf(
	plan: XipPlan,
	{representation, file}: {readonly representation: PlannedRepresentation; readonly file: PlannedFile},
	written: ReadonlyMap<string, WrittenEntry>,
): FileRecord {
	const {size, digests} = written.get(pathOf(plan, file))!;
	return {representation, file, size, digests};
}

function contentEntry(plan: XipPlan, file: PlannedFile): PackageEntry {
	const {entry} = file;
	const {size, modified, compress, openReader} = entry;
	return {
		path: pathOf(plan, file),
		size,
		modified,
		compress,
		open: () => entry.open(),
		openReader: openReader === undefined ? undefined : () => openReader.call(entry),
	};
}

function metadataEntry(plan: XipPlan, bytes: Uint8Array<ArrayBuffer>): PackageEntry {
	return {
		path: `${plan.id}/${metadataName}`,
		size: bytes.length,
		modified: plan.date,
		open: () => new Blob([bytes]).stream(),
	};
}
