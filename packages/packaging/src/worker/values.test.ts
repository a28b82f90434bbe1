import {describe, expect, it} from 'vitest';
import {readText} from '@fonds/core/streams';
import {entryFromFile, type BlobEntry} from '../entries/file-entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {treeOfEntries} from '../tree/tree-of-entries.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {decodeValue, encodeValue} from './values.ts';

/** To a worker and back. */
async function there<T>(value: T): Promise<T> {
	return decodeValue(structuredClone(await encodeValue(value))) as T;
}

const file = (path: string): BlobEntry => entryFromFile(new Blob([path]), path);

describe('what is given to a worker', () => {
	it.each([
		['nothing', undefined],
		['a null', null],
		['texts, numbers and dates', {a: 'x', b: 1, c: new Date(1e12), d: [true, undefined, null]}],
		['bytes', {a: new Uint8Array([1, 2])}],
		['maps and sets', new Map<string, unknown>([['a', new Set([1])]])],
		['a field that is named as no field should be', JSON.parse('{"constructor": 1, "toString": {"a": 2}}')],
	])('stays what it was: %s', async (_, value) => {
		expect(await there(value)).toEqual(value);
	});

	it('has entries with the fields they were given, to be opened more than once', async () => {
		const given = {...file('a/b'), size: 7, modified: new Date(1e12), compress: true, title: 'T', nested: {file: file('c')}};
		const entry = await there(given);
		expect(entry).toMatchObject({path: 'a/b', size: 7, modified: new Date(1e12), compress: true, title: 'T', nested: {file: {path: 'c'}}});
		expect([await readText(await entry.open()), await readText(await entry.open())]).toEqual(['a/b', 'a/b']);
		const memory = new Uint8Array(10);
		expect(await (await entry.openReader!()).read(memory)).toBe(3);
	});

	it('has no date where there was none', async () => {
		expect((await there({...entryFromFile(new File(['x'], 'x')), modified: undefined})).modified).toBeUndefined();
	});

	it('has empty folders, and trees', async () => {
		const folder = await there<PackageEntry>(folderEntry('x/y', new Date(1e12)));
		expect(folder).toMatchObject({path: 'x/y', directory: true, size: 0});
		const tree = await there<PackageTree>({...treeOfEntries([file('a'), file('b/c')]), emptyFolders: ['d']});
		expect([...tree.files.keys(), ...tree.emptyFolders]).toEqual(['a', 'b/c', 'd']);
		expect(await readText(tree.files.get('b/c')!.open())).toBe('b/c');
	});

	it('keeps as one what stands in two places, and what leads back to itself', async () => {
		const entity = {title: 'T'};
		const entry = file('a');
		const loop: {self?: unknown; list: unknown[]} = {list: [entity, entity, entry, entry]};
		loop.self = loop;
		const result = await there(loop);
		expect(result.list[0]).toBe(result.list[1]);
		expect(result.list[2]).toBe(result.list[3]);
		expect(result.self).toBe(result);
	});

	it('has as lists what comes one by one', async () => {
		function* some() {
			yield file('a');
			yield file('b');
		}
		async function* later() {
			yield* some();
			await Promise.resolve();
		}
		for (const list of [await there<unknown>(some()), await there<unknown>(later())]) {
			expect(list).toMatchObject([{path: 'a'}, {path: 'b'}]);
		}
	});

	it('is changed in nothing on this side', async () => {
		const entry = Object.freeze(file('a'));
		const value = Object.freeze({list: Object.freeze([entry])});
		await encodeValue(value);
		expect(value.list[0]).toBe(entry);
	});
});
