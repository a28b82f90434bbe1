import {SdkError, type SdkErrorOptions} from './sdk-error.ts';

/** A time limit of ours ended a wait. The server may still be working. */
export class TimeoutError extends SdkError {
	constructor(message: string, options: SdkErrorOptions = {}) {
		super(message, {...options, code: options.code ?? 'timeout'});
	}

	override get name(): string {
		return 'TimeoutError';
	}
}
