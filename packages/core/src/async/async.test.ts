import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {limitTime} from './limit-time.ts';
import {orAbort} from './or-abort.ts';
import {shareWork} from './share-work.ts';
import {sleep} from './sleep.ts';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

/** Counts the listeners a signal holds. */
const watched = () => {
	const {signal} = new AbortController();
	const added = vi.spyOn(signal, 'addEventListener');
	const removed = vi.spyOn(signal, 'removeEventListener');
	return {signal, listeners: () => added.mock.calls.length - removed.mock.calls.length};
};

describe('sleep', () => {
	it('waits and leaves nothing behind', async () => {
		const {signal, listeners} = watched();
		const done = vi.fn();
		const waiting = sleep(1000, signal).finally(done);
		await vi.advanceTimersByTimeAsync(999);
		expect(done).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1);
		await waiting;
		expect(listeners()).toBe(0);
	});

	it('ends with the reason of an abort, before and during the wait', async () => {
		await expect(sleep(1000, AbortSignal.abort('before'))).rejects.toBe('before');
		const controller = new AbortController();
		const waiting = sleep(1000, controller.signal);
		controller.abort('during');
		await expect(waiting).rejects.toBe('during');
		expect(vi.getTimerCount()).toBe(0);
	});
});

describe('orAbort', () => {
	it('gives what the promise gives and leaves no listener behind', async () => {
		const {signal, listeners} = watched();
		expect(await orAbort(Promise.resolve(1), signal)).toBe(1);
		await expect(orAbort(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
		await Promise.resolve();
		expect(listeners()).toBe(0);
	});

	it('gives the reason of an abort, before and during the wait', async () => {
		const never = new Promise(() => {});
		await expect(orAbort(never, AbortSignal.abort('before'))).rejects.toBe('before');
		const controller = new AbortController();
		const waiting = orAbort(never, controller.signal);
		controller.abort('during');
		await expect(waiting).rejects.toBe('during');
	});
});

describe('limitTime', () => {
	it('ends with the limit', async () => {
		const {signal} = limitTime(undefined, 1000, () => 'late');
		await vi.advanceTimersByTimeAsync(999);
		expect(signal?.aborted).toBe(false);
		await vi.advanceTimersByTimeAsync(1);
		expect(signal?.reason).toBe('late');
	});

	it("ends with the caller's signal", () => {
		const controller = new AbortController();
		const {signal} = limitTime(controller.signal, 1000, () => 'late');
		controller.abort('enough');
		expect(signal?.reason).toBe('enough');
	});

	it("stops its clock, but goes on listening to the caller's signal", async () => {
		const controller = new AbortController();
		const limit = limitTime(controller.signal, 1000, () => 'late');
		limit.clear();
		await vi.advanceTimersByTimeAsync(5000);
		expect(limit.signal?.aborted).toBe(false);
		controller.abort('enough');
		expect(limit.signal?.reason).toBe('enough');
	});

	it.each([undefined, Infinity, 2 ** 31])("is the caller's signal when there is no limit a timer can keep: %s", ms => {
		const {signal} = new AbortController();
		expect(limitTime(signal, ms, () => 'late').signal).toBe(signal);
	});
});

describe('shareWork', () => {
	it('runs once for all who ask meanwhile, and again for who asks later', async () => {
		const work = vi.fn(async () => 'done');
		const shared = shareWork(work);
		expect(await Promise.all([shared(), shared()])).toEqual(['done', 'done']);
		expect(await shared()).toBe('done');
		expect(work).toHaveBeenCalledTimes(2);
	});

	it('fails for all', async () => {
		const shared = shareWork(() => Promise.reject(new Error('broken')));
		const results = await Promise.allSettled([shared(), shared()]);
		expect(results.map(({status}) => status)).toEqual(['rejected', 'rejected']);
	});

	it('does not abort what is done', async () => {
		let given: AbortSignal | undefined;
		await shareWork(async signal => {
			given = signal;
		})();
		expect(given?.aborted).toBe(false);
	});

	it('lets nothing go unhandled when everybody has left', async () => {
		const controller = new AbortController();
		const shared = shareWork(signal => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('after all')))));
		const waiting = shared(controller.signal);
		controller.abort('enough');
		await expect(waiting).rejects.toBe('enough'); // An unhandled rejection would fail the run.
	});
});
