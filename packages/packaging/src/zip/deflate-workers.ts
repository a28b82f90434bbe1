import {PackageError} from '@fonds/core';
import type {Deflater, Deflaters} from './deflater.ts';
import {createGate, type Gate} from './gate.ts';

/** What is smaller is deflated here before a worker has its bytes. */
const workerFrom = 64 * 1024;

/** More help little, and each takes memory. */
const maxWorkers = 4;

/** A worker that has not said a word by then is not going to. */
const startTimeout = 3000;

/** The other side: one entry after the other, each message answered by what has come out so far. A string, so that no bundler has to find a file. */
const source = `
let stream;
let turn = Promise.resolve();
function start() {
	const {readable, writable} = new CompressionStream('deflate-raw');
	const chunks = [];
	const collect = async () => { for (const reader = readable.getReader(); ;) { const {done, value} = await reader.read(); if (done) return; chunks.push(value); } };
	return {writer: writable.getWriter(), chunks, collected: collect()};
}
async function push({part, last}) {
	stream ??= start();
	const {writer, chunks, collected} = stream;
	await writer.write(part);
	if (last) { await writer.close(); await collected; stream = undefined; }
	const result = await new Blob(chunks.splice(0)).arrayBuffer();
	postMessage(result, [result]);
}
onmessage = ({data}) => { turn = turn.then(() => push(data)).catch(error => postMessage(String(error))); };
postMessage('ready');
`;

/** Deflates larger entries in workers, each with the browser's zlib; undefined where there are none. */
export function createWorkerDeflaters(beginHere: () => Deflater): Deflaters | undefined {
	if (typeof Worker !== 'function' || typeof CompressionStream !== 'function' || typeof URL.createObjectURL !== 'function') {
		return undefined;
	}
	const idle: DeflateWorker[] = [];
	const all = new Set<DeflateWorker>();
	const gate = createGate(Math.min(maxWorkers, navigator.hardwareConcurrency || 2));
	let refused = false;
	let closed = false;
	const take = async (): Promise<DeflateWorker | undefined> => {
		const worker = idle.pop() ?? (refused || closed ? undefined : await startWorker());
		refused ||= worker === undefined;
		if (worker !== undefined) {
			all.add(worker);
		}
		if (closed) {
			worker?.stop();
		}
		return worker;
	};
	const giveBack = (worker: DeflateWorker): void => {
		if (worker.clean()) {
			idle.push(worker);
		} else {
			worker.stop();
			all.delete(worker);
		}
	};
	return {
		parallel: true,
		async begin(size) {
			if (refused || (size !== undefined && size < workerFrom)) {
				return beginHere();
			}
			return (await beginInWorker(gate, take, giveBack)) ?? beginHere();
		},
		close() {
			closed = true;
			all.forEach(worker => worker.stop());
		},
	};
}

async function beginInWorker(
	gate: Gate,
	take: () => Promise<DeflateWorker | undefined>,
	giveBack: (worker: DeflateWorker) => void,
): Promise<Deflater | undefined> {
	const leave = await gate.enter();
	const worker = await take();
	if (worker === undefined) {
		leave();
		return undefined;
	}
	let open = true;
	return {
		depth: 2,
		push: (part, last) => worker.push(part, last),
		close() {
			if (open) {
				open = false;
				giveBack(worker);
				leave();
			}
		},
	};
}

interface DeflateWorker {
	push(part: Uint8Array<ArrayBuffer>, last: boolean): Promise<readonly Uint8Array[]>;
	/** Is it done with its entry, and can take another? */
	clean(): boolean;
	stop(): void;
}

/** Starts a worker; undefined where the page's policy allows none. */
async function startWorker(): Promise<DeflateWorker | undefined> {
	const url = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
	let worker: Worker | undefined;
	try {
		const started = new Worker(url);
		worker = started;
		await new Promise<void>((resolve, reject) => {
			started.addEventListener('message', () => resolve(), {once: true});
			started.addEventListener(
				'error',
				event => {
					event.preventDefault(); // The work is done here instead; the console need not tell.
					reject(new Error('refused'));
				},
				{once: true},
			);
			setTimeout(() => reject(new Error('silent')), startTimeout);
		});
		return talkTo(started);
	} catch {
		worker?.terminate();
		return undefined;
	} finally {
		URL.revokeObjectURL(url);
	}
}

interface Question {
	resolve(chunks: readonly Uint8Array[]): void;
	reject(error: unknown): void;
}

/** Answers come in the order of the questions. */
function talkTo(worker: Worker): DeflateWorker {
	const waiting: Question[] = [];
	let ended = true;
	let failure: PackageError | undefined;
	const stop = (cause?: unknown): void => {
		worker.terminate();
		failure ??= new PackageError('A worker that compresses has stopped. Try again.', {problem: 'worker-failed', cause});
		waiting.splice(0).forEach(question => question.reject(failure));
	};
	worker.addEventListener('message', ({data}: MessageEvent<ArrayBuffer | string>) => {
		if (typeof data === 'string') {
			stop(data);
		} else {
			waiting.shift()?.resolve([new Uint8Array(data)]);
		}
	});
	worker.addEventListener('error', event => {
		event.preventDefault();
		stop(event.message);
	});
	return {
		push(part, last) {
			ended = last;
			return new Promise((resolve, reject) => {
				if (failure !== undefined) {
					reject(failure);
					return;
				}
				waiting.push({resolve, reject});
				worker.postMessage({part, last}, [part.buffer]);
			});
		},
		clean: () => ended && waiting.length === 0 && failure === undefined,
		stop,
	};
}
