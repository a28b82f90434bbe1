import type {Source} from './sources.ts';
import {transferTypes} from './transfer-types.ts';
import type {TransferType} from './transfer-types.ts';

/** Kinds of transfers that Archivematica rids of files before it looks at anything (its workflow: after "Set transfer type: Standard", and for Dataverse). */
export const cleanedTypes: readonly TransferType[] = ['standard', 'zipfile', 'dataverse'];

/** Names the server removes as it comes (`removableFiles` in the configuration of its client; hidden files go anyway). */
const unneeded: ReadonlySet<string> = new Set(['Thumbs.db', 'Icon', '.DS_Store']);

/**
 * A source without what "Remove hidden files and directories" and "Remove unneeded files" remove: whatever begins with a dot or lies in a folder that does,
 * files that end in `~`, and files of names nobody needs. Folders that held nothing else stay, and are empty.
 */
export function withoutRemoved<T extends Source>(source: T, type: TransferType): T {
	if (!cleanedTypes.includes(type)) return source;
	const files = source.files.filter(({path}) => !isRemoved(path));
	const folders = [...(source.emptyFolders ?? []), ...source.files.flatMap(({path}) => (isRemoved(path) ? [folderOf(path)] : []))];
	const kept = new Set(folders.map(folder => folder.replace(/\/+$/u, '')).filter(folder => folder !== '' && !isHidden(folder)));
	return {...source, files, emptyFolders: [...kept].filter(folder => !files.some(({path}) => path.startsWith(`${folder}/`)))};
}

function isRemoved(path: string): boolean {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return isHidden(path) || name.endsWith('~') || unneeded.has(name);
}

function isHidden(path: string): boolean {
	return path.split('/').some(segment => segment.startsWith('.'));
}

function folderOf(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Where "Attempt restructure for compliance" and its like for bags put a file, below the transfer's folder. */
export function compliantPath(type: TransferType, path: string): string {
	if (path === 'processingMCP.xml') return path;
	const {bag} = transferTypes[type];
	if (bag && !path.startsWith('data/')) return `logs/BagIt/${path}`;
	const inside = bag ? path.slice('data/'.length) : path;
	return /^(?:logs|metadata|objects)\//u.test(inside) ? inside : `objects/${inside}`;
}

/** The path by which tables of metadata and rights have to name a file: where it was when it got its UUID, which in a bag is before it is restructured. */
export function originalPath(type: TransferType, path: string): string {
	return transferTypes[type].bag ? path : compliantPath(type, path);
}
