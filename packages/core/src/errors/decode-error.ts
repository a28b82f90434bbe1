import {SdkError, type SdkErrorOptions} from './sdk-error.ts';

/** An answer or a document has another shape than it should have. */
export class DecodeError extends SdkError {
	constructor(message: string, options: SdkErrorOptions = {}) {
		super(message, {...options, code: options.code ?? 'decode'});
	}

	override get name(): string {
		return 'DecodeError';
	}
}
