import type {Entity, Representation} from '../model.ts';
import type {Repository} from '../repository.ts';
import {byTitle, newApiId} from '../repository.ts';
import type {Actor} from './carry-out.ts';
import {gone} from './carry-out.ts';
import type {Merge, MergeSource} from './job.ts';

/**
 * Makes a new asset with copies of what others hold. Representations of the same type and number become one, its content in the order of
 * titles; the tag is that of the first asset: assumed.
 *
 * @param ref That of the new asset.
 */
export function mergeAssets(
	{title, description, parent, sources}: Merge,
	ref: string,
	repository: Repository,
	actor: Actor,
): readonly string[] {
	const assets = sources.map(({asset}) => repository.entities.get(asset));
	const missing = sources.find((_source, position) => !assets[position]);
	if (missing) return gone(missing.asset);
	if (parent !== undefined && !repository.entities.has(parent)) return gone(parent);
	const securityTag = assets[0]?.securityTag ?? 'open';
	repository.entities.put(ref, {ref, kind: 'IO', title, description, securityTag, parent});
	const event = repository.addEvent({type: 'Modified', command: 'Merge', entity: ref, ...actor});
	const copies = copyContentObjects(sources, ref, repository, actor);
	for (const copy of copies.values()) repository.addEvent({type: 'Modified', command: 'command_create', entity: copy.ref, ...actor}, event);
	joinRepresentations(sources, ref, copies, repository);
	for (const source of sources) copyDescription(source, ref, repository);
	return [];
}

/** By the reference of what each is a copy of. The bytes are shared. */
function copyContentObjects(
	sources: readonly MergeSource[],
	asset: string,
	repository: Repository,
	{date}: Actor,
): ReadonlyMap<string, Entity> {
	const copies = new Map<string, Entity>();
	for (const original of sources.flatMap(source => repository.contentObjectsOf(source.asset))) {
		const copy: Entity = {...original, ref: crypto.randomUUID(), parent: asset};
		copies.set(original.ref, copy);
		repository.entities.put(copy.ref, copy);
		for (const generation of repository.generationsOf(original.ref))
			repository.addGeneration({...generation, contentObject: copy.ref, receivedAt: date});
	}
	return copies;
}

function joinRepresentations(
	sources: readonly MergeSource[],
	asset: string,
	copies: ReadonlyMap<string, Entity>,
	repository: Repository,
): void {
	const joined = new Map<string, Representation>();
	for (const representation of sources.flatMap(source => repository.representationsOf(source.asset))) {
		const key = `${representation.type}/${representation.index}`;
		const before = joined.get(key) ?? {...representation, asset, contentObjects: []};
		const own = representation.contentObjects.flatMap(ref => copies.get(ref)?.ref ?? []);
		joined.set(key, {...before, contentObjects: [...before.contentObjects, ...own]});
	}
	for (const representation of joined.values()) {
		const contents = representation.contentObjects.flatMap(ref => repository.entities.get(ref) ?? []);
		repository.addRepresentation({...representation, contentObjects: contents.toSorted(byTitle).map(({ref}) => ref)});
	}
}

function copyDescription({asset, identifiers, links, metadata}: MergeSource, entity: string, repository: Repository): void {
	for (const identifier of identifiers ? repository.identifiersOf(asset) : []) {
		const apiId = newApiId();
		repository.identifiers.put(apiId, {...identifier, apiId, entity});
	}
	for (const fragment of metadata ? repository.fragmentsOf(asset) : []) {
		const ref = crypto.randomUUID();
		repository.fragments.put(ref, {...fragment, ref, entity});
	}
	for (const link of links ? repository.linksOf(asset) : []) {
		const apiId = newApiId();
		const end = (ref: string) => (ref === asset ? entity : ref);
		repository.links.put(apiId, {...link, apiId, from: end(link.from), to: end(link.to)});
	}
}
