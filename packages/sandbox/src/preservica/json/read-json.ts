import {Problem} from '../problem.ts';

/** A JSON object that was sent. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** How many objects and lists may lie in one another: assumed. What is deeper than a stack could be read, and not written again. */
const deepest = 100;

/** @throws Problem 400 when the text is not a JSON object, or one that is too deep. */
export function parseObject(text: string): JsonObject {
	try {
		const value: unknown = JSON.parse(text);
		if (depthOf(value) > deepest) throw new Problem(400, `The body has more than ${deepest} levels.`);
		return asObject(value, 'The body');
	} catch (error) {
		throw error instanceof SyntaxError ? new Problem(400, 'The body is not JSON.') : error;
	}
}

/** @throws Problem 400 when the value is not an object. */
export function asObject(value: unknown, what: string): JsonObject {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem(400, `${what} must be a JSON object.`);
	return {...value};
}

/** A text that must be there. @throws Problem 400 when it is missing, empty or not a text. */
export function requiredText(object: JsonObject, name: string): string {
	const value = object[name];
	if (typeof value !== 'string' || value.trim() === '') throw new Problem(400, `${name} must be a text that is not empty.`);
	return value.trim();
}

/** @throws Problem 400 when it is there and not a text. */
export function optionalText(object: JsonObject, name: string): string | undefined {
	const value = object[name] ?? undefined;
	if (value !== undefined && typeof value !== 'string') throw new Problem(400, `${name} must be a text.`);
	return value;
}

/** A flag, which clients also send as text in any case (1.7). @throws Problem 400 for anything else. */
export function flag(object: JsonObject, name: string, otherwise: boolean): boolean {
	const value = object[name] ?? otherwise;
	const text = typeof value === 'boolean' || typeof value === 'string' ? String(value).toLowerCase() : undefined;
	if (text !== 'true' && text !== 'false') throw new Problem(400, `${name} must be true or false.`);
	return text === 'true';
}

/** A whole number, which clients also send as text (2.11). @throws Problem 400 for anything else. */
export function wholeNumber(object: JsonObject, name: string, otherwise: number): number {
	const value = object[name] ?? otherwise;
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw new Problem(400, `${name} must be a whole number.`);
	return number;
}

/** A list; none when it is missing. @throws Problem 400 when it is no list. */
export function list(object: JsonObject, name: string): readonly unknown[] {
	const value = object[name] ?? [];
	if (!Array.isArray(value)) throw new Problem(400, `${name} must be a list.`);
	return value;
}

/** How many objects and lists lie in one another; counted level by level, as a recursion would not get far. */
function depthOf(value: unknown): number {
	let depth = 0;
	for (let level: readonly unknown[] = [value]; level.length > 0; depth++) {
		level = level.flatMap(each => (typeof each === 'object' && each !== null ? Object.values(each) : []));
	}
	return depth - 1;
}
