import type {Asked} from '../http/asked.ts';

/** The bytes of a body as they come. What comes in chunks, without a Content-Length, is not read: it is empty. */
export async function bodyOf(request: Asked): Promise<AsyncIterable<Uint8Array> | readonly Uint8Array[]> {
	const {body} = request;
	if (body === null) return [];
	if (hasLength(request)) return body;
	await body.pipeTo(new WritableStream());
	return [];
}

/** The bytes of a body, under the same condition. */
export async function bytesOf(request: Asked): Promise<Uint8Array> {
	const bytes = await request.bytes();
	return hasLength(request) ? bytes : new Uint8Array();
}

function hasLength({headers}: Asked): boolean {
	return headers.has('content-length') || !headers.has('transfer-encoding');
}
