import type {HttpClient, HttpMethod, SendOptions} from '../http/options.ts';
import type {Path} from '../http/path.ts';
import {redactUrl} from '../http/redact.ts';
import type {JsonValue} from './json-value.ts';
import {type JsonSchema, parseJson} from './parse-json.ts';

/**
 * Reads an answer as JSON.
 *
 * @throws DecodeError when it is something else, or of another shape; NetworkError and TimeoutError when it breaks off
 */
export async function decodeJson<T>(response: Response, schema: JsonSchema<T>): Promise<T> {
	return parseJson(await response.text(), schema, `The answer of ${redactUrl(response.url) || 'the server'}`);
}

/**
 * Asks for JSON.
 *
 * @throws whatever `send` and `decodeJson` throw
 */
export async function getJson<T>(
	http: HttpClient,
	target: Path | URL | string,
	schema: JsonSchema<T>,
	options: SendOptions = {},
): Promise<T> {
	const headers = {accept: 'application/json', ...options.headers};
	return decodeJson(await http.send('GET', target, {...options, headers}), schema);
}

/**
 * Sends JSON and reads the JSON that comes back.
 *
 * @throws whatever `send` and `decodeJson` throw
 */
export async function sendJson<T>(
	http: HttpClient,
	method: HttpMethod,
	target: Path | URL | string,
	body: JsonValue,
	schema: JsonSchema<T>,
	options: SendOptions = {},
): Promise<T> {
	const headers = {accept: 'application/json', 'content-type': 'application/json', ...options.headers};
	return decodeJson(await http.send(method, target, {...options, headers, body: JSON.stringify(body)}), schema);
}
