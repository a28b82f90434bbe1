import type {SandboxContext} from '../../context.ts';
import {gunzip} from '../aip/gzip.ts';
import {untar} from '../aip/tar.ts';
import type {Entry, State, StoredPackage} from '../state.ts';
import {fileAt, filesBelow} from './files.ts';

/** The files of a package that is a folder, with paths relative to it. */
export function contentOf(state: State, stored: StoredPackage): readonly (Entry & {readonly blob: string})[] {
	return filesBelow(state, stored.location, stored.path).flatMap(entry => (entry.blob === null ? [] : [{...entry, blob: entry.blob}]));
}

/** The bytes of a package that is one file, as they are stored. */
export function storedBytes({store}: SandboxContext, state: State, stored: StoredPackage): ReadableStream<Uint8Array> | undefined {
	const blob = fileAt(state, stored.location, stored.path)?.blob;
	return typeof blob === 'string' ? store.blobs.read(blob) : undefined;
}

/** The tar that an archive holds. The sandbox has neither 7-Zip nor bzip2: such archives read as damaged. */
export function tarBytes(context: SandboxContext, state: State, stored: StoredPackage): AsyncIterable<Uint8Array> | undefined {
	const bytes = storedBytes(context, state, stored);
	return bytes && (stored.path.endsWith('.tar') ? bytes : gunzip(bytes));
}

/** A file of a package as text: the first whose path, below the package's folder, is wanted. `undefined` also for what cannot be unpacked. */
export async function packageText(
	context: SandboxContext,
	state: State,
	stored: StoredPackage,
	wanted: (path: string) => boolean,
): Promise<string | undefined> {
	if (!stored.packed) {
		const found = contentOf(state, stored).find(({path}) => wanted(path));
		return found && readText(context.store.blobs.read(found.blob));
	}
	const archive = tarBytes(context, state, stored);
	if (!archive) return undefined;
	try {
		for await (const {path, bytes} of untar(archive)) {
			if (wanted(path.split('/').slice(1).join('/'))) return await readText(bytes);
		}
	} catch {
		return undefined; // no archive the sandbox can read
	}
	return undefined;
}

async function readText(bytes: AsyncIterable<Uint8Array>): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of bytes) chunks.push(chunk);
	return new TextDecoder().decode(Buffer.concat(chunks));
}
