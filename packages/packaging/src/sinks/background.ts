/** Work that goes on while something else is done. */
export interface Background {
	/** Adds work, and waits while there is too much of it. What failed before is thrown. */
	add(work: Promise<void>): Promise<void>;
	/** Waits for all work. What failed is thrown. */
	finish(): Promise<void>;
	/** Waits for all work, whatever becomes of it. */
	settle(): Promise<void>;
}

export function createBackground(limit: number): Background {
	const running: Promise<void>[] = [];
	const add = (work: Promise<void>): void => {
		work.catch(() => {}); // Who waits for it is told.
		running.push(work);
	};
	const first = async (): Promise<void> => await running.shift();
	return {
		async add(work) {
			add(work);
			while (running.length > limit) {
				await first();
			}
		},
		async finish() {
			while (running.length > 0) {
				await first();
			}
		},
		async settle() {
			await Promise.allSettled(running.splice(0));
		},
	};
}
