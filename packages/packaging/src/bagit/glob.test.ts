import {expect, it} from 'vitest';
import {fitsPattern} from './glob.ts';

it.each([
	['*', 'meta/mods.xml', true],
	['*', '', true],
	['meta/*.xml', 'meta/mods.xml', true],
	['meta/*.xml', 'meta/deep/mods.xml', true],
	['meta/*.xml', 'other/mods.xml', false],
	['meta/*.xml', 'meta/mods.xml.bak', false],
	['a*b*c', 'a-b-b-c', true],
	['a*b*c', 'a-c-b', false],
	['?.tif', 'a.tif', true],
	['?.tif', '.tif', false],
	['?', '𐍈', true],
	['[tj]if', 'tif', true],
	['[a-cx]1', 'b1', true],
	['[a-cx]1', 'x1', true],
	['[a-cx]1', 'd1', false],
	['[!a-c]1', 'd1', true],
	['[!a-c]1', 'b1', false],
	['[]]', ']', true],
	['[a', '[a', true],
	['a.b', 'axb', false],
	['(a|b)+$', '(a|b)+$', true],
	['a', 'A', false],
	['', '', true],
	['', 'a', false],
])('does %j allow %j? %s', (pattern, name, fits) => {
	expect(fitsPattern(pattern, name)).toBe(fits);
});

it('takes no time for patterns that are made to take it', () => {
	const started = performance.now();
	expect(fitsPattern(`${'*a'.repeat(50)}*b`, 'a'.repeat(2000))).toBe(false);
	expect(performance.now() - started).toBeLessThan(1000);
});
