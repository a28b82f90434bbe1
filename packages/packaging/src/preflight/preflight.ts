import {ConfigurationError, createProgress, type ProgressListener} from '@fonds/core';
import {createHasher, type Digests, type HashAlgorithm} from '@fonds/core/hash';
import type {Entries, PackageEntry} from '../entries/entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {Finding} from '../findings/finding.ts';
import type {Tell} from '../metadata/table.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {NameChecker} from './check-names.ts';
import {checkRows, type PreflightMetadata} from './check-rows.ts';
import {readAhead, type ReadResult} from './read-ahead.ts';
import {targetRules, type PreflightTarget} from './targets.ts';
import {Twins} from './twins.ts';

/** Options of {@link preflight}. */
export interface PreflightOptions {
	/** Where the files are to go; several for names that all of them take. @default 'preservica' */
	readonly target?: PreflightTarget | readonly PreflightTarget[] | undefined;
	/**
	 * Digests to make while files are read; duplicates are found by the first of them. An empty list reads nothing, and finds only what names and sizes tell: for
	 * streams that cannot be opened again.
	 *
	 * @default ['sha256']
	 */
	readonly digests?: readonly HashAlgorithm[] | undefined;
	/** A table whose rows are about the files. */
	readonly metadata?: PreflightMetadata | undefined;
	/** Files that are read at a time. @default 4 */
	readonly concurrency?: number | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Told the bytes that were read, in the phase `preflight`. */
	readonly onProgress?: ProgressListener | undefined;
}

/** What was found out about files. */
export interface PreflightReport {
	/** `ready`: there are no errors. */
	readonly status: 'ready' | 'not-ready';
	readonly findings: readonly Finding[];
	/** Number of files. */
	readonly files: number;
	/** Bytes of all files: those that were read, else those that were announced. */
	readonly bytes: number;
	/** The digests that were made, by path: to be compared after a transfer, or for files that need no second reading. */
	readonly digests: ReadonlyMap<string, Digests>;
}

/**
 * Looks at files before they are packaged or sent: names that their target cannot have or would change, names that would become one, files that are empty,
 * unreadable or not as long as announced, files with the same content, and rows of a table without files or files without rows.
 *
 * Each file is read once, `concurrency` at a time, and none is held in memory. Findings come in the order of the files.
 *
 * @param files - A tree, or entries. Entries are opened: give those that can be opened again, as those of files can, or read nothing (`digests: []`).
 * @throws ConfigurationError for options that cannot be; the reason of the signal; what the source of the entries throws.
 */
export async function preflight(files: PackageTree | Entries, options: PreflightOptions = {}): Promise<PreflightReport> {
	const {target = 'preservica', digests: algorithms = ['sha256'], concurrency = 4, signal, metadata} = options;
	const targets = [target].flat();
	if (targets.length === 0 || targets.some(name => !Object.hasOwn(targetRules, name)) || !(concurrency >= 1)) {
		throw new ConfigurationError(`Give a target out of ${Object.keys(targetRules).join(', ')}, and a concurrency of 1 or more.`);
	}
	const rules = targets.map(name => targetRules[name]);
	await createHasher(algorithms); // One that is not known is no fault of the files.
	const findings: Finding[] = [];
	const tell = (finding: Finding): void => void findings.push(finding);
	const names = new NameChecker(rules, tell);
	const twins = new Twins(algorithms[0], tell);
	const progress = createProgress(options.onProgress, 'preflight', totalOf(files, algorithms));
	const paths = new Set<string>();
	const folders = new Set<string>();
	const digests = new Map<string, Digests>();
	let bytes = 0;
	for await (const {entry, result} of readAhead(entriesOf(files), {
		algorithms,
		concurrency,
		signal,
		onRead: count => progress.add(count),
	})) {
		names.check(entry.path, entry.directory === true);
		if (entry.directory === true) {
			folders.add(entry.path);
			continue;
		}
		paths.add(entry.path);
		bytes += result?.size ?? entry.size ?? 0;
		tellContent(entry, result, tell);
		if (result?.digests !== undefined) {
			digests.set(entry.path, result.digests);
			twins.add(entry.path, result);
		}
	}
	progress.end();
	twins.tellAll();
	if (metadata !== undefined) {
		findings.push(...metadata.table.findings);
		checkRows(metadata, paths, folders, tell);
	}
	const status = findings.some(({severity}) => severity === 'error') ? 'not-ready' : 'ready';
	return {status, findings, files: paths.size, bytes, digests};
}

/** Empty files are told once: in an empty digest they would all be the same. */
function tellContent({path, size}: PackageEntry, result: ReadResult | undefined, tell: Tell): void {
	if (result?.problem !== undefined) {
		tell({code: 'unreadable', severity: 'error', path, message: `"${path}" cannot be read: ${result.problem}`});
		return;
	}
	const actual = result?.size ?? size;
	if (actual === 0) {
		tell({code: 'empty-file', severity: 'warning', path, message: `"${path}" is empty.`});
	}
	if (result !== undefined && size !== undefined && size !== result.size) {
		const message = `"${path}" has ${result.size} bytes, and ${size} were announced: it may be changing, or was cut off.`;
		tell({code: 'size-differs', severity: 'error', path, message});
	}
}

function isTree(files: PackageTree | Entries): files is PackageTree {
	return 'files' in files;
}

function entriesOf(files: PackageTree | Entries): Entries {
	return isTree(files) ? [...files.files.values(), ...files.emptyFolders.map(path => folderEntry(path))] : files;
}

function totalOf(files: PackageTree | Entries, algorithms: readonly HashAlgorithm[]): number | undefined {
	if (algorithms.length === 0) {
		return 0;
	}
	const list: readonly PackageEntry[] | undefined = isTree(files) ? [...files.files.values()] : Array.isArray(files) ? files : undefined;
	return list?.some(({size, directory}) => size === undefined && directory !== true) === false
		? list.reduce((sum, {size = 0}) => sum + size, 0)
		: undefined;
}
