import {expect, it} from 'vitest';
import {repeatedKeys} from './repeated-keys.ts';

it.each([
	['{"a": 1, "b": 2, "a": 3}', ['a']],
	['{"a": {"b": 1, "b": 2}, "c": [{"d": 1, "d": 2}]}', ['b', 'd']],
	['{"a": {"a": 1}, "b": {"a": 1}}', []],
	['[{"a": 1}, {"a": 1}]', []],
	['{"a": "a", "b": "a"}', []],
	['{"a": ["a", "a", "a:"], "b": "\\"a\\": 1"}', []],
	[String.raw`{"a": 1, "\u0061": 2}`, ['a']],
	[String.raw`{"a\\": 1, "a\\": 2, "\"": 3, "\"": 4}`, ['a\\', '"']],
	[`{"a"${' '.repeat(100)}: 1, "a"\n\t\r: 2}`, ['a']],
	['{"__proto__": 1, "__proto__": 2}', ['__proto__']],
	['"a"', []],
	['1', []],
])('of %s are %j', (text, keys) => {
	expect(repeatedKeys(text)).toEqual(keys);
});
