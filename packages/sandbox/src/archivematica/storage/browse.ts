import {decodeBase64, encodeBase64} from '../base64.ts';
import {json, text} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {Location, Space, State} from '../state.ts';
import {fileAt, filesBelow, isBacked, pathWithin} from './files.ts';
import {listHeaders, uncaught} from './refusal.ts';
import {storageSettingsOf} from './settings.ts';
import type {ApiVersion} from './view.ts';

/** How many things of a folder are counted before the Storage Service gives up. */
const mostCounted = 5000;

type Coding = (text: string) => string;

const plain: Coding = name => name;

/** SS-12: Base64 in, Base64 out, the keys of `properties` included. In `v1` nothing is encoded. */
export function browseLocation(state: State, location: Location, {url}: Asked, version: ApiVersion): Response {
	const given = url.searchParams.get('path') ?? '';
	const decoded = version === 'v1' ? given : decodeBase64(given);
	if (!isBacked(state, location.space)) return uncaught();
	if (decoded === undefined) return uncaught();
	const path = pathWithin(state, location, decoded);
	if (path === undefined) return text('The path parameter must be relative to the location path', 400);
	if (fileAt(state, location.uuid, path)) return uncaught();
	const names = version === 'v1' ? plain : encodeBase64;
	return json(listing(filesBelow(state, location.uuid, path), names, names, counts(state)), 200, listHeaders);
}

/** SS-09: the path and the keys of `properties` plain, the names in Base64. In `v1` they are plain, too. */
export function browseSpace(state: State, space: Space, {url}: Asked, version: ApiVersion): Response {
	const path = withinSpace(space, url.searchParams.get('path') ?? '');
	if (!isBacked(state, space.uuid)) return uncaught();
	if (path === undefined) return text('The path parameter must be relative to the space path', 400);
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
	return json(listing(below, version === 'v1' ? plain : encodeBase64, plain, counts(state)), 200, listHeaders);
}

/** A path relative to a space. The space's own path in front is taken off; `undefined` when it leads out of the space. */
function withinSpace({path: root}: Space, given: string): string | undefined {
	const base = root.replace(/\/+$/u, '');
	const inside = given === base || given.startsWith(`${base}/`) ? given.slice(base.length) : given;
	if (given.split('/').includes('..') || (inside === given && given.startsWith('/') && base !== '')) return undefined;
	return inside
		.split('/')
		.filter(segment => segment !== '' && segment !== '.')
		.join('/');
}

function counts(state: State): boolean {
	return !storageSettingsOf(state).objectCountingDisabled;
}

/** The first level of a tree. Hidden files are left out, names are sorted without regard to case. */
function listing(
	files: readonly {path: string; size: number; blob: string | null}[],
	nameOf: Coding,
	keyOf: Coding,
	counted: boolean,
): object {
	const folders = new Map<string, number>();
	const sizes = new Map<string, number>();
	for (const {path, size, blob} of files) {
		const [name = '', ...rest] = path.split('/');
		if (name === '' || name.startsWith('.')) continue;
		if (rest.length > 0) folders.set(name, (folders.get(name) ?? 0) + (blob === null ? 0 : 1));
		else sizes.set(name, size);
	}
	const names = sorted(new Set([...folders.keys(), ...sizes.keys()]));
	const countOf = (name: string) => (counted ? {'object count': shownCount(folders.get(name) ?? 0)} : {});
	const properties = names.map(name => [keyOf(name), sizes.has(name) ? {size: sizes.get(name)} : countOf(name)] as const);
	return {
		directories: sorted(folders.keys()).map(nameOf),
		entries: names.map(nameOf),
		properties: Object.fromEntries(properties),
	};
}

function shownCount(count: number): number | string {
	return count > mostCounted ? `${mostCounted}+` : count;
}

function sorted(names: Iterable<string>): readonly string[] {
	return [...names].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}
