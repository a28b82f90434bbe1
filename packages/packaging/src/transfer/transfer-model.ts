import type {Finding} from '../findings/finding.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {isRemoved} from './removed-name.ts';

/** A transfer as Archivematica will see it. */
export interface TransferModel {
	readonly kind: 'standard' | 'bag';
	/** Its objects, by the name that a row of a table has for them. */
	readonly objects: ReadonlyMap<string, PackageFile>;
	/** The folders of the objects, likewise. */
	readonly folders: ReadonlySet<string>;
	/** The other files, by their path in the transfer: `metadata/metadata.csv`, `processingMCP.xml`. */
	readonly others: ReadonlyMap<string, PackageFile>;
	readonly findings: readonly Finding[];
}

/** Folders of a transfer that have a meaning. All else is moved to `objects/`. */
const ownFolders: ReadonlySet<string> = new Set(['objects', 'metadata', 'logs']);
const ownFiles: ReadonlySet<string> = new Set(['processingMCP.xml', 'README.html']);

/**
 * Sorts the files of a transfer as Archivematica does: it removes some (`isRemoved`), and moves what is at the top, and neither in `objects/` nor in `metadata/`, to
 * `objects/`.
 *
 * @param tree - A standard transfer, or the bag's own folder.
 */
export function modelOf(tree: PackageTree, kind: TransferModel['kind']): TransferModel {
	const prefix = kind === 'bag' ? 'data/' : '';
	const objects = new Map<string, PackageFile>();
	const others = new Map<string, PackageFile>();
	const folders = new Set<string>();
	const findings: Finding[] = [];
	for (const [whole, file] of tree.files) {
		const path = whole.startsWith(prefix) ? whole.slice(prefix.length) : undefined;
		if (path === undefined) {
			continue; // tag files of a bag
		}
		if (kind === 'standard' && isRemoved(path, false)) {
			findings.push(removed(path, `"${path}"`));
			continue;
		}
		const [top = ''] = path.split('/');
		if (ownFolders.has(top) && path === top) {
			const message = `"${whole}" is a file, where Archivematica needs a folder.`;
			findings.push({code: 'folder-expected', severity: 'error', path: whole, message});
		} else if (top !== 'objects' && (ownFolders.has(top) || ownFiles.has(path))) {
			others.set(path, file);
		} else {
			const placed = placeOf(path);
			// In a bag, files are found by where they were before it was unpacked.
			objects.set(kind === 'bag' ? whole : placed, file);
			addFolders(placed, folders);
			findings.push(...misplaced(path, whole));
		}
	}
	for (const folder of tree.emptyFolders.filter(path => path.startsWith(prefix))) {
		const path = folder.slice(prefix.length);
		if (kind === 'standard' && isRemoved(path, true)) {
			findings.push(removed(path, `The folder "${path}"`));
		} else if (/^objects(?:\/|$)/.test(path) || !ownFolders.has(path.split('/')[0]!)) {
			addFolders(`${placeOf(path)}/`, folders);
		}
	}
	findings.push(...collisions(tree, prefix), ...nested(tree, kind));
	return {kind, objects, folders, others, findings};
}

/** Where an object is in the end. */
function placeOf(path: string): string {
	return /^objects(?:\/|$)/.test(path) ? path : `objects/${path}`;
}

function removed(path: string, what: string): Finding {
	const isLeftover = /(?:^|\/)(?:\.DS_Store|Thumbs\.db)$/.test(path);
	const message = `${what} would be removed: Archivematica keeps no hidden files and folders, files that end in "~", Thumbs.db and Icon, but in a bag.`;
	return {code: 'file-removed', severity: isLeftover ? 'warning' : 'error', path, message};
}

/** Files and folders at the top that cannot be moved to `objects/`: it has one of their name. */
function collisions({files, emptyFolders}: PackageTree, prefix: string): readonly Finding[] {
	const paths = [...files.keys(), ...emptyFolders].filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length));
	const taken = new Set(paths.filter(path => path.startsWith('objects/')).map(path => path.split('/')[1]!));
	const tops = new Set(paths.filter(path => !ownFiles.has(path)).map(path => path.split('/')[0]!));
	return Array.from(tops)
		.filter(top => !ownFolders.has(top) && taken.has(top))
		.map(top => {
			const message = `"${prefix}${top}" would be moved to "objects/${top}", which is there.`;
			return {code: 'object-collision', severity: 'error', path: `${prefix}${top}`, message};
		});
}

function addFolders(path: string, folders: Set<string>): void {
	for (let end = path.lastIndexOf('/'); end > 0 && !folders.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1)) {
		folders.add(path.slice(0, end));
	}
}

/** A transfer in a folder of its own, as ZIP files often have it: Archivematica looks into that folder only for bags. */
function nested({files}: PackageTree, kind: TransferModel['kind']): readonly Finding[] {
	const tops = new Set(Array.from(files.keys(), path => path.slice(0, path.indexOf('/') + 1)));
	const [top = ''] = tops;
	if (
		kind === 'bag' ||
		tops.size !== 1 ||
		ownFolders.has(top.slice(0, -1)) ||
		![...files.keys()].some(path => /^[^/]+\/(?:objects|metadata)\//.test(path))
	) {
		return [];
	}
	const message = `Everything is in the folder "${top.slice(0, -1)}": Archivematica would take it for an object, with the metadata in it. Send what is in the folder.`;
	return [{code: 'nested', severity: 'warning', path: top.slice(0, -1), message}];
}

/** What was probably not meant to be an object. */
function misplaced(path: string, whole: string): readonly Finding[] {
	const meant = meantPlace(path);
	const message = `"${whole}" would be preserved as one of the objects. Was it meant to be ${meant}?`;
	return meant === undefined ? [] : [{code: 'misplaced', severity: 'warning', path: whole, message}];
}

function meantPlace(path: string): string | undefined {
	const name = path.replace(/^objects\//, '');
	if (/^(?:(?:metadata|rights)\.csv|checksum\.(?:md5|sha1|sha256|sha512))$/i.test(name)) {
		return `metadata/${name.toLowerCase()}`;
	}
	if (/^processingMCP\.xml$/i.test(name)) {
		return 'processingMCP.xml, at the top';
	}
	if (/^submissionDocumentation\//i.test(name)) {
		return 'in metadata/submissionDocumentation';
	}
	const [, folder] = /^(metadata|objects|logs)\//i.exec(path) ?? [];
	return folder === undefined || folder === 'objects' ? undefined : `in ${folder.toLowerCase()}`;
}
