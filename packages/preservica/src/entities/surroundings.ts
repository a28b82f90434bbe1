import {DecodeError, path, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import type {Entities, ThumbnailOptions} from './entities.ts';
import {contentId} from './content-id.ts';
import {wireNames, type Entity, type EntityReference, type EntityStub, type Folder} from './entity.ts';
import {decodeIdentifiers, decodeMetadata} from './metadata-xml.ts';
import type {Identifier, MetadataFragment} from './metadata.ts';
import type {ReadMetadataOptions} from './options.ts';
import {readList} from '../xml/read-list.ts';
import {decodeEntities} from './stubs-xml.ts';

/**
 * The folders above an entity, from the root down.
 *
 * @throws DecodeError with code `cycle` when a folder is above itself.
 */
export async function readAncestors(entities: Entities, reference: EntityReference, options: RequestOptions): Promise<Folder[]> {
	const entity = await whole(entities, reference, options);
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

/** The descriptive metadata of an entity, as the server lists it now (ENT-24): an entity read before may not know what was added since. */
export async function readMetadata(
	{http}: Session,
	entities: Entities,
	{type, ref}: EntityReference,
	{schema, ...options}: ReadMetadataOptions,
): Promise<MetadataFragment[]> {
	const {fragments} = await entities.entity({type, ref}, options);
	const found: MetadataFragment[] = [];
	for (const fragment of fragments.filter(item => schema === undefined || (item.schema ?? schema) === schema)) {
		const read = decodeMetadata(await getXml(http, fragment.url, options), fragment);
		if (schema === undefined || (fragment.schema ?? read.schema) === schema) {
			found.push(read);
		}
	}
	return found;
}

/** The identifiers of an entity (ENT-17). */
export function readIdentifiers({http}: Session, {type, ref}: EntityReference, options: RequestOptions): Promise<Identifier[]> {
	return readList(http, path`api/entity/${wireNames[type].path}/${ref}/identifiers`, decodeIdentifiers, options);
}

/** A small picture of an entity (CON-03). */
export async function readThumbnail({http}: Session, entity: EntityReference, options: ThumbnailOptions): Promise<Blob> {
	const {size = 'medium', ...rest} = options;
	const query = {id: contentId(entity), size};
	const response = await http.send('GET', path`api/content/thumbnail`, {...rest, query, headers: {accept: 'image/*'}});
	return response.blob();
}

async function whole(entities: Entities, entity: EntityReference, options: RequestOptions): Promise<Entity> {
	return isEntity(entity) ? entity : entities.entity(entity, options);
}

/** Is everything about it known, not just which one it is? */
function isEntity(entity: EntityReference): entity is Entity {
	return 'securityTag' in entity && 'fragments' in entity;
}
