import {unzipSync} from 'fflate';
import type {SandboxContext} from '../../context.ts';
import {gunzip} from '../aip/gzip.ts';
import {untar} from '../aip/tar.ts';
import {validateBag} from '../aip/validate-bag.ts';
import {settingsOf} from '../dashboard/settings.ts';
import {newUuid} from '../identifiers.ts';
import type {Location, State} from '../state.ts';
import {locationPath, pipelineOf} from '../state.ts';
import {fileAt, filesBelow, folderExists, pathWithin} from '../storage/files.ts';
import {keepFile} from './keep-file.ts';
import {isArchive} from './transfer-types.ts';
import type {UnitFile} from './unit.ts';

/** What a transfer is made of. */
export interface Source {
	readonly archive: boolean;
	/** The last segment of its path. */
	readonly basename: string;
	readonly files: readonly UnitFile[];
	/** Folders without files. */
	readonly emptyFolders?: readonly string[] | undefined;
}

/** Reads `<location uuid>:<path>`, or a path alone in the default transfer source. @throws Error when there is no such default */
export function parseSourcePath(state: State, text: string): {location: string; path: string} {
	const colon = text.indexOf(':');
	if (colon !== -1) return {location: text.slice(0, colon), path: text.slice(colon + 1)};
	const source = state.locations.values().find(({purpose, isDefault, disabled}) => purpose === 'TS' && isDefault && !disabled);
	if (!source) throw new Error('There is no default transfer source.');
	return {location: source.uuid, path: text};
}

/**
 * Copies the content of a source: the files of a folder, or those in an archive. Bytes are shared, not copied: blobs never change.
 * `undefined` when the location is not one of the pipeline's or nothing is there.
 */
export async function copySource(context: SandboxContext, state: State, locationUuid: string, given: string): Promise<Source | undefined> {
	const location = state.locations.get(locationUuid);
	if (!location?.pipelines.includes(pipelineOf(state).uuid) || location.disabled || !settingsOf(state).storageService) return undefined;
	const path = pathIn(state, location, given);
	if (path === undefined) return undefined;
	const basename = path.split('/').at(-1) ?? '';
	if (isArchive(path)) {
		const blob = fileAt(state, location.uuid, path)?.blob;
		return typeof blob === 'string' ? {archive: true, basename, files: withoutCommonFolder(await unpack(context, path, blob))} : undefined;
	}
	if (!folderExists(state, location.uuid, path)) return undefined;
	const below = filesBelow(state, location.uuid, path);
	const files = below.flatMap(({path: name, blob, size, sha256, modified}) =>
		blob === null ? [] : [{uuid: newUuid(), path: name, blob, size, sha256, modified}],
	);
	return {
		archive: false,
		basename,
		files,
		emptyFolders: below.flatMap(({blob, path: name}) => (blob === null && name !== '' ? [name] : [])),
	};
}

/** A file as it is, or the files of a folder with that folder's name. `undefined` when nothing is there. */
export function copyFiles(state: State, location: Location, given: string): readonly UnitFile[] | undefined {
	const path = pathIn(state, location, given);
	if (path === undefined) return undefined;
	const name = path.split('/').at(-1) ?? '';
	const file = fileAt(state, location.uuid, path);
	const entries = file
		? [{...file, path: name}]
		: filesBelow(state, location.uuid, path).map(entry => Object.assign({}, entry, {path: `${name}/${entry.path}`}));
	if (entries.length === 0) return undefined;
	return entries.flatMap(({blob, path: inside, size, sha256, modified}) =>
		blob === null ? [] : [{uuid: newUuid(), path: inside, blob, size, sha256, modified}],
	);
}

/** A path someone gave, relative to a location, whether it was absolute or not. */
function pathIn(state: State, location: Location, given: string): string | undefined {
	const root = locationPath(state, location);
	const inside = given === root || given.startsWith(`${root}/`) ? given.slice(root.length) : given;
	return pathWithin(state, location, inside.replace(/^\/+/u, ''));
}

/** Why files are not a valid bag; `null` when they are one. */
export async function bagProblem({store}: SandboxContext, files: readonly UnitFile[]): Promise<string | null> {
	const report = await validateBag(files.map(({path, size, blob}) => ({path, size, open: () => store.blobs.read(blob)})));
	return report?.message ?? null;
}

/** The files in an archive: a zip, or a gzipped tar. @throws Error when it is none */
export async function unpack(context: SandboxContext, path: string, blob: string): Promise<readonly UnitFile[]> {
	const bytes = context.store.blobs.read(blob);
	const files: UnitFile[] = [];
	if (path.endsWith('.zip')) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of bytes) chunks.push(chunk);
		const content = unzipSync(Buffer.concat(chunks));
		for (const [name, data] of Object.entries(content)) {
			if (!name.endsWith('/')) files.push(await keepFile(context, contained(name), [data], context.now()));
		}
		return files;
	}
	for await (const file of untar(gunzip(bytes))) {
		files.push(await keepFile(context, contained(file.path), file.bytes, file.modified));
	}
	return files;
}

/** A path in an archive, without what could lead out of it. */
function contained(path: string): string {
	return path
		.split(/[/\\]/u)
		.filter(segment => segment !== '' && segment !== '.' && segment !== '..')
		.join('/');
}

/** An archive that holds one folder stands for what is in it. */
function withoutCommonFolder(files: readonly UnitFile[]): readonly UnitFile[] {
	const [first] = files;
	const folder = first?.path.includes('/') ? `${first.path.split('/')[0]}/` : undefined;
	if (folder === undefined || folder === 'objects/' || folder === 'data/' || !files.every(({path}) => path.startsWith(folder)))
		return files;
	return files.map(file => ({...file, path: file.path.slice(folder.length)}));
}
