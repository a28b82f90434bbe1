import {describe, expect, it} from 'vitest';
import type {Progress} from '../progress/progress.ts';
import {streamFrom} from '../streams/stream-from.ts';
import {hashStream} from './hash-stream.ts';

describe('hashStream', () => {
	it('gives every digest and the size, in one pass', async () => {
		expect(await hashStream(streamFrom(['a', 'bc']), ['md5', 'sha1', 'crc32'])).toEqual({
			digests: {md5: '900150983cd24fb0d6963f7d28e17f72', sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d', crc32: '352441c2'},
			size: 3,
		});
	});

	it('counts also when no digest is asked for', async () => {
		expect(await hashStream(streamFrom(['abc']), [])).toEqual({digests: {}, size: 3});
	});

	it('reports bytes', async () => {
		const reports: Progress[] = [];
		await hashStream(streamFrom(['a', 'bc']), ['md5'], {size: 3, onProgress: progress => reports.push(progress)});
		expect(reports.at(-1)).toEqual({phase: 'hash', done: 3, total: 3});
	});

	it('fails with what the stream fails with, untouched', async () => {
		const failure = new Error('reset');
		const stream = new ReadableStream<Uint8Array>({
			start(controller) {
				controller.error(failure);
			},
		});
		await expect(hashStream(stream, ['md5'])).rejects.toBe(failure);
	});

	it('ends with the reason of an abort, also while it waits, and lets the source go', async () => {
		const cancelled: unknown[] = [];
		const controller = new AbortController();
		const reason = new Error('enough');
		const stream = new ReadableStream<Uint8Array>({
			pull: () => {
				controller.abort(reason);
				return new Promise(() => {});
			},
			cancel(why) {
				cancelled.push(why);
			},
		});
		await expect(hashStream(stream, ['md5'], {signal: controller.signal})).rejects.toBe(reason);
		expect(cancelled).toEqual([reason]);
		expect(stream.locked).toBe(false);
	});
});
