import {expect, it} from 'vitest';
import {Harvest, type HarvestPage} from './harvest.ts';

const first: HarvestPage<number> = {items: [1, 2], total: 3, next: 'token', expires: '2024-05-02T00:00:00Z'};
const last: HarvestPage<number> = {items: [3], total: 3, next: undefined, expires: undefined};

it('a harvest is a list whose pages say how long they can be gone on from', async () => {
	const harvest = new Harvest(async function* () {
		yield* [first, last];
	});
	const pages: HarvestPage<number>[] = [];
	for await (const page of harvest.pages()) {
		pages.push(page);
	}
	expect(pages).toEqual([first, last]);
	expect(await harvest.toArray()).toEqual([1, 2, 3]);
});
