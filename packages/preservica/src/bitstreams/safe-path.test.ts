import {describe, expect, it} from 'vitest';
import {createPathClaims, safeName} from './safe-path.ts';

describe('a safe name', () => {
	it.each([
		['page 1.tiff', 'page 1.tiff'],
		['日本語 “x”.txt', '日本語 “x”.txt'],
		['../../etc/passwd', '_.._.._etc_passwd'],
		['..\\..\\boot.ini', '_.._.._boot.ini'],
		['/etc/passwd', '_etc_passwd'],
		['C:\\x', 'C__x'],
		['..', '_'],
		['.', '_'],
		['', '_'],
		['   ', '_'],
		['a. . .', 'a'],
		['a\u0000b\nc\u007f', 'a_b_c_'],
		['x\u202Efdp.exe', 'x_fdp.exe'],
		['\ud800x', '_x'],
		['CON', '_CON'],
		['nul.txt', '_nul.txt'],
		['com1', '_com1'],
		['console.log', 'console.log'],
		['a<b>|?*".txt', 'a_b_____.txt'],
		['.htaccess', '.htaccess'],
	])('of %o is %o', (name, expected) => {
		expect(safeName(name)).toBe(expected);
	});

	it('is short enough for any file system, whole characters, with its extension', () => {
		const name = safeName(`${'\u{1F4DC}'.repeat(200)}.tiff`);
		expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(200);
		expect(name).toMatch(/^(?:\u{1F4DC})+\.tiff$/u);
		expect(safeName('x'.repeat(300))).toBe('x'.repeat(200));
		expect(safeName(`${'x'.repeat(190)}     y${'z'.repeat(20)}.tiff`)).toBe(`${'x'.repeat(190)}.tiff`);
	});
});

describe('paths', () => {
	it('are given out once, also to names that only a person can tell apart', () => {
		const claim = createPathClaims();
		expect(
			['a.txt', 'a.txt', 'A.TXT', 'e\u0301', '\u00e9', 'a/b', 'a:b', 'noext', 'noext', '.env', '.env'].map(name => claim('P-1', name)),
		).toEqual([
			'P-1/a.txt',
			'P-1/a (2).txt',
			'P-1/A (3).TXT',
			'P-1/e\u0301',
			'P-1/\u00e9 (2)',
			'P-1/a_b',
			'P-1/a_b (2)',
			'P-1/noext',
			'P-1/noext (2)',
			'P-1/.env',
			'P-1/.env (2)',
		]);
		expect(claim('P-2', 'a.txt')).toBe('P-2/a.txt');
	});

	it('do not collide with the numbers they are given', () => {
		const claim = createPathClaims();
		expect(['a (2).txt', 'a.txt', 'a.txt'].map(name => claim('f', name))).toEqual(['f/a (2).txt', 'f/a.txt', 'f/a (3).txt']);
	});
});
