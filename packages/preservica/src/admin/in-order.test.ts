import {describe, expect, it} from 'vitest';
import {inOrder} from './in-order.ts';

describe('working on several items at the same time', () => {
	const waiting = () => {
		const signals: AbortSignal[] = [];
		const work = (item: number, signal: AbortSignal) => {
			signals.push(signal);
			return item === 1 ? Promise.resolve(item) : new Promise<number>(() => {});
		};
		return {signals, work};
	};

	it('aborts what is under way when the loop is left', async () => {
		const {signals, work} = waiting();
		for await (const result of inOrder([1, 2, 3, 4], 3, work)) {
			expect(result).toBe(1);
			break;
		}
		expect(signals.map(({aborted}) => aborted)).toEqual([true, true, true]);
	});

	it('aborts what is under way when one fails', async () => {
		const {signals, work} = waiting();
		const failing = inOrder([0, 2], 2, (item, signal) => (item === 0 ? Promise.reject(new Error('no')) : work(item, signal)));
		await expect(failing.next()).rejects.toThrow('no');
		expect(signals.map(({aborted}) => aborted)).toEqual([true]);
	});

	it('hands the caller’s signal on', async () => {
		const {signals, work} = waiting();
		const controller = new AbortController();
		await inOrder([1, 2], 2, work, controller.signal).next();
		expect(signals[1]?.aborted).toBe(false);
		controller.abort();
		expect(signals[1]?.aborted).toBe(true);
	});

	it('is nothing for nothing', async () => {
		expect(await inOrder([], 2, waiting().work).next()).toEqual({done: true, value: undefined});
	});
});
