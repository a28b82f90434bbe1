import {SdkError} from './sdk-error.ts';

/** An answer or a document has another shape than it should have. */
export class DecodeError extends SdkError {
	override get name(): string {
		return 'DecodeError';
	}
}
