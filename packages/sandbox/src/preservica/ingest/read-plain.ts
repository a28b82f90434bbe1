import type {ZipEntry} from '../../zip/entry.ts';
import type {Entity} from '../model.ts';
import type {DescribedFile, DescribedGeneration, DescribedRepresentation, PackageDescription} from './description.ts';

/**
 * Describes a zip without XIP metadata: its folders become folders, each of its files an asset with one file, all tagged `open`.
 * Assumed: that such packages are accepted is documented (4.2), what becomes of them is not.
 */
export function readPlain(entries: readonly ZipEntry[]): PackageDescription {
	const entities: Entity[] = [];
	const representations: DescribedRepresentation[] = [];
	const generations: DescribedGeneration[] = [];
	const files = new Map<string, DescribedFile>();
	const folders = new Map<string, string>();

	const folder = (path: string): string | undefined => {
		if (path === '') return undefined;
		const known = folders.get(path);
		if (known !== undefined) return known;
		const ref = crypto.randomUUID();
		folders.set(path, ref);
		entities.push({kind: 'SO', ref, title: nameOf(path), securityTag: 'open', parent: folder(parentOf(path))});
		return ref;
	};

	for (const {name, directory} of entries) {
		if (directory) {
			folder(name.slice(0, -1));
			continue;
		}
		const asset = crypto.randomUUID();
		const contentObject = crypto.randomUUID();
		const filename = nameOf(name);
		const title = filename.replace(/(?<=.)\.[^.]*$/u, '');
		entities.push({kind: 'IO', ref: asset, title, securityTag: 'open', parent: folder(parentOf(name))});
		entities.push({kind: 'CO', ref: contentObject, title, securityTag: 'open', parent: asset});
		representations.push({asset, type: 'Preservation', name: 'Preservation', contentObjects: [contentObject]});
		generations.push({contentObject, original: true, active: true, label: undefined, effectiveDate: undefined, files: [name]});
		files.set(name, {filename, entry: name, size: undefined, fixities: []});
	}
	return {entities, representations, generations, files, identifiers: [], fragments: [], links: []};
}

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

function parentOf(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
