/// <reference types="node" />
import {readFile, rm} from 'node:fs/promises';
import {ConfigurationError, type JobState} from '@fonds/core';
import {parseJson} from '@fonds/core/json';
import {saveStream} from '@fonds/core/node';
import * as z from 'zod/mini';
import {lockState} from './state-lock.ts';

/** A package that was sent and of which it is not known yet that its assets are there. */
export interface SentDirectoryPackage {
	/** Code of the directory. */
	readonly directory: string;
	/** Codes of the files. */
	readonly codes: readonly string[];
	/** Name of the object that was sent. */
	readonly key: string;
	/** Is it known that all of it arrived? It is not from before the last request until its answer. */
	readonly arrived: boolean;
	/** The ingest; none for what was sent to a location, or may not have arrived. */
	readonly job: JobState | undefined;
}

/** What a run leaves behind for the next one: what cannot be found on the server, or not yet. */
export interface DirectoryState {
	/** Folders about to be made, by code: the references they are made with. */
	readonly folders: Map<string, string>;
	readonly packages: Set<SentDirectoryPackage>;
	/** Keeps the present state. */
	save(this: void): Promise<void>;
	/** Lets other runs use the file. */
	close(this: void): Promise<void>;
}

const jobSchema = z.object({kind: z.string(), id: z.string(), data: z.json()});
const schema = z.object({
	version: z.literal(1),
	run: z.string(),
	folders: z.array(z.object({code: z.string(), ref: z.string()})),
	packages: z.array(
		z.object({
			directory: z.string(),
			codes: z.array(z.string()),
			key: z.string(),
			arrived: z.boolean(),
			job: z.optional(jobSchema),
		}),
	),
});

/**
 * Opens the state of a run, in a file if there is to be one, which only its owner may read. When nothing is left to keep, the file goes.
 *
 * @param run - What the run is about; the file of another one is refused.
 * @throws ConfigurationError when the file is of another run, or cannot be read or written.
 * @throws DecodeError when the file is damaged, or no state; it is left as it is.
 * @throws SdkError with code `locked` when another run works with the file.
 */
export async function openDirectoryState(file: string | undefined, run: string): Promise<DirectoryState> {
	if (file === undefined) {
		return createState(undefined, run, undefined, async () => {});
	}
	const unlock = await lockState(file);
	try {
		return createState(file, run, await read(file, run), unlock);
	} catch (error) {
		await unlock();
		throw error;
	}
}

function createState(
	file: string | undefined,
	run: string,
	kept: z.infer<typeof schema> | undefined,
	unlock: () => Promise<void>,
): DirectoryState {
	const folders = new Map(kept?.folders.map(({code, ref}) => [code, ref]));
	const packages = new Set<SentDirectoryPackage>(
		kept?.packages.map(({directory, codes, key, arrived, job}) => ({directory, codes, key, arrived, job})),
	);
	let last: Promise<void> = Promise.resolve();

	const write = async (): Promise<void> => {
		if (file === undefined) {
			return;
		}
		if (folders.size + packages.size === 0) {
			await rm(file, {force: true});
			return;
		}
		const text = JSON.stringify(
			{version: 1, run, folders: Array.from(folders, ([code, ref]) => ({code, ref})), packages: [...packages]},
			undefined,
			'\t',
		);
		await saveStream(file, new Blob([text]).stream(), {overwrite: true, mode: 0o600});
	};
	return {
		folders,
		packages,
		save() {
			last = last.then(write, write); // One after the other: each writes what is so when its turn comes.
			return last;
		},
		async close() {
			await last.catch(() => {}); // Whoever saved was told.
			await unlock();
		},
	};
}

async function read(file: string, run: string): Promise<z.infer<typeof schema> | undefined> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return undefined;
		}
		throw new ConfigurationError(`The state file ${file} cannot be read.`, {cause: error});
	}
	const state = parseJson(text, schema, `The state file ${file}`);
	if (state.run !== run) {
		throw new ConfigurationError(`The state file ${file} is of another run: ${state.run}. This one is ${run}. Give each its own.`, {
			code: 'state',
		});
	}
	return state;
}
