import type {FixityAlgorithm} from '@fonds/core/hash';
import type {PackageProgressListener} from '../entries/progress.ts';
import type {ZipEncodingOptions} from '../zip/options.ts';

/** Options of {@link xipLayout}. */
export interface XipLayoutOptions {
	/** Name of the folder that holds everything. @default the reference of the only asset, else a new UUID */
	readonly id?: string | undefined;
	/** Namespace of the metadata: `http://preservica.com/XIP/v` and a version. @default 'http://preservica.com/XIP/v6.0' */
	readonly namespace?: string | undefined;
	/** Digests beside SHA-1, which Preservica's format asks for. @default [] */
	readonly digests?: readonly FixityAlgorithm[] | undefined;
	/** When the content takes effect. With `deterministic`, give it, and `createRef` too. @default now */
	readonly date?: Date | undefined;
	/** Makes references. @default random UUIDs */
	readonly createRef?: (() => string) | undefined;
}

/** What a package looks like. */
export interface XipPlanOptions extends XipLayoutOptions, ZipEncodingOptions {}

/** Options of `packageAssets`. */
export interface PackageAssetsOptions extends XipPlanOptions {
	/** Ends the stream with the signal's reason, and closes what is open. */
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: PackageProgressListener | undefined;
}
