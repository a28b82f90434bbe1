import type {Finding} from '../findings/finding.ts';
import {statusOf} from '../findings/status.ts';
import type {DigestFilesOptions} from '../tree/digest-files.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {checkDigests, checkFiles} from './check-content.ts';
import {checkDeclaration} from './check-declaration.ts';
import {checkInventory} from './check-inventory.ts';
import {checkStructure, checkVersionFolders} from './check-structure.ts';
import {checkVersions} from './check-versions.ts';
import {releaseOf} from './inventory.ts';
import {loadInventory} from './load-inventory.ts';
import {collectFindings} from './tell.ts';

/** Options of {@link validateOcflObject}. */
export interface ValidateOcflObjectOptions extends DigestFilesOptions {
	/** Whether the content is read and its digests compared. Without that, only names and inventories are. @default true */
	readonly digests?: boolean | undefined;
}

/** What was found. */
export interface OcflReport {
	/** `valid`: there are no errors; there may be warnings. With `digests: false` it says nothing of the content. */
	readonly status: 'valid' | 'invalid';
	/** With the specification's validation codes, such as `E092` or `W004`. */
	readonly findings: readonly Finding[];
}

/**
 * Validates an OCFL object of release 1.0 or 1.1, each file read once for all its digests.
 *
 * @throws PackageError with the problem `too-large` for an inventory of more than 256 MiB; the reason of the signal, or what reading a declaration, an
 * inventory or a sidecar throws. Content that cannot be read is a finding.
 * @see https://ocfl.io/1.1/spec/validation-codes
 */
export async function validateOcflObject(tree: PackageTree, options: ValidateOcflObjectOptions = {}): Promise<OcflReport> {
	const {findings, tell} = collectFindings();
	const report = (): OcflReport => ({status: statusOf(findings), findings});
	const release = await checkDeclaration(tree, 'object', tell, options.signal);
	if (!tree.files.has('inventory.json')) {
		tell('E063', 'The object has no inventory.');
		return report();
	}
	const root = await loadInventory(tree, '', tell, {signal: options.signal});
	if (root === undefined) {
		return report();
	}
	const {inventory} = root;
	checkInventory(inventory, 'inventory.json', tell);
	if (release !== undefined && releaseOf(inventory.type) !== release) {
		tell('E038', `The inventory has the type "${inventory.type}", and the object declares OCFL ${release}.`, 'inventory.json');
	}
	checkStructure(tree, inventory, tell);
	const versions = await checkVersions(tree, root, tell, options.signal);
	checkVersionFolders(tree, inventory, versions, tell);
	checkFiles(tree, inventory, versions, tell);
	if (options.digests !== false) {
		await checkDigests(tree, [inventory, ...versions.values()], options, tell);
	}
	return report();
}
