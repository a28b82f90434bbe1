import type {Finding} from '../findings/finding.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';

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
 * Sorts the files of a transfer. Archivematica moves what is at the top, and neither in `objects/` nor in `metadata/`, to `objects/`.
 *
 * @param tree - A standard transfer, or the bag's own folder.
 */
export function modelOf(tree: PackageTree, kind: TransferModel['kind']): TransferModel {
	const prefix = kind === 'bag' ? 'data/' : '';
	const objects = new Map<string, PackageFile>();
	const others = new Map<string, PackageFile>();
	const findings: Finding[] = [];
	for (const [whole, file] of tree.files) {
		const path = whole.startsWith(prefix) ? whole.slice(prefix.length) : undefined;
		if (path === undefined) {
			continue; // tag files of a bag
		}
		const [top = ''] = path.split('/');
		if (top !== 'objects' && (ownFolders.has(top) ? path !== top : ownFiles.has(path))) {
			others.set(path, file);
			continue;
		}
		const placed = top === 'objects' ? path : `objects/${path}`;
		// In a bag, files are found by where they were before it was unpacked.
		const name = kind === 'bag' ? whole : placed;
		if (objects.has(name)) {
			findings.push({
				code: 'object-collision',
				severity: 'error',
				path: whole,
				message: `"${whole}" would be moved to "${placed}", where there is another file.`,
			});
		}
		objects.set(name, file);
		findings.push(...misplaced(path, whole));
	}
	findings.push(...nested(tree, kind));
	const folders = new Set<string>();
	for (const name of objects.keys()) {
		addFolders(kind === 'bag' ? name.replace(/^data\/(?:objects\/)?/, 'objects/') : name, folders);
	}
	for (const folder of tree.emptyFolders.filter(path => path.startsWith(`${prefix}objects/`))) {
		addFolders(`${folder.slice(prefix.length)}/`, folders);
	}
	return {kind, objects, folders, others, findings};
}

function addFolders(path: string, folders: Set<string>): void {
	for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
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
	const meant = placeOf(path);
	const message = `"${whole}" would be preserved as one of the objects. Was it meant to be ${meant}?`;
	return meant === undefined ? [] : [{code: 'misplaced', severity: 'warning', path: whole, message}];
}

function placeOf(path: string): string | undefined {
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
