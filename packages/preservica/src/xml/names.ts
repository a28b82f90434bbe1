import {namespace, type XmlName} from '@fonds/core/xml';

/** Names of the fields of entities. */
const xip: (name: string) => XmlName = namespace('http://preservica.com/XIP');

/** Names of the answers around them. */
const entityApi: (name: string) => XmlName = namespace('http://preservica.com/EntityAPI');

/** A name that servers put into either namespace: identifiers, generations and whole entities occur in both (reference 6.1). */
export function either(name: string): readonly XmlName[] {
	return [xip(name), entityApi(name)];
}
