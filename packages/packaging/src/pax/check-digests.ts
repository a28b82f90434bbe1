import type {FixityAlgorithm} from '@fonds/core/hash';
import type {Tell} from '../opex/tell.ts';
import {digestFiles, type DigestFilesOptions} from '../tree/digest-files.ts';
import type {PackageFile} from '../tree/package-tree.ts';
import type {Pax} from './pax.ts';

/** What a file has to be. */
export interface Expectation {
	readonly algorithm: FixityAlgorithm;
	/** In lower case. */
	readonly value: string;
	/** Who says so, for messages. */
	readonly source: string;
}

/** Files, by the paths they are told by, and what they have to be. */
export class Expectations {
	readonly #files = new Map<PackageFile, {readonly path: string; readonly expected: Expectation[]}>();

	/** Notes a file, of which nothing may be expected. */
	add(file: PackageFile, path: string, expected: readonly Expectation[]): void {
		const known = this.#files.get(file) ?? {path, expected: []};
		known.expected.push(...expected);
		this.#files.set(file, known);
	}

	/** Reads every file once, and tells which are not what they have to be, or of which nothing is said. */
	async check(options: DigestFilesOptions, tell: Tell): Promise<void> {
		const requests = [];
		for (const [file, {path, expected}] of this.#files) {
			if (expected.length === 0) {
				tell('no-fixity', `"${path}" has no digest anywhere, so that nothing proves it.`, 'warning', path);
			} else {
				requests.push({file, algorithms: [...new Set(expected.map(({algorithm}) => algorithm))]});
			}
		}
		for await (const {file, digests, problem} of digestFiles(requests, options)) {
			const {path, expected} = this.#files.get(file)!;
			if (problem !== undefined) {
				tell('unreadable', `"${path}" cannot be read: ${problem}`, 'error', path);
				continue;
			}
			for (const {algorithm, value, source} of expected) {
				if (digests[algorithm] !== value) {
					const message = `"${path}" has the ${algorithm} digest ${digests[algorithm]}; ${source} says ${value}. It was changed, or is damaged.`;
					tell('digest-wrong', message, 'error', path);
				}
			}
		}
	}
}

/**
 * Notes what the `.xip` of a PAX says of its files, and the files it does not tell of.
 *
 * @param isProved - Whether the PAX is proved as a whole.
 */
export function expectFromXip({xip, tree}: Pax, prefix: string, expectations: Expectations, isProved = false): void {
	for (const {file, fixities} of xip?.bitstreams ?? []) {
		if (file !== undefined) {
			const expected = fixities.flatMap(({algorithm, value}) => (algorithm === undefined ? [] : [{algorithm, value, source: 'the .xip'}]));
			if (expected.length > 0) {
				expectations.add(file, prefix + file.path, expected);
			}
		}
	}
	for (const file of tree.files.values()) {
		if (!isProved && file.path !== xip?.metadataPath && !/^[^/]+\.xip$/i.test(file.path)) {
			expectations.add(file, prefix + file.path, []);
		}
	}
}
