import {DecodeError} from '../errors/decode-error.ts';

/** One page of a list. */
export interface Page<T> {
	/** What it holds, in the server's order. */
	readonly items: readonly T[];
	/** How many items all pages hold together, if the server says so. */
	readonly total: number | undefined;
	/** What leads to the next page; `undefined` on the last one. */
	readonly next: string | undefined;
}

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

/** A list that is fetched while it is read, in the server's order. Each walk starts anew. */
export class Pages<T> implements AsyncIterable<T> {
	readonly #walk: () => AsyncGenerator<Page<T>>;

	/** @param walk - Starts a walk over the pages. */
	constructor(walk: () => AsyncGenerator<Page<T>>) {
		this.#walk = walk;
	}

	/** Walks page by page: for totals, or to work on many items at once. */
	pages(): AsyncIterable<Page<T>> {
		return {[Symbol.asyncIterator]: this.#walk};
	}

	/** Reads the items into memory, no more than `limit`. */
	async toArray(limit: number = Infinity): Promise<T[]> {
		const all: T[] = [];
		if (limit > 0) {
			for await (const {items} of this.pages()) {
				for (const item of items) {
					all.push(item);
					if (all.length >= limit) {
						return all;
					}
				}
			}
		}

		return all;
	}

	/** The same list with each item turned into something else. */
	map<U>(f: (item: T) => U): Pages<U> {
		const walk = this.#walk;
		return new Pages(async function* () {
			for await (const {items, ...page} of walk()) {
				yield {...page, items: items.map(item => f(item))};
			}
		});
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<T> {
		for await (const {items} of this.pages()) {
			yield* items;
		}
	}
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
