import type {Evidence} from '../operations.ts';

/** Where an operation is served, and how we know it. */
export interface Declared {
	readonly methods: readonly string[];
	readonly path: string;
	/** Other addresses that lead to the same operation. */
	readonly also?: readonly string[];
	readonly evidence: Evidence;
	/** What is assumed beyond the evidence, or left out. */
	readonly note?: string;
}
