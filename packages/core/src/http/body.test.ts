import {afterEach, describe, expect, it, vi} from 'vitest';
import {isSdkError} from '../errors/sdk-error.ts';
import {createHttpClient} from './http-client.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** A server that answers with this body, whatever is asked. */
const connect = (body: ReadableStream<Uint8Array<ArrayBuffer>> | null, init?: ResponseInit) =>
	createHttpClient({baseUrl: 'https://archive.test', fetch: async () => new Response(body, init), timeout: 5000});

/** Gives one chunk, then nothing. */
const stalling = (cancelled: (reason: unknown) => void = () => {}) =>
	new ReadableStream<Uint8Array<ArrayBuffer>>({start: controller => controller.enqueue(encode('first')), cancel: cancelled});

/** Gives one chunk, then fails. */
const breaking = (error: unknown) => {
	let sent = false;
	return new ReadableStream<Uint8Array<ArrayBuffer>>({
		pull(controller) {
			if (sent) {
				throw error;
			}

			sent = true;
			controller.enqueue(encode('first'));
		},
	});
};

const readers = ['text', 'arrayBuffer', 'blob', 'json'] as const;

afterEach(() => {
	vi.useRealTimers();
});

describe('the body of an answer', () => {
	it.each(readers)('fails in our words when the connection breaks, read with %s()', async method => {
		const response = await connect(breaking(new TypeError('terminated'))).send('GET', 'a');
		const failure: unknown = await response[method]().catch((error: unknown) => error);
		expect(isSdkError(failure, 'network')).toBe(true);
		expect(failure).toHaveProperty('message', 'GET https://archive.test/a: the connection broke in the middle of the answer.');
	});

	it.each(readers)('passes the reason of an abort on untouched, read with %s()', async method => {
		const controller = new AbortController();
		const cancelled = vi.fn();
		const response = await connect(stalling(cancelled)).send('GET', 'a', {signal: controller.signal});
		const reading = response[method]();
		const reason = {anything: 'at all'};
		controller.abort(reason);
		await expect(reading).rejects.toBe(reason);
		expect(cancelled).toHaveBeenCalledOnce();
	});

	it('fails with TimeoutError when it stalls, and lets the connection go', async () => {
		vi.useFakeTimers();
		const cancelled = vi.fn();
		const response = await connect(stalling(cancelled)).send('GET', 'a', {timeout: 700});
		const failure = response.text().catch((error: unknown) => error);
		await vi.advanceTimersByTimeAsync(699);
		expect(cancelled).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1);
		expect(await failure).toHaveProperty('message', 'GET https://archive.test/a: the answer stopped for 700 ms in the middle of its body.');
		expect(cancelled).toHaveBeenCalledOnce();
	});

	it('may take any time as long as it does not stall', async () => {
		vi.useFakeTimers();
		let left = 20;
		const slow = new ReadableStream<Uint8Array<ArrayBuffer>>({
			async pull(controller) {
				await new Promise(resolve => setTimeout(resolve, 900));
				controller.enqueue(encode('.'));
				if (--left === 0) {
					controller.close();
				}
			},
		});
		const response = await connect(slow).send('GET', 'a', {timeout: 1000});
		const text = response.text();
		await vi.advanceTimersByTimeAsync(20 * 900);
		expect(await text).toBe('.'.repeat(20));
	});

	it('is not timed while nobody reads', async () => {
		vi.useFakeTimers();
		const response = await connect(new Blob(['late']).stream()).send('GET', 'a', {timeout: 700});
		await vi.advanceTimersByTimeAsync(100_000);
		vi.useRealTimers();
		expect(await response.text()).toBe('late');
	});

	it('reads nothing ahead of its reader', async () => {
		let pulled = 0;
		const endless = new ReadableStream<Uint8Array<ArrayBuffer>>(
			{pull: controller => controller.enqueue(encode(String(pulled++)))},
			{highWaterMark: 0},
		);
		const response = await connect(endless).send('GET', 'a');
		expect(pulled).toBe(0);
		const reader = response.body?.getReader();
		await reader?.read();
		expect(pulled).toBe(1);
		await reader?.cancel();
	});

	it('tells the server when it is cancelled', async () => {
		const cancelled = vi.fn();
		const response = await connect(stalling(cancelled)).send('GET', 'a');
		await response.body?.cancel('enough');
		expect(cancelled.mock.lastCall?.[0]).toBe('enough');
	});

	it('leaves no listener on the signal of a long run', async () => {
		const {signal} = new AbortController();
		const added = vi.spyOn(signal, 'addEventListener');
		const removed = vi.spyOn(signal, 'removeEventListener');
		const response = await connect(new Blob(['all']).stream()).send('GET', 'a', {signal});
		await response.text();
		expect(added.mock.calls.length).toBeGreaterThan(0);
		expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
			expect.arrayContaining(added.mock.calls.map(([, listener]) => listener)),
		);
	});

	it('keeps status, headers and the errors of reading itself', async () => {
		const response = await connect(new Blob(['{"broken']).stream(), {status: 203, headers: {etag: '"x"'}}).send('GET', 'a');
		expect(response.status).toBe(203);
		expect(response.headers.get('etag')).toBe('"x"');
		await expect(response.json()).rejects.toThrow(SyntaxError);
	});

	it('may be missing', async () => {
		const response = await connect(null, {status: 204}).send('DELETE', 'a');
		expect(response.body).toBeNull();
		expect(await response.text()).toBe('');
	});
});
