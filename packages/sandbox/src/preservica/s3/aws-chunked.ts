import {crc32} from 'node:zlib';
import {S3Error} from './s3-error.ts';

/** A line of the encoding is never longer. */
const longestLine = 4096;

/**
 * Takes the content out of the encoding `aws-chunked` (Amazon S3 API reference, Signature calculations: transferring payload in multiple chunks).
 * The length is checked, and a CRC-32 at the end; signatures of chunks and other checksums are not.
 *
 * @throws S3Error 400 for what is not so encoded, ends too early, or is not what its length and checksum say.
 */
export async function* decodeChunks(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, headers: Headers): AsyncGenerator<Uint8Array> {
	const reader = createReader(body);
	let checksum = 0;
	let size = 0;
	for (;;) {
		const line = await reader.line();
		const [, digits] = /^([0-9a-f]+)(?:;.*)?$/iu.exec(line) ?? [];
		if (digits === undefined) throw incomplete();
		const length = Number.parseInt(digits, 16);
		if (length === 0) break;
		for await (const piece of reader.bytes(length)) {
			checksum = crc32(piece, checksum);
			yield piece;
		}
		size += length;
		if ((await reader.line()) !== '') throw incomplete();
	}
	checkLength(size, headers);
	for (let line = await reader.line(); line !== ''; line = await reader.line()) checkTrailer(line, checksum);
}

function checkLength(size: number, headers: Headers): void {
	const said = headers.get('x-amz-decoded-content-length');
	if (said === null) throw new S3Error(411, 'MissingContentLength', 'x-amz-decoded-content-length is missing.');
	if (Number(said) !== size) throw incomplete();
}

function checkTrailer(line: string, checksum: number): void {
	const [, value] = /^x-amz-checksum-crc32:\s*(\S+)$/iu.exec(line) ?? [];
	const digest = Buffer.alloc(4);
	digest.writeUInt32BE(checksum);
	if (value !== undefined && value !== digest.toString('base64'))
		throw new S3Error(400, 'BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
}

function incomplete(): S3Error {
	return new S3Error(400, 'IncompleteBody', 'The chunks are not complete, or not as long as they say.');
}

/** Reads lines, and bytes between them. After the end of the body, lines are empty. */
function createReader(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
	const chunks = Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]();
	let rest: Uint8Array = new Uint8Array(0);
	const more = async (): Promise<boolean> => {
		const next = await chunks.next();
		if (next.done) return false;
		rest = rest.length > 0 ? Buffer.concat([rest, next.value]) : next.value;
		return true;
	};
	return {
		async line(): Promise<string> {
			let end = Buffer.from(rest).indexOf('\r\n');
			while (end < 0 && rest.length < longestLine && (await more())) end = Buffer.from(rest).indexOf('\r\n');
			const line = Buffer.from(rest.subarray(0, end < 0 ? longestLine : end)).toString('latin1');
			rest = rest.subarray(end < 0 ? rest.length : end + 2);
			return line;
		},
		async *bytes(length: number): AsyncGenerator<Uint8Array> {
			for (let left = length; left > 0;) {
				if (rest.length === 0 && !(await more())) throw incomplete();
				const piece = rest.subarray(0, left);
				rest = rest.subarray(piece.length);
				left -= piece.length;
				yield piece;
			}
		},
	};
}
