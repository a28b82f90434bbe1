import {ConfigurationError} from '@fonds/core';

/**
 * A name as it is sent: trimmed.
 *
 * @throws ConfigurationError when nothing is left.
 */
export function checkName(name: string, what: string): string {
	const trimmed = name.trim();
	if (trimmed === '') {
		throw new ConfigurationError(`The name of the ${what} is empty.`);
	}
	return trimmed;
}
