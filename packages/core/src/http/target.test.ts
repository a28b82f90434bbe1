import {describe, expect, it} from 'vitest';
import {isSdkError} from '../errors/sdk-error.ts';
import {path} from './path.ts';
import {parseBaseUrl, resolveTarget} from './target.ts';

const base = parseBaseUrl('https://archive.test/prefix');
const resolve = (target: Parameters<typeof resolveTarget>[1], foreignLinks?: 'refuse' | 'rewrite') =>
	resolveTarget(base, target, {}, foreignLinks).href;

const thrown = (act: () => unknown): unknown => {
	try {
		act();
		return undefined;
	} catch (error) {
		return error;
	}
};

describe('the address of the server', () => {
	it.each([
		['https://archive.test', 'https://archive.test/'],
		['http://localhost:4400/a/?b#c', 'http://localhost:4400/a/'],
	])('%s becomes %s', (address, url) => {
		expect(parseBaseUrl(address).href).toBe(url);
	});

	it.each(['archive.test', '', 'ftp://archive.test', 'javascript:alert(1)', '/api'])('is not %j', address => {
		expect(
			isSdkError(
				thrown(() => parseBaseUrl(address)),
				'configuration',
			),
		).toBe(true);
	});

	it('holds no credentials, and the error does not repeat them', () => {
		const error = thrown(() => parseBaseUrl('https://me:sesame@archive.test'));
		expect(isSdkError(error, 'configuration')).toBe(true);
		expect(String(error)).not.toContain('sesame');
	});
});

describe('a target', () => {
	it('joins a path to the whole address, and a rooted URL of the server to its origin', () => {
		expect(resolve(path`api/${'x'}`)).toBe('https://archive.test/prefix/api/x');
		expect(resolve('/api/x?start=1')).toBe('https://archive.test/api/x?start=1');
		expect(resolve('https://archive.test/api/x#part')).toBe('https://archive.test/api/x');
		expect(resolve(new URL('https://archive.test/y'))).toBe('https://archive.test/y');
	});

	it('gets query parameters in place of its own', () => {
		const url = resolveTarget(base, '/a?start=1&max=5', {query: {start: 6, all: true, not: undefined, text: 'ä &'}});
		expect(url.search).toBe('?start=6&max=5&all=true&text=%C3%A4+%26');
	});

	const foreign = [
		'https://elsewhere.test/api',
		'http://archive.test/api',
		'https://archive.test:8443/api',
		'//elsewhere.test/api',
		'\\\\elsewhere.test\\api',
		'https://archive.test@elsewhere.test/api',
	];

	it.each([...foreign, 'data:text/plain,x', 'javascript:alert(1)', 'https://['])('refuses %s', target => {
		expect(
			isSdkError(
				thrown(() => resolve(target)),
				'foreign-link',
			),
		).toBe(true);
	});

	it.each(foreign)('rewrites %s to its own origin when told to', target => {
		expect(resolve(target, 'rewrite')).toBe('https://archive.test/api');
	});

	it.each(['data:text/plain,x', 'javascript:alert(1)', 'https://['])('does not rewrite %s', target => {
		expect(
			isSdkError(
				thrown(() => resolve(target, 'rewrite')),
				'foreign-link',
			),
		).toBe(true);
	});

	it('cannot be led elsewhere by a rewritten path with several slashes', () => {
		expect(resolve('https://elsewhere.test//third.test/api?a=1', 'rewrite')).toBe('https://archive.test/third.test/api?a=1');
	});

	it('carries no user name and password', () => {
		expect(resolve('https://me:sesame@archive.test/api')).toBe('https://archive.test/api');
	});
});
