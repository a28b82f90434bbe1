/// <reference types="node" />
import {open, readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {FixityAlgorithm} from '@fonds/core/hash';
import {streamFrom} from '@fonds/core/streams';
import type {ArchiveFile} from '../bag/archive-file.ts';
import type {BagReport} from '../bag/bag-report.ts';
import {checkFiles} from '../bag/check-bag.ts';
import type {CheckBagOptions} from '../bag/check-bag.ts';
import {kindOf, openArchive, signatureSize} from '../bag/open-archive.ts';
import {readTar} from '../bag/read-tar.ts';
import {algorithmOf} from '../mets/premis-xml.ts';
import {readFile, readFolder} from './read-folder.ts';
import {readWithProgram} from './unpack.ts';

/**
 * Checks the bag in a file (tar, tar.gz; with a program that is installed also 7z, tar.bz2, zip, …) or in a folder; see `checkBag`.
 *
 * @throws ConfigurationError with code `unsupported-archive` when a program is needed that is not there, saying which; PackageError as
 *   `checkBag` does.
 */
export async function checkSavedBag(path: string, options: CheckBagOptions = {}): Promise<BagReport> {
	if ((await stat(path)).isDirectory()) {
		return checkFiles(readFolder(path), {algorithms: await algorithmsOf(path), ...options});
	}
	return checkFiles(await readArchive(path, options.signal), options);
}

async function readArchive(path: string, signal: AbortSignal | undefined): Promise<AsyncIterable<ArchiveFile>> {
	const file = await open(path, 'r');
	try {
		const {buffer, bytesRead} = await file.read(new Uint8Array(signatureSize), 0, signatureSize, 0);
		const kind = kindOf(buffer.subarray(0, bytesRead));
		return kind === 'tar' || kind === 'gzip' ? readTar(await openArchive(streamFrom(readFile(path)))) : readWithProgram(path, kind, signal);
	} finally {
		await file.close();
	}
}

/** On a disk the manifests can be looked at first. The METS of Archivematica has SHA-256, whatever the bag has. */
async function algorithmsOf(folder: string): Promise<readonly FixityAlgorithm[]> {
	const names = await readdir(folder);
	const inner = names.includes('bagit.txt') || names.length !== 1 ? [] : await readdir(join(folder, names[0] ?? '')).catch(() => []);
	const found = [...names, ...inner].map(name => algorithmOf(/^(?:tag)?manifest-(.+)\.txt$/.exec(name)?.[1] ?? ''));
	return [...new Set<FixityAlgorithm>(['sha256', ...found.filter(algorithm => algorithm !== undefined)])];
}
