import {limitTime} from '../async/limit-time.ts';
import {orAbort} from '../async/or-abort.ts';
import {shareWork} from '../async/share-work.ts';
import {sleep as wait} from '../async/sleep.ts';
import {TimeoutError} from '../errors/timeout-error.ts';
import type {RequestOptions} from '../http/options.ts';
import type {JsonValue} from '../json/json-value.ts';
import type {PollOptions} from './options.ts';

/** What a job needs to be picked up in another process: plain JSON, no secrets. */
export interface JobState {
	/** The kind of work, such as `preservica-ingest`. */
	readonly kind: string;
	/** The server's name for it. */
	readonly id: string;
	/** What the kind needs to know. */
	readonly data: JsonValue;
}

/** Work that goes on on a server. */
export interface Job<Status, Result> {
	/** The server's name for it. */
	readonly id: string;
	/**
	 * Yields the status now and each time it changes, the last one included.
	 *
	 * @throws TimeoutError when `deadline` is over; the work goes on
	 */
	watch(options?: PollOptions): AsyncIterable<Status>;
	/**
	 * Waits for the end and gives what came of it.
	 *
	 * @throws JobFailedError when the work ended without success
	 * @throws TimeoutError when `deadline` is over; the work goes on
	 */
	done(options?: PollOptions): Promise<Result>;
	/** What to keep in order to go on in another process. */
	toJSON(): JobState;
}

/** One look at the work. */
export interface Look<Status, Data> {
	/** How it stands. */
	readonly status: Status;
	/** What the next look needs to know. */
	readonly data: Data;
	/** Will the status never change again? */
	readonly finished: boolean;
}

/** What a job is made of. */
export interface JobDefinition<Status, Result, Data extends JsonValue> {
	/** The kind of work. */
	readonly kind: string;
	/** The server's name for it. */
	readonly id: string;
	/** What the first look needs to know. */
	readonly data: Data;
	/** Looks at the work. Everybody who watches shares a look that is under way. */
	poll(data: Data, options: RequestOptions): Promise<Look<Status, Data>>;
	/** What came of the work; throws `JobFailedError` when it failed. */
	result(status: Status, data: Data, options: RequestOptions): Result | Promise<Result>;
	/** Is there nothing new to tell? @default equality of the JSON texts */
	sameStatus?(a: Status, b: Status): boolean;
}

/** Makes a job. Nothing is asked before somebody watches or waits; all who do share each look. */
export function createJob<Status, Result, Data extends JsonValue>(definition: JobDefinition<Status, Result, Data>): Job<Status, Result> {
	const {kind, id} = definition;
	const same = (a: Status, b: Status) => definition.sameStatus?.(a, b) ?? JSON.stringify(a) === JSON.stringify(b);
	let {data} = definition;
	let last: Look<Status, Data> | undefined;
	let requestOptions: RequestOptions = {};

	const shared = shareWork(async signal => {
		last = await definition.poll(data, {...requestOptions, signal});
		({data} = last);
		return last;
	});

	const look = (options: RequestOptions): Promise<Look<Status, Data>> => {
		if (last?.finished) {
			return Promise.resolve(last);
		}

		requestOptions = options;
		return shared(options.signal);
	};

	/** Every look; returns the last. */
	async function* looks({
		interval = {},
		deadline,
		sleep = wait,
		...options
	}: PollOptions): AsyncGenerator<Look<Status, Data>, Look<Status, Data>> {
		const {initial = 1000, factor = 1.5, max = 30_000} = interval;
		const overdue = () =>
			new TimeoutError(
				`${kind} ${id} did not end within ${deadline} ms. It goes on on the server: wait again, or keep the job's JSON and resume it later.`,
				{code: 'deadline'},
			);
		const limit = limitTime(options.signal, deadline, overdue);
		const {signal} = limit;
		let slept = 0;
		let delay = initial;
		try {
			for (;;) {
				const current = await look({...options, signal});
				yield current;
				if (current.finished) {
					return current;
				}

				const left = (deadline ?? Infinity) - slept;
				if (left <= 0) {
					throw overdue();
				}

				const pause = Math.min(delay, max, left);
				await orAbort(sleep(pause, signal), signal);
				slept += pause;
				delay = Math.min(delay * factor, max);
			}
		} finally {
			limit.clear();
		}
	}

	return {
		id,
		async *watch(options = {}) {
			let told: {readonly status: Status} | undefined;
			for await (const {status} of looks(options)) {
				if (!told || !same(told.status, status)) {
					told = {status};
					yield status;
				}
			}
		},
		async done(options = {}) {
			const {signal, timeout, totalTimeout} = options;
			const walk = looks(options);
			let step = await walk.next();
			while (!step.done) {
				step = await walk.next();
			}

			return definition.result(step.value.status, step.value.data, {signal, timeout, totalTimeout});
		},
		toJSON: () => ({kind, id, data}),
	};
}
