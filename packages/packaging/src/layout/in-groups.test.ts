import {expect, it} from 'vitest';
import {groupSize, inGroups} from './in-groups.ts';

async function sizesOf(count: number): Promise<number[]> {
	const sizes: number[] = [];
	for await (const group of inGroups(Array.from({length: count}, (_, index) => index))) {
		expect(group[0]).toBe(group.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size, 0));
		sizes.push(group.length);
	}
	return sizes;
}

it('gives every item once, in groups', async () => {
	expect(await sizesOf(0)).toEqual([0]);
	expect(await sizesOf(groupSize - 1)).toEqual([groupSize - 1]);
	expect(await sizesOf(groupSize)).toEqual([groupSize, 0]);
	expect(await sizesOf(2 * groupSize + 1)).toEqual([groupSize, groupSize, 1]);
});

it('ends the items when nobody wants more', async () => {
	let ended = 0;
	async function* items() {
		try {
			for (;;) {
				yield 1;
			}
		} finally {
			ended++;
		}
	}
	for await (const group of inGroups(items())) {
		expect(group).toHaveLength(groupSize);
		break;
	}
	expect(ended).toBe(1);
});
