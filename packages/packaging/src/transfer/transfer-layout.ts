import {ConfigurationError} from '@fonds/core';
import type {PackageEntry} from '../entries/entry.ts';
import {moveEntry} from '../entries/move-entry.ts';
import {inGroups} from '../layout/in-groups.ts';
import type {OutlinedFile, PackageLayout, WrittenEntries} from '../layout/layout.ts';
import {checkDescription, listed} from './check-description.ts';
import {checksumDigits} from './checksum-file.ts';
import {textEntry} from './text-entry.ts';
import {metadataCsv, rightsCsv} from './metadata-csv.ts';
import {ObjectPaths} from './object-paths.ts';
import type {TransferChecksum, TransferDescription} from './transfer.ts';

/** Options of {@link transferLayout}. */
export interface TransferLayoutOptions {
	/** Digests of the objects that Archivematica shall verify, a file `metadata/checksum.…` for each. @default ['sha256'] */
	readonly digests?: readonly TransferChecksum[] | undefined;
}

/**
 * Lays out a standard transfer of Archivematica: the files below `objects/`, then `metadata/metadata.csv`, `rights.csv`, checksum files made in the same pass, submission
 * documentation, and `processingMCP.xml`. Every file is read once. Its type is `standard`; as a ZIP file, without a
 * folder around everything, it is `zipfile`.
 *
 * @throws ConfigurationError for what can be known to be wrong at once; PackageError while it is written with the problem `duplicate-path`, `unsafe-path`,
 * `removed-file` (Archivematica removes hidden files), `no-objects`, `metadata-without-file` or `rights-without-file`.
 * @see https://www.archivematica.org/docs/latest/user-manual/transfer/import-metadata/
 */
export function transferLayout(description: TransferDescription, {digests = ['sha256']}: TransferLayoutOptions = {}): PackageLayout {
	checkDescription(description, 'standard');
	const unknown = digests.find(name => !Object.hasOwn(checksumDigits, name));
	if (unknown !== undefined) {
		throw new ConfigurationError(
			`Archivematica does not verify ${JSON.stringify(unknown)}: give digests out of ${Object.keys(checksumDigits).join(', ')}.`,
		);
	}
	const checksums = [...new Set(digests)];
	return {
		name: description.name,
		digests: checksums,
		walk: written => walk(description, checksums, written),
		outline: () => outline(description, checksums),
	};
}

async function* walk(
	description: TransferDescription,
	checksums: readonly TransferChecksum[],
	written: WrittenEntries,
): AsyncGenerator<readonly PackageEntry[], undefined> {
	const paths = new ObjectPaths('standard');
	yield* inGroups(objectEntries(description, paths));
	paths.check(description);
	yield [...madeFiles(description, checksums, paths, (path, algorithm) => written.get(`objects/${path}`)!.digests[algorithm]!)];
	return undefined;
}

async function* objectEntries({objects}: TransferDescription, paths: ObjectPaths): AsyncGenerator<PackageEntry, undefined> {
	for await (const entry of objects) {
		paths.add(entry.path, entry.directory === true);
		yield moveEntry(entry, `objects/${entry.path}`);
	}
	return undefined;
}

/** What stands beside the objects. */
function* madeFiles(
	description: TransferDescription,
	checksums: readonly TransferChecksum[],
	{files}: ObjectPaths,
	digestOf: (path: string, algorithm: TransferChecksum) => string,
): Generator<PackageEntry> {
	yield* describingFiles(description, path => `objects/${path}`);
	for (const algorithm of checksums) {
		// Archivematica runs `sha256sum --check` in objects/, and wants as many lines as there are files.
		const lines = Array.from(files, path => `${digestOf(path, algorithm)}  ${path}\n`);
		yield textEntry(`metadata/checksum.${algorithm}`, lines.join(''));
	}
	yield* broughtFiles(description);
}

/** The tables. */
export function* describingFiles(
	{metadata = [], rights = []}: TransferDescription,
	locate: (path: string) => string,
): Generator<PackageEntry> {
	if (metadata.length > 0) {
		yield textEntry('metadata/metadata.csv', metadataCsv(metadata, locate));
	}
	if (rights.length > 0) {
		yield textEntry('metadata/rights.csv', rightsCsv(rights, locate));
	}
}

/** What was given beside the objects. */
export function* broughtFiles(description: TransferDescription): Generator<PackageEntry> {
	const {metadataFiles = [], submissionDocumentation = [], processingConfiguration} = description;
	for (const entry of metadataFiles) {
		yield moveEntry(entry, `metadata/${entry.path}`);
	}
	for (const entry of submissionDocumentation) {
		yield moveEntry(entry, `metadata/submissionDocumentation/${entry.path}`);
	}
	if (processingConfiguration !== undefined) {
		yield textEntry('processingMCP.xml', processingConfiguration);
	}
}

/** Digests have one length each, so that the checksum files can be measured before anything is read. */
function outline(description: TransferDescription, checksums: readonly TransferChecksum[]): readonly OutlinedFile[] | undefined {
	const objects = listed(description);
	if (objects === undefined) {
		return undefined;
	}
	const paths = new ObjectPaths('standard', objects);
	const made = madeFiles(description, checksums, paths, (_, algorithm) => '0'.repeat(checksumDigits[algorithm]));
	const all = [...objects.map(entry => moveEntry(entry, `objects/${entry.path}`)), ...made];
	return all.some(({size, directory}) => size === undefined && directory !== true)
		? undefined
		: all.map(({path, size = 0, modified, compress, directory}) => ({path, size, modified, compress, directory}));
}
