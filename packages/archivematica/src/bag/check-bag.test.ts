import {ConfigurationError, type Progress} from '@fonds/core';
import {readAll, streamFrom} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import {bagFiles, bagFolder, digestOf, metsName, tagFilesOf} from '../fixtures/bag.ts';
import {makeTar} from '../fixtures/tar.ts';
import type {CheckBagOptions} from './check-bag.ts';
import {checkBag} from './check-bag.ts';

const tarOf = (files: Readonly<Record<string, string>>, folder = `${bagFolder}/`): Uint8Array<ArrayBuffer> =>
	makeTar(Object.entries(files).map(([path, content]) => ({name: folder + path, content})));
const gzip = async (bytes: Uint8Array<ArrayBuffer>) => readAll(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip')));
const check = (files: Readonly<Record<string, string>>, options?: CheckBagOptions) => checkBag(streamFrom([tarOf(files)]), options);
const found = async (files: Readonly<Record<string, string>>, options?: CheckBagOptions) =>
	(await check(files, options)).findings.map(({severity, code, path}) => [severity, code, path]);

const a = 'data/objects/a.txt';

describe('a good bag', () => {
	it('has no findings, and the report says what was checked', async () => {
		const files = await bagFiles();
		const payload = Object.entries(files).filter(([path]) => path.startsWith('data/'));
		expect(await check(files, {mets: true})).toEqual({
			valid: true,
			findings: [],
			folder: bagFolder,
			version: '0.97',
			algorithms: ['sha256'],
			payloadFiles: 4,
			payloadBytes: payload.reduce((sum, [, text]) => sum + new TextEncoder().encode(text).length, 0),
		});
	});

	it('may be a gzip, whatever its name says, in any order, in any chunks, at the top', async () => {
		const files = await bagFiles('sha512');
		const reversed = tarOf(Object.fromEntries(Object.entries(files).toReversed()), '');
		for (const bytes of [reversed, await gzip(reversed)]) {
			const chunks = Array.from({length: Math.ceil(bytes.length / 3)}, (_, index) => bytes.subarray(index * 3, index * 3 + 3));
			expect(await checkBag(streamFrom(chunks), {mets: true})).toMatchObject({
				valid: true,
				findings: [],
				folder: '',
				algorithms: ['sha512'],
			});
		}
	});

	it('may be of several algorithms, md5sum style, with encoded names', async () => {
		const files = {'data/a\nb%.txt': 'x', 'data/c.txt': 'y'};
		const tags = await tagFilesOf({});
		const all = {
			...files,
			'bagit.txt': tags['bagit.txt'] ?? '',
			'manifest-md5.txt': `${await digestOf('x', 'md5')} *./data/a%0Ab%25.txt\r\n`,
			'manifest-sha1.txt': `${(await digestOf('y', 'sha1')).toUpperCase()}\tdata/c.txt`,
		};
		expect(await check(all)).toMatchObject({findings: [], algorithms: ['md5', 'sha1']});
	});

	it('tells how far it is', async () => {
		const progress: Progress[] = [];
		await check(await bagFiles(), {onProgress: step => progress.push(step)});
		const last = progress.at(-1);
		expect(last).toMatchObject({phase: 'check', total: last?.done});
	});
});

describe('what is wrong with a bag is found', () => {
	const without = (files: Record<string, string>) => {
		const {[a]: _, ...rest} = files;
		return rest;
	};
	it.each<[string, (files: Record<string, string>) => Record<string, string>, readonly (readonly [string, string, string | undefined])[]]>([
		[
			'a missing file',
			without,
			[
				['error', 'missing', a],
				['error', 'payload-oxum', 'bag-info.txt'],
			],
		],
		['a changed file', files => ({...files, [a]: 'Dear Sir'}), [['error', 'changed', a]]],
		[
			'a file too many',
			files => ({...files, 'data/x': ''}),
			[
				['error', 'untracked', 'data/x'],
				['error', 'payload-oxum', 'bag-info.txt'],
			],
		],
		['a changed tag file', files => ({...files, 'bag-info.txt': ''}), [['error', 'changed', 'bag-info.txt']]],
		[
			'a declaration that is none',
			files => ({...files, 'bagit.txt': 'hello'}),
			[
				['error', 'bag-declaration', 'bagit.txt'],
				['error', 'changed', 'bagit.txt'],
			],
		],
		[
			'a mark in the declaration',
			files => ({...files, 'bagit.txt': `\uFEFF${files['bagit.txt']}`}),
			[
				['error', 'bag-declaration', 'bagit.txt'],
				['error', 'changed', 'bagit.txt'],
			],
		],
	])('%s', async (_, change, expected) => {
		expect(await found(change(await bagFiles()))).toEqual(expected);
	});

	it('says which digest was expected and which is there', async () => {
		const {findings, valid} = await check({...(await bagFiles()), [a]: 'Dear Sir'});
		expect(valid).toBe(false);
		expect(findings[0]).toMatchObject({
			algorithm: 'sha256',
			expected: await digestOf('Dear sir'),
			actual: await digestOf('Dear Sir'),
			message: expect.stringContaining(a),
		});
	});

	it.each<[string, string, readonly [string, string, string | undefined]]>([
		['a line that is none', 'hello\n', ['error', 'malformed-line', 'manifest-md5.txt']],
		['a way out', `${'0'.repeat(32)}  data/../../etc/passwd\n`, ['error', 'unsafe-path', 'data/../../etc/passwd']],
		['an absolute path', `${'0'.repeat(32)}  /etc/passwd\n`, ['error', 'unsafe-path', '/etc/passwd']],
		['a home', `${'0'.repeat(32)}  ~/x\n`, ['error', 'unsafe-path', '~/x']],
	])('in a manifest: %s', async (_, line, expected) => {
		expect(await found({...(await bagFiles()), 'manifest-md5.txt': line})).toContainEqual(expected);
	});

	it('an entry that is there twice: a warning, or an error where the digests differ', async () => {
		const line = (digest: string) => `${digest}  data/x\n`;
		const files = async (second: string) => ({
			'data/x': 'x',
			'bagit.txt': 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n',
			'manifest-sha256.txt': line(await digestOf('x')) + line(second),
		});
		expect(await found(await files(await digestOf('x')))).toEqual([['warning', 'duplicate-entry', 'data/x']]);
		expect(await found(await files('0'.repeat(64)))).toEqual([['error', 'duplicate-entry', 'data/x']]);
	});

	it('a file that is not in every manifest, since BagIt 1.0', async () => {
		const files = async (version: string) => ({
			...(await tagFilesOf({'data/x': 'x'})),
			'data/x': 'x',
			'bagit.txt': `BagIt-Version: ${version}\nTag-File-Character-Encoding: UTF-8\n`,
			'tagmanifest-sha256.txt': '',
			'manifest-md5.txt': '',
		});
		expect(await found(await files('1.0'))).toEqual([['error', 'not-in-every-manifest', 'data/x']]);
		expect(await found(await files('0.97'))).toEqual([]);
	});

	it('a file that is still to be fetched', async () => {
		const files = {...without(await bagFiles()), 'fetch.txt': `http://example.org/a 8 ${a}\n`};
		expect((await check(files)).findings[0]?.message).toContain('still to be fetched');
	});

	it('an algorithm nobody knows: nothing is checked by it', async () => {
		const {'manifest-sha256.txt': _, 'tagmanifest-sha256.txt': __, ...files} = await bagFiles();
		const codes = (await found({...files, 'manifest-whirlpool.txt': ''})).map(([, code]) => code);
		expect(codes.slice(0, 2)).toEqual(['unknown-algorithm', 'no-manifest']);
	});

	it('a manifest in another encoding than it says', async () => {
		const bytes = makeTar([
			{name: 'bagit.txt', content: 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n'},
			{name: 'manifest-md5.txt', content: Uint8Array.of(0x61, 0x20, 0xff)},
		]);
		const {findings} = await checkBag(streamFrom([bytes]));
		expect(findings.map(({code}) => code)).toEqual(['malformed-line', 'no-manifest']);
	});

	it('no bag, two bags, and something beside the bag', async () => {
		expect(await found({'data/x': ''})).toEqual([['error', 'not-a-bag', undefined]]);
		const two = makeTar([{name: 'a/bagit.txt'}, {name: 'b/bagit.txt'}]);
		expect((await checkBag(streamFrom([two]), {mets: true})).findings.map(({code}) => code)).toEqual(['not-a-bag']);
		const files = Object.entries(await bagFiles()).map(([path, content]) => ({name: `${bagFolder}/${path}`, content}));
		expect((await checkBag(streamFrom([makeTar([...files, {name: 'other/x'}])]))).findings).toMatchObject([
			{code: 'outside', path: 'other/x'},
		]);
	});
});

describe('the METS in a bag is compared with its files', () => {
	const withMets = async (change: (mets: string) => string) => {
		const payload = Object.fromEntries(Object.entries(await bagFiles()).filter(([path]) => path.startsWith('data/')));
		const changed = {...payload, [metsName]: change(payload[metsName] ?? '')};
		return found({...changed, ...(await tagFilesOf(changed))}, {mets: true});
	};

	it.each<[string, (mets: string) => string, readonly (readonly [string, string, string | undefined])[]]>([
		['a size', mets => mets.replace('<premis:size>8<', '<premis:size>9<'), [['error', 'mets-size', a]]],
		['a digest', mets => mets.replace(/<premis:messageDigest>./, '<premis:messageDigest>x'), [['warning', 'mets-digest-not-compared', a]]],
		[
			'a digest of another file',
			mets => mets.replace(/<premis:messageDigest>[\da-f]{4}/, '<premis:messageDigest>0000'),
			[['error', 'mets-digest', a]],
		],
		[
			'a file that is not there',
			mets => mets.replace('"objects/a.txt"', '"objects/c.txt"'),
			[
				['error', 'mets-missing', 'data/objects/c.txt'],
				['warning', 'not-in-mets', a],
			],
		],
		['a file that is gone, and is not', mets => mets.replace('USE="original"', 'USE="deleted"'), [['warning', 'not-in-mets', a]]],
		['nothing readable', mets => mets.slice(0, 1000), [['error', 'mets-unreadable', metsName]]],
	])('%s', async (_, change, expected) => {
		expect(await withMets(change)).toEqual(expected);
	});

	it('and is missed where there is none; only when that is wanted', async () => {
		const payload = {'data/x': 'x'};
		const files = {...payload, ...(await tagFilesOf(payload))};
		expect(await found(files, {mets: true})).toEqual([['error', 'no-mets', undefined]]);
		expect(await found(files)).toEqual([]);
	});
});

describe('an archive that cannot be read', () => {
	it.each([
		['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]],
		['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41]],
		['zip', [0x50, 0x4b, 3, 4, 20, 0]],
		['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
	])('is refused: %s', async (kind, bytes) => {
		const error: unknown = await checkBag(streamFrom([Uint8Array.from(bytes)])).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(ConfigurationError);
		expect(error).toMatchObject({code: 'unsupported-archive', message: expect.stringContaining(kind)});
	});

	it('is refused when the gzip is cut off, damaged, or has something behind', async () => {
		const whole = await gzip(tarOf(await bagFiles()));
		const damaged = whole.slice();
		damaged.fill(0, 100, 140);
		for (const bytes of [whole.subarray(0, -10), damaged, Uint8Array.of(...whole, 1, 2, 3)]) {
			await expect(checkBag(streamFrom([bytes]))).rejects.toMatchObject({name: 'PackageError'});
		}
	});

	it('ends with what the stream fails with, and with the reason of an abort', async () => {
		const whole = await gzip(tarOf(await bagFiles()));
		const reason = new Error('enough');
		for (const bytes of [whole.subarray(0, 100), tarOf(await bagFiles()).subarray(0, 700)]) {
			let isFirst = true;
			const stream = new ReadableStream<Uint8Array>(
				{
					pull(controller) {
						if (isFirst) {
							controller.enqueue(bytes);
							isFirst = false;
						} else {
							controller.error(reason);
						}
					},
				},
				{highWaterMark: 0},
			);
			await expect(checkBag(stream)).rejects.toBe(reason);
		}
		await expect(check(await bagFiles(), {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
	});
});
