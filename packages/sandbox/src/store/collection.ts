import type {DatabaseSync, StatementSync} from 'node:sqlite';

/** Documents of one kind, by id, in the order in which they were first put. */
export interface Collection<T> {
	readonly name: string;
	readonly size: number;
	/** The document, frozen, or `undefined`. */
	get(id: string): T | undefined;
	has(id: string): boolean;
	/** Stores a copy of a JSON value. It is on disk when this returns, or at the end of the transaction around it. An existing id keeps its place. */
	put(id: string, value: T): void;
	delete(id: string): boolean;
	/** All documents as they are now; changes made while going through them do not show. */
	values(): readonly T[];
	entries(): readonly (readonly [string, T])[];
	/** Keeps a look-up by the keys a document has, in insertion order or as `compare` says. */
	index(keys: (value: T) => readonly string[], compare?: (a: T, b: T) => number): Index<T>;
	/** Calls a watcher for every change from now on. */
	watch(watcher: Watcher<T>): void;
}

/** What wants to know of changes to a collection. A watcher must not change the collection itself. */
export interface Watcher<T> {
	/** A document was put or, when there is none after, deleted. It may be undone with the transaction around it. */
	changed(before: T | undefined, after: T | undefined): void;
	/** Any document may have become another: a transaction was rolled back, or everything was removed. */
	forgotten(): void;
}

/** A look-up from a key to documents. */
export interface Index<T> {
	get(key: string): readonly T[];
}

/** A collection on SQLite with all of its documents in memory as well. */
export class StoredCollection<T> implements Collection<T> {
	readonly name: string;
	readonly #insert: StatementSync;
	readonly #remove: StatementSync;
	readonly #all: StatementSync;
	readonly #indexes: StoredIndex<T>[] = [];
	readonly #watchers: Watcher<T>[] = [];
	#documents: Map<string, T> | undefined;

	constructor(database: DatabaseSync, name: string) {
		this.name = name;
		this.#all = database.prepare('SELECT id, value FROM documents WHERE collection = ? ORDER BY sequence');
		this.#insert = database.prepare(
			'INSERT INTO documents (collection, id, value) VALUES (?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET value = excluded.value',
		);
		this.#remove = database.prepare('DELETE FROM documents WHERE collection = ? AND id = ?');
	}

	get size(): number {
		return this.#loaded().size;
	}

	get(id: string): T | undefined {
		return this.#loaded().get(id);
	}

	has(id: string): boolean {
		return this.#loaded().has(id);
	}

	put(id: string, value: T): void {
		const documents = this.#loaded();
		const text = JSON.stringify(value);
		this.#insert.run(this.name, id, text);
		const before = documents.get(id);
		const copy: T = frozen(text);
		documents.set(id, copy);
		this.#tell(id, before, copy);
	}

	delete(id: string): boolean {
		const documents = this.#loaded();
		const before = documents.get(id);
		if (before === undefined) return false;
		this.#remove.run(this.name, id);
		documents.delete(id);
		this.#tell(id, before, undefined);
		return true;
	}

	values(): readonly T[] {
		return [...this.#loaded().values()];
	}

	entries(): readonly (readonly [string, T])[] {
		return [...this.#loaded().entries()];
	}

	index(keys: (value: T) => readonly string[], compare?: (a: T, b: T) => number): Index<T> {
		const index = new StoredIndex(keys, compare, () => this.#loaded());
		this.#indexes.push(index);
		return index;
	}

	watch(watcher: Watcher<T>): void {
		this.#watchers.push(watcher);
	}

	/** Drops what is in memory, to be read from the database again: after a transaction was rolled back. */
	forget(): void {
		this.#documents = undefined;
		for (const index of this.#indexes) index.forget();
		for (const watcher of this.#watchers) watcher.forgotten();
	}

	#tell(id: string, before: T | undefined, after: T | undefined): void {
		for (const index of this.#indexes) index.replace(id, before, after);
		for (const watcher of this.#watchers) watcher.changed(before, after);
	}

	#loaded(): Map<string, T> {
		if (this.#documents) return this.#documents;
		const documents = new Map<string, T>();
		for (const row of this.#all.iterate(this.name)) documents.set(String(row['id']), frozen(String(row['value'])));
		this.#documents = documents;
		return documents;
	}
}

class StoredIndex<T> implements Index<T> {
	readonly #keys: (value: T) => readonly string[];
	readonly #compare: ((a: T, b: T) => number) | undefined;
	readonly #documents: () => ReadonlyMap<string, T>;
	#buckets: Map<string, {readonly items: Map<string, T>; sorted: readonly T[] | undefined}> | undefined;

	constructor(
		keys: (value: T) => readonly string[],
		compare: ((a: T, b: T) => number) | undefined,
		documents: () => ReadonlyMap<string, T>,
	) {
		this.#keys = keys;
		this.#compare = compare;
		this.#documents = documents;
	}

	get(key: string): readonly T[] {
		if (!this.#buckets) {
			this.#buckets = new Map();
			for (const [id, value] of this.#documents()) this.replace(id, undefined, value);
		}
		const bucket = this.#buckets.get(key);
		if (!bucket) return [];
		bucket.sorted ??= this.#compare ? [...bucket.items.values()].toSorted(this.#compare) : [...bucket.items.values()];
		return bucket.sorted;
	}

	replace(id: string, before: T | undefined, after: T | undefined): void {
		const buckets = this.#buckets;
		if (!buckets) return;
		const keys = after === undefined ? [] : this.#keys(after);
		for (const key of before === undefined ? [] : this.#keys(before)) {
			const bucket = buckets.get(key);
			if (!bucket || keys.includes(key)) continue;
			bucket.items.delete(id);
			bucket.sorted = undefined;
		}
		for (const key of keys) {
			let bucket = buckets.get(key);
			if (!bucket) buckets.set(key, (bucket = {items: new Map(), sorted: undefined}));
			if (after !== undefined) bucket.items.set(id, after);
			bucket.sorted = undefined;
		}
	}

	forget(): void {
		this.#buckets = undefined;
	}
}

// oxlint-disable-next-line typescript/no-explicit-any -- what was put as T comes back as T
function frozen(text: string): any {
	return JSON.parse(text, (_key, value: unknown) => Object.freeze(value));
}
