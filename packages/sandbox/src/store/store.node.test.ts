import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {Store} from './store.ts';

interface Box {
	readonly label: string;
	readonly shelf: string;
}

function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'fonds-store-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	return folder;
}

function openStore(folder?: string): Store {
	const store = new Store(folder);
	onTestFinished(() => {
		store.close();
	});
	return store;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (store: Store, id: string, range?: {start: number; end: number}): Promise<string> =>
	new Response(store.blobs.read(id, range)).text();

it('keeps documents in the order in which they were first put', () => {
	const boxes = openStore().collection<Box>('boxes');
	boxes.put('b', {label: 'second', shelf: '1'});
	boxes.put('a', {label: 'first', shelf: '1'});
	boxes.put('b', {label: 'changed', shelf: '1'});
	expect(boxes.values().map(box => box.label)).toEqual(['changed', 'first']);
	expect(boxes.size).toBe(2);
	expect(boxes.delete('b')).toBe(true);
	expect(boxes.delete('b')).toBe(false);
	expect(boxes.has('b')).toBe(false);
});

it('keeps a copy that nobody can change', () => {
	const boxes = openStore().collection<{label: string}>('boxes');
	const given = {label: 'as it was'};
	boxes.put('a', given);
	given.label = 'changed afterwards';
	expect(boxes.get('a')).toEqual({label: 'as it was'});
	expect(Object.isFrozen(boxes.get('a'))).toBe(true);
});

it('undoes a whole transaction when it throws, also what was looked up', () => {
	const store = openStore();
	const boxes = store.collection<Box>('boxes');
	const onShelf = boxes.index(box => [box.shelf]);
	boxes.put('a', {label: 'kept', shelf: '1'});
	expect(onShelf.get('1')).toHaveLength(1);
	const run = (): void =>
		store.transaction(() => {
			boxes.put('b', {label: 'undone', shelf: '1'});
			store.transaction(() => boxes.delete('a'));
			expect(onShelf.get('1').map(box => box.label)).toEqual(['undone']);
			throw new Error('no');
		});
	expect(run).toThrow('no');
	expect(boxes.values().map(box => box.label)).toEqual(['kept']);
	expect(onShelf.get('1').map(box => box.label)).toEqual(['kept']);
});

it('keeps a look-up in step with the documents', () => {
	const boxes = openStore().collection<Box>('boxes');
	const onShelf = boxes.index(
		box => [box.shelf],
		(a, b) => (a.label < b.label ? -1 : 1),
	);
	boxes.put('a', {label: 'z', shelf: '1'});
	boxes.put('b', {label: 'm', shelf: '1'});
	expect(onShelf.get('1').map(box => box.label)).toEqual(['m', 'z']);
	boxes.put('a', {label: 'z', shelf: '2'});
	expect(onShelf.get('1').map(box => box.label)).toEqual(['m']);
	expect(onShelf.get('2').map(box => box.label)).toEqual(['z']);
	boxes.delete('a');
	expect(onShelf.get('2')).toEqual([]);
});

it('has the same documents and blobs when its folder is opened again', async () => {
	const folder = temporaryFolder();
	const first = new Store(folder);
	const {id, size} = await first.blobs.write(bytes('kept'));
	first.collection<{blob: string}>('files').put('a', {blob: id});
	expect(size).toBe(4);
	first.close();
	const second = openStore(folder);
	await second.sweep();
	expect(second.collection<{blob: string}>('files').get('a')).toEqual({blob: id});
	expect(await read(second, id)).toBe('kept');
	expect(second.sizes()).toEqual({files: 1});
});

it('refuses a folder that another sandbox uses', () => {
	const folder = temporaryFolder();
	openStore(folder);
	expect(() => new Store(folder)).toThrow(`The folder ${folder} cannot be opened: another sandbox is using it.`);
});

it('says what is wrong with a folder that holds something else', () => {
	const folder = temporaryFolder();
	writeFileSync(join(folder, 'sandbox.db'), 'This is no database at all, and long enough to be looked at as one.'.repeat(20));
	expect(() => new Store(folder)).toThrow(`The folder ${folder} cannot be opened: file is not a database`);
});

it.each(['in memory', 'in a folder'])('reads parts of a blob %s', async where => {
	const store = openStore(where === 'in memory' ? undefined : temporaryFolder());
	async function* chunks(): AsyncGenerator<Uint8Array> {
		yield bytes('0123');
		yield bytes('456789');
	}
	const {id} = await store.blobs.write(chunks());
	expect(await read(store, id, {start: 2, end: 6})).toBe('2345');
	expect(await read(store, id, {start: 4, end: 4})).toBe('');
	expect(store.blobs.count()).toBe(1);
	await Promise.all([store.blobs.delete(id), store.blobs.delete(id)]);
	await store.blobs.delete(id);
	expect(store.blobs.count()).toBe(0);
	expect(() => store.blobs.read(id)).toThrow(/There is no blob/u);
});

it('keeps the order of bytes that come in many pieces', async () => {
	const store = openStore(temporaryFolder());
	const pieces = Array.from({length: 3000}, (_, index) => new Uint8Array(1000).fill(index % 251));
	const {id, size} = await store.blobs.write(
		(async function* () {
			yield* pieces;
		})(),
	);
	expect(size).toBe(3_000_000);
	expect(Buffer.concat(pieces).equals(Buffer.from(await new Response(store.blobs.read(id)).arrayBuffer()))).toBe(true);
});

it.each(['in memory', 'in a folder'])('leaves nothing of a blob whose source fails, %s', async where => {
	const folder = temporaryFolder();
	const store = openStore(where === 'in memory' ? undefined : folder);
	async function* broken(): AsyncGenerator<Uint8Array> {
		yield bytes('half of');
		throw new Error('The connection broke.');
	}
	await expect(store.blobs.write(broken())).rejects.toThrow('The connection broke.');
	expect(store.blobs.count()).toBe(0);
	if (where === 'in a folder') expect(readdirSync(join(folder, 'blobs'))).toEqual([]);
});

it('removes blobs no document names, and what interrupted writes left', async () => {
	const folder = temporaryFolder();
	const store = openStore(folder);
	const named = await store.blobs.write(bytes('named'));
	await store.blobs.write(bytes('forgotten'));
	writeFileSync(join(folder, 'blobs', 'partial-blob-1'), 'cut off');
	store.collection<{parts: readonly string[]}>('uploads').put('a', {parts: [named.id]});
	await store.sweep();
	expect(readdirSync(join(folder, 'blobs'))).toEqual([named.id]);
	expect(store.blobs.count()).toBe(1);
});

it('tells who watches a collection of every change, and when anything may have changed', () => {
	const store = openStore();
	const boxes = store.collection<Box>('boxes');
	const seen: unknown[] = [];
	boxes.watch({changed: (before, after) => seen.push([before?.label, after?.label]), forgotten: () => seen.push('forgotten')});
	boxes.put('a', {label: 'first', shelf: '1'});
	boxes.put('a', {label: 'second', shelf: '1'});
	boxes.delete('a');
	boxes.delete('a');
	expect(seen).toEqual([
		[undefined, 'first'],
		['first', 'second'],
		['second', undefined],
	]);
	const run = (): void =>
		store.transaction(() => {
			throw new Error('no');
		});
	expect(run).toThrow('no');
	expect(seen.at(-1)).toBe('forgotten');
});
