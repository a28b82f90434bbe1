import {PackageError} from '@fonds/core';
import type {PackageLayout} from '../layout/layout.ts';
import {encodeError} from './error-message.ts';
import {formats, type WorkerFormats} from './formats.ts';
import {createDecoder} from './decode-value.ts';
import {messageType, type JobMessage, type PageMessage, type StartMessage, type WorkerMessage} from './messages.ts';
import {tasks, type TaskOptions} from './tasks.ts';

/* oxlint-disable typescript/no-unsafe-type-assertion -- what comes from another thread has no types; both sides are of one version. */

/** What is used of a worker's global scope, or of a `MessagePort`. */
export interface PackagingScope {
	addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
	removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
	/** Message ports begin to listen when told to. */
	start?: (() => void) | undefined;
}

/**
 * Does what `packageInWorker`, `zipInWorker`, `writeInWorker` and `runInWorker` ask for. Call it in the worker, once: `servePackaging(self)`. Other messages
 * are left alone. What a format needs is loaded when it is first asked for.
 *
 * @returns a function that stops listening for new work.
 */
export function servePackaging(scope: PackagingScope): () => void {
	scope.addEventListener('message', serveStart);
	scope.start?.();
	return () => scope.removeEventListener('message', serveStart);
}

function serveStart({data}: MessageEvent<unknown>): void {
	if (isStart(data)) {
		serve(data);
	}
}

function isStart(data: unknown): data is StartMessage {
	return typeof data === 'object' && data !== null && 'type' in data && data.type === messageType;
}

/** A job that is being done. */
interface Work extends TaskOptions {
	readonly send: (message: WorkerMessage, transfer?: Transferable[]) => void;
	/** Waits for leave to send a chunk. */
	readonly credit: () => Promise<void>;
}

function serve({port, progress}: StartMessage): void {
	const cancelled = new AbortController();
	const credits = createCredits();
	const send = (message: WorkerMessage, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
	const fail = (error: unknown): void => {
		if (!cancelled.signal.aborted) {
			send({error: encodeError(error)});
		}
	};
	const onProgress = progress ? (event: Extract<WorkerMessage, {progress: unknown}>['progress']) => send({progress: event}) : undefined;
	const work: Work = {signal: cancelled.signal, onProgress, send, credit: () => credits.take()};
	const decoder = createDecoder();
	let writing: Promise<void> | undefined;
	port.addEventListener('message', ({data}: MessageEvent<PageMessage>) => {
		if ('records' in data) {
			decoder.add(data.records);
		} else if ('job' in data) {
			const done = doJob(data.job, decoder.decode(data.values) as unknown[], work).catch(fail);
			if (data.job.kind === 'directory') writing = done;
		} else if ('credit' in data) {
			credits.add(data.credit);
		} else {
			cancelled.abort();
			void finish(port, send, writing);
		}
	});
	port.addEventListener('messageerror', () => {
		fail(new PackageError('Something in the description cannot be given to this worker.', {problem: 'worker-failed'}));
	});
	port.start();
}

/** Tells the page when what was begun on a disk is removed. Other jobs have nothing to put away, and may wait for leave that never comes. */
async function finish(port: MessagePort, send: Work['send'], writing: Promise<void> | undefined): Promise<void> {
	if (writing !== undefined) {
		await writing;
		send({end: true});
	}
	port.close();
}

async function doJob(job: JobMessage, values: readonly unknown[], work: Work): Promise<void> {
	const {signal, onProgress, send} = work;
	switch (job.kind) {
		case 'assets': {
			const {packageAssets} = await import('../xip/package-assets.ts');
			const [description, options] = values as Parameters<typeof packageAssets>;
			const {bytes, name, size, assets} = packageAssets(description, {...options, signal, onProgress});
			send({about: {name, size, assets}});
			await sendChunks(bytes, work);
			return;
		}
		case 'zip': {
			const {zipLayout} = await import('../layout/zip-layout.ts');
			const {bytes, name, size} = zipLayout(await layOut(job.format, values), {...job.options, signal, onProgress});
			send({about: {name, size, assets: []}});
			await sendChunks(bytes, work);
			return;
		}
		case 'directory': {
			const {writeDirectory} = await import('../sinks/write-directory.ts');
			send({result: await writeDirectory(job.directory, await layOut(job.format, values), {...job.options, signal, onProgress})});
			return;
		}
		case 'task': {
			const task = own(tasks, job.task) as (options: TaskOptions, ...values: readonly unknown[]) => Promise<unknown>;
			send({result: await task({signal, onProgress}, ...values)});
		}
	}
}

async function layOut(format: keyof WorkerFormats, values: readonly unknown[]): Promise<PackageLayout> {
	const lay = (await own(formats, format)()) as (...values: readonly unknown[]) => PackageLayout;
	return lay(...values);
}

/** The page may have another version of this package. */
function own<T extends object, K extends keyof T>(table: T, key: K): T[K] {
	if (!Object.hasOwn(table, key)) {
		throw new PackageError(`The worker does not know "${String(key)}". Use one version of the package in both.`, {
			problem: 'worker-failed',
		});
	}
	return table[key];
}

async function sendChunks(bytes: ReadableStream<Uint8Array<ArrayBuffer>>, {send, credit}: Work): Promise<void> {
	const reader = bytes.getReader();
	for (;;) {
		await credit();
		const {done, value} = await reader.read();
		if (done) {
			send({end: true});
			return;
		}
		send({chunk: value}, [value.buffer]);
	}
}

interface Credits {
	add(amount: number): void;
	/** Waits until there is one, and takes it. */
	take(): Promise<void>;
}

function createCredits(): Credits {
	let left = 0;
	let notify: (() => void) | undefined;
	return {
		add(amount) {
			left += amount;
			notify?.();
		},
		async take() {
			for (;;) {
				if (left > 0) {
					left--;
					return;
				}
				await new Promise<void>(resolve => {
					notify = resolve;
				});
			}
		},
	};
}
