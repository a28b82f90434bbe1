import type {SandboxContext} from '../../context.ts';
import {gunzip} from '../aip/gzip.ts';
import {untar} from '../aip/tar.ts';
import {newUuid} from '../identifiers.ts';
import type {State, StoredPackage} from '../state.ts';
import {entryKey} from '../state.ts';
import {filesBelow} from '../storage/files.ts';
import {keepFile} from './keep-file.ts';
import type {UnitFile} from './unit.ts';

/** The folder an AIP is, or is packed from: the last segment of its path without the endings of archives (reference, 5.3). */
export function packageFolder({path}: Pick<StoredPackage, 'path'>): string {
	return (path.split('/').at(-1) ?? '').replace(/(?:\.(?:7z|bz2|gz|tar))+$/u, '');
}

/** The files of a stored package, with paths below its folder. Those of an archive are unpacked into blobs. */
export async function readPackage(context: SandboxContext, state: State, stored: StoredPackage): Promise<UnitFile[]> {
	const below = filesBelow(state, stored.location, stored.path);
	if (!stored.packed) return below.flatMap(({blob, ...file}) => (blob === null ? [] : [{...file, uuid: newUuid(), blob}]));
	const archive = state.entries.get(entryKey(stored.location, stored.path))?.blob;
	if (typeof archive !== 'string') throw new Error(`The package ${stored.uuid} has no content.`);
	const files: UnitFile[] = [];
	for await (const {path, bytes, modified} of untar(gunzip(context.store.blobs.read(archive)))) {
		files.push(await keepFile(context, path.split('/').slice(1).join('/'), bytes, modified));
	}
	return files;
}
