import {afterAll, beforeAll, expect, it} from 'vitest';

import {startPlayground, type RunningPlayground} from './playground.ts';

let playground: RunningPlayground;

beforeAll(async () => {
	playground = await startPlayground();
});

afterAll(async () => {
	await playground?.close();
});

const chart = '68e9021e-f8c8-5c17-b7c7-31d4c070d2b7';
const letter = '7a99783b-5486-5ba0-a996-82bc73774254';
const letters = '11602fdf-259b-5bc0-95ee-5f861ad55930';

/** A page, and what is there when it is complete. */
const pages = [
	['the collection', '#/', 'New folder'],
	['a folder', `#/folder/${letters}`, 'Josiah Marrable to the Harbour Commissioners, 14 March 1881'],
	['an image', `#/asset/${chart}`, 'Verified: SHA-1'],
	['a letter of three pages', `#/asset/${letter}`, 'Verified: SHA-1'],
	['adding files', '#/add', 'Into the folder'],
	['choosing a transfer', '#/transfer', 'archivematica'],
] as const;

/** Goes through all pages in one window, and asks something of each. */
async function ask(width: number, question: () => number): Promise<Record<string, number>> {
	const page = await playground.browser.newPage({viewport: {width, height: 800}});
	await page.addInitScript(() => {
		const count = (list: PerformanceObserverEntryList) => {
			for (const entry of list.getEntries()) shifts.total += (entry as PerformanceEntry & {value: number}).value;
		};
		const shifts = Object.assign(globalThis, {shifts: {total: 0}}).shifts;
		new PerformanceObserver(count).observe({type: 'layout-shift', buffered: true});
	});
	const answers: Record<string, number> = {};
	for (const [name, hash, complete] of pages) {
		await page.goto(playground.url + hash);
		await page.getByText(complete).filter({visible: true}).first().waitFor();
		answers[name] = await page.evaluate(question);
	}
	await page.close();
	return answers;
}

it('fits into 320 pixels', async () => {
	const widths = await ask(320, () => document.documentElement.scrollWidth);
	expect(new Set(Object.values(widths)), JSON.stringify(widths)).toEqual(new Set([320]));
});

it('keeps what is there in its place while the rest is loaded', async () => {
	const shifts = await ask(1280, () => (globalThis as unknown as {shifts: {total: number}}).shifts.total);
	expect(Object.values(shifts).at(-1), JSON.stringify(shifts)).toBeLessThan(0.1);
});
