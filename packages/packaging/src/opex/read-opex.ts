import {PackageError} from '@fonds/core';
import type {FixityAlgorithm} from '@fonds/core/hash';
import {detach, optionalAttribute, type XmlElement} from '@fonds/core/xml';
import type {Finding} from '../findings/finding.ts';
import {parseDocument} from '../tree/parse-document.ts';
import {isDateTime} from '../values/date-time.ts';
import {fixityAlgorithm} from '../xip/names.ts';
import type {
	OpexDocument,
	OpexEvent,
	OpexFixity,
	OpexFragment,
	OpexIdentifier,
	OpexManifest,
	OpexManifestFile,
	OpexRelationship,
} from './document.ts';
import {isKnownVersion, opexAlgorithms, versionOf} from './names.ts';
import {createPartReader, type PartReader, type Parts} from './read-parts.ts';
import {resembles} from './resembles.ts';
import {createTell, type Tell} from './tell.ts';

/** Options of {@link readOpex}. */
export interface ReadOpexOptions {
	/** The file, for findings and errors. */
	readonly path?: string | undefined;
}

/** A document, and what is wrong with it. */
export interface ReadOpex {
	readonly document: OpexDocument;
	/** Every one of severity `error` is something the schema refuses, or a value that says nothing. */
	readonly findings: readonly Finding[];
}

/**
 * Reads an OPEX document of any version. What does not conform is read as it was meant, and told in `findings`: elements in the wrong order, in no
 * namespace or misspelt by a letter, digests and dates that are none. Elements that are not known are kept.
 *
 * @throws PackageError with the problem `unreadable` for a document that is not well-formed, `too-large` for one of more than five million elements, or `not-opex`.
 */
export function readOpex(xml: string | Uint8Array, {path}: ReadOpexOptions = {}): ReadOpex {
	const findings: Finding[] = [];
	const root = parseDocument(xml, path);
	const document = decode(root, path, createTell(findings, path));
	return {document, findings};
}

function shown(path: string | undefined): string {
	return path === undefined ? 'The document' : `"${path}"`;
}

function decode(root: XmlElement, path: string | undefined, tell: Tell): OpexDocument {
	const version = readVersion(root, path, tell);
	const reader = createPartReader(tell);
	const top = reader.read([root], ['Transfer', 'Properties', 'History', 'Relationships', 'DescriptiveMetadata']);
	const transfer = reader.read(top.all('Transfer'), ['SourceID', 'Manifest', 'Fixities', 'OriginalFilename']);
	const properties = reader.read(top.all('Properties'), ['Title', 'Description', 'SecurityDescriptor', 'Identifiers']);
	const originalFilename = transfer.text('OriginalFilename');
	if (originalFilename !== undefined && isBefore12(version)) {
		tell('not-in-version', `OPEX ${version} has no <OriginalFilename>; it came with 1.2.`);
	}
	const history = reader.read(top.all('History'), ['Events']);
	return {
		version,
		sourceId: transfer.text('SourceID'),
		manifest: readManifest(transfer, reader, tell),
		fixities: listIn(transfer, 'Fixities', 'Fixity', reader).map(item => readFixity(item, version, reader, tell)),
		originalFilename,
		title: properties.text('Title'),
		description: properties.text('Description'),
		securityTag: properties.text('SecurityDescriptor'),
		identifiers: listIn(properties, 'Identifiers', 'Identifier', reader).flatMap(item => readIdentifier(item, reader, tell)),
		events: listIn(history, 'Events', 'Event', reader).map(item => readEvent(item, reader, tell)),
		relationships: listIn(top, 'Relationships', 'Relationship', reader).map(item => readRelationship(item, reader)),
		metadata: top.all('DescriptiveMetadata').flatMap(item => readFragments(root, item, reader, tell)),
		unknown: reader.unknown,
	};
}

function readVersion(root: XmlElement, path: string | undefined, tell: Tell): string | undefined {
	const version = versionOf(root.namespace);
	if ((version === undefined && root.namespace !== '') || !resembles(root.name, 'OPEXMetadata')) {
		const where = root.namespace === '' ? 'no namespace' : root.namespace;
		throw new PackageError(`The root of ${shown(path)} is <${root.name}> in ${where}, not <OPEXMetadata>.`, {problem: 'not-opex', path});
	}
	if (root.name !== 'OPEXMetadata') {
		tell('misspelt', `<${root.name}> is read as <OPEXMetadata>, which it resembles.`);
	}
	if (version === undefined) {
		tell('wrong-namespace', '<OPEXMetadata> is in no namespace.');
	} else if (!isKnownVersion(version)) {
		tell('unknown-version', `OPEX ${version} is not known here: what is new in it is not read.`, 'warning');
	}
	return version;
}

function isBefore12(version: string | undefined): boolean {
	return version === '1.0' || version === '1.1';
}

function listIn(parts: Parts, list: string, item: string, reader: PartReader): readonly XmlElement[] {
	return reader.read(parts.all(list), [item], {repeatable: true}).all(item);
}

function readManifest(transfer: Parts, reader: PartReader, tell: Tell): OpexManifest | undefined {
	if (!transfer.has('Manifest')) {
		return undefined;
	}
	const manifest = reader.read(transfer.all('Manifest'), ['Files', 'Folders']);
	const files = listIn(manifest, 'Files', 'File', reader).flatMap(item => readManifestFile(item, reader, tell));
	const folders = listIn(manifest, 'Folders', 'Folder', reader).flatMap(item => readName(item, [], reader, tell));
	return {files: manifest.has('Files') ? files : undefined, folders: manifest.has('Folders') ? folders : undefined};
}

function readManifestFile(element: XmlElement, reader: PartReader, tell: Tell): readonly OpexManifestFile[] {
	const type = optionalAttribute(element, 'type');
	if (type !== undefined && type !== 'content' && type !== 'metadata') {
		tell('unknown-type', `<File> has the type ${JSON.stringify(type)}; OPEX knows content and metadata.`);
	}
	const names = readName(element, ['size', 'type'], reader, tell);
	return names.map(path => ({path, size: readSize(optionalAttribute(element, 'size'), path, tell), type}));
}

function readSize(written: string | undefined, path: string, tell: Tell): number | undefined {
	const word = written?.trim();
	const size = Number(word);
	if (word !== undefined && (!/^\+?\d+$/.test(word) || !Number.isSafeInteger(size))) {
		tell('not-a-size', `"${path}" has the size ${JSON.stringify(word)} in the manifest, which is not a number of bytes.`);
		return undefined;
	}
	return word === undefined ? undefined : size;
}

function readName(element: XmlElement, attributes: readonly string[], reader: PartReader, tell: Tell): readonly string[] {
	const name = reader.text(element, attributes);
	if (name.trim() === '') {
		tell('empty-element', `A <${element.name}> of the manifest has no name.`, 'warning');
		return [];
	}
	return [name];
}

function readFixity(element: XmlElement, version: string | undefined, reader: PartReader, tell: Tell): OpexFixity {
	reader.read([element], [], {attributes: ['path', 'type', 'value']});
	if (element.children.some(node => typeof node === 'string' && node.trim() === '')) {
		tell('unexpected-text', 'A <Fixity> holds white space, where it has to be empty.');
	}
	const type = (optionalAttribute(element, 'type') ?? '').trim();
	const value = (optionalAttribute(element, 'value') ?? '').trim().toLowerCase();
	const path = optionalAttribute(element, 'path');
	const algorithm = fixityAlgorithm(type.trim());
	if (!tellMissing(element, ['type', 'value'], tell)) {
		checkDigest(type, algorithm, value, tell);
	}
	if (path !== undefined && isBefore12(version)) {
		tell('not-in-version', `<Fixity> has no attribute path in OPEX ${version}; it came with 1.2.`);
	}
	return {algorithm, type, value, path};
}

function checkDigest(type: string, algorithm: FixityAlgorithm | undefined, value: string, tell: Tell): void {
	if (algorithm === undefined) {
		tell('fixity-unknown', `The digest ${JSON.stringify(type)} is none that is known here, and proves nothing.`, 'warning');
	} else if (!/^[0-9a-f]+$/.test(value) || value.length !== opexAlgorithms[algorithm].digits) {
		tell('fixity-malformed', `The digest ${type} is ${JSON.stringify(value)}, which is no such digest.`);
	}
}

function readIdentifier(element: XmlElement, reader: PartReader, tell: Tell): readonly OpexIdentifier[] {
	const type = optionalAttribute(element, 'type');
	const value = reader.text(element, ['type']);
	if (type === undefined) {
		tell('missing-attribute', `The <Identifier> ${JSON.stringify(value)} has no attribute type.`);
	}
	if (value === '') {
		tell('empty-element', `The <Identifier> of the type ${JSON.stringify(type)} is empty.`, 'warning');
		return [];
	}
	return [{type: type ?? '', value}];
}

function readEvent(element: XmlElement, reader: PartReader, tell: Tell): OpexEvent {
	const parts = reader.read([element], ['Type', 'Action', 'Detail'], {attributes: ['date', 'user']});
	const date = optionalAttribute(element, 'date')?.trim();
	tellMissing(element, ['date', 'user'], tell);
	if (date !== undefined && !isDateTime(date)) {
		tell('not-a-date', `An <Event> has the date ${JSON.stringify(date)}, which is none.`);
	}
	const user = optionalAttribute(element, 'user') ?? '';
	return {date: date ?? '', user, type: parts.text('Type'), action: parts.text('Action'), detail: parts.text('Detail')};
}

function readRelationship(element: XmlElement, reader: PartReader): OpexRelationship {
	const parts = reader.read([element], ['Type', 'Object']);
	return {type: parts.text('Type'), object: parts.text('Object')};
}

function tellMissing(element: XmlElement, names: readonly string[], tell: Tell): boolean {
	const missing = names.filter(name => optionalAttribute(element, name) === undefined);
	missing.forEach(name => tell('missing-attribute', `<${element.name}> has no attribute ${name}.`));
	return missing.length > 0;
}

/** Fragments keep the prefixes that are in force around them, for values that use them. */
function readFragments(root: XmlElement, parent: XmlElement, reader: PartReader, tell: Tell): readonly OpexFragment[] {
	reader.read([{...parent, children: []}], []);
	const fragments: OpexFragment[] = [];
	for (const node of parent.children) {
		if (typeof node === 'string') {
			if (node.trim() !== '') {
				tell('unexpected-text', `<${parent.name}> holds a text, where only elements belong.`);
			}
			continue;
		}
		if (node.namespace === '' || versionOf(node.namespace) !== undefined) {
			const where = node.namespace === '' ? 'in no namespace' : 'in that of OPEX itself';
			tell('wrong-namespace', `The metadata fragment <${node.name}> is ${where}; it has to be in another.`);
		}
		const {declarations, ...rest} = detach(root, node);
		fragments.push({xml: {...rest, declarations: declarations.filter(({namespace}) => versionOf(namespace) === undefined)}});
	}
	return fragments;
}
