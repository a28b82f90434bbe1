import {orAbort} from './or-abort.ts';

interface Flight<T> {
	readonly promise: Promise<T>;
	readonly controller: AbortController;
	waiting: number;
}

/**
 * Makes callers at the same time share one run of `work`. A caller's abort ends only its own wait; when the last one has gone, the work is
 * aborted too.
 */
export function shareWork<T>(work: (signal: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
	let current: Flight<T> | undefined;

	const start = (): Flight<T> => {
		const controller = new AbortController();
		const land = () => {
			if (current === flight) {
				current = undefined;
			}
		};
		const flight: Flight<T> = {promise: work(controller.signal).finally(land), controller, waiting: 0};
		return flight;
	};

	return async signal => {
		signal?.throwIfAborted();
		const flight = (current ??= start());
		flight.waiting++;
		try {
			return await orAbort(flight.promise, signal);
		} finally {
			flight.waiting--;
			if (flight.waiting === 0 && current === flight) {
				current = undefined;
				flight.controller.abort(signal?.reason);
			}
		}
	};
}
