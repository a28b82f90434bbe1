import {afterEach, describe, expect, it, vi} from 'vitest';
import type {HashAlgorithm} from './algorithms.ts';
import {hashStream} from './hash-stream.ts';
import {createHasher} from './hasher.ts';
import {createNativeHasher} from './native-hasher.ts';

const algorithms: readonly HashAlgorithm[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b-512', 'crc32'];
const builtin = process.getBuiltinModule.bind(process);
const abc = new TextEncoder().encode('abc');

async function digestsOfAbc(): Promise<unknown> {
	const hasher = await createHasher(algorithms);
	hasher.update(abc);
	return hasher.digest();
}

afterEach(() => vi.unstubAllGlobals());

describe('the runtime', () => {
	it.each(algorithms)('computes %s itself', algorithm => {
		expect(createNativeHasher(algorithm)).toBeDefined();
	});

	it.each([
		['has no modules of its own', {}],
		['has no zlib.crc32 (Node 22.0)', {getBuiltinModule: (id: string) => (id === 'node:zlib' ? {} : builtin(id))}],
		[
			'forbids MD5 (FIPS)',
			{
				getBuiltinModule: (id: string) =>
					id === 'node:crypto'
						? {
								createHash() {
									throw new Error('error:0308010C:digital envelope routines::unsupported');
								},
							}
						: builtin(id),
			},
		],
	])('that %s is replaced by WebAssembly, with the same digests', async (_, fake) => {
		const expected = await digestsOfAbc();
		vi.stubGlobal('process', Object.assign(Object.create(process), {getBuiltinModule: undefined}, fake));
		expect(await digestsOfAbc()).toEqual(expected);
	});
});

describe('where WebAssembly is forbidden', () => {
	it('says what a page has to allow', async () => {
		vi.stubGlobal('process', Object.assign(Object.create(process), {getBuiltinModule: undefined}));
		vi.stubGlobal('WebAssembly', {
			compile: () => Promise.reject(new Error('blocked by CSP')),
			instantiate: () => Promise.reject(new Error('blocked by CSP')),
		});
		vi.resetModules();
		const cancelled: unknown[] = [];
		const stream = new ReadableStream<Uint8Array>({
			cancel(reason) {
				cancelled.push(reason);
			},
		});
		await expect(hashStream(stream, ['md5'])).rejects.toMatchObject({code: 'no-webassembly'});
		expect(cancelled).toHaveLength(1);
		await expect(createHasher(['sha512'])).rejects.toMatchObject({
			name: 'ConfigurationError',
			code: 'no-webassembly',
			message: expect.stringContaining("'wasm-unsafe-eval'"),
		});
	});
});
