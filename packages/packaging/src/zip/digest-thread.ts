import type {Digests, HashAlgorithm} from '@fonds/core/hash';
import {PackageError} from '@fonds/core';
import {blockHeaderLength, blockSize, type Segment} from './stored-blocks.ts';

/** A thread that makes digests while this one reads, packs and sends. */
export interface DigestThread {
	/** Begins the digests of the next entry. */
	start(algorithms: readonly HashAlgorithm[]): void;
	/** Hands a segment's memory to the thread and gives it back in new views. */
	add(segment: Segment): Promise<Segment>;
	finish(): Promise<Digests>;
	close(): void;
}

/** What is used of `node:worker_threads`, which Node, Deno and Bun have. */
interface WorkerThreads {
	readonly Worker: new (source: string, options: {eval: true}) => ThreadWorker;
}

interface Runtime {
	readonly process?: {readonly getBuiltinModule?: (id: 'node:worker_threads') => WorkerThreads | undefined};
}

/** What the thread says: that it is there, memory it gives back, or the digests. */
type Answer = 'ready' | ArrayBuffer | Digests;

interface ThreadWorker {
	postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
	on(event: 'message', listener: (message: Answer) => void): void;
	on(event: 'error', listener: (error: unknown) => void): void;
	on(event: 'exit', listener: () => void): void;
	ref(): void;
	unref(): void;
	terminate(): Promise<number>;
}

interface Waiting {
	resolve(answer: Answer): void;
	reject(error: unknown): void;
}

/* oxlint-disable unicorn/require-post-message-target-origin -- threads of Node have no origins. */

/** The other side. A string, so that no bundler has to find a file; it knows nothing but blocks and their headers. */
const source = `
const {parentPort} = require('node:worker_threads');
const {createHash} = require('node:crypto');
let algorithms = [];
let hashes = [];
parentPort.on('message', message => {
	if (message.start !== undefined) {
		algorithms = message.start;
		hashes = algorithms.map(algorithm => createHash(algorithm.replace('blake2b-512', 'blake2b512')));
	} else if (message.buffer !== undefined) {
		let left = message.length;
		for (let at = ${blockHeaderLength}; left > 0; at += ${blockHeaderLength + blockSize}, left -= ${blockSize}) {
			const block = new Uint8Array(message.buffer, at, Math.min(left, ${blockSize}));
			hashes.forEach(hash => hash.update(block));
		}
		parentPort.postMessage(message.buffer, [message.buffer]);
	} else {
		parentPort.postMessage(Object.fromEntries(hashes.map((hash, index) => [algorithms[index], hash.digest('hex')])));
	}
});
parentPort.postMessage('ready');
`;

/** The module is asked for, not imported: bundlers for browsers would follow an import. */
const runtime: Runtime = globalThis;

/** Starts a thread; undefined where there are none, or none are allowed. */
export async function startDigestThread(): Promise<DigestThread | undefined> {
	const threads = runtime.process?.getBuiltinModule?.('node:worker_threads');
	if (threads === undefined) {
		return undefined;
	}
	try {
		const worker = new threads.Worker(source, {eval: true});
		const exchange = createExchange(worker);
		await exchange.next();
		return threadOf(worker, exchange);
	} catch {
		return undefined; // Threads may be forbidden, as by Node's permission model. The work is then done on this one.
	}
}

interface Exchange {
	/** The answer to the next question. */
	next(): Promise<Answer>;
}

/** Answers come in the order of the questions. The thread keeps the process alive only while an answer is due. */
function createExchange(worker: ThreadWorker): Exchange {
	const waiting: Waiting[] = [];
	let failure: unknown;
	const fail = (cause?: unknown): void => {
		failure ??= new PackageError('The thread that makes the digests has stopped. Try again.', {problem: 'digest-thread', cause});
		waiting.splice(0).forEach(question => question.reject(failure));
	};
	worker.on('message', message => {
		waiting.shift()?.resolve(message);
		if (waiting.length === 0) {
			worker.unref();
		}
	});
	worker.on('error', fail);
	worker.on('exit', fail);
	return {
		next: () =>
			new Promise((resolve, reject) => {
				if (failure !== undefined) {
					reject(failure);
					return;
				}
				worker.ref();
				waiting.push({resolve, reject});
			}),
	};
}

function threadOf(worker: ThreadWorker, exchange: Exchange): DigestThread {
	return {
		start: algorithms => worker.postMessage({start: algorithms}),
		async add({bytes, length}) {
			const answer = exchange.next();
			worker.postMessage({buffer: bytes.buffer, length}, [bytes.buffer]);
			const buffer = await answer;
			return buffer instanceof ArrayBuffer ? {bytes: new Uint8Array(buffer), length} : outOfStep();
		},
		async finish() {
			const answer = exchange.next();
			worker.postMessage({});
			const digests = await answer;
			return typeof digests === 'string' || digests instanceof ArrayBuffer ? outOfStep() : digests;
		},
		close: () => void worker.terminate(),
	};
}

function outOfStep(): never {
	throw new PackageError('The thread that makes the digests has answered another question. Report this.', {problem: 'digest-thread'});
}
