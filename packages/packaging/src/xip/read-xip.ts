import type {Finding} from '../findings/finding.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {buildHierarchy} from './build-hierarchy.ts';
import type {XipContents} from './contents.ts';
import {decodeEventAction, decodeLink, decodeRestriction} from './decode-entity.ts';
import {findMetadata, readMetadata} from './find-metadata.ts';
import {findBitstreams} from './find-bitstreams.ts';
import {sortElements} from './sort-elements.ts';
import {createReading} from './tell.ts';
import {tellOthers} from './tell-others.ts';

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
 * @throws PackageError with the problem `not-xip`, `too-large`, `size-mismatch`, or `unreadable` for metadata that are not well-formed; the reason of the signal.
 */
export async function readXip(tree: PackageTree, {metadata, signal}: ReadXipOptions = {}): Promise<XipContents> {
	const file = findMetadata(tree, metadata);
	const root = await readMetadata(file, signal);
	const findings: Finding[] = [];
	const reading = createReading(findings, file.path);
	const elements = sortElements(root, reading.tell);
	const found = findBitstreams(tree, file.path, elements.of('Bitstream'), reading);
	const {folders, assets, contentObjects, bitstreams} = buildHierarchy(elements, root, found, reading);
	tellOthers(tree, file.path, found.all, reading.tell);
	return {
		namespace: root.namespace,
		metadataPath: file.path,
		folders,
		assets,
		links: elements.of('Link').map(element => reading.read(element, decodeLink)),
		restrictions: elements.of('Restriction').map(element => reading.read(element, decodeRestriction)),
		events: elements.of('EventAction').map(element => reading.read(element, decodeEventAction)),
		bitstreams: found.all,
		contentObjects,
		unusedBitstreams: bitstreams,
		leftovers: reading.leftovers,
		unknown: elements.unknown,
		findings,
		tree,
	};
}
