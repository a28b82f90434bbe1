import type {OpexDocument, OpexManifestFile} from './document.ts';
import type {Tell} from './tell.ts';

/** What is really there. */
export interface Listing {
	/** What stands before its paths in the package. */
	readonly root: string;
	/** Sizes by path. */
	readonly files: ReadonlyMap<string, number>;
	readonly folders: readonly string[];
	/** Path of the folder's own document, which is not listed. */
	readonly own: string | undefined;
}

/** Compares a manifest with what is there. */
export function checkManifest({manifest}: OpexDocument, listing: Listing, documentPath: string, tell: Tell): void {
	if (manifest?.files !== undefined) {
		checkFiles(manifest.files, listing, documentPath, tell);
	}
	if (manifest?.folders !== undefined) {
		checkFolders(manifest.folders, listing, documentPath, tell);
	}
}

function checkFiles(listed: readonly OpexManifestFile[], {root, files, own}: Listing, documentPath: string, tell: Tell): void {
	const found = new Set<string>();
	const find = createFinder([...files.keys()], root, documentPath, tell);
	for (const {path, size} of listed) {
		const name = find(path);
		if (name === undefined) {
			tell('missing', `"${path}" is in the manifest, and not in the package.`, 'error', root + path);
			continue;
		}
		if (found.has(name)) {
			tell('listed-twice', `"${path}" is in the manifest more than once.`, 'error', documentPath);
		}
		found.add(name);
		if (name === own) {
			tell('lists-itself', `The manifest lists the document it is in, "${path}".`, 'warning', documentPath);
		} else if (size !== undefined && size !== files.get(name)) {
			tell('size-wrong', `"${root}${name}" has ${files.get(name)} bytes; the manifest says ${size}.`, 'error', root + name);
		}
	}
	for (const name of files.keys()) {
		if (!found.has(name) && name !== own) {
			const severity = /\.(?:opex|metadata|xip)$/i.test(name) ? 'warning' : 'error';
			tell('not-listed', `"${root}${name}" is in the package, and not in the manifest of "${documentPath}".`, severity, root + name);
		}
	}
}

function checkFolders(listed: readonly string[], {root, folders}: Listing, documentPath: string, tell: Tell): void {
	const found = new Set<string>();
	const find = createFinder(folders, root, documentPath, tell);
	for (const path of listed) {
		const name = find(path.replace(/\/$/, ''));
		if (name === undefined) {
			tell('missing', `The folder "${path}" is in the manifest, and not in the package.`, 'error', root + path);
		} else if (found.has(name)) {
			tell('listed-twice', `The folder "${path}" is in the manifest more than once.`, 'error', documentPath);
		}
		found.add(name ?? path);
	}
	for (const name of folders) {
		if (!found.has(name)) {
			const severity = name.includes('/') ? 'warning' : 'error';
			tell(
				'not-listed',
				`The folder "${root}${name}" is in the package, and not in the manifest of "${documentPath}".`,
				severity,
				root + name,
			);
		}
	}
}

/** Finds a name; with white space around it, or in another Unicode normal form, if there is no other way. */
function createFinder(names: readonly string[], root: string, documentPath: string, tell: Tell): (path: string) => string | undefined {
	const exact = new Set(names);
	const composed = new Map(names.map(name => [name.normalize('NFC'), name]));
	return path => {
		if (exact.has(path)) {
			return path;
		}
		const other = [path.trim(), path.replace(/^\.\//, '')].find(name => exact.has(name)) ?? composed.get(path.trim().normalize('NFC'));
		if (other !== undefined) {
			tell(
				'name-form',
				`"${path}" in the manifest of "${documentPath}" is called "${root}${other}" in the package.`,
				'warning',
				root + other,
			);
		}
		return other;
	};
}
