import * as files from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {PackageError} from '@fonds/core';
import type {PackageEntry} from './entries/entry.ts';
import {folderEntry} from './entries/folder-entry.ts';
import {createRandom} from './fixtures/entries.ts';
import {expectSample} from './fixtures/expect-sample.ts';
import {dateOf, fitting, formats, randomSample, type Format, type Sample} from './fixtures/formats.ts';
import {zipLayout} from './layout/zip-layout.ts';
import type {FolderFileSystem} from './node/disk-folder.ts';
import {openFile, openFolder, writeFolder, writePackage} from './node/index.ts';
import {writeFolderWith} from './node/write-folder.ts';
import {treeOfZip} from './tree/tree-of-zip.ts';
import {openZip} from './unzip/open-zip.ts';

let around = '';
beforeEach(async () => {
	around = await files.mkdtemp(join(tmpdir(), 'fonds-every-format-'));
});
afterEach(() => files.rm(around, {recursive: true, force: true}));

/** Puts a sample on the disk, and lists it. */
async function onDisk({files: contents, emptyFolders}: Sample): Promise<readonly PackageEntry[]> {
	const source = join(around, 'in');
	for (const [path, bytes] of contents) {
		await files.mkdir(join(source, dirname(path)), {recursive: true});
		await files.writeFile(join(source, path), bytes);
		await files.utimes(join(source, path), dateOf(path), dateOf(path));
	}
	for (const path of emptyFolders) {
		await files.mkdir(join(source, path), {recursive: true});
	}
	const tree = await openFolder(source);
	return [...tree.files.values(), ...tree.emptyFolders.map(path => folderEntry(path))];
}

/** How many files this process has open; nothing where the system does not tell. */
async function openFiles(): Promise<readonly string[]> {
	const handles = await files.readdir('/proc/self/fd').catch(() => []);
	const targets = await Promise.all(handles.map(async handle => await files.readlink(join('/proc/self/fd', handle)).catch(() => '')));
	return targets.filter(target => target.startsWith(around));
}

const sampleOf = (format: Format, seed: number): Sample => fitting(format, randomSample(seed));

async function errorOf(work: Promise<unknown>): Promise<unknown> {
	return await work.then(
		() => 'nothing was said',
		(error: unknown) => error,
	);
}

/** The real file system, whose files fail after some bytes. */
function failingAfter(bytes: number): FolderFileSystem {
	let left = bytes;
	return {
		...files,
		async open(...parameters) {
			const handle = await files.open(...parameters);
			const write = handle.write.bind(handle) as (...values: unknown[]) => Promise<{bytesWritten: number}>;
			vi.spyOn(handle, 'write').mockImplementation((async (...values: unknown[]) => {
				const written = await write(...values);
				left -= written.bytesWritten;
				if (left < 0) {
					throw Object.assign(new Error('ENOSPC: no space left on device'), {code: 'ENOSPC'});
				}
				return written;
			}) as never);
			return handle;
		},
	};
}

describe.each(formats)('$name, of files of a disk', format => {
	it('comes back whole from a folder', async () => {
		const sample = sampleOf(format, 11);
		await writeFolder(join(around, 'out'), format.layout(await onDisk(sample)));
		await expectSample(format, await openFolder(join(around, 'out')), sample, []);
	});

	it.each([false, true])('comes back whole from a ZIP file (deflated: %s)', async compress => {
		const sample = sampleOf(format, 12);
		const path = join(around, 'out.zip');
		const made = zipLayout(format.layout(await onDisk(sample)), {compress});
		const {size: written} = await writePackage(path, made);
		expect(made.size ?? written).toBe(written);
		await using access = await openFile(path);
		await expectSample(format, treeOfZip(await openZip(access)), sample, []);
	});

	const changes: readonly (readonly [what: string, change: (file: string) => Promise<void>])[] = [
		['grew', file => files.appendFile(file, 'x')],
		['shrank', file => files.truncate(file, 0)],
		['went', file => files.rm(file)],
	];
	it.each(changes)('fails with a file that %s meanwhile, which is named, and leaves nothing', async (_, change) => {
		const sample = sampleOf(format, 13);
		const entries = await onDisk(sample);
		const random = createRandom(format.name.length);
		const paths = [...sample.files].filter(([, {length}]) => length > 0).map(([path]) => path);
		const path = paths[Math.floor(random() * paths.length)]!;
		await change(join(around, 'in', path));
		const name = path.split('/').at(-1)!;
		for (const write of [
			() => writeFolder(join(around, 'out'), format.layout(entries)),
			() => writePackage(join(around, 'out.zip'), zipLayout(format.layout(entries))),
			() => writePackage(join(around, 'out.zip'), zipLayout(format.layout(entries), {compress: true})),
		]) {
			const error = await errorOf(write());
			expect(error).toBeInstanceOf(PackageError);
			expect([(error as PackageError).path?.split('/').at(-1), (error as PackageError).message]).toEqual([
				name,
				expect.stringContaining(name),
			]);
			expect(await files.readdir(around)).toEqual(['in']);
		}
		await expect.poll(openFiles).toEqual([]);
	});

	it('fails when the disk is full, and leaves nothing', async () => {
		const sample = sampleOf(format, 14);
		const entries = await onDisk(sample);
		const total = [...sample.files.values()].reduce((sum, {length}) => sum + length, 0);
		const random = createRandom(format.name.length);
		for (let round = 0; round < 3; round++) {
			const system = failingAfter(Math.floor(random() * total));
			const error = await errorOf(writeFolderWith(system, join(around, 'out'), format.layout(entries)));
			expect(error).toMatchObject({code: 'no-space', message: expect.stringContaining(join(around, 'out')) as string});
			expect(await files.readdir(around)).toEqual(['in']);
		}
		await expect.poll(openFiles).toEqual([]);
	});

	it('ends with the reason of its signal, and leaves nothing', async () => {
		const entries = await onDisk(sampleOf(format, 15));
		const reason = new Error('enough');
		for (const after of [0, 1, 3]) {
			let events = 0;
			const controller = new AbortController();
			const onProgress = (): void => void (events++ === after && controller.abort(reason));
			const {signal} = controller;
			const layout = (): ReturnType<Format['layout']> => format.layout(entries);
			for (const write of [
				() => writeFolder(join(around, 'out'), layout(), {signal, onProgress}),
				() => writePackage(join(around, 'out.zip'), zipLayout(layout(), {signal, onProgress})),
				() => writePackage(join(around, 'out.zip'), zipLayout(layout(), {onProgress}), {signal}),
			]) {
				expect(await errorOf(write())).toBe(reason);
				expect(await files.readdir(around)).toEqual(['in']);
			}
		}
		await expect.poll(openFiles).toEqual([]);
	});
});
