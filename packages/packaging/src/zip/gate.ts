/** Lets so many go in at a time; others wait in the order of their coming. */
export interface Gate {
	/** Waits for a place and gives what leaves it. */
	enter(): Promise<() => void>;
	run<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(places: number): Gate {
	let free = places;
	const waiting: (() => void)[] = [];
	const leave = (): void => {
		const next = waiting.shift();
		if (next === undefined) {
			free++;
		} else {
			next();
		}
	};
	const gate: Gate = {
		async enter() {
			if (free > 0) {
				free--;
			} else {
				await new Promise<void>(resolve => {
					waiting.push(resolve);
				});
			}
			let left = false;
			return () => {
				if (!left) {
					left = true;
					leave();
				}
			};
		},
		async run(work) {
			const leaveGate = await gate.enter();
			try {
				return await work();
			} finally {
				leaveGate();
			}
		},
	};
	return gate;
}
