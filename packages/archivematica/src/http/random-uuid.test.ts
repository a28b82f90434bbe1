import {expect, it} from 'vitest';
import {randomUuid} from './random-uuid.ts';

it('makes version 4 UUIDs that differ', () => {
	const uuids = Array.from({length: 50}, randomUuid);
	expect(uuids.filter(uuid => !/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(uuid))).toEqual([]);
	expect(new Set(uuids).size).toBe(50);
});
