import {describe, expect, it} from 'vitest';
import {decodeBagPath, encodeBagPath, unsafePath} from './paths.ts';

describe('paths in a bag', () => {
	it.each(['a%b', '%25', '%2525', '%0A', '%0d', 'a\nb', 'a\rb', '\r\n', '%\n%', 'é', '%%%'])('%j is written and read back', path => {
		const written = encodeBagPath(path);
		expect(written).not.toMatch(/[\r\n]/);
		expect(decodeBagPath(written, true)).toBe(path);
	});

	it('mean percent signs by percent signs before 1.0', () => {
		expect(decodeBagPath('a%25%0Ab', false)).toBe('a%25\nb');
		expect(decodeBagPath('a%25%0Ab', true)).toBe('a%\nb');
	});

	it.each(['', '/a', '\\a', 'C:/a', 'c:\\a', '~', '~a/b', '%TEMP%/a', 'a//b', 'a/./b', '../a', 'a/..', 'a\\..\\b', 'a\0b'])(
		'may not be %j',
		path => {
			expect(unsafePath(path, false)).toBeDefined();
		},
	);

	it.each(['a', 'a..b', '..a', 'a\\b', 'a~', 'a/%b%'])('may be %j', path => {
		expect(unsafePath(path, false)).toBeUndefined();
	});

	it.each(['a', 'database/a', 'Data/a', 'data'])('of the payload may not be %j', path => {
		expect(unsafePath(path, true)).toBe('is not in data/');
	});
});
