import {expect, it} from 'vitest';
import {settle} from '../fixtures/entries.ts';
import {encodeValue} from './encode-value.ts';
import {creditWindow, messageType, type PageMessage, type StartMessage, type WorkerMessage} from './messages.ts';
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
	scope.port1.postMessage({type: messageType, port: port2, progress: false} satisfies StartMessage, [port2]);
	const values = await encodeValue([description], records => port1.postMessage({records} satisfies PageMessage));
	port1.postMessage({job: {kind: 'assets'}, values} satisfies PageMessage);
	const chunks = () => received.filter(message => 'chunk' in message).length;
	const expectChunks = async (credit: number, expected: number): Promise<void> => {
		port1.postMessage({credit} satisfies PageMessage);
		await expect.poll(chunks).toBe(expected);
		await settle();
		expect(chunks()).toBe(expected);
	};
	await expectChunks(3, 3);
	await expectChunks(1, 4);
	port1.postMessage({cancel: true} satisfies PageMessage);
	await settle();
	expect(received.every(message => 'chunk' in message || 'about' in message)).toBe(true);
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
			port.postMessage({about: {name: 'x', size: undefined, assets: []}} satisfies WorkerMessage);
		},
		addEventListener: () => {},
		removeEventListener: () => {},
	};
	const reader = (await packageInWorker(worker, description)).bytes.getReader();
	expect(credit).toBe(0);
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
