import type {JobState} from '@fonds/core';

/** A package that a run has sent. */
export interface DirectoryPackage {
	/** Code of the directory. */
	readonly directory: string;
	/** Reference of the folder. */
	readonly folder: string;
	/** How many files are in it. */
	readonly files: number;
	/** Bytes of these files. */
	readonly size: number;
	/** `waiting`: sent, and its ingest not known to have ended. */
	readonly outcome: 'ingested' | 'waiting' | 'failed';
	/** The ingest, for `uploads.resume`, while it is waiting; `undefined` for what went to a location. */
	readonly job: JobState | undefined;
	/** Name of the object in the location; `undefined` for what went to the tenant's bucket. */
	readonly key: string | undefined;
}

/** Something that was left out. */
export interface SkippedPath {
	/** Its path below the directory, with `/`, the directory's own name first. */
	readonly path: string;
	readonly reason: 'symbolic link' | 'not a file';
}

/** Something that did not work; the run went on. */
export interface FailedPaths {
	/** The paths it concerns, with `/`, the directory's own name first. */
	readonly paths: readonly string[];
	readonly error: unknown;
}

/** What became of a directory. */
export interface DirectoryReport {
	/** Was everything looked at, and did nothing fail? `false` also when `maxBytes` ended the run early. Run it again to go on. */
	readonly complete: boolean;
	readonly folders: {readonly created: number; readonly present: number};
	/** Files by what became of them; `waiting` were sent by an earlier run whose ingest is not known to have ended. */
	readonly files: {readonly uploaded: number; readonly present: number; readonly waiting: number};
	/** Bytes of the files that were uploaded. */
	readonly size: number;
	readonly packages: readonly DirectoryPackage[];
	readonly skipped: readonly SkippedPath[];
	readonly failed: readonly FailedPaths[];
}

/** Told about each folder and file. */
export interface DirectoryItem {
	readonly kind: 'folder' | 'file';
	/** The value of its identifier `code`. */
	readonly code: string;
	readonly outcome: 'created' | 'uploaded' | 'present' | 'waiting' | 'skipped' | 'failed';
}
