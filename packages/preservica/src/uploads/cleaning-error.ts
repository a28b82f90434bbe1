import {SdkError} from '@fonds/core';
import type {StoredObject} from './location-store.ts';

/** Not all of what was to be deleted could be. */
export class CleaningError extends SdkError {
	/** What was deleted. */
	readonly deleted: readonly StoredObject[];
	/** What is still there. */
	readonly remaining: readonly StoredObject[];

	constructor(message: string, {deleted, remaining, cause}: Pick<CleaningError, 'deleted' | 'remaining'> & {readonly cause: unknown}) {
		super(message, {code: 'cleaning', cause});
		this.deleted = deleted;
		this.remaining = remaining;
	}

	override get name(): string {
		return 'CleaningError';
	}
}
