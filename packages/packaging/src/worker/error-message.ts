import {ConfigurationError, DecodeError, FixityError, isSdkError, PackageError, SdkError} from '@fonds/core';

/** An error in a form that crosses to another thread. Classes do not. */
export interface ErrorMessage {
	readonly name: string;
	readonly message: string;
	/** What the error holds beside its message: the code of an error of Fonds, and the like. */
	readonly details: Readonly<Record<string, string>>;
	readonly cause: ErrorMessage | undefined;
}

const kept = ['code', 'problem', 'path', 'algorithm', 'expected', 'actual'];

/** `code` of other errors, such as those of the DOM, is another thing. */
function readDetails(error: Error): Readonly<Record<string, string>> {
	const entries = kept.map((key): [string, unknown] => [key, Reflect.get(error, key)]);
	return isSdkError(error) ? Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {};
}

/** An error may be the cause of itself, by way of others. */
const maxCauses = 8;

export function encodeError(error: unknown, causes: number = maxCauses): ErrorMessage {
	if (!(error instanceof Error)) {
		return {name: 'Error', message: String(error), details: {}, cause: undefined};
	}
	const {name, message, cause} = error;
	return {
		name,
		message,
		details: readDetails(error),
		cause: cause === undefined || causes === 0 ? undefined : encodeError(cause, causes - 1),
	};
}

/** Makes an error of the class it had; of `PackageError`, if it was none of ours. */
export function decodeError({name, message, details, cause}: ErrorMessage): Error {
	const {code, problem = 'failed', path, algorithm = '', expected = '', actual = ''} = details;
	const options = {code, cause: cause === undefined ? undefined : decodeCause(cause)};
	switch (name) {
		case 'ConfigurationError':
			return new ConfigurationError(message, options);
		case 'DecodeError':
			return new DecodeError(message, options);
		case 'FixityError':
			return new FixityError(message, {...options, algorithm, expected, actual, path});
		case 'PackageError':
			return new PackageError(message, {...options, problem, path});
		default:
			return code === undefined
				? new PackageError(`The package could not be made: ${message}`, {
						problem,
						path,
						cause: decodeCause({name, message, details, cause}),
					})
				: new SdkError(message, options);
	}
}

function decodeCause({name, message, cause}: ErrorMessage): Error {
	return Object.assign(new Error(message, cause === undefined ? undefined : {cause: decodeCause(cause)}), {name});
}
