import {zipLayout} from '../layout/zip-layout.ts';
import type {XipDescription} from './description.ts';
import {failWithGivenPaths} from './given-paths.ts';
import type {PackageAssetsOptions} from './options.ts';
import {inFolder, outlinePackage} from './outline.ts';
import {planPackage} from './plan-package.ts';
import {layoutOfPlan, metadataName} from './xip-layout.ts';

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
 * @throws ConfigurationError for a description that cannot be packaged: no files, empty titles, malformed metadata, text XML cannot hold, and what the
 * version of the namespace does not have.
 * @throws PackageError (from the stream) as `zip` does, and with the problem `fixity-mismatch`; `path` is the one that the caller gave to the file.
 */
export function packageAssets(description: XipDescription, options: PackageAssetsOptions = {}): XipPackage {
	const plan = planPackage(description, options);
	const {signal, onProgress} = options;
	const outline = outlinePackage(plan);
	const givenPaths = new Map<string, string>();
	const layout = layoutOfPlan(plan, (path, entry) => void givenPaths.set(path, entry.path), inFolder(plan));
	const {bytes} = zipLayout(layout, {
		signal,
		onProgress:
			onProgress &&
			(progress => onProgress({...progress, file: {...progress.file, path: givenPaths.get(progress.file.path) ?? metadataName}})),
		compress: plan.compress,
		deterministic: plan.deterministic,
	});
	return {
		bytes: failWithGivenPaths(bytes, givenPaths),
		get size() {
			return outline.size;
		},
		assets: outline.assets,
		name: outline.name,
	};
}
