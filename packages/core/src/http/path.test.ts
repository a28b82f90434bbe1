import {describe, expect, it} from 'vitest';
import {ConfigurationError} from '../errors/configuration-error.ts';
import {Path, path} from './path.ts';

describe('path', () => {
	it.each([
		['a b', 'a%20b'],
		['a/b', 'a%2Fb'],
		['a?b#c', 'a%3Fb%23c'],
		['%2e%2e', '%252e%252e'],
		['..\\..', '..%5C..'],
		['日本語', '%E6%97%A5%E6%9C%AC%E8%AA%9E'],
		['...', '...'],
		[7, '7'],
	])('makes one segment of %j', (parameter, encoded) => {
		expect(String(path`api/${parameter}/end`)).toBe(`api/${encoded}/end`);
	});

	it.each(['', '.', '..', '\uD800', Number.NaN, Infinity])('refuses %j, which would address something else', parameter => {
		expect(() => path`api/${parameter}/end`).toThrow(ConfigurationError);
	});

	it.each(['/rooted', '//host/x', 'https://host/x', 'a/../b', '..', 'a/.', 'a/%2E%2e/b', 'a/..?x'])('refuses the text %j', text => {
		expect(() => new Path(text)).toThrow(ConfigurationError);
	});

	it('refuses dots that come together only in the whole', () => {
		expect(() => path`a/.${'.x'.slice(0, 1)}/b`).toThrow(ConfigurationError);
		expect(() => path`a/${'x'}/../b`).toThrow(ConfigurationError);
	});
});
