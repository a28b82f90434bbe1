import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';

/** Files on a disk, by their path below `directory`. */
export interface SampleFiles {
	readonly directory: string;
	readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Writes files into a temporary directory of their own. */
export async function writeFiles(files: Readonly<Record<string, Uint8Array | string>>): Promise<SampleFiles> {
	const directory = await mkdtemp(join(tmpdir(), 'fonds-e2e-'));
	const written = new Map<string, Uint8Array>();
	for (const [path, content] of Object.entries(files)) {
		const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
		await mkdir(dirname(join(directory, path)), {recursive: true});
		await writeFile(join(directory, path), bytes);
		written.set(path, bytes);
	}
	return {directory, files: written};
}

/** Bytes without a pattern that a compressor or a lucky guess could use; the same at each run. */
export function noise(size: number): Uint8Array {
	const words = new Uint32Array(Math.ceil(size / 4));
	let state = 0x9e3779b9;
	for (let index = 0; index < words.length; index++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		words[index] = state;
	}
	return new Uint8Array(words.buffer, 0, size);
}
