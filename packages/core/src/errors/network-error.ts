import {SdkError} from './sdk-error.ts';

/** Nothing came back, or the connection broke while the answer was read. */
export class NetworkError extends SdkError {
	override get name(): string {
		return 'NetworkError';
	}
}
