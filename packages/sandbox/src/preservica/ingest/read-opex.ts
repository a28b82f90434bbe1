import type {XmlElement} from '@fonds/core/xml';
import {attribute, children, content, namespace, optionalAttribute, optionalChild, optionalText, writeXml} from '@fonds/core/xml';
import {xip} from '../entities/entity-xml.ts';
import {readContent} from '../entities/metadata-routes.ts';
import type {Fixity, FixityAlgorithm, Fragment} from '../model.ts';
import {readXml, XmlProblem} from '../xml/read-xml.ts';
import {IngestProblem} from './description.ts';

/** What an `.opex` file says (4.3). */
export interface Opex {
	readonly name: string;
	readonly sourceId: string | undefined;
	readonly manifest: OpexManifest | undefined;
	readonly fixities: readonly OpexFixity[];
	readonly originalFilename: string | undefined;
	readonly title: string | undefined;
	readonly description: string | undefined;
	readonly securityTag: string | undefined;
	readonly customType: string | undefined;
	readonly identifiers: readonly {readonly type: string; readonly value: string}[];
	readonly relationships: readonly {readonly type: string; readonly object: string}[];
	readonly fragments: readonly Pick<Fragment, 'schemaUri' | 'xml'>[];
}

/** A list that is missing says nothing; an empty one says that there is nothing. */
export interface OpexManifest {
	readonly files: readonly {readonly path: string; readonly size: number | undefined}[] | undefined;
	readonly folders: readonly string[] | undefined;
}

export interface OpexFixity extends Fixity {
	/** A file in the PAX; without one it is of what the `.opex` file belongs to. */
	readonly path: string | undefined;
}

const home = 'http://www.openpreservationexchange.org/opex';
const opex = namespace(home);
const algorithms: readonly FixityAlgorithm[] = ['MD5', 'SHA1', 'SHA256', 'SHA512'];

/**
 * Reads an `.opex` file of any version. The order of elements does not matter, as working examples get it wrong; what is unknown or repeated is
 * refused rather than lost. `History` is not taken over.
 *
 * @throws IngestProblem that names the file.
 */
export function readOpex(name: string, bytes: Uint8Array): Opex {
	try {
		return readXml(bytes, root => ({name, ...describe(root)}));
	} catch (error) {
		if (error instanceof XmlProblem) throw new IngestProblem([`${name} cannot be read: ${error.message}`]);
		throw error instanceof OpexProblem ? new IngestProblem([`${name}: ${error.message}`]) : error;
	}
}

class OpexProblem extends Error {}

function describe(root: XmlElement): Omit<Opex, 'name'> {
	if (root.name !== 'OPEXMetadata' || !root.namespace.startsWith(`${home}/`))
		throw new OpexProblem(`The root is ${root.name} in ${root.namespace || 'no namespace'}, not OPEXMetadata.`);
	const section = sections(root, ['Transfer', 'Properties', 'History', 'Relationships', 'DescriptiveMetadata']);
	const transfer = section('Transfer', ['SourceID', 'Manifest', 'Fixities', 'OriginalFilename']);
	const properties = section('Properties', ['Title', 'Description', 'SecurityDescriptor', 'Identifiers']);
	const description = section('DescriptiveMetadata');
	return {
		sourceId: transfer && trimmed(transfer, 'SourceID'),
		manifest: readManifest(transfer),
		fixities: list(transfer, 'Fixities', 'Fixity').map(readFixity),
		originalFilename: transfer && optionalText(transfer, opex('OriginalFilename')),
		title: properties && trimmed(properties, 'Title'),
		description: properties && optionalText(properties, opex('Description')),
		securityTag: properties && trimmed(properties, 'SecurityDescriptor'),
		identifiers: list(properties, 'Identifiers', 'Identifier').map(item => ({type: attribute(item, 'type'), value: content(item).trim()})),
		relationships: list(root, 'Relationships', 'Relationship').map(readRelationship),
		...readDescription(description?.children.filter(node => typeof node === 'object') ?? []),
	};
}

/** Gives the one child of a name; it may hold nothing but what is named. @throws OpexProblem when there is anything else, or more of it. */
function sections(parent: XmlElement, names: readonly string[]): (name: string, allowed?: readonly string[]) => XmlElement | undefined {
	checkChildren(parent, names, true);
	return (name, allowed) => {
		const found = optionalChild(parent, opex(name));
		if (found && allowed) checkChildren(found, allowed, true);
		return found;
	};
}

function checkChildren(parent: XmlElement, names: readonly string[], once: boolean): void {
	const seen = new Set<string>();
	for (const node of parent.children) {
		if (typeof node === 'string') continue;
		if (!names.includes(node.name) || !node.namespace.startsWith(`${home}/`))
			throw new OpexProblem(`${parent.name} must not hold ${node.name} in ${node.namespace || 'no namespace'}.`);
		if (once && seen.has(node.name)) throw new OpexProblem(`${parent.name} has more than one ${node.name}.`);
		seen.add(node.name);
	}
}

function list(parent: XmlElement | undefined, name: string, item: string): readonly XmlElement[] {
	const found = parent && optionalChild(parent, opex(name));
	if (!found) return [];
	checkChildren(found, [item], false);
	return children(found, opex(item));
}

function trimmed(element: XmlElement, name: string): string | undefined {
	return optionalText(element, opex(name))?.trim() || undefined;
}

function readManifest(transfer: XmlElement | undefined): OpexManifest | undefined {
	const manifest = transfer && optionalChild(transfer, opex('Manifest'));
	if (!manifest) return undefined;
	const section = sections(manifest, ['Files', 'Folders']);
	return {
		files: section('Files') && list(manifest, 'Files', 'File').map(readFile),
		folders: section('Folders') && list(manifest, 'Folders', 'Folder').map(folder => content(folder)),
	};
}

function readFile(element: XmlElement): {readonly path: string; readonly size: number | undefined} {
	const path = content(element);
	const size = optionalAttribute(element, 'size');
	if (size !== undefined && !/^\d{1,15}$/u.test(size)) throw new OpexProblem(`The size ${size} of ${path} is not a number of bytes.`);
	return {path, size: size === undefined ? undefined : Number(size)};
}

/** Written `SHA-1` or `SHA1`, in lower or upper case. */
function readFixity(element: XmlElement): OpexFixity {
	const type = attribute(element, 'type');
	const algorithm = algorithms.find(known => known === type.trim().replace('-', '').toUpperCase());
	if (!algorithm) throw new OpexProblem(`The fixity type ${type} is none of MD5, SHA-1, SHA-256, SHA-512.`);
	return {algorithm, value: attribute(element, 'value').trim().toLowerCase(), path: optionalAttribute(element, 'path')};
}

function readRelationship(element: XmlElement): {readonly type: string; readonly object: string} {
	const [type, object] = [trimmed(element, 'Type'), trimmed(element, 'Object')];
	if (type === undefined || object === undefined) throw new OpexProblem('A Relationship needs a Type and an Object here.');
	return {type, object};
}

/** Fragments, and what exports put among them as XIP because OPEX has no place for it. */
function readDescription(elements: readonly XmlElement[]): Pick<Opex, 'fragments' | 'customType'> {
	const folder = elements.find(({name, namespace: own}) => name === 'StructuralObject' && isXip(own));
	return {
		customType: folder && optionalText(folder, xip('CustomType'))?.trim(),
		fragments: elements
			.filter(element => element !== folder)
			.map(
				element => (element.name === 'Metadata' && isXip(element.namespace) ? readContent(element) : undefined) ?? readFragment(element),
			),
	};
}

function isXip(uri: string): boolean {
	return uri.startsWith('http://preservica.com/XIP/');
}

/** Any element as a fragment; its schema is its namespace. */
export function readFragment(element: XmlElement): Pick<Fragment, 'schemaUri' | 'xml'> {
	return {schemaUri: element.namespace, xml: writeXml(element, {declaration: false})};
}
