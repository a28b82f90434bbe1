import type {JobState} from '@fonds/core';
import type {EntityReference} from '../entities/entity.ts';
import type {FileDifference} from './compare-file.ts';

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
	/** Name of the object that was sent. */
	readonly key: string;
}

/** A package of an earlier run of which it is not known that its ingest has ended. Its files were not sent again. */
export interface EarlierPackage {
	/** Code of the directory. */
	readonly directory: string;
	/** The paths of its files, with `/`, the directory's own name first. */
	readonly paths: readonly string[];
	/** Name of the object that was sent. */
	readonly key: string;
	/** Is it known that all of it arrived? If not, nothing may ever come of it: see the option `sendAgain`. */
	readonly arrived: boolean;
	/** The ingest, for `uploads.resume`; `undefined` for what went to a location, or may not have arrived. */
	readonly job: JobState | undefined;
}

/** A file that is no longer what was ingested under its code. It was left alone. */
export interface ChangedFile {
	/** Its path below the directory, with `/`, the directory's own name first. */
	readonly path: string;
	/** What has its code. */
	readonly entity: EntityReference;
	/** In what it differs; `no file`: there is nothing in the archive to compare it with. */
	readonly difference: FileDifference;
	/** Bytes on the disk. */
	readonly size: number;
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
	/**
	 * Was everything looked at, and is all of it in the archive, or on its way there? `false` when something failed, changed, or may not have
	 * arrived, and when `maxBytes` ended the run early. What is `waiting` in `packages` and `earlier` may still fail: run it again to know.
	 */
	readonly complete: boolean;
	readonly folders: {readonly created: number; readonly present: number};
	/** Files by what became of them; `waiting` were sent by an earlier run whose ingest is not known to have ended. */
	readonly files: {readonly uploaded: number; readonly present: number; readonly changed: number; readonly waiting: number};
	/** Bytes of the files that were uploaded. */
	readonly size: number;
	readonly packages: readonly DirectoryPackage[];
	readonly earlier: readonly EarlierPackage[];
	readonly changed: readonly ChangedFile[];
	readonly skipped: readonly SkippedPath[];
	readonly failed: readonly FailedPaths[];
}

/** Told about each folder and file. */
export interface DirectoryItem {
	readonly kind: 'folder' | 'file';
	/** The value of its identifier `code`. */
	readonly code: string;
	readonly outcome: 'created' | 'uploaded' | 'present' | 'changed' | 'waiting' | 'skipped' | 'failed';
}
