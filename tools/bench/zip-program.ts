// Zips or reads with one library, or makes the CRC-32 alone, measured: zip-program.ts <fonds|zip.js|client-zip|crc32> <stored|deflated|read> <file or folder>.
// What is written is counted and dropped. Each library is called as its documentation does it; small files are handed to the peers read at once.
import {createReadStream, openAsBlob, readdirSync, statSync, type ReadStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {Readable} from 'node:stream';
import {crc32} from 'node:zlib';
import {BlobReader, Uint8ArrayReader, ZipReader, ZipWriter, configure} from '@zip.js/zip.js';
import {makeZip} from 'client-zip';
import {openZip, zip} from '../../packages/packaging/src/zip/index.ts';
import {entryFromPath, openFile, readDirectory} from '../../packages/packaging/src/node/index.ts';
import {peakMemory} from './peak-memory.ts';

const mebibyte = 1024 * 1024;
const smallFile = mebibyte;

/** Gives the bytes that were written or read. */
type Work = (source: string) => Promise<number>;

function files(source: string): readonly string[] {
	return statSync(source).isDirectory()
		? readdirSync(source)
				.toSorted()
				.map(name => join(source, name))
		: [source];
}

function pieces(file: string): ReadStream {
	return createReadStream(file, {highWaterMark: mebibyte});
}

async function count(bytes: AsyncIterable<Uint8Array>): Promise<number> {
	let size = 0;
	for await (const chunk of bytes) size += chunk.length;
	return size;
}

function discard(): {readonly stream: WritableStream<Uint8Array>; size: number} {
	const sink = {size: 0, stream: new WritableStream<Uint8Array>({write: chunk => void (sink.size += chunk.length)})};
	return sink;
}

const fonds =
	(compress: boolean): Work =>
	async source =>
		await count(zip(statSync(source).isDirectory() ? readDirectory(source) : [await entryFromPath(source)], {compress}));

const zipJs =
	(level: number): Work =>
	async source => {
		configure({chunkSize: mebibyte});
		const sink = discard();
		const writer = new ZipWriter(sink.stream, {level});
		for (const file of files(source)) {
			const small = statSync(file).size <= smallFile;
			const reader = small ? new Uint8ArrayReader(await readFile(file)) : (Readable.toWeb(pieces(file)) as ReadableStream<Uint8Array>);
			await writer.add(basename(file), reader);
		}
		await writer.close();
		return sink.size;
	};

async function* described(source: string) {
	for (const file of files(source)) {
		const {size, mtime} = statSync(file);
		yield {name: basename(file), size, lastModified: mtime, input: size <= smallFile ? await readFile(file) : pieces(file)};
	}
}

const works: Readonly<Record<string, Work>> = {
	'fonds stored': fonds(false),
	'fonds deflated': fonds(true),
	async 'fonds read'(source) {
		const file = await openFile(source);
		try {
			let size = 0;
			const archive = await openZip(file);
			for (const entry of archive.entries()) size += await count(archive.open(entry));
			return size;
		} finally {
			await file.close();
		}
	},
	'zip.js stored': zipJs(0),
	'zip.js deflated': zipJs(6),
	async 'zip.js read'(source) {
		const reader = new ZipReader(new BlobReader(await openAsBlob(source)), {checkSignature: true});
		let size = 0;
		for await (const entry of reader.getEntriesGenerator()) {
			const sink = discard();
			if (!entry.directory) await entry.getData(sink.stream);
			size += sink.size;
		}
		await reader.close();
		return size;
	},
	'client-zip stored': async source => await count(makeZip(described(source))),
	async 'crc32 stored'(source) {
		let size = 0;
		for (const file of files(source)) {
			let crc = 0;
			for await (const chunk of pieces(file) as AsyncIterable<Uint8Array>) {
				crc = crc32(chunk, crc);
				size += chunk.length;
			}
		}
		return size;
	},
};

const [library = '', work = '', source = ''] = process.argv.slice(2);
const start = performance.now();
const size = await works[`${library} ${work}`]?.(source);
console.log(JSON.stringify({seconds: (performance.now() - start) / 1000, peakMemory: peakMemory(), size}));
