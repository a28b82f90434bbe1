/** A signal that also ends when time is up. */
export interface TimeLimit {
	readonly signal: AbortSignal | undefined;
	/** Stops the clock; the signal then ends only with the caller's. */
	clear(): void;
}

/** Joins the caller's signal with a time limit that aborts with `reason()`. Beyond 24 days, which no timer keeps, there is none. */
export function limitTime(signal: AbortSignal | undefined, ms: number | undefined, reason: () => unknown): TimeLimit {
	if (ms === undefined || ms >= 2 ** 31) {
		return {signal, clear: () => {}};
	}

	const controller = new AbortController();
	const timer = setTimeout(() => controller.abort(reason()), ms);
	return {
		signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
		clear: () => clearTimeout(timer),
	};
}
