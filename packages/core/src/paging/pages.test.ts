import {describe, expect, it, vi} from 'vitest';
import {isSdkError} from '../errors/sdk-error.ts';
import {type LoadPage, paginate, type PagesOptions} from './paginate.ts';

/** Pages of two numbers: 0 1, 2 3 … */
const numbers = (pages: number, options?: PagesOptions) => {
	const load = vi.fn<LoadPage<number>>(async (next = '0', signal) => {
		signal?.throwIfAborted();
		const page = Number(next);
		return {items: [2 * page, 2 * page + 1], total: 2 * pages, next: page + 1 < pages ? String(page + 1) : undefined};
	});
	return {load, list: paginate(load, options)};
};

/** One turn of the event loop: whatever can happen without us has happened. */
const settled = () => new Promise(resolve => setTimeout(resolve));

describe.each([0, 1, 3])('a list, %d pages read ahead', readAhead => {
	it('gives all items in order', async () => {
		expect(await numbers(5, {readAhead}).list.toArray()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});

	it('asks for nothing before it is read', async () => {
		const {load, list} = numbers(5, {readAhead});
		list.pages()[Symbol.asyncIterator]();
		await settled();
		expect(load).not.toHaveBeenCalled();
	});

	it('asks for no more pages than it needs and was told to have ready', async () => {
		const {load, list} = numbers(50, {readAhead});
		for await (const item of list) {
			await settled();
			expect(load).toHaveBeenCalledTimes(Math.floor(item / 2) + 1 + readAhead);
			if (item === 9) {
				break;
			}
		}

		await settled();
		expect(load.mock.calls.length).toBeLessThanOrEqual(5 + readAhead);
	});

	it('can be walked again, from the start', async () => {
		const {load, list} = numbers(2, {readAhead});
		expect(await list.toArray()).toEqual(await list.toArray());
		expect(load).toHaveBeenCalledTimes(4);
	});

	it('gives pages with their totals', async () => {
		const pages = [];
		for await (const page of numbers(2, {readAhead}).list.pages()) {
			pages.push(page);
		}

		expect(pages).toEqual([
			{items: [0, 1], total: 4, next: '1'},
			{items: [2, 3], total: 4, next: undefined},
		]);
	});

	it('reads no more than it is asked for', async () => {
		const {load, list} = numbers(50, {readAhead});
		expect(await list.toArray(3)).toEqual([0, 1, 2]);
		expect(await list.toArray(0)).toEqual([]);
		expect(load.mock.calls.length).toBeLessThanOrEqual(2 + readAhead);
	});

	it('maps', async () => {
		const doubled = numbers(2, {readAhead}).list.map(item => `${item}!`);
		expect(await doubled.toArray()).toEqual(['0!', '1!', '2!', '3!']);
	});

	it('gives what came before a failure, then the failure', async () => {
		const items: number[] = [];
		const list = paginate<number>(
			async next => {
				if (next === '1') {
					throw new Error('broken');
				}

				return {items: [7, 8], total: undefined, next: '1'};
			},
			{readAhead},
		);
		const walk = async () => {
			for await (const item of list) {
				items.push(item);
			}
		};
		await expect(walk()).rejects.toThrow('broken');
		expect(items).toEqual([7, 8]);
	});

	it('ends with the reason of an abort', async () => {
		const controller = new AbortController();
		const {list, load} = numbers(50, {readAhead, signal: controller.signal});
		const walk = async () => {
			for await (const item of list) {
				if (item === 3) {
					controller.abort('enough');
				}
			}
		};
		await expect(walk()).rejects.toBe('enough');
		expect(load.mock.calls.length).toBeLessThanOrEqual(2 + readAhead);
	});

	it.each([
		['itself', {first: 'a', a: 'a'}],
		['an earlier page', {first: 'a', a: 'b', b: 'a'}],
	])('does not go round in circles when a page leads to %s', async (_, chain: Readonly<Record<string, string>>) => {
		const list = paginate<string>(async (next = 'first') => ({items: [next], total: undefined, next: chain[next]}), {readAhead});
		const error: unknown = await list.toArray().catch((failed: unknown) => failed);
		expect(isSdkError(error, 'endless-list')).toBe(true);
	});

	it('ends at an empty next, and takes an empty page for what it is', async () => {
		const list = paginate<number>(async next => ({items: next ? [1] : [], total: 1, next: next ? '' : 'more'}), {readAhead});
		expect(await list.toArray()).toEqual([1]);
	});
});

it('reading ahead stops with the reader', async () => {
	let signal: AbortSignal | undefined;
	const list = paginate<number>(
		async (next, given) => {
			signal = given;
			return next === undefined ? {items: [1], total: undefined, next: 'slow'} : new Promise(() => {});
		},
		{readAhead: 2},
	);
	for await (const item of list) {
		expect(item).toBe(1);
		break;
	}

	expect(signal?.aborted).toBe(true);
});
