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

/** Whether the sandbox keeps bytes for a space. What others hold cannot be reached, as with a storage system that is switched off. */
export function isBacked(state: State, space: string): boolean {
	return (state.spaces.get(space)?.protocol ?? 'FS') === 'FS';
}

/** Where a file or a folder becomes another one: what is at the source, and what it is there. */
export interface Moving {
	readonly origin: string;
	readonly source: string;
	readonly location: string;
	readonly destination: string;
}

/** The files a path stands for: itself, or all below it. Empty when nothing is there. */
export function filesAt(state: State, location: string, path: string): readonly Entry[] {
	const file = fileAt(state, location, path);
	if (file) return [file];
	return path === '' ? state.entriesOf.get(location) : state.entriesOf.get(location).filter(entry => entry.path.startsWith(`${path}/`));
}

/** Copies or moves a file or a folder. Bytes are shared: blobs never change. To be called in a transaction. */
export function transfer(state: State, {origin, source, location, destination}: Moving, copies: boolean): void {
	for (const entry of filesAt(state, origin, source)) {
		const path = [destination, entry.path.slice(source.length).replace(/^\//u, '')].filter(part => part !== '').join('/');
		if (!copies) state.entries.delete(entryKey(origin, entry.path));
		state.entries.put(entryKey(location, path), {...entry, location, path});
	}
}
