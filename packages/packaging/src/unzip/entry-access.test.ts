import {BlobWriter, configure, TextReader, Uint8ArrayReader, ZipWriter} from '@zip.js/zip.js';
import {ConfigurationError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {collect, createRandom, entry, randomBytes, sameBytes} from '../fixtures/entries.ts';
import {zip} from '../zip/zip.ts';
import {openZip, type ZipArchive} from './open-zip.ts';
import {accessBlob, type RandomAccess} from './random-access.ts';
import type {ZipEntry} from './zip-entry.ts';

configure({useWebWorkers: false});

const inner = await collect(zip([entry('a/large', randomBytes(3_000_000)), entry('b', 'deflated '.repeat(100), {compress: true})]));

/** In blocks, as files are stored whose CRC comes behind them. */
const inBlocks = await collect(
	zip([entry('first', 'x'), entry('inner.zip', inner), entry('packed.zip', 'p'.repeat(100), {compress: true}), entry('last', 'y')]),
);

/** In one piece, as other writers have it. */
async function storedBytes(): Promise<Uint8Array<ArrayBuffer>> {
	const writer = new ZipWriter(new BlobWriter(), {level: 0});
	await writer.add('first', new TextReader('x'));
	await writer.add('inner.zip', new Uint8ArrayReader(inner));
	return new Uint8Array(await (await writer.close()).arrayBuffer());
}
const inOnePiece = await storedBytes();

/** Counts what is read, and what is open. */
function watch(blob: Blob, withParts: boolean) {
	const seen = {bytes: 0, open: 0, parts: 0};
	const source = accessBlob(blob);
	const {size} = source;
	const counted = async (offset: number, length: number): Promise<Uint8Array> => {
		seen.bytes += length;
		return await source.read(offset, length);
	};
	const part = (start: number, total: number) => {
		expect([start >= 0, start + total <= size]).toEqual([true, true]);
		seen.open++;
		seen.parts++;
		return {
			size,
			read: async (offset: number, length: number) => {
				expect([offset >= start, offset + length <= start + total]).toEqual([true, true]);
				return await counted(offset, length);
			},
			close: async () => void (await Promise.resolve(seen.open--)),
		};
	};
	const access: RandomAccess = {size, read: counted, part: withParts ? part : undefined};
	return {seen, access};
}

const find = (archive: ZipArchive, path: string): ZipEntry => archive.entries().find(item => item.path === path)!;
const openInner = async (bytes: Uint8Array<ArrayBuffer>): Promise<RandomAccess> => {
	const archive = await openZip(new Blob([bytes]));
	return archive.access(find(archive, 'inner.zip'));
};

describe.each([
	['in blocks', inBlocks],
	['in one piece', inOnePiece],
])('a ZIP file in a ZIP file, stored %s', (_, outer) => {
	it.each([false, true])('is opened where it lies, and only what is wanted of it is read: parts %s', async withParts => {
		const {seen, access} = watch(new Blob([outer]), withParts);
		const around = await openZip(access);
		const archive = await openZip(around.access(find(around, 'inner.zip')));
		expect(archive.entries().map(({path}) => path)).toEqual(['a/large', 'b']);
		expect(new TextDecoder().decode(await collect(archive.open(find(archive, 'b'))))).toBe('deflated '.repeat(100));
		expect(seen.bytes).toBeLessThan(400_000);
		const large = await collect(archive.open(find(archive, 'a/large')));
		expect(sameBytes(large, randomBytes(3_000_000))).toBe(true);
		expect(seen.bytes).toBeLessThan(3_600_000);
		const reader = archive.open(find(archive, 'a/large')).getReader();
		await reader.read();
		await reader.cancel();
		expect([seen.open, seen.parts > 0]).toEqual([0, withParts]);
	});

	it('gives any of its bytes, and none behind them', async () => {
		const access = await openInner(outer);
		expect(access.size).toBe(inner.length);
		expect(sameBytes((await access.read(0, inner.length + 1000)).slice(), inner)).toBe(true);
		expect((await access.read(inner.length, 10)).length).toBe(0);
		expect((await access.read(inner.length + 5, 10)).length).toBe(0);
		const random = createRandom(4);
		const edges = [0, 1, 65_534, 65_535, 65_536, 131_070, inner.length - 1];
		for (let turn = 0; turn < 200; turn++) {
			const offset = turn % 2 === 0 ? edges[turn % edges.length]! : Math.floor(random() * inner.length);
			const length = Math.floor(random() * 140_000);
			const bytes = await access.read(offset, length);
			expect(sameBytes(bytes.slice(), inner.slice(offset, offset + length))).toBe(true);
		}
	});

	it('is damaged where its entry does not begin where it should', async () => {
		const broken = outer.slice();
		broken[new TextDecoder('latin1').decode(broken).indexOf('inner.zip') - 30] = 0;
		await expect((await openInner(broken)).read(0, 4)).rejects.toThrow(expect.objectContaining({problem: 'damaged', path: 'inner.zip'}));
	});

	it('may be tried again where only the reading failed', async () => {
		const source = accessBlob(new Blob([outer]));
		let failures = 0;
		const flaky = await openZip({
			size: source.size,
			read: (offset, length) => (failures-- > 0 ? Promise.reject(new Error('gone')) : source.read(offset, length)),
		});
		const access = flaky.access(find(flaky, 'inner.zip'));
		failures = 1;
		await expect(access.read(0, 4)).rejects.toThrow(expect.objectContaining({problem: 'unreadable'}));
		expect((await access.read(0, 4)).length).toBe(4);
	});
});

describe('what is not stored as it is', () => {
	it('cannot be read anywhere, nor can a folder or the entry of another ZIP file', async () => {
		const around = await openZip(new Blob([inBlocks]));
		expect(() => around.access(find(around, 'packed.zip'))).toThrow(ConfigurationError);
		expect(() => around.access({...find(around, 'inner.zip')})).toThrow(ConfigurationError);
	});

	it.each([0, 1, 2, 3, 4])('is noticed by the header of every block that is read, byte %i', async at => {
		const broken = inBlocks.slice();
		const start = new TextDecoder('latin1').decode(broken).indexOf('inner.zip') + 'inner.zip'.length;
		const third = start + 2 * 65_540;
		expect(broken.slice(third, third + 5)).toEqual(Uint8Array.of(0, 255, 255, 0, 0));
		broken[third + at]! ^= 2;
		const access = await openInner(broken);
		expect((await access.read(0, 131_070)).length).toBe(131_070);
		await expect(access.read(131_069, 2)).rejects.toThrow(expect.objectContaining({problem: 'unsupported', path: 'inner.zip'}));
		await expect(access.read(140_000, 2)).rejects.toThrow(expect.objectContaining({problem: 'unsupported'}));
	});
});
