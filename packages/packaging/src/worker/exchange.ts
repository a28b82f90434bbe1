import {ConfigurationError, PackageError, type Progress} from '@fonds/core';
import {orAbort} from '../entries/abortable.ts';
import {decodeError} from './error-message.ts';
import {createInbox} from './inbox.ts';
import {creditWindow, messageType, type JobMessage, type PageMessage, type StartMessage, type WorkerMessage} from './messages.ts';

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
	/** Chunks of a ZIP file from the worker, which is never more than a few ahead. */
	chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
	/** Ends the job, if it is not at its end. */
	close(): void;
}

/** How a job is followed. */
export interface ExchangeOptions<P extends Progress> {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: P) => void) | undefined;
}

/**
 * Gives a worker a job.
 *
 * @throws ConfigurationError if something in it cannot be posted.
 */
export function openExchange<P extends Progress>(
	worker: PackagingWorker,
	job: JobMessage,
	{signal = new AbortController().signal, onProgress}: ExchangeOptions<P>,
): Exchange {
	const {port1: port, port2} = new MessageChannel();
	const inbox = createInbox<WorkerMessage>();
	const send = (message: PageMessage): void => port.postMessage(message);
	const fail = (event: Event): void => {
		event.preventDefault(); // Who waits is told; the console need not be.
		inbox.fail(brokenWorker(event));
	};
	const close = (): void => {
		send({cancel: true});
		port.close();
		worker.removeEventListener('error', fail);
		worker.removeEventListener('messageerror', fail);
		signal.removeEventListener('abort', close);
	};
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

	worker.addEventListener('error', fail);
	worker.addEventListener('messageerror', fail);
	signal.addEventListener('abort', close, {once: true});
	port.addEventListener('message', ({data}: MessageEvent<WorkerMessage>) => inbox.put(data));
	port.start();
	try {
		start(worker, {type: messageType, job, port: port2, progress: onProgress !== undefined});
	} catch (error) {
		close();
		throw error;
	}
	return {
		take,
		async *chunks() {
			send({credit: creditWindow});
			for (let answer = await take(); 'chunk' in answer; answer = await take()) {
				send({credit: 1});
				yield answer.chunk;
			}
		},
		close,
	};
}

function start(worker: PackagingWorker, message: StartMessage): void {
	try {
		worker.postMessage(message, [message.port]);
	} catch (cause) {
		throw new ConfigurationError('The description cannot be given to a worker: something in it is neither data nor a file.', {cause});
	}
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
