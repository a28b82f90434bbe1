import {chmod, lstat, mkdir, mkdtemp, readdir, readlink, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PackageError} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {diskFile, isUnchanged} from './disk-file.ts';

let home: string;
let file: string;
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), 'fonds-'));
	file = join(home, 'letter.txt');
	await writeFile(file, 'Dear sir');
});
afterEach(() => rm(home, {recursive: true, force: true}));

/** What is known of the file, but with another size. */
async function statsOf(size: number) {
	const {mtime, mtimeMs} = await lstat(file);
	return {size, mtime, mtimeMs};
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => undefined,
		(error: unknown) => error,
	);

describe('a file', () => {
	it('is read again and again, and has the name, the size and the date of the disk', async () => {
		const stats = await lstat(file);
		const known = diskFile(file, stats);
		expect(known).toMatchObject({path: 'letter.txt', size: 8, modified: stats.mtime});
		for (let turn = 0; turn < 2; turn++) {
			expect(new TextDecoder().decode(await readAll(known.open()))).toBe('Dear sir');
		}
	});

	it('without bytes is read', async () => {
		await writeFile(file, '');
		expect(await readAll(diskFile(file, await lstat(file)).open())).toHaveLength(0);
	});

	it.each([
		['shorter', 9, 'it had 9 bytes and now has 8'],
		['longer', 7, 'it had 7 bytes and now has more'],
	])('that is %s than it was fails, also if its date is the same', async (_, size, text) => {
		const failure = await failureOf(readAll(diskFile(file, await statsOf(size)).open()));
		expect(failure).toBeInstanceOf(PackageError);
		expect(failure).toMatchObject({problem: 'file-changed', path: file, message: expect.stringContaining(text)});
	});

	it.runIf(process.platform === 'linux')('is closed at its end, at a failure and when it is let go', async () => {
		const opened = async (): Promise<number> => {
			const links = await Promise.all((await readdir('/proc/self/fd')).map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
			return links.filter(link => link === file).length;
		};
		const stats = await lstat(file);
		await readAll(diskFile(file, stats).open());
		await failureOf(readAll(diskFile(file, await statsOf(1)).open()));
		expect(await opened()).toBe(0);
		const reader = diskFile(file, stats).open().getReader();
		await reader.read();
		expect(await opened()).toBe(1);
		await reader.cancel();
		expect(await opened()).toBe(0);
	});
});

describe('whether a file is as it was', () => {
	it.each<readonly [string, boolean, () => Promise<unknown>]>([
		['when nothing happened', true, async () => {}],
		['when it is longer', false, () => writeFile(file, 'Dear madam')],
		['when it was written to', false, () => utimes(file, 1, 1)],
		['when it is gone', false, () => rm(file)],
		['when it is a directory', false, () => rm(file).then(() => mkdir(file))],
	])('is told %s: %s', async (_, expected, change) => {
		const stats = await lstat(file);
		await change();
		expect(await isUnchanged(file, stats)).toBe(expected);
	});

	it.skipIf(process.getuid?.() === 0)('is told when it may no longer be read', async () => {
		const stats = await lstat(file);
		await chmod(file, 0);
		expect(await isUnchanged(file, stats)).toBe(false);
	});
});
