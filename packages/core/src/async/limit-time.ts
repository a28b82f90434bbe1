/** The longest delay a timer keeps; longer ones fire at once. */
const longestDelay = 2 ** 31 - 1;

/** A signal that also ends when time is up. */
export interface TimeLimit {
	readonly signal: AbortSignal | undefined;
	/** Stops the clock; the signal then ends only with the caller's. */
	clear(): void;
}

/** Joins the caller's signal with a time limit that aborts with `reason()`. */
export function limitTime(signal: AbortSignal | undefined, ms: number | undefined, reason: () => unknown): TimeLimit {
	if (ms === undefined || ms === Infinity) {
		return {signal, clear: () => {}};
	}

	const controller = new AbortController();
	const timer = setTimeout(() => controller.abort(reason()), Math.min(ms, longestDelay));
	return {
		signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
		clear: () => clearTimeout(timer),
	};
}
