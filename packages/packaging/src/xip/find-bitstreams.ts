import type {XmlElement} from '@fonds/core/xml';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import type {XipBitstream} from './contents.ts';
import {decodeBitstream} from './decode-content.ts';
import {bitstreamOf, contentFolder, createLocator, pathsOfBitstream, type LocateFile} from './locate-files.ts';
import type {Reading, Tell} from './tell.ts';

/** The bitstreams of a document, with their files. */
export interface FoundBitstreams {
	readonly all: readonly XipBitstream[];
	/** As generations name them. */
	readonly byPath: (path: string) => XipBitstream | undefined;
}

/** Reads bitstreams and finds their files. That two of them are one file is told. */
export function findBitstreams(
	tree: PackageTree,
	metadataPath: string,
	elements: readonly XmlElement[],
	{read, tell}: Reading,
): FoundBitstreams {
	const locate = createLocator(tree, contentFolder(tree, metadataPath));
	const own = new Map<string, XipBitstream>();
	const others = new Map<string, XipBitstream>();
	const taken = new Set<PackageFile>();
	const all = elements.map(element => {
		const fields = read(element, decodeBitstream);
		const paths = pathsOfBitstream(fields);
		const [path, other = path] = paths;
		const bitstream = bitstreamOf(fields, path, findFirst(paths, locate, tell));
		if (own.has(path) || (bitstream.file !== undefined && taken.has(bitstream.file))) {
			const name = bitstream.file?.path ?? path;
			tell('described-twice', `The file ${JSON.stringify(name)} is described by more than one bitstream; one file cannot be two.`);
		}
		if (bitstream.file !== undefined) {
			taken.add(bitstream.file);
		}
		own.set(path, own.get(path) ?? bitstream);
		others.set(other, others.get(other) ?? bitstream);
		return bitstream;
	});
	return {all, byPath: path => own.get(path) ?? others.get(path)};
}

function findFirst(paths: readonly string[], locate: LocateFile, tell: Tell): PackageFile | undefined {
	for (const path of paths) {
		const file = locate(path, tell);
		if (file !== undefined) {
			return file;
		}
	}
	return undefined;
}
