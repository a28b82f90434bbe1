// Packaging in a page: what becomes of the page while a worker packages 1 GB, and how long it takes beside other libraries and the digest alone.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium as playwright, type Page} from 'playwright';
import {build, preview} from 'vite';

import {chromium, flags} from '../chromium.ts';
import type {PageMeasured} from './page/page.ts';
import {median, type Row} from './row.ts';

/** What the browser calls a long task, and people notice. */
const longTask = 50;
const rounds = 3;

/** `FONDS_BENCH_MB` is the size of the file, 1024 by default. */
export async function browserRows(): Promise<readonly Row[]> {
	const folder = mkdtempSync(join(tmpdir(), 'fonds-bench-page-'));
	const close = await serve(folder);
	try {
		const browser = await playwright.launch({...(chromium !== undefined && {executablePath: chromium}), args: flags});
		try {
			const page = await browser.newPage();
			await page.goto(close.url);
			await checkWatch(page);
			return await measureAll(page);
		} finally {
			await browser.close();
		}
	} finally {
		await close.end();
		rmSync(folder, {recursive: true, force: true});
	}
}

type Run = (name: string, count?: number) => Promise<PageMeasured>;

async function measureAll(page: Page): Promise<readonly Row[]> {
	const megabytes = Number(process.env['FONDS_BENCH_MB'] ?? 1024);
	const run: Run = async (name, count = 1) => {
		const measured = await page.evaluate(
			([work, size, files]) =>
				(globalThis as unknown as {measure(work: string, size: number, count: number): Promise<PageMeasured>}).measure(work, size, files),
			[name, megabytes, count] as const,
		);
		const least = count === 1 ? megabytes * 1024 ** 2 : count * 10_000;
		if (name !== 'rest' && measured.size < least) throw new Error(`Only ${measured.size} bytes came out of ${name}.`);
		return measured;
	};
	const [xip, bag, digest, rest] = await takeTurns(['xip', 'bag', 'digest', 'rest'], run);
	const processor = await measureProcessor(page, run);
	const packaged = [...xip, ...bag];
	const work = `package ${megabytes} MB in a worker of a page (Chromium)`;
	const beside = `a long task (${longTask} ms)`;
	return [
		{
			work: `${work}: the page's longest task`,
			beside,
			ratio: longTask / longest(packaged),
			budget: 1,
			note: `${show(packaged)}; at rest ${show(rest)}`,
		},
		{
			work: `${work}: processor time of the page's longest task`,
			beside,
			ratio: longTask / processor,
			budget: 1,
			note: `${processor.toFixed(1)} ms; where others want the processors too, the time a task takes has little to do with what it does`,
		},
		{
			work: `${work}, XIP with SHA-1`,
			beside: 'SHA-1 of the same file alone, in such a worker',
			ratio: seconds(digest) / seconds(xip),
			budget: 0.8,
			note: `Fonds ${told(xip)}; SHA-1 alone ${told(digest)}; as a bag with SHA-256 ${told(bag)}`,
		},
		...(await besideLibraries(`zip ${megabytes} MB in one file, stored, in a page (Chromium)`, name => run(name))),
		...(await besideLibraries('zip 10,000 files of 10 kB, stored, in a page (Chromium)', name => run(name, 10_000))),
	];
}

async function besideLibraries(work: string, run: Run): Promise<readonly Row[]> {
	const [worker, here, zipJs, clientZip] = await takeTurns(['zip', 'zipHere', 'zipJs', 'clientZip'], run);
	const note = `Fonds ${told(worker)} in a worker, ${told(here)} in the page itself`;
	return [
		{work, beside: 'zip.js', ratio: seconds(zipJs) / seconds(worker), budget: undefined, note: `${note}; zip.js ${told(zipJs)}`},
		{
			work,
			beside: 'client-zip',
			ratio: seconds(clientZip) / seconds(worker),
			budget: undefined,
			note: `${note}; client-zip ${told(clientZip)}`,
		},
	];
}

/** Does each in turn, several times. */
async function takeTurns<const N extends readonly string[]>(
	names: N,
	run: Run,
): Promise<{readonly [K in keyof N]: readonly PageMeasured[]}> {
	const lists = names.map((): PageMeasured[] => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, name] of names.entries()) lists[index]?.push(await run(name));
	}
	return lists as unknown as {readonly [K in keyof N]: readonly PageMeasured[]}; // map forgets the length of the tuple
}

function seconds(list: readonly PageMeasured[]): number {
	return median(list.map(measured => measured.seconds));
}

function told(list: readonly PageMeasured[]): string {
	return `${seconds(list).toFixed(2)} s`;
}

interface TraceEvent {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	/** Microseconds of processor time. */
	readonly tdur?: number;
	readonly args: {readonly name?: string};
}

/** Milliseconds of processor time of the longest task on the page's own thread, as the browser's trace has it. */
async function measureProcessor(page: Page, run: Run): Promise<number> {
	const session = await page.context().newCDPSession(page);
	const tasks = new Map<string, number>();
	const pageThreads = new Set<string>();
	session.on('Tracing.dataCollected', ({value}) => {
		for (const {name, pid, tid, tdur = 0, args} of value as unknown as readonly TraceEvent[]) {
			const thread = `${pid}:${tid}`;
			if (name === 'thread_name' && args.name === 'CrRendererMain') pageThreads.add(thread);
			if (name === 'RunTask') tasks.set(thread, Math.max(tasks.get(thread) ?? 0, tdur / 1000));
		}
	});
	const complete = new Promise(resolve => session.once('Tracing.tracingComplete', resolve));
	const traceConfig = {includedCategories: ['disabled-by-default-devtools.timeline'], recordMode: 'recordContinuously' as const};
	await session.send('Tracing.start', {transferMode: 'ReportEvents', traceConfig});
	await run('xip');
	await run('bag');
	await session.send('Tracing.end');
	await complete;
	const longestTasks = [...tasks].filter(([thread]) => pageThreads.has(thread)).map(([, milliseconds]) => milliseconds);
	if (longestTasks.length === 0 || Math.max(...longestTasks) === 0) throw new Error('The trace of the browser has no tasks of the page.');
	return Math.max(...longestTasks);
}

/** Milliseconds; where the browser saw no long task, the longest turn, which had other things to wait for too. */
function longest(list: readonly PageMeasured[]): number {
	const tasks = list.flatMap(each => each.longTasks);
	return tasks.length > 0 ? Math.max(...tasks) : Math.min(longTask, Math.max(...list.map(each => each.longestTurn)));
}

function show(list: readonly PageMeasured[]): string {
	const tasks = list.flatMap(each => each.longTasks);
	const turn = Math.max(...list.map(each => each.longestTurn)).toFixed(0);
	return `${tasks.length} long tasks${tasks.length > 0 ? ` (${tasks.map(task => task.toFixed(0)).join(', ')} ms)` : ''}, longest turn ${turn} ms`;
}

/** A watch that sees nothing proves nothing. */
async function checkWatch(page: Page): Promise<void> {
	const seen = await page.evaluate(() => (globalThis as unknown as {block(ms: number): Promise<readonly number[]>}).block(120));
	if (!seen.some(task => task >= 100)) throw new Error('The browser does not tell about long tasks.');
}

/** Builds the page as an application would be, and serves it. */
async function serve(folder: string): Promise<{readonly url: string; end(): Promise<void>}> {
	const options = {
		configFile: false as const,
		root: join(import.meta.dirname, 'page'),
		logLevel: 'error' as const,
		resolve: {conditions: ['@fonds/source', 'module', 'browser', 'import', 'default']},
		build: {outDir: folder, emptyOutDir: true, target: 'es2023'},
		worker: {format: 'es' as const},
	};
	await build(options);
	const server = await preview({...options, preview: {port: 0, host: '127.0.0.1', open: false}});
	const url = server.resolvedUrls?.local[0];
	if (url === undefined) throw new Error('The page has no address.');
	return {url, end: () => server.close()};
}
