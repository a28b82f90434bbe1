import {SdkError, type SdkErrorOptions} from './sdk-error.ts';

/** Which check failed, and how. */
export interface FixityErrorOptions extends SdkErrorOptions {
	/** The digest algorithm, or `size`. */
	readonly algorithm: string;
	/** What was promised. */
	readonly expected: string;
	/** What the bytes give. */
	readonly actual: string;
	/** The file, if it has a name. */
	readonly path?: string | undefined;
}

/** The bytes are not those that were promised: the size or a digest differs. */
export class FixityError extends SdkError {
	/** The digest algorithm, or `size`. */
	readonly algorithm: string;
	/** What was promised. */
	readonly expected: string;
	/** What the bytes give. */
	readonly actual: string;
	/** The file, if it has a name. */
	readonly path: string | undefined;

	constructor(message: string, {algorithm, expected, actual, path, ...options}: FixityErrorOptions) {
		super(message, options);
		this.algorithm = algorithm;
		this.expected = expected;
		this.actual = actual;
		this.path = path;
	}

	override get name(): string {
		return 'FixityError';
	}
}
