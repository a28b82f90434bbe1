import {SdkError, type SdkErrorOptions} from '@fonds/core';

/** What a `PartlyDoneError` takes. */
export interface PartlyDoneErrorOptions<T> extends SdkErrorOptions {
	readonly done: readonly T[];
	readonly remaining: readonly T[];
}

/** A change of several things failed after some of them were changed. Why is in `cause`. */
export class PartlyDoneError<T = unknown> extends SdkError {
	/** What was changed, in order. */
	readonly done: readonly T[];
	/** What was not; the first of them is the one that failed, and may have been changed if its answer was lost. */
	readonly remaining: readonly T[];

	constructor(message: string, {done, remaining, ...options}: PartlyDoneErrorOptions<T>) {
		super(message, options);
		this.done = done;
		this.remaining = remaining;
	}

	override get name(): string {
		return 'PartlyDoneError';
	}
}
