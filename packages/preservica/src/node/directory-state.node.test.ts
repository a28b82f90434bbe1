import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {openDirectoryState} from './directory-state.ts';

let home: string;
let file: string;
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), 'fonds-'));
	file = join(home, 'state.json');
});
afterEach(() => rm(home, {recursive: true, force: true}));

/** How many files are being written at the same time, at the most, until the work is done. */
async function mostParts(work: Promise<unknown>): Promise<number> {
	const state = {isDone: false};
	void work.finally(() => (state.isDone = true));
	let most = 0;
	while (!state.isDone) {
		most = Math.max(most, (await readdir(home)).filter(name => name.endsWith('.part')).length);
	}
	return most;
}

it('is written by one save after the other, the last with all there is', async () => {
	const state = await openDirectoryState(file, 'run');
	const saves = Array.from({length: 20}, (_, index) => {
		state.folders.set(`folder ${index}`, `ref ${index}`);
		return state.save();
	});
	const [most] = await Promise.all([mostParts(Promise.all(saves)), ...saves]);
	expect(most).toBeLessThanOrEqual(1);
	expect((JSON.parse(await readFile(file, 'utf8')) as {folders: unknown[]}).folders).toHaveLength(20);
	await state.close();
});

it('is read as it was written, whatever the codes are, and goes when there is nothing left', async () => {
	const sent = {directory: '__proto__', codes: ['__proto__/constructor', 'ü"\u2028'], key: 'k', arrived: false, job: undefined};
	const followed = {...sent, arrived: true, job: {kind: 'preservica-ingest', id: 'token', data: {assets: ['a']}}};
	const first = await openDirectoryState(file, 'run');
	first.folders.set('__proto__', 'ref');
	first.folders.set('constructor', 'ref 2');
	first.packages.add(sent).add(followed);
	await first.save();
	await first.close();

	const second = await openDirectoryState(file, 'run');
	expect([...second.folders]).toEqual([
		['__proto__', 'ref'],
		['constructor', 'ref 2'],
	]);
	expect([...second.packages]).toEqual([sent, followed]);
	second.folders.clear();
	second.packages.clear();
	await second.save();
	await second.close();
	expect(await readdir(home)).toEqual([]);
});

it('without a file is kept nowhere', async () => {
	const state = await openDirectoryState(undefined, 'run');
	state.folders.set('a', 'b');
	await state.save();
	await state.close();
	expect(await readdir(home)).toEqual([]);
});
