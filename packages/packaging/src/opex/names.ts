import type {FixityAlgorithm} from '@fonds/core/hash';

/** Versions of OPEX whose documents can be written. */
export type OpexVersion = '1.0' | '1.1' | '1.2';

const family = 'http://www.openpreservationexchange.org/opex/v';

/** The namespace of a version. */
export function opexNamespace(version: string): string {
	return family + version;
}

/** The version of a namespace, such as `1.2`; undefined if it is not one of OPEX. */
export function versionOf(namespace: string): string | undefined {
	return /^\d+(?:\.\d+)*$/.test(namespace.slice(family.length)) && namespace.startsWith(family)
		? namespace.slice(family.length)
		: undefined;
}

/** Can documents of this version be written? */
export function isKnownVersion(version: string): version is OpexVersion {
	return version === '1.0' || version === '1.1' || version === '1.2';
}

/** What digests are called in OPEX, unlike in XIP, and how many hexadecimal digits they have. */
export const opexAlgorithms: {readonly [A in FixityAlgorithm]: {readonly name: string; readonly digits: number}} = {
	md5: {name: 'MD5', digits: 32},
	sha1: {name: 'SHA-1', digits: 40},
	sha256: {name: 'SHA-256', digits: 64},
	sha512: {name: 'SHA-512', digits: 128},
};
