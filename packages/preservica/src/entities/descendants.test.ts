import type {Page} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {walkDescendants, type LoadChildren} from './descendants.ts';
import type {EntityStub} from './entity.ts';

/** `{root: 'F1 a2', F1: 'a1'}`: names that begin with F are folders. A bar starts the next page. */
function server(tree: Readonly<Record<string, string>>) {
	const asked: string[] = [];
	let running = 0;
	const state = {asked, most: 0, aborted: 0};
	const load: LoadChildren = async (folder, next, signal) => {
		const pages = (tree[folder ?? 'root'] ?? '').split('|');
		const index = next === undefined ? 0 : Number(next);
		asked.push(`${folder ?? 'root'}/${index}`);
		state.most = Math.max(state.most, ++running);
		await Promise.resolve();
		running--;
		if (signal.aborted) {
			state.aborted++;
			throw signal.reason;
		}
		const items = (pages[index] ?? '')
			.split(' ')
			.filter(Boolean)
			.map((ref): EntityStub => ({type: ref.startsWith('F') ? 'folder' : 'asset', ref, title: ref}));
		return {items, total: undefined, next: index + 1 < pages.length ? String(index + 1) : undefined};
	};
	return {load, state};
}

async function refsOf(load: LoadChildren, root: string | null, concurrency = 3, signal?: AbortSignal): Promise<string> {
	const refs: string[] = [];
	for await (const {ref} of walkDescendants(load, root, {concurrency, signal})) {
		refs.push(ref);
	}
	return refs.join(' ');
}

describe('descendants', () => {
	const tree = {root: 'b F1 a F2|F3 z', F1: 'F11 c|d', F11: 'e', F2: '', F3: 'f'};

	it.each([1, 2, 9])('come depth first in the order of the server, with %i requests at a time', async concurrency => {
		const {load, state} = server(tree);
		expect(await refsOf(load, null, concurrency)).toBe('b F1 F11 e c d a F2 F3 f z');
		expect(state.asked.toSorted()).toEqual(['F1/0', 'F1/1', 'F11/0', 'F2/0', 'F3/0', 'root/0', 'root/1']);
		expect(state.most).toBeLessThanOrEqual(concurrency);
	});

	it('of a folder begin below it', async () => {
		expect(await refsOf(server(tree).load, 'F1')).toBe('F11 e c d');
	});

	it('are fetched ahead no further than they should be', async () => {
		const names = Array.from({length: 50}, (_, index) => `F${index}`);
		const {load, state} = server({root: names.join(' ')});
		const walk = walkDescendants(load, null, {concurrency: 4, signal: undefined});
		await walk.next();
		await walk.next();
		await Promise.resolve();
		expect(state.asked.length).toBeLessThanOrEqual(1 + 1 + 2 * 4);
		expect(state.most).toBeLessThanOrEqual(4);
		await walk.return();
	});

	it('of many levels keep to the number of requests, those that are needed soonest first', async () => {
		const level = (prefix: string) => Array.from({length: 6}, (_, index) => `${prefix}${index}`).join(' ');
		const deep = {root: level('F'), F0: level('F0'), F00: level('F00'), F000: 'a', F001: 'b'};
		const {load, state} = server(deep);
		expect((await refsOf(load, null, 3)).split(' ').slice(0, 5)).toEqual(['F0', 'F00', 'F000', 'a', 'F001']);
		expect(state.most).toBeLessThanOrEqual(3);
		expect(state.asked.slice(0, 2)).toEqual(['root/0', 'F0/0']);
		expect(state.asked.indexOf('F000/0')).toBeLessThan(state.asked.indexOf('F4/0'));
	});

	it('stop being fetched when the loop stops', async () => {
		const {load, state} = server({root: 'F1 F2 F3 F4|F5', F1: 'a'});
		for await (const _ of walkDescendants(load, null, {concurrency: 3, signal: undefined})) {
			break;
		}
		const {length} = state.asked;
		await Promise.resolve();
		expect(state.asked).toHaveLength(length);
	});

	it.each([
		[{root: 'F1', F1: 'F2', F2: 'F1'}, null],
		[{F1: 'F2', F2: 'F1'}, 'F1'],
		[{F1: 'F1'}, 'F1'],
	])('that go in circles are refused: %o', async (circle, root) => {
		await expect(refsOf(server(circle).load, root)).rejects.toMatchObject({code: 'cycle'});
	});

	it('may hold a folder twice side by side', async () => {
		expect(await refsOf(server({root: 'F1 F1', F1: 'a'}).load, null)).toBe('F1 a F1 a');
	});

	it('that lead back to an earlier page are refused', async () => {
		const load = async (): Promise<Page<EntityStub>> => ({items: [], total: undefined, next: 'again'});
		await expect(refsOf(load, null)).rejects.toMatchObject({code: 'endless-list'});
	});

	it('end with an abort', async () => {
		const controller = new AbortController();
		const {load} = server(tree);
		const reason = new Error('enough');
		const walk = walkDescendants(load, null, {concurrency: 3, signal: controller.signal});
		await walk.next();
		controller.abort(reason);
		await expect(walk.next()).rejects.toBe(reason);
	});

	it('hand the failure of a page on when its turn comes', async () => {
		const {load} = server(tree);
		const broken = new Error('F2 may not be read');
		const seen: string[] = [];
		const walk = async () => {
			const failing: LoadChildren = (folder, next, signal) => (folder === 'F2' ? Promise.reject(broken) : load(folder, next, signal));
			for await (const {ref} of walkDescendants(failing, null, {concurrency: 9, signal: undefined})) {
				seen.push(ref);
			}
		};
		await expect(walk()).rejects.toBe(broken);
		expect(seen.join(' ')).toBe('b F1 F11 e c d a F2');
	});
});
