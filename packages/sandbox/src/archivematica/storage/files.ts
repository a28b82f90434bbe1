import type {Entry, Location, State} from '../state.ts';
import {entryKey, locationPath} from '../state.ts';

/**
 * A path someone gave, relative to a location: its own absolute path in front is taken off. `undefined` when it leads out of the location
 * (reference, 1.7 and SS-12).
 */
export function pathWithin(state: State, location: Location, given: string): string | undefined {
	const root = locationPath(state, location);
	const inside = given === root || given.startsWith(`${root}/`) ? given.slice(root.length) : given;
	if (inside === given && given.startsWith('/') && root !== '/') return undefined;
	const segments: string[] = [];
	for (const segment of inside.split('/')) {
		if (segment === '..' && segments.pop() === undefined) return undefined;
		if (segment !== '' && segment !== '.' && segment !== '..') segments.push(segment);
	}
	return segments.join('/');
}

/** The file at exactly this path. */
export function fileAt(state: State, location: string, path: string): Entry | undefined {
	return state.entries.get(entryKey(location, path));
}

/** What is below a folder, with paths relative to it. `''` is the location itself. */
export function filesBelow(state: State, location: string, folder: string): readonly Entry[] {
	const prefix = folder === '' ? '' : `${folder}/`;
	return state.entriesOf
		.get(location)
		.filter(({path}) => path.startsWith(prefix) && path !== prefix)
		.map(entry => Object.assign({}, entry, {path: entry.path.slice(prefix.length)}));
}

/** Whether a folder exists: something is in it, or it was made empty. */
export function folderExists(state: State, location: string, folder: string): boolean {
	if (folder === '') return true;
	return state.entriesOf.get(location).some(({path}) => path.startsWith(`${folder}/`));
}
