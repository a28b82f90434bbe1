import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {ConfigurationError} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import {entryFromFile, type BlobEntry} from '../entries/file-entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {treeOfEntries} from '../tree/tree-of-entries.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {createDecoder} from './decode-value.ts';
import {encodeValue} from './encode-value.ts';

/** To a worker and back. */
async function there<T>(value: T): Promise<T> {
	const decoder = createDecoder();
	const slot = await encodeValue(value, records => decoder.add(structuredClone(records)));
	return decoder.decode(structuredClone(slot)) as T;
}

const file = (path: string): BlobEntry => entryFromFile(new Blob([path]), path);

describe('what is given to a worker', () => {
	it.each([
		['nothing', undefined],
		['a null', null],
		['texts, numbers and dates', {a: 'x', b: 1, c: new Date(1e12), d: [true, undefined, null]}],
		['bytes', {a: new Uint8Array([1, 2])}],
		['maps and sets', new Map<string, unknown>([['a', new Set([1])]])],
		['patterns', {a: /x/gi}],
		['a long list', Array.from({length: 2500}, (_, index) => index)],
		['a field with the name of a prototype', JSON.parse('{"__proto__": {"a": 1}, "b": 2}')],
		['objects without a prototype', Object.assign(Object.create(null), {a: 1})],
		['what looks like what stands for something', {ref: 0, list: [{ref: 1}], id: 0, kind: 'entry', items: []}],
		['a field that is named as no field should be', JSON.parse('{"constructor": 1, "toString": {"a": 2}}')],
	])('stays what it was: %s', async (_, value) => {
		const result = await there(value);
		expect(result).toEqual(value);
		expect(JSON.stringify(result)).toBe(JSON.stringify(value)); // A prototype is not looked at by toEqual.
	});

	it('has sets and maps with what is in them', async () => {
		const [set, map] = await there<[Set<BlobEntry>, Map<string, BlobEntry>]>([new Set([file('a')]), new Map([['b', file('b')]])]);
		expect(await readText(await [...set][0]!.open())).toBe('a');
		expect(await readText(await map.get('b')!.open())).toBe('b');
	});

	it('has what entries of a class have', async () => {
		class Lazy {
			readonly title = 'T';
			get path(): string {
				return 'a';
			}
			get blob(): Blob {
				return new Blob(['x']);
			}
			open = (): ReadableStream<Uint8Array> => this.blob.stream();
		}
		const entry = await there<BlobEntry & Lazy>(new Lazy() as unknown as BlobEntry & Lazy);
		expect(entry).toMatchObject({path: 'a', title: 'T', size: 1});
		expect(await readText(await entry.open())).toBe('x');
	});

	it.each<[string, unknown]>([
		[
			'a class',
			new (class Thing {
				#title = 'T';
				get title(): string {
					return this.#title;
				}
			})(),
		],
		['an address', new URL('https://files.example/')],
		['an error', new Error('x')],
	])('is refused where cloning would lose something: %s', async (_, value) => {
		const made = there({list: [value]});
		await expect(made).rejects.toThrow('the description.list[0] cannot be given to a worker: it is neither data nor a file');
		await expect(made).rejects.toBeInstanceOf(ConfigurationError);
	});

	it('is posted part by part, with turns of the page in between, and no more once the signal has ended', async () => {
		let now = 0;
		vi.spyOn(performance, 'now').mockImplementation(() => (now += 3));
		let turns = 0;
		const timer = setInterval(() => turns++);
		onTestFinished(() => {
			clearInterval(timer);
			vi.restoreAllMocks();
		});
		const value = [Array.from({length: 600}, (_, index) => file(`f${index}`)), Array.from({length: 5000}, (_, index) => index)];
		const sizes: number[] = [];
		await encodeValue(value, records => void sizes.push(records.reduce((sum, {items}) => sum + items.length, 0)));
		expect(turns).toBeGreaterThan(50);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(2000);
		expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThanOrEqual(600 * 6 + 5000);
		const controller = new AbortController();
		let sent = 0;
		const send = (): void => {
			sent++;
			controller.abort(new Error('enough'));
		};
		await expect(encodeValue([value[0]], send, controller.signal)).rejects.toThrow('enough');
		expect(sent).toBe(1);
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
		await encodeValue(value, () => {});
		expect(value.list[0]).toBe(entry);
	});
});
