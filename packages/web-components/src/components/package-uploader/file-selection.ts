import type {PackageFile} from '../../context/package-sink.ts';
import {baseName} from '../../internal/safe-name.ts';

/** Two files cannot have one path: a later one takes the place of an earlier one. */
export function addFiles(before: readonly PackageFile[], added: readonly PackageFile[]): {files: readonly PackageFile[]; replaced: number} {
	const byPath = new Map(before.map(each => [each.path, each]));
	for (const each of added) byPath.set(each.path, each);
	return {files: [...byPath.values()], replaced: before.length + added.length - byPath.size};
}

/** Bytes of all files together. */
export function totalSize(files: readonly PackageFile[]): number {
	return files.reduce((sum, {file}) => sum + file.size, 0);
}

/** What the files could be called together: their folder, or the one file without its extension. */
export function suggestTitle(files: readonly PackageFile[]): string {
	const [first] = files;
	if (first === undefined) return '';
	const [folder = ''] = first.path.split('/');
	if (files.every(({path}) => path.startsWith(`${folder}/`))) return folder;
	return files.length === 1 ? baseName(first.path).replace(/(?<=.)\.[^.]*$/u, '') : '';
}
