import {SdkError, type SdkErrorOptions} from './sdk-error.ts';

/** What is wrong in a package, and with which of its files. */
export interface PackageErrorOptions extends SdkErrorOptions {
	/** The kind of problem, such as `duplicate-path`. */
	readonly problem: string;
	/** The path inside the package, if the problem has one. */
	readonly path?: string | undefined;
}

/** A package cannot be written or read as it is. */
export class PackageError extends SdkError {
	/** The kind of problem, such as `duplicate-path`. */
	readonly problem: string;
	/** The path inside the package. */
	readonly path: string | undefined;

	constructor(message: string, {problem, path, ...options}: PackageErrorOptions) {
		super(message, options);
		this.problem = problem;
		this.path = path;
	}

	override get name(): string {
		return 'PackageError';
	}
}
