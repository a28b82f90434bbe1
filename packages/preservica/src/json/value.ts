import {DecodeError, type HttpClient, type Path, type SendOptions} from '@fonds/core';
import {decodeJson} from '@fonds/core/json';
import * as z from 'zod/mini';

/**
 * Reads the `value` of an answer in the envelope of the Content and Process monitor APIs (reference 1.3).
 *
 * @throws DecodeError when the answer is something else, of another shape, or says that it did not succeed.
 */
export async function decodeValue<T>(response: Response, schema: z.ZodMiniType<T>): Promise<T> {
	const envelope = z.object({
		success: z.optional(z.boolean()),
		message: z.optional(z.nullable(z.string())),
		value: z.optional(schema),
	});
	const {success, value, message} = await decodeJson(response, envelope);
	if (success === false) {
		throw new DecodeError(`The server answered that it did not succeed${message ? `: ${message.slice(0, 200)}` : ' and gives no reason'}.`);
	}
	if (value === undefined) {
		throw new DecodeError('The answer has no value. Another server, or a proxy, may have answered.');
	}
	return value;
}

/** Asks for the `value` of an answer in the envelope. */
export async function getValue<T>(
	http: HttpClient,
	target: Path | URL | string,
	schema: z.ZodMiniType<T>,
	options: SendOptions = {},
): Promise<T> {
	const headers = {accept: 'application/json', ...options.headers};
	return decodeValue(await http.send('GET', target, {...options, headers}), schema);
}
