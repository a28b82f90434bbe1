import {isSdkError, type RequestOptions} from '@fonds/core';
import {PartlyDoneError} from './partly-done-error.ts';

/** How a failure in the middle is told. */
export interface Wording<T> {
	/** What happened to those before it, such as `were deleted`. */
	readonly done: string;
	/** What they are, such as `identifiers of the asset a1`. */
	readonly what: string;
	/** One of them. */
	readonly name: (item: T) => string;
}

/** How many of those that remain a message names; all are in the error. */
const named = 5;

/**
 * Changes one thing after the other. When the first fails nothing was changed, and its error comes through; so does an abort.
 *
 * @throws PartlyDoneError when a later one fails.
 */
export async function eachInTurn<T>(
	items: readonly T[],
	wording: Wording<T>,
	{signal}: RequestOptions,
	change: (item: T) => Promise<unknown>,
): Promise<void> {
	for (const [index, item] of items.entries()) {
		try {
			await change(item);
		} catch (error) {
			throw index > 0 && isSdkError(error) && signal?.aborted !== true ? partlyDone(items, index, wording, error) : error;
		}
	}
}

function partlyDone<T>(items: readonly T[], index: number, {done, what, name}: Wording<T>, cause: Error): PartlyDoneError<T> {
	const remaining = items.slice(index);
	const names = remaining.slice(0, named).map(item => name(item));
	const more = remaining.length > named ? ` and ${remaining.length - named} more` : '';
	return new PartlyDoneError(
		`${index} of ${items.length} ${what} ${done}, then it failed: ${cause.message} There remain: ${names.join(', ')}${more}.`,
		{done: items.slice(0, index), remaining, cause},
	);
}
