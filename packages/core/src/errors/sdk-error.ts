/** Marks our errors, also those of a second installed copy of this package. */
const brand = Symbol.for('@fonds/core/SdkError');

/** What every error of Fonds takes. */
export interface SdkErrorOptions {
	/** A word for programs, more telling than the class. */
	readonly code?: string | undefined;
	/** What went wrong underneath. */
	readonly cause?: unknown;
}

/** The root of every error Fonds raises itself. An abort is not among them: `signal.reason` comes through untouched. */
export class SdkError extends Error {
	/** A word for programs, such as `no-space`; unless a more telling one is given, the name of the class as in `not-found`. */
	readonly code: string;

	/** @param message - A sentence: what, where, what to do. */
	constructor(message: string, {code, cause}: SdkErrorOptions = {}) {
		super(message, cause === undefined ? undefined : {cause});
		this.code = code ?? codeOf(this.name);
		Object.defineProperty(this, brand, {value: true});
	}

	/** The name of the class, also after minification. A getter, so that stack traces start with it and bundlers can drop unused classes. */
	override get name(): string {
		return 'SdkError';
	}
}

/** `NotFoundError` has the code `not-found`. */
function codeOf(name: string): string {
	return name
		.replace(/Error$/, '')
		.replaceAll(/\B[A-Z]/g, '-$&')
		.toLowerCase();
}

/** Is this an error of Fonds (of any installed copy), and does it have this code if one is given? */
export function isSdkError(error: unknown, code?: string): error is SdkError {
	return typeof error === 'object' && error !== null && brand in error && (code === undefined || ('code' in error && error.code === code));
}
