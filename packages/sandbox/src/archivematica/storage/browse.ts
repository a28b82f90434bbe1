import {decodeBase64, encodeBase64} from '../base64.ts';
import {json, text} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {Location, Space, State} from '../state.ts';
import {fileAt, filesBelow, pathWithin} from './files.ts';
import {listHeaders} from './lists.ts';

/** Everything nobody caught. */
export function uncaught(status = 500): Response {
	return json({error_message: 'Sorry, this request could not be processed. Please try again later.'}, status, listHeaders);
}

/** SS-12: Base64 in, Base64 out, the keys of `properties` included. */
export function browseLocation(state: State, location: Location, {url}: Asked): Response {
	const encoded = url.searchParams.get('path') ?? '';
	const decoded = decodeBase64(encoded);
	if (decoded === undefined) return uncaught();
	const path = pathWithin(state, location, decoded);
	if (path === undefined) return text('The path parameter must be relative to the location path', 400);
	if (fileAt(state, location.uuid, path)) return uncaught();
	return json(listing(filesBelow(state, location.uuid, path), encodeBase64), 200, listHeaders);
}

/** SS-09: the path and the keys of `properties` plain, the names in Base64. */
export function browseSpace(state: State, space: Space, {url}: Asked): Response {
	const given = url.searchParams.get('path') ?? '';
	if (given.split('/').includes('..')) return text('The path parameter must be relative to the space path', 400);
	const path = given.replaceAll(/^\/+|\/+$/gu, '');
	const files = [...state.locations.values()]
		.filter(location => location.space === space.uuid)
		.flatMap(({uuid, relativePath}) =>
			filesBelow(state, uuid, '').map(entry => Object.assign({}, entry, {path: `${relativePath}/${entry.path}`})),
		);
	if (files.some(entry => entry.path === path)) return uncaught();
	const prefix = path === '' ? '' : `${path}/`;
	const below = files
		.filter(entry => entry.path.startsWith(prefix))
		.map(entry => Object.assign({}, entry, {path: entry.path.slice(prefix.length)}));
	return json(
		listing(below, name => name),
		200,
		listHeaders,
	);
}

/** The first level of a tree. Hidden files are left out, names are sorted without regard to case. */
function listing(files: readonly {path: string; size: number; blob: string | null}[], keyOf: (name: string) => string): object {
	const folders = new Map<string, number>();
	const sizes = new Map<string, number>();
	for (const {path, size, blob} of files) {
		const [name = '', ...rest] = path.split('/');
		if (name === '' || name.startsWith('.')) continue;
		if (rest.length > 0) folders.set(name, (folders.get(name) ?? 0) + (blob === null ? 0 : 1));
		else sizes.set(name, size);
	}
	const names = sorted(new Set([...folders.keys(), ...sizes.keys()]));
	const properties = names.map(
		name => [keyOf(name), sizes.has(name) ? {size: sizes.get(name)} : {'object count': folders.get(name)}] as const,
	);
	return {
		directories: sorted(folders.keys()).map(encodeBase64),
		entries: names.map(encodeBase64),
		properties: Object.fromEntries(properties),
	};
}

function sorted(names: Iterable<string>): readonly string[] {
	return [...names].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}
