import {afterEach, describe, expect, it, vi} from 'vitest';
import {createHasher} from '@fonds/core/hash';
import type {EntryReader, PackageEntry} from '../entries/entry.ts';
import {collect, createRandom, randomBytes, sameBytes, settle, textBytes} from '../fixtures/entries.ts';
import {readWithZipJs} from '../fixtures/read-with-zip-js.ts';
import {openZip} from '../unzip/open-zip.ts';
import {createDeflaters} from './deflater.ts';
import {createGate} from './gate.ts';
import type {ZipOptions} from './options.ts';
import {segmentCapacity} from './stored-blocks.ts';
import {zip} from './zip.ts';

/** Text that compresses as texts do. */
function prose(length: number, seed = 1): Uint8Array<ArrayBuffer> {
	const random = createRandom(seed);
	const words = Array.from({length: 500}, () => Math.floor(random() * 1e9).toString(36));
	const chosen = Array.from({length: Math.ceil(length / 4)}, () => words[Math.floor(random() ** 2 * 500)]);
	return textBytes(chosen.join(' ')).slice(0, length);
}

interface Log {
	opened: number;
	closed: number;
}

/** An entry that may be opened ahead of its turn. */
function readable(path: string, bytes: Uint8Array, log: Log = {opened: 0, closed: 0}, more: Partial<PackageEntry> = {}): PackageEntry {
	const openReader = (): Promise<EntryReader> => {
		let at = 0;
		log.opened++;
		return Promise.resolve({
			read(memory) {
				const part = bytes.subarray(at, at + memory.length);
				memory.set(part);
				at += part.length;
				return Promise.resolve(part.length);
			},
			close: () => Promise.resolve(void log.closed++),
		});
	};
	return {path, size: bytes.length, openReader, open: () => Promise.reject(new Error('not this way')), ...more};
}

async function readBack(bytes: Uint8Array<ArrayBuffer>): Promise<Map<string, Uint8Array>> {
	const archive = await openZip(new Blob([bytes]));
	const found = new Map<string, Uint8Array>();
	for (const item of archive.entries()) {
		found.set(item.path, await collect(archive.open(item)));
	}
	return found;
}

const compress = {compress: true};

afterEach(() => {
	vi.unstubAllGlobals();
});

describe('entries that are deflated side by side', () => {
	const sizes = [
		0,
		1,
		70_000,
		segmentCapacity,
		segmentCapacity + 1,
		900_000,
		4 * 1024 * 1024,
		4 * 1024 * 1024 + 1,
		5_000_000,
		10,
		3_000_000,
	];

	it('come in the order of the input, byte for byte, with their digests, each opened and closed once', async () => {
		const log: Log = {opened: 0, closed: 0};
		const contents = sizes.map((size, index) => (index % 3 === 2 ? randomBytes(size, index) : prose(size, index)));
		const entries = contents.map((content, index) => readable(`${index}.txt`, content, log));
		const told: string[] = [];
		const onEntry: ZipOptions['onEntry'] = ({path, size, digests}) => void told.push(`${path} ${size} ${digests.md5?.length ?? 0}`);
		const bytes = await collect(zip(entries, {...compress, digests: ['md5'], onEntry}));
		for (const found of [await readBack(bytes), await readWithZipJs(bytes)]) {
			expect([...found.keys()]).toEqual(entries.map(({path}) => path));
			expect([...found.values()].every((value, index) => value !== undefined && sameBytes(value, contents[index]!))).toBe(true);
		}
		expect(told).toEqual(sizes.map((size, index) => `${index}.txt ${size} 32`));
		expect(log).toEqual({opened: sizes.length, closed: sizes.length});
	}, 60_000);

	it('are the same bytes in every runtime if they have to be', async () => {
		const entries = [readable('a.txt', prose(600_000)), readable('b.txt', prose(50_000, 2)), readable('c.txt', prose(3000, 3))];
		const hasher = await createHasher(['md5']);
		hasher.update(await collect(zip(entries, {...compress, deterministic: true})));
		expect(hasher.digest().md5).toBe('575dc4a8e2c751460c731e112e9b274c');
	});

	it('are not many, and not much, at a time', async () => {
		const log: Log = {opened: 0, closed: 0};
		const large = Array.from({length: 12}, (_, index) => readable(`${index}`, prose(3_000_000), log));
		const reader = zip(large, compress).getReader();
		await reader.read();
		await settle();
		expect(log.opened).toBeLessThanOrEqual(7);
		await reader.cancel();

		const few: Log = {opened: 0, closed: 0};
		const many = Array.from({length: 100}, (_, index) => readable(`${index}.txt`, prose(300_000), few));
		let written = 0;
		const second = zip(many, {...compress, onEntry: () => void written++}).getReader();
		await second.read();
		await settle();
		expect(few.opened - written).toBeLessThanOrEqual(17);
		await second.cancel();
		await vi.waitFor(() => expect([few.closed, log.closed]).toEqual([few.opened, log.opened]));
	});

	it.each([false, true])('do not run far ahead of who reads, however large one is (deterministic: %s)', async deterministic => {
		const noise = randomBytes(65_536);
		let taken = 0;
		const stream = new ReadableStream<Uint8Array>(
			{
				pull(controller) {
					taken += noise.length;
					controller.enqueue(noise.slice());
				},
			},
			{highWaterMark: 0},
		);
		const reader = zip([{path: 'endless', open: () => stream}], {...compress, deterministic}).getReader();
		let written = 0;
		while (written < 8_000_000) {
			const {value} = await reader.read();
			written += value?.length ?? 0;
			expect(taken - written).toBeLessThan(5_000_000);
		}
		await settle();
		expect(taken - written).toBeLessThan(5_000_000);
		await reader.cancel();
	});

	it('fail in order: what comes before one that fails is written', async () => {
		const told: string[] = [];
		const entries = [
			readable('a', prose(3_000_000)),
			readable('b', prose(100_000)),
			readable('c', prose(1000), undefined, {size: 1001}),
			readable('d', prose(10), undefined, {openReader: () => Promise.reject(new Error('gone'))}),
		];
		await expect(collect(zip(entries, {...compress, onEntry: ({path}) => void told.push(path)}))).rejects.toMatchObject({
			problem: 'size-changed',
			path: 'c',
		});
		expect(told).toEqual(['a', 'b']);
	});

	it('are closed when one before them fails, even while they are read', async () => {
		const close = vi.fn(() => Promise.resolve());
		const stuck = readable('b', prose(10), undefined, {
			openReader: () => Promise.resolve({read: () => new Promise<never>(() => {}), close}),
		});
		await expect(collect(zip([readable('a', prose(1000), undefined, {size: 1001}), stuck], compress))).rejects.toMatchObject({path: 'a'});
		await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
	});

	it.each([10, 5_000_000])('tell which one cannot be opened or read (%d bytes)', async size => {
		const cause = new Error('gone');
		const broken = readable('d', prose(size), undefined, {openReader: () => Promise.reject(cause)});
		await expect(collect(zip([readable('a', prose(10)), broken], compress))).rejects.toMatchObject({
			problem: 'unreadable',
			path: 'd',
			cause,
		});
	});

	it('are closed when the stream is given up or its signal ends', async () => {
		for (const end of ['cancel', 'abort']) {
			const log: Log = {opened: 0, closed: 0};
			const controller = new AbortController();
			const entries = Array.from({length: 8}, (_, index) => readable(`${index}`, prose(2_000_000 + index), log));
			const reader = zip(entries, {...compress, signal: controller.signal}).getReader();
			await reader.read();
			if (end === 'cancel') {
				await reader.cancel();
			} else {
				controller.abort(new Error('enough'));
				await expect(reader.read()).rejects.toThrow('enough');
			}
			await vi.waitFor(() => expect(log.closed).toBe(log.opened));
		}
	});
});

describe('workers that deflate', () => {
	const withWorkers = it.skipIf(!('Worker' in globalThis) || 'process' in globalThis);
	const content = prose(600_000);
	const pack = async (): Promise<Uint8Array | undefined> =>
		(await readBack(await collect(zip([readable('a', content), readable('b', content)], compress)))).get('b');

	withWorkers('are used, and ended with the stream', async () => {
		const Original = Worker;
		const ended = vi.fn();
		let started = 0;
		vi.stubGlobal(
			'Worker',
			class extends Original {
				constructor(url: string) {
					super(url);
					started++;
				}
				override terminate(): void {
					ended();
					super.terminate();
				}
			},
		);
		expect(sameBytes((await pack())!, content)).toBe(true);
		expect(started).toBeGreaterThan(0);
		expect(ended).toHaveBeenCalledTimes(started);
	});

	withWorkers.each<[string, (url: string) => Worker]>([
		[
			'forbidden',
			() => {
				throw new Error('SecurityError');
			},
		],
		['refused by a policy', () => new Worker('data:text/javascript,throw 1')],
	])('are done without where they are %s', async (_, start) => {
		const make = vi.fn(start);
		const Original = Worker;
		vi.stubGlobal('Worker', function StubWorker(url: string) {
			vi.stubGlobal('Worker', Original);
			return make(url);
		});
		expect(sameBytes((await pack())!, content)).toBe(true);
		expect(make).toHaveBeenCalled();
	});

	withWorkers('fail the package when they break', async () => {
		const source = `let n = 0; onmessage = () => { if (n++) throw new Error('out of memory'); postMessage(new ArrayBuffer(0)); }; postMessage('ready')`;
		const Original = Worker;
		vi.stubGlobal('Worker', function StubWorker() {
			return new Original(URL.createObjectURL(new Blob([source])));
		});
		await expect(pack()).rejects.toMatchObject({problem: 'worker-failed'});
	});
});

describe('a deflater', () => {
	it.each([false, true])('takes parts one after the other, also an empty last one (deterministic: %s)', async deterministic => {
		const deflaters = createDeflaters(deterministic);
		const deflater = await deflaters.begin(undefined);
		const pushed = [deflater.push(prose(100_000), false), deflater.push(prose(50_000), false), deflater.push(new Uint8Array(0), true)];
		const chunks = (await Promise.all(pushed)).flat();
		const inflated = new Blob(chunks as Uint8Array<ArrayBuffer>[]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
		const expected = await new Blob([prose(100_000), prose(50_000)]).bytes();
		expect(sameBytes(await collect(inflated), expected)).toBe(true);
		deflater.close();
		deflaters.close();
	});
});

describe('a gate', () => {
	it('lets in as many as it has places, in order', async () => {
		const gate = createGate(2);
		const log: string[] = [];
		const leave: (() => void)[] = [];
		const enter = async (name: string): Promise<void> => {
			leave.push(await gate.enter());
			log.push(name);
		};
		const all = Promise.all(['a', 'b', 'c', 'd'].map(enter));
		await settle();
		expect(log).toEqual(['a', 'b']);
		leave[0]!();
		leave[0]!();
		await settle();
		expect(log).toEqual(['a', 'b', 'c']);
		leave[1]!();
		await all;
		expect(log).toEqual(['a', 'b', 'c', 'd']);
	});

	it('is left by work that fails', async () => {
		const gate = createGate(1);
		await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
		await expect(gate.run(() => Promise.resolve(1))).resolves.toBe(1);
	});
});
