import {ConfigurationError} from '@fonds/core';

/**
 * Refuses to go without a reason.
 *
 * @throws ConfigurationError when there is none.
 */
export function requireComment(comment: unknown): void {
	if (typeof comment !== 'string' || comment.trim() === '') {
		throw new ConfigurationError('Say why in the comment: it is what remains of the decision.');
	}
}
