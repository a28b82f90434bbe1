import {describe, expect, it, vi} from 'vitest';
import {PackageError} from '@fonds/core';
import type {PackageEntry} from '../entries/entry.ts';
import type {PackageProgress} from '../entries/progress.ts';
import {collect, createRandom, entry, randomBytes, sameBytes, settle, streamInPieces, textBytes, toHex} from '../fixtures/entries.ts';
import {readWithZipJs} from '../fixtures/read-with-zip-js.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {WrittenEntry} from './options.ts';
import {predictZipLength} from './predict-length.ts';
import {segmentCapacity} from './stored-blocks.ts';
import {zip} from './zip.ts';

async function readBack(bytes: Uint8Array<ArrayBuffer>): Promise<Map<string, Uint8Array>> {
	const archive = await openZip(new Blob([bytes]));
	const found = new Map<string, Uint8Array>();
	for (const item of archive.entries()) {
		found.set(item.path, await collect(archive.open(item)));
	}
	return found;
}

const sizes = [
	0,
	1,
	65_535,
	65_536,
	segmentCapacity - 1,
	segmentCapacity,
	segmentCapacity + 1,
	2 * segmentCapacity,
	2 * segmentCapacity + 7,
];

describe('a ZIP file', () => {
	it.each(sizes)('holds a file of %d bytes, whether its size is announced or not, stored or deflated', async size => {
		const content = randomBytes(size, size + 1);
		const entries = [
			entry('announced', content),
			entry('unannounced', content, {size: undefined, pieceSize: 65_536}),
			entry('deflated', content, {compress: true}),
			entry('deflated, unannounced', content, {compress: true, size: undefined}),
		];
		const bytes = await collect(zip(entries));
		for (const found of [await readBack(bytes), await readWithZipJs(bytes)]) {
			expect([...found.keys()]).toEqual(entries.map(({path}) => path));
			expect([...found.values()].every(value => value !== undefined && sameBytes(value, content))).toBe(true);
		}
	});

	it.each(sizes)('of a stored file of %d bytes has the predicted length', async size => {
		const entries = [entry('a/ß', new Uint8Array(size), {modified: new Date(1.7e12)}), entry('b', 'x')];
		const bytes = await collect(zip(entries));
		expect(predictZipLength(entries)).toBe(bytes.length);
	});

	it('has no predictable length if an entry is deflated or its size is not known', () => {
		expect(predictZipLength([entry('a', 'x', {compress: true})])).toBeUndefined();
		expect(predictZipLength([entry('a', 'x', {size: undefined})])).toBeUndefined();
		expect(predictZipLength([entry('a.txt', 'x')], {compress: true})).toBeUndefined();
		expect(predictZipLength([entry('a.jpg', 'x')], {compress: true})).toBeDefined();
	});

	it('holds random trees byte for byte', async () => {
		const random = createRandom(7);
		const names = ['Brief', 'Ærø', 'письмо', '手紙', 'رسالة', 'γράμμα', 'מכתב', 'पत्र', '🗝️', 'e\u0301', 'a b', "it's", '100%'];
		const pick = (): string => names[Math.floor(random() * names.length)] ?? '';
		for (let round = 0; round < 20; round++) {
			const entries = Array.from({length: 30}, (_, index) => {
				const folders = Array.from({length: Math.floor(random() * 4)}, (__, depth) => `${pick()}${depth}`);
				const size = random() < 0.2 ? 0 : Math.floor(random() ** 4 * 300_000);
				const known = random() < 0.7;
				return entry([...folders, `${pick()} ${index}`].join('/'), randomBytes(size, index + round), {
					compress: random() < 0.3,
					...(known ? {} : {size: undefined}),
					pieceSize: 1 + Math.floor(random() * 100_000),
				});
			});
			const bytes = await collect(zip(entries));
			const [own, other] = [await readBack(bytes), await readWithZipJs(bytes)];
			for (const item of entries) {
				const expected = await collect(await item.open());
				expect(sameBytes(own.get(item.path)!, expected)).toBe(true);
				expect(sameBytes(other.get(item.path)!, expected)).toBe(true);
			}
		}
	});

	it('may be empty', async () => {
		const bytes = await collect(zip([]));
		expect(bytes.length).toBe(22);
		expect((await readWithZipJs(bytes)).size).toBe(0);
		expect(predictZipLength([])).toBe(22);
	});

	it('keeps dates to the second', async () => {
		const modified = new Date('2024-02-29T12:34:57Z');
		const archive = await openZip(new Blob([await collect(zip([entry('a', 'x', {modified})]))]));
		expect(archive.entries()[0]?.modified).toEqual(modified);
	});

	it('keeps dates that MS-DOS knows and Unix does not', async () => {
		const modified = new Date(2099, 5, 1, 10, 20, 30);
		const archive = await openZip(new Blob([await collect(zip([entry('a', 'x', {modified})]))]));
		expect(archive.entries()[0]?.modified).toEqual(modified);
	});

	it('is the same for the same content if it has to be, whatever the pieces and dates', async () => {
		const content = randomBytes(3_000_000);
		const make = async (pieceSize: number, modified: Date): Promise<string> => {
			const entries = [entry('a', content, {pieceSize, modified}), entry('b', content, {pieceSize, modified, compress: true})];
			return toHex((await collect(zip(entries, {deterministic: true}))).slice(-200));
		};
		expect(await make(1_000_000, new Date())).toBe(await make(12_345, new Date(0)));
	});

	it('is written to the letter', async () => {
		const bytes = await collect(zip([entry('é.txt', 'hello'), entry('d', 'x'.repeat(40), {compress: true})], {deterministic: true}));
		expect(toHex(bytes)).toBe(
			[
				'504b0304 1400 0008 0000 0000 2100 86a61036 05000000 05000000 0600 0000 c3a92e747874 68656c6c6f',
				'504b0304 1400 0008 0800 0000 2100 f0711ac4 05000000 28000000 0100 0000 64 ab20120000',
				'504b0102 2d03 1400 0008 0000 0000 2100 86a61036 05000000 05000000 0600 0000 0000 0000 0000 0000a481 00000000 c3a92e747874',
				'504b0102 2d03 1400 0008 0800 0000 2100 f0711ac4 05000000 28000000 0100 0000 0000 0000 0000 0000a481 29000000 64',
				'504b0506 0000 0000 0200 0200 63000000 4d000000 0000',
			]
				.join('')
				.replaceAll(' ', ''),
		);
	});

	it('stores what its name says is compressed, unless the entry says otherwise', async () => {
		const content = 'x'.repeat(1000);
		const entries = [
			entry('a.txt', content),
			entry('a.JPG', content),
			entry('b.jpg', content, {compress: true}),
			entry('b.txt', content, {compress: false}),
			entry('random', randomBytes(1000)),
		];
		const archive = await openZip(new Blob([await collect(zip(entries, {compress: true}))]));
		expect(archive.entries().map(({method}) => method)).toEqual(['deflated', 'stored', 'deflated', 'stored', 'stored']);
	});

	it('comes with digests of every entry, before the next is asked for', async () => {
		const log: string[] = [];
		function* entries(): Generator<PackageEntry> {
			log.push('first');
			yield entry('a', 'hello');
			log.push('second');
			yield entry('b', randomBytes(2_000_000), {compress: true});
			log.push('end');
		}
		const written: WrittenEntry[] = [];
		const onEntry = (item: WrittenEntry): void => {
			log.push(item.path);
			written.push(item);
		};
		await collect(zip(entries(), {digests: ['sha1', 'md5'], onEntry}));
		expect(log).toEqual(['first', 'a', 'second', 'b', 'end']);
		expect(written[0]).toEqual({
			path: 'a',
			size: 5,
			digests: {crc32: '3610a686', sha1: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d', md5: '5d41402abc4b2a76b9719d911017c592'},
		});
		expect(written[1]?.size).toBe(2_000_000);
	});

	it('may be asked for the CRC like any digest, also of a file so large that a thread makes the others', async () => {
		for (const digests of [['crc32'], ['crc32', 'md5', 'blake2b-512'], ['sha256', 'sha256']] as const) {
			const written: WrittenEntry[] = [];
			const large = entry('a', new Uint8Array(33 * 1024 * 1024), {pieceSize: 1e6});
			await collect(zip([large, entry('b', 'hello')], {digests, onEntry: item => void written.push(item)}));
			expect(written.map(item => item.digests.crc32)).toEqual(['b31ff115', '3610a686']);
			expect(written.every(item => digests.every(algorithm => item.digests[algorithm] !== undefined))).toBe(true);
		}
	});

	it('reports progress over all and by file, each end once', async () => {
		const events: PackageProgress[] = [];
		const listener = (event: PackageProgress): void => {
			events.push(event);
			throw new Error('a listener must not stop the work');
		};
		await collect(zip([entry('a', randomBytes(700_000)), entry('b', ''), entry('c', 'xyz', {size: 3})], {onProgress: listener}));
		expect(events.map(({done}) => done)).toEqual([262_140, 524_280, 700_000, 700_000, 700_003]);
		expect(events.every(({total, phase}) => total === 700_003 && phase === 'package')).toBe(true);
		const ends = events.filter(({file}) => file.done === file.total).map(({file}) => file.path);
		expect(ends).toEqual(['a', 'b', 'c']);
	});
});

describe('an entry', () => {
	it.each([5, 2_000_000])('that is not as long as announced (%d bytes) fails the package', async size => {
		for (const actual of [size - 1, size + 1]) {
			const wrong = entry('dir/x', new Uint8Array(actual), {size});
			const expected = {problem: 'size-changed', path: 'dir/x', message: expect.stringContaining(`the ${size} bytes`) as string};
			await expect(collect(zip([wrong]))).rejects.toMatchObject(expected);
			await expect(collect(zip([{...wrong, compress: true}]))).rejects.toMatchObject(expected);
		}
	});

	it('that cannot be opened or read fails the package with its path', async () => {
		const cause = new Error('Input/output error');
		const unopened = {path: 'x', size: 1, open: () => Promise.reject(cause)};
		await expect(collect(zip([unopened]))).rejects.toMatchObject({problem: 'unreadable', path: 'x', cause});
		const unread = {path: 'x', size: 1, open: () => new ReadableStream<Uint8Array>({pull: controller => controller.error(cause)})};
		await expect(collect(zip([unread]))).rejects.toMatchObject({problem: 'unreadable', path: 'x', cause});
	});

	it('whose source fails with an error of ours passes it on as it is', async () => {
		const error = new PackageError('Damaged.', {problem: 'crc-mismatch', path: 'inner'});
		const open = (): ReadableStream<Uint8Array> => new ReadableStream({pull: controller => controller.error(error)});
		await expect(collect(zip([{path: 'x', open}]))).rejects.toBe(error);
	});

	it.each(['../x', '/x', 'a\\b'])('at %j fails the package before it is opened', async path => {
		const open = vi.fn(() => streamInPieces(textBytes('x'), 1));
		await expect(collect(zip([{path, open}]))).rejects.toMatchObject({problem: 'unsafe-path', path});
		expect(open).not.toHaveBeenCalled();
	});

	it('that another one would overwrite fails the package', async () => {
		await expect(collect(zip([entry('a/B', 'x'), entry('a/b', 'y')]))).rejects.toMatchObject({problem: 'duplicate-path', path: 'a/b'});
	});

	it.each([-1, 1.5, Number.NaN, 2 ** 60])('cannot announce a size of %d', async size => {
		await expect(collect(zip([entry('x', '', {size})]))).rejects.toMatchObject({problem: 'bad-size', path: 'x'});
	});
});

describe('the stream', () => {
	/** An endless entry that counts what is taken from it, and whether it was closed. */
	const endless = (): {readonly source: PackageEntry; readonly state: {taken: number; cancelled: boolean}} => {
		const state = {taken: 0, cancelled: false};
		const stream = new ReadableStream<Uint8Array>(
			{
				pull(controller) {
					state.taken += 65_536;
					controller.enqueue(new Uint8Array(65_536));
				},
				cancel() {
					state.cancelled = true;
				},
			},
			{highWaterMark: 0},
		);
		return {source: {path: 'endless', open: () => stream}, state};
	};

	it('opens nothing before it is read', async () => {
		const open = vi.fn(() => streamInPieces(textBytes('x'), 1));
		const stream = zip([{path: 'a', open}]);
		await settle();
		expect(open).not.toHaveBeenCalled();
		await stream.cancel();
	});

	it('never runs far ahead of its reader', async () => {
		const {source, state} = endless();
		const reader = zip([source]).getReader();
		let written = 0;
		for (let count = 0; count < 50; count++) {
			const {value} = await reader.read();
			written += value?.length ?? 0;
			expect(state.taken - written).toBeLessThan(2 * 1024 * 1024);
		}
		await settle();
		expect(state.taken - written).toBeLessThan(2 * 1024 * 1024);
		await reader.cancel();
	});

	it('closes its source and asks for no more entries when it is cancelled', async () => {
		const {source, state} = endless();
		let ended = false;
		async function* entries(): AsyncGenerator<PackageEntry> {
			try {
				yield source;
				yield entry('never', 'x');
			} finally {
				ended = true;
			}
		}
		const reader = zip(entries()).getReader();
		await reader.read();
		await reader.cancel();
		expect(state.cancelled).toBe(true);
		expect(ended).toBe(true);
	});

	it('fails with the reason of its signal, closes its source, also while nobody reads', async () => {
		const {source, state} = endless();
		const controller = new AbortController();
		const reader = zip([source], {signal: controller.signal}).getReader();
		await reader.read();
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
		await expect(reader.closed).rejects.toBe(reason);
		await vi.waitFor(() => expect(state.cancelled).toBe(true));
	});

	it('fails at once if its signal has ended before', async () => {
		const reason = new Error('too late');
		await expect(collect(zip([entry('a', 'x')], {signal: AbortSignal.abort(reason)}))).rejects.toBe(reason);
	});

	it.each([
		['opened', {path: 'x', open: () => new Promise<never>(() => {})}],
		['read', {path: 'x', open: () => new ReadableStream<Uint8Array>()}],
	])('does not wait for an entry that is never %s when its signal ends', async (_, stuck) => {
		const controller = new AbortController();
		const result = collect(zip([stuck], {signal: controller.signal}));
		controller.abort(new Error('enough'));
		await expect(result).rejects.toThrow('enough');
	});

	it('does not wait for entries that never come when its signal ends', async () => {
		const controller = new AbortController();
		const never = {[Symbol.asyncIterator]: () => ({next: () => new Promise<never>(() => {})})};
		const result = collect(zip(never, {signal: controller.signal}));
		controller.abort(new Error('enough'));
		await expect(result).rejects.toThrow('enough');
	});
});
