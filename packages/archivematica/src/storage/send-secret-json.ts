import {DecodeError, Secret} from '@fonds/core';
import type {HttpClient, JsonValue, Path, RequestOptions} from '@fonds/core';
import {sendJson} from '@fonds/core/json';
import type {JsonSchema} from '@fonds/core/json';

/** A secret as text, for where it is sent. */
export function revealed(secret: string | Secret): string {
	return secret instanceof Secret ? secret.reveal() : secret;
}

/** Posts JSON with secrets in it. A server may quote what it was sent: errors tell of it without them. */
export async function sendSecretJson<T>(
	http: HttpClient,
	target: Path,
	body: JsonValue,
	schema: JsonSchema<T>,
	secrets: readonly string[],
	options: RequestOptions,
): Promise<T> {
	try {
		return await sendJson(http, 'POST', target, body, schema, {...options, secrets});
	} catch (error) {
		throw error instanceof DecodeError ? withoutSecrets(error, secrets) : error;
	}
}

function withoutSecrets(error: DecodeError, secrets: readonly string[]): DecodeError {
	const forms = secrets.filter(({length}) => length > 3).flatMap(secret => [JSON.stringify(secret).slice(1, -1), secret]);
	const clean = forms.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), error.message);
	return clean === error.message ? error : new DecodeError(clean, {code: error.code});
}
