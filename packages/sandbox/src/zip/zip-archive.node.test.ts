import {expect, it} from 'vitest';
import {createMemoryBlobs} from '../store/memory-blobs.ts';
import type {BuiltEntry} from '../fixtures/build-zip.ts';
import {buildZip} from '../fixtures/build-zip.ts';
import {accessBlobs} from './random-access.ts';
import type {ZipArchive} from './zip-archive.ts';
import {openZip} from './zip-archive.ts';

/** Opens a zip whose bytes lie in several blobs, cut at odd places. */
async function open(zip: Uint8Array, cuts: readonly number[] = []): Promise<ZipArchive> {
	const blobs = createMemoryBlobs();
	const parts = [];
	const edges = [0, ...cuts, zip.length];
	for (const [index, start] of edges.slice(0, -1).entries()) {
		const {id, size} = await blobs.write(zip.subarray(start, edges[index + 1]));
		parts.push({blob: id, size});
	}
	return openZip(accessBlobs(blobs, parts));
}

async function read(archive: ZipArchive, index = 0): Promise<string> {
	const entry = archive.entries[index];
	if (!entry) throw new Error('no such entry');
	const chunks = [];
	for await (const chunk of archive.open(entry)) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

const text = 'Sandhaven '.repeat(5000);

it.each<[string, BuiltEntry]>([
	['stored', {name: 'a.txt', bytes: text}],
	['deflated', {name: 'a.txt', bytes: text, deflate: true}],
	['with a data descriptor', {name: 'a.txt', bytes: text, deflate: true, descriptor: true}],
	['with ZIP64 fields', {name: 'a.txt', bytes: text, zip64: true}],
	['empty', {name: 'a.txt'}],
])('reads an entry that is %s', async (_title, entry) => {
	const archive = await open(buildZip([{name: 'folder/'}, entry]), [7, 50]);
	expect(archive.entries.map(({name, directory}) => [name, directory])).toEqual([
		['folder/', true],
		['a.txt', false],
	]);
	expect(await read(archive, 1)).toBe(entry.bytes ?? '');
});

it('finds the directory by ZIP64 records, and behind a comment that looks like an end record', async () => {
	expect(await read(await open(buildZip([{name: 'a', bytes: 'x'}], {zip64End: true})))).toBe('x');
	expect(await read(await open(buildZip([{name: 'a', bytes: 'x'}], {comment: 'PK\u0005\u0006 no end'})))).toBe('x');
});

it('reads names in UTF-8 and, where that is not flagged, in code page 437', async () => {
	const archive = await open(
		buildZip([{name: 'Žluťoučký kůň.txt'}, {name: '', rawName: Buffer.from([0x52, 0x81, 0x63, 0x6b, 0x65, 0x6e]), flags: 0}]),
	);
	expect(archive.entries.map(({name}) => name)).toEqual(['Žluťoučký kůň.txt', 'Rücken']);
});

it.each<[string, readonly BuiltEntry[], RegExp]>([
	['leaves the package', [{name: '../a'}], /leaves the package/u],
	['leaves the package in its middle', [{name: 'a/../../b'}], /leaves the package/u],
	['is absolute', [{name: '/etc/passwd'}], /leaves the package/u],
	['has a drive letter', [{name: 'C:a'}], /leaves the package/u],
	['has backslashes', [{name: 'a\\b'}], /leaves the package/u],
	['occurs twice', [{name: 'a'}, {name: 'a'}], /occurs twice/u],
	['is a file and a folder', [{name: 'a'}, {name: 'a/'}], /occurs twice/u],
	['is a symbolic link', [{name: 'a', bytes: '/etc/passwd', mode: 0o120777}], /symbolic link/u],
	['is encrypted', [{name: 'a', flags: 0x801}], /encrypted/u],
	['has an unknown compression', [{name: 'a', method: 14}], /method 14/u],
	[
		'shares bytes with another',
		[
			{name: 'a', bytes: text},
			{name: 'b', bytes: text, sameAs: 0},
		],
		/shares bytes/u,
	],
	['is not UTF-8 although it says so', [{name: '', rawName: Buffer.from([0xff, 0xfe])}], /not UTF-8/u],
])('refuses an entry that %s', async (_title, entries, message) => {
	await expect(open(buildZip(entries))).rejects.toThrow(message);
});

it.each<[string, BuiltEntry, RegExp]>([
	['has a wrong CRC-32', {name: 'a', bytes: text, crc: 1}, /is damaged: its CRC-32 is [0-9a-f]{8}, the zip file says 00000001/u],
	['is larger than it says', {name: 'a', bytes: text, deflate: true, size: 10}, /more bytes than the 10/u],
	['is smaller than it says', {name: 'a', bytes: text, deflate: true, size: 1_000_000}, /fewer bytes/u],
	['cannot be inflated', {name: 'a', bytes: text, method: 8}, /cannot be inflated/u],
	['has another name in its local header', {name: 'a', localName: 'b', bytes: text}, /another name/u],
])('ends with an error while it reads an entry that %s', async (_title, entry, message) => {
	const archive = await open(buildZip([entry]));
	await expect(read(archive)).rejects.toThrow(message);
});

it('refuses what is no zip file, is cut off or miscounts', async () => {
	const zip = buildZip([{name: 'a', bytes: text}, {name: 'b'}]);
	await expect(open(new Uint8Array(0))).rejects.toThrow(/not a zip file/u);
	await expect(open(new TextEncoder().encode('<html>not a zip</html>'.repeat(9)))).rejects.toThrow(/not a zip file/u);
	await expect(open(zip.subarray(0, -30))).rejects.toThrow(/not a zip file/u);
	await expect(open(zip.subarray(40))).rejects.toThrow(/not where its end record says/u);
	await expect(open(buildZip([{name: 'a'}, {name: 'b'}], {count: 3}))).rejects.toThrow(/has 2 entries and says it has 3/u);
});

it('reports damage wherever a byte was flipped', async () => {
	const zip = buildZip([{name: 'a', bytes: 'some content', deflate: true}]);
	const unnoticed: number[] = [];
	for (let position = 0; position < zip.length; position++) {
		const damaged = new Uint8Array(zip);
		damaged[position] = (damaged[position] ?? 0) ^ 0x55;
		try {
			const content = await read(await open(damaged));
			if (content !== 'some content') unnoticed.push(position);
		} catch (error) {
			expect(error).toBeInstanceOf(Error);
		}
	}
	expect(unnoticed).toEqual([]); // content is either right or refused
});
