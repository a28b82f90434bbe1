import {afterEach, describe, expect, it, vi} from 'vitest';
import {ConfigurationError, PackageError} from '@fonds/core';
import {entryFromFile} from '../entries/file-entry.ts';
import type {PackageProgress} from '../entries/progress.ts';
import {collect, entry, randomBytes, sameBytes} from '../fixtures/entries.ts';
import {isBrowser, setUpWorker, type WorkerSetup} from '../fixtures/workers.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {XipDescription} from '../xip/description.ts';
import {packageAssets} from '../xip/package-assets.ts';
import type {PackagingWorker} from './exchange.ts';
import {packageInWorker} from './package-in-worker.ts';

const setups: WorkerSetup[] = [];

function setUp(): PackagingWorker {
	const setup = setUpWorker();
	setups.push(setup);
	return setup.worker;
}

afterEach(() => setups.splice(0).forEach(setup => setup.end()));

const large = randomBytes(8_000_000);

function description(...files: File[]): XipDescription {
	return {
		assets: [
			{
				title: 'Akte',
				metadata: [{xml: '<a xmlns="urn:a">ä</a>'}],
				representations: [{type: 'Preservation', files}],
			},
		],
	};
}

/** What is in a ZIP file, with the references that are made up by number. */
async function contentsOf(archive: Uint8Array<ArrayBuffer>): Promise<readonly unknown[]> {
	const refs: string[] = [];
	const numbered = (text: string): string =>
		text.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, ref => {
			refs.push(...(refs.includes(ref) ? [] : [ref]));
			return `ref ${refs.indexOf(ref)}`;
		});
	const files = [...treeOfZip(await openZip(new Blob([archive]))).files.values()];
	return await Promise.all(
		files.map(async file => [numbered(file.path), file.modified, numbered(new TextDecoder('latin1').decode(await collect(file.open())))]),
	);
}

const options = {date: new Date(1.7e12), deterministic: true, digests: ['sha256'] as const};

describe('a package made in a worker', () => {
	it('is the same as one made here', async () => {
		const content = description(new File([large], 'large.bin'), new File(['hello'], 'a.txt'), new File([], 'empty'));
		const here = packageAssets(content, options);
		const there = await packageInWorker(setUp(), content, options);
		expect(there.size).toBe(here.size);
		expect(there.assets).toEqual([expect.stringMatching(/^[\da-f-]{36}$/)]);
		expect(there.name).toBe(`${there.assets[0]}.zip`);
		const [expected, actual] = [await collect(here.bytes), await collect(there.bytes)];
		expect(await contentsOf(actual)).toEqual(await contentsOf(expected));
		expect(actual.length).toBe(there.size);
	});

	it('has the references, the name and the namespace that are given', async () => {
		const content: XipDescription = {
			assets: [{title: 'T', ref: 'A', representations: [{type: 'Access', files: [{...entryFromFile(new Blob(['x']), 'x'), ref: 'C'}]}]}],
		};
		const set = {...options, id: 'made', namespace: 'http://preservica.com/XIP/v7.7'};
		const [here, there] = [packageAssets(content, set), await packageInWorker(setUp(), content, set)];
		expect([there.assets, there.name]).toEqual([['A'], 'made.zip']);
		expect(sameBytes(await collect(there.bytes), await collect(here.bytes))).toBe(true);
	});

	it('can be one of several from one worker, at the same time', async () => {
		const worker = setUp();
		const sizes = await Promise.all(
			[1, 2, 3].map(async count => {
				const made = await packageInWorker(
					worker,
					description(...Array.from({length: count}, (_, index) => new File([large.slice(0, 2_000_000)], `${index}`))),
				);
				return (await collect(made.bytes)).length === made.size;
			}),
		);
		expect(sizes).toEqual([true, true, true]);
	});

	it('takes entries of blobs, deflates, and keeps names and dates', async () => {
		const content = {
			assets: [
				{
					title: 'T',
					representations: [
						{type: 'Access', files: [{...entryFromFile(new Blob(['x'.repeat(5000)]), 'dir/x.txt'), modified: new Date(1e12), title: 'X'}]},
					],
				},
			],
		};
		const set = {...options, deterministic: false, compress: true};
		const here = packageAssets(content, set);
		const there = await packageInWorker(setUp(), content, set);
		expect(await contentsOf(await collect(there.bytes))).toEqual(await contentsOf(await collect(here.bytes)));
	});

	it('takes files that come one by one', async () => {
		async function* later(): AsyncGenerator<File> {
			yield await Promise.resolve(new File(['x'], 'x'));
		}
		const made = await packageInWorker(setUp(), {assets: [{title: 'T', representations: [{type: 'Preservation', files: later()}]}]});
		expect((await collect(made.bytes)).length).toBe(made.size);
	});

	it('reports progress', async () => {
		const events: PackageProgress[] = [];
		const onProgress = (event: PackageProgress): void => {
			events.push(event);
			throw new Error('a listener must not stop the work');
		};
		await collect((await packageInWorker(setUp(), description(new File([large], 'large.bin')), {onProgress})).bytes);
		const last = events.at(-1);
		expect(last?.done).toBe(last?.total);
		expect(events[0]).toMatchObject({phase: 'package', done: 262_140, file: {path: 'large.bin', total: 8_000_000}});
		expect(events.every(({done}, index) => index === 0 || done >= events[index - 1]!.done)).toBe(true);
	});

	it('can be cancelled, and its worker goes on to the next', async () => {
		const worker = setUp();
		const reader = (await packageInWorker(worker, description(new File([large], 'large.bin')))).bytes.getReader();
		await reader.read();
		await reader.cancel();
		const next = await packageInWorker(worker, description(new File(['x'], 'x')));
		expect((await collect(next.bytes)).length).toBe(next.size);
	});

	it('ends with the reason of its signal, before and while it is made', async () => {
		const reason = new Error('enough');
		const worker = setUp();
		const content = description(new File([large], 'large.bin'));
		await expect(packageInWorker(worker, content, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
		const controller = new AbortController();
		const reader = (await packageInWorker(worker, content, {signal: controller.signal})).bytes.getReader();
		await reader.read();
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
	});
});

describe('what goes wrong', () => {
	it('in the description is told before there is a stream', async () => {
		await expect(packageInWorker(setUp(), {})).rejects.toThrow(ConfigurationError);
	});

	it('with a file that is no Blob is told before the worker is bothered', async () => {
		const made = packageInWorker(setUp(), {assets: [{title: 'T', representations: [{type: 'Preservation', files: [entry('a', 'x')]}]}]});
		await expect(made).rejects.toThrow(/"a" cannot be given to a worker/);
	});

	it('in the worker comes back as the error it was', async () => {
		const shorter = {...entryFromFile(new Blob(['123']), 'dir/a.txt'), size: 5};
		const made = await packageInWorker(setUp(), {assets: [{title: 'T', representations: [{type: 'Preservation', files: [shorter]}]}]});
		const error: unknown = await collect(made.bytes).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(PackageError);
		expect(error).toMatchObject({
			code: 'package',
			problem: 'size-changed',
			path: expect.stringMatching(/a\.txt$/) as string,
			message: expect.stringContaining('shorter than the 5 bytes') as string,
		});
	});

	it('when the worker breaks down is told', async () => {
		const worker = isBrowser ? new Worker(new URL('../fixtures/broken-worker.ts', import.meta.url), {type: 'module'}) : crashing();
		const made = packageInWorker(worker, description(new File(['x'], 'x')));
		await expect(made).rejects.toMatchObject({
			problem: 'worker-failed',
			message: expect.stringContaining('out of order') as string,
		});
	});

	it('when something cannot be given to a worker is told', async () => {
		const removed = vi.fn();
		const worker: PackagingWorker = {
			postMessage: () => {
				throw new DOMException('no', 'DataCloneError');
			},
			addEventListener: () => {},
			removeEventListener: removed,
		};
		await expect(packageInWorker(worker, description(new File(['x'], 'x')))).rejects.toThrow(ConfigurationError);
		expect(removed).toHaveBeenCalledTimes(2);
	});
});

function crashing(): PackagingWorker {
	const target = new EventTarget();
	return Object.assign(target, {
		postMessage: () => void target.dispatchEvent(Object.assign(new Event('error'), {message: 'out of order'})),
	});
}
