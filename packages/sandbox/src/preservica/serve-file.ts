import type {Call} from './call.ts';
import type {Bitstream} from './model.ts';
import {readBitstream} from './read-bitstream.ts';

/** Serves a file, or the one range of it that is asked for (RFC 9110, 14). */
export function serveFile(
	{c, archive}: Call,
	file: Pick<Bitstream, 'blob' | 'start' | 'size'>,
	headers: Readonly<Record<string, string>>,
): Response {
	const {size} = file;
	const {blobs} = archive.context.store;
	const common = {...headers, 'accept-ranges': 'bytes'};
	const range = readRange(c.req.header('range'), size);
	if (range === 'impossible') return c.body(null, 416, {'content-range': `bytes */${size}`});
	if (!range) return c.body(readBitstream(blobs, file), 200, {...common, 'content-length': String(size)});
	const {start, end} = range;
	return c.body(readBitstream(blobs, file, range), 206, {
		...common,
		'content-range': `bytes ${start}-${end - 1}/${size}`,
		'content-length': String(end - start),
	});
}

function readRange(header: string | undefined, size: number): {start: number; end: number} | 'impossible' | undefined {
	const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '') ?? [];
	if (first === '' && last === '') return undefined;
	if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined; // not a range, so to be ignored (RFC 9110, 14.1.1)
	const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
	const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
	return start < end ? {start, end} : 'impossible';
}
