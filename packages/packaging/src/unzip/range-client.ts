import {HttpError, type HttpClient} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import {refuse} from './problem.ts';

/** Asks for parts of one file, which must stay the same. */
export interface RangeClient {
	/** Reads the last bytes; to be called first. */
	tail(length: number, signal: AbortSignal | undefined): Promise<Uint8Array>;
	/** The length of the file. */
	size(): number;
	/** Reads a part. */
	range(offset: number, length: number, signal: AbortSignal | undefined): Promise<Uint8Array>;
	/** A part as it comes. */
	stream(offset: number, length: number, signal: AbortSignal | undefined): Promise<ReadableStream<Uint8Array>>;
}

/** What tells one state of a file from another. */
interface FileState {
	readonly size: number;
	readonly etag: string | null;
	readonly lastModified: string | null;
}

interface Part {
	readonly state: FileState;
	readonly start: number;
	readonly length: number;
	readonly body: ReadableStream<Uint8Array>;
}

export function createRangeClient(client: HttpClient, address: URL): RangeClient {
	let first: FileState | undefined;

	const ask = async (range: string, signal: AbortSignal | undefined): Promise<Part> => {
		const condition = first && validator(first);
		const headers = {range: `bytes=${range}`, ...(condition === undefined ? {} : {'if-range': condition})};
		const response = await client.send('GET', address, {headers, identity: true, signal}).catch((error: unknown) => {
			throw error instanceof HttpError && error.status === 416 && first !== undefined ? changed(address, error) : error;
		});
		try {
			return partOf(response, address, condition !== undefined);
		} catch (error) {
			response.body?.cancel().catch(() => {}); // An answer nobody reads keeps its connection until it is let go.
			throw error;
		}
	};
	const ranges: RangeClient = {
		async tail(length, signal) {
			const {state, start, body, length: given} = await ask(`-${length}`, signal);
			if (start + given !== state.size || given > length) {
				await body.cancel();
				refuseOther(address);
			}
			first = state;
			return await readPart(body, given, address);
		},
		size: () => first?.size ?? 0,
		async range(offset, length, signal) {
			return await readPart(await ranges.stream(offset, length, signal), length, address);
		},
		async stream(offset, length, signal) {
			const {state, start, body, length: given} = await ask(`${offset}-${offset + length - 1}`, signal);
			if (first !== undefined && !isSame(first, state)) {
				await body.cancel();
				throw changed(address);
			}
			if (start !== offset || given !== length) {
				await body.cancel();
				refuseOther(address);
			}
			return body;
		},
	};
	return ranges;
}

/** Do two headers agree, as far as both are there? */
const agree = (one: string | null, two: string | null): boolean => one === null || two === null || one === two;

/** What the server compares (RFC 9110, 13.1.5): a strong tag, or else the date. */
function validator({etag, lastModified}: FileState): string | undefined {
	return (etag?.startsWith('W/') === false ? etag : lastModified) ?? undefined;
}

function isSame(a: FileState, b: FileState): boolean {
	return a.size === b.size && agree(a.etag, b.etag) && agree(a.lastModified, b.lastModified);
}

function partOf({status, headers, body}: Response, address: URL, conditional: boolean): Part {
	if (status === 200 && conditional) {
		throw changed(address);
	}
	const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '');
	const encoding = headers.get('content-encoding') ?? 'identity';
	if (status !== 206 || range === null || encoding !== 'identity' || body === null) {
		const why =
			status !== 206
				? 'it answers with the whole file'
				: encoding === 'identity'
					? 'it does not say which part it gives (in a page: it has to expose Content-Range)'
					: `it encodes them (${encoding})`;
		refuse('no-ranges', `${address.host} does not give parts of ${address.pathname}: ${why}. Download the file first, and open that.`);
	}
	const [start = 0, end = 0, size = 0] = range.slice(1).map(Number);
	if (!(start <= end && end < size && Number.isSafeInteger(size))) {
		refuseOther(address);
	}
	return {state: {size, etag: headers.get('etag'), lastModified: headers.get('last-modified')}, start, length: end - start + 1, body};
}

/** Reads a part that is known to have this length, and not more of it. */
async function readPart(body: ReadableStream<Uint8Array>, length: number, address: URL): Promise<Uint8Array> {
	let left = length;
	const bounded = body.pipeThrough(
		new TransformStream<Uint8Array, Uint8Array>({
			transform(chunk, controller) {
				left -= chunk.length;
				if (left < 0) {
					refuseOther(address);
				}
				controller.enqueue(chunk);
			},
		}),
	);
	const bytes = await readAll(bounded);
	return bytes.length === length ? bytes : refuse('truncated', `The answer of ${address.host} for ${address.pathname} was cut off.`);
}

function changed({host, pathname}: URL, cause?: unknown): unknown {
	try {
		return refuse('changed', `${pathname} on ${host} has changed while it was read. Open it again.`, undefined, cause);
	} catch (error) {
		return error;
	}
}

function refuseOther({host, pathname}: URL): never {
	return refuse('no-ranges', `${host} gives other parts of ${pathname} than it was asked for. Download the file first, and open that.`);
}
