import type {State, StoredPackage} from '../state.ts';
import {entryKey} from '../state.ts';
import {filesBelow} from '../storage/files.ts';

/** Removes a deposit's folder with all that is in it. To be called in a transaction. */
export function removeFiles(state: State, stored: StoredPackage): void {
	emptyFolder(state, stored);
	state.entries.delete(entryKey(stored.location, `${stored.path}/`));
}

/** Removes all that is in a deposit's folder. To be called in a transaction. */
export function emptyFolder(state: State, {location, path}: StoredPackage): void {
	for (const entry of filesBelow(state, location, path)) state.entries.delete(entryKey(location, `${path}/${entry.path}`));
}
