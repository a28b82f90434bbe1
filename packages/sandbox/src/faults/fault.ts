/** What is to go wrong. */
export type FaultKind =
	/** Answers `status` instead of handling the request. */
	| 'status'
	/** Handles the request after `delay` milliseconds. */
	| 'delay'
	/** Breaks the connection without an answer. */
	| 'drop'
	/** Breaks the connection in the middle of the answer's body, whose length was announced in full. */
	| 'truncate'
	/** Changes one byte in the middle of the answer's body. */
	| 'corrupt'
	/** Ends all Preservica tokens, then handles the request. */
	| 'expire-tokens';

/** Something that is to go wrong, where, and how often. */
export interface Fault {
	readonly kind: FaultKind;
	/** @default any */
	readonly method?: string | undefined;
	/**
	 * Which addresses: a path in which `*` stands for anything, such as `*bitstreams*content`, or an expression. It is compared with path and query
	 * when it has a `?` in it (in an expression: `\?`), otherwise with the path alone.
	 */
	readonly path: string | RegExp;
	/** How many requests it happens to. @default 1 */
	readonly times?: number | undefined;
	/** How many matching requests are let through before. @default 0 */
	readonly after?: number | undefined;
	/** For `status`. @default 500 */
	readonly status?: number | undefined;
	/** For `status`: the body of the answer. @default a short HTML page, as gateways send them */
	readonly body?: string | undefined;
	/** For `status`: the header Retry-After, in seconds or as a date. */
	readonly retryAfter?: number | string | undefined;
	/** For `delay`: milliseconds. @default 1000 */
	readonly delay?: number | undefined;
	/** For `status` and `drop`: `after` handles the request first, so that only its answer is lost. @default 'before' */
	readonly when?: 'before' | 'after' | undefined;
}

const kinds: readonly FaultKind[] = ['status', 'delay', 'drop', 'truncate', 'corrupt', 'expire-tokens'];
const known: ReadonlySet<string> = new Set(['kind', 'method', 'path', 'times', 'after', 'status', 'body', 'retryAfter', 'delay', 'when']);

/** @throws TypeError saying what is wrong with it. */
function readFault(value: unknown): Fault {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('A fault must be an object.');
	const given: Readonly<Record<string, unknown>> = {...value};
	const unknown = Object.keys(given).find(name => !known.has(name));
	if (unknown !== undefined) throw new TypeError(`A fault has no property ${unknown}.`);
	const kind = kinds.find(name => name === given['kind']);
	if (!kind) throw new TypeError(`The kind of a fault must be one of ${kinds.join(', ')}.`);
	const path = optionalText(given, 'path');
	if (path === undefined) throw new TypeError('The path of a fault must be given.');
	const when = optionalText(given, 'when');
	if (when !== undefined && when !== 'before' && when !== 'after')
		throw new TypeError('The property when of a fault must be before or after.');
	const status = optionalNumber(given, 'status');
	if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599))
		throw new TypeError('The status of a fault must be from 200 to 599.');
	return {
		kind,
		path,
		when,
		status,
		method: optionalText(given, 'method'),
		body: optionalText(given, 'body'),
		times: optionalNumber(given, 'times'),
		after: optionalNumber(given, 'after'),
		delay: optionalNumber(given, 'delay'),
		retryAfter: typeof given['retryAfter'] === 'number' ? optionalNumber(given, 'retryAfter') : optionalText(given, 'retryAfter'),
	};
}

/**
 * Reads faults that came as JSON: one, or a list.
 *
 * @throws TypeError saying what is wrong and, in a list, with which.
 */
export function readFaults(value: unknown): readonly Fault[] {
	if (!Array.isArray(value)) return [readFault(value)];
	return value.map((each: unknown, index) => {
		try {
			return readFault(each);
		} catch (error) {
			throw new TypeError(`Fault ${index + 1} of ${value.length}: ${error instanceof Error ? error.message : String(error)}`, {
				cause: error,
			});
		}
	});
}

function optionalText(given: Readonly<Record<string, unknown>>, name: string): string | undefined {
	const value = given[name];
	if (value !== undefined && typeof value !== 'string') throw new TypeError(`The ${name} of a fault must be a text.`);
	return value;
}

function optionalNumber(given: Readonly<Record<string, unknown>>, name: string): number | undefined {
	const value = given[name];
	if (value !== undefined && (typeof value !== 'number' || !(value >= 0)))
		throw new TypeError(`The ${name} of a fault must be a number from 0 up.`);
	return value;
}
