import type {UploadSource} from '../uploads/upload-source.ts';

/** A file on a disk, to be packaged: what `packageAssets` of @fonds/packaging takes as a file. */
export interface DiskFile {
	/** The file's name. */
	readonly path: string;
	/** Bytes. */
	readonly size: number;
	readonly modified: Date;
	/** Opens the file. A file of another size than it had fails while it is read. */
	open(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** An asset to be packaged: what `packageAssets` of @fonds/packaging takes as an asset. */
export interface AssetToPackage {
	readonly title: string;
	readonly description: string;
	readonly securityTag: string;
	readonly identifiers: readonly {readonly type: string; readonly value: string}[];
	readonly representations: readonly {readonly type: 'Preservation'; readonly files: readonly DiskFile[]}[];
}

/** Where a package goes. */
export interface PackageTarget {
	/** Reference of the folder the assets go into. */
	readonly parent: string;
	readonly signal: AbortSignal | undefined;
}

/**
 * Makes a package of assets. With @fonds/packaging, in one line:
 *
 * ```ts
 * const packageFiles: PackageFiles = (assets, {parent}) => packageAssets({parent, assets});
 * ```
 */
export type PackageFiles = (assets: readonly AssetToPackage[], target: PackageTarget) => UploadSource | Promise<UploadSource>;
