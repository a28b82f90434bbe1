import type {ExpectedDigest} from '@fonds/core/hash';
import type {Manifest} from './bag.ts';

/** What manifests say of each file, by its path. */
export function digestsInManifests(manifests: readonly Manifest[]): ReadonlyMap<string, readonly ExpectedDigest[]> {
	const digests = new Map<string, ExpectedDigest[]>();
	for (const {algorithm, entries} of manifests) {
		for (const {path, digest} of entries) {
			const known = digests.get(path);
			if (known === undefined) {
				digests.set(path, [{algorithm, value: digest}]);
			} else {
				known.push({algorithm, value: digest});
			}
		}
	}
	return digests;
}
