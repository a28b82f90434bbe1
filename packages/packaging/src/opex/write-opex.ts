import {ConfigurationError} from '@fonds/core';
import {element, parseXml, writeXml, type XmlElement, type XmlNode} from '@fonds/core/xml';
import {formatDateTime} from '../values/date-time.ts';
import type {
	OpexDescription,
	OpexEventDescription,
	OpexFixityDescription,
	OpexFragmentDescription,
	OpexIdentifierDescription,
	OpexManifestDescription,
	OpexManifestFileDescription,
} from './description.ts';
import {isKnownVersion, opexAlgorithms, opexNamespace, versionOf, type OpexVersion} from './names.ts';

/** Options of {@link writeOpex}. */
export interface WriteOpexOptions {
	/** @default that of the document, else '1.2' */
	readonly version?: OpexVersion | undefined;
}

type Attributes = Readonly<Record<string, string | undefined>>;
type Make = (
	name: string,
	content: string | readonly (XmlElement | undefined)[] | undefined,
	attributes?: Attributes,
) => XmlElement | undefined;

/**
 * Writes an OPEX document that its schema accepts, one element in a line; fragments stay as they are. What is empty is left out.
 *
 * @throws ConfigurationError for what the version does not have (`originalFilename` and paths of fixities are of 1.2), digests, dates, sizes and types that
 * are none, fragments in no namespace or that of OPEX, `unknown` elements, and texts that XML cannot hold.
 */
export function writeOpex(description: OpexDescription, options: WriteOpexOptions = {}): string {
	const version = options.version ?? description.version ?? '1.2';
	if (!isKnownVersion(version)) {
		throw new ConfigurationError(`OPEX ${version} is not known here. Ask for the version 1.0, 1.1 or 1.2.`);
	}
	const [stranger] = description.unknown ?? [];
	if (stranger !== undefined) {
		throw new ConfigurationError(`OPEX has no element <${stranger.name}>. Leave it out of \`unknown\`.`);
	}
	return `${writeXml(root(description, version))}\n`;
}

function root(description: OpexDescription, version: OpexVersion): XmlElement {
	const opex = opexNamespace(version);
	const make: Make = (name, content, attributes) => {
		const isEmpty = content === undefined || content === '' || (typeof content !== 'string' && content.every(node => node === undefined));
		return isEmpty && attributes === undefined ? undefined : element(opex, `opex:${name}`, content, attributes);
	};
	const {title, description: about, securityTag, identifiers = [], events = [], relationships = [], metadata = []} = description;
	const sections = [
		make('Transfer', transfer(description, version, make)),
		make('Properties', [
			make('Title', title),
			make('Description', about),
			make('SecurityDescriptor', securityTag),
			make(
				'Identifiers',
				identifiers.map(item => identifier(item, make)),
			),
		]),
		make('History', [
			make(
				'Events',
				events.map(item => event(item, make)),
			),
		]),
		make(
			'Relationships',
			relationships.map(({type, object}) => element(opex, 'opex:Relationship', [make('Type', type), make('Object', object)])),
		),
		make(
			'DescriptiveMetadata',
			metadata.map((item, index) => fragment(item, index)),
		),
	];
	return indent(element(opex, 'opex:OPEXMetadata', sections), 0);
}

function transfer(description: OpexDescription, version: OpexVersion, make: Make): readonly (XmlElement | undefined)[] {
	const {sourceId, manifest, fixities = [], originalFilename} = description;
	if (version !== '1.2' && (originalFilename ?? '') !== '') {
		throw new ConfigurationError(`OPEX ${version} has no OriginalFilename. Write 1.2, or leave it out.`);
	}
	return [
		make('SourceID', sourceId),
		manifest && manifestOf(manifest, make),
		make(
			'Fixities',
			fixities.map(item => fixity(item, version, make)),
		),
		make('OriginalFilename', originalFilename),
	];
}

/** An empty list says that there is nothing, which is more than no list says. */
function manifestOf({files, folders}: OpexManifestDescription, make: Make): XmlElement | undefined {
	return make(
		'Manifest',
		[
			files &&
				make(
					'Files',
					files.map(item => manifestFile(item, make)),
					{},
				),
			folders &&
				make(
					'Folders',
					folders.map(path => make('Folder', required(path, 'A folder of a manifest has no name.'))),
					{},
				),
		],
		{},
	);
}

function manifestFile({path, size, type}: OpexManifestFileDescription, make: Make): XmlElement | undefined {
	const what = `The file ${JSON.stringify(path)} of a manifest`;
	if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) {
		throw new ConfigurationError(`${what} has the size ${size}, which is not a number of bytes.`);
	}
	if (type !== undefined && type !== 'content' && type !== 'metadata') {
		throw new ConfigurationError(`${what} has the type ${JSON.stringify(type)}. OPEX knows content and metadata.`);
	}
	return make('File', required(path, 'A file of a manifest has no name.'), {type, size: size?.toString()});
}

function fixity({algorithm, type, value, path}: OpexFixityDescription, version: OpexVersion, make: Make): XmlElement | undefined {
	const known = algorithm === undefined ? undefined : opexAlgorithms[algorithm];
	const name = known?.name ?? type ?? '';
	const digest = value.toLowerCase();
	if (name === '') {
		throw new ConfigurationError('A fixity has no algorithm. Name md5, sha1, sha256 or sha512.');
	}
	if (!/^[0-9a-f]+$/.test(digest) || (known !== undefined && digest.length !== known.digits)) {
		throw new ConfigurationError(`${JSON.stringify(value)} is not a ${name} digest.`);
	}
	if (path !== undefined && version !== '1.2') {
		throw new ConfigurationError(`OPEX ${version} has no paths of fixities (${JSON.stringify(path)}). Write 1.2, or leave them out.`);
	}
	return make('Fixity', undefined, {path, type: name, value: digest});
}

function identifier({type, value}: OpexIdentifierDescription, make: Make): XmlElement | undefined {
	required(type, 'An identifier has no type.');
	return make('Identifier', required(value, `The identifier of the type ${JSON.stringify(type)} has no value.`), {type});
}

function event({date, user, type, action, detail}: OpexEventDescription, make: Make): XmlElement | undefined {
	const content = [make('Type', type), make('Action', action), make('Detail', detail)];
	return make('Event', content, {date: formatDateTime(date, 'An event'), user});
}

function fragment({xml}: OpexFragmentDescription, index: number): XmlElement {
	const what = `Metadata fragment ${index + 1}`;
	const content = rootOf(xml, what);
	if (content.namespace === '' || versionOf(content.namespace) !== undefined) {
		const where = content.namespace === '' ? 'no namespace' : 'the namespace of OPEX itself';
		throw new ConfigurationError(`${what} has the root <${content.name}> in ${where}. OPEX holds only elements of other namespaces.`);
	}
	return content;
}

/** The root of a fragment. @throws ConfigurationError */
export function rootOf(xml: string | XmlElement, what: string): XmlElement {
	try {
		return typeof xml === 'string' ? parseXml(xml) : xml;
	} catch (cause) {
		throw new ConfigurationError(`${what} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, {cause});
	}
}

function required(text: string, message: string): string {
	if (text === '') {
		throw new ConfigurationError(message);
	}
	return text;
}

/** Puts each element of OPEX in a line of its own. White space between them means nothing; within texts and fragments it does. */
function indent(item: XmlElement, depth: number): XmlElement {
	if (versionOf(item.namespace) === undefined || item.children.length === 0 || item.children.some(node => typeof node === 'string')) {
		return item;
	}
	const lines = item.children.flatMap((node): XmlNode[] => [
		`\n${'  '.repeat(depth + 1)}`,
		typeof node === 'string' ? node : indent(node, depth + 1),
	]);
	return {...item, children: [...lines, `\n${'  '.repeat(depth)}`]};
}
