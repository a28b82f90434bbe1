import {randomFillSync, randomInt} from 'node:crypto';
import {closeSync, mkdirSync, openSync, writeFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';

const mebibyte = 1024 * 1024;
const words = 'archive record letter minute of the and series fonds 1914 1968 box folder page signed received from to council parish'.split(
	' ',
);

/** Fills memory with what a file could have in it. */
export type Content = (memory: Uint8Array) => Uint8Array;

export const random: Content = memory => randomFillSync(memory);

/** Words, which deflate to about a quarter. */
export const prose: Content = memory => {
	let text = '';
	while (text.length < memory.length) text += `${words[randomInt(words.length)]} `;
	new TextEncoder().encodeInto(text.slice(0, memory.length), memory);
	return memory;
};

/** One file of so many MiB. */
export function writeLarge(path: string, megabytes: number, content: Content): void {
	const file = openSync(path, 'w');
	const piece = new Uint8Array(8 * mebibyte);
	for (let written = 0; written < megabytes * mebibyte; written += piece.length) writeSync(file, content(piece));
	closeSync(file);
}

/** So many files of 10 kB. */
export function writeMany(folder: string, count: number, content: Content): void {
	mkdirSync(folder);
	const piece = new Uint8Array(10_000);
	for (let index = 0; index < count; index++) writeFileSync(join(folder, `file ${String(index).padStart(5, '0')}.bin`), content(piece));
}
