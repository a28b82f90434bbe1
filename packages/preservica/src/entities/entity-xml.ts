import {child, children, optionalAttribute, optionalChild, optionalText, type XmlElement} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {address, optionalTrimmed, trimmed} from '../xml/read.ts';
import {wireNames, type EntityOf, type EntityType, type Fragment} from './entity.ts';

const ref = either('Ref');
const title = either('Title');
const description = either('Description');
const securityTag = either('SecurityTag');
const customType = either('CustomType');
const parent = either('Parent');
const deletedMark = either('Deleted');
const known = new Set(['Ref', 'Title', 'Description', 'SecurityTag', 'CustomType', 'Parent', 'Deleted']);

const additionalInformation = either('AdditionalInformation');
const metadata = either('Metadata');
const fragment = either('Fragment');

/**
 * Reads an `EntityResponse` (ENT-04, ENT-05, ENT-06).
 *
 * Clients of old servers met entities without a title (reference 2.5.2), so it may be missing; reference and security tag may not,
 * except from a tombstone, whose reference is then the one that was asked for.
 */
export function decodeEntity<T extends EntityType>(response: XmlElement, type: T, asked?: string): EntityOf<T> {
	const source = child(response, either(wireNames[type].element));
	const deleted = optionalChild(source, deletedMark) !== undefined;
	const entity = {
		type,
		ref: (deleted && (optionalTrimmed(source, ref) ?? asked)) || trimmed(source, ref),
		title: optionalText(source, title) ?? '',
		description: optionalText(source, description),
		securityTag: deleted ? (optionalTrimmed(source, securityTag) ?? '') : trimmed(source, securityTag),
		customType: optionalTrimmed(source, customType),
		parent: optionalTrimmed(source, parent),
		deleted,
		fragments: decodeFragments(response),
		extra: source.children.filter((node): node is XmlElement => typeof node === 'object' && !known.has(node.name)),
	};
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler does not connect T with the member of the union
	return entity as unknown as EntityOf<T>;
}

function decodeFragments(response: XmlElement): readonly Fragment[] {
	const information = optionalChild(response, additionalInformation);
	const list = information && optionalChild(information, metadata);
	return list === undefined ? [] : children(list, fragment).map(item => ({schema: optionalAttribute(item, 'schema'), url: address(item)}));
}
