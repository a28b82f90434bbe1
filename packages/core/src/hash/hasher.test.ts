import {describe, expect, it} from 'vitest';
import type {HashAlgorithm, SingleHasher} from './algorithms.ts';
import {createHasher} from './hasher.ts';
import {createNativeHasher} from './native-hasher.ts';
import {createWasmHasher} from './wasm-hasher.ts';

const algorithms: readonly HashAlgorithm[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b-512', 'crc32'];
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const twoBlocks = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq';
const fourBlocks = 'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu';

/** RFC 1321 A.5; FIPS 180-4 examples (also RFC 6234, 8.5); RFC 7693 A; the check value of CRC-32/ISO-HDLC. */
const vectors: readonly (readonly [HashAlgorithm, string, string])[] = [
	['md5', '', 'd41d8cd98f00b204e9800998ecf8427e'],
	['md5', 'a', '0cc175b9c0f1b6a831c399e269772661'],
	['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
	['md5', 'message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
	['md5', '12345678901234567890123456789012345678901234567890123456789012345678901234567890', '57edf4a22be3c955ac49da2e2107b67a'],
	['sha1', '', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
	['sha1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
	['sha1', twoBlocks, '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
	['sha1', 'a'.repeat(1_000_000), '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
	['sha256', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
	['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
	['sha256', twoBlocks, '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
	[
		'sha512',
		'abc',
		'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
	],
	[
		'sha512',
		fourBlocks,
		'8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909',
	],
	['sha224', 'abc', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
	['sha384', 'abc', 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'],
	[
		'blake2b-512',
		'abc',
		'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
	],
	['crc32', '', '00000000'],
	['crc32', '123456789', 'cbf43926'],
	['crc32', 'The quick brown fox jumps over the lazy dog', '414fa339'],
	['crc32', 'letter 6273', '000fc0b9'],
];

const makers: readonly (readonly [string, (algorithm: HashAlgorithm) => Promise<SingleHasher>])[] = [
	['WebAssembly', createWasmHasher],
	...(createNativeHasher('md5') === undefined
		? []
		: [
				[
					'the runtime itself',
					async (algorithm: HashAlgorithm) => createNativeHasher(algorithm) ?? (await createWasmHasher(algorithm)),
				] as const,
			]),
];

describe.each(makers)('%s', (_, make) => {
	it.each(vectors)('computes the known %s of %j', async (algorithm, text, expected) => {
		const hasher = await make(algorithm);
		hasher.update(utf8(text));
		expect(hasher.digest()).toBe(expected);
	});
});

it.each(['sha3-256', 'SHA256', 'constructor'])('refuses a digest that is not known, also where the runtime knows it: %s', async name => {
	await expect(createHasher(['md5', name as 'sha256'])).rejects.toMatchObject({
		name: 'ConfigurationError',
		message: expect.stringContaining(name),
	});
});

describe('createHasher', () => {
	it('computes what was asked for, each once, and nothing else', async () => {
		const hasher = await createHasher(['sha1', 'crc32', 'sha1']);
		hasher.update(utf8('ab'));
		hasher.update(utf8('c'));
		expect(hasher.digest()).toEqual({sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d', crc32: '352441c2'});
		expect((await createHasher([])).digest()).toEqual({});
	});

	it('gives the same digests however the bytes are split, and as every implementation', async () => {
		const data = Uint8Array.from({length: 5000}, (_, index) => (index * 31 + (index >> 3)) & 0xff);
		const expected = Object.fromEntries(
			await Promise.all(
				algorithms.map(async algorithm => {
					const hasher = await createWasmHasher(algorithm);
					hasher.update(data);
					return [algorithm, hasher.digest()] as const;
				}),
			),
		);
		for (const size of [1, 55, 63, 64, 65, 127, 128, 129, 1000, 4999, 5000, 9999]) {
			const hasher = await createHasher(algorithms);
			for (let at = 0; at < data.length; at += size) {
				hasher.update(data.subarray(at, at + size));
				hasher.update(new Uint8Array());
			}
			expect(hasher.digest(), `in pieces of ${size}`).toEqual(expected);
		}
	});

	it('keeps hashers apart that are fed in turn', async () => {
		const [first, second] = [await createHasher(algorithms), await createHasher(algorithms)];
		first.update(utf8('ab'));
		second.update(utf8('x'));
		first.update(utf8('c'));
		const alone = await createHasher(algorithms);
		alone.update(utf8('abc'));
		expect(first.digest()).toEqual(alone.digest());
		expect(second.digest()).not.toEqual(alone.digest());
	});

	it.each(algorithms)('keeps hashers of %s apart that are made when others have ended or were given up', async algorithm => {
		const digestOf = async (text: string): Promise<string> => {
			const hasher = await createWasmHasher(algorithm);
			hasher.update(utf8(text));
			return hasher.digest();
		};
		const expected = [await digestOf('abc'), await digestOf('x')];
		(await createWasmHasher(algorithm)).update(utf8('given up'));
		const many = await Promise.all(Array.from({length: 20}, (_, index) => digestOf(index % 2 === 0 ? 'abc' : 'x')));
		expect(many).toEqual(Array.from({length: 20}, (_, index) => expected[index % 2]));
		const [first, second] = [await createWasmHasher(algorithm), await createWasmHasher(algorithm)];
		first.update(utf8('ab'));
		second.update(utf8('x'));
		first.update(utf8('c'));
		expect([first.digest(), second.digest()]).toEqual(expected);
	});

	it('takes the bytes in at once: they may be written over', async () => {
		const buffer = utf8('abc');
		const hasher = await createHasher(['md5', 'crc32']);
		hasher.update(buffer);
		buffer.fill(0);
		expect(hasher.digest()).toEqual({md5: '900150983cd24fb0d6963f7d28e17f72', crc32: '352441c2'});
	});

	it('answers the same when asked again, and takes no more bytes then', async () => {
		const hasher = await createHasher(['sha256']);
		const digests = hasher.digest();
		expect(hasher.digest()).toEqual(digests);
		expect(() => hasher.update(utf8('a'))).toThrow('This hasher has given its digests.');
	});
});
