import {PackageError} from '@fonds/core';
import {refuseUnsafe} from '../entries/path-claims.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import type {XipBitstream} from './contents.ts';
import type {BitstreamFields} from './decode-content.ts';
import type {Tell} from './tell.ts';

/** Finds the files of bitstreams. */
export type LocateFile = (path: string, tell: Tell) => PackageFile | undefined;

/** The folder in which the paths of the metadata begin: `content` beside `metadata.xml`, or the folder of a `.xip` itself. */
export function contentFolder({files}: PackageTree, metadataPath: string): string {
	const beside = metadataPath.slice(0, metadataPath.lastIndexOf('/') + 1);
	const content = `${beside}content/`;
	for (const path of files.keys()) {
		if (path.startsWith(content)) {
			return content;
		}
	}
	return beside;
}

/** Finds files by what the metadata say; in another Unicode normal form if there is no other way. Paths that leave the package lead nowhere. */
export function createLocator({files}: PackageTree, folder: string): LocateFile {
	let composed: ReadonlyMap<string, PackageFile> | undefined;
	return (path, tell) => {
		if (isUnsafe(path, tell)) {
			return undefined;
		}
		const exact = files.get(folder + path);
		if (exact !== undefined) {
			return exact;
		}
		composed ??= new Map(Array.from(files.values(), file => [file.path.normalize('NFC'), file]));
		const other = composed.get((folder + path).normalize('NFC'));
		if (other !== undefined) {
			tell('name-form', `"${path}" is called "${other.path}" here: letters are composed differently.`, 'warning', other.path);
		}
		return other;
	};
}

function isUnsafe(path: string, tell: Tell): boolean {
	try {
		refuseUnsafe(path);
		return false;
	} catch (error) {
		tell('unsafe-path', error instanceof Error ? error.message : String(error));
		return true;
	}
}

/** Where a bitstream is, below the content folder, as far as it says so. */
export function pathsOfBitstream({location, filename, physicalFilename}: BitstreamFields): readonly [string, ...string[]] {
	const folder = location === undefined || location === '.' ? '' : `${location.replace(/\/$/, '')}/`;
	const isOther = physicalFilename !== undefined && physicalFilename !== filename;
	return isOther ? [folder + filename, folder + physicalFilename] : [folder + filename];
}

/** Makes an entry of a bitstream. */
export function bitstreamOf(fields: BitstreamFields, path: string, file: PackageFile | undefined): XipBitstream {
	return {
		...fields,
		path: fields.filename,
		modified: file?.modified,
		blob: file?.blob,
		openReader: file?.openReader && (() => file.openReader!()),
		file,
		open(options) {
			if (file === undefined) {
				throw new PackageError(`"${path}" is not in the package.`, {problem: 'missing', path});
			}
			return file.open(options);
		},
	};
}
