/// <reference types="node" />
import {link, lstat, open, rename, stat, unlink} from 'node:fs/promises';
import type {FileHandle} from 'node:fs/promises';
import {dirname} from 'node:path';
import {SdkError} from '@fonds/core';
import {iterate, streamFrom} from '@fonds/core/streams';
import type {DownloadBeginning} from '../storage/download.ts';

/** @throws SdkError with code `file-exists` when there is such a file. */
export async function refuseExisting(path: string): Promise<void> {
	const exists = await lstat(path).then(
		() => true,
		() => false,
	);
	if (exists) {
		throw fileExists(path);
	}
}

/** What an earlier download left; `undefined` when there is nothing, or more than there can be. */
export async function beginningOf(part: string, size: number | undefined): Promise<DownloadBeginning | undefined> {
	const found = await stat(part).catch(() => undefined);
	if (found === undefined || !found.isFile() || found.size === 0 || (size !== undefined && found.size > size)) {
		return undefined;
	}
	return {size: found.size, stream: () => streamFrom(readStart(part, found.size))};
}

/** Writes what comes after the first `skip` bytes of a stream to the end of a file, and flushes it, also when the stream fails. */
export async function appendStream(part: string, stream: ReadableStream<Uint8Array>, skip: number): Promise<{readonly size: number}> {
	const file = await open(part, skip === 0 ? 'w' : 'r+').catch(async (error: unknown) => {
		await stream.cancel(error);
		throw error;
	});
	let size = 0;
	try {
		for await (const chunk of iterate(stream)) {
			const known = Math.min(Math.max(skip - size, 0), chunk.length);
			await writeFully(file, chunk.subarray(known), size + known);
			size += chunk.length;
		}
		return {size};
	} catch (error) {
		throw explain(error, part);
	} finally {
		await file.sync().catch(() => {});
		await file.close();
	}
}

/** Gives a finished file its name, which another may have taken in the meantime. */
export async function nameFile(part: string, path: string, overwrite: boolean): Promise<void> {
	if (overwrite) {
		await rename(part, path);
	} else {
		await nameOnce(part, path);
	}
	const folder = await open(dirname(path), 'r').catch(() => undefined); // Windows has no such thing; names last there anyway.
	await folder?.sync().catch(() => {});
	await folder?.close();
}

/** A hard link fails when the name is taken, which a rename does not. Where there are no links an empty file holds the name. */
async function nameOnce(part: string, path: string): Promise<void> {
	try {
		await link(part, path);
		await unlink(part);
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') {
			await (await open(path, 'wx').catch(refuseTaken(path))).close();
			await rename(part, path);
			return;
		}
		throw fileExists(path);
	}
}

function refuseTaken(path: string): (error: unknown) => never {
	return error => {
		throw codeOf(error) === 'EEXIST' ? fileExists(path) : error;
	};
}

function fileExists(path: string): SdkError {
	return new SdkError(`${path} exists already and was left as it is. Choose another name, or set overwrite.`, {code: 'file-exists'});
}

async function* readStart(part: string, size: number): AsyncGenerator<Uint8Array> {
	const file = await open(part, 'r');
	try {
		for (let at = 0; at < size;) {
			const {bytesRead, buffer} = await file.read(new Uint8Array(Math.min(262_144, size - at)), 0, undefined, at);
			if (bytesRead === 0) {
				return;
			}
			yield buffer.subarray(0, bytesRead);
			at += bytesRead;
		}
	} finally {
		await file.close();
	}
}

/** The system may take fewer bytes at a time. */
async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
	for (let written = 0; written < bytes.length;) {
		const {bytesWritten} = await file.write(bytes, written, bytes.length - written, position + written);
		written += bytesWritten;
	}
}

function explain(error: unknown, path: string): unknown {
	return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error))
		? new SdkError(`There is no space left to write ${path}. Make room and try again: it goes on where it stopped.`, {
				code: 'no-space',
				cause: error,
			})
		: error;
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}
