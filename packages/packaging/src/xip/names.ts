import type {FixityAlgorithm} from '@fonds/core/hash';

/** The kinds of elements in a XIP document, in the order of the schema (XIPType). */
export const xipKinds = [
	'StructuralObject',
	'InformationObject',
	'Representation',
	'ContentObject',
	'Generation',
	'Bitstream',
	'Identifier',
	'Link',
	'Restriction',
	'Metadata',
	'EventAction',
] as const;

export type XipKind = (typeof xipKinds)[number];

/** How formats are found out (schema, identificationMethod). */
export const identificationMethods: readonly string[] = ['Container', 'Signature', 'Extension', 'None', 'Unknown'];

/** What must not be done with entities (schema, restrictionType). */
export const restrictionTypes: readonly string[] = ['LOCK', 'DELETE'];

/** The names of digest algorithms in XIP (schema, fixityType), and how many hexadecimal digits their values have. */
export const fixityTypes: {readonly [A in FixityAlgorithm]: {readonly name: string; readonly digits: number}} = {
	md5: {name: 'MD5', digits: 32},
	sha1: {name: 'SHA1', digits: 40},
	sha256: {name: 'SHA256', digits: 64},
	sha512: {name: 'SHA512', digits: 128},
};

/** The algorithm of a name, as XIP writes it or as others do: in any letter case, with or without a hyphen. */
export function fixityAlgorithm(name: string): FixityAlgorithm | undefined {
	const plain = name.toLowerCase().replace('-', '');
	return plain === 'md5' || plain === 'sha1' || plain === 'sha256' || plain === 'sha512' ? plain : undefined;
}

/** Is this a namespace of XIP, whatever its version? */
export function isXipNamespace(namespace: string): boolean {
	return /^http:\/\/preservica\.com\/XIP(?:\/v\d+(?:\.\d+)*)?$/.test(namespace);
}
