import {setTimeout} from 'node:timers/promises';

/** How many pieces of work are done at the same time. */
const concurrency = 2;

/** Does work in the background, so that the answer to a request need not wait for it. What it holds is made again after a restart. */
export class Background<T, R> {
	readonly #work: (task: T, signal: AbortSignal) => Promise<R>;
	readonly #drop: (result: R) => Promise<void>;
	readonly #results = new Map<string, R>();
	readonly #running = new Map<string, Promise<void>>();
	readonly #waiting: {readonly token: string; readonly task: T}[] = [];
	#stop = new AbortController();

	/**
	 * @param work Fails only when it is aborted.
	 * @param drop Clears away what a result holds that nobody asked for.
	 */
	constructor(work: (task: T, signal: AbortSignal) => Promise<R>, drop: (result: R) => Promise<void>) {
		this.#work = work;
		this.#drop = drop;
	}

	add(token: string, task: T): void {
		this.#waiting.push({token, task});
		this.#fill();
	}

	/** What came of the work; `undefined` while it is not done. */
	result(token: string): R | undefined {
		return this.#results.get(token);
	}

	forget(token: string): void {
		this.#results.delete(token);
	}

	/** Resolves when the work is done, or after `limit` milliseconds. */
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
		for (const result of this.#results.values()) await this.#drop(result);
		this.#results.clear();
		this.#stop = new AbortController();
	}

	#fill(): void {
		while (this.#running.size < concurrency) {
			const next = this.#waiting.shift();
			if (!next) return;
			const work = this.#run(next.token, next.task).finally(() => {
				this.#running.delete(next.token);
				this.#fill();
			});
			this.#running.set(next.token, work);
		}
	}

	async #run(token: string, task: T): Promise<void> {
		const {signal} = this.#stop;
		try {
			this.#results.set(token, await this.#work(task, signal));
		} catch (error) {
			if (!signal.aborted) throw error;
		}
	}
}
