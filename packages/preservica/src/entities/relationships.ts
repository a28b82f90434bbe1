import {ConfigurationError, path, type Page, type RequestOptions} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {listPages} from '../xml/read-list.ts';
import {sendElement} from '../xml/send-element.ts';
import type {ListOptions} from './entities.ts';
import {wireNames, type EntityReference} from './entity.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import type {NewRelationship, Relationship} from './relationship.ts';
import {decodeRelationships, encodeRelationship} from './relationships-xml.ts';

const uncertain = 'The relationship may have been added all the same: read the relationships before you add it again.';

/** What the server itself puts into the place of a real child. */
const virtualChild = 'VirtualChild';

/** Walks the relationships of an entity (ENT-21). */
export async function* walkRelationships(
	session: Session,
	entity: EntityReference,
	options: ListOptions,
): AsyncGenerator<Page<Relationship>> {
	checkEnd(entity);
	await requireServer(session, '6.3.1', 'Reading relationships', options);
	const {path: place} = wireNames[entity.type];
	yield* listPages(session.http, path`api/entity/${place}/${entity.ref}/links`, decodeRelationships, options).pages();
}

/** Connects two entities (ENT-21). */
export async function addRelationship(session: Session, relationship: NewRelationship, options: RequestOptions): Promise<void> {
	const {from, to, type} = relationship;
	checkEnd(from);
	checkEnd(to);
	checkType(type);
	await requireServer(session, '6.3.1', 'Adding a relationship', options);
	const {xip} = await session.namespaces(options);
	const body = encodeRelationship(relationship, xip);
	const place = path`api/entity/${wireNames[from.type].path}/${from.ref}/links`;
	await orSayUncertain(uncertain, () => sendElement(session, 'POST', place, body, options));
}

/** Deletes a relationship that starts at the entity (ENT-21). */
export async function deleteRelationship(
	session: Session,
	entity: EntityReference,
	{id, type, direction, other}: Relationship,
	options: RequestOptions,
): Promise<void> {
	checkEnd(entity);
	checkType(type);
	if (direction.toLowerCase() === 'to') {
		throw new ConfigurationError(
			`This relationship starts at ${other.ref}, not at the ${wireNames[entity.type].words} ${entity.ref}. Delete it where it starts.`,
		);
	}
	if (id === undefined) {
		throw new ConfigurationError('This relationship has no id by which the server knows it.');
	}
	await requireServer(session, '6.3.1', 'Deleting a relationship', options);
	await session.http.send('DELETE', path`api/entity/${wireNames[entity.type].path}/${entity.ref}/links/${id}`, options);
}

function checkEnd({type, ref}: EntityReference): void {
	if (type === 'contentObject') {
		throw new ConfigurationError(`The content object ${ref} can have no relationships: only assets and folders have.`);
	}
}

function checkType(type: string): void {
	if (type.trim() === '') {
		throw new ConfigurationError('A relationship needs a type.');
	}
	if (type.trim().toLowerCase() === virtualChild.toLowerCase()) {
		throw new ConfigurationError(`Relationships of the type ${virtualChild} belong to the server: they are neither added nor deleted.`);
	}
}
