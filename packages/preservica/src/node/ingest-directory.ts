/// <reference types="node" />
import {lstat} from 'node:fs/promises';
import {basename, resolve} from 'node:path';
import {ConfigurationError, type PollOptions, type ProgressListener} from '@fonds/core';
import type {Preservica} from '../preservica.ts';
import type {UploadLocation} from '../uploads/location.ts';
import type {FileComparison} from './compare-file.ts';
import type {DirectoryItem, DirectoryReport} from './directory-report.ts';
import {openDirectoryState} from './directory-state.ts';
import {DirectoryRun} from './directory-run.ts';
import {codeName} from './find-code.ts';
import type {PackageFiles} from './package-files.ts';
import {checkedCount} from '../whole-number.ts';

/** What ingesting a directory takes. */
export interface IngestDirectoryOptions extends PollOptions {
	/** Reference of the folder that the directory goes into; `null` puts it at the root. */
	readonly parent: string | null;
	/** Makes a package of the new files of a directory, each an asset: `(assets, {parent}) => packageAssets({parent, assets})`. */
	readonly packageFiles: PackageFiles;
	/** Security tag of new folders and assets. @default 'open' */
	readonly securityTag?: string | undefined;
	/** Code of the directory itself, with which all codes below it start. Give one when another directory of this name was ingested. @default the directory's name */
	readonly code?: string | undefined;
	/** A location to upload to: its name, `apiId`, or what `uploads.locations()` gave. @default the tenant's bucket */
	readonly location?: string | UploadLocation | undefined;
	/** Ends the run after the directory with which more than so many bytes of files were uploaded. @default no end */
	readonly maxBytes?: number | undefined;
	/** Files of a directory that go into one package at most. @default 10,000 */
	readonly filesPerPackage?: number | undefined;
	/**
	 * Wait for the ingests before this resolves? An ingest into a location starts when Preservica next looks there; waiting for it is asking for its
	 * assets until they are there. @default true, and `false` for a location
	 */
	readonly wait?: boolean | undefined;
	/**
	 * What of the files that are there already is compared with what was ingested: `size` asks the server about five things for each, `fixity` also
	 * reads the file. What differs is in `changed` of the report and left alone. @default 'size'
	 */
	readonly compare?: FileComparison | undefined;
	/**
	 * Send again what an earlier run has sent that cannot be followed, as far as it is not there: to a location, or without an answer? Make sure first
	 * that no ingest of it is under way. @default false
	 */
	readonly sendAgain?: boolean | undefined;
	/**
	 * A file that keeps what a run that breaks off, or does not wait, has sent or may have sent, so that the next one does not send it
	 * again. One run at a time works with it. It goes when everything is there. @default nothing is kept
	 */
	readonly stateFile?: string | undefined;
	/** Told the bytes of packages the server has, in the phase `upload`. */
	readonly onProgress?: ProgressListener | undefined;
	/** Told what becomes of each folder and file. What it throws is ignored. */
	readonly onItem?: ((item: DirectoryItem) => void) | undefined;
}

/**
 * Mirrors a directory into Preservica: folders for directories, an asset for each file, one package for the new files of each directory.
 *
 * Folders and assets get the identifier `code`: the path from the directory's own name on, with `/` on every system. What has its code
 * already is there and left alone; one whose content is another now is in the report. So a run that broke off is continued by running it
 * again. Symbolic links are left out, and reported. Names are taken in their order, memory grows with the largest directory only.
 *
 * What is wrong with some files, or with the ingest of a package, is in the report, and the run goes on; everything else ends it. Without a
 * state file, it then waits for the ingests that have begun before it rejects, except after an abort.
 *
 * @throws ConfigurationError when the directory is none, the state file is of another run or not to be used, or the code belongs to a folder
 * elsewhere; with code `location` when there is no such location.
 * @throws DecodeError when the state file is damaged; it is left as it is.
 * @throws SdkError with code `locked` when another run works with the state file; with code `ambiguous` when several folders have one code.
 * @throws NotFoundError when there is no folder `parent`.
 */
export async function ingestDirectory(
	preservica: Pick<Preservica, 'entities' | 'uploads' | 'session'>,
	directory: string,
	options: IngestDirectoryOptions,
): Promise<DirectoryReport> {
	const {parent, signal, stateFile} = options;
	const code = checkCode(options.code ?? basename(resolve(directory)));
	checkNumbers(options);
	signal?.throwIfAborted();
	const stats = await lstat(directory).catch((cause: unknown) => {
		throw new ConfigurationError(`The directory ${directory} cannot be read.`, {cause});
	});
	if (!stats.isDirectory()) {
		throw new ConfigurationError(`${directory} is not a directory.`);
	}
	if (parent !== null) {
		await preservica.entities.folder(parent, {signal});
	}
	const run = `${code} into ${parent ?? 'the root'} of ${preservica.session.http.baseUrl.host}`;
	const state = await openDirectoryState(stateFile, run);
	try {
		return await new DirectoryRun(preservica, state, options).ingest(resolve(directory), code);
	} finally {
		await state.close();
	}
}

function checkCode(code: string): string {
	if (code.trim() === '' || code.startsWith('/') || code.endsWith('/')) {
		throw new ConfigurationError(
			`${JSON.stringify(code)} cannot be the code of the directory. Give it a name of its own as the option code.`,
		);
	}
	return codeName(code).trimStart();
}

function checkNumbers({maxBytes, filesPerPackage}: IngestDirectoryOptions): void {
	for (const [name, value] of Object.entries({maxBytes, filesPerPackage})) {
		checkedCount(name, value ?? 1);
	}
}
