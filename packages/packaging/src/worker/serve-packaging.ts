import {packagePlan} from '../xip/package-assets.ts';
import {encodeError} from './error-message.ts';
import {decodePlan, messageType, type PageMessage, type StartMessage, type WorkerMessage} from './messages.ts';

/** What is used of a worker's global scope, or of a `MessagePort`. */
export interface PackagingScope {
	addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
	removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
	/** Message ports begin to listen when told to. */
	start?: (() => void) | undefined;
}

/**
 * Makes packages for `packageInWorker`. Call it in the worker, once: `servePackaging(self)`. Other messages are left alone.
 *
 * @returns a function that stops listening for new packages.
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

function serve({plan, port, progress}: StartMessage): void {
	const cancelled = new AbortController();
	const send = (message: WorkerMessage, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
	const {bytes} = packagePlan(decodePlan(plan), {
		signal: cancelled.signal,
		onProgress: progress ? event => send({progress: event}) : undefined,
	});
	const reader = bytes.getReader();
	let credit = 0;
	let sending = false;

	async function sendChunks(): Promise<void> {
		while (credit > 0) {
			credit--;
			const {done, value} = await reader.read();
			if (done) {
				send({end: true});
				return;
			}
			send({chunk: value}, [value.buffer]);
		}
		sending = false;
	}

	port.addEventListener('message', ({data}: MessageEvent<PageMessage>) => {
		if ('cancel' in data) {
			cancelled.abort();
			port.close();
			return;
		}
		credit += data.credit;
		if (!sending) {
			sending = true;
			sendChunks().catch((error: unknown) => {
				if (!cancelled.signal.aborted) {
					send({error: encodeError(error)});
				}
			});
		}
	});
	port.start();
}
