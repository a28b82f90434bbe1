import {describe, expect, it} from 'vitest';
import type {PackageEntry} from '../entries/entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {PackageProgress} from '../entries/progress.ts';
import {collect, entry, randomBytes} from '../fixtures/entries.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {WrittenEntry} from '../zip/options.ts';
import type {PackageLayout, WrittenEntries} from './layout.ts';
import {zipLayout} from './zip-layout.ts';

const list = [entry('a', 'hello'), entry('b/c', randomBytes(300_000)), folderEntry('d')];

function layoutOf(entries: readonly PackageEntry[], more: Partial<PackageLayout> = {}): PackageLayout {
	return {
		name: 'made',
		digests: ['sha1'],
		async *walk() {
			await Promise.resolve();
			yield entries;
		},
		outline: () => entries.map(({path, size = 0, directory}) => ({path, size, directory})),
		...more,
	};
}

async function pathsOf(bytes: ReadableStream<Uint8Array>): Promise<string[]> {
	return (await openZip(new Blob([await collect(bytes)]))).entries().map(({path}) => path);
}

describe('a layout as a ZIP file', () => {
	it('has its files, and the length that was said', async () => {
		const made = zipLayout(layoutOf(list));
		const bytes = await collect(made.bytes);
		expect([made.name, made.size]).toEqual(['made.zip', bytes.length]);
		expect((await openZip(new Blob([bytes]))).entries().map(({path}) => path)).toEqual(['a', 'b/c', 'd']);
	});

	it('may have a folder around everything, of which nobody else knows', async () => {
		const seen: string[][] = [];
		const told: WrittenEntry[] = [];
		const layout = layoutOf(list, {
			async *walk(written: WrittenEntries) {
				yield list;
				await Promise.resolve();
				seen.push([...written.keys()]);
				yield [entry('list', written.get('a')!.digests.sha1!)];
			},
			outline: () => [...list, entry('list', 'x'.repeat(40))].map(({path, size = 0, directory}) => ({path, size, directory})),
		});
		const made = zipLayout(layout, {folder: 'ü', onEntry: one => void told.push(one)});
		const bytes = await collect(made.bytes);
		expect(made.size).toBe(bytes.length);
		expect(await pathsOf(new Blob([bytes]).stream())).toEqual(['ü/a', 'ü/b/c', 'ü/d', 'ü/list']);
		expect(seen).toEqual([['a', 'b/c']]);
		expect(told.map(({path}) => path)).toEqual(['a', 'b/c', 'list']);
	});

	it.each([undefined, 'folder'])('keeps dates and what is to be deflated, in the folder %s', async folder => {
		for (const compress of [true, false]) {
			const entries = [entry('a', 'hello '.repeat(100), {modified: new Date(1.7e12), compress}), folderEntry('d', new Date(1.6e12))];
			const outlined = entries.map(({path, size = 0, modified, directory}) => ({path, size, modified, directory, compress}));
			const made = zipLayout(layoutOf(entries, {outline: () => outlined}), {folder});
			const bytes = await collect(made.bytes);
			expect(made.size).toBe(compress ? undefined : bytes.length);
			const archive = await openZip(new Blob([bytes]));
			expect(archive.entries().map(({modified, method}) => [modified?.getTime(), method])).toEqual([
				[1.7e12, compress ? 'deflated' : 'stored'],
				[1.6e12, 'stored'],
			]);
		}
	});

	it.each(['..', '/x', 'a/../b', 'a\\b', ''])('cannot be put in the folder %j', async folder => {
		await expect(collect(zipLayout(layoutOf(list), {folder}).bytes)).rejects.toMatchObject({problem: 'unsafe-path'});
	});

	it.each<[string, PackageEntry[], string]>([
		['leaves it', [entry('../a', 'x')], 'unsafe-path'],
		['is there twice', [entry('a', 'x'), entry('a', 'x')], 'duplicate-path'],
		['differs in letter case only', [entry('a', 'x'), entry('A', 'x')], 'duplicate-path'],
	])('is refused with a path that %s', async (_, entries, problem) => {
		await expect(collect(zipLayout(layoutOf(entries)).bytes)).rejects.toMatchObject({problem});
	});

	it('tells how far it is, and the whole if that is known', async () => {
		for (const [layout, total] of [
			[layoutOf(list), 300_005],
			[layoutOf(list, {outline: () => undefined}), undefined],
		] as const) {
			const events: PackageProgress[] = [];
			await collect(zipLayout(layout, {onProgress: event => void events.push(event)}).bytes);
			expect([events.at(-1)!.done, events[0]!.total]).toEqual([300_005, total]);
		}
	});

	it('has a length that is not known when a size is not', () => {
		expect(zipLayout(layoutOf(list, {outline: () => undefined})).size).toBeUndefined();
		expect(zipLayout(layoutOf(list), {compress: true}).size).toBeUndefined();
	});

	it('fails with what its layout or its listener fails with, and ends with the reason of its signal', async () => {
		const fail = (): never => {
			throw new Error('not that one');
		};
		await expect(collect(zipLayout(layoutOf(list), {onEntry: fail}).bytes)).rejects.toThrow('not that one');
		const broken = layoutOf(list, {
			async *walk() {
				yield list;
				await Promise.resolve();
				fail();
			},
		});
		await expect(collect(zipLayout(broken).bytes)).rejects.toThrow('not that one');
		const reason = new Error('enough');
		await expect(collect(zipLayout(layoutOf(list), {signal: AbortSignal.abort(reason)}).bytes)).rejects.toBe(reason);
	});
});
