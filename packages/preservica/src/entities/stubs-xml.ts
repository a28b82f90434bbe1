import {DecodeError, type Page} from '@fonds/core';
import {attribute, children, optionalAttribute, optionalChild, type XmlElement} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import {isTrue} from '../xml/values.ts';
import {entityTypeOf} from './entity-type.ts';
import type {ChangedEntity, EntityStub, UnknownEntity} from './entity.ts';

/** Reads a page of children (ENT-08, ENT-09). */
export function decodeChildren(response: XmlElement): Page<EntityStub> {
	return decodeStubs(response, either('Children'), either('Child'));
}

/** Reads a page of entities (ENT-10). */
export function decodeEntities(response: XmlElement): Page<EntityStub> {
	return decodeStubs(response, either('Entities'), either('Entity'));
}

/** Reads a page of changed entities (ENT-11). Deleted ones come without type and title (reference 6.3). */
export function decodeChanges(response: XmlElement): Page<ChangedEntity> {
	const found = optionalChild(response, either('Entities'));
	const items = found === undefined ? [] : children(found, either('Entity'));
	return decodePage(
		response,
		items.map(source =>
			Object.assign(decodeNamed(source), {
				description: optionalAttribute(source, 'description') || undefined,
				deleted: isTrue(optionalAttribute(source, 'deleted')),
			}),
		),
	);
}

/** Reads the attributes by which lists name an entity, whatever kind it is. */
export function decodeNamed(source: XmlElement): EntityStub | UnknownEntity {
	const type = entityTypeOf(optionalAttribute(source, 'type')?.trim() ?? '');
	const ref = attribute(source, 'ref').trim();
	if (ref === '') {
		throw new DecodeError(`<${source.name}> has an empty reference.`);
	}
	return {type, ref, title: optionalAttribute(source, 'title') ?? ''};
}

function decodeStubs(response: XmlElement, list: ReturnType<typeof either>, item: ReturnType<typeof either>): Page<EntityStub> {
	const found = optionalChild(response, list);
	return decodePage(response, found === undefined ? [] : children(found, item).map(source => decodeStub(source)));
}

/** Reads the attributes by which lists name an entity. */
function decodeStub(source: XmlElement): EntityStub {
	const code = attribute(source, 'type').trim();
	const type = entityTypeOf(code);
	if (type === undefined) {
		throw new DecodeError(`<${source.name}> has the type ${JSON.stringify(code)}, which this release does not know.`);
	}
	return {type, ref: attribute(source, 'ref').trim(), title: optionalAttribute(source, 'title') ?? ''};
}
