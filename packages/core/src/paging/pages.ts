/** One page of a list. */
export interface Page<T> {
	/** What it holds, in the server's order. */
	readonly items: readonly T[];
	/** How many items all pages hold together, if the server says so. */
	readonly total: number | undefined;
	/** What leads to the next page; `undefined` on the last one. */
	readonly next: string | undefined;
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
