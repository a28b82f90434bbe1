// Packages in a worker, and watches what becomes of the page meanwhile.
import {entryFromFile, type BlobEntry} from '../../../packages/packaging/src/index.ts';
import {packageInWorker, runInWorker, zipInWorker, type PackagingWorker} from '../../../packages/packaging/src/worker/index.ts';

/** What the page saw. */
export interface PageMeasured {
	readonly seconds: number;
	/** Bytes that came out. */
	readonly size: number;
	/** Milliseconds of each task that the browser calls long: 50 and more. */
	readonly longTasks: readonly number[];
	/** The longest time between two turns of the page, in milliseconds. */
	readonly longestTurn: number;
}

type Work = (worker: PackagingWorker, file: BlobEntry) => Promise<number>;

const works: Readonly<Record<string, Work>> = {
	async xip(worker, file) {
		const made = await packageInWorker(worker, {assets: [{title: 'Large', representations: [{type: 'Preservation', files: [file]}]}]});
		return await drain(made.bytes);
	},
	async bag(worker, file) {
		const made = await zipInWorker(worker, 'bag', [[file], {algorithms: ['sha256']}]);
		return await drain(made.bytes);
	},
	/** Nothing: what the machine itself does to a page. */
	async rest() {
		await new Promise(resolve => setTimeout(resolve, 5000));
		return 0;
	},
	async digest(worker, file) {
		const [digested] = await runInWorker(worker, 'digestFiles', [[file], ['sha1']]);
		return digested?.size ?? 0;
	},
};

async function drain(bytes: ReadableStream<Uint8Array>): Promise<number> {
	let size = 0;
	for await (const chunk of bytes) {
		size += chunk.length;
	}
	return size;
}

/** A file that is as large as wanted without filling the memory: the same part again and again. */
function createFile(megabytes: number): BlobEntry {
	const part = new Uint8Array(1024 * 1024);
	for (let at = 0; at < part.length; at += 65_536) {
		crypto.getRandomValues(part.subarray(at, at + 65_536));
	}
	const blob = new Blob([part]);
	return entryFromFile(new Blob(Array.from({length: megabytes}, () => blob)), 'large.bin');
}

async function measure(name: string, megabytes: number): Promise<PageMeasured> {
	const work = works[name];
	if (work === undefined) throw new Error(`There is no work named ${name}.`);
	const file = createFile(megabytes);
	const worker = new Worker(new URL('worker.ts', import.meta.url), {type: 'module'});
	await work(worker, entryFromFile(new Blob(['warm']), 'warm')); // Loading what is needed is not the work.
	await new Promise(resolve => setTimeout(resolve, 200));
	const watch = watchPage();
	const start = performance.now();
	const size = await work(worker, file);
	const seconds = (performance.now() - start) / 1000;
	const seen = await watch.end();
	worker.terminate();
	return {seconds, size, ...seen};
}

function watchPage() {
	const longTasks: number[] = [];
	const observer = new PerformanceObserver(list => list.getEntries().forEach(({duration}) => longTasks.push(duration)));
	observer.observe({type: 'longtask'});
	let last = performance.now();
	let longestTurn = 0;
	const turns = setInterval(() => {
		const now = performance.now();
		longestTurn = Math.max(longestTurn, now - last);
		last = now;
	}, 4);
	return {
		async end() {
			await new Promise(resolve => setTimeout(resolve, 300)); // What was long is told a little later.
			clearInterval(turns);
			observer.takeRecords().forEach(({duration}) => longTasks.push(duration));
			observer.disconnect();
			return {longTasks, longestTurn};
		},
	};
}

/** What blocks a page is seen: the proof that the watch works. */
async function block(milliseconds: number): Promise<readonly number[]> {
	const watch = watchPage();
	await new Promise(resolve => setTimeout(resolve, 50));
	for (const end = performance.now() + milliseconds; performance.now() < end;);
	return (await watch.end()).longTasks;
}

Object.assign(globalThis, {measure, block});
