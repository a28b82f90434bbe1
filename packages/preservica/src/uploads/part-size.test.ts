import {describe, expect, it} from 'vitest';
import {partSizeAt} from './part-size.ts';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/** Sizes of all parts of a package, as an upload would ask for them. */
function partsOf(size: number, announced: number | undefined, chosen?: number): number[] {
	const parts: number[] = [];
	for (let sent = 0; sent < size; sent += parts.at(-1) ?? 0) {
		parts.push(partSizeAt(sent, announced, chosen));
	}
	return parts;
}

describe('the size of a part', () => {
	it.each([
		[1, 8],
		[gibibyte, 8],
		[gibibyte + 1, 16],
		[8 * gibibyte, 16],
		[8 * gibibyte + 1, 32],
		[24 * gibibyte + 1, 48],
		[48 * gibibyte + 1, 64],
	])('of a package of %i bytes is %i MiB', (size, expected) => {
		expect(new Set(partsOf(size, size))).toEqual(new Set([expected * mebibyte]));
	});

	it('grows with a package of unknown size', () => {
		const parts = partsOf(60 * gibibyte, undefined);
		expect([...new Set(parts)].map(part => part / mebibyte)).toEqual([8, 16, 32, 48, 64]);
	});

	it('is the one that was chosen', () => {
		expect(new Set(partsOf(gibibyte, gibibyte, 5 * mebibyte))).toEqual(new Set([5 * mebibyte]));
	});

	it.each([
		['known', 5120 * gibibyte, 5120 * gibibyte, undefined],
		['unknown', 5120 * gibibyte, undefined, undefined],
		['unknown, in chosen parts of 5 MiB', 5120 * gibibyte, undefined, 5 * mebibyte],
		['known, in chosen parts of 5 MiB', 600 * gibibyte, 600 * gibibyte, 5 * mebibyte],
		['announced too small', 2000 * gibibyte, 100 * gibibyte, undefined],
		['announced far too small', 5120 * gibibyte, 1, undefined],
	])('never makes more than 10,000 parts, nor one above 5 GiB: size %s', (_, size, announced, chosen) => {
		const parts = partsOf(size, announced, chosen);
		expect(parts.length).toBeLessThanOrEqual(10_000);
		expect(Math.max(...parts)).toBeLessThanOrEqual(5 * gibibyte);
	});
});
