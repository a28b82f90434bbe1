import {SdkError, type SdkErrorOptions} from './sdk-error.ts';

/** Nothing came back, or the connection broke while the answer was read. */
export class NetworkError extends SdkError {
	constructor(message: string, options: SdkErrorOptions = {}) {
		super(message, {...options, code: options.code ?? 'network'});
	}

	override get name(): string {
		return 'NetworkError';
	}
}
