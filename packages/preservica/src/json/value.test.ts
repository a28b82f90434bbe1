import {DecodeError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import * as z from 'zod/mini';
import {optionalFlag, optionalNumber, optionalText, wholeObject} from './lenient.ts';
import {decodeValue} from './value.ts';

const answer = (body: unknown) => new Response(typeof body === 'string' ? body : JSON.stringify(body));
const schema = z.object({n: z.number()});

describe('the envelope', () => {
	it('gives its value, and needs nothing else', async () => {
		expect(await decodeValue(answer({success: true, version: 1, value: {n: 1}}), schema)).toEqual({n: 1});
		expect(await decodeValue(answer({value: {n: 1}}), schema)).toEqual({n: 1});
	});

	it.each([
		[{success: false, message: 'no such index'}, 'did not succeed: no such index'],
		[{success: false, value: {n: 1}}, 'did not succeed and gives no reason'],
		[{success: false, message: 'm'.repeat(300)}, `did not succeed: ${'m'.repeat(200)}.`],
		[{success: true}, 'has no value'],
		[{value: {n: 'x'}}, 'value.n: number expected'],
		['<html>proxy</html>', 'a web page where JSON was expected'],
	])('refuses %o', async (body, message) => {
		const failure = await decodeValue(answer(body), schema).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(DecodeError);
		expect(String(failure)).toContain(message);
	});
});

describe('lenient JSON', () => {
	const read = wholeObject({flag: optionalFlag, number: optionalNumber, text: optionalText});

	it.each([
		[{}, {flag: undefined, number: undefined, text: undefined}],
		[
			{flag: null, number: null, text: null},
			{flag: undefined, number: undefined, text: undefined},
		],
		[
			{flag: 'True', number: '12', text: ''},
			{flag: true, number: 12, text: ''},
		],
		[
			{flag: 'false', number: '', text: 'x'},
			{flag: false, number: undefined, text: 'x'},
		],
		[
			{flag: false, number: -1.5},
			{flag: false, number: -1.5, text: undefined},
		],
	])('reads %o', (value, expected) => {
		expect(read.parse(value)).toStrictEqual(expected);
	});

	it('has every key of the shape and no other, and says what is of another shape', () => {
		expect(Object.keys(read.parse({text: 'x', more: 1}))).toStrictEqual(['flag', 'number', 'text']);
		expect(read.safeParse({text: 1}).error?.issues[0]?.path).toEqual(['text']);
		expect(Object.getPrototypeOf(read.parse(JSON.parse('{"__proto__": {"text": "evil"}}')))).toBe(Object.prototype);
	});
});
