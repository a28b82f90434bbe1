import {expect, it} from 'vitest';
import {decodeChunks} from './aws-chunked.ts';

const content = 'hello, archive';
const checksum = 'x-amz-checksum-crc32:/7pqHQ==';

async function decode(text: string, length: number | undefined = content.length, at = 3): Promise<string> {
	const bytes = Buffer.from(text);
	const pieces = Array.from({length: Math.ceil(bytes.length / at)}, (_, index) => bytes.subarray(index * at, index * at + at));
	const headers = new Headers(length === undefined ? {} : {'x-amz-decoded-content-length': String(length)});
	const read: Uint8Array[] = [];
	for await (const piece of decodeChunks(pieces, headers)) read.push(piece);
	return Buffer.concat(read).toString();
}

it.each([
	['in one chunk', `e\r\n${content}\r\n0\r\n\r\n`],
	['in chunks with signatures', `5;chunk-signature=ab\r\nhello\r\n9;chunk-signature=cd\r\n, archive\r\n0;chunk-signature=ef\r\n\r\n`],
	['without an empty line at the end', `E\r\n${content}\r\n0\r\n`],
	['with another checksum', `e\r\n${content}\r\n0\r\nx-amz-checksum-sha256:AA==\r\n\r\n`],
])('reads what is encoded %s', async (_how, text) => {
	for (const at of [1, 3, 7, 1000]) expect(await decode(text, content.length, at)).toBe(content);
});

it('reads nothing from nothing', async () => {
	expect(await decode('0\r\n\r\n', 0)).toBe('');
});

it.each([
	['that is not encoded', content],
	['of which a chunk is shorter than it says', `f\r\n${content}\r\n0\r\n\r\n`],
	['of which a chunk is longer than it says', `d\r\n${content}\r\n0\r\n\r\n`],
	['that breaks off', `ff\r\n${content}`],
	['without its last chunk', `e\r\n${content}\r\n`],
	['of another length', `5\r\nhello\r\n0\r\n\r\n`],
])('refuses a body %s', async (_what, text) => {
	await expect(decode(text)).rejects.toMatchObject({status: 400, code: 'IncompleteBody'});
});

it('checks a CRC-32 at the end, and demands a length', async () => {
	expect(await decode(`e\r\n${content}\r\n0\r\n${checksum}\r\n\r\n`)).toBe(content);
	await expect(decode(`e\r\n${content}\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`)).rejects.toMatchObject({code: 'BadDigest'});
	const headers = new Headers();
	await expect(decodeChunks([Buffer.from('0\r\n\r\n')], headers).next()).rejects.toMatchObject({status: 411});
});
