import {ConfigurationError, DecodeError, path, type Path, type RequestOptions} from '@fonds/core';
import type {XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {requireServer} from '../auth/require-server.ts';
import {sendElement} from '../xml/send-element.ts';
import {eachInTurn} from '../operations/each-in-turn.ts';
import {wireNames, type EntityReference} from './entity.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {decodeWrittenIdentifier, encodeIdentifier} from './metadata-xml.ts';
import type {Identifier, IdentifierMatch, NewIdentifier} from './metadata.ts';
import {readIdentifiers} from './surroundings.ts';

const uncertain = 'The identifier may have been added all the same: read the identifiers before you add it again.';

/** Adds an identifier (ENT-18). */
export async function addIdentifier(
	session: Session,
	entity: EntityReference,
	{type, value}: NewIdentifier,
	options: RequestOptions,
): Promise<Identifier> {
	const body = await bodyOf(session, entity, {type, value}, 'Adding an identifier', options);
	const {ref} = entity;
	return orSayUncertain(uncertain, async () => {
		const answer = await sendElement(session, 'POST', path`api/entity/${wireNames[entity.type].path}/${ref}/identifiers`, body, options);
		return decodeWrittenIdentifier(answer, {id: undefined, type, value, entity: ref});
	});
}

/** Changes type and value of an identifier (ENT-19). */
export async function updateIdentifier(
	session: Session,
	entity: EntityReference,
	{id, type, value}: Identifier,
	options: RequestOptions,
): Promise<Identifier> {
	const place = placeOf(entity, id);
	const body = await bodyOf(session, entity, {type, value}, 'Changing an identifier', options);
	const answer = await sendElement(session, 'PUT', place, body, options);
	return decodeWrittenIdentifier(answer, {id, type, value, entity: entity.ref});
}

/** Deletes one identifier (ENT-20). */
export async function deleteIdentifier(
	session: Session,
	entity: EntityReference,
	identifier: string | Pick<Identifier, 'id'>,
	options: RequestOptions,
): Promise<void> {
	const place = placeOf(entity, typeof identifier === 'string' ? identifier : identifier.id);
	await requireServer(session, '6.1', 'Deleting an identifier', options);
	await session.http.send('DELETE', place, options);
}

/** Deletes what matches, on all pages (ENT-17, ENT-20). */
export async function deleteIdentifiers(
	session: Session,
	entity: EntityReference,
	match: IdentifierMatch,
	options: RequestOptions,
): Promise<readonly Identifier[]> {
	checkMatch(match);
	await requireServer(session, '6.1', 'Deleting identifiers', options);
	const found = (await readIdentifiers(session, entity, options)).filter(
		({type, value}) => (match.type ?? type) === type && (match.value ?? value) === value,
	);
	if (found.some(({id}) => id === undefined)) {
		throw new DecodeError('The server does not tell the id of each identifier, so they cannot be deleted. None was.');
	}
	const what = `identifiers of the ${wireNames[entity.type].words} ${entity.ref}`;
	await eachInTurn(found, {what, done: 'were deleted', name: nameOf}, options, ({id}) =>
		session.http.send('DELETE', placeOf(entity, id), options),
	);
	return found;
}

const nameOf = ({type, value}: Identifier): string => `${type} ${JSON.stringify(value)}`;

function checkMatch({type, value, all = false}: IdentifierMatch): void {
	if (all !== (type === undefined && value === undefined)) {
		throw new ConfigurationError(
			all
				? 'Either all identifiers are deleted, or those of a type or with a value: not both.'
				: 'Name the type or the value of the identifiers to delete, or set all to delete every one.',
		);
	}
}

async function bodyOf(
	session: Session,
	{ref}: EntityReference,
	{type, value}: NewIdentifier,
	feature: string,
	options: RequestOptions,
): Promise<XmlElement> {
	if (type.trim() === '' || value.trim() === '') {
		throw new ConfigurationError(`An identifier needs a ${type.trim() === '' ? 'type' : 'value'}.`);
	}
	await requireServer(session, '6.1', feature, options);
	const {xip} = await session.namespaces(options);
	return encodeIdentifier({type, value, entity: ref}, xip);
}

function placeOf({type, ref}: EntityReference, id: string | undefined): Path {
	if (id === undefined) {
		throw new ConfigurationError('This identifier has no id by which the server knows it. Read it with identifiers().');
	}
	return path`api/entity/${wireNames[type].path}/${ref}/identifiers/${id}`;
}
