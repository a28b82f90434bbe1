import {AuthenticationError, ConflictError, DecodeError, HttpError, isSdkError, NotFoundError, PermissionError, Secret} from '@fonds/core';
import type {HttpClient, JsonValue, Path, RequestOptions} from '@fonds/core';
import {sendJson} from '@fonds/core/json';
import type {JsonSchema} from '@fonds/core/json';

/** A secret as text, for where it is sent. */
export function revealed(secret: string | Secret): string {
	return secret instanceof Secret ? secret.reveal() : secret;
}

/** Posts JSON with secrets in it. A server may quote what it was sent in an error: there they are replaced. */
export async function sendSecretJson<T>(
	http: HttpClient,
	target: Path,
	body: JsonValue,
	schema: JsonSchema<T>,
	secrets: readonly string[],
	options: RequestOptions,
): Promise<T> {
	try {
		return await sendJson(http, 'POST', target, body, schema, options);
	} catch (error) {
		throw withoutSecrets(error, secrets.flatMap(spellings));
	}
}

/** As it is, and as JSON and URLs write it. What is shorter than four characters would mangle every text and protect nothing. */
function spellings(secret: string): readonly string[] {
	return secret.length < 4 ? [] : [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), secret];
}

function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
	const clean = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
	if (error instanceof HttpError) {
		const {message, code, status, method, url, body} = error;
		const kinds = [AuthenticationError, PermissionError, NotFoundError, ConflictError];
		const Kind = kinds.find(kind => error instanceof kind) ?? HttpError;
		return isClean(error, clean) ? error : new Kind(clean(message), {code, status, method, url, body: clean(body ?? '')});
	}
	return isSdkError(error, 'decode') && clean(error.message) !== error.message ? new DecodeError(clean(error.message)) : error;
}

function isClean({message, body = ''}: HttpError, clean: (text: string) => string): boolean {
	return clean(message) === message && clean(body) === body;
}
