import {describe, expect, it} from 'vitest';
import {collect} from '../fixtures/entries.ts';
import {openZip} from '../unzip/open-zip.ts';
import {zip} from '../zip/zip.ts';
import type {EntryReader, PackageEntry} from './entry.ts';

async function throughZip(entry: PackageEntry, compress: boolean): Promise<readonly number[]> {
	const archive = await openZip(new Blob([await collect(zip([entry], {compress}))]));
	return [...(await collect(archive.open(archive.entries()[0]!)))];
}

const streamOf = (...pieces: readonly unknown[]): (() => ReadableStream<Uint8Array>) => {
	return () =>
		new ReadableStream({
			start(controller) {
				pieces.forEach(piece => controller.enqueue(piece as Uint8Array));
				controller.close();
			},
		});
};

/** A reader of nine bytes that gives so many at a time, or says so. */
const readerOf = (read: (left: number, room: number) => number): (() => Promise<EntryReader>) => {
	return () => {
		let left = 9;
		return Promise.resolve({
			read(memory) {
				const length = read(left, memory.length);
				memory.fill(left, 0, Math.max(0, Math.min(length, memory.length)));
				left -= length;
				return Promise.resolve(length);
			},
			close: () => Promise.resolve(),
		});
	};
};

describe.each([false, true])('a source without types (deflated: %s)', compress => {
	it.each<[string, unknown]>([
		['numbers of 16 bits', Uint16Array.of(300, 2)],
		['text', 'hello'],
		['a list', [1, 2]],
		['memory', new ArrayBuffer(2)],
		['a view', new DataView(new ArrayBuffer(2))],
		['nothing', undefined],
		['null', null],
	])('that gives %s instead of bytes fails, and is not cut off or changed', async (_, piece) => {
		for (const size of [undefined, 3]) {
			const entry = {path: 'a', size, open: streamOf(Uint8Array.of(1), piece)};
			await expect(throughZip(entry, compress)).rejects.toMatchObject({
				problem: 'unreadable',
				path: 'a',
				message: expect.stringContaining('Uint8Array') as string,
			});
		}
	});

	it('may give bytes of any class', async () => {
		const entry = {path: 'a', open: streamOf(Uint8ClampedArray.of(1), new Int8Array([-1]), new Uint8Array(0), Uint8Array.of(2))};
		expect(await throughZip(entry, compress)).toEqual([1, 255, 2]);
	});

	it('whose reader gives less than was asked for is read on where its size is not known, and refused where it is', async () => {
		const openReader = readerOf((left, room) => Math.min(left, room, 4));
		expect(await throughZip({path: 'a', open: streamOf(), openReader}, compress)).toEqual([9, 9, 9, 9, 5, 5, 5, 5, 1]);
		await expect(throughZip({path: 'a', size: 9, open: streamOf(), openReader}, compress)).rejects.toMatchObject({problem: 'size-changed'});
	});

	it.each([8, 10])('whose reader gives 9 bytes where %d were announced fails', async size => {
		const entry = {path: 'a', size, open: streamOf(), openReader: readerOf((left, room) => Math.min(left, room))};
		await expect(throughZip(entry, compress)).rejects.toMatchObject({problem: 'size-changed', path: 'a'});
	});

	it.each([Number.NaN, 0.5, -1, 1e9])('whose reader says it has read %d bytes fails', async length => {
		for (const size of [undefined, 9]) {
			const entry = {path: 'a', size, open: streamOf(), openReader: readerOf(() => length)};
			await expect(throughZip(entry, compress)).rejects.toMatchObject({problem: 'unreadable', path: 'a'});
		}
	});
});
