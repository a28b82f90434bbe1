import {verifyStream, type ExpectedDigest} from '@fonds/core/hash';
import {folderEntry} from '../entries/folder-entry.ts';
import {filesLayout} from '../layout/files-layout.ts';
import type {PackageLayout} from '../layout/layout.ts';
import type {PackageFile} from '../tree/package-tree.ts';
import type {Bag} from './bag.ts';
import {missingEntries, type MissingEntriesOptions} from './fetch-missing.ts';
import {digestsInManifests} from './manifest-digests.ts';

/** Options of {@link completeBagLayout}. */
export interface CompleteBagLayoutOptions extends MissingEntriesOptions {
	/** A name for the folder. @default 'bag' */
	readonly name?: string | undefined;
}

/**
 * Lays out a holey bag as a whole one, beside the old: what it has as it is, and what `fetch.txt` names fetched. Every file that a manifest has is verified
 * while it is written; `fetch.txt` stays, since the tag manifests tell of it (RFC 8493, 2.2.3).
 *
 * @param bag - The bag, as `readBag` or `validateBag` gives it.
 * @throws as `missingEntries`; FixityError while it is written, for a file of the bag that is damaged.
 */
export function completeBagLayout(bag: Bag, options: CompleteBagLayoutOptions): PackageLayout {
	const digests = digestsInManifests([...bag.manifests, ...bag.tagManifests]);
	const there = Array.from(bag.tree.files.values(), file => verified(file, digests.get(file.path), options.signal));
	const folders = bag.tree.emptyFolders.map(path => folderEntry(path));
	return filesLayout([...there, ...folders, ...missingEntries(bag, options)], {name: options.name ?? 'bag'});
}

function verified(file: PackageFile, fixities: readonly ExpectedDigest[] | undefined, signal: AbortSignal | undefined): PackageFile {
	const {path, size, modified} = file;
	return fixities === undefined
		? file
		: {path, size, modified, open: () => verifyStream(file.open({signal}), {size, fixities}, {path, signal})};
}
