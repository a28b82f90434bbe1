import type {HashAlgorithm} from '@fonds/core/hash';
import {isFixityAlgorithm, type DigestBlock, type Inventory} from './inventory.ts';

/** What is said of a file: its digest by one algorithm, in lower case, and the code of the finding if that is wrong. */
export interface ExpectedDigest {
	readonly algorithm: HashAlgorithm;
	readonly value: string;
	readonly code: 'E092' | 'E093';
}

/** What the manifests and fixity blocks of all inventories say of each file. */
export function expectedDigests(inventories: Iterable<Inventory>): ReadonlyMap<string, readonly ExpectedDigest[]> {
	const expected = new Map<string, Map<string, ExpectedDigest>>();
	const note = (block: DigestBlock, algorithm: string, code: ExpectedDigest['code']): void => {
		if (!isFixityAlgorithm(algorithm)) {
			return;
		}
		for (const [digest, paths] of block) {
			const said: ExpectedDigest = {algorithm, value: digest.toLowerCase(), code};
			for (const path of paths) {
				const ofFile = expected.get(path) ?? new Map<string, ExpectedDigest>();
				expected.set(path, ofFile.set(`${code} ${algorithm} ${said.value}`, said));
			}
		}
	};
	for (const {manifest, digestAlgorithm, fixity} of inventories) {
		note(manifest, digestAlgorithm, 'E092');
		for (const [algorithm, block] of fixity) {
			note(block, algorithm, 'E093');
		}
	}
	return new Map([...expected].map(([path, said]) => [path, [...said.values()]]));
}
