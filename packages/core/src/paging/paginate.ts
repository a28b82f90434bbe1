import {DecodeError} from '../errors/decode-error.ts';
import {type Page, Pages} from './pages.ts';

/** Loads the first page, or the one `next` leads to. */
export type LoadPage<T> = (next: string | undefined, signal: AbortSignal | undefined) => Promise<Page<T>>;

/** How a list is walked. */
export interface PagesOptions {
	/** Ends the walk with `signal.reason`. */
	readonly signal?: AbortSignal | undefined;
	/**
	 * Pages fetched ahead of the reader. They are fetched one after the other, for each says where the next one is: the reader's work and the
	 * server's then overlap, but requests do not run at the same time. @default 0
	 */
	readonly readAhead?: number | undefined;
}

/**
 * Makes a list of pages that lead to each other. A reader that stops early aborts what is being fetched ahead.
 *
 * The walk fails with `DecodeError` when the server sends it back to a page it has already been to.
 */
export function paginate<T>(load: LoadPage<T>, {signal, readAhead = 0}: PagesOptions = {}): Pages<T> {
	return new Pages(() => (readAhead > 0 ? ahead(load, signal, readAhead) : chain(load, signal)));
}

async function* chain<T>(load: LoadPage<T>, signal: AbortSignal | undefined): AsyncGenerator<Page<T>, void> {
	const seen = new Set<string>();
	let next: string | undefined;
	do {
		signal?.throwIfAborted();
		const page = await load(next, signal);
		next = page.next === '' ? undefined : page.next;
		if (next !== undefined && seen.has(next)) {
			throw new DecodeError('The list does not end: the server leads from a page back to an earlier one.', {code: 'endless-list'});
		}

		yield page;
		if (next !== undefined) {
			seen.add(next);
		}
	} while (next !== undefined);
}

/** Keeps up to `count` pages loaded or loading beyond the one being read. */
async function* ahead<T>(load: LoadPage<T>, signal: AbortSignal | undefined, count: number): AsyncGenerator<Page<T>, void> {
	const controller = new AbortController();
	const pages = chain(load, signal ? AbortSignal.any([signal, controller.signal]) : controller.signal);
	const queue: Promise<IteratorResult<Page<T>, void>>[] = [];
	try {
		for (;;) {
			while (queue.length <= count) {
				const result = pages.next(); // A generator answers calls in order: this one starts when the one before is done.
				result.catch(() => {}); // It is looked at when its turn comes, if it comes.
				queue.push(result);
			}

			const page = await queue.shift();
			if (!page || page.done) {
				return;
			}

			yield page.value;
		}
	} finally {
		controller.abort();
	}
}
