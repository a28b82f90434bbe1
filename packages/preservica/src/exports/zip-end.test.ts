import {expect, it} from 'vitest';
import {emptyZip} from '../fixtures/small-zip.ts';
import {ZipEnd} from './zip-end.ts';

const isWhole = (...chunks: readonly Uint8Array[]) => {
	const end = new ZipEnd();
	for (const chunk of chunks) {
		end.update(chunk);
		chunk.fill(0); // Given away.
	}
	return end.isWhole();
};
const grown = (bytes: Uint8Array) => Uint8Array.from([...bytes, 0]);
const record = (change: (view: DataView) => void) => {
	const bytes = emptyZip();
	change(new DataView(bytes.buffer));
	return bytes;
};

it('a ZIP is whole, in one piece and in many', () => {
	expect(isWhole(emptyZip())).toBe(true);
	expect(isWhole(...[...emptyZip()].map(byte => Uint8Array.of(byte)))).toBe(true);
	expect(isWhole(new Uint8Array(300_000), emptyZip().slice(0, 7), emptyZip().slice(7))).toBe(true);
});

it('a comment of any length may follow', () => {
	for (const length of [1, 1000, 0xffff]) {
		const start = record(view => view.setUint16(20, length, true));
		expect(isWhole(new Uint8Array(50), start, new Uint8Array(length)), String(length)).toBe(true);
		expect(isWhole(new Uint8Array(50), start, new Uint8Array(length - 1)), `${length} - 1`).toBe(false);
	}
});

it('what has no end is not whole', () => {
	expect(isWhole()).toBe(false);
	expect(isWhole(new TextEncoder().encode('{"error": "no such export"}'))).toBe(false);
	expect(isWhole(emptyZip().slice(0, -1))).toBe(false);
	expect(isWhole(grown(emptyZip()))).toBe(false);
	expect(isWhole(emptyZip(), new Uint8Array(100_000))).toBe(false);
});

it('an end whose directory would begin before the bytes that came is not that of a whole ZIP', () => {
	const end = record(view => {
		view.setUint32(12, 60, true);
		view.setUint32(16, 40, true);
	});
	expect(isWhole(new Uint8Array(100), end.slice())).toBe(true);
	expect(isWhole(new Uint8Array(99), end.slice())).toBe(false);
});

it('the numbers of a ZIP64 are elsewhere', () => {
	const end = record(view => view.setUint32(16, 0xffffffff, true));
	expect(isWhole(end)).toBe(true);
});
