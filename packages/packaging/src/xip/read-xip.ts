import type {Finding} from '../findings/finding.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {buildHierarchy} from './build-hierarchy.ts';
import type {XipBitstream, XipContents} from './contents.ts';
import {decodeBitstream} from './decode-content.ts';
import {decodeEventAction, decodeLink, decodeRestriction} from './decode-entity.ts';
import {findMetadata, readMetadata} from './find-metadata.ts';
import {bitstreamOf, contentFolder, createLocator, pathsOfBitstream, type LocateFile} from './locate-files.ts';
import {sortElements, type SortedElements} from './sort-elements.ts';
import {createTell, type Tell} from './tell.ts';

/** Options of {@link readXip}. */
export interface ReadXipOptions {
	/** Path of the metadata. @default `metadata.xml` or the only `.xip`, at the top or in a folder there */
	readonly metadata?: string | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a XIP package of any version: a submission (`metadata.xml` beside `content`) or the `.xip` of a PAX. Nothing but the metadata is read.
 *
 * What does not conform is read as far as it can be, and told in `findings`; elements that are not known are kept.
 *
 * @throws PackageError with the problem `not-xip`, `too-large`, or `unreadable` for metadata that are not well-formed; the reason of the signal.
 */
export async function readXip(tree: PackageTree, {metadata, signal}: ReadXipOptions = {}): Promise<XipContents> {
	const file = findMetadata(tree, metadata);
	const root = await readMetadata(file, signal);
	const findings: Finding[] = [];
	const tell = createTell(findings, file.path);
	const elements = sortElements(root, tell);
	const files = readBitstreams(tree, file.path, elements, tell);
	const {folders, assets, contentObjects, unattached} = buildHierarchy(elements, root, files.byPath, tell);
	return {
		namespace: root.namespace,
		metadataPath: file.path,
		folders,
		assets,
		links: elements.of('Link').map(element => decodeLink(element, tell)),
		restrictions: elements.of('Restriction').map(element => decodeRestriction(element, tell)),
		events: elements.of('EventAction').map(element => decodeEventAction(element, tell)),
		bitstreams: files.all,
		contentObjects,
		unattached,
		unknown: elements.unknown,
		findings,
		tree,
	};
}

interface FoundBitstreams {
	readonly all: readonly XipBitstream[];
	/** As generations name them. */
	readonly byPath: ReadonlyMap<string, XipBitstream>;
}

function readBitstreams(tree: PackageTree, metadataPath: string, elements: SortedElements, tell: Tell): FoundBitstreams {
	const locate = createLocator(tree, contentFolder(tree, metadataPath));
	const byPath = new Map<string, XipBitstream>();
	const all = elements.of('Bitstream').map(element => {
		const fields = decodeBitstream(element, tell);
		const paths = pathsOfBitstream(fields);
		const [own] = paths;
		const bitstream = bitstreamOf(fields, own, findFirst(paths, locate, tell));
		if (byPath.has(own)) {
			tell('described-twice', `The bitstream "${own}" is described more than once; one file cannot be two.`);
		}
		for (const path of paths) {
			byPath.set(path, byPath.get(path) ?? bitstream);
		}
		return bitstream;
	});
	return {all, byPath};
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
