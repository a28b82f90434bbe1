import {ConfigurationError} from '@fonds/core';

/**
 * A count that a caller gave, as it was given.
 *
 * @throws ConfigurationError that names it, unless it is a whole number, at least 1.
 */
export function checkedCount(name: string, value: number): number {
	if (!(Number.isSafeInteger(value) && value > 0)) {
		throw new ConfigurationError(`${name} is ${value}; it must be a whole number, at least 1.`);
	}
	return value;
}
