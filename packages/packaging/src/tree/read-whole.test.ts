import {expect, it} from 'vitest';
import type {PackageFile} from './package-tree.ts';
import {readWhole} from './read-whole.ts';

const opened: string[] = [];

function fileOf(text: string, size = text.length): PackageFile {
	const open = (): ReadableStream<Uint8Array<ArrayBuffer>> => {
		opened.push(text);
		return new Blob([text]).stream();
	};
	return {path: 'notes.txt', size, open};
}

it('gives the bytes of a file, up to the limit', async () => {
	expect(new TextDecoder().decode(await readWhole(fileOf('abc'), {limit: {bytes: 3, what: 'a note'}}))).toBe('abc');
	expect(await readWhole(fileOf(''))).toHaveLength(0);
});

it('refuses a larger file before it is opened, and says what it is', async () => {
	opened.length = 0;
	await expect(readWhole(fileOf('abcd'), {limit: {bytes: 3, what: 'a note'}})).rejects.toMatchObject({
		problem: 'too-large',
		path: 'notes.txt',
		message: '"notes.txt" has 4 bytes, too many for a note: at most 3 are read at once.',
	});
	expect(opened).toEqual([]);
});

it.each([
	['more', 2, 'more bytes'],
	['fewer', 4, 'only 3 bytes'],
])('tells a file that has %s bytes than it was said to have', async (_, size, found) => {
	await expect(readWhole(fileOf('abc', size))).rejects.toMatchObject({
		problem: 'size-mismatch',
		path: 'notes.txt',
		message: `"notes.txt" should have ${size} bytes and has ${found}. It was changed, or is damaged.`,
	});
});

it('opens nothing when the signal has ended', async () => {
	opened.length = 0;
	await expect(readWhole(fileOf('abc'), {signal: AbortSignal.abort('enough')})).rejects.toBe('enough');
	expect(opened).toEqual([]);
});
