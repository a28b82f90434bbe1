import {afterAll, describe, expect, it} from 'vitest';
import {PackageError} from '@fonds/core';
import type {PackageEntry} from './entries/entry.ts';
import {entryFromFile} from './entries/file-entry.ts';
import {collect, createRandom} from './fixtures/entries.ts';
import {countedEntries, type CountedEntries, type Failure} from './fixtures/failing-entries.ts';
import {entriesOfSample, fitting, formats, randomSample, type Format, type Sample} from './fixtures/formats.ts';
import {createMemoryFolder} from './fixtures/memory-folder.ts';
import {setUpWorker} from './fixtures/workers.ts';
import type {PackageLayout} from './layout/layout.ts';
import {zipLayout} from './layout/zip-layout.ts';
import {writeDirectory} from './sinks/write-directory.ts';
import {zipInWorker} from './worker/in-worker.ts';

/** One for everything: what fails in it must not keep it from the next. */
const setup = setUpWorker();
afterAll(() => setup.end());

/** Half of a sample: what goes wrong does so with few files, too. */
function sampleOf(format: Format, seed: number): Sample {
	const {files, emptyFolders} = fitting(format, randomSample(seed));
	return {files: new Map([...files].filter((_, index) => (index + seed) % 2 === 0)), emptyFolders};
}

/** Writes a layout, tells how many bytes came out, and proves that nothing is left of a failure. */
type Sink = (layout: PackageLayout, signal?: AbortSignal) => Promise<void>;

const sinks: readonly {readonly name: string; readonly write: Sink}[] = [
	{
		name: 'a ZIP file',
		write: async (layout, signal) => void (await collect(zipLayout(layout, {signal}).bytes)),
	},
	{
		name: 'a deflated ZIP file',
		write: async (layout, signal) => void (await collect(zipLayout(layout, {signal, compress: true}).bytes)),
	},
	{
		name: 'a folder',
		async write(layout, signal) {
			const memory = createMemoryFolder();
			try {
				await writeDirectory(memory.handle, layout, {signal});
			} catch (error) {
				expect(memory.paths()).toEqual([]);
				throw error;
			}
		},
	},
];

/** What the message has to hold. */
const reasons: Readonly<Record<Exclude<Failure, 'holds still'>, string>> = {
	fails: 'the disk is broken',
	'is shorter': 'shorter',
	'is longer': 'longer',
	'cannot be opened': 'no such disk',
	'cannot be closed': 'the disk is stuck',
	'fails, and cannot be closed': 'the disk is broken',
};

const ways = ['stream', 'reader'] as const;
const seeds = {stream: 1, reader: 2} as const;
const cases = sinks.flatMap(sink => ways.map(way => ({...sink, way})));

const nextTurn = async (): Promise<void> =>
	await new Promise(resolve => {
		setTimeout(resolve);
	});

async function errorOf(work: Promise<unknown>): Promise<unknown> {
	return await work.then(
		() => 'nothing was said',
		(error: unknown) => error,
	);
}

/** What was read ahead may still be on its way to its end. */
async function expectClosed(counted: CountedEntries): Promise<void> {
	for (let turn = 0; turn < 1000 && counted.wrong().length > 0; turn++) {
		await nextTurn();
	}
	expect(counted.wrong()).toEqual([]);
}

describe.each(formats)('$name', format => {
	describe.each(cases)('$name of files that are read by a $way', ({write, way}) => {
		it.each(Object.keys(reasons) as (keyof typeof reasons)[])(
			'fails with a file that %s, which is named, and leaves nothing',
			async failure => {
				const random = createRandom(failure.length * 31 + format.name.length);
				const sample = sampleOf(format, seeds[way]);
				const paths = [...sample.files].filter(([, {length}]) => length > 0).map(([path]) => path);
				const path = paths[Math.floor(random() * paths.length)]!;
				const at = Math.floor(random() * sample.files.get(path)!.length);
				const counted = countedEntries(sample, {way, victim: {path, failure, at}});
				const error = await errorOf(write(format.layout(counted.entries)));
				expect(error).toBeInstanceOf(PackageError);
				const told = error as PackageError;
				expect(told.problem).toBe(failure === 'is shorter' || failure === 'is longer' ? 'size-changed' : 'unreadable');
				expect(told.path?.split('/').at(-1)).toBe(path.split('/').at(-1));
				expect(told.message).toContain(told.path);
				expect(told.message).toContain(reasons[failure]);
				await expectClosed(counted);
			},
		);

		it('ends with the reason of its signal while a file holds still, and leaves nothing', async () => {
			const random = createRandom(format.name.length + 5);
			const sample = sampleOf(format, seeds[way]);
			const paths = [...sample.files].filter(([, {length}]) => length > 0).map(([path]) => path);
			const path = paths[Math.floor(random() * paths.length)]!;
			const at = Math.floor(random() * sample.files.get(path)!.length);
			const reason = new Error('enough');
			const controller = new AbortController();
			const onStill = (): void => controller.abort(reason);
			const counted = countedEntries(sample, {way, victim: {path, failure: 'holds still', at}, onStill});
			expect(await errorOf(write(format.layout(counted.entries), controller.signal))).toBe(reason);
			await expectClosed(counted);
		});

		it('ends with the reason of its signal, wherever it ends, and leaves nothing', async () => {
			const random = createRandom(format.name.length);
			const sample = sampleOf(format, seeds[way]);
			const total = [...sample.files.values()].reduce((sum, {length}) => sum + length, 0);
			const at = Math.floor(random() * total);
			const reason = new Error('enough');
			const controller = new AbortController();
			const onRead = (bytes: number): void => {
				if (bytes >= at) {
					controller.abort(reason);
				}
			};
			const counted = countedEntries(sample, {way, onRead});
			expect(await errorOf(write(format.layout(counted.entries), controller.signal))).toBe(reason);
			await expectClosed(counted);
		});
	});

	describe.each(ways)('of files that are read by a %s', way => {
		it.each([false, true])('closes them when who reads the ZIP file leaves it (deflated: %s)', async compress => {
			const random = createRandom(format.name.length);
			const counted = countedEntries(sampleOf(format, seeds[way]), {way});
			const reader = zipLayout(format.layout(counted.entries), {compress}).bytes.getReader();
			const chunks = Math.floor(random() * 12);
			for (let count = 0; count < chunks; count++) {
				await reader.read();
			}
			await reader.cancel(new Error('the connection broke'));
			await expectClosed(counted);
		});

		it.each(['create', 'write', 'close'] as const)('fails when a disk is full at "%s", and leaves nothing', async step => {
			const random = createRandom(format.name.length);
			const sample = sampleOf(format, seeds[way]);
			let steps = 0;
			const whole = createMemoryFolder(what => void (steps += what === step ? 1 : 0));
			await writeDirectory(whole.handle, format.layout(countedEntries(sample, {way}).entries));
			let left = Math.floor(random() * steps);
			const memory = createMemoryFolder(what => {
				if (what === step && left-- === 0) {
					throw new DOMException('full', 'QuotaExceededError');
				}
			});
			const counted = countedEntries(sample, {way});
			const error = await errorOf(writeDirectory(memory.handle, format.layout(counted.entries)));
			expect(error).toMatchObject({code: 'no-space', message: expect.stringContaining('There is no space left to write') as string});
			expect(memory.paths()).toEqual([]);
			await expectClosed(counted);
		});
	});

	describe.skipIf(format.needsList)('of files that come one by one', () => {
		/** Gives entries, and then fails, if it is to. */
		function oneByOne(entries: readonly PackageEntry[], failure?: {readonly after: number; readonly error: Error}) {
			const calls = {begun: 0, ended: 0};
			async function* give() {
				calls.begun++;
				try {
					for (const [index, entry] of entries.entries()) {
						await Promise.resolve();
						if (index === failure?.after) {
							throw failure.error;
						}
						yield entry;
					}
				} finally {
					calls.ended++;
				}
			}
			return {calls, entries: give() as unknown as readonly PackageEntry[]}; // These formats take both.
		}

		it.each(cases)('fails with what they fail with ($name, $way)', async ({write, way}) => {
			const random = createRandom(format.name.length);
			const counted = countedEntries(sampleOf(format, 1), {way});
			const error = new Error('there is nothing more');
			const lazy = oneByOne(counted.entries, {after: Math.floor(random() * counted.entries.length), error});
			const told = await errorOf(write(format.layout(lazy.entries)));
			expect(told instanceof PackageError ? told.cause : told).toBe(error); // A zipped PAX is a file that could not be read.
			expect(lazy.calls).toEqual({begun: 1, ended: 1});
			await expectClosed(counted);
		});

		it.each(cases)('ends them with its signal ($name, $way)', async ({write, way}) => {
			const reason = new Error('enough');
			const controller = new AbortController();
			const onRead = (bytes: number): void => void (bytes > 70_000 && controller.abort(reason));
			const counted = countedEntries(sampleOf(format, 2), {way, onRead});
			const lazy = oneByOne(counted.entries);
			expect(await errorOf(write(format.layout(lazy.entries), controller.signal))).toBe(reason);
			await expectClosed(counted);
			expect(lazy.calls).toEqual({begun: 1, ended: 1});
		});

		it.each(ways)('ends them when who reads the ZIP file leaves it (%s)', async way => {
			const counted = countedEntries(sampleOf(format, 1), {way});
			const lazy = oneByOne(counted.entries);
			const reader = zipLayout(format.layout(lazy.entries)).bytes.getReader();
			await reader.read();
			await reader.cancel();
			await expectClosed(counted);
			expect(lazy.calls).toEqual({begun: 1, ended: 1});
		});
	});

	describe('made in a worker', () => {
		it.each([
			['shorter', 1],
			['longer', -1],
		] as const)('fails with a file that is %s, which is named', async (_, difference) => {
			const sample = sampleOf(format, 1);
			const [path, bytes] = [...sample.files].find(([, {length}]) => length > 65_536)!;
			const entries = entriesOfSample(sample, (own, content) => {
				const entry = entryFromFile(new Blob([content]), own);
				return own === path ? {...entry, size: bytes.length + difference} : entry;
			});
			const [name, values] = format.inWorker(entries);
			const made = await zipInWorker(setup.worker, name, values);
			const error = await errorOf(collect(made.bytes));
			expect(error).toBeInstanceOf(PackageError);
			expect(error).toMatchObject({problem: 'size-changed', path: expect.stringMatching(/[^/]+$/.exec(path)![0]) as string});
		});

		it('ends with the reason of its signal', async () => {
			const reason = new Error('enough');
			for (let chunks = 0; chunks < 3; chunks++) {
				const controller = new AbortController();
				const entries = entriesOfSample(sampleOf(format, 2), (path, content) => entryFromFile(new Blob([content]), path));
				const [name, values] = format.inWorker(entries);
				const {bytes} = await zipInWorker(setup.worker, name, values, {signal: controller.signal});
				const reader = bytes.getReader();
				for (let count = 0; count < chunks; count++) {
					await reader.read();
				}
				controller.abort(reason);
				expect(await errorOf(reader.read())).toBe(reason);
			}
		});
	});
});
