import {digestFiles, type DigestFilesOptions, type DigestRequest} from '../tree/digest-files.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {versionNumber} from './check-inventory.ts';
import {expectedDigests} from './expected-digests.ts';
import {contentDirectoryOf, type DigestBlock, type Inventory} from './inventory.ts';
import type {Tell} from './tell.ts';

/** Compares the files of an object with the manifests of all its inventories (OCFL 1.1, 3.3.1, 3.5.2). */
export function checkFiles(tree: PackageTree, root: Inventory, versions: ReadonlyMap<string, Inventory>, tell: Tell): void {
	const content = contentDirectoryOf(root);
	const listed = pathsOf(root.manifest);
	const older = [...versions].map(([name, {manifest}]) => ({name, number: versionNumber(name) ?? 0, paths: pathsOf(manifest)}));
	for (const path of tree.files.keys()) {
		const [version = '', folder] = path.split('/');
		if (!root.versions.has(version) || folder !== content) {
			continue;
		}
		if (!listed.has(path)) {
			tell('E023', `The file "${path}" is in no manifest.`, path);
			continue;
		}
		for (const {name, number, paths} of older) {
			if ((versionNumber(version) ?? 0) <= number && !paths.has(path)) {
				tell('E023', `The manifest of version ${name} does not have the file "${path}".`, path);
			}
		}
	}
	const named: readonly (readonly [where: string, code: string, paths: ReadonlySet<string>])[] = [
		['The manifest', 'E092', listed],
		...older.map(({name, paths}) => [`The manifest of version ${name}`, 'E092', paths] as const),
		...Array.from(root.fixity, ([algorithm, block]) => [`The fixity block of ${algorithm}`, 'E093', pathsOf(block)] as const),
	];
	for (const [where, code, paths] of named) {
		for (const path of paths) {
			if (!tree.files.has(path)) {
				tell(code, `${where} has "${path}", which is not there.`, path);
			}
		}
	}
}

function pathsOf(block: DigestBlock): ReadonlySet<string> {
	return new Set([...block.values()].flat());
}

/** Reads the content and compares its digests with every manifest and fixity block (E092, E093). */
export async function checkDigests(
	tree: PackageTree,
	inventories: readonly Inventory[],
	options: DigestFilesOptions,
	tell: Tell,
): Promise<void> {
	const expected = expectedDigests(inventories);
	const requests: DigestRequest[] = [];
	for (const [path, said] of expected) {
		const file = tree.files.get(path);
		if (file !== undefined) {
			requests.push({file, algorithms: [...new Set(said.map(({algorithm}) => algorithm))]});
		}
	}
	for await (const {
		file: {path},
		digests,
		problem,
	} of digestFiles(requests, options)) {
		if (problem !== undefined) {
			tell('E092', `"${path}" cannot be read: ${problem}`, path);
			continue;
		}
		for (const {algorithm, value, code} of expected.get(path) ?? []) {
			if (value !== digests[algorithm]) {
				tell(code, `"${path}" has the ${algorithm} digest ${digests[algorithm]} instead of ${value}: it was changed, or is damaged.`, path);
			}
		}
	}
}
