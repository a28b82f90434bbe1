/**
 * Works on several items at the same time and gives the results in the order of the items. Leaving the loop, or a failure, aborts what is
 * under way.
 */
export async function* inOrder<T, U>(
	items: readonly T[],
	concurrency: number,
	work: (item: T, signal: AbortSignal) => Promise<U>,
	signal?: AbortSignal,
): AsyncGenerator<U, void> {
	const controller = new AbortController();
	const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
	const queue: Promise<U>[] = [];
	let started = 0;
	try {
		for (;;) {
			while (started < items.length && queue.length < concurrency) {
				const result = work(items[started++]!, either); // within the length
				result.catch(() => {}); // It is looked at when its turn comes, if it comes.
				queue.push(result);
			}
			const first = queue.shift();
			if (first === undefined) {
				return;
			}
			yield await first;
		}
	} finally {
		controller.abort();
	}
}
