import type {Hash} from 'node:crypto';
import {createHash} from 'node:crypto';
import type {Fixity, FixityAlgorithm} from '../model.ts';
import type {DescribedFixity} from './description.ts';

const hashNames: Readonly<Record<FixityAlgorithm, string>> = {MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512'};

/** Digests that grow with the bytes of a file. */
export interface Digests {
	update(chunk: Uint8Array): void;
	finish(): readonly Fixity[];
}

/** Computes the digests a file is described with, or its SHA-1 where it has none. */
export function createDigests(described: readonly Fixity[]): Digests {
	const algorithms = described.length > 0 ? [...new Set(described.map(({algorithm}) => algorithm))] : (['SHA1'] as const);
	const hashes: readonly {readonly algorithm: FixityAlgorithm; readonly hash: Hash}[] = algorithms.map(algorithm => ({
		algorithm,
		hash: createHash(hashNames[algorithm]),
	}));
	return {
		update: chunk => {
			for (const {hash} of hashes) hash.update(chunk);
		},
		finish: () => hashes.map(({algorithm, hash}) => ({algorithm, value: hash.digest('hex')})),
	};
}

/** Which of the described digests a file does not have. */
export function* compareFixities(path: string, described: readonly DescribedFixity[], actual: readonly Fixity[]): Generator<string> {
	for (const {algorithm, value, describedBy} of described) {
		const found = actual.find(fixity => fixity.algorithm === algorithm)?.value;
		if (found !== value) yield `The ${algorithm} of ${path} is ${found}, ${describedBy} says ${value}.`;
	}
}
