import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import type {Blobs} from './blobs.ts';
import {blobIdsIn} from './blobs.ts';
import type {Collection} from './collection.ts';
import {StoredCollection} from './collection.ts';
import {createFileBlobs} from './file-blobs.ts';
import {createMemoryBlobs} from './memory-blobs.ts';

const schema = `
	CREATE TABLE IF NOT EXISTS documents (
		sequence INTEGER PRIMARY KEY AUTOINCREMENT,
		collection TEXT NOT NULL,
		id TEXT NOT NULL,
		value TEXT NOT NULL,
		UNIQUE (collection, id)
	) STRICT;
`;

/** Everything the sandbox remembers: documents in collections, and blobs. */
export class Store {
	readonly blobs: Blobs;
	readonly #database: DatabaseSync;
	readonly #collections = new Map<string, StoredCollection<unknown>>();
	#depth = 0;

	/** Opens the state in a folder, or an empty one in memory. `openStore` also clears away what an interrupted run left. */
	constructor(folder?: string) {
		let database: DatabaseSync | undefined;
		try {
			if (folder !== undefined) mkdirSync(folder, {recursive: true});
			database = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'sandbox.db'));
			// Exclusive: a second sandbox on the same folder would not see what this one holds in memory. Full: what is committed is on disk.
			database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
			database.exec(`BEGIN IMMEDIATE; ${schema} COMMIT;`);
			this.#database = database;
			this.blobs = folder === undefined ? createMemoryBlobs() : createFileBlobs(join(folder, 'blobs'));
		} catch (error) {
			database?.close();
			throw new Error(`The folder ${folder} cannot be opened: ${isBusy(error) ? 'another sandbox is using it.' : message(error)}`, {
				cause: error,
			});
		}
	}

	/** The documents of one kind. The same name gives the same collection. */
	collection<T>(name: string): Collection<T> {
		let collection = this.#collections.get(name);
		if (!collection) this.#collections.set(name, (collection = new StoredCollection<unknown>(this.#database, name)));
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name is used by one module, with one type
		return collection as unknown as Collection<T>;
	}

	/** Runs changes that happen together or, when `run` throws, not at all. `run` must not be asynchronous. Inner transactions join the outer one. */
	transaction<R>(run: () => R): R {
		if (this.#depth > 0) return run();
		this.#database.exec('BEGIN IMMEDIATE');
		this.#depth++;
		try {
			const result = run();
			this.#database.exec('COMMIT');
			return result;
		} catch (error) {
			this.#database.exec('ROLLBACK');
			for (const collection of this.#collections.values()) collection.forget();
			throw error;
		} finally {
			this.#depth--;
		}
	}

	/** Removes all documents and blobs. */
	async clear(): Promise<void> {
		this.#database.exec('DELETE FROM documents');
		for (const collection of this.#collections.values()) collection.forget();
		await this.blobs.keepOnly(new Set());
	}

	/** How many documents each collection has. */
	sizes(): Readonly<Record<string, number>> {
		const rows = this.#database.prepare('SELECT collection, count(*) AS size FROM documents GROUP BY collection ORDER BY collection').all();
		return Object.fromEntries(rows.map(row => [String(row['collection']), Number(row['size'])]));
	}

	/** Removes blobs that no document names: what a run left that was ended between writing a blob and the document for it. */
	async sweep(): Promise<void> {
		const named = new Set<string>();
		for (const row of this.#database.prepare('SELECT value FROM documents').iterate()) {
			for (const id of blobIdsIn(String(row['value']))) named.add(id);
		}
		await this.blobs.keepOnly(named);
	}

	close(): void {
		this.#database.close();
	}
}

/** Is it SQLite's error 5, that another process has the file locked? */
function isBusy(error: unknown): boolean {
	return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function message(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
