import {orAbort} from '@fonds/core';

/** Goes through items until the signal ends, even while the next item is waited for. */
export async function* untilAbort<T>(items: Iterable<T> | AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, undefined> {
	const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
	let waiting = false;
	try {
		for (;;) {
			waiting = true;
			const {done, value} = await orAbort(Promise.resolve(iterator.next()), signal);
			waiting = false;
			if (done === true) {
				return undefined;
			}
			yield value;
		}
	} finally {
		// An iterator that is still busy would hold up the end; it gets the message when it is done.
		const ended = Promise.resolve(iterator.return?.()).catch(() => {});
		if (!waiting) {
			await ended;
		}
	}
}
