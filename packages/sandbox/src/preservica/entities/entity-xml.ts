import type {XmlElement} from '@fonds/core/xml';
import {namespace, optionalText} from '@fonds/core/xml';
import type {Call} from '../call.ts';
import {kinds} from '../kinds.ts';
import type {Entity, Kind} from '../model.ts';
import {Problem} from '../problem.ts';
import {optionalTag, tag, tagWith} from '../xml/write-xml.ts';

/** Names in the XIP namespace of any version. */
export const xip: ReturnType<typeof namespace> = namespace('http://preservica.com/XIP');

/** The document of one entity (ENT-04 to ENT-06). */
export function entityAnswer(call: Call, entity: Entity): Response {
	const {repository} = call.archive;
	const {ref, kind} = entity;
	const path = `${kinds[kind].path}/${ref}`;
	const parent = entity.parent === undefined ? undefined : repository.entities.get(entity.parent);
	const link = (name: string) => tag(name, call.url(`${path}/${name.toLowerCase()}`));
	const only = (wanted: Kind, name: string) => (kind === wanted ? link(name) : undefined);
	return call.answer(
		'EntityResponse',
		tag(
			`xip:${kinds[kind].element}`,
			tag('xip:Ref', ref),
			tag('xip:Title', entity.title),
			optionalTag('xip:Description', entity.description),
			tag('xip:SecurityTag', entity.securityTag),
			optionalTag('xip:CustomType', entity.customType),
			optionalTag('xip:Parent', entity.parent),
		),
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
	if (root.name !== element || !root.namespace.startsWith('http://preservica.com/XIP/')) {
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

/** Is this a reference as the server makes them? */
export function isReference(text: string): boolean {
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text);
}
