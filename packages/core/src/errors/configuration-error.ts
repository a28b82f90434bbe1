import {SdkError, type SdkErrorOptions} from './sdk-error.ts';

/** Something was wrong before anything was sent: an option, an address, a link to another server. */
export class ConfigurationError extends SdkError {
	constructor(message: string, options: SdkErrorOptions = {}) {
		super(message, {...options, code: options.code ?? 'configuration'});
	}

	override get name(): string {
		return 'ConfigurationError';
	}
}
