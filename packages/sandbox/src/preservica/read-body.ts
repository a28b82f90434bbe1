import {Problem} from './problem.ts';

/** What a server reads at most of a body it takes in whole, in bytes. Files are not among these. Assumed; no limit is published (6.2). */
const largest = 64 * 1024 * 1024;

/** The body of a request. @throws Problem 413 when it is larger than what is taken in whole; the rest of it is not read then. */
export async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of request.body ?? []) {
		size += chunk.length;
		if (size > largest) throw new Problem(413, `The body is larger than ${largest} bytes.`);
		chunks.push(chunk);
	}
	return new Uint8Array(Buffer.concat(chunks, size));
}

/** The body of a request as UTF-8. @throws Problem 413 when it is larger than what is taken in whole. */
export async function readText(request: Request): Promise<string> {
	return new TextDecoder().decode(await readBytes(request));
}
