import type {MetsFile, MetsInventory} from '../mets/mets-inventory.ts';
import {finding} from './bag-report.ts';
import type {BagFinding, CheckedFile} from './bag-report.ts';
import type {BagContents} from './inspect-bag.ts';

/**
 * Compares a bag with the METS in it: each file of the METS that is not gone is there, with the size and the digests the METS has, and nothing
 * is among the objects that the METS does not know.
 */
export function compareWithMets({files, mets}: BagContents, folder: string): readonly BagFinding[] {
	const prefix = folder === '' ? 'data/' : `${folder}/data/`;
	const own = [...mets].filter(([path]) => path.startsWith(prefix));
	if (own.length === 0) {
		return [finding('error', 'no-mets', undefined, 'The bag has no METS, as an AIP should.')];
	}
	return own.flatMap(([path, inventory]): readonly BagFinding[] => {
		const name = path.slice(prefix.length);
		if ('error' in inventory) {
			return [finding('error', 'mets-unreadable', `data/${name}`, `data/${name} cannot be read: ${String(inventory.error)}`)];
		}
		return compareInventory(inventory, name, file => files.get(prefix + file), pathsBelow(files, prefix));
	});
}

function compareInventory(
	inventory: MetsInventory,
	name: string,
	find: (path: string) => CheckedFile | undefined,
	present: readonly string[],
): readonly BagFinding[] {
	const expected = inventory.files.filter(({superseded, path}) => !superseded && path !== undefined);
	const known = new Set(expected.flatMap(({path, href}) => [path, href]));
	const differences = expected.flatMap(file => compareFile(file, name, find(file.path ?? '') ?? find(file.href ?? '')));
	const others = present
		.filter(path => path.startsWith('objects/') && !known.has(path))
		.map(path => finding('warning', 'not-in-mets', `data/${path}`, `data/${path} is not in ${name}.`));
	return [...differences, ...others];
}

function compareFile(file: MetsFile, name: string, found: CheckedFile | undefined): readonly BagFinding[] {
	const path = `data/${file.path}`;
	if (found === undefined) {
		return [finding('error', 'mets-missing', path, `${path} is in ${name} and is not there.`)];
	}
	const size =
		file.size === undefined || file.size === found.size
			? []
			: [
					finding('error', 'mets-size', path, `${path} should have ${file.size} bytes by ${name} and has ${found.size}.`, {
						algorithm: 'size',
						expected: String(file.size),
						actual: String(found.size),
					}),
				];
	const digests = file.fixities.flatMap(({algorithm, value}): readonly BagFinding[] => {
		const actual = found.digests[algorithm];
		if (actual === undefined || actual === value) {
			return actual === undefined ? [notCompared(path, name, algorithm)] : [];
		}
		const message = `The ${algorithm} of ${path} should be ${value} by ${name} and is ${actual}.`;
		return [finding('error', 'mets-digest', path, message, {algorithm, expected: value, actual})];
	});
	return [...size, ...digests, ...file.otherDigests.map(({algorithm}) => notCompared(path, name, algorithm))];
}

function notCompared(path: string, name: string, algorithm: string): BagFinding {
	return finding(
		'warning',
		'mets-digest-not-compared',
		path,
		`The ${algorithm || 'digest'} that ${name} has of ${path} was not compared.`,
		{
			algorithm,
		},
	);
}

function pathsBelow(files: ReadonlyMap<string, CheckedFile>, prefix: string): readonly string[] {
	return [...files.keys()].filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length));
}
