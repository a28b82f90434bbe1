import {ConfigurationError} from '@fonds/core';

/** What is thrown for a kept job that is none of this kind. */
export function badJobState(wanted: string): ConfigurationError {
	return new ConfigurationError(`This is not what toJSON() gave of such a job: its kind would be ${wanted}.`);
}
