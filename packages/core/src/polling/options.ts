import type {RequestOptions} from '../http/options.ts';

/** How something that takes long is watched. */
export interface PollOptions extends RequestOptions {
	/** Milliseconds between two looks: the first wait, what each wait is multiplied with, and the longest. @default {initial: 1000, factor: 1.5, max: 30_000} */
	readonly interval?:
		| {readonly initial?: number | undefined; readonly factor?: number | undefined; readonly max?: number | undefined}
		| undefined;
	/** Milliseconds for the whole wait. The work goes on on the server when they are over. @default none */
	readonly deadline?: number | undefined;
	/** Waits. @default a timer that listens to the signal */
	readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}
