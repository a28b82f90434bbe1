import {element, type XmlElement, type XmlNode} from '@fonds/core/xml';
import {wireNames, type EntityType} from './entity.ts';

/** What the server needs to know to make or change an entity. */
export interface EntityDraft {
	readonly type: EntityType;
	readonly ref?: string | undefined;
	readonly title: string;
	readonly description?: string | undefined;
	readonly securityTag: string;
	readonly customType?: string | undefined;
	readonly parent?: string | undefined;
	readonly extra?: readonly XmlElement[] | undefined;
}

/**
 * The body of ENT-12 and ENT-14. An undefined description is left out, because an empty element would make an empty description;
 * '' is sent, because that is how a description is taken away.
 */
export function encodeEntity(entity: EntityDraft, namespace: string): XmlElement {
	const field = (name: string, value: string | undefined): XmlNode | undefined =>
		value === undefined ? undefined : element(namespace, name, value);
	return element(namespace, wireNames[entity.type].element, [
		field('Ref', entity.ref),
		field('Title', entity.title),
		field('Description', entity.description),
		field('SecurityTag', entity.securityTag),
		field('CustomType', entity.customType),
		field('Parent', entity.parent),
		...(entity.extra ?? []),
	]);
}
