import {SdkError} from './sdk-error.ts';

/** Something was wrong before anything was sent: an option, an address, a link to another server. */
export class ConfigurationError extends SdkError {
	override get name(): string {
		return 'ConfigurationError';
	}
}
