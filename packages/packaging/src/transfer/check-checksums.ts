import type {HashAlgorithm} from '@fonds/core/hash';
import type {Tell} from '../metadata/table.ts';
import {digestFiles, type DigestFilesOptions} from '../tree/digest-files.ts';
import type {PackageFile} from '../tree/package-tree.ts';
import type {ChecksumFile} from './checksum-file.ts';
import type {TransferModel} from './transfer-model.ts';

/** What is expected of a file. */
interface Expected {
	readonly list: ChecksumFile;
	readonly digest: string;
	readonly row: number;
}

/** Compares checksum files with the objects; every object is read once, whatever the number of files that list it. */
export async function checkChecksums(
	lists: readonly ChecksumFile[],
	{objects, others}: TransferModel,
	tell: Tell,
	options: DigestFilesOptions & {readonly digests?: boolean | undefined},
): Promise<void> {
	const expected = new Map<PackageFile, Expected[]>();
	const pathOf = new Map<PackageFile, string>([...objects, ...others].map(([path, file]) => [file, path]));
	for (const list of lists) {
		checkList(list, objects, tell);
		for (const {path, digest, row} of list.entries) {
			const file = objects.get(path) ?? others.get(path);
			if (file === undefined) {
				const message = `Line ${row} of ${list.path} is about "${path}", which is not there.`;
				tell({code: 'checksum-without-file', severity: 'error', path: list.path, row, message});
			} else {
				const all = expected.get(file) ?? [];
				all.push({list, digest, row});
				expected.set(file, all);
			}
		}
	}
	if (options.digests === false) {
		return;
	}
	const requests = Array.from(expected, ([file, all]) => ({
		file,
		algorithms: [...new Set(all.map(({list}) => list.algorithm))] as HashAlgorithm[],
	}));
	for await (const {file, digests, problem} of digestFiles(requests, options)) {
		const path = pathOf.get(file)!;
		if (problem !== undefined) {
			tell({code: 'unreadable', severity: 'error', path, message: `"${path}" cannot be read: ${problem}`});
			continue;
		}
		for (const {list, digest, row} of expected.get(file)!) {
			const actual = digests[list.algorithm];
			if (actual !== digest) {
				const message = `"${path}" has the ${list.algorithm} digest ${actual}; line ${row} of ${list.path} says ${digest}.`;
				tell({code: 'checksum-wrong', severity: 'error', path, row, message});
			}
		}
	}
}

/** Archivematica wants exactly as many lines as there are objects. */
function checkList({path: list, entries, lines}: ChecksumFile, objects: TransferModel['objects'], tell: Tell): void {
	const listed = new Set(entries.map(({path}) => path));
	for (const path of objects.keys()) {
		if (!listed.has(path)) {
			tell({
				code: 'file-without-checksum',
				severity: 'error',
				path,
				message: `"${path}" is not in ${list}; Archivematica wants every object in it.`,
			});
		}
	}
	if (lines !== objects.size) {
		const message = `${list} has ${lines} lines; there are ${objects.size} objects. Archivematica wants a line for each, and no empty one.`;
		tell({code: 'checksum-count', severity: 'error', path: list, message});
	}
}
