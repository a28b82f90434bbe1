import {PackageError} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import type {MadeEntry} from '../fixtures/tar.ts';
import {makeTar, paxRecord, tarEntry, tarHeader} from '../fixtures/tar.ts';
import {readTar} from './read-tar.ts';

async function read(bytes: Uint8Array, size = 700): Promise<Record<string, string>> {
	const pieces = Array.from({length: Math.ceil(bytes.length / size)}, (_, index) => bytes.subarray(index * size, (index + 1) * size));
	const found: Record<string, string> = {};
	for await (const {path, bytes: content, size: announced} of readTar(streamFrom(pieces))) {
		const decoder = new TextDecoder();
		let text = '';
		for await (const chunk of content) {
			text += decoder.decode(chunk, {stream: true});
		}
		found[path] = text;
		expect(new TextEncoder().encode(text)).toHaveLength(announced);
	}
	return found;
}

const long = `${'deep/'.repeat(60)}file.txt`;
const base256 = (size: number) => Uint8Array.from({length: 12}, (_, index) => (index === 0 ? 0x80 : index === 11 ? size : 0));

describe('files', () => {
	it.each<[string, readonly MadeEntry[], Record<string, string>]>([
		['nothing', [], {}],
		[
			'plain, empty, of whole blocks',
			[{name: 'a', content: 'x'}, {name: 'b'}, {name: 'c', content: 'y'.repeat(1024)}],
			{a: 'x', b: '', c: 'y'.repeat(1024)},
		],
		[
			'below directories',
			[
				{name: 'd/', type: '5'},
				{name: './d/./a', content: 'x'},
			],
			{'d/a': 'x'},
		],
		[
			'of the oldest kind',
			[
				{name: 'd/', type: '\0', magic: ''},
				{name: 'a', content: 'x', type: '\0', magic: ''},
			],
			{a: 'x'},
		],
		['with a prefix', [{name: 'a', prefix: 'b/c', content: 'x'}], {'b/c/a': 'x'}],
		['whose prefix is none, for it is GNU', [{name: 'a', prefix: 'junk', magic: 'ustar  \0', content: 'x'}], {a: 'x'}],
		[
			'with a long name of GNU',
			[
				{name: '././@LongLink', type: 'L', content: `${long}\0`},
				{name: 'short', content: 'x'},
			],
			{[long]: 'x'},
		],
		[
			'with a long link name of GNU',
			[
				{name: 'l', type: 'K', content: 'target\0'},
				{name: 'a', content: 'x'},
			],
			{a: 'x'},
		],
		[
			'with a pax header, whose size counts',
			[
				{name: 'g', type: 'g', content: paxRecord('comment', 'x')},
				{name: 'p', type: 'x', content: paxRecord('mtime', '1.5') + paxRecord('path', 'é/ü') + paxRecord('size', '3')},
				{name: 'short', content: 'abc', size: '00000000000\0'},
				{name: 'next', content: 'y'},
			],
			{'é/ü': 'abc', next: 'y'},
		],
		['with a size in base 256', [{name: 'a', content: 'xyz', size: base256(3)}], {a: 'xyz'}],
	])('are read: %s', async (_, entries, expected) => {
		for (const size of [1, 511, 100_000]) {
			expect(await read(makeTar(entries), size)).toEqual(expected);
		}
	});

	it('are passed over when nobody reads them, wholly or in part', async () => {
		const paths: string[] = [];
		const bytes = makeTar([{name: 'a', content: 'x'.repeat(2000)}, {name: 'b', content: 'y'.repeat(2000)}, {name: 'c'}]);
		for await (const {path, bytes: content} of readTar(streamFrom([bytes]))) {
			paths.push(path);
			if (path === 'b') {
				await content[Symbol.asyncIterator]().next();
			}
		}
		expect(paths).toEqual(['a', 'b', 'c']);
	});

	it('let the stream go when the rest is not wanted', async () => {
		let cancelled = false;
		const stream = new ReadableStream<Uint8Array>({
			pull: controller => controller.enqueue(tarEntry({name: `a${Math.random()}`})),
			cancel() {
				cancelled = true;
			},
		});
		for await (const _ of readTar(stream)) {
			break;
		}
		expect(cancelled).toBe(true);
	});
});

describe('a hostile or damaged archive is refused', () => {
	const bad = (block: Uint8Array, at: number, text: string): Uint8Array => {
		block.set(new TextEncoder().encode(text), at);
		return block;
	};
	const whole = makeTar([{name: 'a', content: 'x'.repeat(600)}]);
	it.each<[string, Uint8Array, string]>([
		['a way up', makeTar([{name: '../a'}]), 'unsafe-path'],
		['a way up in the middle', makeTar([{name: 'a/../../b'}]), 'unsafe-path'],
		['a way up for Windows', makeTar([{name: 'a\\..\\..\\b'}]), 'unsafe-path'],
		['an absolute path', makeTar([{name: '/etc/passwd'}]), 'unsafe-path'],
		['a drive', makeTar([{name: 'c:x'}]), 'unsafe-path'],
		['a way up by pax', makeTar([{name: 'p', type: 'x', content: paxRecord('path', '../a')}, {name: 'a'}]), 'unsafe-path'],
		['no name', makeTar([{name: '.'}]), 'unsafe-path'],
		['a NUL in a name', makeTar([{name: 'p', type: 'x', content: paxRecord('path', 'a\0b')}, {name: 'a'}]), 'unsafe-path'],
		['one name twice', makeTar([{name: 'a'}, {name: './a'}]), 'duplicate-path'],
		['a hard link', makeTar([{name: 'a', type: '1'}]), 'link'],
		['a symbolic link', makeTar([{name: 'a', type: '2'}]), 'link'],
		['a device', makeTar([{name: 'a', type: '3'}]), 'special-file'],
		['a pipe', makeTar([{name: 'a', type: '6'}]), 'special-file'],
		['a sparse file of GNU', makeTar([{name: 'a', type: 'S'}]), 'sparse-file'],
		['a sparse file of pax', makeTar([{name: 'p', type: 'x', content: paxRecord('GNU.sparse.major', '1')}, {name: 'a'}]), 'sparse-file'],
		['something unknown', makeTar([{name: 'a', type: 'V'}]), 'unsupported-entry'],
		['one name for all', makeTar([{name: 'g', type: 'g', content: paxRecord('path', 'x')}, {name: 'a'}]), 'unsupported-entry'],
		['a huge header', makeTar([{name: 'p', type: 'x', size: '77777777777\0'}]), 'header-too-large'],
		['headers without end', makeTar(Array.from({length: 1500}, () => ({name: 'l', type: 'L', content: 'x'}))), 'header-too-large'],
		['a name that is not UTF-8', makeTar([tarHeaderOf(0xff)]), 'unreadable-name'],
		['a wrong checksum', makeTar([bad(tarHeader({name: 'a'}), 0, 'b')]), 'damaged-archive'],
		['a number that is none', makeTar([{name: 'a', size: '99999999999\0'}]), 'damaged-archive'],
		['an impossible size', makeTar([{name: 'a', size: new Uint8Array(12).fill(0xff)}]), 'damaged-archive'],
		['an impossible size of pax', makeTar([{name: 'p', type: 'x', content: paxRecord('size', '-1')}, {name: 'a'}]), 'damaged-archive'],
		['a broken pax header', makeTar([{name: 'p', type: 'x', content: '9999 path=x\n'}, {name: 'a'}]), 'damaged-archive'],
		['another format', new TextEncoder().encode('x'.repeat(600)), 'damaged-archive'],
		['no end', whole.subarray(0, -1024), 'truncated'],
		['an end in a file', whole.subarray(0, 900), 'truncated'],
		['an end in the padding', whole.subarray(0, 512 + 1000), 'truncated'],
		['an end in a header', whole.subarray(0, 200), 'truncated'],
		['an end in an extended header', makeTar([{name: 'p', type: 'L', content: 'x'}]).subarray(0, 600), 'truncated'],
		['no bytes', new Uint8Array(0), 'truncated'],
		['something behind its end', makeTar([{name: 'a'}], Uint8Array.of(...new Uint8Array(1024), 1)), 'trailing-bytes'],
	])('for %s', async (_, bytes, problem) => {
		const error: unknown = await read(bytes).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(PackageError);
		expect(error).toMatchObject({problem});
	});
});

/** A header whose name is one byte that is no text. */
function tarHeaderOf(byte: number): Uint8Array {
	const block = tarHeader({name: 'a'});
	block[0] = byte;
	const sum = block.reduce((total, value, index) => total + (index >= 148 && index < 156 ? 0x20 : value), 0);
	block.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
	return block;
}
