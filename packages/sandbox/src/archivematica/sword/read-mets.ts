import type {XmlElement} from '@fonds/core/xml';
import {parseXml} from '@fonds/core/xml';
import {isInside} from '../storage/damage.ts';
import {SwordRefusal} from './call.ts';
import type {Download} from './model.ts';
import {tracebackOf} from './python.ts';

const xlink = 'http://www.w3.org/1999/xlink';
const mets = 'http://www.loc.gov/METS/';

/** A file a METS document names. */
export type WantedFile = Pick<Download, 'group' | 'url' | 'path' | 'md5'>;

/** What a METS document asks for. */
export interface DepositMets {
	/** The deposit's name, as it can stand in a path. */
	readonly name: string;
	/** The object's identifier, as it can stand in a path. */
	readonly objectId: string;
	/** The files it names. @throws SwordRefusal 400 with a traceback when something is missing, or would be put outside of the deposit */
	readonly files: () => readonly WantedFile[];
}

/**
 * Reads the METS of a deposit. A document type declaration is refused like malformed XML.
 *
 * @throws SwordRefusal 412 when it is no XML; 400 with a traceback when its root lacks something
 */
export function readMets(bytes: Uint8Array): DepositMets {
	const root = parse(bytes);
	const objectId = required(root, 'OBJID').replaceAll(':', '-');
	if (!isInside(objectId)) throw fault(`ValueError: ${objectId}`);
	return {
		name: required(root, 'LABEL').replaceAll('/', '\\'),
		objectId,
		files: () => [...filesIn(root, 'OBJ', objectId), ...filesIn(root, 'MODS', objectId)],
	};
}

function parse(bytes: Uint8Array): XmlElement {
	try {
		return parseXml(bytes);
	} catch {
		throw new SwordRefusal(412, 'Error parsing XML.');
	}
}

function filesIn(root: XmlElement, group: Download['group'], objectId: string): readonly WantedFile[] {
	const groups = childrenOf(childrenOf([root], 'fileSec'), 'fileGrp').filter(hasId('DATASTREAMS'));
	const files = childrenOf(childrenOf(groups, 'fileGrp').filter(hasId(group)), 'file');
	return childrenOf(files, 'FLocat').map(place => {
		const title = required(place, 'title', xlink);
		const name = group === 'MODS' && title === 'MODS Record' ? `${objectId}-MODS.xml` : title.replaceAll('/', '\\');
		if (!isInside(name)) throw fault(`ValueError: ${title}`);
		const path = `${group === 'OBJ' ? objectId : 'submissionDocumentation/mods'}/${name}`;
		return {group, url: required(place, 'href', xlink), path, md5: md5Of(place)};
	});
}

function md5Of(place: XmlElement): string | null {
	const checksum = attributeOf(place, 'CHECKSUM');
	if (checksum === undefined) return null;
	const type = attributeOf(place, 'CHECKSUMTYPE');
	if (type !== 'MD5') throw fault(`Exception: Unsupported checksum type: ${type ?? 'None'}`);
	return checksum;
}

function hasId(id: string): (element: XmlElement) => boolean {
	return element => attributeOf(element, 'ID') === id;
}

function childrenOf(parents: readonly XmlElement[], name: string): readonly XmlElement[] {
	return parents.flatMap(({children}) =>
		children.filter((node): node is XmlElement => typeof node === 'object' && node.name === name && node.namespace === mets),
	);
}

function required(element: XmlElement, name: string, namespace = ''): string {
	const value = attributeOf(element, name, namespace);
	if (value === undefined) throw fault(`KeyError: '${name}'`);
	return value;
}

function attributeOf({attributes}: XmlElement, name: string, namespace = ''): string | undefined {
	return attributes.find(attribute => attribute.name === name && attribute.namespace === namespace)?.value;
}

function fault(error: string): SwordRefusal {
	return new SwordRefusal(400, tracebackOf(error));
}
