import type {Entry, Location, State} from '../state.ts';
import {filesAt, isBacked, pathWithin} from './files.ts';
import {usedIn} from './resources.ts';

/** Thrown when content cannot be put where it should be. */
export class StorageProblem extends Error {}

/** Purposes of locations from which files are copied. From all others they are moved (reference, SS-14). */
const kept = new Set(['BL', 'AS', 'TS']);

/** What is at a path of a location. @throws StorageProblem when it is nothing, or cannot be reached */
export function contentAtOrigin(state: State, uuid: string, path: string): {source: string; files: readonly Entry[]} {
	const location = state.locations.get(uuid);
	const source = location && pathWithin(state, location, path);
	const files = source === undefined ? [] : filesAt(state, uuid, source).filter(({blob}) => blob !== null);
	if (!location || source === undefined || files.length === 0 || !isBacked(state, location.space)) {
		throw new StorageProblem(`There is no ${path} in the location ${uuid}.`);
	}
	return {source, files};
}

/** A location that can take so many more bytes. @throws StorageProblem when it cannot, or cannot be reached */
export function demandPlace(state: State, uuid: string, size: number): Location {
	const location = state.locations.get(uuid);
	if (!location || !isBacked(state, location.space)) throw new StorageProblem(`The location ${uuid} cannot be reached.`);
	const quota = location.quota ?? null;
	const space = state.spaces.get(location.space)?.quota ?? null;
	const inSpace = new Set(state.locations.values().flatMap(other => (other.space === location.space ? [other.uuid] : [])));
	const full =
		(quota !== null && usedIn({state}, new Set([uuid])) + size > quota) || (space !== null && usedIn({state}, inSpace) + size > space);
	if (full) throw new StorageProblem(`The location ${uuid} has no place for ${size} bytes.`);
	return location;
}

/** Whether what is taken from a location stays there, too. */
export function copiesFrom(state: State, origin: string): boolean {
	return kept.has(state.locations.get(origin)?.purpose ?? '');
}
