import {BlobWriter, configure, TextReader, ZipWriter} from '@zip.js/zip.js';
import {deflateSync} from 'fflate';
import {describe, expect, it, vi} from 'vitest';
import {isSdkError, PackageError} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect, entry, randomBytes, sameBytes, streamInPieces, textBytes} from '../fixtures/entries.ts';
import {hostileZip, type HostileEntry} from '../fixtures/hostile-zip.ts';
import {ByteWriter} from '../zip/byte-writer.ts';
import {zip} from '../zip/zip.ts';
import {openZip} from './open-zip.ts';
import {readZipStream, type ZipStreamOptions} from './read-zip-stream.ts';
import type {StreamedZipEntry} from './streamed-entry.ts';

configure({useWebWorkers: false});

const hello = textBytes('hello');
const helloCrc = 0x3610a686;
const plain: HostileEntry = {name: 'a', data: hello, crc: helloCrc};

type Found = Record<string, string>;

async function readForward(stream: ReadableStream<Uint8Array>, options?: ZipStreamOptions): Promise<Found> {
	const found: Found = {};
	for await (const item of readZipStream(stream, options)) {
		found[item.path] = item.directory ? 'folder' : new TextDecoder().decode(await collect(item.open()));
	}
	return found;
}

async function readAnywhere(blob: Blob): Promise<Found> {
	const archive = await openZip(blob);
	const found: Found = {};
	for (const item of archive.entries()) {
		found[item.path] = item.directory ? 'folder' : new TextDecoder().decode(await collect(archive.open(item)));
	}
	return found;
}

const crcOf = async (bytes: Uint8Array): Promise<number> => {
	const hasher = await createHasher(['crc32']);
	hasher.update(bytes);
	return Number.parseInt(hasher.digest().crc32 ?? '', 16);
};

/** A data descriptor in one of its four forms. */
function descriptor(crc: number, compressedSize: number, size: number, signature: boolean, wide: boolean): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array((signature ? 4 : 0) + (wide ? 20 : 12));
	const writer = new ByteWriter(bytes);
	if (signature) {
		writer.u32(0x08074b50);
	}
	writer.u32(crc);
	if (wide) {
		writer.u64(compressedSize).u64(size);
	} else {
		writer.u32(compressedSize).u32(size);
	}
	return bytes;
}

/** The extra field with a second name in UTF-8, for a first name with this CRC. */
function unicodePath(crc: number, name: string | Uint8Array): Uint8Array<ArrayBuffer> {
	const bytes = typeof name === 'string' ? textBytes(name) : name;
	const extra = new Uint8Array(9 + bytes.length);
	new ByteWriter(extra)
		.u16(0x7075)
		.u16(5 + bytes.length)
		.u8(1)
		.u32(crc)
		.bytes(bytes);
	return extra;
}

/** A deflated entry whose sizes come after it. */
async function described(name: string, content: Uint8Array, signature = true, wide = false, level: 0 | 6 = 6): Promise<HostileEntry> {
	const data = deflateSync(content, {level});
	const crc = await crcOf(content);
	const behind = descriptor(crc, data.length, content.length, signature, wide);
	return {name, data, method: 8, flags: 0x808, crc, size: content.length, behind, local: {crc: 0, size: 0, compressedSize: 0}};
}

describe('a ZIP file that arrives in order', () => {
	it.each([1, 7, 65_536, 1e7])('is read as it was packed, in pieces of %d bytes', async pieceSize => {
		const scale = pieceSize < 10 ? 100 : 1;
		const contents: [string, Uint8Array][] = [
			['leer', new Uint8Array(0)],
			['Ordner/Grüße.txt', hello],
			['資料/stored 🗝️.bin', randomBytes(700_000 / scale)],
			['deflated.txt', textBytes('text '.repeat(90_000 / scale))],
			['deflated.bin', randomBytes(600_000 / scale, 3)],
		];
		const entries = contents.map(([path, bytes]) =>
			entry(path, bytes, {compress: path.startsWith('deflated'), modified: new Date(1.7e12)}),
		);
		const bytes = await collect(zip([...entries, folderEntry('Ordner/leer')]));
		const found = new Map<string, Uint8Array>();
		for await (const item of readZipStream(streamInPieces(bytes, pieceSize))) {
			if (item.directory) {
				expect(item).toMatchObject({path: 'Ordner/leer', size: 0, method: 'stored'});
			} else {
				expect(item.modified).toEqual(new Date(1.7e12));
				found.set(item.path, await collect(item.open()));
			}
		}
		expect([...found.keys()]).toEqual(contents.map(([path]) => path));
		expect(contents.every(([path, content]) => sameBytes(found.get(path)!, content))).toBe(true);
	});

	it.each([
		[true, true],
		[true, false],
		[false, true],
		[false, false],
	])('may have data descriptors with signature %s, of 64 bits %s', async (signature, wide) => {
		for (const level of [0, 6] as const) {
			const texts = ['', 'x', 'hello '.repeat(50), 'PK\u0007\u0008'.repeat(30)];
			const list = await Promise.all(texts.map((text, index) => described(`${index}`, textBytes(text), signature, wide, level)));
			for (const pieceSize of [1, 3, 1000]) {
				const bytes = await hostileZip(list).bytes();
				expect(await readForward(streamInPieces(bytes, pieceSize))).toEqual(Object.fromEntries(texts.entries()));
			}
			expect(await readAnywhere(hostileZip(list))).toEqual(Object.fromEntries(texts.entries()));
		}
	});

	it('is read as other writers write it', async () => {
		for (const options of [
			{level: 0, dataDescriptor: false},
			{zip64: true},
			{dataDescriptor: true},
			{dataDescriptor: true, dataDescriptorSignature: true},
		]) {
			const writer = new ZipWriter(new BlobWriter(), options);
			await writer.add('folder/', undefined, {directory: true});
			await writer.add('folder/é', new TextReader('other '.repeat(9)));
			expect(await readForward((await writer.close()).stream())).toEqual({folder: 'folder', 'folder/é': 'other '.repeat(9)});
		}
	});

	it('may be empty, or have a comment', async () => {
		expect(await readForward(hostileZip([]).stream())).toEqual({});
		expect(await readForward(hostileZip([plain], {comment: textBytes('PK\u0005\u0006 comment')}).stream())).toEqual({a: 'hello'});
	});

	it.each([
		['is the name of an entry that is not in UTF-8', Uint8Array.of(0x3f), 'é', 'é'],
		['says the same', textBytes('é'), 'é', 'é'],
		['was made for another name', Uint8Array.of(0x82), undefined, 'é'],
	])('has names in Unicode beside the others: one that %s', async (_, name, second, expected) => {
		const extra = second === undefined ? unicodePath(1, 'x') : unicodePath(await crcOf(name), second);
		const blob = hostileZip([{...plain, flags: 0, name, extra}]);
		expect(await readForward(blob.stream())).toEqual({[expected]: 'hello'});
		expect(await readAnywhere(blob)).toEqual({[expected]: 'hello'});
	});

	it('has names that begin with a byte order mark, and second names of a version to come', async () => {
		const extra = unicodePath(0xe8b7be43, 'é');
		extra[4] = 2;
		const blob = hostileZip([
			{...plain, name: '\ufeffa'},
			{...plain, flags: 0, extra},
		]);
		expect(await readForward(blob.stream())).toEqual({'\ufeffa': 'hello', a: 'hello'});
		expect(await readAnywhere(blob)).toEqual({'\ufeffa': 'hello', a: 'hello'});
	});

	it('tells sizes before only where the file does', async () => {
		const sizes: (number | undefined)[] = [];
		for await (const item of readZipStream(hostileZip([plain, await described('b', hello)]).stream())) {
			sizes.push(item.size);
		}
		expect(sizes).toEqual([5, undefined]);
	});
});

describe('entries in their turn', () => {
	const three = (): ReadableStream<Uint8Array> => zip([entry('a', randomBytes(900_000)), entry('b', 'second'), entry('c', 'third')]);

	it('that are not opened are read over, and checked', async () => {
		const paths: string[] = [];
		for await (const {path} of readZipStream(three())) {
			paths.push(path);
		}
		expect(paths).toEqual(['a', 'b', 'c']);
		const wrong = hostileZip([{...plain, crc: 1}]);
		const readOver = async (): Promise<void> => {
			for await (const {path} of readZipStream(wrong.stream())) {
				expect(path).toBe('a');
			}
		};
		await expect(readOver()).rejects.toMatchObject({problem: 'crc-mismatch', path: 'a'});
	});

	it('that are given up half-way are read over', async () => {
		const found: string[] = [];
		for await (const item of readZipStream(three())) {
			const reader = item.open().getReader();
			await reader.read();
			await reader.cancel();
			found.push(item.path);
		}
		expect(found).toEqual(['a', 'b', 'c']);
	});

	it('fail, and do not end, if they are read on after the next was asked for', async () => {
		const entries = readZipStream(three());
		const first = (await entries.next()).value as StreamedZipEntry;
		const reader = first.open().getReader();
		await reader.read();
		await entries.next();
		const readOn = async (): Promise<void> => {
			while (!(await reader.read()).done) {
				// To the end.
			}
		};
		await expect(readOn()).rejects.toMatchObject({problem: 'gone-by', path: 'a'});
		await entries.return();
	});

	it('are opened once, in time, and never when they are folders', async () => {
		const items: StreamedZipEntry[] = [];
		for await (const item of readZipStream(zip([folderEntry('d'), entry('a', 'x'), entry('b', 'y')]))) {
			items.push(item);
			if (item.path === 'a') {
				item.open();
				expect(() => item.open()).toThrow('"a" has been opened before');
			}
		}
		expect(() => items[0]!.open()).toThrow('"d" is a folder');
		expect(() => items[2]!.open()).toThrow('"b" has gone by');
	});

	it('whose stream failed end the loop with the same error', async () => {
		const entries = readZipStream(
			hostileZip([
				{...plain, crc: 1},
				{...plain, name: 'b'},
			]).stream(),
		);
		const first = (await entries.next()).value as StreamedZipEntry;
		await expect(collect(first.open())).rejects.toMatchObject({problem: 'crc-mismatch'});
		await expect(entries.next()).rejects.toMatchObject({problem: 'crc-mismatch', path: 'a'});
	});

	it('that are left cancel the stream', async () => {
		const cancel = vi.fn();
		const stream = new ReadableStream<Uint8Array>({
			start: async controller => controller.enqueue(await hostileZip([plain]).bytes()),
			cancel,
		});
		for await (const item of readZipStream(stream)) {
			expect(item.path).toBe('a');
			break;
		}
		expect(cancel).toHaveBeenCalledOnce();
	});
});

describe('the stream', () => {
	it('that fails tells why, and passes on errors of ours', async () => {
		for (const [cause, expected] of [
			[new Error('gone'), {problem: 'unreadable', message: expect.stringContaining('gone') as string}],
			[new PackageError('Not so.', {problem: 'own'}), {problem: 'own'}],
		] as const) {
			const stream = new ReadableStream<Uint8Array>({pull: controller => controller.error(cause)});
			await expect(readForward(stream)).rejects.toMatchObject(expected);
		}
	});

	it('is not waited for when the signal ends', async () => {
		const controller = new AbortController();
		const cancel = vi.fn();
		const result = readForward(new ReadableStream<Uint8Array>({cancel}), {signal: controller.signal});
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(result).rejects.toBe(reason);
		expect(cancel).toHaveBeenCalledOnce();
	});

	it('is read only as fast as it is wanted', async () => {
		let given = 0;
		const bytes = await collect(zip([entry('a', randomBytes(5_000_000))]));
		const stream = new ReadableStream<Uint8Array>(
			{
				pull(controller) {
					controller.enqueue(bytes.slice(given, given + 65_536));
					given += 65_536;
				},
			},
			{highWaterMark: 0},
		);
		const entries = readZipStream(stream);
		const item = (await entries.next()).value as StreamedZipEntry;
		const reader = item.open().getReader();
		await reader.read();
		expect(given).toBeLessThan(1_000_000);
		await reader.cancel();
		await entries.return();
	});
});

/** What is refused by both readers, when it is opened or read; what only one of them can see is so marked. */
describe('both readers refuse', () => {
	const deflated = deflateSync(textBytes('x'.repeat(1000)));
	it.each<[string, () => Promise<readonly HostileEntry[]> | readonly HostileEntry[], string, string]>([
		['a path that climbs', () => [{...plain, name: 'a/../../b'}], 'unsafe-path', 'unsafe-path'],
		['an absolute path', () => [{...plain, name: '/etc/passwd'}], 'unsafe-path', 'unsafe-path'],
		['a path with a drive', () => [{...plain, name: 'C:/a'}], 'unsafe-path', 'unsafe-path'],
		['a path with backslashes', () => [{...plain, name: '..\\a'}], 'unsafe-path', 'unsafe-path'],
		['a path twice', () => [plain, plain], 'duplicate-path', 'duplicate-path'],
		['a path twice but for case', () => [plain, {...plain, name: 'A'}], 'duplicate-path', 'duplicate-path'],
		['a file that is a folder', () => [plain, {...plain, name: 'a/b'}], 'duplicate-path', 'duplicate-path'],
		['a link', () => [{...plain, attributes: 0o120777 * 0x10000}], 'symlink', 'symlink'],
		['a device', () => [{...plain, attributes: 0o060600 * 0x10000}], 'special-file', 'special-file'],
		['encryption', () => [{...plain, flags: 0x801}], 'encrypted', 'encrypted'],
		['another compression', () => [{...plain, method: 12}], 'unsupported', 'unsupported'],
		['a wrong CRC', () => [{...plain, crc: 1}], 'crc-mismatch', 'crc-mismatch'],
		['a size that is too large', () => [{name: 'a', data: deflated, method: 8, size: 1001}], 'size-mismatch', 'size-mismatch'],
		['a size that is too small', () => [{name: 'a', data: deflated, method: 8, size: 999}], 'size-mismatch', 'size-mismatch'],
		['a folder with content', () => [{...plain, name: 'a/', attributes: 0}], 'damaged', 'damaged'],
		['a deflated form without end', () => [{name: 'a', data: deflated.slice(0, -2), method: 8, size: 1000}], 'damaged', 'damaged'],
		[
			'something behind the deflated form',
			async () => [
				{name: 'a', data: new Uint8Array([...deflated, ...hello]), method: 8, size: 1000, crc: await crcOf(textBytes('x'.repeat(1000)))},
			],
			'hidden-data',
			'hidden-data',
		],
		[
			'an entry the directory does not have, in front',
			() => [
				{...plain, unlisted: true},
				{...plain, name: 'b'},
			],
			'hidden-data',
			'hidden-data',
		],
		['one between others', () => [plain, {...plain, name: 'b', unlisted: true}, {...plain, name: 'c'}], 'hidden-data', 'hidden-data'],
		['one at the end', () => [plain, {...plain, name: 'b', unlisted: true}], 'hidden-data', 'hidden-data'],
		[
			'a long one between others',
			() => [plain, {name: 'b', data: randomBytes(70_000), unlisted: true}, {...plain, name: 'c'}],
			'hidden-data',
			'crc-mismatch',
		],
		[
			'bytes between entries',
			() => [
				{...plain, behind: hello},
				{...plain, name: 'b'},
			],
			'hidden-data',
			'hidden-data',
		],
		[
			'an entry hidden behind a folder that is not empty',
			() => [
				{name: 'd/', attributes: 0},
				{...plain, name: 'd/evil', unlisted: true},
				{...plain, name: 'd/a'},
			],
			'hidden-data',
			'hidden-data',
		],
		[
			'one behind a folder at the end',
			() => [
				{...plain, name: 'd/a'},
				{name: 'd/', attributes: 0},
				{...plain, name: 'd/evil', unlisted: true},
			],
			'hidden-data',
			'hidden-data',
		],
		[
			'a folder whose header makes it a file',
			() => [
				{name: 'd/', attributes: 0, local: {name: 'd!'}},
				{...plain, name: 'd/a'},
			],
			'header-mismatch',
			'header-mismatch',
		],
		[
			'a header that contradicts the data descriptor behind it',
			async () => [{...(await described('a', hello)), local: {crc: 1, size: 0, compressedSize: 0}}],
			'header-mismatch',
			'header-mismatch',
		],
		[
			'two names, of which one counts for some',
			() => [{...plain, extra: unicodePath(0xe8b7be43, 'b')}],
			'header-mismatch',
			'header-mismatch',
		],
		['two names in ASCII', () => [{...plain, flags: 0, extra: unicodePath(0xe8b7be43, 'b')}], 'header-mismatch', 'header-mismatch'],
		[
			'two names where the first is said to be UTF-8',
			() => [{...plain, extra: unicodePath(0xe8b7be43, 'é')}],
			'header-mismatch',
			'header-mismatch',
		],
		[
			'two names of another depth',
			() => [{...plain, flags: 0, extra: unicodePath(0xe8b7be43, 'é/a')}],
			'header-mismatch',
			'header-mismatch',
		],
		[
			'two names of which one is that of a folder',
			() => [{...plain, flags: 0, name: 'a/', data: new Uint8Array(0), crc: 0, attributes: 0, extra: unicodePath(0x96ee7540, 'é/a')}],
			'header-mismatch',
			'header-mismatch',
		],
		[
			'a second name that is not UTF-8',
			() => [{...plain, flags: 0, extra: unicodePath(0xe8b7be43, Uint8Array.of(0xff))}],
			'damaged',
			'damaged',
		],
		[
			'a second name that climbs',
			() => [{...plain, flags: 0, name: '__/_', extra: unicodePath(0x3c02dd6d, '../é')}],
			'unsafe-path',
			'unsafe-path',
		],
		[
			'a second name that only the header has',
			() => [{...plain, flags: 0, extra: new Uint8Array(0), local: {flags: 0, extra: unicodePath(0xe8b7be43, 'é')}}],
			'header-mismatch',
			'header-mismatch',
		],
		['bytes before the directory', () => [{...plain, behind: hello}], 'hidden-data', 'hidden-data'],
		[
			'another directory in front of the one that counts',
			() => [{...plain, behind: new Uint8Array([0x50, 0x4b, 1, 2, ...new Uint8Array(42)])}],
			'hidden-data',
			'hidden-data',
		],
		['an entry only the directory has', () => [plain, {...plain, name: 'b', phantom: true}], 'overlap', 'overlap'],
		['entries that share bytes', () => [plain, {...plain, name: 'b', offset: 0, phantom: true}], 'overlap', 'overlap'],
		['another name in the header', () => [{...plain, local: {name: 'b'}}], 'header-mismatch', 'header-mismatch'],
		['another size in the header', () => [{...plain, local: {size: 4, compressedSize: 4}}], 'header-mismatch', 'crc-mismatch'],
		[
			'another method in the header',
			() => [{name: 'a', data: deflated, method: 8, size: 1000, local: {method: 0, size: deflated.length}}],
			'header-mismatch',
			'crc-mismatch',
		],
		['another flag in the header', () => [{...plain, local: {flags: 0}}], 'header-mismatch', 'header-mismatch'],
		[
			'a data descriptor that says something else',
			async () => [{...(await described('a', hello)), behind: descriptor(helloCrc, 7, 6, true, false)}],
			'header-mismatch',
			'crc-mismatch',
		],
		['no data descriptor', async () => [{...(await described('a', hello)), behind: undefined}], 'overlap', 'crc-mismatch'],
		[
			'a directory that contradicts the data descriptor',
			async () => [{...(await described('a', hello)), crc: 1}],
			'header-mismatch',
			'header-mismatch',
		],
	])('%s', async (_, make, anywhere, forward) => {
		const blob = hostileZip(await make());
		await expect(readAnywhere(blob)).rejects.toMatchObject({code: 'package', problem: anywhere});
		await expect(readForward(blob.stream())).rejects.toMatchObject({code: 'package', problem: forward});
	});

	it.each([
		['a count too high', {count: 2}],
		['a count too low', {count: 0}],
		['a directory elsewhere', {offset: 3}],
	])('an end record with %s', async (_, tail) => {
		await expect(readForward(hostileZip([plain], tail).stream())).rejects.toMatchObject({problem: 'damaged'});
	});

	it('a gap that is too long for any header, before a file is opened', async () => {
		const blob = hostileZip([plain, {name: 'b', data: randomBytes(70_000), unlisted: true}, {...plain, name: 'c'}]);
		await expect(openZip(blob)).rejects.toMatchObject({problem: 'hidden-data', path: 'a'});
	});

	it('a comment with another end record', async () => {
		const comment = new Uint8Array(await hostileZip([], {comment: textBytes('!')}).arrayBuffer()).slice(0, 22);
		await expect(readAnywhere(hostileZip([plain], {comment}))).rejects.toMatchObject({problem: 'hidden-data'});
		await expect(readForward(hostileZip([plain], {comment}).stream())).rejects.toMatchObject({problem: 'hidden-data'});
	});

	it('a directory that does not end, without keeping more of it than its entries can need', async () => {
		let given = 0;
		const endless = new ReadableStream<Uint8Array>(
			{
				async start(controller) {
					const bytes = new Uint8Array(await hostileZip([plain]).arrayBuffer());
					controller.enqueue(bytes);
				},
				pull(controller) {
					given += 65_536;
					controller.enqueue(new Uint8Array(65_536));
				},
			},
			{highWaterMark: 0},
		);
		await expect(readForward(endless)).rejects.toMatchObject({problem: 'too-many'});
		expect(given).toBeLessThan(1e6);
	});

	it('something before or behind the file', async () => {
		const blob = hostileZip([plain]);
		await expect(readForward(new Blob(['x', blob]).stream())).rejects.toMatchObject({problem: 'not-a-zip'});
		await expect(readForward(new Blob([blob, 'x']).stream())).rejects.toMatchObject({problem: 'truncated'});
		await expect(readForward(new Blob([blob, blob]).stream())).rejects.toMatchObject({code: 'package'});
		await expect(readForward(new Blob(['hello']).stream())).rejects.toMatchObject({problem: 'not-a-zip'});
		await expect(readForward(new Blob([]).stream())).rejects.toMatchObject({problem: 'not-a-zip'});
		await expect(readForward(new Blob(['PK\u0007\u0008', blob]).stream())).rejects.toMatchObject({problem: 'unsupported'});
		await expect(readForward(new Blob(['PK\u0006\u0008', blob]).stream())).rejects.toMatchObject({problem: 'encrypted'});
	});
});

it('a stored entry whose length comes after it is refused, with the reason', async () => {
	const behind = descriptor(helloCrc, 5, 5, true, false);
	const blob = hostileZip([{...plain, flags: 0x808, behind, local: {crc: 0, size: 0, compressedSize: 0}}]);
	await expect(readForward(blob.stream())).rejects.toMatchObject({
		problem: 'unsupported',
		path: 'a',
		message: expect.stringContaining('openZip') as string,
	});
	expect(await readAnywhere(blob)).toEqual({a: 'hello'});
});

it.each([
	[true, false],
	[false, true],
])('a stored entry that is empty is read although its length comes after it (signature %s, 64 bits %s)', async (signature, wide) => {
	const empty: HostileEntry = {name: 'e', flags: 0x808, behind: descriptor(0, 0, 0, signature, wide)};
	expect(await readForward(hostileZip([empty, plain]).stream())).toEqual({e: '', a: 'hello'});
	expect(await readForward(hostileZip([plain, empty]).stream())).toEqual({e: '', a: 'hello'});
});

it('a stored entry that begins like the end of an empty one is not taken for it', async () => {
	const data = new Uint8Array([...descriptor(0, 0, 0, true, false), ...textBytes('PK')]);
	const crc = await crcOf(data);
	const behind = descriptor(crc, data.length, data.length, true, false);
	const blob = hostileZip([{name: 'a', data, crc, flags: 0x808, behind, local: {crc: 0, size: 0, compressedSize: 0}}]);
	await expect(readForward(blob.stream())).rejects.toMatchObject({problem: 'hidden-data'});
});

describe('limits', () => {
	it('stop a bomb soon, whether its size is announced or not', async () => {
		const bomb = deflateSync(new Uint8Array(100_000_000), {level: 9});
		const announced: HostileEntry = {name: 'bomb', data: bomb, method: 8, size: 100_000_000};
		for (const item of [announced, {...announced, flags: 0x808, local: {size: 0, compressedSize: 0}}]) {
			let out = 0;
			const read = async (): Promise<void> => {
				for await (const each of readZipStream(hostileZip([item]).stream())) {
					for await (const chunk of each.open()) {
						out += chunk.length;
					}
				}
			};
			await expect(read()).rejects.toMatchObject({problem: 'too-large', path: 'bomb'});
			expect(out).toBeLessThan(60_000_000);
		}
	});

	it('count files and entries together', async () => {
		const list = [plain, {...plain, name: 'b'}, {...plain, name: 'c'}];
		await expect(readForward(hostileZip(list).stream(), {maxSize: 14})).rejects.toMatchObject({problem: 'too-large', path: 'c'});
		expect(Object.keys(await readForward(hostileZip(list).stream(), {maxSize: 15}))).toHaveLength(3);
		await expect(readForward(hostileZip(list).stream(), {maxEntries: 2})).rejects.toMatchObject({problem: 'too-many'});
		const paths: string[] = [];
		const count = async (): Promise<void> => {
			for await (const {path} of readZipStream(hostileZip(list).stream(), {maxEntries: 1})) {
				paths.push(path);
			}
		};
		await expect(count()).rejects.toMatchObject({problem: 'too-many'});
		expect(paths).toEqual(['a']);
		const streamed = await Promise.all(['a', 'b'].map(name => described(name, hello)));
		await expect(readForward(hostileZip(streamed).stream(), {maxSize: 9})).rejects.toMatchObject({problem: 'too-large', path: 'b'});
	});
});

describe('a small ZIP file', () => {
	const written = async (): Promise<Uint8Array<ArrayBuffer>> =>
		await collect(
			zip([entry('a/é.txt', 'hello'), entry('b', 'x'.repeat(60), {compress: true}), folderEntry('c'), entry('d', '')], {
				deterministic: true,
			}),
		);
	const streamed = async (): Promise<Uint8Array<ArrayBuffer>> =>
		new Uint8Array(
			await hostileZip([await described('d', textBytes('text '.repeat(9))), await described('e', hello, false, true)]).arrayBuffer(),
		);

	it.each([
		['of ours', written],
		['with data descriptors', streamed],
	])(
		'%s with any byte changed is read right or refused, by both readers',
		async (_, make) => {
			const bytes = await make();
			const expected = await readAnywhere(new Blob([bytes]));
			let refused = 0;
			for (let at = 0; at < bytes.length; at++) {
				for (const change of [0x01, 0x10, 0x80, 0xff]) {
					const damaged = bytes.slice();
					damaged[at]! ^= change;
					for (const read of [() => readAnywhere(new Blob([damaged])), () => readForward(streamInPieces(damaged, 64))]) {
						const result = await read().catch((error: unknown) => error);
						if (isSdkError(result, 'package')) {
							refused++;
						} else {
							expect({at, change, result}).toEqual({at, change, result: expected});
						}
					}
				}
			}
			expect(refused).toBeGreaterThan(bytes.length * 5);
		},
		180_000,
	);

	it.each([
		['of ours', written],
		['with data descriptors', streamed],
	])(
		'%s that is cut off anywhere is refused',
		async (_, make) => {
			const bytes = await make();
			for (let length = 0; length < bytes.length; length++) {
				await expect(readForward(streamInPieces(bytes.slice(0, length), 50))).rejects.toMatchObject({
					problem: expect.stringMatching(/^(truncated|not-a-zip)$/) as string,
				});
			}
		},
		60_000,
	);
});
