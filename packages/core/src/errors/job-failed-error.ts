import {SdkError, type SdkErrorOptions} from './sdk-error.ts';

/** The work ended on the server, without success. */
export class JobFailedError<Status = unknown> extends SdkError {
	/** The last status the server gave. */
	readonly status: Status;

	constructor(message: string, {status, ...options}: SdkErrorOptions & {readonly status: Status}) {
		super(message, options);
		this.status = status;
	}

	override get name(): string {
		return 'JobFailedError';
	}
}
