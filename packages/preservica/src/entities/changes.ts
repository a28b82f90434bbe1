import {DecodeError, path, type Path, type PollOptions, type RequestOptions} from '@fonds/core';
import {decodeXml, writeXml, xmlContentType, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {encodeEntity} from './encode-entity.ts';
import type {Entities, NewFolder} from './entities.ts';
import {wireNames, type Entity, type Folder} from './entity.ts';
import {decodeEntity} from './entity-xml.ts';
import {changeSecurityTag} from './security-tag-job.ts';

/** Makes a folder and reads what the server made of it (ENT-12). */
export async function makeFolder(session: Session, entities: Entities, folder: NewFolder, options?: RequestOptions): Promise<Folder> {
	const {title, description, securityTag = 'open', parent, ref} = folder;
	const {xip} = await session.namespaces(options);
	const body = encodeEntity({type: 'folder', ref, title, description, securityTag, parent: parent ?? undefined}, xip);
	const response = await send(session, 'POST', path`api/entity/structural-objects`, body, options);
	if (response !== undefined) {
		return decodeEntity(response, 'folder');
	}
	if (ref === undefined) {
		throw new DecodeError('The server made the folder but did not say its reference. Look for it in its parent before making it again.');
	}
	return entities.folder(ref, options);
}

/**
 * Writes title, description and custom type (ENT-14), then the security tag if it is another one than the server has (ENT-16).
 *
 * @throws JobFailedError when the server could not change the security tag.
 */
export async function saveEntity(
	session: Session,
	entities: Entities,
	entity: Entity,
	{interval, deadline, sleep, ...options}: PollOptions,
): Promise<void> {
	const {xip} = await session.namespaces(options);
	const place = path`api/entity/${wireNames[entity.type].path}/${entity.ref}`;
	const response = await send(session, 'PUT', place, encodeEntity(entity, xip), options);
	const saved = response === undefined ? await entities.entity(entity, options) : decodeEntity(response, entity.type);
	if (saved.securityTag !== entity.securityTag) {
		const job = await changeSecurityTag(session, entity, options);
		await job.done({...options, interval, deadline, sleep});
	}
}

/** Sends a document; success may have an empty body (reference 6.3). */
async function send(
	{http}: Session,
	method: 'POST' | 'PUT',
	target: Path,
	body: XmlElement,
	options?: RequestOptions,
): Promise<XmlElement | undefined> {
	const headers = {accept: 'application/xml', 'content-type': xmlContentType};
	const response = await http.send(method, target, {...options, headers, body: writeXml(body)});
	const bytes = await response.arrayBuffer();
	return bytes.byteLength === 0 ? undefined : decodeXml(new Response(bytes, {headers: response.headers}));
}
