import {streamFrom} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import {textBytes} from '../fixtures/entries.ts';
import {digestFiles, type DigestRequest} from './digest-files.ts';
import type {PackageFile} from './package-tree.ts';

/** Files that note when they are opened, and give their bytes when they are let. */
function slowFiles(count: number) {
	const opened: string[] = [];
	const cancelled: string[] = [];
	const gates = new Map<string, () => void>();
	const files = Array.from({length: count}, (_, index): PackageFile => {
		const path = `${index}.txt`;
		return {
			path,
			size: path.length,
			open() {
				opened.push(path);
				const gate = new Promise<void>(resolve => {
					gates.set(path, resolve);
				});
				return new ReadableStream<Uint8Array<ArrayBuffer>>({
					async pull(controller) {
						await gate;
						controller.enqueue(textBytes(path));
						controller.close();
					},
					cancel() {
						cancelled.push(path);
					},
				});
			},
		};
	});
	return {files, opened, cancelled, release: (path: string) => gates.get(path)?.()};
}

const requestsOf = (files: readonly PackageFile[]): DigestRequest[] => files.map(file => ({file, algorithms: ['md5']}));

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
	const found: T[] = [];
	for await (const item of items) {
		found.push(item);
	}
	return found;
}

async function turns(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) {
		await new Promise(resolve => {
			setTimeout(resolve);
		});
	}
}

describe('digestFiles', () => {
	it('gives the digests that are asked for, in the order of the files', async () => {
		const files = ['one', 'two'].map((text): PackageFile => ({path: text, size: 3, open: () => streamFrom([textBytes(text)])}));
		const [a, b] = await all(
			digestFiles([
				{file: files[0]!, algorithms: ['md5']},
				{file: files[1]!, algorithms: ['sha1', 'crc32']},
			]),
		);
		expect(a).toEqual({file: files[0], size: 3, digests: {md5: 'f97c5d29941bfb1b2fdab0874906ab82'}, problem: undefined});
		expect(b?.digests).toEqual({sha1: 'ad782ecdac770fc6eb9a62e44f90873fb97fb26b', crc32: '11ca8a66'});
	});

	it('reads no more files at a time than it may, and keeps their order', async () => {
		const {files, opened, release} = slowFiles(5);
		const seen: string[] = [];
		const work = (async () => {
			for await (const {file} of digestFiles(requestsOf(files), {concurrency: 2})) seen.push(file.path);
		})();
		await turns();
		expect(opened).toEqual(['0.txt', '1.txt']);
		release('1.txt');
		await turns();
		expect(seen).toEqual([]);
		release('0.txt');
		await turns();
		expect(seen).toEqual(['0.txt', '1.txt']);
		expect(opened).toEqual(['0.txt', '1.txt', '2.txt', '3.txt']);
		['2.txt', '3.txt'].forEach(path => release(path));
		await turns();
		release('4.txt');
		await work;
		expect(seen).toEqual(['0.txt', '1.txt', '2.txt', '3.txt', '4.txt']);
	});

	it('tells which file cannot be read, and reads the others', async () => {
		const broken: PackageFile = {
			path: 'broken',
			size: 3,
			open: () =>
				new ReadableStream({
					pull() {
						throw new Error('The disk is broken.');
					},
				}),
		};
		const whole: PackageFile = {path: 'whole', size: 3, open: () => streamFrom([textBytes('one')])};
		const results = await all(digestFiles(requestsOf([broken, whole])));
		expect(results.map(({file, problem, digests}) => [file.path, problem, digests.md5])).toEqual([
			['broken', 'The disk is broken.', undefined],
			['whole', undefined, 'f97c5d29941bfb1b2fdab0874906ab82'],
		]);
	});

	it('ends with the signal at once, and lets go of the files', async () => {
		const {files, cancelled} = slowFiles(4);
		const stop = new AbortController();
		const work = all(digestFiles(requestsOf(files), {concurrency: 2, signal: stop.signal}));
		work.catch(() => {});
		await turns();
		stop.abort(new Error('enough'));
		await expect(work).rejects.toThrow('enough');
		await turns();
		expect(cancelled).toEqual(['0.txt', '1.txt']);
	});

	it('reads nothing more when nobody wants to know', async () => {
		const {files, opened, cancelled, release} = slowFiles(6);
		const results = digestFiles(requestsOf(files), {concurrency: 2});
		const first = results.next();
		await turns();
		release('0.txt');
		await first;
		await results.return(undefined);
		await turns();
		expect(opened).toEqual(['0.txt', '1.txt', '2.txt']);
		expect(cancelled).toEqual(['1.txt', '2.txt']);
	});

	it('tells how far it is, the end last', async () => {
		const seen: number[] = [];
		const files = ['one', 'three'].map((text): PackageFile => ({path: text, size: text.length, open: () => streamFrom([textBytes(text)])}));
		await all(digestFiles(requestsOf(files), {onProgress: ({done, total}) => void seen.push(done, total ?? -1)}));
		expect(seen).toEqual([3, 8, 8, 8]);
	});
});
