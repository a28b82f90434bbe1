import type {XmlElement} from '@fonds/core/xml';
import {children, content, optionalAttribute, optionalChild, optionalText, text} from '@fonds/core/xml';
import {readContent} from '../entities/metadata-routes.ts';
import {xip} from '../entities/entity-xml.ts';
import {allKinds, kinds} from '../kinds.ts';
import type {Entity, Fixity, FixityAlgorithm, Fragment, Kind} from '../model.ts';
import {readXml, XmlProblem} from '../xml/read-xml.ts';
import type {DescribedFile, DescribedGeneration, DescribedRepresentation, PackageDescription} from './description.ts';
import {IngestProblem} from './description.ts';

const algorithms: readonly FixityAlgorithm[] = ['MD5', 'SHA1', 'SHA256', 'SHA512'];

/**
 * Reads the `metadata.xml` of a package (4.1). Groups of elements may come in any order and mixed, as servers accept them.
 *
 * @param root What stands before `content/` in the names of the zip's entries.
 * @throws IngestProblem when it is not well-formed, not XIP, or lacks something required.
 */
export function readXip(bytes: Uint8Array, root: string): PackageDescription {
	try {
		return readXml(bytes, document => describe(document, root));
	} catch (error) {
		throw error instanceof XmlProblem ? new IngestProblem([`metadata.xml cannot be read: ${error.message}`]) : error;
	}
}

function describe(document: XmlElement, root: string): PackageDescription {
	if (document.name !== 'XIP' || !document.namespace.startsWith('http://preservica.com/XIP/')) {
		throw new IngestProblem([`The root of metadata.xml is ${document.name} in ${document.namespace || 'no namespace'}, not XIP.`]);
	}
	const all = <T>(name: string, read: (element: XmlElement) => T): T[] => children(document, xip(name)).map(read);
	const entities = allKinds.flatMap(kind => all(kinds[kind].element, element => readEntity(element, kind)));
	const files = new Map<string, DescribedFile>();
	for (const element of children(document, xip('Bitstream'))) {
		const {path, file} = readFile(element, root);
		if (files.has(path)) throw new IngestProblem([`metadata.xml describes ${path} twice.`]);
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

function readFile(element: XmlElement, root: string): {path: string; file: DescribedFile} {
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
			entry: `${root}content/${path}`,
			size,
			fixities: fixities ? children(fixities, xip('Fixity')).map(item => readFixity(item, path)) : [],
		},
	};
}

function readFixity(element: XmlElement, path: string): Fixity {
	const name = value(element, 'FixityAlgorithmRef');
	const algorithm = algorithms.find(known => known === name);
	if (!algorithm) throw new IngestProblem([`The fixity algorithm ${name} of ${path} is none of ${algorithms.join(', ')}.`]);
	return {algorithm, value: value(element, 'FixityValue').toLowerCase()};
}

function readFragment(element: XmlElement): Fragment {
	const read = readContent(element);
	const entity = value(element, 'Entity');
	if (!read) throw new IngestProblem([`The Content of the metadata of ${entity} must hold exactly one element.`]);
	return {ref: optionalValue(element, 'Ref') ?? crypto.randomUUID(), entity, ...read};
}
