import {isReference} from '../entities/entity-xml.ts';
import type {Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
import {append} from './append.ts';
import type {PackageDescription} from './description.ts';

/** Everything that is wrong with a description in itself or beside what the archive holds; empty when it can be ingested. */
export function checkDescription(description: PackageDescription, repository: Repository): readonly string[] {
	const own = new Map<string, Entity>();
	const reasons: string[] = [];
	for (const entity of description.entities) {
		if (own.has(entity.ref)) reasons.push(`The package has two entities with the reference ${entity.ref}.`);
		own.set(entity.ref, entity);
	}
	append(reasons, checkSourceIds(description, repository));
	const known = (ref: string): Entity | undefined => own.get(ref) ?? repository.entities.get(ref);
	for (const entity of description.entities) append(reasons, checkEntity(entity, known, repository));
	for (const found of [checkCycles(own), checkContent(description, own), checkFiles(description)]) append(reasons, found);
	for (const {entity, type} of description.identifiers)
		if (!own.has(entity)) reasons.push(`The identifier ${type} is of ${entity}, which is not in the package.`);
	for (const {entity, ref} of description.fragments) {
		if (!own.has(entity)) reasons.push(`The metadata ${ref} is of ${entity}, which is not in the package.`);
		if (repository.fragments.has(ref)) reasons.push(`There is a metadata fragment with the reference ${ref} already.`);
	}
	for (const {from, to} of description.links) {
		for (const ref of [from, to])
			if (!known(ref) || known(ref)?.kind === 'CO') reasons.push(`A link has ${ref} as its end, which is no folder or asset.`);
	}
	return reasons;
}

function* checkEntity(entity: Entity, known: (ref: string) => Entity | undefined, repository: Repository): Generator<string> {
	const {ref, kind, title, securityTag, parent} = entity;
	if (!isReference(ref)) yield `${ref || 'An empty text'} is not a reference.`;
	else if (repository.entities.has(ref)) yield `There is an entity with the reference ${ref} already.`;
	else if (repository.tombstones.has(ref)) yield `There was an entity with the reference ${ref}, which is deleted.`;
	if (title === '') yield `${ref} has no title.`;
	if (!repository.hasSecurityTag(securityTag)) yield `There is no security tag ${securityTag} (${ref}).`;
	const wanted = kind === 'CO' ? 'IO' : 'SO';
	if (parent === undefined) {
		if (kind !== 'SO') yield `${ref} has no parent, and no folder was named for the upload.`;
	} else if (known(parent)?.kind !== wanted)
		yield `The parent ${parent} of ${ref} is no ${wanted === 'SO' ? 'folder' : 'asset'} of the archive or the package.`;
}

function* checkSourceIds({entities}: PackageDescription, repository: Repository): Generator<string> {
	const seen = new Set<string>();
	for (const {sourceId, title} of entities) {
		if (sourceId === undefined) continue;
		const known = repository.entityBySourceId(sourceId);
		if (known) yield `The SourceID ${sourceId} of ${title} is that of ${known.ref}, which is in the archive already.`;
		if (seen.has(sourceId)) yield `The package has the SourceID ${sourceId} twice.`;
		seen.add(sourceId);
	}
}

function* checkCycles(own: ReadonlyMap<string, Entity>): Generator<string> {
	for (const {ref, kind} of own.values()) {
		if (kind !== 'SO') continue;
		const seen = new Set<string>([ref]);
		for (let above = own.get(ref)?.parent; above !== undefined; above = own.get(above)?.parent) {
			if (seen.has(above)) {
				yield `The folder ${ref} lies within itself.`;
				break;
			}
			seen.add(above);
		}
	}
}

function* checkContent({entities, representations, generations}: PackageDescription, own: ReadonlyMap<string, Entity>): Generator<string> {
	const shown = new Set<string>();
	for (const {asset, type, contentObjects} of representations) {
		if (own.get(asset)?.kind !== 'IO') yield `A representation is of ${asset}, which is no asset of the package.`;
		if (type === '') yield `A representation of ${asset} has no type.`;
		for (const ref of contentObjects) {
			shown.add(ref);
			if (own.get(ref)?.kind !== 'CO') yield `A representation of ${asset} names ${ref}, which is no content object of the package.`;
			else if (own.get(ref)?.parent !== asset) yield `A representation of ${asset} names ${ref}, which belongs to another asset.`;
		}
	}
	const made = new Set(generations.map(({contentObject}) => contentObject));
	for (const ref of made) if (own.get(ref)?.kind !== 'CO') yield `A generation is of ${ref}, which is no content object of the package.`;
	for (const {ref, kind} of entities) {
		if (kind !== 'CO') continue;
		if (!shown.has(ref)) yield `The content object ${ref} is in no representation.`;
		if (!made.has(ref)) yield `The content object ${ref} has no generation.`;
	}
}

function* checkFiles({generations, files}: PackageDescription): Generator<string> {
	const used = new Set<string>();
	for (const {contentObject, files: paths} of generations) {
		if (paths.length === 0) yield `A generation of ${contentObject} has no bitstream.`;
		for (const path of paths) {
			if (!files.has(path)) yield `A generation of ${contentObject} names the bitstream ${path}, which is not described.`;
			if (used.has(path)) yield `The bitstream ${path} is in two generations.`;
			used.add(path);
		}
	}
	for (const path of files.keys()) if (!used.has(path)) yield `The bitstream ${path} is in no generation.`;
}
