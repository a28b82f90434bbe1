import {namespace} from '@fonds/core/xml';
import type {XmlElement, XmlName} from '@fonds/core/xml';

const premis3 = namespace('http://www.loc.gov/premis/v3');
const premis2 = namespace('info:lc/xmlns/premis-v2');

/** A name of METS, any version 1. */
export const mets: (name: string) => XmlName = namespace('http://www.loc.gov/METS/');

/** A name of XLink. */
export const xlink: (name: string) => XmlName = namespace('http://www.w3.org/1999/xlink');

/** A name of XML Schema's instance attributes. */
export const xsi: (name: string) => XmlName = namespace('http://www.w3.org/2001/XMLSchema-instance');

/** A name of PREMIS 2 and 3. */
export const premis = (name: string): readonly XmlName[] => [premis3(name), premis2(name)];

/** Whether an element has this name; the version at the end of its namespace is ignored. */
export function isNamed({name, namespace: uri}: Pick<XmlElement, 'name' | 'namespace'>, match: XmlName | readonly XmlName[]): boolean {
	const family = uri.replace(/\/v\d+(?:\.\d+)*$/, '');
	const names = 'name' in match ? [match] : match;
	return names.some(wanted => wanted.name === name && (wanted.family === uri || wanted.family === family));
}
