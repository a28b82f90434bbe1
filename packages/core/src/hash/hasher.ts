import {ConfigurationError} from '../errors/configuration-error.ts';
import {hashAlgorithms, type Digests, type HashAlgorithm, type SingleHasher} from './algorithms.ts';
import {createNativeHasher} from './native-hasher.ts';

/** Several digests of the same bytes, in one pass. */
export interface Hasher {
	/**
	 * Takes the next bytes in. They may be written over afterwards.
	 *
	 * @throws ConfigurationError after `digest()`.
	 */
	update(bytes: Uint8Array): void;
	/** The digests of all bytes so far. Ends the hasher; asked again, it answers the same. */
	digest(): Digests;
}

/**
 * Makes a hasher: the runtime's own implementation in Node, Deno and Bun, WebAssembly, loaded when first used, elsewhere.
 *
 * @throws ConfigurationError for a digest that is not known, and with code `no-webassembly` where neither is allowed, for example by a content security policy.
 */
export async function createHasher(algorithms: readonly HashAlgorithm[]): Promise<Hasher> {
	const unknown = algorithms.find(algorithm => !hashAlgorithms.includes(algorithm));
	if (unknown !== undefined) {
		throw new ConfigurationError(`The digest ${JSON.stringify(unknown)} is not known: give one of ${hashAlgorithms.join(', ')}.`);
	}
	const hashers = await Promise.all(
		[...new Set(algorithms)].map(
			async algorithm => [algorithm, createNativeHasher(algorithm) ?? (await loadWasmHasher(algorithm))] as const,
		),
	);
	let digests: Digests | undefined;
	return {
		update(bytes) {
			if (digests !== undefined) {
				throw new ConfigurationError('This hasher has given its digests. Make a new one for other bytes.');
			}
			for (const [, hasher] of hashers) {
				hasher.update(bytes);
			}
		},
		digest() {
			digests ??= Object.fromEntries(hashers.map(([algorithm, hasher]) => [algorithm, hasher.digest()]));
			return digests;
		},
	};
}

async function loadWasmHasher(algorithm: HashAlgorithm): Promise<SingleHasher> {
	const {createWasmHasher} = await import('./wasm-hasher.ts');
	return await createWasmHasher(algorithm);
}
