/** One line of the performance budgets, measured side by side in one run. */
export interface Row {
	readonly work: string;
	/** What the work was measured beside, with its version where it has one. */
	readonly beside: string;
	/** How many times as fast as the peer; `undefined` where the peer is not installed. */
	readonly ratio: number | undefined;
	/** The least ratio that the design asks for; `undefined` where it asks for none. */
	readonly budget: number | undefined;
	/** The measured figures, for the reader. */
	readonly note: string;
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
