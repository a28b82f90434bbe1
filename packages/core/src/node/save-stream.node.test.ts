import * as files from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {isSdkError} from '../errors/sdk-error.ts';
import type {FileSystem} from './file-system.ts';
import {saveStream, saveStreamWith} from './save-stream.ts';

let directory = '';
let target = '';

beforeEach(async () => {
	directory = await files.mkdtemp(join(tmpdir(), 'fonds-'));
	target = join(directory, 'target.bin');
});

afterEach(async () => {
	await files.rm(directory, {recursive: true});
});

const bytes = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream();
const listing = () => files.readdir(directory);
const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);
const systemError = (code: string) => Object.assign(new Error(`${code}: the system says so`), {code});

/** Gives a chunk, calls back, and gives more for ever. */
const endless = (after: () => void, cancelled?: (reason: unknown) => void) => {
	let count = 0;
	return new ReadableStream<Uint8Array>({
		pull(controller) {
			controller.enqueue(new Uint8Array(10));
			if (++count === 3) {
				after();
			}
		},
		...(cancelled && {cancel: cancelled}),
	});
};

/** The real file system whose open files fail at something. */
const failing = (method: 'write' | 'sync', code: string): FileSystem => ({
	...files,
	async open(...parameters) {
		const handle = await files.open(...parameters);
		vi.spyOn(handle, method).mockRejectedValue(systemError(code));
		return handle;
	},
});

describe('saveStream', () => {
	it.skipIf(process.platform === 'win32').each([false, true])(
		"is its owner's alone when that is wanted (overwrite: %s)",
		async overwrite => {
			if (overwrite) {
				await files.writeFile(target, 'old', {mode: 0o644});
			}
			await saveStream(target, bytes('new'), {overwrite, mode: 0o600});
			expect((await files.stat(target)).mode & 0o777).toBe(0o600);
		},
	);

	it('writes all bytes and leaves one file', async () => {
		const big = 'x'.repeat(1_000_000);
		expect(await saveStream(target, bytes(big))).toEqual({size: 1_000_000});
		expect(await files.readFile(target, 'utf8')).toBe(big);
		expect(await listing()).toEqual(['target.bin']);
	});

	it('writes what the system takes bit by bit', async () => {
		const slow: FileSystem = {
			...files,
			async open(...parameters) {
				const handle = await files.open(...parameters);
				const write = handle.write.bind(handle);
				const piecemeal = (chunk: Uint8Array, offset: number) => write(chunk, offset, Math.min(3, chunk.length - offset));
				Object.assign(handle, {write: piecemeal});
				return handle;
			},
		};
		await saveStreamWith(slow, target, bytes('0123456789'));
		expect(await files.readFile(target, 'utf8')).toBe('0123456789');
	});

	it('gives the name only at the end', async () => {
		let during: string[] = [];
		const stream = new ReadableStream<Uint8Array>(
			{
				async pull(controller) {
					during = await listing();
					controller.enqueue(new Uint8Array(1));
					controller.close();
				},
			},
			{highWaterMark: 0},
		);
		await saveStream(target, stream);
		expect(during).toHaveLength(1);
		expect(during[0]).toMatch(/^\..*\.part$/);
	});

	it('has the bytes on the disk before the name, and the name before it says so', async () => {
		const order: string[] = [];
		const recording: FileSystem = {
			...files,
			async open(path, ...rest) {
				const handle = await files.open(path, ...rest);
				const sync = handle.sync.bind(handle);
				vi.spyOn(handle, 'sync').mockImplementation(async () => {
					order.push(path === directory ? 'sync directory' : 'sync file');
					await sync();
				});
				return handle;
			},
			async link(...parameters) {
				order.push('name');
				await files.link(...parameters);
			},
		};
		await saveStreamWith(recording, target, bytes('x'));
		expect(order).toEqual(['sync file', 'name', 'sync directory']);
	});

	it('leaves an existing file alone, and does not read the stream', async () => {
		await files.writeFile(target, 'old');
		const cancelled = vi.fn();
		const read = vi.fn();
		expect(isSdkError(await failure(saveStream(target, endless(read, cancelled))), 'file-exists')).toBe(true);
		expect(await files.readFile(target, 'utf8')).toBe('old');
		expect(await listing()).toEqual(['target.bin']);
		expect(cancelled).toHaveBeenCalledOnce();
		expect(read).not.toHaveBeenCalled();
	});

	it('leaves a file alone that appears while it writes', async () => {
		const stream = new ReadableStream<Uint8Array>({
			async pull(controller) {
				await files.writeFile(target, 'theirs');
				controller.close();
			},
		});
		expect(isSdkError(await failure(saveStream(target, stream)), 'file-exists')).toBe(true);
		expect(await files.readFile(target, 'utf8')).toBe('theirs');
		expect(await listing()).toEqual(['target.bin']);
	});

	it('leaves a dangling link alone', async () => {
		await files.symlink(join(directory, 'nowhere'), target);
		expect(isSdkError(await failure(saveStream(target, bytes('x'))), 'file-exists')).toBe(true);
	});

	it('replaces an existing file when told to', async () => {
		await files.writeFile(target, 'old and longer');
		await saveStream(target, bytes('new'), {overwrite: true});
		expect(await files.readFile(target, 'utf8')).toBe('new');
		expect(await listing()).toEqual(['target.bin']);
	});

	it('keeps the old file when the new one fails', async () => {
		await files.writeFile(target, 'old');
		const broken = new ReadableStream<Uint8Array>({
			pull() {
				throw new Error('broken');
			},
		});
		await expect(saveStream(target, broken, {overwrite: true})).rejects.toThrow('broken');
		expect(await files.readFile(target, 'utf8')).toBe('old');
		expect(await listing()).toEqual(['target.bin']);
	});

	it('passes the failure of the stream on and leaves nothing', async () => {
		const reason = {any: 'reason'};
		let pulled = false;
		const broken = new ReadableStream<Uint8Array>({
			pull(controller) {
				if (pulled) {
					controller.error(reason);
				} else {
					pulled = true;
					controller.enqueue(new Uint8Array(5));
				}
			},
		});
		expect(await failure(saveStream(target, broken))).toBe(reason);
		expect(await listing()).toEqual([]);
	});

	it('ends with the reason of an abort, cancels the stream and leaves nothing', async () => {
		const controller = new AbortController();
		const cancelled = vi.fn();
		const stream = endless(() => controller.abort('enough'), cancelled);
		expect(await failure(saveStream(target, stream, {signal: controller.signal}))).toBe('enough');
		expect(cancelled.mock.lastCall?.[0]).toBe('enough');
		expect(await listing()).toEqual([]);
	});

	it('does not wait for a stream that stalls once it is aborted', async () => {
		const controller = new AbortController();
		const stalled = new ReadableStream<Uint8Array>({
			pull() {
				controller.abort('enough');
				return new Promise(() => {});
			},
		});
		expect(await failure(saveStream(target, stalled, {signal: controller.signal}))).toBe('enough');
		expect(await listing()).toEqual([]);
	});

	it.each([
		['write', 'ENOSPC', 'no-space'],
		['write', 'EDQUOT', 'no-space'],
		['sync', 'ENOSPC', 'no-space'],
		['write', 'EFBIG', 'no-space'],
	] as const)('says so when %s fails with %s, names the file and leaves nothing', async (method, code, word) => {
		const cancelled = vi.fn();
		const stream = method === 'sync' ? bytes('x') : endless(() => {}, cancelled);
		const error = await failure(saveStreamWith(failing(method, code), target, stream));
		expect(error).toMatchObject({name: 'SdkError', code: word, message: expect.stringContaining(target)});
		expect(await listing()).toEqual([]);
		expect(cancelled).toHaveBeenCalledTimes(method === 'sync' ? 0 : 1);
	});

	it('passes on what it has no better words for', async () => {
		expect(await failure(saveStreamWith(failing('write', 'EIO'), target, bytes('x')))).toMatchObject({code: 'EIO'});
		expect(await listing()).toEqual([]);
	});

	it('says so when the directory is missing', async () => {
		const error = await failure(saveStream(join(directory, 'missing', 'x'), bytes('x')));
		expect(isSdkError(error, 'no-directory')).toBe(true);
	});

	it('takes a name as long as the file system allows', async () => {
		const long = join(directory, 'n'.repeat(255));
		await saveStream(long, bytes('x'));
		expect(await listing()).toEqual(['n'.repeat(255)]);
	});

	describe('where there are no hard links', () => {
		const linkless: FileSystem = {...files, link: () => Promise.reject(systemError('EPERM'))};

		it('writes all the same', async () => {
			expect(await saveStreamWith(linkless, target, bytes('x'))).toEqual({size: 1});
			expect(await files.readFile(target, 'utf8')).toBe('x');
			expect(await listing()).toEqual(['target.bin']);
		});

		it('leaves a file alone that appears while it writes', async () => {
			const stream = new ReadableStream<Uint8Array>({
				async pull(controller) {
					await files.writeFile(target, 'theirs');
					controller.close();
				},
			});
			expect(isSdkError(await failure(saveStreamWith(linkless, target, stream)), 'file-exists')).toBe(true);
			expect(await files.readFile(target, 'utf8')).toBe('theirs');
			expect(await listing()).toEqual(['target.bin']);
		});

		it('takes its placeholder away when the rename fails', async () => {
			const renameless: FileSystem = {...linkless, rename: () => Promise.reject(systemError('EIO'))};
			expect(await failure(saveStreamWith(renameless, target, bytes('x')))).toMatchObject({code: 'EIO'});
			expect(await listing()).toEqual([]);
		});
	});
});
