import type {HttpClient, HttpMethod, JsonValue, Path, SendOptions} from '@fonds/core';
import {parseJson, type JsonSchema} from '@fonds/core/json';
import * as z from 'zod/mini';
import {orSayUncertain} from '../operations/lost-answer.ts';

/** An object of JSON of which not all keys are known. */
export type JsonObject = {readonly [key: string]: JsonValue};

/** Anything that was read as JSON. */
export const jsonValue: z.ZodMiniType<JsonValue> = z.custom<JsonValue>(value => value !== undefined, 'value expected');

/** Any object that was read as JSON, passed through as it is. */
export const jsonObject: z.ZodMiniType<JsonObject> = z.custom<JsonObject>(
	value => typeof value === 'object' && value !== null && !Array.isArray(value),
	'object expected',
);

/** An identifier that is written as text or as a number. */
export const identifier: z.ZodMiniType<string> = z.pipe(
	z.union([z.string().check(z.minLength(1)), z.number()]),
	z.transform(value => String(value)),
);

const headers = {accept: 'application/json', 'content-type': 'application/json;charset=UTF-8'};

/** Sends JSON; properties that are `undefined` are left out. */
export function sendBody(
	http: HttpClient,
	method: HttpMethod,
	target: Path | string,
	body: object,
	options: SendOptions = {},
): Promise<Response> {
	return http.send(method, target, {...options, headers: {...headers, ...options.headers}, body: JSON.stringify(body)});
}

/** What making something new takes besides the thing itself. */
export interface NewThing<T> {
	/** Reads the answer. */
	readonly decode: (answer: string) => T;
	/** What an error ends with when the answer is lost or cannot be read. */
	readonly advice: string;
}

/** Sends JSON that makes something new, once. */
export function sendNew<T>(
	http: HttpClient,
	target: Path | string,
	body: object,
	{decode, advice}: NewThing<T>,
	options: SendOptions = {},
): Promise<T> {
	return orSayUncertain(advice, async () => decode(await (await sendBody(http, 'POST', target, body, options)).text()));
}

/** Reads an answer as JSON; `undefined` when it is empty, as success may be (reference 6.3). */
export function decodeIfAny<T>(text: string, schema: JsonSchema<T>): T | undefined {
	return text.trim() === '' ? undefined : parseJson(text, schema, 'The answer of the server');
}
