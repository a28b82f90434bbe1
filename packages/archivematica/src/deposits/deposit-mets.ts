import {ConfigurationError} from '@fonds/core';
import {attribute, children, element, namespace, optionalAttribute} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {checkFileName} from './file-name.ts';

/** A file the Storage Service fetches into a deposit. */
export interface DepositFile {
	/**
	 * Where it is, `http:` or `https:`. The server sends the user name and password of the collection's space along, and tells the address to
	 * everybody who asks for the state of the deposit: no secrets in it.
	 */
	readonly url: string | URL;
	/** Its name in the deposit; any script, no slash. */
	readonly name: string;
	/** What it must be, as 32 hexadecimal digits. Without it the server keeps what comes, a page that says "not found" too. */
	readonly md5?: string | undefined;
}

/** A MODS record the Storage Service fetches into the submission documentation of a deposit. */
export interface DepositMods extends Omit<DepositFile, 'name'> {
	/** @default 'MODS Record', which the server names after the object: `<object id>-MODS.xml` */
	readonly name?: string | undefined;
}

/** What {@link depositMets} writes. */
export interface DepositDescription {
	/** The name of the deposit, and later of its transfer. The server makes backslashes of slashes, and adds `_1` to names that are taken. */
	readonly name: string;
	/** The object's name in its repository, such as `islandora:17`. The files go into a folder of that name, with `-` for `:`. */
	readonly objectId: string;
	/** Files to fetch. @default none */
	readonly files?: readonly DepositFile[] | undefined;
	/** MODS records to fetch. @default none */
	readonly mods?: readonly DepositMods[] | undefined;
}

/** What a METS document asks of the server. */
export interface CheckedMets {
	readonly name: string;
	readonly objectId: string;
	/** How many files are fetched. */
	readonly fetched: number;
}

const metsNamespace = 'http://www.loc.gov/METS/';
const xlinkNamespace = 'http://www.w3.org/1999/xlink';
const mets = namespace(metsNamespace);
const xlink = namespace(xlinkNamespace);

/** The group whose files the server fetches. */
const fetchedGroup = 'DATASTREAMS';

/** The title the server replaces. */
const modsTitle = 'MODS Record';

/**
 * Writes the METS document of a deposit, in the form the server reads: checksums stand on `FLocat`, where the schema of METS has none.
 *
 * @throws ConfigurationError with code `deposit-mets` or `file-name` for what the server would refuse, change or lose.
 */
export function depositMets({name, objectId, files = [], mods = []}: DepositDescription): XmlElement {
	const groups = [
		group('OBJ', files),
		group(
			'MODS',
			mods.map(record => ({...record, name: record.name ?? modsTitle})),
		),
	];
	const document = element(
		metsNamespace,
		'mets:mets',
		[
			element(metsNamespace, 'mets:fileSec', [element(metsNamespace, 'mets:fileGrp', groups, {ID: fetchedGroup})]),
			element(metsNamespace, 'mets:structMap', [element(metsNamespace, 'mets:div')]),
		],
		{'xmlns:xlink': xlinkNamespace, OBJID: objectId, LABEL: name},
	);
	checkDepositMets(document);
	return document;
}

function group(id: string, files: readonly DepositFile[]): XmlElement | undefined {
	const entries = files.map(({url, name, md5}, index) =>
		element(metsNamespace, 'mets:file', [location(String(url), name, md5)], {ID: `${id}-${index + 1}`}),
	);
	return entries.length === 0 ? undefined : element(metsNamespace, 'mets:fileGrp', entries, {ID: id});
}

function location(url: string, title: string, md5: string | undefined): XmlElement {
	return element(metsNamespace, 'mets:FLocat', undefined, {
		LOCTYPE: 'URL',
		[`{${xlinkNamespace}}xlink:href`]: url,
		[`{${xlinkNamespace}}xlink:title`]: title,
		...(md5 !== undefined && {CHECKSUM: md5.toLowerCase(), CHECKSUMTYPE: 'MD5'}),
	});
}

/**
 * Looks at a METS document as the server will.
 *
 * @throws ConfigurationError with code `deposit-mets` or `file-name` for what it would refuse, change or lose.
 */
export function checkDepositMets(document: XmlElement): CheckedMets {
	if (document.name !== 'mets' || document.namespace !== metsNamespace) {
		throw invalid(`begins with <${document.name}>, not with <mets> of ${metsNamespace}`);
	}
	const name = optionalAttribute(document, 'LABEL') ?? '';
	const objectId = optionalAttribute(document, 'OBJID') ?? '';
	if (name === '' || objectId === '') {
		throw invalid('needs the name of the deposit as LABEL and the name of the object as OBJID');
	}
	checkFileName(name.replaceAll('/', '\\'), 'deposit');
	checkFileName(`${objectId.replaceAll(':', '-')}-METS.xml`, 'object');
	checkFileName(objectId, 'object');
	const [objects, mods] = ['OBJ', 'MODS'].map(id => locationsIn(document, id));
	checkTitles(objects ?? [], objectId);
	checkTitles(mods ?? [], objectId);
	return {name, objectId, fetched: (objects?.length ?? 0) + (mods?.length ?? 0)};
}

function locationsIn(document: XmlElement, id: string): XmlElement[] {
	return children(document, mets('fileSec'))
		.flatMap(section => groupsOf(section, fetchedGroup))
		.flatMap(outer => groupsOf(outer, id))
		.flatMap(inner => children(inner, mets('file')))
		.flatMap(file => children(file, mets('FLocat')));
}

function groupsOf(parent: XmlElement, id: string): XmlElement[] {
	return children(parent, mets('fileGrp')).filter(candidate => optionalAttribute(candidate, 'ID') === id);
}

/** The server puts one file over the other when they have the same name. */
function checkTitles(locations: readonly XmlElement[], objectId: string): void {
	const names = new Set<string>();
	for (const place of locations) {
		const title = optionalAttribute(place, xlink('title')) ?? '';
		checkFileName(title);
		checkAddress(optionalAttribute(place, xlink('href')) ?? '', title);
		checkChecksum(place, title);
		const name = title === modsTitle ? `${objectId.replaceAll(':', '-')}-MODS.xml` : title;
		if (names.has(name)) {
			throw invalid(`has two files of the name ${JSON.stringify(name)}, of which one would replace the other`);
		}
		names.add(name);
	}
}

function checkAddress(href: string, title: string): void {
	const url = URL.parse(href);
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw invalid(`has no address with http: or https: for the file ${JSON.stringify(title)}`);
	}
	if (url.username !== '' || url.password !== '') {
		throw invalid(`has a user name or a password in the address of the file ${JSON.stringify(title)}: everybody can read it there`);
	}
}

/** The server compares the text of the checksum with its own, which is in lower case. */
function checkChecksum(place: XmlElement, title: string): void {
	const checksum = optionalAttribute(place, 'CHECKSUM');
	if (checksum === undefined) {
		return;
	}
	if (optionalAttribute(place, 'CHECKSUMTYPE') !== 'MD5' || !/^[\da-f]{32}$/.test(checksum)) {
		throw invalid(`has a checksum for ${JSON.stringify(title)} that is not 32 digits of MD5 in lower case, the only kind the server knows`);
	}
}

/**
 * The same document with nothing to fetch. It stays with the deposit, in place of an earlier one of the same object: what was fetched before
 * shall still be told there.
 */
export function withoutDownloads(document: XmlElement): XmlElement {
	return eachChild(document, section => (section.name === 'fileSec' ? eachChild(section, renameFetched) : section));
}

function renameFetched(node: XmlElement): XmlElement {
	if (optionalAttribute(node, 'ID') !== fetchedGroup) {
		return node;
	}
	const others = node.attributes.filter(({name}) => name !== 'ID');
	return {...node, attributes: [{name: 'ID', prefix: undefined, namespace: '', value: `${fetchedGroup}-FETCHED`}, ...others]};
}

function eachChild(parent: XmlElement, change: (node: XmlElement) => XmlElement): XmlElement {
	return {...parent, children: parent.children.map(node => (typeof node === 'object' ? change(node) : node))};
}

/** The METS document of what a caller gave. @throws ConfigurationError as {@link depositMets} and {@link checkDepositMets} do. */
export function metsOf(given: DepositDescription | XmlElement): XmlElement {
	if (!('children' in given)) {
		return depositMets(given);
	}
	checkDepositMets(given);
	return given;
}

/** The name the server gives a deposit, unless it is taken. */
export function depositName(document: XmlElement): string {
	return attribute(document, 'LABEL').replaceAll('/', '\\');
}

function invalid(problem: string): ConfigurationError {
	return new ConfigurationError(`The METS document of a deposit ${problem}.`, {code: 'deposit-mets'});
}
