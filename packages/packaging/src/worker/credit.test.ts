import {expect, it} from 'vitest';
import {settle} from '../fixtures/entries.ts';
import {planPackage} from '../xip/plan-package.ts';
import {creditWindow, encodePlan, messageType, type PageMessage, type StartMessage, type WorkerMessage} from './messages.ts';
import {packageInWorker} from './package-in-worker.ts';
import {servePackaging} from './serve-packaging.ts';

const description = {
	assets: [{title: 'T', representations: [{type: 'Preservation', files: [new File([new Uint8Array(8_000_000)], 'large.bin')]}]}],
};

it('the worker sends as many chunks as it has credit for', async () => {
	const scope = new MessageChannel();
	const stop = servePackaging(scope.port2);
	const {port1, port2} = new MessageChannel();
	const received: WorkerMessage[] = [];
	port1.addEventListener('message', ({data}: MessageEvent<WorkerMessage>) => void received.push(data));
	port1.start();
	const start: StartMessage = {
		type: messageType,
		job: {kind: 'plan', plan: await encodePlan(planPackage(description, {}))},
		port: port2,
		progress: false,
	};
	scope.port1.postMessage(start, [port2]);
	const give = async (credit: number): Promise<number> => {
		port1.postMessage({credit} satisfies PageMessage);
		await settle();
		return received.filter(message => 'chunk' in message).length;
	};
	expect(await give(3)).toBe(3);
	expect(await give(1)).toBe(4);
	port1.postMessage({cancel: true} satisfies PageMessage);
	await settle();
	expect(received.every(message => 'chunk' in message)).toBe(true);
	stop();
	port1.close();
	scope.port1.close();
});

it('the page gives credit for a few chunks, and then for each it has passed on', async () => {
	let credit = 0;
	let port: MessagePort | undefined;
	const worker = {
		postMessage(message: unknown) {
			({port} = message as StartMessage);
			port.addEventListener('message', ({data}: MessageEvent<PageMessage>) => {
				credit += 'credit' in data ? data.credit : 0;
			});
			port.start();
		},
		addEventListener: () => {},
		removeEventListener: () => {},
	};
	const reader = packageInWorker(worker, description).bytes.getReader();
	const reading = reader.read();
	await settle();
	expect(credit).toBe(creditWindow);
	for (let count = 0; count < 5; count++) {
		port?.postMessage({chunk: new Uint8Array(1)} satisfies WorkerMessage);
	}
	await reading;
	await settle();
	expect(credit).toBeLessThanOrEqual(creditWindow + 2);
	await reader.read();
	await reader.read();
	await settle();
	expect(credit).toBeLessThanOrEqual(creditWindow + 4);
	await reader.cancel();
	port?.close();
});
