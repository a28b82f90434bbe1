import {describe, expect, it} from 'vitest';
import type {TarEntry} from './tar.ts';
import {tar, tarLength, untar} from './tar.ts';

const entry = (path: string, content: string): TarEntry => {
	const bytes = new TextEncoder().encode(content);
	return {
		path,
		size: bytes.length,
		modified: 1_700_000_000_000,
		async *open() {
			yield bytes;
		},
	};
};

async function write(entries: readonly TarEntry[]): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of tar(entries)) chunks.push(chunk);
	return new Uint8Array(Buffer.concat(chunks));
}

async function read(bytes: Uint8Array, pieces = 7): Promise<readonly (readonly [string, string, number])[]> {
	const files: [string, string, number][] = [];
	const source = (async function* () {
		for (let offset = 0; offset < bytes.length; offset += pieces) yield bytes.subarray(offset, offset + pieces);
	})();
	for await (const file of untar(source)) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of file.bytes) chunks.push(chunk);
		files.push([file.path, new TextDecoder().decode(Buffer.concat(chunks)), file.modified]);
	}
	return files;
}

const long = 'a/'.repeat(120);
const entries = [
	entry('plain.txt', 'plain'),
	entry('empty', ''),
	entry(`${'d'.repeat(80)}/${'e'.repeat(60)}.txt`, 'two fields'),
	entry(`${long}${'f'.repeat(120)}`, 'extended'),
	entry('Übersicht, 日本.txt', 'not ASCII'),
	entry('x'.repeat(512), 'y'.repeat(512)),
];

it('reads what it wrote: any path, any length, any size of pieces', async () => {
	const bytes = await write(entries);
	const contents = ['plain', '', 'two fields', 'extended', 'not ASCII', 'y'.repeat(512)];
	for (const pieces of [1, 7, 512, 1_000_000]) {
		expect(await read(bytes, pieces)).toEqual(entries.map(({path, modified}, index) => [path, contents[index], modified]));
	}
});

it('knows beforehand how long an archive will be', async () => {
	expect(tarLength(entries)).toBe((await write(entries)).length);
	expect(tarLength([])).toBe(1024);
});

it('leaves out of reading what nobody read', async () => {
	const paths: string[] = [];
	const bytes = await write(entries);
	for await (const {path} of untar(
		(async function* () {
			yield bytes;
		})(),
	)) {
		paths.push(path);
	}
	expect(paths).toEqual(entries.map(({path}) => path));
});

describe('a damaged archive', () => {
	it('that ends early is noticed', async () => {
		const bytes = await write(entries);
		for (const length of [0, 100, 512, 600, bytes.length - 1024]) {
			await expect(read(bytes.subarray(0, length))).rejects.toThrow('The tar archive ends too early.');
		}
	});

	it('whose header changed is noticed', async () => {
		const bytes = await write(entries);
		bytes[3] = (bytes[3] ?? 0) ^ 1;
		await expect(read(bytes)).rejects.toThrow('a header does not match its checksum');
	});

	it('is not made from a file of another size', async () => {
		await expect(write([{...entry('a', 'four'), size: 5}])).rejects.toThrow('a has 4 bytes instead of 5.');
	});

	it('cannot fill the memory by an extended header', async () => {
		const extended = await write([entry('ü', '')]);
		const size = new TextEncoder().encode('77777777777');
		extended.set(size, 124);
		const sum = extended.subarray(0, 512).reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
		extended.set(new TextEncoder().encode(sum.toString(8).padStart(6, '0')), 148);
		await expect(read(extended)).rejects.toThrow('has an extended header of 8589934591 bytes');
	});
});

it('stops its source when the reader stops', async () => {
	const bytes = await write(entries);
	let stopped = false;
	const source = (async function* () {
		try {
			for (;;) yield bytes;
		} finally {
			stopped = true;
		}
	})();
	for await (const file of untar(source)) if (file.path === 'plain.txt') break;
	expect(stopped).toBe(true);
});
