import type {PackageTree} from '../tree/package-tree.ts';
import {checkInventory, versionNumber} from './check-inventory.ts';
import {topFolders} from './check-structure.ts';
import {byLowerCase, contentDirectoryOf, releaseOf, type Inventory, type InventoryVersion} from './inventory.ts';
import {loadInventory, type LoadedInventory} from './load-inventory.ts';
import type {Tell} from './tell.ts';

/** Reads the inventories in the folders of the versions and compares them with the newest (OCFL 1.1, 3.7). */
export async function checkVersions(
	tree: PackageTree,
	root: LoadedInventory,
	tell: Tell,
	signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Inventory>> {
	const known = new Map<string, Inventory>();
	const folders = topFolders(tree);
	for (const version of root.inventory.versions.keys()) {
		const path = `${version}/inventory.json`;
		if (!tree.files.has(path)) {
			if (folders.has(version)) {
				tell('W010', `The version ${version} has no inventory of its own.`, path);
			}
			continue;
		}
		const isHead = version === root.inventory.head;
		const own = await loadInventory(tree, version, tell, {toldOf: isHead ? root.digest : undefined, signal});
		if (own === undefined) {
			continue;
		}
		if (isHead && own.digest !== root.digest) {
			tell('E064', 'The inventory of the newest version differs from that in the root.', path);
		}
		if (!isHead || own.digest !== root.digest) {
			checkInventory(own.inventory, path, tell);
		}
		known.set(version, own.inventory);
		compare(version, own.inventory, root.inventory, path, tell);
	}
	checkReleases(known, tell);
	return known;
}

function compare(version: string, own: Inventory, root: Inventory, path: string, tell: Tell): void {
	if (own.head !== version) {
		tell('E040', `The head is "${own.head}" in the inventory of version ${version}.`, path);
	}
	if (own.id !== root.id) {
		tell('E037', `The id "${own.id}" is not that of the object, "${root.id}".`, path);
	}
	if (contentDirectoryOf(own) !== contentDirectoryOf(root)) {
		tell(
			'E019',
			`The content directory is "${contentDirectoryOf(own)}" here and "${contentDirectoryOf(root)}" in the newest inventory.`,
			path,
		);
	}
	const before = versionNumber(version) ?? Infinity;
	for (const [name, described] of own.versions) {
		const current = root.versions.get(name);
		if ((versionNumber(name) ?? 0) > before || current === undefined) {
			tell('E066', `The inventory of version ${version} has the version ${name}.`, path);
		} else {
			compareVersion(name, described, own, current, root, path, tell);
		}
	}
	for (const name of root.versions.keys()) {
		if ((versionNumber(name) ?? Infinity) <= before && !own.versions.has(name)) {
			tell('E066', `The inventory of version ${version} lacks the version ${name}.`, path);
		}
	}
}

function compareVersion(
	name: string,
	before: InventoryVersion,
	own: Inventory,
	now: InventoryVersion,
	root: Inventory,
	path: string,
	tell: Tell,
): void {
	if (!sameState(contentOf(before, own), contentOf(now, root), own.digestAlgorithm === root.digestAlgorithm)) {
		tell('E066', `The version ${name} has another state here than in the newest inventory.`, path);
	}
	if (before.created !== now.created || before.message !== now.message || JSON.stringify(before.user) !== JSON.stringify(now.user)) {
		tell(
			'W011',
			`The version ${name} was created at another time, by another user or with another message than the newest inventory says.`,
			path,
		);
	}
}

/** A file of a version: its digest, and where its content is. */
interface StateFile {
	readonly digest: string;
	readonly content: readonly string[];
}

function contentOf({state}: InventoryVersion, {manifest}: Inventory): ReadonlyMap<string, StateFile> {
	const contents = byLowerCase(manifest);
	return new Map(
		[...byLowerCase(state)].flatMap(([digest, paths]) => paths.map(path => [path, {digest, content: contents.get(digest) ?? []}] as const)),
	);
}

/** Inventories with different digests are compared by where the content is; a later version may have added copies of it. */
function sameState(a: ReadonlyMap<string, StateFile>, b: ReadonlyMap<string, StateFile>, byDigest: boolean): boolean {
	const same = (file: StateFile, other: StateFile): boolean =>
		byDigest ? file.digest === other.digest : file.content.some(path => other.content.includes(path));
	return a.size === b.size && [...a].every(([path, file]) => b.has(path) && same(file, b.get(path)!));
}

function checkReleases(known: ReadonlyMap<string, Inventory>, tell: Tell): void {
	let newest = '';
	for (const [version, {type}] of known) {
		const release = releaseOf(type) ?? '';
		if (release !== '' && release < newest) {
			tell('E103', `The version ${version} conforms to OCFL ${release}, an earlier one to ${newest}.`, `${version}/inventory.json`);
		}
		newest = release > newest ? release : newest;
	}
}
