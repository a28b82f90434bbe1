import {ConfigurationError, PackageError} from '@fonds/core';
import {orAbort} from '../entries/abortable.ts';
import {pullStream} from '../entries/pull-stream.ts';
import type {PackageProgressListener} from '../entries/progress.ts';
import type {XipDescription} from '../xip/description.ts';
import type {PackageAssetsOptions} from '../xip/options.ts';
import {outlinePackage} from '../xip/outline.ts';
import type {XipPackage} from '../xip/package-assets.ts';
import type {XipPlan} from '../xip/plan.ts';
import {planPackage} from '../xip/plan-package.ts';
import {decodeError} from './error-message.ts';
import {createInbox} from './inbox.ts';
import {creditWindow, encodePlan, messageType, type PageMessage, type StartMessage, type WorkerMessage} from './messages.ts';

/** What is used of a `Worker`, or of a `MessagePort`. */
export interface PackagingWorker {
	postMessage(message: unknown, transfer: Transferable[]): void;
	addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
	removeEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
}

/**
 * Packages assets like `packageAssets`, in a worker that has called `servePackaging`: reading, digests and compression leave the
 * page alone. Files have to be `File` objects, or entries made by `entryFromFile`.
 *
 * The worker starts when the stream is first read, and is never more than a few chunks ahead of it. It can make several packages.
 * A worker that is terminated cannot tell: give `signal`, and abort it.
 *
 * @throws ConfigurationError as `packageAssets` does; from the stream for files that cannot be given to a worker.
 * @throws PackageError (from the stream) as `packageAssets` does, and with the problem `worker-failed` if the worker breaks down.
 */
export function packageInWorker(worker: PackagingWorker, description: XipDescription, options: PackageAssetsOptions = {}): XipPackage {
	const plan = planPackage(description, options);
	const outline = outlinePackage(plan);
	return {
		bytes: pullStream(signal => receive(worker, plan, options.onProgress, signal), options.signal),
		get size() {
			return outline.size;
		},
		assets: outline.assets,
		name: outline.name,
	};
}

async function* receive(
	worker: PackagingWorker,
	plan: XipPlan,
	onProgress: PackageProgressListener | undefined,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	const message = await orAbort(encodePlan(plan), signal);
	const {port1: port, port2} = new MessageChannel();
	const inbox = createInbox<WorkerMessage>();
	const send = (answer: PageMessage): void => port.postMessage(answer);
	const fail = (event: Event): void => {
		event.preventDefault(); // The stream tells; the console need not.
		inbox.fail(brokenWorker(event));
	};

	worker.addEventListener('error', fail);
	worker.addEventListener('messageerror', fail);
	port.addEventListener('message', ({data}: MessageEvent<WorkerMessage>) => inbox.put(data));
	port.start();
	try {
		start(worker, {type: messageType, plan: message, port: port2, progress: onProgress !== undefined});
		send({credit: creditWindow});
		for (;;) {
			const answer = await orAbort(inbox.take(), signal);
			if ('chunk' in answer) {
				send({credit: 1});
				yield answer.chunk;
			} else if ('progress' in answer) {
				report(onProgress, answer.progress);
			} else if ('error' in answer) {
				throw decodeError(answer.error);
			} else {
				return;
			}
		}
	} finally {
		send({cancel: true});
		port.close();
		worker.removeEventListener('error', fail);
		worker.removeEventListener('messageerror', fail);
	}
}

function start(worker: PackagingWorker, message: StartMessage): void {
	try {
		worker.postMessage(message, [message.port]);
	} catch (cause) {
		throw new ConfigurationError('The description cannot be given to a worker: something in it is neither data nor a file.', {cause});
	}
}

function report(listener: PackageProgressListener | undefined, progress: Parameters<PackageProgressListener>[0]): void {
	try {
		listener?.(progress);
	} catch {
		// The package matters more than who watches it.
	}
}

function brokenWorker(event: Event): PackageError {
	const reason = 'message' in event && typeof event.message === 'string' && event.message !== '' ? `: ${event.message}` : '';
	return new PackageError(`The worker that makes the package has broken down${reason}. Start another one.`, {problem: 'worker-failed'});
}
