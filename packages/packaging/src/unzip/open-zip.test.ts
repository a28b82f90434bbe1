import {BlobWriter, configure, TextReader, ZipWriter} from '@zip.js/zip.js';
import {deflateSync} from 'fflate';
import {describe, expect, it} from 'vitest';
import {isSdkError} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import {collect, entry, randomBytes, sameBytes, textBytes} from '../fixtures/entries.ts';
import {hostileZip, type HostileEntry} from '../fixtures/hostile-zip.ts';
import {ByteWriter} from '../zip/byte-writer.ts';
import {zip} from '../zip/zip.ts';
import {openZip} from './open-zip.ts';
import type {RandomAccess} from './random-access.ts';
import {readZipStream} from './read-zip-stream.ts';

configure({useWebWorkers: false});

const hello = textBytes('hello');
const helloCrc = 0x3610a686;
const plain: HostileEntry = {name: 'a', data: hello, crc: helloCrc};

async function readAll(blob: Blob | RandomAccess): Promise<Record<string, string>> {
	const archive = await openZip(blob);
	const found: Record<string, string> = {};
	for (const item of archive.entries()) {
		found[item.path] = item.directory ? '' : new TextDecoder().decode(await collect(archive.open(item)));
	}
	return found;
}

const small = async (): Promise<Uint8Array<ArrayBuffer>> =>
	await collect(zip([entry('a/é.txt', 'hello'), entry('b', 'x'.repeat(60), {compress: true}), entry('c', '')], {deterministic: true}));

/** A small file with a data descriptor, as streams of other writers have it. */
async function described(): Promise<Uint8Array<ArrayBuffer>> {
	const writer = new ZipWriter(new BlobWriter(), {dataDescriptor: true, dataDescriptorSignature: true, extendedTimestamp: false});
	await writer.add('d', new TextReader('data descriptor '.repeat(4)));
	return new Uint8Array(await (await writer.close()).arrayBuffer());
}

describe('a ZIP file', () => {
	it('is read as other writers write it', async () => {
		const text = 'data descriptor '.repeat(4);
		expect(await readAll(new Blob([await described()]))).toEqual({d: text});
		for (const options of [{level: 0}, {zip64: true}, {dataDescriptor: false}, {dataDescriptor: true, zip64: true, level: 0}]) {
			const writer = new ZipWriter(new BlobWriter(), options);
			await writer.add('folder/', undefined, {directory: true});
			await writer.add('folder/é', new TextReader(text));
			expect(await readAll(await writer.close())).toEqual({folder: '', 'folder/é': text});
		}
	});

	it('may have a comment, and anything as its comment', async () => {
		const comment = new Uint8Array(await hostileZip([]).arrayBuffer()).slice(0, 21);
		expect(await readAll(hostileZip([plain], {comment}))).toEqual({a: 'hello'});
	});

	it('is read from anything that can read parts', async () => {
		const bytes = await small();
		const source = {size: bytes.length, read: (offset: number, length: number) => Promise.resolve(bytes.subarray(offset, offset + length))};
		expect(Object.keys(await readAll(source))).toEqual(['a/é.txt', 'b', 'c']);
	});

	it('has names in UTF-8 or in code page 437', async () => {
		const named = (name: Uint8Array, flags: number): HostileEntry => ({...plain, name, flags});
		const utf8 = textBytes('é');
		expect(Object.keys(await readAll(hostileZip([named(utf8, 0x800)])))).toEqual(['é']);
		expect(Object.keys(await readAll(hostileZip([named(utf8, 0)])))).toEqual(['é']);
		expect(Object.keys(await readAll(hostileZip([named(Uint8Array.of(0x82, 0x81), 0)])))).toEqual(['éü']);
		await expect(readAll(hostileZip([named(Uint8Array.of(0x82), 0x800)]))).rejects.toMatchObject({problem: 'damaged'});
	});

	it.each([
		['of ours', small],
		['with a data descriptor', described],
	])('%s with one byte changed is read right or refused, for every byte and several changes', async (_, make) => {
		const bytes = await make();
		const expected = await readAll(new Blob([bytes]));
		let refused = 0;
		for (let at = 0; at < bytes.length; at++) {
			for (const change of [0x01, 0x20, 0x80, 0xff]) {
				const damaged = bytes.slice();
				damaged[at]! ^= change;
				const result = await readAll(new Blob([damaged])).catch((error: unknown) => error);
				if (isSdkError(result, 'package')) {
					refused++;
				} else {
					expect({at, change, result}).toEqual({at, change, result: expected});
				}
			}
		}
		expect(refused).toBeGreaterThan(bytes.length * 2);
	});

	it.each([
		['of ours', small],
		['with a data descriptor', described],
	])('%s that is cut off anywhere is refused', async (_, make) => {
		const bytes = await make();
		for (let length = 0; length < bytes.length; length++) {
			await expect(openZip(new Blob([bytes.slice(0, length)]))).rejects.toMatchObject({
				problem: expect.stringMatching(/^(truncated|not-a-zip)$/) as string,
			});
		}
	});

	it('with something before or behind it is refused', async () => {
		const bytes = await small();
		await expect(openZip(new Blob(['x', bytes]))).rejects.toMatchObject({problem: 'damaged'});
		await expect(openZip(new Blob([bytes, 'x']))).rejects.toMatchObject({problem: 'truncated'});
	});

	it('that ends sooner than its source says is refused', async () => {
		const bytes = await small();
		const source = {
			size: bytes.length,
			read: (offset: number, length: number) => Promise.resolve(bytes.slice(offset, offset + length - 1)),
		};
		await expect(openZip(source)).rejects.toMatchObject({problem: 'truncated'});
	});

	it('whose source fails tells why', async () => {
		const cause = new Error('gone');
		await expect(openZip({size: 100, read: () => Promise.reject(cause)})).rejects.toMatchObject({problem: 'unreadable', cause});
	});
});

describe('refused is', () => {
	const timesTwo = {...plain, name: 'b'};
	it.each<[string, readonly HostileEntry[], string]>([
		['a path that climbs', [{...plain, name: '../a'}], 'unsafe-path'],
		['an absolute path', [{...plain, name: '/a'}], 'unsafe-path'],
		['a path with a drive', [{...plain, name: 'C:a'}], 'unsafe-path'],
		['a path with backslashes', [{...plain, name: '..\\a'}], 'unsafe-path'],
		['a path with a NUL', [{...plain, name: 'a\0.txt'}], 'unsafe-path'],
		['an empty path', [{...plain, name: ''}], 'unsafe-path'],
		['a folder that climbs', [{name: '../'}], 'unsafe-path'],
		['a path twice', [plain, plain], 'duplicate-path'],
		['a path twice but for case', [plain, {...plain, name: 'A'}], 'duplicate-path'],
		[
			'a path twice but for the normal form',
			[
				{...plain, name: '\u00e9'},
				{...plain, name: 'e\u0301'},
			],
			'duplicate-path',
		],
		['a file that is a folder', [plain, {...plain, name: 'a/b'}], 'duplicate-path'],
		['a link', [{...plain, attributes: 0o120777 * 0x10000}], 'symlink'],
		['a link made on DOS', [{...plain, madeBy: 20, attributes: 0o120777 * 0x10000}], 'symlink'],
		['a device', [{...plain, attributes: 0o060600 * 0x10000}], 'special-file'],
		['a pipe', [{...plain, attributes: 0o010600 * 0x10000}], 'special-file'],
		['a folder without a slash', [{...plain, attributes: 0o040755 * 0x10000}], 'special-file'],
		['encryption', [{...plain, flags: 0x801}], 'encrypted'],
		['strong encryption', [{...plain, flags: 0x840}], 'encrypted'],
		['a masked header', [{...plain, flags: 0x2800}], 'encrypted'],
		['patch data', [{...plain, flags: 0x820}], 'unsupported'],
		['another compression', [{...plain, method: 12}], 'unsupported'],
		['a part of an archive', [{...plain, disk: 1}], 'unsupported'],
		['a stored entry of two sizes', [{...plain, size: 6}], 'damaged'],
		['a folder with content', [{...plain, name: 'a/', attributes: 0}], 'damaged'],
		[
			'an extra field that is cut off',
			[{...plain, size: 0xffffffff, compressedSize: 0xffffffff, extra: Uint8Array.of(1, 0, 9, 0, 1)}],
			'damaged',
		],
		[
			'an absurd size',
			[{...plain, size: 0xffffffff, compressedSize: 0xffffffff, extra: Uint8Array.of(1, 0, 16, 0, ...new Uint8Array(16).fill(0xff))}],
			'damaged',
		],
		['entries that share bytes', [plain, {...timesTwo, offset: 0}], 'overlap'],
		[
			'an entry inside another',
			[
				{...plain, data: randomBytes(100)},
				{...timesTwo, offset: 40},
			],
			'overlap',
		],
		['an entry in the directory', [{...plain, offset: 20}], 'overlap'],
		['an entry behind the end', [{...plain, offset: 1e6}], 'overlap'],
		['an entry longer than the file', [{...plain, size: 1000, compressedSize: 1000}], 'overlap'],
	])('%s', async (_, entries, problem) => {
		await expect(openZip(hostileZip(entries))).rejects.toMatchObject({code: 'package', problem});
	});

	it.each<[string, HostileEntry, string]>([
		['another name', {...plain, local: {name: 'b'}}, 'header-mismatch'],
		['another method', {...plain, local: {method: 8}}, 'header-mismatch'],
		['another CRC', {...plain, local: {crc: 1}}, 'header-mismatch'],
		['another size', {...plain, local: {size: 4}}, 'header-mismatch'],
		['another compressed size', {...plain, local: {compressedSize: 4}}, 'header-mismatch'],
		['encryption', {...plain, local: {flags: 0x801}}, 'header-mismatch'],
		['a data descriptor', {...plain, local: {flags: 0x808}}, 'header-mismatch'],
		['a longer name, into the next entry', {...plain, local: {name: 'a'.repeat(9)}}, 'header-mismatch'],
	])('a local header that says %s', async (_, wrong, problem) => {
		const archive = await openZip(hostileZip([wrong]));
		await expect(collect(archive.open(archive.entries()[0]!))).rejects.toMatchObject({problem, path: 'a'});
	});

	it.each([
		['a count too high', {count: 2}, 'damaged'],
		['a count too low', {count: 0}, 'damaged'],
		['a directory elsewhere', {offset: 3}, 'damaged'],
		['another disk', {disk: 1}, 'unsupported'],
	])('an end record with %s', async (_, tail, problem) => {
		await expect(openZip(hostileZip([plain], tail))).rejects.toMatchObject({problem});
	});

	it.each([
		['an empty folder', [{name: 'd/', attributes: 0, local: {name: 'e/'}}, plain]],
		[
			'a folder behind the last file',
			[
				{...plain, name: 'd/a'},
				{name: 'd/', attributes: 0, local: {name: 'e/'}},
			],
		],
	])('a header of %s that says something else, at once', async (_, entries) => {
		await expect(openZip(hostileZip(entries))).rejects.toMatchObject({problem: 'header-mismatch', path: 'd'});
	});

	it('what is not a ZIP file', async () => {
		await expect(openZip(new Blob(['hello']))).rejects.toMatchObject({problem: 'not-a-zip'});
		await expect(openZip(new Blob([]))).rejects.toMatchObject({problem: 'not-a-zip'});
	});

	it('an entry of another file, or a folder, when it is opened', async () => {
		const [one, two] = [await openZip(hostileZip([plain])), await openZip(hostileZip([plain, {name: 'd/', attributes: 0}]))];
		expect(() => one.open(two.entries()[0]!)).toThrow('not an entry of this ZIP file');
		expect(() => two.open(two.entries()[1]!)).toThrow('"d" is a folder');
	});
});

describe('a ZIP file with a ZIP64 end record', () => {
	/** Numbers of the three end records that may be changed. */
	const honest = {size: 44, disk: 0, directoryDisk: 0, countHere: 1, count: 1, length: 0, offset: 0, locatorDisk: 0, at: 0, disks: 1};
	const make = async (wrong: Partial<typeof honest>, plainEnd: readonly [number, number, number]): Promise<Blob> => {
		const bytes = new Uint8Array(await hostileZip([{...plain, name: 'a'}]).arrayBuffer());
		const start = 30 + 1 + 5;
		const length = bytes.length - 22 - start;
		const is = {...honest, length, offset: start, at: start + length, ...wrong};
		const end = new Uint8Array(56 + 20 + 22);
		new ByteWriter(end)
			.u32(0x06064b50)
			.u64(is.size)
			.u16(45)
			.u16(45)
			.u32(is.disk)
			.u32(is.directoryDisk)
			.u64(is.countHere)
			.u64(is.count)
			.u64(is.length)
			.u64(is.offset)
			.u32(0x07064b50)
			.u32(is.locatorDisk)
			.u64(is.at)
			.u32(is.disks)
			.u32(0x06054b50)
			.u32(0)
			.u16(plainEnd[0])
			.u16(plainEnd[0])
			.u32(plainEnd[1] === 0 ? length : plainEnd[1])
			.u32(plainEnd[2] === 0 ? start : plainEnd[2])
			.u16(0);
		return new Blob([bytes.subarray(0, start + length), end]);
	};
	const none = 0xffff_ffff;

	it('is read, whatever the plain one leaves to it', async () => {
		for (const count of [1, 0xffff]) {
			for (const length of [0, none]) {
				for (const offset of [0, none]) {
					expect(await readAll(await make({}, [count, length, offset]))).toEqual({a: 'hello'});
				}
			}
		}
	});

	it.each<[string, Partial<typeof honest>, [number, number, number], string]>([
		['another count', {}, [2, 0, 0], 'header-mismatch'],
		['another length', {}, [1, 1, 0], 'header-mismatch'],
		['another offset', {}, [1, 0, 1], 'header-mismatch'],
		['a size of its own that leads elsewhere', {size: 45}, [1, 0, 0], 'damaged'],
		['a place of its own that is wrong', {at: 3}, [1, 0, 0], 'damaged'],
		['a place behind its end', {at: 1e6}, [1, 0, 0], 'damaged'],
		['another disk', {disk: 1}, [1, 0, 0], 'unsupported'],
		['another disk for the directory', {directoryDisk: 1}, [1, 0, 0], 'unsupported'],
		['fewer entries on this disk', {countHere: 0}, [1, 0, 0], 'unsupported'],
		['another disk in the locator', {locatorDisk: 1}, [1, 0, 0], 'unsupported'],
		['several disks', {disks: 2}, [1, 0, 0], 'unsupported'],
	])('that says %s is refused', async (_, wrong, plainEnd, problem) => {
		await expect(openZip(await make(wrong, plainEnd))).rejects.toMatchObject({problem});
	});

	it('may have entries whose sizes and place are in the ZIP64 field, in this order', async () => {
		const field = (...values: readonly number[]): Uint8Array => {
			const extra = new Uint8Array(4 + 8 * values.length);
			const writer = new ByteWriter(extra).u16(1).u16(8 * values.length);
			values.forEach(value => writer.u64(value));
			return extra;
		};
		const wide = {...plain, size: none, compressedSize: none};
		const second = {
			...wide,
			name: 'b',
			offset: none,
			extra: field(5, 5, 56),
			local: {size: none, compressedSize: none, extra: field(5, 5)},
		};
		expect(await readAll(hostileZip([{...wide, extra: field(5, 5)}, second]))).toEqual({a: 'hello', b: 'hello'});
	});
});

describe('damaged content', () => {
	const deflated = deflateSync(new Uint8Array(1000));
	const zeros = async (): Promise<number> => {
		const hasher = await createHasher(['crc32']);
		hasher.update(new Uint8Array(1000));
		return Number.parseInt(hasher.digest().crc32 ?? '', 16);
	};

	it.each<[string, Partial<HostileEntry>, string]>([
		['with another CRC', {crc: 1}, 'crc-mismatch'],
		['longer than promised', {size: 999}, 'size-mismatch'],
		['shorter than promised', {size: 1001}, 'size-mismatch'],
		['that makes no sense', {data: randomBytes(deflated.length, 3)}, 'damaged'],
		['that is cut off', {data: deflated.slice(0, -3)}, 'damaged'],
	])('%s is refused', async (_, change, problem) => {
		const archive = await openZip(hostileZip([{name: 'z', data: deflated, method: 8, size: 1000, crc: await zeros(), ...change}]));
		await expect(collect(archive.open(archive.entries()[0]!))).rejects.toMatchObject({problem, path: 'z'});
	});

	it('that grows beyond its promised size is stopped soon', async () => {
		const bomb = deflateSync(randomBytes(4_000_000), {level: 1});
		const blob = hostileZip([{name: 'bomb', data: bomb, method: 8, size: 1000}]);
		let read = 0;
		const source: RandomAccess = {
			size: blob.size,
			async read(offset, length) {
				read += length;
				return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
			},
		};
		const archive = await openZip(source);
		read = 0;
		await expect(collect(archive.open(archive.entries()[0]!))).rejects.toMatchObject({problem: 'size-mismatch', path: 'bomb'});
		expect(read).toBeLessThan(bomb.length / 2);
	});

	it('whose data descriptor says something else is refused', async () => {
		const bytes = await described();
		const at = bytes.findIndex((_, index) => new DataView(bytes.buffer).getUint32(index, true) === 0x08074b50);
		bytes[at + 12]! ^= 1;
		const archive = await openZip(new Blob([bytes]));
		await expect(collect(archive.open(archive.entries()[0]!))).rejects.toMatchObject({problem: 'header-mismatch', path: 'd'});
	});
});

describe('limits', () => {
	const promise = (name: string, size: number, length: number): HostileEntry => ({name, data: new Uint8Array(length), method: 8, size});

	it('refuse a file that grows too much', async () => {
		await expect(openZip(hostileZip([promise('bomb', 4e9, 4e6)]))).rejects.toMatchObject({problem: 'too-large', path: 'bomb'});
		await expect(openZip(hostileZip([promise('bomb', 4e9, 4e6)]), {maxRatio: 1000})).resolves.toBeDefined();
		await expect(openZip(hostileZip([promise('small', 1e6, 1)]))).resolves.toBeDefined();
	});

	it('refuse files that are too large together', async () => {
		const blob = hostileZip([promise('a', 600, 100), promise('b', 600, 100)]);
		await expect(openZip(blob, {maxSize: 1000})).rejects.toMatchObject({problem: 'too-large', path: 'b'});
		await expect(openZip(blob, {maxSize: 1200})).resolves.toBeDefined();
	});

	it.each([Number.NaN, -1])('that are none (%d) are refused, and not taken for no limit', async none => {
		for (const limits of [{maxSize: none}, {maxRatio: none}, {maxEntries: none}]) {
			await expect(openZip(hostileZip([plain]), limits)).rejects.toMatchObject({code: 'configuration'});
			await expect(readZipStream(hostileZip([plain]).stream(), limits).next()).rejects.toMatchObject({code: 'configuration'});
		}
	});

	it('refuse too many entries', async () => {
		const blob = hostileZip([promise('a', 1, 1), promise('b', 1, 1)]);
		await expect(openZip(blob, {maxEntries: 1})).rejects.toMatchObject({problem: 'too-many'});
	});
});

describe('an open entry', () => {
	it('is read only as fast as it is wanted, and can be given up', async () => {
		const bytes = await collect(zip([entry('a', randomBytes(5_000_000))]));
		let read = 0;
		const source = {
			size: bytes.length,
			read: (offset: number, length: number) => {
				read += length;
				return Promise.resolve(bytes.slice(offset, offset + length));
			},
		};
		const archive = await openZip(source);
		const before = read;
		const reader = archive.open(archive.entries()[0]!).getReader();
		await reader.read();
		await reader.cancel();
		expect(read - before).toBeLessThan(2_500_000);
	});

	it('fails with the reason of its signal', async () => {
		const archive = await openZip(hostileZip([plain]));
		const reason = new Error('enough');
		await expect(collect(archive.open(archive.entries()[0]!, {signal: AbortSignal.abort(reason)}))).rejects.toBe(reason);
	});

	it('can be opened again, and beside others', async () => {
		const content = randomBytes(2_000_000);
		const archive = await openZip(new Blob([await collect(zip([entry('a', content)]))]));
		const [item] = archive.entries();
		const results = await Promise.all([collect(archive.open(item!)), collect(archive.open(item!))]);
		expect(results.every(result => sameBytes(result, content))).toBe(true);
	});
});
