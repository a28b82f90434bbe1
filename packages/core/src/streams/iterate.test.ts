import {describe, expect, it} from 'vitest';
import {iterate} from './iterate.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

interface Source {
	readonly stream: ReadableStream<Uint8Array>;
	readonly cancelled: unknown[];
}

function source(chunks: readonly Uint8Array[], error?: Error): Source {
	const cancelled: unknown[] = [];
	const rest = [...chunks];
	const stream = new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				const chunk = rest.shift();
				if (chunk !== undefined) {
					controller.enqueue(chunk);
				} else if (error === undefined) {
					controller.close();
				} else {
					controller.error(error);
				}
			},
			cancel(reason) {
				cancelled.push(reason);
			},
		},
		{highWaterMark: 0},
	);
	return {stream, cancelled};
}

describe('iterate', () => {
	it('gives the chunks as they are and lets go of the stream', async () => {
		const chunks = [bytes(1, 2), bytes(), bytes(3)];
		const {stream, cancelled} = source(chunks);
		const read: Uint8Array[] = [];
		for await (const chunk of iterate(stream)) {
			read.push(chunk);
		}
		expect(read).toEqual(chunks);
		expect(read[0]).toBe(chunks[0]);
		expect(stream.locked).toBe(false);
		expect(cancelled).toEqual([]);
	});

	it('cancels the stream when the loop is left', async () => {
		const {stream, cancelled} = source([bytes(1), bytes(2)]);
		for await (const chunk of iterate(stream)) {
			expect(chunk).toEqual(bytes(1));
			break;
		}
		expect(cancelled).toHaveLength(1);
		expect(stream.locked).toBe(false);
	});

	it('cancels the stream when the loop throws, and throws the same', async () => {
		const {stream, cancelled} = source([bytes(1)]);
		const failure = new Error('mine');
		const loop = async (): Promise<void> => {
			for await (const _ of iterate(stream)) {
				throw failure;
			}
		};
		await expect(loop()).rejects.toBe(failure);
		expect(cancelled).toHaveLength(1);
	});

	it('throws what the stream fails with, untouched', async () => {
		const failure = new Error('broken');
		const {stream} = source([bytes(1)], failure);
		const chunks = iterate(stream);
		await chunks.next();
		await expect(chunks.next()).rejects.toBe(failure);
		expect(stream.locked).toBe(false);
	});

	it('takes a chunk only when one is asked for', async () => {
		let pulled = 0;
		const stream = new ReadableStream<Uint8Array>({pull: controller => controller.enqueue(bytes(++pulled))}, {highWaterMark: 0});
		const chunks = iterate(stream);
		expect(pulled).toBe(0);
		await chunks.next();
		await chunks.next();
		expect(pulled).toBe(2);
		await chunks.return();
	});
});
