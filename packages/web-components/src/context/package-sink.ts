import type {SourceOptions} from './asset-source.ts';

/** A file that someone picked, with the path it had below the folder they picked. */
export interface PackageFile {
	readonly path: string;
	readonly file: File;
}

/** What someone asks to be preserved. */
export interface PackageRequest {
	readonly title: string;
	readonly description: string | undefined;
	readonly securityTag: string | undefined;
	readonly files: readonly PackageFile[];
}

/** The stages a package goes through. Several may be under way at once: a package is uploaded while it is made. */
export type PackagePhase = 'packaging' | 'uploading' | 'ingesting';

/** How far one stage is. */
export interface PackageProgress {
	readonly phase: PackagePhase;
	/** Bytes; steps or nothing while ingesting. */
	readonly done: number;
	readonly total: number | undefined;
	/** The system's word for what it is doing. */
	readonly activity?: string | undefined;
	/** Progress of one file; without it, files are taken to be packaged in the order of the request. */
	readonly file?: {readonly path: string; readonly done: number} | undefined;
}

/** Options of an ingest. */
export interface IngestOptions extends SourceOptions {
	readonly onProgress?: ((progress: PackageProgress) => void) | undefined;
}

/** An asset that came out of an ingest. */
export interface PackageAsset {
	readonly ref: string;
	readonly title: string;
	/** Where the page shows it; without it, only the reference is shown. */
	readonly href?: string | undefined;
}

/** What came out of an ingest. */
export interface PackageResult {
	readonly assets: readonly PackageAsset[];
}

/** Who does the work of `<package-uploader>`: hashes, packages, uploads and follows the ingest. */
export interface PackageSink {
	/** Resolves when the assets are preserved. Rejects with the signal's reason when it is aborted, and leaves nothing behind then. */
	ingest(request: PackageRequest, options?: IngestOptions): Promise<PackageResult>;
}
