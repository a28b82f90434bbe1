import type {Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
import type {Actor} from './carry-out.ts';

/**
 * Deletes an entity and all it holds, leaving a tombstone of each. Their events stay. Runs within a transaction.
 *
 * @param detail Who wanted it, and why.
 * @returns the blobs nothing needs any more
 */
export function deleteEntity(entity: Entity, detail: string, repository: Repository, actor: Actor): readonly string[] {
	let event: string | undefined;
	const blobs = new Set<string>();
	const all = [...repository.withDescendants(entity)]; // before the first of them is gone
	for (const each of all) {
		for (const blob of removeContent(each, repository)) blobs.add(blob);
		repository.entities.delete(each.ref);
		repository.tombstones.put(each.ref, {...each, deletedAt: actor.date});
		event = repository.addEvent({type: 'Deleted', command: 'command_delete', entity: each.ref, detail, ...actor}, event);
	}
	return [...blobs].filter(blob => !repository.isBlobUsed(blob));
}

function* removeContent({ref}: Entity, repository: Repository): Generator<string> {
	for (const fragment of repository.fragmentsOf(ref)) repository.fragments.delete(fragment.ref);
	for (const {apiId} of repository.identifiersOf(ref)) repository.identifiers.delete(apiId);
	for (const {apiId} of repository.linksOf(ref)) repository.links.delete(apiId);
	for (const {type, index} of repository.representationsOf(ref)) repository.representations.delete(`${ref}/${type}/${index}`);
	for (const {index, bitstreams} of repository.generationsOf(ref)) {
		repository.generations.delete(`${ref}/${index}`);
		for (const {blob} of bitstreams) yield blob;
	}
	for (const [id, check] of repository.integrityChecks.entries()) if (check.contentObject === ref) repository.integrityChecks.delete(id);
	const preview = repository.previews.get(ref);
	if (preview) yield preview.blob;
	repository.previews.delete(ref);
	const thumbnail = repository.thumbnails.get(ref);
	if (thumbnail) yield* [thumbnail.small, thumbnail.medium, thumbnail.large];
	repository.thumbnails.delete(ref);
}
