import {moveEntry} from '../entries/move-entry.ts';
import type {PackageProgressListener} from '../entries/progress.ts';
import type {WrittenEntry, ZipEncodingOptions} from '../zip/options.ts';
import {predictZipLength} from '../zip/predict-length.ts';
import {zipGroups} from '../zip/zip.ts';
import type {PackageLayout} from './layout.ts';

/** Options of {@link zipLayout}. */
export interface ZipLayoutOptions extends ZipEncodingOptions {
	/** A folder in the ZIP file around everything. @default none */
	readonly folder?: string | undefined;
	/** Ends the stream with the signal's reason, and closes what is open. */
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: PackageProgressListener | undefined;
	/** Told about each file once it is written, by its path in the layout. What it throws ends the stream. */
	readonly onEntry?: ((entry: WrittenEntry) => void) | undefined;
}

/** A package on its way. */
export interface ZippedPackage {
	/** The ZIP file. Nothing is opened before it is read. */
	readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>>;
	/** Its exact length; undefined if a file does not announce its size or is deflated. */
	readonly size: number | undefined;
	/** A name for the file. */
	readonly name: string;
}

/**
 * Writes a package as a ZIP file, in one pass.
 *
 * @throws PackageError (from the stream) as `zip` does.
 */
export function zipLayout(layout: PackageLayout, options: ZipLayoutOptions = {}): ZippedPackage {
	const {folder, signal, onProgress, compress, deterministic} = options;
	const prefix = folder === undefined ? '' : `${folder}/`;
	const written = new Map<string, WrittenEntry>();
	const outline = onProgress && layout.outline();
	const bytes = zipGroups(prefixed(layout.walk(written), prefix), {
		signal,
		onProgress,
		compress,
		deterministic,
		digests: layout.digests,
		total: outline?.reduce((sum, {size}) => sum + size, 0),
		onEntry(entry) {
			const own = prefix === '' ? entry : {...entry, path: entry.path.slice(prefix.length)};
			written.set(own.path, own);
			options.onEntry?.(own);
		},
	});
	return {
		bytes,
		get size() {
			const files = layout.outline()?.map(file => ({
				path: prefix + file.path,
				size: file.size,
				modified: file.modified,
				compress: file.compress,
				directory: file.directory,
			}));
			return files && predictZipLength(files, {compress, deterministic});
		},
		name: `${layout.name}.zip`,
	};
}

async function* prefixed(groups: ReturnType<PackageLayout['walk']>, prefix: string): ReturnType<PackageLayout['walk']> {
	for await (const group of groups) {
		yield prefix === '' ? group : group.map(entry => moveEntry(entry, prefix + entry.path));
	}
}
