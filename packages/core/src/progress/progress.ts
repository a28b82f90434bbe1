/** How far something has come. */
export interface Progress {
	/** What is being done, such as `upload`. */
	readonly phase: string;
	/** Bytes or items so far; never decreases. */
	readonly done: number;
	/** Bytes or items in all; `undefined` when unknown. Equals `done` in the last report. */
	readonly total: number | undefined;
}

/** Told how far something has come. What it throws is ignored. */
export type ProgressListener = (progress: Progress) => void;

/** Counts for a listener. */
export interface ProgressCounter {
	/** So much more is done. */
	add(amount: number): void;
	/** All is done. Reported once. */
	end(): void;
}

/** Reports to a listener: never backwards, the end once, and a listener that throws does not stop the work. */
export function createProgress(listener: ProgressListener | undefined, phase: string, total?: number): ProgressCounter {
	let done = 0;
	let ended = false;

	const report = (progress: Progress) => {
		try {
			listener?.(progress);
		} catch {
			// The transfer matters more than who watches it.
		}
	};

	return {
		add(amount) {
			if (ended || !(amount > 0)) {
				return;
			}

			done += amount;
			if (done !== total) {
				report({phase, done, total: total !== undefined && done > total ? undefined : total}); // A total that is reached is for end() to tell.
			}
		},
		end() {
			if (!ended) {
				ended = true;
				report({phase, done, total: done});
			}
		},
	};
}
