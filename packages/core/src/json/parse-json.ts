import {ConfigurationError} from '../errors/configuration-error.ts';
import {DecodeError} from '../errors/decode-error.ts';

/** One thing a schema finds wrong. */
export interface JsonIssue {
	readonly message: string;
	readonly path?: readonly (PropertyKey | {readonly key: PropertyKey})[] | undefined;
}

/** What a schema says about a value. */
export type JsonVerdict<T> = {readonly value: T; readonly issues?: undefined} | {readonly issues: readonly JsonIssue[]};

/** Checks a value and gives it a type. The part of Standard Schema that is used here, so schemas of zod and others fit. */
export interface JsonSchema<T> {
	readonly '~standard': {readonly validate: (value: unknown) => JsonVerdict<T> | Promise<JsonVerdict<T>>};
}

/**
 * Reads and checks JSON.
 *
 * @param what - Names the text in errors, such as `The answer of https://…`.
 * @throws DecodeError when the text is not JSON, or the value is not what the schema asks for. Values are not quoted: they may be secrets.
 */
export function parseJson<T>(text: string, schema: JsonSchema<T>, what: string): T {
	const verdict = schema['~standard'].validate(read(text, what));
	if (verdict instanceof Promise) {
		verdict.catch(() => {}); // Nobody waits for it.
		throw new ConfigurationError('The schema works asynchronously, or fails. Use one that does not.');
	}

	if (verdict.issues) {
		throw new DecodeError(`${what} has another shape than expected: ${verdict.issues.slice(0, 5).map(describeIssue).join('; ')}.`);
	}

	return verdict.value;
}

function read(text: string, what: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new DecodeError(`${what} ${describeText(text.trim(), error)}`);
	}
}

/** Why a text is no JSON. The start of what looks like JSON, or like a bare token, is not quoted. */
function describeText(text: string, error: unknown): string {
	if (text === '') {
		return 'is empty where JSON was expected.';
	}

	if (/^[[{"]/.test(text)) {
		const position = /position \d+|line \d+ column \d+/.exec(String(error))?.[0];
		return `is damaged JSON${position ? ` (at ${position})` : ''}. It may have been cut off.`;
	}

	const start = text
		.slice(0, 200)
		.replaceAll(/[\w.+/=-]{32,}/g, '…')
		.replaceAll(/\s+/g, ' ');
	if (/^<(?:!doctype|html|head|body|\?xml)/i.test(text)) {
		const kind = /^<\?xml/i.test(text) ? 'XML' : 'a web page';
		return `is ${kind} where JSON was expected; it may come from a sign-in page or a proxy. It starts with: ${start}`;
	}

	return `is text where JSON was expected${/\s/.test(start) ? `. It starts with: ${start}` : '.'}`;
}

function describeIssue(issue: JsonIssue): string {
	const {path = []} = issue;
	// zod mini comes without texts, but says what it expected.
	const message = 'expected' in issue && typeof issue.expected === 'string' ? `${issue.expected} expected` : issue.message;
	const where = path.map(part => String(typeof part === 'object' ? part.key : part)).join('.');
	return where === '' ? message : `${where}: ${message}`;
}
