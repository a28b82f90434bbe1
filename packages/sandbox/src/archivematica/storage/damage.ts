import type {SandboxContext} from '../../context.ts';
import {json} from '../http/answers.ts';
import {parseUuid} from '../identifiers.ts';
import type {State, StoredPackage} from '../state.ts';
import {entryKey} from '../state.ts';
import {fileAt} from './files.ts';
import {contentOf} from './package-files.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Changes a byte of what is stored of a package or, with `how`, removes or adds a file. */
export async function damage(context: SandboxContext, state: State, id: string, {path, how = 'change'}: Fields): Promise<Response> {
	const stored = state.packages.get(parseUuid(id) ?? '');
	if (!stored) return problem(404, `There is no package ${id}.`);
	if (how === 'add' && !stored.packed && typeof path === 'string' && isInside(path)) return addFile(context, state, stored, path);
	const key = stored.packed
		? stored.path
		: contentOf(state, stored).some(file => file.path === path)
			? `${stored.path}/${String(path)}`
			: '';
	const entry = fileAt(state, stored.location, key);
	if (!entry || typeof entry.blob !== 'string' || (how === 'change' && entry.size === 0)) {
		return problem(400, 'The package is a folder: "path" has to name a file in it that is not empty.');
	}
	if (how === 'remove') {
		state.entries.delete(entryKey(stored.location, key));
		return json({package: stored.uuid, path: key});
	}
	if (how !== 'change') return problem(400, '"how" is change, remove or, for a package that is a folder, add.');
	const middle = Math.floor(entry.size / 2);
	const {id: blob} = await context.store.blobs.write(flip(context.store.blobs.read(entry.blob), middle));
	state.entries.put(entryKey(stored.location, key), {...entry, blob});
	return json({package: stored.uuid, path: key, offset: middle});
}

async function addFile(context: SandboxContext, state: State, stored: StoredPackage, path: string): Promise<Response> {
	const {id: blob, size} = await context.store.blobs.write(new TextEncoder().encode('Nobody knows where this came from.\n'));
	const key = `${stored.path}/${path}`;
	state.entries.put(entryKey(stored.location, key), {
		location: stored.location,
		path: key,
		blob,
		size,
		sha256: '',
		modified: context.now(),
	});
	return json({package: stored.uuid, path: key}, 201);
}

/** Whether a path leads to something below where it begins. */
export function isInside(path: string): boolean {
	return !path.split('/').some(segment => segment === '' || segment === '.' || segment === '..');
}

/** The same bytes, but for one. */
async function* flip(bytes: AsyncIterable<Uint8Array>, position: number): AsyncGenerator<Uint8Array> {
	let offset = 0;
	for await (const chunk of bytes) {
		const index = position - offset;
		offset += chunk.length;
		yield index >= 0 && index < chunk.length ? chunk.map((byte, at) => (at === index ? byte ^ 0xff : byte)) : chunk;
	}
}

function problem(status: number, message: string): Response {
	return json({error: message}, status);
}
