import {ConfigurationError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import {insidePath} from '../paths/server-path.ts';
import type {ServerPath} from '../paths/server-path.ts';
import {decodeEntries, directoryAnswer} from './location-json.ts';
import type {SpaceDirectory} from './space.ts';

/** SS-09, whose path is plain and whose properties have plain names, unlike those of a location (reference 1.7). */
export async function browseSpace(
	http: HttpClient,
	space: string,
	folder: string | ServerPath,
	options: RequestOptions,
): Promise<SpaceDirectory> {
	const inside = insidePath(folder);
	if (!inside.exact) {
		throw new ConfigurationError(`The name '${inside.text}' is no text, and spaces are browsed by text only. Browse a location of it.`);
	}
	const query = inside.text === '' ? {} : {path: inside.text};
	const answer = await getJson(http, path`api/v2/space/${space}/browse/`, directoryAnswer, {...options, query});
	return {space, path: inside, entries: decodeEntries(inside, answer, name => name.text)};
}
