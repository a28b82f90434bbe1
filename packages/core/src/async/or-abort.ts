/** The result of a promise, or `signal.reason` as soon as the signal ends. The work behind the promise goes on. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (!signal) {
		return promise;
	}

	return new Promise<T>((resolve, reject) => {
		const abort = () => reject(signal.reason);
		const settle = () => signal.removeEventListener('abort', abort);
		signal.addEventListener('abort', abort);
		promise.then(resolve, reject).finally(settle);
		if (signal.aborted) {
			abort();
		}
	});
}
