import {DecodeError, path, type PollOptions, type RequestOptions} from '@fonds/core';
import {element} from '@fonds/core/xml';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {sendElement} from '../xml/send-element.ts';
import {encodeEntity} from './encode-entity.ts';
import type {Entities, NewFolder} from './entities.ts';
import {wireNames, type Asset, type Entity, type Folder} from './entity.ts';
import {decodeEntity} from './entity-xml.ts';
import {orSayDone, orSayUncertain} from '../operations/lost-answer.ts';
import type {NewPhysicalAsset} from './options.ts';
import {changeSecurityTag, requireSecurityTag} from './security-tag-job.ts';

/** Makes a folder and reads what the server made of it (ENT-12). */
export async function createFolder(session: Session, entities: Entities, folder: NewFolder, options?: RequestOptions): Promise<Folder> {
	const {title, description, securityTag = 'open', customType, parent, ref} = folder;
	const {xip} = await session.namespaces(options);
	const body = encodeEntity({type: 'folder', ref, title, description, securityTag, customType, parent: parent ?? undefined}, xip);
	const made = await orSayUncertain(uncertain('folder'), async () => {
		const response = await sendElement(session, 'POST', path`api/entity/structural-objects`, body, options);
		return response === undefined ? known(ref, 'folder') : decodeEntity(response, 'folder');
	});
	return typeof made === 'string' ? orSayDone(done('folder', made), () => entities.folder(made, options)) : made;
}

/** Makes an asset that is on a shelf, not in files (ENT-13). */
export async function createPhysicalAsset(
	session: Session,
	entities: Entities,
	asset: NewPhysicalAsset,
	options?: RequestOptions,
): Promise<Asset> {
	const {title, description, securityTag = 'open', customType, parent, ref} = asset;
	await requireServer(session, '6.4', 'Making a physical asset', options);
	const {xip} = await session.namespaces(options);
	const body = element(xip, 'XIP', [
		encodeEntity({type: 'asset', ref, title, description, securityTag, customType, parent}, xip),
		element(xip, 'Representation', [element(xip, 'Type', 'Physical')]),
	]);
	const made = await orSayUncertain(uncertain('asset'), async () => {
		const response = await sendElement(session, 'POST', path`api/entity/information-objects`, body, options);
		return response === undefined ? known(ref, 'asset') : decodeEntity(response, 'asset');
	});
	return typeof made === 'string' ? orSayDone(done('asset', made), () => entities.asset(made, options)) : made;
}

const uncertain = (what: string): string =>
	`The ${what} may have been made all the same: look for it in its parent before making it again.`;

const done = (what: string, ref: string): string => `The ${what} was made: its reference is ${ref}.`;

function known(ref: string | undefined, what: string): string {
	if (ref === undefined) {
		throw new DecodeError(`The server made the ${what} but did not say its reference.`);
	}
	return ref;
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
	requireSecurityTag(entity.securityTag);
	const {xip} = await session.namespaces(options);
	const place = path`api/entity/${wireNames[entity.type].path}/${entity.ref}`;
	const response = await sendElement(session, 'PUT', place, encodeEntity(entity, xip), options);
	const saved = response === undefined ? await entities.entity(entity, options) : decodeEntity(response, entity.type);
	if (saved.securityTag !== entity.securityTag) {
		const advice = 'Title, description and custom type were saved.';
		const job = await orSayDone(advice, () => changeSecurityTag(session, entity, entity.securityTag, {...options, advice}));
		await job.done({...options, interval, deadline, sleep});
	}
}
