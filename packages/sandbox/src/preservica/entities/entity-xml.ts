import type {XmlElement} from '@fonds/core/xml';
import {namespace, optionalChild, optionalText} from '@fonds/core/xml';
import type {Call} from '../call.ts';
import {kinds} from '../kinds.ts';
import type {Entity, Kind, Tombstone} from '../model.ts';
import {Problem} from '../problem.ts';
import {isElement} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag, tagWith} from '../xml/write-xml.ts';
import {entityTag} from './content-xml.ts';

/** Names in the XIP namespace of any version. */
export const xip: ReturnType<typeof namespace> = namespace('http://preservica.com/XIP');

/** Names in the entity API's namespace of any version. */
export const entityApi: ReturnType<typeof namespace> = namespace('http://preservica.com/EntityAPI');

/** The document of one entity (ENT-04 to ENT-06), with its structure if that is wanted (ENT-07). */
export function entityAnswer(call: Call, entity: Entity, structure: readonly Tag[] = []): Response {
	const {repository} = call.archive;
	const {ref, kind} = entity;
	const path = `${kinds[kind].path}/${ref}`;
	const parent = entity.parent === undefined ? undefined : repository.entities.get(entity.parent);
	const link = (name: string) => tag(name, call.url(`${path}/${name.toLowerCase()}`));
	const only = (wanted: Kind, name: string) => (kind === wanted ? link(name) : undefined);
	return call.answer(
		'EntityResponse',
		entityTag(entity),
		...structure,
		tag(
			'AdditionalInformation',
			tag('Self', call.url(path)),
			optionalTag('Parent', parent && call.entityUrl(parent)),
			only('SO', 'Children'),
			only('IO', 'Representations'),
			only('CO', 'Generations'),
			link('Identifiers'),
			kind === 'CO' ? undefined : link('Links'),
			tag('EventActions', call.url(`${path}/event-actions`)),
			tag(
				'Metadata',
				...repository
					.fragmentsOf(ref)
					.map(fragment => tagWith('Fragment', {schema: fragment.schemaUri}, call.url(`${path}/metadata/${fragment.ref}`))),
			),
		),
	);
}

/** The document of an entity that was deleted: its fields, and that it is deleted. What else it would tell is assumed to be gone. */
export function tombstoneAnswer(call: Call, tombstone: Tombstone): Response {
	const path = `${kinds[tombstone.kind].path}/${tombstone.ref}`;
	return call.answer(
		'EntityResponse',
		entityTag(tombstone, true),
		tag('AdditionalInformation', tag('Self', call.url(path)), tag('EventActions', call.url(`${path}/event-actions`))),
	);
}

/** The editable fields of an entity that was sent (ENT-12, ENT-14). */
export interface SentEntity {
	readonly ref: string | undefined;
	readonly title: string;
	readonly description: string | undefined;
	readonly securityTag: string;
	readonly customType: string | undefined;
	readonly parent: string | undefined;
}

/** Reads an entity that was sent. @throws Problem 400 when it is not one of the kind, or a required field is missing. */
export function readEntity(root: XmlElement, kind: Kind): SentEntity {
	const {element} = kinds[kind];
	if (!isElement(root, 'XIP', element)) {
		throw new Problem(400, `The body must be a ${element} in the XIP namespace.`);
	}
	const required = (name: string): string => {
		const value = optionalText(root, xip(name))?.trim();
		if (value === undefined || value === '') throw new Problem(400, `The ${element} has no ${name}.`);
		return value;
	};
	return {
		ref: optionalText(root, xip('Ref'))?.trim(),
		title: required('Title'),
		description: optionalText(root, xip('Description')),
		securityTag: required('SecurityTag'),
		customType: optionalText(root, xip('CustomType')),
		parent: optionalText(root, xip('Parent'))?.trim(),
	};
}

/** Reads an asset that was sent with its representation. @throws Problem 400 when it is none, or one with content (ENT-13). */
export function readAsset(root: XmlElement): {readonly asset: SentEntity; readonly physical: boolean} {
	const asset = isElement(root, 'XIP', 'XIP') ? optionalChild(root, xip('InformationObject')) : undefined;
	if (!asset) throw new Problem(400, 'The body must be a XIP with an InformationObject, in the XIP namespace.');
	const representation = optionalChild(root, xip('Representation'));
	const type = representation && optionalText(representation, xip('Type'))?.trim();
	if (representation && type !== 'Physical') throw new Problem(400, 'Only physical representations can be made in this way.');
	return {asset: readEntity(asset, 'IO'), physical: representation !== undefined};
}

/** Is this a reference as the server makes them? */
export function isReference(text: string): boolean {
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text);
}
