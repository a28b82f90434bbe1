import {median} from './row.ts';
import type {Measured} from './peer.ts';

const mebibyte = 1024 * 1024;

/** Several measurements of the same work. */
export interface Measurements {
	/** The middle one. */
	readonly seconds: number;
	/** For the reader: the seconds, and the highest peak of the memory. */
	readonly told: string;
}

export type Measure = () => Promise<Measured>;

/** Runs each in turn, so many times, and once before it counts. */
export async function takeTurns<M extends Readonly<Record<string, Measure>>>(
	measures: M,
	rounds: number,
): Promise<{readonly [K in keyof M]: Measurements}> {
	const results = new Map<string, Measured[]>();
	for (let round = -1; round < rounds; round++) {
		for (const [name, measure] of Object.entries(measures)) {
			const measured = await measure();
			const list = results.get(name) ?? [];
			if (round >= 0) list.push(measured);
			results.set(name, list);
		}
	}
	return Object.fromEntries([...results].map(([name, list]) => [name, summarize(list)])) as {[K in keyof M]: Measurements};
}

function summarize(list: readonly Measured[]): Measurements {
	const seconds = median(list.map(each => each.seconds));
	const peak = Math.max(...list.map(({peakMemory}) => peakMemory));
	return {seconds, told: `${seconds.toFixed(2)} s, ${(peak / mebibyte).toFixed(0)} MB`};
}
