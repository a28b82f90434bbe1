import {expect, it} from 'vitest';
import {checkPaths} from './check-paths.ts';

function codesOf(...paths: readonly string[]): readonly string[] {
	const codes: string[] = [];
	checkPaths(new Map([['digest', paths]]), {what: 'path', edge: 'edge', element: 'element', conflict: 'conflict'}, '', (code, message) => {
		codes.push(`${code} ${message.match(/"[^"]*"/g)?.join(' ')}`);
	});
	return codes;
}

it.each([
	[['a', 'a/b'], ['conflict "a" "a/b"']],
	[['a/b', 'a-b', 'a', 'a.b', 'a0'], ['conflict "a" "a/b"']],
	[
		['a', 'a/b', 'a/b/c', 'b/a'],
		['conflict "a" "a/b"', 'conflict "a/b" "a/b/c"'],
	],
	[['a/b', 'a/c', 'ab', 'ab/c'], ['conflict "ab" "ab/c"']],
	[['a', 'b/a', 'ba', 'A/b'], []],
	[['a', 'a'], ['conflict "a"']],
])('of %j says %j', (paths, codes) => {
	expect(codesOf(...paths)).toEqual(codes);
});

it('takes no time for paths that are made to take it', () => {
	const started = performance.now();
	expect(codesOf('a/'.repeat(300_000) + 'a', 'b/'.repeat(300_000) + 'b')).toEqual([]);
	expect(performance.now() - started).toBeLessThan(2000);
});
