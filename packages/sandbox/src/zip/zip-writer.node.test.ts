import {randomBytes} from 'node:crypto';
import {unzipSync, Unzip, UnzipInflate} from 'fflate';
import {expect, it} from 'vitest';
import type {RandomAccess} from './random-access.ts';
import {openZip} from './zip-archive.ts';
import type {ZipItem} from './zip-writer.ts';
import {writeZip, zipSizeAtMost} from './zip-writer.ts';

const time = Date.UTC(2026, 2, 14, 9, 30, 8);

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let start = 0; start < bytes.length; start += 60_000) yield bytes.subarray(start, start + 60_000);
}

async function written(items: Iterable<ZipItem>): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of writeZip(items, time)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

function access(bytes: Buffer): RandomAccess {
	return {
		size: bytes.length,
		async *stream(start, end) {
			yield bytes.subarray(start, end);
		},
		piece: (start, end) => bytes.subarray(start, end),
	};
}

async function contents(bytes: Buffer): Promise<Readonly<Record<string, Buffer>>> {
	const archive = openZip(access(bytes));
	const files: Record<string, Buffer> = {};
	for (const entry of archive.entries) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of archive.open(entry)) chunks.push(chunk);
		files[entry.name] = Buffer.concat(chunks);
	}
	return files;
}

const noise = randomBytes(300_000);
const text = Buffer.from('a b c '.repeat(20_000));
const items: readonly ZipItem[] = [
	{name: 'Ünï/cödé.txt', content: text},
	{name: 'noise.bin', content: () => inPieces(noise), atMost: noise.length},
	{name: 'stored.zip', content: () => inPieces(noise), atMost: noise.length, compressed: true},
	{name: 'large.bin', content: () => inPieces(text), atMost: 5 * 1024 ** 3},
	{name: 'empty', content: () => inPieces(Buffer.alloc(0))},
];
const expected = {'Ünï/cödé.txt': text, 'noise.bin': noise, 'stored.zip': noise, 'large.bin': text, empty: Buffer.alloc(0)};

it('writes what its own reader and another one read to the same bytes', async () => {
	const zip = await written(items);
	expect(await contents(zip)).toEqual(expected);
	const other = unzipSync(zip);
	expect(Object.keys(other)).toEqual(Object.keys(expected));
	expect(Buffer.compare(other['noise.bin'] ?? Buffer.alloc(0), noise)).toBe(0);
});

it('writes what a reader reads that cannot seek', async () => {
	const zip = await written(items.slice(0, 3));
	const sizes: Record<string, number> = {};
	const reader = new Unzip(file => {
		sizes[file.name] = 0;
		file.ondata = (error, data) => {
			if (error) throw error;
			sizes[file.name] = (sizes[file.name] ?? 0) + data.length;
		};
		file.start();
	});
	reader.register(UnzipInflate);
	for await (const piece of inPieces(zip)) reader.push(piece);
	expect(sizes).toEqual({'Ünï/cödé.txt': text.length, 'noise.bin': noise.length, 'stored.zip': noise.length});
});

it('announces ZIP64 where a content may be larger than 4 GB, and only there', async () => {
	const zip = await written(items);
	const extraOf = (name: string): string => {
		const start = zip.indexOf(name) + name.length;
		return zip.subarray(start, start + 4).toString('hex');
	};
	expect([extraOf('large.bin') === '01001000', extraOf('noise.bin') === '01001000']).toEqual([true, false]);
});

it('is never larger than it says', async () => {
	const sizes = [
		{name: 'noise.bin', size: noise.length},
		{name: 'text', size: text.length},
	];
	const zip = await written([
		{name: 'noise.bin', content: () => inPieces(noise)},
		{name: 'text', content: text},
	]);
	expect(zip.length).toBeLessThanOrEqual(zipSizeAtMost(sizes));
});

it('counts more entries than the short form can', async () => {
	const many = Array.from({length: 70_000}, (_each, index): ZipItem => ({name: String(index), content: Buffer.alloc(0)}));
	expect(openZip(access(await written(many))).entries).toHaveLength(70_000);
});

it('asks for an item when the one before is written, and fails as its content does', async () => {
	const seen: string[] = [];
	function* lazily(): Generator<ZipItem> {
		yield {
			name: 'first',
			content: async function* () {
				yield text;
				seen.push('first');
			},
		};
		yield {name: 'second', content: Buffer.from(seen.join(','))};
		yield {
			name: 'broken',
			// oxlint-disable-next-line require-yield -- it breaks before it has anything
			content: async function* () {
				throw new Error('The disk is gone.');
			},
		};
	}
	const chunks: Uint8Array[] = [];
	const reading = (async () => {
		for await (const chunk of writeZip(lazily(), time)) chunks.push(chunk);
	})();
	await expect(reading).rejects.toThrow('The disk is gone.');
	expect(seen).toEqual(['first']);
	expect(Buffer.concat(chunks).includes('second')).toBe(true);
});
