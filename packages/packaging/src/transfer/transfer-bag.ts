import {bagLayout, type BagLayoutOptions} from '../bagit/bag-layout.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {moveEntry} from '../entries/move-entry.ts';
import type {PackageLayout} from '../layout/layout.ts';
import {checkDescription, listed} from './check-description.ts';
import {ObjectPaths} from './object-paths.ts';
import {broughtFiles, describingFiles} from './transfer-layout.ts';
import type {TransferDescription} from './transfer.ts';

/** Options of {@link transferBagLayout}: those of a bag. Its name is that of the transfer. */
export type TransferBagLayoutOptions = Omit<BagLayoutOptions, 'name' | 'fetch'>;

/**
 * Lays out a transfer of Archivematica as a bag, whose manifests take the place of checksum files. Its type is `unzipped bag`; as a ZIP file with a folder around
 * everything, `zipLayout(layout, {folder: layout.name})`, it is `zipped bag`.
 *
 * The tables name files as Archivematica finds them in a bag, `data/objects/…`; folders, which it looks for after it unpacked the bag, `objects/…`.
 *
 * @throws ConfigurationError and PackageError as `transferLayout` and `bagLayout` do.
 */
export function transferBagLayout(description: TransferDescription, options: TransferBagLayoutOptions = {}): PackageLayout {
	checkDescription(description, 'bag');
	const objects = listed(description);
	const files = objects === undefined ? payload(description) : [...placed(objects), ...rest(description, new ObjectPaths('bag', objects))];
	return bagLayout(files, {...options, name: description.name});
}

async function* payload(description: TransferDescription): AsyncGenerator<PackageEntry> {
	const paths = new ObjectPaths('bag');
	for await (const entry of description.objects) {
		paths.add(entry.path, entry.directory === true);
		yield* placed([entry]);
	}
	paths.check(description);
	yield* rest(description, paths);
}

function placed(objects: readonly PackageEntry[]): readonly PackageEntry[] {
	return objects.filter(({directory}) => directory !== true).map(entry => moveEntry(entry, `objects/${entry.path}`));
}

function* rest(description: TransferDescription, paths: ObjectPaths): Generator<PackageEntry> {
	yield* describingFiles(description, path => (paths.isFolder(path) ? `objects/${path}` : `data/objects/${path}`));
	for (const entry of broughtFiles(description)) {
		if (entry.directory !== true) {
			yield entry;
		}
	}
}
