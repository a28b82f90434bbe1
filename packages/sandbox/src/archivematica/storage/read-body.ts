import {text as plainText} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {badRequest, Refusal, uncaught} from './refusal.ts';
import type {Shown} from './resources.ts';

/**
 * The body of a write to a list or an object (reference, 1.6). Without a type it is taken for JSON; any other type is a 415. YAML, which the
 * real server takes too, is not read here.
 *
 * @throws Refusal when it is no JSON object
 */
export async function readBody(request: Asked): Promise<Shown> {
	const type = request.headers.get('content-type');
	if (type !== null && type.split(';')[0]?.trim().toLowerCase() !== 'application/json') throw new Refusal(uncaught(415));
	const body = parseJson(await request.text());
	if (body === undefined) throw new Refusal(badRequest('Request is not valid JSON.'));
	const object = asObject(body.value);
	if (!object) throw new Refusal(uncaught());
	return object;
}

/**
 * The body of a sub-action, whatever its type. One that cannot be read is one without fields.
 *
 * @throws Refusal when a field is missing
 */
export async function readFields(request: Asked, required: readonly string[]): Promise<Shown> {
	const object = asObject(parseJson(await request.text())?.value) ?? {};
	demandFields(object, required);
	return object;
}

/** @throws Refusal when a field is missing */
export function demandFields(object: Shown, required: readonly string[]): void {
	if (required.every(name => Object.hasOwn(object, name))) return;
	throw new Refusal(plainText(`All of these fields must be provided: ${required.join(', ')}`, 400));
}

/** The value of a JSON text; `undefined` when it is none. */
export function parseJson(text: string): {readonly value: unknown} | undefined {
	try {
		return {value: JSON.parse(text)};
	} catch {
		return undefined;
	}
}

function asObject(value: unknown): Shown | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
}
