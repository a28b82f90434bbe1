import {describe, expect, it} from 'vitest';
import {readAll, readText} from './read.ts';
import {streamFrom} from './stream-from.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('readAll', () => {
	it('joins the chunks', async () => {
		expect(await readAll(streamFrom([bytes(1, 2), bytes(3)]))).toEqual(bytes(1, 2, 3));
		expect(await readAll(streamFrom([]))).toEqual(bytes());
	});

	it('takes as many bytes as the limit and refuses one more, cancelling the stream', async () => {
		expect(await readAll(streamFrom([bytes(1, 2), bytes(3)]), {limit: 3})).toHaveLength(3);

		let ended = false;
		function* endless(): Generator<Uint8Array> {
			try {
				for (;;) {
					yield bytes(1, 2);
				}
			} finally {
				ended = true;
			}
		}
		await expect(readAll(streamFrom(endless()), {limit: 3})).rejects.toMatchObject({name: 'DecodeError', code: 'too-large'});
		expect(ended).toBe(true);
	});

	it('does not give away the memory of the chunks', async () => {
		const chunk = bytes(1, 2);
		const read = await readAll(streamFrom([chunk]));
		chunk[0] = 9;
		expect(read).toEqual(bytes(1, 2));
	});
});

describe('readText', () => {
	it('reads UTF-8 across chunks and leaves out a byte order mark', async () => {
		const encoded = new TextEncoder().encode('\ufeffGröße 𝄞');
		expect(await readText(streamFrom(Array.from(encoded, byte => bytes(byte))))).toBe('Größe 𝄞');
	});

	it('refuses what is not UTF-8 instead of replacing it', async () => {
		await expect(readText(streamFrom([bytes(0x61, 0xfc)]))).rejects.toMatchObject({name: 'DecodeError', code: 'not-utf-8'});
		await expect(readText(streamFrom([bytes(0xc3)]))).rejects.toMatchObject({code: 'not-utf-8'});
	});

	it('has the limit of readAll', async () => {
		await expect(readText(streamFrom(['abc', 'd']), {limit: 3})).rejects.toMatchObject({code: 'too-large'});
	});
});
