import {inspect} from 'node:util';
import {expect, it} from 'vitest';
import {Secret} from './secret.ts';

it('a secret does not show itself to console.log', () => {
	const secret = new Secret('sesame');
	for (const text of [
		inspect(secret),
		inspect({deep: [{secret}]}, {depth: 9}),
		inspect(secret, {showHidden: true, customInspect: false}),
	]) {
		expect(text).not.toContain('sesame');
	}

	expect(inspect({secret})).toBe('{ secret: [redacted] }');
});
