import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {once, wait} from './once.ts';

describe('work that is shared', () => {
	it('is done once, and its result kept', async () => {
		const work = vi.fn(async () => 'done');
		const shared = once(work);
		expect(await Promise.all([shared(), shared()])).toEqual(['done', 'done']);
		expect(await shared()).toBe('done');
		expect(work).toHaveBeenCalledTimes(1);
	});

	it('is tried again after a failure', async () => {
		const work = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('broken')).mockResolvedValue('done');
		const shared = once(work);
		await expect(shared()).rejects.toThrow('broken');
		expect(await shared()).toBe('done');
	});

	it('goes on for others when one caller leaves', async () => {
		let finish: ((result: string) => void) | undefined;
		const shared = once(() => new Promise<string>(resolve => (finish = resolve)));
		const controller = new AbortController();
		const left = shared(controller.signal);
		const stays = shared();
		controller.abort('enough');
		await expect(left).rejects.toBe('enough');
		finish?.('done');
		expect(await stays).toBe('done');
	});
});

describe('waiting', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('takes its time', async () => {
		const done = vi.fn();
		const waiting = wait(1000).finally(() => void done());
		await vi.advanceTimersByTimeAsync(999);
		expect(done).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1);
		await waiting;
	});

	it('ends with the reason of an abort, and leaves no timer behind', async () => {
		const controller = new AbortController();
		const waiting = wait(30_000, controller.signal);
		controller.abort('enough');
		await expect(waiting).rejects.toBe('enough');
		await expect(wait(30_000, AbortSignal.abort('before'))).rejects.toBe('before');
		expect(vi.getTimerCount()).toBe(0);
	});
});
