import {PackageError} from '@fonds/core';
import type {Finding} from '../findings/finding.ts';
import {createTell, type Tell} from '../opex/tell.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {subtree} from '../tree/subtree.ts';
import type {XipContents} from '../xip/contents.ts';
import {readXip} from '../xip/read-xip.ts';
import {verifyXip} from '../xip/verify-xip.ts';
import {assetOfFolders, isPlaced} from './asset-of-folders.ts';
import type {Pax} from './pax.ts';

/** Options of {@link readPax}. */
export interface ReadPaxOptions {
	/** What the asset is called if no `.xip` says it. @default '' */
	readonly title?: string | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a PAX that was opened (`openPaxZip`) or unpacked, with a `.xip` or without. Nothing but the `.xip` is read. What is wrong comes as findings; where the `.xip`
 * cannot be read, names of folders tell the structure.
 *
 * @throws the reason of the signal.
 */
export async function readPax(tree: PackageTree, {title = '', signal}: ReadPaxOptions = {}): Promise<Pax> {
	const findings: Finding[] = [];
	const tell = createTell(findings, undefined);
	const own = unwrap(tree, tell);
	const metadata = findXip(own, tell);
	tellMisplaced(own, metadata, tell);
	const xip = metadata === undefined ? undefined : await readStructure(own, metadata, signal, findings);
	const [first, second] = xip?.assets ?? [];
	if (xip !== undefined && (first === undefined || second !== undefined)) {
		const count = first === undefined ? 'no asset' : 'more than one asset; the first is taken';
		tell(first === undefined ? 'no-asset' : 'several-assets', `The .xip describes ${count}.`, 'error', metadata);
	}
	const asset = first ?? assetOfFolders(own, title, tell);
	if (asset.representations.length === 0) {
		tell('no-content', 'There is no representation in the PAX: no folder whose name begins with Representation_.');
	}
	return {asset, xip, findings, tree: own};
}

/** Tools that pack a folder often pack the folder itself. */
function unwrap(tree: PackageTree, tell: Tell): PackageTree {
	const [first = ''] = tree.files.keys();
	const folder = first.slice(0, first.indexOf('/') + 1);
	if (folder === '' || /^Representation_/i.test(folder) || ![...tree.files.keys()].every(path => path.startsWith(folder))) {
		return tree;
	}
	tell('wrapped', `Everything is in the folder "${folder}", where a PAX has its representations at the top.`);
	for (const path of tree.emptyFolders) {
		if (!path.startsWith(folder)) {
			tellEmpty(path, tell);
		}
	}
	return subtree(tree, folder);
}

function findXip({files}: PackageTree, tell: Tell): string | undefined {
	const [first, second] = [...files.keys()].filter(path => /^[^/]+\.xip$/i.test(path));
	if (second !== undefined) {
		tell('several-xip', `There are several .xip files; "${first}" is taken.`, 'error', second);
	}
	return first;
}

function tellMisplaced({files, emptyFolders}: PackageTree, metadata: string | undefined, tell: Tell): void {
	for (const path of files.keys()) {
		if (path === metadata || (isPlaced(path) && path.startsWith('Representation_'))) {
			continue;
		}
		if (isPlaced(path)) {
			tell('misspelt', `"${path}" is not in a folder "Representation_…", as it is written.`, 'warning', path);
		} else {
			const message = `"${path}" is not where files of a PAX are: Representation_<type>/<content object>/Generation_<number>.`;
			// What lies among the representations and is told by nothing is in no content object.
			const isLost = metadata === undefined && /^Representation_/i.test(path);
			tell('misplaced', message, isLost ? 'error' : 'warning', path);
		}
	}
	for (const path of emptyFolders) {
		tellEmpty(path, tell);
	}
}

function tellEmpty(path: string, tell: Tell): void {
	tell('empty-folder', `The folder "${path}" is empty.`, 'warning', path);
}

async function readStructure(
	tree: PackageTree,
	metadata: string,
	signal: AbortSignal | undefined,
	findings: Finding[],
): Promise<XipContents | undefined> {
	try {
		const xip = await readXip(tree, {metadata, signal});
		findings.push(...(await verifyXip(xip, {digests: false, signal})).findings);
		return xip;
	} catch (error) {
		if (signal?.aborted === true) {
			throw error;
		}
		const message = error instanceof Error ? error.message : String(error);
		findings.push({code: error instanceof PackageError ? error.problem : 'unreadable', severity: 'error', path: metadata, message});
		return undefined;
	}
}
