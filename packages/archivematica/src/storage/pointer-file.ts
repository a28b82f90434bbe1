import {DecodeError} from '@fonds/core';
import type {Fixity} from '@fonds/core/hash';
import {children, optionalAttribute, parseXml} from '@fonds/core/xml';
import type {XmlElement, XmlName} from '@fonds/core/xml';
import type {MetsTransformation} from '../mets/mets-section.ts';
import {decodeFile} from '../mets/mets-xml.ts';
import {mets, premis} from '../mets/names.ts';
import {algorithmOf, decodeAgent, decodeEvent, decodeObject} from '../mets/premis-xml.ts';
import type {PremisAgent, PremisEvent, PremisObject} from '../mets/premis.ts';

/** How the stored file is encrypted. The Storage Service decrypts what it sends. */
export interface PackageEncryption {
	/** Such as `GPG`. */
	readonly algorithm: string | undefined;
	/** Which key, such as its fingerprint. */
	readonly key: string | undefined;
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
	/** What PRONOM calls the format, such as `fmt/484`. */
	readonly puid: string | undefined;
	/** Such as `Archival Information Package`. */
	readonly packageType: string | undefined;
	/** Where the file was on the host of the Storage Service when this was written. */
	readonly storedPath: string | undefined;
	/** What turns the stored file back into the package, in the order it is to be applied. */
	readonly transformations: readonly MetsTransformation[];
	/** `undefined` for a package that is not encrypted. */
	readonly encryption: PackageEncryption | undefined;
	/** The PREMIS object of the package: composition level, program that packed it, relationships to other packages. */
	readonly object: PremisObject;
	/** What was done to the package, such as `compression`, `encryption`, `fixity check`, `replication`, in the order of the document. */
	readonly events: readonly PremisEvent[];
	/** Who or what did it. */
	readonly agents: readonly PremisAgent[];
	/** The document itself, for all that is not above. */
	readonly xml: XmlElement;
}

/**
 * Reads a pointer file: METS with one PREMIS object of the package, in PREMIS 2 or 3.
 *
 * @throws DecodeError when it is no XML, no METS, has no object of this package, or a digest that is none.
 */
export function decodePointerFile(source: string | Uint8Array, uuid: string): PointerFile {
	const xml = parseXml(source);
	if (xml.name !== 'mets') {
		throw new DecodeError(`The pointer file of ${uuid} is no METS document, it is <${xml.name}>.`);
	}
	const objects = descendants(xml, premis('object')).map(decodeObject);
	const object = objects.find(({identifiers}) => identifiers.some(({value}) => value.toLowerCase() === uuid.toLowerCase()));
	if (object === undefined) {
		throw new DecodeError(`The pointer file of ${uuid} describes no package of this UUID.`);
	}
	checkDigests(object);
	const files = descendants(xml, [mets('file')]).map(file => decodeFile(file, undefined));
	const transformations = files[0]?.transformations ?? [];
	return {
		uuid,
		size: object.size,
		fixities: object.fixities,
		otherAlgorithms: object.otherDigests.map(({algorithm}) => algorithm),
		format: object.formats.map(({name}) => name).find(name => name !== undefined),
		puid: object.puid,
		packageType: packageType(xml),
		storedPath: files[0]?.path,
		transformations,
		encryption: encryptionOf(object, transformations),
		object,
		events: descendants(xml, premis('event')).map(decodeEvent),
		agents: descendants(xml, premis('agent')).map(decodeAgent),
		xml,
	};
}

/** A digest that cannot be one must not turn into a package without digests. */
function checkDigests({otherDigests}: PremisObject): void {
	const broken = otherDigests.find(({algorithm}) => algorithmOf(algorithm) !== undefined);
	if (broken !== undefined) {
		throw new DecodeError(`The pointer file has a ${broken.algorithm} digest that is none: '${broken.value.slice(0, 140)}'.`);
	}
}

function encryptionOf({inhibitors}: PremisObject, transformations: readonly MetsTransformation[]): PackageEncryption | undefined {
	const decryption = transformations.find(({type}) => type.toLowerCase() === 'decryption');
	const inhibitor = inhibitors.find(({target}) => target === undefined || /all content/i.test(target)) ?? inhibitors[0];
	if (decryption === undefined && inhibitor === undefined) {
		return undefined;
	}
	return {algorithm: decryption?.algorithm ?? inhibitor?.type, key: decryption?.key ?? inhibitor?.key};
}

function packageType(xml: XmlElement): string | undefined {
	const [division] = children(xml, mets('structMap')).flatMap(structure => children(structure, mets('div')));
	return division && (optionalAttribute(division, 'TYPE') || undefined);
}

/** Every element of this name below the given one; the parser bounds how deep that can be. */
function descendants(parent: XmlElement, match: readonly XmlName[]): readonly XmlElement[] {
	const elements = parent.children.filter((node): node is XmlElement => typeof node === 'object');
	return [...children(parent, match), ...elements.flatMap(element => descendants(element, match))];
}
