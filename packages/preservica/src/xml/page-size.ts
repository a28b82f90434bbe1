import {ConfigurationError} from '@fonds/core';

/**
 * How many entries a page shall hold, as it is sent. Of none, an answer would look like that of an empty list.
 *
 * @throws ConfigurationError unless it is a whole number from 1 to 1000.
 */
export function checkedPageSize(pageSize: number): number {
	if (!(Number.isInteger(pageSize) && pageSize > 0 && pageSize <= 1000)) {
		throw new ConfigurationError(`pageSize is ${pageSize}; it must be a whole number from 1 to 1000.`);
	}
	return pageSize;
}
