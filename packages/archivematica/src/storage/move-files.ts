import {ConfigurationError, HttpError, path} from '@fonds/core';
import type {HttpClient, Job, JobState, JsonValue, RequestOptions} from '@fonds/core';
import {decodeJson, getJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {insidePath, serverPath, splitServerPath} from '../paths/server-path.ts';
import {createTaskJob, readTaskState, startedTask} from './async-job.ts';
import type {TaskStatus} from './async-job.ts';
import {badJobState} from './bad-job-state.ts';
import {directoryAnswer} from './location-json.ts';
import {resourceUri} from './resource-uri.ts';
import type {WorkOptions} from './store-package.ts';
import {orUncertain} from './uncertain-work.ts';

/** What {@link StorageService.moveFiles} takes. */
export interface FileMove {
	/** UUID of the location the files are in. From backlogs, AIP storages and transfer sources they are copied, from elsewhere moved. */
	readonly from: string;
	/** UUID of a pipeline. The server wants one and does not look at it. */
	readonly pipeline: string;
	readonly files: readonly {
		/** In the origin; with a slash at the end, a directory. */
		readonly source: string;
		/** What the source becomes in the destination: its whole path there. */
		readonly destination: string;
	}[];
}

/** What came of {@link StorageService.moveFiles}. */
export interface MovedFiles {
	/**
	 * Whether the server said that all was moved. `false`: it lost the task, and something is at every destination. Whether that is whole,
	 * nobody says.
	 */
	readonly confirmed: boolean;
}

const kind = 'archivematica-move-files';

/** Milliseconds copying may take in one call. */
const copying = 86_400_000;

/** SS-15, or SS-14. */
export async function moveFiles(
	http: HttpClient,
	location: string,
	move: FileMove,
	{via = 'async', ...options}: WorkOptions,
): Promise<Job<TaskStatus, MovedFiles>> {
	const body = JSON.stringify(encodeMove(move));
	const headers = {'content-type': 'application/json'};
	const task = await orUncertain(`files are being moved to the location ${location}`, advice, async () => {
		if (via === 'synchronous') {
			const timeout = options.timeout ?? copying;
			const request = {...options, timeout, headers, retry: false, body};
			await checkMoved(await http.send('POST', path`api/v2/location/${location}/`, request));
			return undefined;
		}
		const request = {...options, headers, retry: false, body};
		return startedTask(await http.send('POST', path`api/v2/location/${location}/async/`, request), 'The move of files');
	});
	const destinations = move.files.map(file => file.destination);
	return follow(http, location, destinations, task);
}

/** Goes on with a kept job. */
export function resumeMoveFiles(http: HttpClient, state: JobState): Job<TaskStatus, MovedFiles> {
	const {task, work} = readTaskState(state, kind);
	const destinations = z.array(z.string()).safeParse(work);
	if (!destinations.success) {
		throw badJobState(kind);
	}
	return follow(http, state.id, destinations.data, task);
}

const advice = 'Browse the destination: the first files may be there, and a repetition copies or moves them again.';

function follow(
	http: HttpClient,
	location: string,
	destinations: readonly string[],
	task: number | undefined,
): Job<TaskStatus, MovedFiles> {
	return createTaskJob(http, {
		kind,
		id: location,
		task,
		what: `The move of ${destinations.length} files to the location ${location}`,
		work: destinations,
		advice,
		result: async (wasLost, options) => {
			const isThere = !wasLost || (await allThere(http, location, destinations, options));
			return isThere ? {confirmed: !wasLost} : undefined;
		},
	});
}

/** Looks for every destination in its folder; each folder is listed once. */
async function allThere(http: HttpClient, location: string, destinations: readonly string[], options: RequestOptions): Promise<boolean> {
	const wanted = new Map<string, Set<string>>();
	for (const {folder, name} of destinations.map(destination => splitServerPath(serverPath(destination)))) {
		wanted.set(folder.base64, (wanted.get(folder.base64) ?? new Set()).add(name.base64));
	}
	for (const [folder, names] of wanted) {
		const query = folder === '' ? {} : {path: folder};
		const {entries} = await getJson(http, path`api/v2/location/${location}/browse/`, directoryAnswer, {...options, query});
		const there = new Set(entries);
		if (![...names].every(name => there.has(name))) {
			return false;
		}
	}
	return true;
}

function encodeMove({from, pipeline, files}: FileMove): JsonValue {
	if (files.length === 0) {
		throw new ConfigurationError('No files are named: there is nothing to move.');
	}
	return {
		origin_location: resourceUri('location', from),
		pipeline: resourceUri('pipeline', pipeline),
		files: files.map(({source, destination}) => ({source: contained(source), destination: contained(destination)})),
	};
}

/** The server answers a missing path with a success that did nothing, and follows an absolute one out of the location. */
function contained(place: string): string {
	if (typeof place !== 'string' || place === '' || place.startsWith('/')) {
		throw new ConfigurationError(`'${place}' is no path in a location. Give one that is relative and not empty.`);
	}
	return insidePath(place).text;
}

const answer = z.object({error: z.optional(z.unknown()), message: z.optional(z.nullable(z.string()))});

/** 204 is the answer to a request in which something is missing: nothing was done (SS-14). */
async function checkMoved(response: Response): Promise<void> {
	const {status} = response;
	if (status === 204) {
		throw new HttpError('The Storage Service moved nothing: it found the request incomplete (204).', {
			status,
			method: 'POST',
			code: 'not-moved',
		});
	}
	const {error, message} = await decodeJson(response, answer);
	if (error) {
		throw new HttpError(`The Storage Service did not move all files: ${message ?? 'it does not say why.'}`, {
			status,
			method: 'POST',
			code: 'not-moved',
		});
	}
}
