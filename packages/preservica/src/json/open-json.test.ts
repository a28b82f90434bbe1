import {expect, it} from 'vitest';
import {identifier, jsonObject, jsonValue} from './open-json.ts';

it.each([
	['a1', 'a1'],
	[7, '7'],
	[0, '0'],
])('takes %o for an identifier', (given, read) => {
	expect(identifier.parse(given)).toBe(read);
});

it.each(['', null, undefined, true, {}, Number.NaN])('does not take %o for an identifier', given => {
	expect(identifier.safeParse(given).success).toBe(false);
});

it('tells objects from other values, and values from none', () => {
	expect([{}, [], null, 'x'].map(value => jsonObject.safeParse(value).success)).toEqual([true, false, false, false]);
	expect([{}, [], null, 'x', 0, undefined].map(value => jsonValue.safeParse(value).success)).toEqual([true, true, true, true, true, false]);
});
