import {createHasher} from '@fonds/core/hash';
import type {PackageTree} from '../tree/package-tree.ts';
import type {Inventory} from './inventory.ts';
import {readBytes, readText} from './read-file.ts';
import {readInventory} from './read-inventory.ts';
import type {Tell} from './tell.ts';

/** An inventory, and the digest of its file. */
export interface LoadedInventory {
	readonly inventory: Inventory;
	readonly digest: string;
}

/** Options of {@link loadInventory}. */
export interface LoadInventoryOptions {
	/** The digest of an inventory of which everything was told already. */
	readonly toldOf?: string | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the inventory of a folder and verifies it with its sidecar (OCFL 1.1, 3.6).
 *
 * @param folder - A version, or '' for the root.
 */
export async function loadInventory(
	tree: PackageTree,
	folder: string,
	tell: Tell,
	{toldOf, signal}: LoadInventoryOptions = {},
): Promise<LoadedInventory | undefined> {
	const path = folder === '' ? 'inventory.json' : `${folder}/inventory.json`;
	const bytes = await readBytes(tree, path, signal);
	const hasher = await createHasher(['sha512', 'sha256']);
	hasher.update(bytes);
	const digests = hasher.digest();
	const isKnown = toldOf !== undefined && (digests.sha512 === toldOf || digests.sha256 === toldOf);
	const inventory = readInventory(bytes, path, isKnown ? () => {} : tell);
	if (inventory === undefined) {
		return undefined;
	}
	const digest = digests[inventory.digestAlgorithm] ?? '';
	await checkSidecar(tree, path, inventory.digestAlgorithm, digest, tell, signal);
	return {inventory, digest};
}

async function checkSidecar(
	tree: PackageTree,
	inventory: string,
	algorithm: string,
	digest: string,
	tell: Tell,
	signal: AbortSignal | undefined,
): Promise<void> {
	const path = `${inventory}.${algorithm}`;
	if (!tree.files.has(path)) {
		tell('E058', `The inventory has no "${path}" with its digest.`, inventory);
		return;
	}
	const match = /^([\da-f]+)[ \t]+inventory\.json\s*$/i.exec((await readText(tree, path, signal)) ?? '');
	if (match === null) {
		tell('E061', 'The sidecar has to have the digest, white space and "inventory.json".', path);
	} else if (match[1]?.toLowerCase() !== digest) {
		tell(
			'E060',
			`The inventory has the ${algorithm} digest ${digest}, and its sidecar says ${match[1]}. It was changed, or is damaged.`,
			path,
		);
	}
}
