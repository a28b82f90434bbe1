import {DecodeError, isSdkError, PackageError} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import {attribute, children, type XmlElement} from '@fonds/core/xml';
import {openZip} from '../../unzip/open-zip.ts';
import {relationship} from './names.ts';
import {readItems, readPart} from './read-items.ts';

/** The parts of a workbook: XML files in a ZIP file (ISO/IEC 29500-2). */
export interface Parts {
	/** A part; undefined when there is none of this name. */
	read(path: string): Promise<XmlElement | undefined>;
	/** A part without the items of its list, which are given to `visit` some at a time. */
	readItems(path: string, list: string, item: string, visit: (items: XmlElement) => void): Promise<XmlElement | undefined>;
	/** Where the relationships of a part lead, by their ids; what is outside the workbook is left out. */
	relationships(path: string): Promise<ReadonlyMap<string, Relationship>>;
}

/** Where a part says that another one is. */
export interface Relationship {
	/** The last word of its type, such as `worksheet`. */
	readonly kind: string;
	readonly path: string;
}

/**
 * Opens a workbook.
 *
 * @throws DecodeError for what is no ZIP file, damaged, or longer than `maxSize` bytes when unpacked.
 */
export async function openParts(bytes: Uint8Array, maxSize: number): Promise<Parts> {
	try {
		const archive = await openZip(new Blob([new Uint8Array(bytes)]), {maxSize, maxEntries: 10_000});
		const entries = new Map(archive.entries().map(entry => [entry.path.toLowerCase(), entry]));
		const bytesOf = async (path: string): Promise<Uint8Array | undefined> => {
			const entry = entries.get(path.toLowerCase());
			return entry && (await readAll(archive.open(entry)).catch(error => refuse(error)));
		};
		const read = async (path: string): Promise<XmlElement | undefined> => {
			const part = await bytesOf(path);
			return part && readPart(part);
		};
		return {
			read,
			async readItems(path, list, item, visit) {
				const part = await bytesOf(path);
				return part && readItems(part, list, item, visit);
			},
			relationships: async path => relationshipsOf(path, await read(relationshipsPath(path))),
		};
	} catch (error) {
		return refuse(error);
	}
}

function refuse(error: unknown): never {
	if (error instanceof PackageError || isSdkError(error, 'package')) {
		throw new DecodeError(`The workbook cannot be read. ${(error as Error).message}`, {code: 'damaged', cause: error});
	}
	throw error;
}

function relationshipsPath(path: string): string {
	const slash = path.lastIndexOf('/') + 1;
	return `${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`;
}

function relationshipsOf(path: string, source: XmlElement | undefined): ReadonlyMap<string, Relationship> {
	const own = (source === undefined ? [] : children(source, relationship)).filter(
		item => !item.attributes.some(({name, value}) => name === 'TargetMode' && value === 'External'),
	);
	return new Map(
		own.map(item => {
			return [attribute(item, 'Id'), {kind: attribute(item, 'Type').replace(/^.*\//, ''), path: targetOf(attribute(item, 'Target'), path)}];
		}),
	);
}

function targetOf(target: string, path: string): string {
	try {
		return decodeURIComponent(new URL(target, `part:///${path}`).pathname.slice(1));
	} catch (cause) {
		throw new DecodeError(`The workbook refers to ${JSON.stringify(target)}, which is no place in it.`, {code: 'damaged', cause});
	}
}
