import {child, children, optionalAttribute, optionalChild, optionalText, type XmlElement} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {address, optionalTrimmed, trimmed} from '../xml/read.ts';
import {wireNames, type EntityOf, type EntityType, type Fragment} from './entity.ts';

const known = new Set(['Ref', 'Title', 'Description', 'SecurityTag', 'CustomType', 'Parent', 'Deleted']);

/**
 * Reads an `EntityResponse` (ENT-04, ENT-05, ENT-06).
 *
 * Clients of old servers met entities without a title (reference 2.5.2), so it may be missing; reference and security tag may not,
 * except from a tombstone, whose reference is then the one that was asked for.
 */
export function decodeEntity<T extends EntityType>(response: XmlElement, type: T, asked?: string): EntityOf<T> {
	const source = child(response, either(wireNames[type].element));
	const deleted = optionalChild(source, either('Deleted')) !== undefined;
	const field = (name: string): string | undefined => optionalTrimmed(source, either(name));
	const entity = {
		type,
		ref: (deleted && (field('Ref') ?? asked)) || trimmed(source, either('Ref')),
		title: optionalText(source, either('Title')) ?? '',
		description: optionalText(source, either('Description')),
		securityTag: deleted ? (field('SecurityTag') ?? '') : trimmed(source, either('SecurityTag')),
		customType: field('CustomType'),
		parent: field('Parent'),
		deleted,
		fragments: decodeFragments(response),
		extra: source.children.filter((node): node is XmlElement => typeof node === 'object' && !known.has(node.name)),
	};
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler does not connect T with the member of the union
	return entity as unknown as EntityOf<T>;
}

function decodeFragments(response: XmlElement): readonly Fragment[] {
	const information = optionalChild(response, either('AdditionalInformation'));
	const list = information && optionalChild(information, either('Metadata'));
	return list === undefined
		? []
		: children(list, either('Fragment')).map(item => ({schema: optionalAttribute(item, 'schema'), url: address(item)}));
}
