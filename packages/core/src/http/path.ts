import {ConfigurationError} from '../errors/configuration-error.ts';

/** A path below the server's address, made by the tag {@link path}. */
export class Path {
	readonly #text: string;

	/** @throws ConfigurationError when the path starts with a slash or has a segment `.` or `..`. */
	constructor(text: string) {
		if (/^\/|^[a-z][a-z\d+.-]*:/i.test(text) || /(?:^|\/)(?:\.|%2e){1,2}(?:\/|[?#]|$)/i.test(text)) {
			throw new ConfigurationError(`The path ${JSON.stringify(text)} must be relative, without "." and ".." segments.`);
		}

		this.#text = text;
	}

	/** The encoded path, without a leading slash. */
	toString(): string {
		return this.#text;
	}
}

/**
 * Writes a path of the server; every parameter becomes one encoded segment or part of one.
 *
 * ```ts
 * path`api/entity/information-objects/${ref}`
 * ```
 *
 * @throws ConfigurationError when a parameter is empty, `.` or `..`, or cannot be encoded: it would address something else.
 */
export function path(strings: TemplateStringsArray, ...parameters: readonly (string | number)[]): Path {
	return new Path(strings.map((text, index) => text + (index < parameters.length ? encode(parameters[index]) : '')).join(''));
}

function encode(parameter: unknown): string {
	const text = String(parameter);
	const usable = typeof parameter === 'string' ? !/^\.{0,2}$|\p{Cs}/u.test(text) : Number.isFinite(parameter);
	if (!usable) {
		throw new ConfigurationError(`${JSON.stringify(text)} cannot be part of a path. Give the reference or name of one thing.`);
	}

	return encodeURIComponent(text);
}
