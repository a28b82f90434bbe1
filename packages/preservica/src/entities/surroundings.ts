import {DecodeError, path, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import type {Entities} from './entities.ts';
import {wireNames, type Entity, type EntityReference, type EntityStub, type Folder} from './entity.ts';
import {decodeEntities} from './entity-xml.ts';
import {decodeIdentifiers, decodeMetadata} from './metadata-xml.ts';
import type {Identifier, MetadataFragment} from './metadata.ts';
import {readList} from './read-list.ts';

/**
 * The folders above an entity, from the root down.
 *
 * @throws DecodeError with code `cycle` when a folder is above itself.
 */
export async function readAncestors(entities: Entities, entity: Entity, options: RequestOptions): Promise<Folder[]> {
	const isPart = entity.type === 'contentObject' && entity.parent !== undefined;
	const lowest: Entity = isPart ? await entities.asset(entity.parent, options) : entity;
	const folders: Folder[] = [];
	const seen = new Set([lowest.ref]);
	let {parent} = lowest;
	while (parent !== undefined) {
		if (seen.has(parent)) {
			throw new DecodeError(`The folder ${parent} is above itself: its path has no end.`, {code: 'cycle'});
		}
		seen.add(parent);
		const folder = await entities.folder(parent, options);
		folders.unshift(folder);
		({parent} = folder);
	}
	return folders;
}

/** The entities that have an identifier (ENT-10). */
export function findByIdentifier({http}: Session, type: string, value: string, options: RequestOptions): Promise<EntityStub[]> {
	return readList(http, path`api/entity/entities/by-identifier`, decodeEntities, options, {type, value});
}

/** The descriptive metadata of an entity (ENT-24). */
export async function readMetadata({http}: Session, {fragments}: Entity, options: RequestOptions): Promise<MetadataFragment[]> {
	const found: MetadataFragment[] = [];
	for (const fragment of fragments) {
		found.push(decodeMetadata(await getXml(http, fragment.url, options), fragment));
	}
	return found;
}

/** The identifiers of an entity (ENT-17). */
export function readIdentifiers({http}: Session, {type, ref}: EntityReference, options: RequestOptions): Promise<Identifier[]> {
	return readList(http, path`api/entity/${wireNames[type].path}/${ref}/identifiers`, decodeIdentifiers, options);
}
