import {setTimeout} from 'node:timers/promises';
import type {Blobs} from '../../store/blobs.ts';
import {accessBlobs} from '../../zip/random-access.ts';
import type {PreparedIngest} from '../ingest/prepare.ts';
import {prepareIngest} from '../ingest/prepare.ts';
import {IngestProblem} from '../ingest/description.ts';
import type {Repository} from '../repository.ts';
import type {ArrivedPackage} from './job.ts';

/** What came of reading a package. */
export type Preparation = {readonly prepared: PreparedIngest} | {readonly reasons: readonly string[]};

/** How many packages are read at the same time. */
const concurrency = 2;

/** Reads packages in the background, so that the answer to an upload need not wait. What it holds is made again after a restart. */
export class IngestWorker {
	readonly #repository: Repository;
	readonly #blobs: Blobs;
	readonly #results = new Map<string, Preparation>();
	readonly #running = new Map<string, Promise<void>>();
	readonly #waiting: {readonly token: string; readonly package: ArrivedPackage}[] = [];
	#stop = new AbortController();

	constructor(repository: Repository, blobs: Blobs) {
		this.#repository = repository;
		this.#blobs = blobs;
	}

	add(token: string, arrived: ArrivedPackage): void {
		this.#waiting.push({token, package: arrived});
		this.#fill();
	}

	/** What came of a package; `undefined` while it is not read to its end. */
	result(token: string): Preparation | undefined {
		return this.#results.get(token);
	}

	forget(token: string): void {
		this.#results.delete(token);
	}

	/** Resolves when a package is read, or after `limit` milliseconds. */
	async wait(token: string, limit: number): Promise<void> {
		const end = performance.now() + limit;
		while (!this.#results.has(token) && this.#running.size > 0 && performance.now() < end) {
			const pause = new AbortController();
			await Promise.race([
				this.#running.get(token) ?? Promise.race(this.#running.values()),
				setTimeout(end - performance.now(), undefined, {signal: pause.signal, ref: false}).catch(() => undefined),
			]);
			pause.abort();
		}
	}

	/** Ends all work, leaving nothing of it. */
	async stop(): Promise<void> {
		this.#waiting.length = 0;
		this.#stop.abort(new Error('The sandbox is closing.'));
		await Promise.all(this.#running.values());
		for (const result of this.#results.values()) {
			if ('prepared' in result && result.prepared.blob !== undefined) await this.#blobs.delete(result.prepared.blob);
		}
		this.#results.clear();
		this.#stop = new AbortController();
	}

	#fill(): void {
		while (this.#running.size < concurrency) {
			const next = this.#waiting.shift();
			if (!next) return;
			const work = this.#prepare(next.token, next.package).finally(() => {
				this.#running.delete(next.token);
				this.#fill();
			});
			this.#running.set(next.token, work);
		}
	}

	async #prepare(token: string, {parts, folder}: ArrivedPackage): Promise<void> {
		const {signal} = this.#stop;
		try {
			const prepared = await prepareIngest({source: accessBlobs(this.#blobs, parts), folder}, this.#repository, this.#blobs, signal);
			this.#results.set(token, {prepared});
		} catch (error) {
			if (signal.aborted) return;
			const reasons =
				error instanceof IngestProblem
					? error.reasons
					: [`The ingest broke off: ${error instanceof Error ? error.message : String(error)}`];
			this.#results.set(token, {reasons});
		}
	}
}
