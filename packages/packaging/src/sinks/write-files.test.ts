import {describe, expect, it} from 'vitest';
import {collect, entry, randomBytes, sameBytes, settle} from '../fixtures/entries.ts';
import {filesLayout} from '../layout/files-layout.ts';
import {writeFiles, type FolderTarget} from './write-files.ts';

/** A folder that takes its time, and takes the bytes no earlier than it says that it has them. */
function createSlowFolder(finish: () => Promise<void> = async () => {}) {
	const files = new Map<string, Uint8Array[]>();
	let open = 0;
	let finishing = 0;
	let mostFinishing = 0;
	const target: FolderTarget = {
		async create({path}) {
			await Promise.resolve();
			const parts: Uint8Array[] = [];
			files.set(path, parts);
			open++;
			return {
				async write(bytes) {
					await new Promise(resolve => {
						setTimeout(resolve, 2);
					});
					parts.push(bytes.slice());
				},
				async finish() {
					mostFinishing = Math.max(mostFinishing, ++finishing);
					try {
						await finish();
					} finally {
						finishing--;
						open--;
					}
				},
				async close() {
					open--;
				},
			};
		},
		createFolder: () => Promise.resolve(),
	};
	return {
		target,
		open: () => open,
		mostFinishing: () => mostFinishing,
		bytes: (path: string) => collect(new Blob((files.get(path) ?? []) as BlobPart[]).stream()),
	};
}

describe('files that are written', () => {
	it('have their bytes, also when writing takes longer than reading', async () => {
		const folder = createSlowFolder();
		const bytes = randomBytes(5_300_000);
		await writeFiles(filesLayout([entry('a', bytes, {pieceSize: 1_000_000}), entry('b', bytes)]), folder.target, {});
		expect(sameBytes(await folder.bytes('a'), bytes)).toBe(true);
		expect(sameBytes(await folder.bytes('b'), bytes)).toBe(true);
	});

	it('are made safe behind what is written, a few at a time', async () => {
		const folder = createSlowFolder(settle);
		const entries = Array.from({length: 40}, (_, index) => entry(`f${index}`, 'x'));
		expect(await writeFiles(filesLayout(entries), folder.target, {})).toEqual({files: 40, size: 40});
		expect(folder.open()).toBe(0);
		expect(folder.mostFinishing()).toBeGreaterThan(1);
		expect(folder.mostFinishing()).toBeLessThanOrEqual(9);
	});

	it('are all closed when one of them fails: what there is can be removed', async () => {
		const folder = createSlowFolder(settle);
		const entries = [entry('a', 'x'), entry('b', 'x'), entry('c', 'x', {size: 2})];
		await expect(writeFiles(filesLayout(entries), folder.target, {})).rejects.toMatchObject({problem: 'size-changed'});
		expect(folder.open()).toBe(0);
	});

	it('end with the reason of a signal that ends while the last are made safe', async () => {
		const controller = new AbortController();
		const reason = new Error('enough');
		const folder = createSlowFolder(() => settle().then(() => controller.abort(reason)));
		await expect(writeFiles(filesLayout([entry('a', 'x')]), folder.target, {signal: controller.signal})).rejects.toBe(reason);
	});
});
