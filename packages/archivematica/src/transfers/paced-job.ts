import {createJob, TimeoutError} from '@fonds/core';
import type {Job, JobDefinition, JsonValue, Look, PollOptions} from '@fonds/core';

/** How often to look while things stand as they do. */
export interface Pace {
	/** Milliseconds before the next look, where that wait is a shorter one. */
	readonly first?: number | undefined;
	/** Milliseconds between the looks after that. */
	readonly initial: number;
	/** What each wait is multiplied with while the pace stays the same. */
	readonly factor: number;
	/** Milliseconds no wait exceeds. */
	readonly max: number;
}

/** A job that is looked at as often as its state deserves (reference 5.9), unless the caller names an interval. */
export function createPacedJob<Status, Result, Data extends JsonValue>(
	definition: JobDefinition<Status, Result, Data>,
	paceOf: (data: Data) => Pace,
): Job<Status, Result> {
	let last: Look<Status, Data> | undefined;
	const job = createJob<Status, Result, Data>({
		...definition,
		poll: async (data, options) => {
			last = await definition.poll(data, options);
			return last;
		},
	});
	const paced = (options: PollOptions = {}): PollOptions =>
		options.interval === undefined
			? {
					...options,
					interval: wholeWait,
					sleep: pacer(options, `${definition.kind} ${definition.id}`, () => paceOf(last?.data ?? definition.data)),
				}
			: options;
	return {
		id: job.id,
		watch: options => job.watch(paced(options)),
		done: options => job.done(paced(options)),
		toJSON: () => job.toJSON(),
	};
}

/** What the job itself would wait; how long it really is is decided anew after each look. */
const wholeWait = {initial: 1, factor: 1, max: 1};

/** Waits by the pace of the moment, counting for the deadline what a wait that is over at once would not take. */
function pacer({sleep = waitFor, deadline = Infinity}: PollOptions, what: string, paceNow: () => Pace): NonNullable<PollOptions['sleep']> {
	let pace: Pace | undefined;
	let waits: Iterator<number, number> | undefined;
	let slept = 0;
	return async (_, signal) => {
		const now = paceNow();
		if (waits === undefined || pace !== now) {
			pace = now;
			waits = waitsOf(now);
		}
		const pause = Math.min(waits.next().value, deadline - slept);
		if (pause <= 0) {
			throw new TimeoutError(
				`${what} did not end within ${deadline} ms. It goes on on the server: wait again, or keep the job's JSON and resume it later.`,
				{code: 'deadline'},
			);
		}
		slept += pause;
		await sleep(pause, signal);
	};
}

function* waitsOf({first, initial, factor, max}: Pace): Generator<number, never> {
	if (first !== undefined) {
		yield first;
	}
	for (let wait = initial; ; wait = Math.min(wait * factor, max)) {
		yield wait;
	}
}

/** Ends at once when the signal is aborted: the job then fails with its reason. */
function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		const end = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		signal?.addEventListener('abort', end);
	});
}
