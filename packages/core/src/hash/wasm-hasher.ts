// oxlint-disable-next-line typescript/triple-slash-reference -- packages that compile these sources do not include this folder
/// <reference path="./hash-wasm-files.d.ts" />
import type {IHasher} from 'hash-wasm';
import {ConfigurationError} from '../errors/configuration-error.ts';
import type {HashAlgorithm, SingleHasher} from './algorithms.ts';

/** One file for each algorithm, so that a page loads only what it uses (5 to 9 kB each). */
const makers: {readonly [A in HashAlgorithm]: () => Promise<IHasher>} = {
	md5: async () => await (await import('hash-wasm/dist/md5.umd.min.js')).default.createMD5(),
	sha1: async () => await (await import('hash-wasm/dist/sha1.umd.min.js')).default.createSHA1(),
	sha256: async () => await (await import('hash-wasm/dist/sha256.umd.min.js')).default.createSHA256(),
	sha512: async () => await (await import('hash-wasm/dist/sha512.umd.min.js')).default.createSHA512(),
	sha224: async () => await (await import('hash-wasm/dist/sha224.umd.min.js')).default.createSHA224(),
	sha384: async () => await (await import('hash-wasm/dist/sha384.umd.min.js')).default.createSHA384(),
	'blake2b-512': async () => await (await import('hash-wasm/dist/blake2b.umd.min.js')).default.createBLAKE2b(512),
	crc32: async () => await (await import('hash-wasm/dist/crc32.umd.min.js')).default.createCRC32(),
};

/** So many of each algorithm are kept when they have done their work: to make one takes longer than the digest of a small file. */
const kept = 8;
const idle = new Map<HashAlgorithm, IHasher[]>();

/**
 * An implementation in WebAssembly, for browsers.
 *
 * @throws ConfigurationError with code `no-webassembly` where compiling is forbidden.
 */
export async function createWasmHasher(algorithm: HashAlgorithm): Promise<SingleHasher> {
	const hasher = idle.get(algorithm)?.pop() ?? (await make(algorithm));
	hasher.init();
	return {
		update: bytes => void hasher.update(bytes),
		digest() {
			const digest = hasher.digest('hex');
			idle.set(algorithm, [...(idle.get(algorithm) ?? []), hasher].slice(0, kept));
			return digest;
		},
	};
}

async function make(algorithm: HashAlgorithm): Promise<IHasher> {
	return await makers[algorithm]().catch((error: unknown) => {
		throw new ConfigurationError(
			`The digest ${algorithm} cannot be computed here. A page with a content security policy needs script-src 'wasm-unsafe-eval'.`,
			{code: 'no-webassembly', cause: error},
		);
	});
}
