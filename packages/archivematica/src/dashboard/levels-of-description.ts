import {ConfigurationError, isSdkError, NotFoundError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson, getJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {optionalText} from '../json/lenient.ts';
import {formOf} from './form.ts';

/** A level of description of the archives' rules, such as Fonds or Series, as AtoM has it. */
export interface LevelOfDescription {
	readonly uuid: string;
	readonly name: string;
}

/** AM-16, AM-17: a list of objects with one key each. */
const levelsSchema: z.ZodMiniType<readonly LevelOfDescription[]> = z.pipe(
	z.array(z.record(z.string(), z.string())),
	z.transform(wire => wire.flatMap(level => Object.entries(level).map(([uuid, name]): LevelOfDescription => ({uuid, name})))),
);

const pathLevel = z.object({level_of_description: optionalText});

const success = z.object({success: z.literal(true)});

/** AM-16. */
export async function listLevels(http: HttpClient, options: RequestOptions | undefined): Promise<readonly LevelOfDescription[]> {
	return getJson(http, path`api/filesystem/administration/dips/atom/levels/`, levelsSchema, options);
}

/** AM-17: a GET that changes things, so it is not repeated. */
export async function fetchLevels(http: HttpClient, options: RequestOptions | undefined): Promise<readonly LevelOfDescription[]> {
	return getJson(http, path`api/administration/dips/atom/fetch_levels/`, levelsSchema, {...options, retry: false});
}

/** AM-18, reading. */
export async function readPathLevel(http: HttpClient, folder: string, options: RequestOptions | undefined): Promise<string | undefined> {
	const answer = getJson(http, path`api/filesystem/metadata/`, pathLevel, {...options, query: {path: folder}});
	return (await answer.catch(notArranged(folder))).level_of_description || undefined;
}

/** AM-18, writing. An unknown level would clear the value and be called a success, so it is looked for first. */
export async function writePathLevel(
	http: HttpClient,
	folder: string,
	level: string | undefined,
	options: RequestOptions | undefined,
): Promise<void> {
	if (level !== undefined && !(await listLevels(http, options)).some(({uuid}) => uuid === level)) {
		throw new ConfigurationError(
			`${JSON.stringify(level)} is no UUID of a level of description. Take one from levelsOfDescription(), or undefined to clear the level.`,
			{code: 'unknown-level'},
		);
	}
	const body = formOf({path: folder, level_of_description: level ?? ''});
	const response = await http.send('POST', path`api/filesystem/metadata/`, {...options, body}).catch(notArranged(folder));
	await decodeJson(response, success);
}

/** The dashboard's 404 is a page without words. */
function notArranged(folder: string): (error: unknown) => never {
	return error => {
		if (!isSdkError(error, 'not-found')) {
			throw error;
		}
		throw new NotFoundError(`There is no ${JSON.stringify(folder)} in the arrangement, or its SIP has been created.`, {
			status: 404,
			cause: error,
		});
	};
}
