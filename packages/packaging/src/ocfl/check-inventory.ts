import {contentDirectoryOf, isFixityAlgorithm, type Inventory, type InventoryVersion} from './inventory.ts';
import type {Tell} from './tell.ts';

/** Tells what contradicts itself in an inventory, and what should be otherwise (OCFL 1.1, 3.3 and 3.5). */
export function checkInventory(inventory: Inventory, path: string, tell: Tell): void {
	if (!/^[a-z][a-z\d+.-]*:\S+$/i.test(inventory.id)) {
		tell('W005', `The id "${inventory.id}" is not a URI.`, path);
	}
	if (inventory.digestAlgorithm !== 'sha512') {
		tell('W004', `Content is addressed by ${inventory.digestAlgorithm}; sha512 is better.`, path);
	}
	checkVersionNames(inventory, path, tell);
	checkManifest(inventory, path, tell);
	for (const [name, version] of inventory.versions) {
		checkVersion(name, version, inventory, path, tell);
	}
	const known = new Set([...inventory.manifest.values()].flat());
	for (const [algorithm, block] of inventory.fixity) {
		if (!isFixityAlgorithm(algorithm) && !extensionAlgorithms.has(algorithm)) {
			tell('E056', `The fixity block has an algorithm that is in no table: "${algorithm}".`, path);
		}
		for (const file of [...block.values()].flat()) {
			if (!known.has(file)) {
				tell('E057', `The fixity block of ${algorithm} names "${file}", which the manifest does not.`, path);
			}
		}
	}
}

/** Of the OCFL extension 0001, digest algorithms; not checked here (OCFL 1.1, E028). */
const extensionAlgorithms: ReadonlySet<string> = new Set(['blake2b-160', 'blake2b-256', 'blake2b-384', 'sha512/256', 'size']);

/** The number in the name of a version; undefined for other names. */
export function versionNumber(name: string): number | undefined {
	return /^v\d+$/.test(name) && Number(name.slice(1)) > 0 ? Number(name.slice(1)) : undefined;
}

function checkVersionNames({versions, head}: Inventory, path: string, tell: Tell): void {
	const names = [...versions.keys()];
	for (const name of names.filter(item => versionNumber(item) === undefined)) {
		tell('E046', `"${name}" is not the name of a version: "v" and a number from 1 on.`, path);
	}
	const known = names.filter(name => versionNumber(name) !== undefined);
	const numbers = known.map(name => versionNumber(name) ?? 0).toSorted((a, b) => a - b);
	for (const [index, number] of numbers.entries()) {
		if (number !== index + 1) {
			tell('E010', `The version numbers are not 1, 2, 3 and so on: ${numbers.join(', ')}.`, path);
			break;
		}
	}
	const padded = known.filter(name => name.startsWith('v0'));
	if (padded.length > 0) {
		tell('W001', 'The version numbers are padded with zeros.', path);
		if (known.some(name => name.length !== padded[0]?.length)) {
			tell('E012', `The names of the versions differ in form: ${known.join(', ')}.`, path);
		}
		if (known.some(name => !name.startsWith('v0'))) {
			tell('E011', 'Names of versions that are padded with zeros begin with "v0".', path);
			tell('E013', 'A version does not follow the names of the earlier ones.', path);
		}
	}
	const newest = known.toSorted((a, b) => (versionNumber(a) ?? 0) - (versionNumber(b) ?? 0)).at(-1);
	if (newest !== undefined && head !== newest) {
		tell('E040', `The head is "${head}", and the newest version ${newest}.`, path);
	}
}

function checkManifest(inventory: Inventory, path: string, tell: Tell): void {
	const used = new Set([...inventory.versions.values()].flatMap(({state}) => [...state.keys()].map(digest => digest.toLowerCase())));
	const content = contentDirectoryOf(inventory);
	for (const [digest, files] of inventory.manifest) {
		if (!used.has(digest.toLowerCase())) {
			tell('E107', `The manifest has "${files.join('", "')}", which is in no version.`, path);
		}
		for (const file of files) {
			const [version = '', folder] = file.split('/');
			if (!inventory.versions.has(version) || folder !== content) {
				tell('E042', `The content path "${file}" is not in the content directory of a version.`, path);
			}
		}
	}
}

function checkVersion(name: string, {message, user, state}: InventoryVersion, {manifest}: Inventory, path: string, tell: Tell): void {
	for (const digest of state.keys()) {
		if (!manifest.has(digest)) {
			tell('E050', `The state of version ${name} has a digest that the manifest has not: ${digest}.`, path);
		}
	}
	if (message === undefined || user === undefined) {
		tell('W007', `The version ${name} has no ${message === undefined ? 'message' : 'user'}.`, path);
	}
	if (user !== undefined && user.address === undefined) {
		tell('W008', `The user of version ${name} has no address.`, path);
	}
	if (user?.address !== undefined && !/^[a-z][a-z\d+.-]*:\S+$/i.test(user.address)) {
		tell('W009', `The address of the user of version ${name} is not a URI: "${user.address}".`, path);
	}
}
