import type {XmlElement} from '@fonds/core/xml';
import {children, content, optionalAttribute, optionalChild, optionalText, text} from '@fonds/core/xml';
import {readContent} from '../entities/metadata-routes.ts';
import {xip} from '../entities/entity-xml.ts';
import {allKinds, kinds} from '../kinds.ts';
import type {Entity, FixityAlgorithm, Fragment, Kind} from '../model.ts';
import {readXml, XmlProblem} from '../xml/read-xml.ts';
import type {DescribedFile, DescribedFixity, DescribedGeneration, DescribedRepresentation, PackageDescription} from './description.ts';
import {IngestProblem} from './description.ts';

const algorithms: readonly FixityAlgorithm[] = ['MD5', 'SHA1', 'SHA256', 'SHA512'];

/** A document of XIP metadata. */
export interface XipSource {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** What stands before the paths of its files in the names of the package's entries. */
	readonly root: string;
}

/**
 * Reads the `metadata.xml` of a package (4.1) or the `.xip` of a PAX (4.4). Groups of elements may come in any order and mixed, as servers
 * accept them.
 *
 * @throws IngestProblem when it is not well-formed, not XIP, or lacks something required.
 */
export function readXip({name, bytes, root}: XipSource): PackageDescription {
	try {
		return readXml(bytes, document => describe(document, name, root));
	} catch (error) {
		throw error instanceof XmlProblem ? new IngestProblem([`${name} cannot be read: ${error.message}`]) : error;
	}
}

function describe(document: XmlElement, name: string, root: string): PackageDescription {
	if (document.name !== 'XIP' || !document.namespace.startsWith('http://preservica.com/XIP/')) {
		throw new IngestProblem([`The root of ${name} is ${document.name} in ${document.namespace || 'no namespace'}, not XIP.`]);
	}
	const all = <T>(element: string, read: (element: XmlElement) => T): T[] => children(document, xip(element)).map(read);
	const entities = allKinds.flatMap(kind => all(kinds[kind].element, element => readEntity(element, kind)));
	const files = new Map<string, DescribedFile>();
	for (const element of children(document, xip('Bitstream'))) {
		const {path, file} = readFile(element, name, root);
		if (files.has(path)) throw new IngestProblem([`${name} describes ${path} twice.`]);
		files.set(path, file);
	}
	return {
		entities,
		representations: all('Representation', readRepresentation),
		generations: all('Generation', readGeneration),
		files,
		identifiers: all('Identifier', element => ({
			type: value(element, 'Type'),
			value: value(element, 'Value'),
			entity: value(element, 'Entity'),
		})),
		fragments: all('Metadata', readFragment),
		links: all('Link', element => ({type: value(element, 'Type'), from: value(element, 'FromEntity'), to: value(element, 'ToEntity')})),
	};
}

function value(element: XmlElement, name: string): string {
	return text(element, xip(name)).trim();
}

function optionalValue(element: XmlElement, name: string): string | undefined {
	return optionalText(element, xip(name))?.trim() || undefined;
}

function readEntity(element: XmlElement, kind: Kind): Entity {
	return {
		kind,
		ref: value(element, 'Ref'),
		title: value(element, 'Title'),
		description: optionalText(element, xip('Description')),
		securityTag: value(element, 'SecurityTag'),
		customType: optionalValue(element, 'CustomType'),
		parent: optionalValue(element, 'Parent'),
	};
}

function readRepresentation(element: XmlElement): DescribedRepresentation {
	const list = optionalChild(element, xip('ContentObjects'));
	return {
		asset: value(element, 'InformationObject'),
		type: value(element, 'Type'),
		name: optionalValue(element, 'Name'),
		contentObjects: list ? children(list, xip('ContentObject')).map(item => content(item).trim()) : [],
	};
}

function readGeneration(element: XmlElement): DescribedGeneration {
	const list = optionalChild(element, xip('Bitstreams'));
	return {
		contentObject: value(element, 'ContentObject'),
		original: flag(element, 'original'),
		active: flag(element, 'active'),
		label: optionalValue(element, 'Label'),
		effectiveDate: optionalValue(element, 'EffectiveDate'),
		files: list ? children(list, xip('Bitstream')).map(item => content(item)) : [],
	};
}

function flag(element: XmlElement, name: string): boolean {
	return ['true', '1'].includes((optionalAttribute(element, name) ?? 'true').toLowerCase());
}

function readFile(element: XmlElement, describedBy: string, root: string): {path: string; file: DescribedFile} {
	const filename = text(element, xip('Filename'));
	const location = optionalText(element, xip('PhysicalLocation'));
	const path = location === undefined ? filename : `${location.replace(/\/$/u, '')}/${filename}`;
	const size = Number(value(element, 'FileSize'));
	if (!Number.isSafeInteger(size) || size < 0) throw new IngestProblem([`The FileSize of ${path} is not a number of bytes.`]);
	const fixities = optionalChild(element, xip('Fixities'));
	return {
		path,
		file: {
			filename,
			originalFilename: optionalText(element, xip('OriginalFilename')),
			entry: root + path,
			size,
			describedBy,
			fixities: fixities ? children(fixities, xip('Fixity')).map(item => readFixity(item, path, describedBy)) : [],
		},
	};
}

function readFixity(element: XmlElement, path: string, describedBy: string): DescribedFixity {
	const name = value(element, 'FixityAlgorithmRef');
	const algorithm = algorithms.find(known => known === name);
	if (!algorithm) throw new IngestProblem([`The fixity algorithm ${name} of ${path} is none of ${algorithms.join(', ')}.`]);
	return {algorithm, value: value(element, 'FixityValue').toLowerCase(), describedBy};
}

function readFragment(element: XmlElement): Fragment {
	const read = readContent(element);
	const entity = value(element, 'Entity');
	if (!read) throw new IngestProblem([`The Content of the metadata of ${entity} must hold exactly one element.`]);
	return {ref: optionalValue(element, 'Ref') ?? crypto.randomUUID(), entity, ...read};
}
