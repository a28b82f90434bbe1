import {ConflictError, HttpError, isSdkError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson, getJson} from '@fonds/core/json';
import {completedUnits, removal, removals} from './lists-json.ts';
import type {UnitStatus} from './unit-status.ts';

/** What hiding unit by unit came to. */
export interface HiddenUnits {
	/** UUIDs of what is hidden now and was not before. */
	readonly hidden: readonly string[];
	/** What the dashboard would not hide, and why: mostly that somebody else hid it in the meantime. */
	readonly refused: readonly RefusedUnit[];
}

/** A unit that could not be hidden. */
export interface RefusedUnit {
	readonly uuid: string;
	readonly error: HttpError;
}

type UnitKind = UnitStatus['type'];

/** AM-10, AM-11. */
export async function listCompleted(http: HttpClient, kind: UnitKind, options: RequestOptions | undefined): Promise<readonly string[]> {
	return (await getJson(http, path`api/${kind}/completed`, completedUnits, options)).results;
}

/** AM-07, AM-08. Never repeated: the second answer would be a conflict. */
export async function hideUnit(http: HttpClient, kind: UnitKind, uuid: string, options: RequestOptions | undefined): Promise<void> {
	const refused = (cause?: unknown) =>
		new ConflictError(`The ${kind} ${uuid} cannot be hidden: it is not finished, not known, or hidden already.`, {status: 409, cause});
	const response = await http.send('DELETE', path`api/${kind}/${uuid}/delete/`, {...options, retry: false}).catch((error: unknown) => {
		throw isSdkError(error, 'conflict') ? refused(error) : error;
	});
	if (!(await decodeJson(response, removal)).removed) {
		throw refused();
	}
}

/** AM-09. Never repeated: the second answer would leave out what the first request hid. */
export async function hideFinished(http: HttpClient, kind: UnitKind, options: RequestOptions | undefined): Promise<readonly string[]> {
	const response = await http.send('DELETE', path`api/${kind}/delete/`, {...options, retry: false});
	return (await decodeJson(response, removals)).removed;
}

/** AM-10 or AM-11, then AM-07 or AM-08 for each. */
export async function hideEach(http: HttpClient, kind: UnitKind, options: RequestOptions | undefined): Promise<HiddenUnits> {
	const hidden: string[] = [];
	const refused: RefusedUnit[] = [];
	for (const uuid of await listCompleted(http, kind, options)) {
		try {
			await hideUnit(http, kind, uuid, options);
			hidden.push(uuid);
		} catch (error) {
			if (!(error instanceof HttpError) || !['conflict', 'not-found'].includes(error.code)) {
				throw error;
			}
			refused.push({uuid, error});
		}
	}
	return {hidden, refused};
}
