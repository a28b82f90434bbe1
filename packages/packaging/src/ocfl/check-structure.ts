import type {PackageTree} from '../tree/package-tree.ts';
import {versionNumber} from './check-inventory.ts';
import {contentDirectoryOf, type Inventory} from './inventory.ts';
import type {Tell} from './tell.ts';

/** Extensions of the OCFL extensions repository that concern objects. */
const registeredExtensions =
	/^(?:0001-digest-algorithms|0005-mutable-head|0008-schema-registry|0009-digest-algorithms|0010-differential-n-tuple-omit-prefix-storage-layout|initial)$/;

/** Tells of files and folders that have no place in an object (OCFL 1.1, 3.1, 3.3, 3.8, 3.9). */
export function checkStructure(tree: PackageTree, inventory: Inventory, tell: Tell): void {
	const sidecar = `inventory.json.${inventory.digestAlgorithm}`;
	for (const path of tree.files.keys()) {
		const [top = '', second] = path.split('/');
		if (second === undefined && !top.startsWith('0=ocfl_object_') && top !== 'inventory.json' && top !== sidecar) {
			tell('E001', `The file "${path}" has no place in the root of an OCFL object.`, path);
		}
		if (top === 'extensions' && path.split('/').length === 2) {
			tell('E067', `The file "${path}" has no place among the extensions.`, path);
		}
	}
	for (const [top, members] of topFolders(tree)) {
		if (top === 'extensions') {
			for (const name of members.filter(member => !registeredExtensions.test(member) && !tree.files.has(`extensions/${member}`))) {
				tell('W013', `The extension "${name}" is not registered.`, `extensions/${name}`);
			}
		} else if (top !== 'logs' && versionNumber(top) === undefined) {
			tell('E001', `The folder "${top}" has no place in the root of an OCFL object.`, top);
		} else if (top !== 'logs' && !inventory.versions.has(top)) {
			tell('E046', `The version "${top}" is there, and the inventory has no such version.`, top);
		}
	}
}

/** Tells of what has no place in the folder of a version (OCFL 1.1, 3.3), and of versions that are not there. */
export function checkVersionFolders(tree: PackageTree, inventory: Inventory, known: ReadonlyMap<string, Inventory>, tell: Tell): void {
	const folders = topFolders(tree);
	const content = contentDirectoryOf(inventory);
	for (const version of inventory.versions.keys()) {
		if (!folders.has(version)) {
			tell('E010', `The folder of the version ${version} is not there.`, version);
		}
		const algorithms = [inventory, known.get(version)].map(each => each?.digestAlgorithm);
		const hasInventory = tree.files.has(`${version}/inventory.json`);
		const names = new Set(hasInventory ? ['inventory.json', ...algorithms.map(algorithm => `inventory.json.${algorithm}`)] : []);
		for (const member of folders.get(version) ?? []) {
			const path = `${version}/${member}`;
			if (tree.files.has(path) && !names.has(member)) {
				tell('E015', `The file "${path}" has no place in the folder of a version.`, path);
			}
			if (!tree.files.has(path) && member !== content) {
				tell('W002', `The folder "${path}" is not that of the content, and is ignored.`, path);
			}
		}
	}
	for (const folder of tree.emptyFolders) {
		const [version = '', second, ...rest] = folder.split('/');
		if (inventory.versions.has(version) && second === content) {
			tell(rest.length === 0 ? 'W003' : 'E024', `The folder "${folder}" is empty.`, folder);
		}
	}
}

/** The folders at the top, with what is in them. */
export function topFolders({files, emptyFolders}: PackageTree): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, Set<string>>();
	for (const path of [...files.keys(), ...emptyFolders.map(folder => `${folder}/`)]) {
		const [top = '', second] = path.split('/');
		if (second !== undefined) {
			const members = found.get(top) ?? new Set();
			found.set(top, second === '' ? members : members.add(second));
		}
	}
	return new Map([...found].map(([top, members]) => [top, [...members]]));
}
