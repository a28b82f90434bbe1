import {afterEach, describe, expect, it, vi} from 'vitest';
import {JobFailedError} from '../errors/job-failed-error.ts';
import {isSdkError} from '../errors/sdk-error.ts';
import type {RequestOptions} from '../http/options.ts';
import {createJob, type JobState, type Look} from './job.ts';

type Data = {readonly looks: number};

/** A job that has one status after the other. */
const work = (statuses: readonly string[], start: Data = {looks: 0}) => {
	const poll = vi.fn<(data: Data, options: RequestOptions) => Promise<Look<string, Data>>>(async data => {
		const index = Math.min(data.looks, statuses.length - 1);
		return {status: statuses[index] ?? '', data: {looks: data.looks + 1}, finished: index === statuses.length - 1};
	});
	const job = createJob<string, string, Data>({
		kind: 'test-work',
		id: 'w1',
		data: start,
		poll,
		result(status) {
			if (status === 'failed') {
				throw new JobFailedError('It failed.', {status});
			}

			return `result of ${status}`;
		},
	});
	return {job, poll};
};

const watch = async (job: {watch: ReturnType<typeof work>['job']['watch']}, options = {}) => {
	const seen: string[] = [];
	for await (const status of job.watch({sleep: async () => {}, ...options})) {
		seen.push(status);
	}

	return seen;
};

afterEach(() => {
	vi.useRealTimers();
});

describe('a job', () => {
	it('asks for nothing before somebody wants to know', () => {
		expect(work(['a']).poll).not.toHaveBeenCalled();
	});

	it('tells each status that is new, the last one included', async () => {
		expect(await watch(work(['new', 'new', 'running', 'running', 'new', 'done']).job)).toEqual(['new', 'running', 'new', 'done']);
	});

	it('gives its result', async () => {
		expect(await work(['running', 'done']).job.done({sleep: async () => {}})).toBe('result of done');
	});

	it('fails with its last status', async () => {
		const error: unknown = await work(['running', 'failed'])
			.job.done({sleep: async () => {}})
			.catch((failed: unknown) => failed);
		expect(error).toMatchObject({code: 'job-failed', status: 'failed'});
	});

	it('looks less and less often', async () => {
		const waits: number[] = [];
		const statuses = ['1', '2', '3', '4', '5', '6'];
		await watch(work(statuses).job, {interval: {initial: 100, factor: 2, max: 500}, sleep: async (ms: number) => void waits.push(ms)});
		expect(waits).toEqual([100, 200, 400, 500, 500]);
	});

	it('takes over who watches later or twice, without asking again after the end', async () => {
		const {job, poll} = work(['running', 'done']);
		expect(await watch(job)).toEqual(['running', 'done']);
		expect(await watch(job)).toEqual(['done']);
		expect(await job.done()).toBe('result of done');
		expect(poll).toHaveBeenCalledTimes(2);
	});

	it('can be watched and waited for at the same time; a look under way is shared', async () => {
		let atOnce = 0;
		let most = 0;
		const {job, poll} = work(['a', 'b', 'c', 'd']);
		const look = poll.getMockImplementation();
		poll.mockImplementation(async (data, options) => {
			most = Math.max(most, ++atOnce);
			await Promise.resolve();
			atOnce--;
			return look?.(data, options) ?? Promise.reject(new Error('no look'));
		});
		const [seen, result] = await Promise.all([watch(job), job.done({sleep: async () => {}})]);
		expect(most).toBe(1);
		expect(seen.at(-1)).toBe('d');
		expect(result).toBe('result of d');
	});

	it('goes on in another process from its JSON', async () => {
		const {job, poll} = work(['a', 'b', 'c', 'done']);
		for await (const status of job.watch({sleep: async () => {}})) {
			if (status === 'b') {
				break;
			}
		}

		const state: JobState & {readonly data: Data} = JSON.parse(JSON.stringify(job));
		expect(state).toEqual({kind: 'test-work', id: 'w1', data: {looks: 2}});
		const resumed = work(['a', 'b', 'c', 'done'], state.data);
		expect(await watch(resumed.job)).toEqual(['c', 'done']);
		expect(poll).toHaveBeenCalledTimes(2);
	});

	it('passes on how to ask', async () => {
		const {job, poll} = work(['done']);
		await job.done({timeout: 5, totalTimeout: 6});
		expect(poll.mock.calls[0]?.[1]).toMatchObject({timeout: 5, totalTimeout: 6});
	});

	it('can be watched again after a look has failed', async () => {
		const {job, poll} = work(['a', 'done']);
		poll.mockRejectedValueOnce(new Error('down'));
		await expect(watch(job)).rejects.toThrow('down');
		expect(await watch(job)).toEqual(['a', 'done']);
	});
});

describe('an abort', () => {
	it('ends the wait between two looks', async () => {
		const controller = new AbortController();
		const {job, poll} = work(['a', 'done']);
		const walk = async () => {
			for await (const _ of job.watch({signal: controller.signal, interval: {initial: 1e6, max: 1e6}})) {
				queueMicrotask(() => controller.abort('enough'));
			}
		};
		await expect(walk()).rejects.toBe('enough');
		expect(poll).toHaveBeenCalledOnce();
	});

	it('ends a wait that does not listen', async () => {
		const controller = new AbortController();
		const sleep = () => {
			controller.abort('enough');
			return new Promise<void>(() => {});
		};
		await expect(work(['a', 'done']).job.done({signal: controller.signal, sleep})).rejects.toBe('enough');
	});

	it('of one ends a look only when nobody else waits for it', async () => {
		const controllers = [new AbortController(), new AbortController()];
		const {job, poll} = work(['done']);
		poll.mockImplementationOnce(() => new Promise(() => {}));
		const waits = controllers.map(({signal}) => job.done({signal}));
		controllers[0]?.abort('first');
		await expect(waits[0]).rejects.toBe('first');
		expect(poll.mock.calls[0]?.[1].signal?.aborted).toBe(false);
		controllers[1]?.abort('second');
		await expect(waits[1]).rejects.toBe('second');
		expect(poll.mock.calls[0]?.[1].signal?.aborted).toBe(true);
		expect(await job.done()).toBe('result of done');
	});
});

describe('a deadline', () => {
	it('ends the wait, says that the work goes on, and leaves a job that can be resumed', async () => {
		const {job} = work([...Array.from({length: 99}, (_, index) => String(index)), 'done']);
		const waits: number[] = [];
		const options = {deadline: 1000, interval: {initial: 300, factor: 1, max: 300}, sleep: async (ms: number) => void waits.push(ms)};
		const error: unknown = await job.done(options).catch((failed: unknown) => failed);
		expect(isSdkError(error, 'deadline')).toBe(true);
		expect(error).toMatchObject({
			name: 'TimeoutError',
			message: expect.stringMatching(/test-work w1 .* 1000 ms\. It goes on on the server/),
		});
		expect(waits).toEqual([300, 300, 300, 100]);
		expect(job.toJSON().data).toEqual({looks: 5});
		expect(await job.done({sleep: async () => {}})).toBe('result of done');
	});

	it('ends a look that hangs', async () => {
		vi.useFakeTimers();
		const {job, poll} = work(['done']);
		poll.mockImplementationOnce(() => new Promise(() => {}));
		const error = job.done({deadline: 1000}).catch((failed: unknown) => failed);
		await vi.advanceTimersByTimeAsync(1000);
		expect(isSdkError(await error, 'deadline')).toBe(true);
		expect(poll.mock.calls[0]?.[1].signal?.aborted).toBe(true);
	});

	it('leaves no timer behind', async () => {
		vi.useFakeTimers();
		await work(['done']).job.done({deadline: 1e6});
		expect(vi.getTimerCount()).toBe(0);
	});
});
