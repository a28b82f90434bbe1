import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

import type {Page} from 'playwright';
import {expect} from 'vitest';

import type {RunningPlayground} from './playground.ts';

/** A page of the playground, with everything that went wrong in it. */
export interface Visit {
	readonly page: Page;
	/** Errors of the console and uncaught exceptions, each with the path it is about. */
	readonly errors: string[];
}

/** Opens the playground in a browser profile of its own. */
export async function visit({browser, url}: RunningPlayground): Promise<Visit> {
	const context = await browser.newContext({acceptDownloads: true, viewport: {width: 1280, height: 900}, reducedMotion: 'reduce'});
	context.setDefaultTimeout(20_000);
	const page = await context.newPage();
	const errors: string[] = [];
	page.on('pageerror', error => errors.push(String(error)));
	page.on('console', message => {
		if (message.type() === 'error') errors.push(`${message.text()} ${URL.parse(message.location().url)?.pathname ?? ''}`);
	});
	await page.goto(url);
	return {page, errors};
}

/** Expects no violation of the rules of axe in what is shown now. */
export async function expectAccessible(page: Page): Promise<void> {
	const axe = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await readFile(axe, 'utf8'));
	const violations = await page.evaluate(async () => {
		const {violations: found} = await (globalThis as unknown as {axe: typeof import('axe-core')}).axe.run();
		return found.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`);
	});
	expect(violations).toEqual([]);
}

/** Clicks what saves a file, and gives back the saved one. */
export async function download(page: Page, button: string | RegExp): Promise<{readonly name: string; readonly bytes: Uint8Array}> {
	const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: button}).click()]);
	return {name: saved.suggestedFilename(), bytes: await readFile(await saved.path())};
}
