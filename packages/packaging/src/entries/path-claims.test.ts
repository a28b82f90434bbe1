import {describe, expect, it} from 'vitest';
import {createPathClaims} from './path-claims.ts';

const claimAll = (...paths: readonly string[]): (() => void) => {
	const claim = createPathClaims();
	return () => paths.forEach(path => claim(path));
};

describe('claimed paths', () => {
	it.each(['a', 'a/b/c.txt', '12:30.txt', 'ein Ordner/Straße.pdf', '…/..x/x..', '資料/写真.tif', 'a'.repeat(255), '~', 'con'])(
		'may be %j',
		path => {
			expect(createPathClaims()(path)).toBe(path);
		},
	);

	it.each([
		['', 'empty'],
		['..', '".."'],
		['a/../../b', '".."'],
		['./a', '"."'],
		['a/.', '"."'],
		['/etc/passwd', 'absolute'],
		['//server/share', 'absolute'],
		['C:/x', 'drive'],
		['c:x', 'drive'],
		['\\\\server\\share', 'backslash'],
		['a\\..\\b', 'backslash'],
		['a//b', 'empty'],
		['a/', 'empty'],
		['a\0b', 'control'],
		['a\nb', 'control'],
		['a\u007fb', 'control'],
		['a\u0085b', 'control'],
		['a\ud800', 'UTF-8'],
		['\udc00a', 'UTF-8'],
		['a'.repeat(256), '255'],
		[`${'ä'.repeat(250)}/`.repeat(140) + 'x', '65534'],
		[`${'a'.repeat(254)}/`.repeat(257).slice(0, -1) + 'b', '65534'],
	])('may not be %j', (path, reason) => {
		expect(() => createPathClaims()(path)).toThrow(
			expect.objectContaining({problem: 'unsafe-path', path, message: expect.stringContaining(reason) as string}),
		);
	});

	it.each([
		[['a', 'a'], 'twice'],
		[['Photo.JPG', 'photo.jpg'], 'letter case'],
		[['\u00e9', 'e\u0301'], 'Unicode form'],
		[['É', 'e\u0301'], 'letter case or Unicode'],
		[['STRASSE', 'straße'], 'letter case'],
		[['STRAẞE', 'straße'], 'letter case'],
		[['ϑ', 'ϴ'], 'letter case'],
		[['ΟΔΟΣ', 'οδος'], 'letter case'],
		[['a', 'a/b'], 'a file and a folder'],
		[['a/b', 'a'], 'a file and a folder'],
		[['A', 'a/b'], 'a file and a folder'],
		[['Letters/1', 'letters/2'], 'letter case'],
		[['x/\u00e9/1', 'x/e\u0301/2'], 'Unicode form'],
	])('may not be %j together', (paths, reason) => {
		expect(claimAll(...paths)).toThrow(
			expect.objectContaining({problem: 'duplicate-path', message: expect.stringContaining(reason) as string}),
		);
	});

	it.each([[['sınır', 'sinir']], [['a/b', 'a/c', 'ab', 'a b']], [['a.txt', 'a.txt.', 'a.txt ']]])('may be %j together', paths => {
		expect(claimAll(...paths)).not.toThrow();
	});

	it('may be as deep as they are long, without taking long', () => {
		const claim = createPathClaims();
		const deep = 'a/'.repeat(32_000);
		const begin = performance.now();
		claim(`${deep}b`);
		claim(`${deep}c`, 'folder');
		expect(() => claim(`${deep}B`)).toThrow(/letter case/);
		expect(performance.now() - begin).toBeLessThan(1000);
	});

	it('are told by their beginning and their end when they are long', () => {
		const message = expect.stringContaining(`aaa…${'b'.repeat(27)}.pax.zip.opex" cannot be`) as string;
		expect(claimAll(`${'a'.repeat(200)}${'b'.repeat(60)}.pax.zip.opex`)).toThrow(
			expect.objectContaining({problem: 'unsafe-path', message}),
		);
	});

	it('may name a folder more than once, in one spelling', () => {
		const claim = createPathClaims();
		claim('a/b', 'folder');
		claim('a/b', 'folder');
		claim('a/b/c');
		expect(() => claim('a/B', 'folder')).toThrow(/letter case/);
		expect(() => claim('a/b/c', 'folder')).toThrow(/a file and a folder/);
	});
});
