import {streamFrom} from '@fonds/core/streams';
import type {Connection} from './apply-fault.ts';

/** Damages the body of an answer in its middle. An answer without a body stays as it is. */
export async function damage(answer: Response, kind: 'truncate' | 'corrupt', connection: Connection | undefined): Promise<Response> {
	if (!answer.body) return answer;
	const announced = answer.headers.get('content-length');
	const whole = announced === null ? new Uint8Array(await answer.arrayBuffer()) : undefined;
	const size = whole?.length ?? Number(announced);
	const middle = Math.floor(size / 2);
	const source: AsyncIterable<Uint8Array> = whole ? single(whole) : answer.body;
	const body = kind === 'truncate' ? cutOff(source, middle, connection) : flipped(source, middle);
	const headers = new Headers(answer.headers);
	headers.set('content-length', String(size));
	return new Response(streamFrom(body), {status: answer.status, headers});
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

async function* cutOff(source: AsyncIterable<Uint8Array>, end: number, connection: Connection | undefined): AsyncGenerator<Uint8Array> {
	let left = end;
	for await (const chunk of source) {
		yield chunk.subarray(0, left);
		left -= chunk.length;
		if (left <= 0) break;
	}
	connection?.breakAfterWriting();
}

async function* flipped(source: AsyncIterable<Uint8Array>, position: number): AsyncGenerator<Uint8Array> {
	let offset = 0;
	for await (const chunk of source) {
		const copy = new Uint8Array(chunk);
		const place = position - offset;
		if (place >= 0 && place < copy.length) copy[place] = (copy[place] ?? 0) ^ 0xff;
		offset += copy.length;
		yield copy;
	}
}
