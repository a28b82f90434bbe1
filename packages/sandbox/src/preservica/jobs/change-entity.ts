import type {Repository} from '../repository.ts';
import type {Actor} from './carry-out.ts';
import {gone} from './carry-out.ts';
import type {ChangeTask} from './job.ts';

/** Gives an entity, and all it holds if that is wanted, another security tag. */
export function changeTag(
	{entity: ref, tag, includeDescendants}: Extract<ChangeTask, {kind: 'tag'}>,
	repository: Repository,
	actor: Actor,
): readonly string[] {
	const entity = repository.entities.get(ref);
	if (!entity) return gone(ref);
	let event: string | undefined;
	for (const each of includeDescendants ? [...repository.withDescendants(entity)] : [entity]) {
		repository.entities.put(each.ref, {...each, securityTag: tag});
		event = repository.addEvent({type: 'Modified', command: 'command_update', entity: each.ref, ...actor}, event);
	}
	return [];
}

/** Moves a folder or an asset. */
export function moveEntity(
	{entity: ref, folder}: Extract<ChangeTask, {kind: 'move'}>,
	repository: Repository,
	actor: Actor,
): readonly string[] {
	const entity = repository.entities.get(ref);
	if (!entity) return gone(ref);
	if (folder !== undefined && repository.entities.get(folder)?.kind !== 'SO') return [`The folder ${folder} is gone.`];
	// it may have been moved there since this was asked for
	if (folder !== undefined && repository.isWithin(folder, ref)) return [`The folder ${folder} lies in ${ref}.`];
	repository.entities.put(ref, {...entity, parent: folder});
	repository.addEvent({type: 'Moved', command: 'Moved', entity: ref, ...actor});
	return [];
}
