// Packages in a worker, and watches what becomes of the page meanwhile.
import {BlobReader, configure, ZipWriter} from '@zip.js/zip.js';
import {makeZip} from 'client-zip';
import {entryFromFile, zip, type BlobEntry} from '../../../packages/packaging/src/index.ts';
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

type Work = (worker: PackagingWorker, files: readonly File[]) => Promise<number>;

configure({chunkSize: 1024 * 1024});

const works: Readonly<Record<string, Work>> = {
	async xip(worker, files) {
		const made = await packageInWorker(worker, {
			assets: [{title: 'Large', representations: [{type: 'Preservation', files: entriesOf(files)}]}],
		});
		return await drain(made.bytes);
	},
	async bag(worker, files) {
		const made = await zipInWorker(worker, 'bag', [entriesOf(files), {digests: ['sha256']}]);
		return await drain(made.bytes);
	},
	/** Nothing: what the machine itself does to a page. */
	async rest() {
		await new Promise(resolve => setTimeout(resolve, 5000));
		return 0;
	},
	async digest(worker, files) {
		const digested = await runInWorker(worker, 'digestFiles', [entriesOf(files), ['sha1']]);
		return digested.reduce((sum, {size}) => sum + size, 0);
	},
	async zip(worker, files) {
		const made = await zipInWorker(worker, 'files', [entriesOf(files)]);
		return await drain(made.bytes);
	},
	zipHere: async (_, files) => await drain(zip(entriesOf(files))),
	async zipJs(_, files) {
		let size = 0;
		const writer = new ZipWriter(new WritableStream<Uint8Array>({write: chunk => void (size += chunk.length)}), {level: 0});
		for (const file of files) await writer.add(file.name, new BlobReader(file));
		await writer.close();
		return size;
	},
	clientZip: async (_, files) => await drain(makeZip(files)),
};

function entriesOf(files: readonly File[]): readonly BlobEntry[] {
	return files.map(file => entryFromFile(file, file.name));
}

async function drain(bytes: ReadableStream<Uint8Array>): Promise<number> {
	let size = 0;
	for await (const chunk of bytes) {
		size += chunk.length;
	}
	return size;
}

/** A file that is as large as wanted without filling the memory, the same part again and again; or so many of 10 kB. */
function createFiles(megabytes: number, count: number): readonly File[] {
	const part = new Uint8Array(1024 * 1024);
	for (let at = 0; at < part.length; at += 65_536) {
		crypto.getRandomValues(part.subarray(at, at + 65_536));
	}
	if (count === 1) {
		const blob = new Blob([part]);
		return [
			new File(
				Array.from({length: megabytes}, () => blob),
				'large.bin',
			),
		];
	}
	return Array.from(
		{length: count},
		(_, index) => new File([part.subarray(index, index + 10_000)], `file ${String(index).padStart(5, '0')}.bin`),
	);
}

async function measure(name: string, megabytes: number, count: number): Promise<PageMeasured> {
	const work = works[name];
	if (work === undefined) throw new Error(`There is no work named ${name}.`);
	const files = createFiles(megabytes, count);
	const worker = new Worker(new URL('worker.ts', import.meta.url), {type: 'module'});
	await work(worker, [new File(['warm'], 'warm')]); // Loading what is needed is not the work.
	await new Promise(resolve => setTimeout(resolve, 200));
	const watch = watchPage();
	const start = performance.now();
	const size = await work(worker, files);
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
