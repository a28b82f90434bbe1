import {describe, expect, it} from 'vitest';
import {readText} from './read.ts';
import {streamFrom} from './stream-from.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

async function* mixed(): AsyncGenerator<Uint8Array | string> {
	yield 'Grö';
	yield bytes(0xc3, 0x9f);
	yield '';
	yield 'e';
}

/** Long enough for everything that waits for nothing else. */
const settled = async (): Promise<void> => {
	for (let turn = 0; turn < 50; turn++) {
		await Promise.resolve();
	}
};

describe('streamFrom', () => {
	it('takes lists, generators and asynchronous generators, of bytes and of text', async () => {
		expect(await readText(streamFrom(mixed()))).toBe('Größe');
		expect(await readText(streamFrom(['a', 'b']))).toBe('ab');
		expect(await readText(streamFrom(new Set(['a', 'b'])))).toBe('ab');
	});

	it('passes bytes on without copying them', async () => {
		const chunk = bytes(1, 2, 3).subarray(1);
		const {value} = await streamFrom([chunk]).getReader().read();
		expect(value).toBe(chunk);
	});

	it('leaves out empty chunks', async () => {
		const {value} = await streamFrom(['', bytes(), 'a']).getReader().read();
		expect(value).toEqual(bytes(0x61));
	});

	it('copies shared memory, which other interfaces refuse', async () => {
		const chunk = new Uint8Array(typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(2) : new SharedArrayBuffer(2));
		const {value} = await streamFrom([chunk]).getReader().read();
		expect(value?.buffer).toBeInstanceOf(ArrayBuffer);
		expect(value).toEqual(bytes(0, 0));
	});

	it('asks for one chunk at a time, and for none before it is read', async () => {
		let made = 0;
		function* count(): Generator<Uint8Array> {
			for (;;) {
				yield bytes(++made);
			}
		}
		const reader = streamFrom(count()).getReader();
		await settled();
		expect(made).toBe(0);
		await reader.read();
		await reader.read();
		await settled();
		expect(made).toBe(2);
		await reader.cancel();
	});

	it('ends the source when it is cancelled', async () => {
		let ended = false;
		async function* generate(): AsyncGenerator<Uint8Array> {
			try {
				yield bytes(1);
				yield bytes(2);
			} finally {
				ended = true;
			}
		}
		const reader = streamFrom(generate()).getReader();
		await reader.read();
		await reader.cancel();
		expect(ended).toBe(true);
	});

	it('never starts a source that is cancelled before it is read', async () => {
		const source = {
			[Symbol.iterator](): Iterator<Uint8Array> {
				throw new Error('started');
			},
		};
		await streamFrom(source).cancel();
	});

	it('fails with what the source throws, untouched', async () => {
		const failure = new Error('broken');
		function* generate(): Generator<Uint8Array> {
			yield bytes(1);
			throw failure;
		}
		const reader = streamFrom(generate()).getReader();
		await reader.read();
		await expect(reader.read()).rejects.toBe(failure);
	});
});
