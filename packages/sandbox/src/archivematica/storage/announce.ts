import type {SandboxContext} from '../../context.ts';
import {newUuid, quads} from '../identifiers.ts';
import type {State, StoredPackage} from '../state.ts';
import {fireStored} from './callbacks.ts';
import {isBacked, transfer} from './files.ts';
import {remove} from './requests.ts';

/**
 * Makes follow what follows when a package is stored, where it is stored by now: copies of it in the location's replicators, and callbacks,
 * whose failure nobody sees. Whoever stores a package puts it among the announcements in the same transaction.
 */
export function announce(context: SandboxContext, state: State): void {
	for (const {package: uuid} of state.announcements.values()) {
		const stored = state.packages.get(uuid);
		if (stored && (stored.storedAt ?? 0) > context.now()) continue;
		state.announcements.delete(uuid);
		if (stored) replicate(context, state, stored);
		if (stored) fireStored(context, state, stored);
	}
}

function replicate(context: SandboxContext, state: State, stored: StoredPackage): void {
	const before = state.replicasOf.get(stored.uuid).filter(({status}) => status !== 'DELETED');
	for (const target of state.locations.get(stored.location)?.replicators ?? []) {
		const location = state.locations.get(target);
		if (!location || !isBacked(state, location.space)) continue;
		const uuid = newUuid();
		const path = `${quads(uuid)}/${stored.path.split('/').at(-1) ?? ''}`;
		context.store.transaction(() => {
			transfer(state, {origin: stored.location, source: stored.path, location: target, destination: path}, true);
			state.packages.put(uuid, {...stored, uuid, location: target, path, replicaOf: stored.uuid, related: [], misc: {}});
		});
	}
	for (const replica of before) remove(context, state, replica); // they are copies of what it was: assumed
}
