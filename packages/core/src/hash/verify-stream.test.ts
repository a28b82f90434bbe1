import {describe, expect, it} from 'vitest';
import type {Progress} from '../progress/progress.ts';
import {readAll} from '../streams/read.ts';
import type {Fixity} from './algorithms.ts';
import {verifyStream, type ExpectedBytes} from './verify-stream.ts';

const abc = new TextEncoder().encode('abc');
const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const fixity = (algorithm: Fixity['algorithm'], value: string): Fixity => ({algorithm, value});

interface Source {
	readonly stream: ReadableStream<Uint8Array>;
	readonly seen: {pulled: number; readonly cancelled: unknown[]};
}

/** Gives the chunks, then ends, fails, or waits for ever. */
function source(chunks: readonly Uint8Array[], after: 'close' | 'wait' | Error = 'close'): Source {
	const seen: {pulled: number; cancelled: unknown[]} = {pulled: 0, cancelled: []};
	const stream = new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				const chunk = chunks[seen.pulled++];
				if (chunk !== undefined) {
					controller.enqueue(chunk);
					return undefined;
				}
				if (after === 'wait') {
					return new Promise(() => {});
				}
				return after === 'close' ? controller.close() : controller.error(after);
			},
			cancel(reason) {
				seen.cancelled.push(reason);
			},
		},
		{highWaterMark: 0},
	);
	return {stream, seen};
}

const fail = (): never => {
	throw new Error('listener');
};

/** Long enough for everything that waits for nothing else. */
const settled = async (): Promise<void> => {
	for (let turn = 0; turn < 50; turn++) {
		await Promise.resolve();
	}
};

const single = (): Source => source([abc.subarray(0, 1), abc.subarray(1)]);

describe('bytes that are what was promised', () => {
	it.each<[string, ExpectedBytes]>([
		['by size and every digest', {size: 3, fixities: [fixity('md5', md5), fixity('sha1', sha1)]}],
		['in capitals', {fixities: [fixity('sha1', sha1.toUpperCase())]}],
		['by size alone', {size: 3, fixities: []}],
		['by nothing', {fixities: []}],
	])('pass: %s', async (_, expected) => {
		const {stream, seen} = single();
		expect(await readAll(verifyStream(stream, expected))).toEqual(abc);
		expect(seen.cancelled).toEqual([]);
		expect(stream.locked).toBe(false);
	});

	it('pass when there are none', async () => {
		const expected = {size: 0, fixities: [fixity('md5', 'd41d8cd98f00b204e9800998ecf8427e')]};
		expect(await readAll(verifyStream(source([]).stream, expected))).toHaveLength(0);
	});

	it('are passed on without being copied', async () => {
		const {value} = await verifyStream(source([abc]).stream, {fixities: [fixity('md5', md5)]})
			.getReader()
			.read();
		expect(value).toBe(abc);
	});
});

describe('bytes that are not', () => {
	it.each<[string, ExpectedBytes, object]>([
		[
			'of another digest',
			{size: 3, fixities: [fixity('md5', md5), fixity('sha1', 'AA')]},
			{algorithm: 'sha1', expected: 'aa', actual: sha1},
		],
		[
			'of one of two digests of one kind',
			{fixities: [fixity('md5', md5), fixity('md5', `0${md5.slice(1)}`)]},
			{algorithm: 'md5', expected: `0${md5.slice(1)}`, actual: md5},
		],
		['of an empty digest', {fixities: [fixity('md5', '')]}, {algorithm: 'md5', expected: '', actual: md5}],
		['too few', {size: 4, fixities: [fixity('md5', md5)]}, {algorithm: 'size', expected: '4', actual: '3'}],
		['too many', {size: 2, fixities: []}, {algorithm: 'size', expected: '2', actual: '3'}],
		['there though none should be', {size: 0, fixities: []}, {algorithm: 'size', expected: '0', actual: '1'}],
	])('fail where the end would be: %s', async (_, expected, details) => {
		const verified = verifyStream(single().stream, expected, {path: 'box/letter.tif'});
		await expect(readAll(verified)).rejects.toMatchObject({name: 'FixityError', code: 'fixity', path: 'box/letter.tif', ...details});
	});

	it('are said to be in a sentence', async () => {
		await expect(readAll(verifyStream(single().stream, {fixities: [fixity('md5', '00')]}, {path: 'a.tif'}))).rejects.toThrow(
			`The md5 of the file a.tif should be 00 and is ${md5}. Its bytes are not the promised ones.`,
		);
		await expect(readAll(verifyStream(single().stream, {size: 9, fixities: []}))).rejects.toThrow(
			'The size of the file should be 9 bytes and is 3. Its bytes are not the promised ones.',
		);
	});

	it('stop the source as soon as there are too many, and are not passed on', async () => {
		const {stream, seen} = source([abc, abc, abc, abc], 'wait');
		const reader = verifyStream(stream, {size: 4, fixities: []}).getReader();
		expect((await reader.read()).value).toEqual(abc);
		await expect(reader.read()).rejects.toMatchObject({name: 'FixityError', algorithm: 'size', actual: '6'});
		expect(seen.pulled).toBe(2);
		expect(seen.cancelled).toEqual([expect.objectContaining({name: 'FixityError'})]);
	});

	it('are said to be even if the source never lets go', async () => {
		const stream = new ReadableStream<Uint8Array>({
			pull: controller => controller.enqueue(abc),
			cancel: () => new Promise(() => {}),
		});
		await expect(readAll(verifyStream(stream, {size: 2, fixities: []}))).rejects.toMatchObject({name: 'FixityError'});
	});

	it('differ in one bit at any place', async () => {
		for (let bit = 0; bit < 24; bit++) {
			const damaged = abc.slice();
			damaged[bit >> 3]! ^= 1 << (bit & 7);
			await expect(readAll(verifyStream(source([damaged]).stream, {size: 3, fixities: [fixity('sha1', sha1)]}))).rejects.toMatchObject({
				name: 'FixityError',
			});
		}
	});
});

describe('the flow', () => {
	it('is the reader’s: nothing is read before it is asked for, and nothing ahead', async () => {
		const {stream, seen} = source([abc, abc, abc]);
		const reader = verifyStream(stream, {fixities: [fixity('md5', md5)]}).getReader();
		await settled();
		expect(seen.pulled).toBe(0);
		await reader.read();
		await settled();
		expect(seen.pulled).toBe(1);
		await reader.read();
		expect(seen.pulled).toBe(2);
		await reader.cancel();
	});

	it('ends at the source when it is cancelled', async () => {
		const {stream, seen} = source([abc], 'wait');
		const reader = verifyStream(stream, {fixities: [fixity('md5', md5)]}).getReader();
		await reader.read();
		await reader.cancel('enough');
		expect(seen.cancelled).toEqual(['enough']);
	});

	it('passes on what the source fails with, untouched', async () => {
		const failure = new Error('reset');
		await expect(readAll(verifyStream(source([abc], failure).stream, {size: 9, fixities: [fixity('md5', md5)]}))).rejects.toBe(failure);
	});
});

describe('an abort', () => {
	it('ends a read in flight with its reason, untouched, and lets the source go', async () => {
		const {stream, seen} = source([abc], 'wait');
		const controller = new AbortController();
		const reason = new Error('enough');
		const reader = verifyStream(stream, {fixities: [fixity('md5', md5)]}, {signal: controller.signal}).getReader();
		await reader.read();
		const pending = reader.read();
		controller.abort(reason);
		await expect(pending).rejects.toBe(reason);
		expect(seen.cancelled).toEqual([reason]);
	});

	it('before the start reads nothing', async () => {
		const {stream, seen} = single();
		const reason = new Error('never mind');
		await expect(readAll(verifyStream(stream, {fixities: []}, {signal: AbortSignal.abort(reason)}))).rejects.toBe(reason);
		expect(seen).toEqual({pulled: 0, cancelled: [reason]});
	});

	it('comes through also when the source has its own word for it', async () => {
		const controller = new AbortController();
		const reason = new Error('enough');
		const stream = new ReadableStream<Uint8Array>({
			pull() {
				controller.abort(reason);
				throw new TypeError('terminated');
			},
		});
		await expect(readAll(verifyStream(stream, {fixities: []}, {signal: controller.signal}))).rejects.toBe(reason);
	});

	it('between two reads ends the next one', async () => {
		const {stream, seen} = source([abc, abc]);
		const controller = new AbortController();
		const reason = new Error('enough');
		const reader = verifyStream(stream, {fixities: []}, {signal: controller.signal}).getReader();
		await reader.read();
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
		expect(seen).toEqual({pulled: 1, cancelled: [reason]});
	});

	it('after the end changes nothing', async () => {
		const controller = new AbortController();
		const {stream, seen} = single();
		const bytes = await readAll(verifyStream(stream, {size: 3, fixities: []}, {signal: controller.signal}));
		controller.abort();
		expect(bytes).toEqual(abc);
		expect(seen.cancelled).toEqual([]);
	});
});

describe('progress', () => {
	it('counts the bytes that pass and says the end once', async () => {
		const reports: Progress[] = [];
		await readAll(
			verifyStream(single().stream, {size: 3, fixities: []}, {phase: 'download', onProgress: progress => reports.push(progress)}),
		);
		expect(reports.at(-1)).toEqual({phase: 'download', done: 3, total: 3});
		expect(reports.map(({done}) => done)).toEqual(reports.map(({done}) => done).toSorted((a, b) => a - b));
		expect(reports.filter(({done}) => done === 3)).toHaveLength(1);
	});

	it('does not say the end of what is not right', async () => {
		const reports: Progress[] = [];
		const verified = verifyStream(single().stream, {size: 4, fixities: []}, {onProgress: progress => reports.push(progress)});
		await expect(readAll(verified)).rejects.toMatchObject({name: 'FixityError'});
		expect(reports.some(({done}) => done === 4)).toBe(false);
	});

	it('does not stop the bytes when its listener throws', async () => {
		expect(await readAll(verifyStream(single().stream, {fixities: []}, {onProgress: fail}))).toEqual(abc);
	});
});
