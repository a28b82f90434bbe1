import {ConfigurationError, orAbort, PackageError, type Progress} from '@fonds/core';
import {decodeError} from './error-message.ts';
import {createInbox} from './inbox.ts';
import {encodeValue} from './encode-value.ts';
import {
	creditWindow,
	messageType,
	type AboutZip,
	type JobMessage,
	type PageMessage,
	type StartMessage,
	type WorkerMessage,
} from './messages.ts';

/* oxlint-disable typescript/no-unsafe-type-assertion -- what comes from another thread has no types; both sides are of one version. */

/** What is used of a `Worker`, or of a `MessagePort`. */
export interface PackagingWorker {
	postMessage(message: unknown, transfer: Transferable[]): void;
	addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
	removeEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
}

/** What a worker answers, but for what is told on the way. */
type Answer = Exclude<WorkerMessage, {readonly progress: unknown} | {readonly error: unknown}>;

/** The page's end of a job in a worker. */
export interface Exchange {
	/**
	 * The next answer.
	 *
	 * @throws what failed in the worker; the reason of the signal.
	 */
	take(): Promise<Answer>;
	/** A ZIP file from the worker, which is never more than a few chunks ahead. The job ends with it. */
	stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
	/** Waits until the worker has removed what an ended signal left unfinished; a few seconds at most, for a worker that was terminated cannot tell. */
	settled(): Promise<void>;
	/** Ends the job, if it is not at its end. */
	close(): void;
}

/** Longer than `writeDirectory` takes to remove what it has begun. */
const patience = 5000;

/** How a job is followed. */
export interface ExchangeOptions<P extends Progress> {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: P) => void) | undefined;
}

/**
 * Gives a worker a job, and the values for it part by part.
 *
 * @throws ConfigurationError if something in them cannot be posted; the reason of the signal.
 */
export async function openExchange<P extends Progress>(
	worker: PackagingWorker,
	job: JobMessage,
	values: readonly unknown[],
	{signal = new AbortController().signal, onProgress}: ExchangeOptions<P>,
): Promise<Exchange> {
	const {port1: port, port2} = new MessageChannel();
	const inbox = createInbox<WorkerMessage>();
	const send = (message: PageMessage): void => port.postMessage(message);
	const fail = (event: Event): void => {
		event.preventDefault(); // Who waits is told; the console need not be.
		inbox.fail(brokenWorker(event));
	};
	const cancel = (): void => send({cancel: true});
	const close = (): void => {
		cancel();
		port.close();
		worker.removeEventListener('error', fail);
		worker.removeEventListener('messageerror', fail);
		signal.removeEventListener('abort', onAbort);
	};
	const onAbort = job.kind === 'directory' ? cancel : close;
	const take = async (): Promise<Answer> => {
		for (;;) {
			const answer = await orAbort(inbox.take(), signal);
			if ('progress' in answer) {
				report(onProgress, answer.progress as P);
			} else if ('error' in answer) {
				throw decodeError(answer.error);
			} else {
				return answer;
			}
		}
	};
	const settled = async (): Promise<void> => {
		const enough = AbortSignal.timeout(patience);
		try {
			while (!('end' in (await orAbort(inbox.take(), enough))));
		} catch {
			// Nothing more will come.
		}
	};

	worker.addEventListener('error', fail);
	worker.addEventListener('messageerror', fail);
	signal.addEventListener('abort', onAbort, {once: true});
	port.addEventListener('message', ({data}: MessageEvent<WorkerMessage>) => inbox.put(data));
	port.addEventListener('messageerror', fail);
	port.addEventListener('close', fail); // The worker is gone. Browsers do not tell that yet.
	port.start();
	try {
		const message: StartMessage = {type: messageType, port: port2, progress: onProgress !== undefined};
		worker.postMessage(message, [port2]);
		send({job, values: await encodeValue(values, records => send({records}), signal)});
	} catch (error) {
		close();
		throw explainPost(error);
	}
	return {take, stream: () => streamOf({take, send, close}), settled, close};
}

function explainPost(error: unknown): unknown {
	return error instanceof Error && error.name === 'DataCloneError'
		? new ConfigurationError('The description cannot be given to a worker: something in it is neither data nor a file.', {cause: error})
		: error;
}

/**
 * Has a worker make a ZIP file.
 *
 * @throws as `openExchange`, and what fails before there is a first byte.
 */
export async function openZipExchange<P extends Progress>(
	worker: PackagingWorker,
	job: JobMessage,
	values: readonly unknown[],
	options: ExchangeOptions<P>,
): Promise<AboutZip & {readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>>}> {
	const exchange = await openExchange(worker, job, values, options);
	try {
		const answer = await exchange.take();
		return 'about' in answer ? {...answer.about, bytes: exchange.stream()} : outOfStep();
	} catch (error) {
		exchange.close();
		throw error;
	}
}

/** Cancelled unread, it ends the job too. */
function streamOf({take, send, close}: Pick<Exchange, 'take' | 'close'> & {readonly send: (message: PageMessage) => void}) {
	let credited = false;
	return new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			async pull(controller) {
				send({credit: credited ? 1 : creditWindow});
				credited = true;
				try {
					const answer = await take();
					if ('chunk' in answer) {
						controller.enqueue(answer.chunk);
					} else {
						close();
						controller.close();
					}
				} catch (error) {
					close();
					throw error;
				}
			},
			cancel: close,
		},
		{highWaterMark: 0},
	);
}

export function outOfStep(): never {
	throw new PackageError('The worker has answered another question. Use one version of the package in both.', {problem: 'worker-failed'});
}

function report<P>(listener: ((progress: P) => void) | undefined, progress: P): void {
	try {
		listener?.(progress);
	} catch {
		// The work matters more than who watches it.
	}
}

function brokenWorker(event: Event): PackageError {
	const reason = 'message' in event && typeof event.message === 'string' && event.message !== '' ? `: ${event.message}` : '';
	return new PackageError(`The worker that makes the package has broken down${reason}. Start another one.`, {problem: 'worker-failed'});
}
