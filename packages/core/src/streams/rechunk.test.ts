import {describe, expect, it} from 'vitest';
import {rechunk} from './rechunk.ts';
import {streamFrom} from './stream-from.ts';

const counted = (length: number, from = 0): Uint8Array => Uint8Array.from({length}, (_, index) => from + index);

async function pieces(chunks: readonly Uint8Array[], size: number): Promise<number[][]> {
	const result: number[][] = [];
	for await (const piece of rechunk(streamFrom(chunks), size)) {
		result.push([...piece]);
	}
	return result;
}

describe('rechunk', () => {
	it('cuts any chunks into exact pieces, the last one shorter', async () => {
		const all = [...counted(23)];
		for (let size = 1; size <= 24; size++) {
			for (let split = 1; split <= 23; split++) {
				const chunks = Array.from({length: Math.ceil(23 / split)}, (_, index) => counted(23).subarray(index * split, (index + 1) * split));
				const expected = Array.from({length: Math.ceil(23 / size)}, (_, index) => all.slice(index * size, (index + 1) * size));
				expect(await pieces(chunks, size), `${split} into ${size}`).toEqual(expected);
			}
		}
	});

	it('gives nothing for an empty stream, and no empty last piece', async () => {
		expect(await pieces([], 4)).toEqual([]);
		expect(await pieces([new Uint8Array()], 4)).toEqual([]);
		expect(await pieces([counted(4), counted(4, 4)], 4)).toEqual([
			[0, 1, 2, 3],
			[4, 5, 6, 7],
		]);
	});

	it('does not copy what lies within one chunk', async () => {
		const chunk = counted(9);
		const result: Uint8Array[] = [];
		for await (const piece of rechunk(streamFrom([chunk]), 4)) {
			result.push(piece);
		}
		expect(result.map(({buffer}) => buffer === chunk.buffer)).toEqual([true, true, false]);
	});

	it('never writes to a piece it has given away', async () => {
		const kept: Uint8Array[] = [];
		for await (const piece of rechunk(streamFrom([counted(3), counted(3, 3), counted(3, 6)]), 2)) {
			kept.push(piece);
		}
		expect(kept.flatMap(piece => Array.from(piece))).toEqual([...counted(9)]);
	});

	it('cancels the stream when the loop is left', async () => {
		let ended = false;
		function* endless(): Generator<Uint8Array> {
			try {
				for (;;) {
					yield counted(3);
				}
			} finally {
				ended = true;
			}
		}
		for await (const _ of rechunk(streamFrom(endless()), 2)) {
			break;
		}
		expect(ended).toBe(true);
	});

	it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses pieces of %s bytes', async size => {
		await expect(pieces([], size)).rejects.toMatchObject({name: 'ConfigurationError'});
	});
});
