/** Chance that a seed repeats. */
export interface Chance {
	/** From 0 up to, not including, 1. */
	next(): number;
	/** A whole number from 0 up to, not including, `end`. */
	below(end: number): number;
	/** One of them. @throws Error when there is none. */
	oneOf<T>(choices: readonly T[]): T;
	bytes(size: number): Uint8Array<ArrayBuffer>;
}

/** Makes chance of a seed (mulberry32). */
export function chanceOf(seed: number): Chance {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let value = Math.imul(state ^ (state >>> 15), state | 1);
		value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
		return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (end: number): number => Math.floor(next() * end);
	return {
		next,
		below,
		oneOf(choices) {
			const choice = choices[below(choices.length)];
			if (choice === undefined) throw new Error('There is nothing to choose from.');
			return choice;
		},
		bytes: size => Uint8Array.from({length: size}, () => below(256)),
	};
}
