import {closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readSync} from 'node:fs';
import {open, rename, rm, unlink, type FileHandle} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {Readable} from 'node:stream';
import type {Blobs, BlobSource, ByteRange} from './blobs.ts';
import {newBlobId} from './blobs.ts';

/** How much is written at a time. */
const writeSize = 1024 * 1024;

/** Blobs as files of a folder. A file has its final name only when it is complete and on disk. */
export function createFileBlobs(folder: string): Blobs {
	mkdirSync(folder, {recursive: true});
	syncFolder(dirname(folder));
	let count = readdirSync(folder).filter(name => name.startsWith('blob-')).length;

	async function write(source: BlobSource): Promise<{id: string; size: number}> {
		const id = newBlobId();
		const partial = join(folder, `partial-${id}`);
		try {
			const size = await writeFile(partial, source);
			await rename(partial, join(folder, id));
			syncFolder(folder);
			count++;
			return {id, size};
		} catch (error) {
			await rm(partial, {force: true});
			throw error;
		}
	}

	async function remove(name: string): Promise<void> {
		try {
			await unlink(join(folder, name));
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return; // gone, perhaps just now
			throw error;
		}
		if (name.startsWith('blob-')) count--;
	}

	return {
		write,
		read(id: string, range?: ByteRange) {
			const path = join(folder, id);
			if (!existsSync(path)) throw new Error(`There is no blob ${id}.`);
			if (range && range.end <= range.start) return emptyStream();
			const stream = createReadStream(path, {highWaterMark: 256 * 1024, ...(range && {start: range.start, end: range.end - 1})});
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's declaration leaves open what its streams hold
			return Readable.toWeb(stream) as ReadableStream<Uint8Array<ArrayBuffer>>;
		},
		piece(id: string, {start, end}: ByteRange) {
			const descriptor = openSync(join(folder, id), 'r');
			try {
				const buffer = Buffer.allocUnsafe(end - start);
				return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, start));
			} finally {
				closeSync(descriptor);
			}
		},
		delete: remove,
		count: () => count,
		async keepOnly(ids: ReadonlySet<string>) {
			for (const name of readdirSync(folder)) if (!ids.has(name)) await remove(name);
		},
	};
}

async function writeFile(path: string, source: BlobSource): Promise<number> {
	const file = await open(path, 'wx');
	try {
		let size = 0;
		for await (const chunks of source instanceof Uint8Array ? [[source]] : gather(source)) size += await writeAll(file, chunks);
		await file.sync();
		return size;
	} finally {
		await file.close();
	}
}

/** Writes all chunks behind what is there, and tells how many bytes they were. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<number> {
	const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
	let {bytesWritten: written} = await file.writev(chunks);
	if (written === size) return size;
	const rest = Buffer.concat(chunks);
	while (written < size) written += (await file.write(rest, written)).bytesWritten;
	return size;
}

/** Takes small chunks together: each write costs a turn of the event loop. */
async function* gather(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of source) {
		chunks.push(chunk);
		size += chunk.length;
		if (size < writeSize) continue;
		yield chunks.splice(0);
		size = 0;
	}
	if (size > 0) yield chunks;
}

/** A rename is durable only when its folder is. Windows cannot open folders and needs none of this. */
function syncFolder(folder: string): void {
	if (process.platform === 'win32') return;
	const descriptor = openSync(folder, 'r');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

function emptyStream(): ReadableStream<Uint8Array<ArrayBuffer>> {
	return new ReadableStream({start: controller => controller.close()});
}
