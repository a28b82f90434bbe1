import {ConfigurationError, path, type RequestOptions} from '@fonds/core';
import {getXml, parseXml, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {sendElement} from '../xml/send-element.ts';
import {eachInTurn} from '../operations/each-in-turn.ts';
import type {Entities} from './entities.ts';
import {wireNames, type EntityReference, type Fragment} from './entity.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {decodeMetadata, encodeFragment} from './metadata-xml.ts';
import type {MetadataFragment} from './metadata.ts';
import type {WriteMetadataOptions} from './options.ts';

const uncertain = 'The metadata may have been added all the same: read the metadata before you add it again.';

/** Adds a fragment (ENT-25). */
export async function addMetadata(
	session: Session,
	entity: EntityReference,
	xml: string | XmlElement,
	{schema, ...options}: WriteMetadataOptions,
): Promise<void> {
	const content = contentOf(xml);
	const place = path`api/entity/${wireNames[entity.type].path}/${entity.ref}/metadata`;
	const {xip} = await session.namespaces(options);
	const body = encodeFragment({ref: undefined, entity: entity.ref, schema: checkSchema(schema ?? content.namespace), content}, xip);
	await orSayUncertain(uncertain, () => sendElement(session, 'POST', place, body, options));
}

/** Replaces one fragment (ENT-26). */
export async function updateMetadata(
	session: Session,
	entity: EntityReference,
	fragment: Fragment | MetadataFragment,
	xml: string | XmlElement,
	{schema, ...options}: WriteMetadataOptions,
): Promise<void> {
	const content = contentOf(xml);
	const ref = refOf(entity, fragment);
	const {xip} = await session.namespaces(options);
	const wanted = checkSchema(schema ?? (fragment.schema || content.namespace));
	await sendElement(session, 'PUT', fragment.url, encodeFragment({ref, entity: entity.ref, schema: wanted, content}, xip), options);
}

/** Deletes one fragment (ENT-27). */
export async function deleteMetadata(
	{http}: Session,
	entity: EntityReference,
	fragment: Fragment | MetadataFragment,
	options: RequestOptions,
): Promise<void> {
	refOf(entity, fragment);
	await http.send('DELETE', fragment.url, options);
}

/** Replaces every fragment of a schema (ENT-26). */
export async function updateMetadataBySchema(
	session: Session,
	entities: Entities,
	entity: EntityReference,
	schema: string,
	xml: string | XmlElement,
	options: RequestOptions,
): Promise<readonly Fragment[]> {
	const content = contentOf(xml);
	const found = await findFragments(session, entities, entity, schema, options);
	if (found.length === 0) {
		throw new ConfigurationError(
			`The ${wireNames[entity.type].words} ${entity.ref} has no metadata of the schema ${schema}. Add it with addMetadata.`,
			{
				code: 'no-metadata',
			},
		);
	}
	await eachInTurn(found, wordingOf(entity, 'were replaced'), options, fragment =>
		updateMetadata(session, entity, fragment, content, {...options, schema}),
	);
	return found;
}

/** Deletes every fragment of a schema (ENT-27). */
export async function deleteMetadataBySchema(
	session: Session,
	entities: Entities,
	entity: EntityReference,
	schema: string,
	options: RequestOptions,
): Promise<readonly Fragment[]> {
	const found = await findFragments(session, entities, entity, schema, options);
	await eachInTurn(found, wordingOf(entity, 'were deleted'), options, fragment => deleteMetadata(session, entity, fragment, options));
	return found;
}

/** The fragments of a schema as the server has them now. What the list does not tell the schema of is read. */
async function findFragments(
	{http}: Session,
	entities: Entities,
	{type, ref}: EntityReference,
	schema: string,
	options: RequestOptions,
): Promise<Fragment[]> {
	checkSchema(schema);
	const {fragments} = await entities.entity({type, ref}, options);
	const found: Fragment[] = [];
	for (const fragment of fragments) {
		const own = fragment.schema ?? decodeMetadata(await getXml(http, fragment.url, options), fragment).schema;
		if (own === schema) {
			found.push({...fragment, schema});
		}
	}
	return found;
}

function contentOf(xml: string | XmlElement): XmlElement {
	const content = typeof xml === 'string' ? parseFragment(xml) : xml;
	if (content.namespace === '' || /^http:\/\/preservica\.com\/XIP(?:\/|$)/.test(content.namespace)) {
		const where = content.namespace === '' ? 'no namespace' : 'the namespace of XIP itself';
		throw new ConfigurationError(
			`The root <${content.name}> of the metadata is in ${where}. Preservica holds only elements of other namespaces.`,
		);
	}
	return content;
}

function parseFragment(xml: string): XmlElement {
	try {
		return parseXml(xml);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new ConfigurationError(`The metadata cannot be sent: ${reason}`, {code: 'invalid-xml', cause});
	}
}

function checkSchema(schema: string): string {
	if (schema.trim() === '') {
		throw new ConfigurationError('The schema of metadata is a URI, not an empty text.');
	}
	return schema;
}

/** The reference of a fragment, which is the end of its address. The address has to be one of the entity. */
function refOf({type, ref}: EntityReference, fragment: Fragment | MetadataFragment): string {
	const [, end = ''] = fragment.url.split(`/${encodeURIComponent(ref)}/metadata/`);
	const own = /^[^/?#]+/.exec(end)?.[0];
	if (own === undefined) {
		throw new ConfigurationError(`${fragment.url} is not the address of metadata of the ${wireNames[type].words} ${ref}.`);
	}
	return ('ref' in fragment ? fragment.ref : undefined) ?? own;
}

function wordingOf({type, ref}: EntityReference, done: string): {what: string; done: string; name: (fragment: Fragment) => string} {
	return {what: `pieces of metadata of the ${wireNames[type].words} ${ref}`, done, name: ({url}: Fragment) => url};
}
