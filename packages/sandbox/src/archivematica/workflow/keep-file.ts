import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import {newUuid} from '../identifiers.ts';
import type {UnitFile} from './unit.ts';

/** Keeps bytes as a file of a unit. */
export async function keepFile(
	{store}: SandboxContext,
	path: string,
	bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	modified: number,
): Promise<UnitFile> {
	const hash = createHash('sha256');
	const {id, size} = await store.blobs.write(hashed(bytes, hash));
	return {uuid: newUuid(), path, blob: id, size, sha256: hash.digest('hex'), modified};
}

/** A text as bytes to be kept. */
export function textBytes(text: string): readonly Uint8Array[] {
	return [new TextEncoder().encode(text)];
}

/** All bytes of a kept file as text. */
export async function readText({store}: SandboxContext, {blob}: Pick<UnitFile, 'blob'>): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of store.blobs.read(blob)) chunks.push(chunk);
	return new TextDecoder().decode(Buffer.concat(chunks));
}

async function* hashed(
	bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	hash: {update(chunk: Uint8Array): unknown},
): AsyncGenerator<Uint8Array> {
	for await (const chunk of bytes) {
		hash.update(chunk);
		yield chunk;
	}
}
