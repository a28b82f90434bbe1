import {DecodeError} from '@fonds/core';
import type {Fixity, FixityAlgorithm} from '@fonds/core/hash';
import {children, content, namespace, optionalAttribute, optionalText, parseXml} from '@fonds/core/xml';
import type {XmlElement, XmlName} from '@fonds/core/xml';

/** One step that turns the stored file back into the package. */
export interface PackageTransformation {
	/** `decompression` or `decryption`. */
	readonly type: string;
	/** Such as `bzip2`. */
	readonly algorithm: string | undefined;
}

/** What the Storage Service recorded of a compressed package when it was stored (reference 4.10). */
export interface PointerFile {
	/** UUID of the package. */
	readonly uuid: string;
	/** Bytes of the stored file. */
	readonly size: number | undefined;
	/** Its digests, in algorithms that can be checked. */
	readonly fixities: readonly Fixity[];
	/** Names of digest algorithms it also has and that cannot be checked here. */
	readonly otherAlgorithms: readonly string[];
	/** Such as `7Zip format`. */
	readonly format: string | undefined;
	/** In the order they are to be applied. */
	readonly transformations: readonly PackageTransformation[];
	/** The document itself, for all that is not above. */
	readonly xml: XmlElement;
}

/**
 * Reads a pointer file: METS with one PREMIS object of the package, in PREMIS 2 or 3.
 *
 * @throws DecodeError when it is no XML, no METS, or has no object of this package.
 */
export function decodePointerFile(source: string | Uint8Array, uuid: string): PointerFile {
	const xml = parseXml(source);
	if (xml.name !== 'mets') {
		throw new DecodeError(`The pointer file of ${uuid} is no METS document, it is <${xml.name}>.`);
	}
	const objects = descendants(xml, premis('object'));
	const object = objects.find(candidate => identifiersOf(candidate).includes(uuid.toLowerCase()));
	if (object === undefined) {
		throw new DecodeError(`The pointer file of ${uuid} describes no package of this UUID.`);
	}
	const characteristics = descendants(object, premis('objectCharacteristics'));
	const digests = characteristics.flatMap(item => children(item, premis('fixity'))).map(digestOf);
	const size = characteristics.map(item => optionalText(item, premis('size'))?.trim()).find(text => /^\d+$/.test(text ?? ''));
	return {
		uuid,
		size: size === undefined ? undefined : Number(size),
		fixities: digests.flatMap(({fixity}) => fixity ?? []),
		otherAlgorithms: digests.flatMap(({fixity, algorithm}) => (fixity ? [] : [algorithm])),
		format: descendants(object, premis('formatName'))
			.map(name => content(name).trim())
			.find(name => name !== ''),
		transformations: transformationsOf(xml),
		xml,
	};
}

const mets = namespace('http://www.loc.gov/METS/');
const premis3 = namespace('http://www.loc.gov/premis/v3');
const premis2 = namespace('info:lc/xmlns/premis-v2');
const premis = (name: string): readonly XmlName[] => [premis3(name), premis2(name)];

/** The algorithms of the Storage Service, by their names without punctuation, and the length of their digests in hex. */
const algorithms: ReadonlyMap<string, {readonly algorithm: FixityAlgorithm; readonly length: number}> = new Map([
	['md5', {algorithm: 'md5', length: 32}],
	['sha1', {algorithm: 'sha1', length: 40}],
	['sha256', {algorithm: 'sha256', length: 64}],
	['sha512', {algorithm: 'sha512', length: 128}],
]);

function digestOf(fixity: XmlElement): {readonly algorithm: string; readonly fixity: Fixity | undefined} {
	const name = optionalText(fixity, premis('messageDigestAlgorithm'))?.trim() ?? '';
	const value = (optionalText(fixity, premis('messageDigest')) ?? '').trim().toLowerCase();
	const known = algorithms.get(name.toLowerCase().replaceAll(/[^a-z\d]/g, ''));
	if (known === undefined) {
		return {algorithm: name, fixity: undefined};
	}
	if (value.length !== known.length || !/^[\da-f]+$/.test(value)) {
		throw new DecodeError(`The pointer file has a ${name} digest that is none: '${value.slice(0, 140)}'.`);
	}
	return {algorithm: name, fixity: {algorithm: known.algorithm, value}};
}

function identifiersOf(object: XmlElement): readonly string[] {
	return children(object, premis('objectIdentifier')).map(identifier =>
		(optionalText(identifier, premis('objectIdentifierValue')) ?? '').trim().toLowerCase(),
	);
}

function transformationsOf(xml: XmlElement): readonly PackageTransformation[] {
	return descendants(xml, [mets('transformFile')])
		.toSorted((a, b) => orderOf(a) - orderOf(b))
		.map(step => ({
			type: optionalAttribute(step, 'TRANSFORMTYPE') ?? '',
			algorithm: optionalAttribute(step, 'TRANSFORMALGORITHM') || undefined,
		}));
}

function orderOf(step: XmlElement): number {
	return Number(optionalAttribute(step, 'TRANSFORMORDER') ?? 0);
}

/** Every element of this name below the given one; the parser bounds how deep that can be. */
function descendants(parent: XmlElement, match: readonly XmlName[]): readonly XmlElement[] {
	const elements = parent.children.filter((node): node is XmlElement => typeof node === 'object');
	return [...children(parent, match), ...elements.flatMap(element => descendants(element, match))];
}
