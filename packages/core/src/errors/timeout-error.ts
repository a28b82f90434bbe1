import {SdkError} from './sdk-error.ts';

/** A time limit of ours ended a wait. The server may still be working. */
export class TimeoutError extends SdkError {
	override get name(): string {
		return 'TimeoutError';
	}
}
