import {describe, expect, it} from 'vitest';
import {toHex} from '../fixtures/entries.ts';
import {max32} from './constants.ts';
import {fixedDate} from './dates.ts';
import {isDeflated} from './entry-plan.ts';
import {centralLength, encodeEndRecords, endRecordsLength, writeCentral} from './layout.ts';
import {blocksLength, needsWideSizes} from './stored-blocks.ts';

/** The ZIP64 field of a line of the directory for an entry called "a". */
function wideField(size: number, compressedSize: number, offset: number): string {
	const line = new Uint8Array(centralLength(1, fixedDate, size, compressedSize, offset));
	const rest = {method: 0, directory: false, streamed: false, wide: false, crc: 0};
	writeCentral(line, {name: Uint8Array.of(97), date: fixedDate, size, compressedSize, offset, ...rest});
	return toHex(line.subarray(47));
}

describe('at the border of 32 bits', () => {
	const below = max32 - 1;
	const wide = 'ffffffff00000000';

	it('a line of the directory has 64 bits for just the numbers that need them', () => {
		expect(wideField(below, below, below)).toBe('');
		expect(wideField(max32, below, below)).toBe(`01000800${wide}`);
		expect(wideField(below, below, max32)).toBe(`01000800${wide}`);
		expect(wideField(max32, max32, below)).toBe(`01001000${wide}${wide}`);
		expect(wideField(max32 + 1, max32, max32)).toBe(`010018000000000001000000${wide}${wide}`);
	});

	it('the end records have them for a directory that is as long, begins there, or has 65,535 entries', () => {
		for (const [count, length, offset] of [
			[65_535, 1, 1],
			[1, max32, 1],
			[1, 1, max32],
		] as const) {
			expect(encodeEndRecords(count, length, offset)).toHaveLength(98);
			expect(endRecordsLength(count, length, offset)).toBe(98);
		}
		expect(encodeEndRecords(65_534, below, below)).toHaveLength(22);
	});

	it('stored blocks need them when the blocks do, before the file does', () => {
		expect([blocksLength(4_294_639_629), needsWideSizes(4_294_639_629)]).toEqual([below, false]);
		expect([blocksLength(4_294_639_630), needsWideSizes(4_294_639_630)]).toEqual([max32, true]);
	});

	it('a file is not deflated if that could make it need them', () => {
		const sizes = [max32 - 4 * 1024 * 1024 - 1, max32 - 4 * 1024 * 1024, below, max32];
		expect(sizes.map(size => isDeflated({path: 'a', size, compress: true}, {}))).toEqual([true, false, false, true]);
	});
});
