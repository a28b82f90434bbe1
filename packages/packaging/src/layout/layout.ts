import type {HashAlgorithm} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import type {WrittenEntry} from '../zip/options.ts';

/** A file that will be in a package. */
export interface OutlinedFile {
	readonly path: string;
	readonly size: number;
	readonly modified?: Date | undefined;
	readonly compress?: boolean | undefined;
	/** An empty folder. @default false */
	readonly directory?: boolean | undefined;
}

/** What was written so far, by path. */
export type WrittenEntries = ReadonlyMap<string, WrittenEntry>;

/**
 * A package as files, wherever they are written to: a ZIP file (`zipLayout`), a folder of a disk (`writeFolder` of `@fonds/packaging/node`) or one that
 * a user chose (`writeDirectory`).
 *
 * Files that tell of others, such as manifests, come after them, and are made of what was written.
 */
export interface PackageLayout {
	/** A name for the folder, or without `.zip` for the file. */
	readonly name: string;
	/** The digests that `written` has to have. */
	readonly digests: readonly HashAlgorithm[];
	/**
	 * Gives the files in groups; call it once. A group is asked for when the one before is written, so that `written` has all of that. Within a group no
	 * file depends on another.
	 */
	walk(written: WrittenEntries): AsyncIterable<readonly PackageEntry[]>;
	/** Path and exact size of every file; undefined when a size is not known before the files are read. */
	outline(): readonly OutlinedFile[] | undefined;
}
