import type {HashAlgorithm, SingleHasher} from './algorithms.ts';

/** The part of `node:crypto` that is used; packages are built without Node's types. */
interface NodeCrypto {
	createHash(algorithm: string): {update(bytes: Uint8Array): unknown; digest(encoding: 'hex'): string};
}
interface NodeZlib {
	/** Node 22.2 and later. */
	readonly crc32?: (bytes: Uint8Array, value: number) => number;
}
interface Runtime {
	readonly process?: {
		readonly getBuiltinModule?: {
			(id: 'node:crypto'): NodeCrypto | undefined;
			(id: 'node:zlib'): NodeZlib | undefined;
		};
	};
}

/** The modules are asked for, not imported: bundlers for browsers would follow an import. */
const runtime = globalThis as Runtime;

/** The runtime's own implementation (Node, Deno, Bun); undefined where it has none, or forbids it (MD5 under FIPS). */
export function createNativeHasher(algorithm: HashAlgorithm): SingleHasher | undefined {
	return algorithm === 'crc32' ? createNativeCrc32() : createNativeDigest(algorithm.replace('blake2b-512', 'blake2b512'));
}

function createNativeDigest(algorithm: string): SingleHasher | undefined {
	const crypto = runtime.process?.getBuiltinModule?.('node:crypto');
	if (crypto === undefined) {
		return undefined;
	}
	try {
		const hash = crypto.createHash(algorithm);
		return {
			update: bytes => void hash.update(bytes),
			digest: () => hash.digest('hex'),
		};
	} catch {
		return undefined;
	}
}

function createNativeCrc32(): SingleHasher | undefined {
	const crc32 = runtime.process?.getBuiltinModule?.('node:zlib')?.crc32;
	if (crc32 === undefined) {
		return undefined;
	}
	let value = 0;
	return {
		update: bytes => {
			value = crc32(bytes, value);
		},
		digest: () => value.toString(16).padStart(8, '0'),
	};
}
