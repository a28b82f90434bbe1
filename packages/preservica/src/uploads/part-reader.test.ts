import {describe, expect, it} from 'vitest';
import {createPartReader} from './part-reader.ts';

function streamOf(...chunks: readonly (readonly number[])[]): ReadableStream<Uint8Array> {
	return new ReadableStream({
		start(controller) {
			for (const chunk of chunks) {
				controller.enqueue(new Uint8Array(chunk));
			}
			controller.close();
		},
	});
}

async function piecesOf(stream: ReadableStream<Uint8Array>, size: number): Promise<(readonly [string, boolean])[]> {
	const reader = createPartReader(stream, undefined);
	const pieces: (readonly [string, boolean])[] = [];
	for (;;) {
		const {bytes, last} = await reader.next(size);
		pieces.push([bytes.join(' '), last]);
		if (last) {
			return pieces;
		}
	}
}

describe('the pieces of a stream', () => {
	it.each([
		['nothing', [], [['', true]]],
		['less than a piece', [[1, 2]], [['1 2', true]]],
		['exactly one', [[1], [2, 3]], [['1 2 3', true]]],
		[
			'exactly two',
			[[1, 2, 3, 4, 5, 6]],
			[
				['1 2 3', false],
				['4 5 6', true],
			],
		],
		[
			'more than two in small chunks',
			[[1], [2], [], [3], [4], [5], [6], [7], []],
			[
				['1 2 3', false],
				['4 5 6', false],
				['7', true],
			],
		],
		[
			'one large chunk',
			[[1, 2, 3, 4, 5, 6, 7, 8]],
			[
				['1 2 3', false],
				['4 5 6', false],
				['7 8', true],
			],
		],
	] as const)('are whole: %s', async (_, chunks, expected) => {
		expect(await piecesOf(streamOf(...chunks), 3)).toEqual(expected);
	});

	it('do not share memory with the chunks they came in', async () => {
		const chunk = new Uint8Array([1, 2, 3]);
		const {bytes} = await createPartReader(new Blob([chunk]).stream(), undefined).next(3);
		const source = new ReadableStream<Uint8Array>({
			start(controller) {
				controller.enqueue(chunk);
				controller.close();
			},
		});
		const piece = await createPartReader(source, undefined).next(3);
		chunk.fill(9);
		expect([...piece.bytes, ...bytes]).toEqual([1, 2, 3, 1, 2, 3]);
	});

	it('end with the abort, which the source is told', async () => {
		const controller = new AbortController();
		let told: unknown;
		const stream = new ReadableStream<Uint8Array>({cancel: reason => void (told = reason)});
		const next = createPartReader(stream, controller.signal).next(3);
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(next).rejects.toBe(reason);
		expect(told).toBe(reason);
	});

	it('end with the failure of the source', async () => {
		const broken = new Error('gone');
		const stream = new ReadableStream<Uint8Array>({pull: () => Promise.reject(broken)});
		await expect(createPartReader(stream, undefined).next(3)).rejects.toBe(broken);
	});
});
