import {PackageError} from '@fonds/core';
import {verifyStream, type Fixity} from '@fonds/core/hash';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {byLowerCase, type ContentAlgorithm, type DigestBlock, type Inventory, type OcflUser} from './inventory.ts';
import {versionNumber} from './check-inventory.ts';
import {loadInventory} from './load-inventory.ts';
import {collectFindings} from './tell.ts';

/** Options of {@link readOcflObject}. */
export interface ReadOcflObjectOptions {
	/** Ends the reading with its reason. */
	readonly signal?: AbortSignal | undefined;
}

/** An OCFL object that is there to be read. */
export interface OcflObject {
	readonly id: string;
	/** The name of the newest version, such as `v3`. */
	readonly head: string;
	readonly digestAlgorithm: ContentAlgorithm;
	/** By name, the oldest first. */
	readonly versions: ReadonlyMap<string, OcflVersion>;
	/** The inventory, for a version that is to be added. */
	readonly inventory: Inventory;
}

/** A version of an OCFL object. */
export interface OcflVersion {
	/** When it was made (RFC 3339). */
	readonly created: string;
	readonly message: string | undefined;
	readonly user: OcflUser | undefined;
	/** By logical path. What is opened is verified while it is read, and fails with a `FixityError` at its end when it is damaged. */
	readonly files: ReadonlyMap<string, PackageFile>;
}

/**
 * Reads what an OCFL object has, by its inventory (OCFL 1.1, 3.5). Use `validateOcflObject` to find out what is wrong with it.
 *
 * @throws PackageError with the problem `missing` (no inventory, or a file that it names), `bad-inventory` or `too-large`.
 */
export async function readOcflObject(tree: PackageTree, {signal}: ReadOcflObjectOptions = {}): Promise<OcflObject> {
	const {findings, tell} = collectFindings();
	const loaded = await loadInventory(tree, '', tell, {signal});
	const problem = findings.find(({severity}) => severity === 'error');
	if (loaded === undefined || problem !== undefined) {
		throw new PackageError(`This OCFL object cannot be read: ${problem?.message ?? 'its inventory is damaged.'}`, {
			problem: 'bad-inventory',
			path: problem?.path,
		});
	}
	const {inventory} = loaded;
	const {id, head, digestAlgorithm} = inventory;
	const contents = byLowerCase(inventory.manifest);
	const byAge = [...inventory.versions].toSorted(([a], [b]) => (versionNumber(a) ?? 0) - (versionNumber(b) ?? 0));
	const versions = byAge.map(([name, {created, message, user, state}]) => {
		const files = [...state].flatMap(([digest, paths]) =>
			paths.map(path => [path, fileOf(tree, contents, {algorithm: digestAlgorithm, value: digest}, path)] as const),
		);
		return [name, {created, message, user, files: new Map(files)}] as const;
	});
	return {id, head, digestAlgorithm, versions: new Map(versions), inventory};
}

function fileOf(tree: PackageTree, contents: DigestBlock, fixity: Fixity, path: string): PackageFile {
	const content = contents
		.get(fixity.value.toLowerCase())
		?.map(item => tree.files.get(item))
		.find(item => item !== undefined);
	if (content === undefined) {
		throw new PackageError(`The content of "${path}" is not there: the object is not complete.`, {problem: 'missing', path});
	}
	const {size, modified} = content;
	return {
		path,
		size,
		modified,
		open: (options = {}) => verifyStream(content.open(options), {size, fixities: [fixity]}, {path, signal: options.signal}),
	};
}
