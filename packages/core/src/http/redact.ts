/** What stands where a secret stood. */
export const redacted = '[redacted]';

/** Names of parameters whose values are secrets, whatever their spelling: `access-token`, `accessToken`, `api_key`, `X-Amz-Signature` … */
const secretName = /token|passw|secret|signature|credential|authorization|^cookie$|api[-_]?key|^key$|^sig$|^pwd$|^otp$|^code$|^x-amz-/i;

/** A query parameter anywhere in a text. */
const parameter = /([?&;])([^=&#?\s"'<>;]+)=([^&#\s"'<>;]*)/g;

/** User name and password in front of a host, also a password with a slash that is not encoded; `host:port/` is something else. */
const userinfo = /:\/\/(?:[^/?#\s"'<>]+|[^/?#\s@:"'<>]+:(?!\d+[/?#])[^\s"'<>]*)@/g;

const decoded = (text: string): string => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};

/** Is a parameter, form field or header of this name a secret? */
export const isSecretName = (name: string): boolean => secretName.test(decoded(name));

/** Replaces the values of token-like query parameters and any user information in every URL of a text. */
export function redactUrl(text: string): string {
	const hasApiKey = /[?&;]api[-_]?key=/i.test(text);
	return text
		.replace(userinfo, `://${redacted}@`)
		.replace(parameter, (whole, before: string, name: string) =>
			isSecretName(name) || (hasApiKey && /^user(name)?$/i.test(name)) ? `${before}${name}=${redacted}` : whole,
		);
}

/** Makes a text fit for errors and events. */
export interface Redactor {
	(text: string): string;
	/** The length of the longest secret it knows. */
	readonly longest: number;
}

/** The secrets in headers that authorise: whole values, what follows a scheme, and what follows `user:`. */
export function secretsOfHeaders(headers: Readonly<Record<string, string>>): string[] {
	return Object.values(headers).flatMap(value => {
		const words = value.trim().split(/[\s,]+/);
		const parts = words.length > 1 ? words.slice(1) : words;
		const plain = /^basic /i.test(value) ? fromBase64(parts[0] ?? '') : '';
		return [value].concat(parts.concat(plain).flatMap(part => [part, part.slice(part.indexOf(':') + 1)]));
	});
}

/** What the base64 text of Basic authorisation says. */
function fromBase64(text: string): string {
	try {
		return atob(text);
	} catch {
		return '';
	}
}

/** A secret as it stands in a text, a URL, XML and JSON. */
const spellings = (secret: string): string[] => [
	secret,
	encodeURIComponent(secret.replace(/\p{Cs}/gu, '\uFFFD')),
	secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
	JSON.stringify(secret).slice(1, -1),
];

/**
 * Knows the secrets of one request and replaces them wherever they appear in a text, also percent-encoded or escaped for XML and JSON.
 * What is shorter than four characters is left: it would mangle every text and protect nothing.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
	const forms = new Set(secrets.flatMap(secret => (secret.length > 3 ? spellings(secret) : [])));
	const sorted = [...forms].toSorted((a, b) => b.length - a.length);
	const redact = (text: string): string => redactUrl(sorted.reduce((rest, form) => rest.replaceAll(form, redacted), text));
	return Object.assign(redact, {longest: sorted[0]?.length ?? 0});
}

/**
 * A copy of an error of the runtime that is safe to keep as a `cause`: runtimes put addresses, and with them query parameters, into
 * messages and properties.
 */
export function harmlessCause(error: unknown, redact: (text: string) => string, depth = 0): unknown {
	if (!(error instanceof Error)) {
		return typeof error === 'string' ? redact(error) : undefined;
	}

	const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
	const cause = depth < 5 ? harmlessCause(inner, redact, depth + 1) : undefined;
	const copy = new Error(redact(error.message), cause === undefined ? undefined : {cause});
	const code = 'code' in error ? error.code : undefined;
	Object.defineProperty(copy, 'name', {value: error.name});
	Object.defineProperty(copy, 'stack', {value: `${error.name}: ${copy.message}`});
	return typeof code === 'string' ? Object.assign(copy, {code}) : copy;
}
