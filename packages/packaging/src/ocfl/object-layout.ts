import {ConfigurationError, FixityError, PackageError} from '@fonds/core';
import {createHasher, type FixityAlgorithm} from '@fonds/core/hash';
import {streamFrom} from '@fonds/core/streams';
import type {PackageEntry} from '../entries/entry.ts';
import {moveEntry} from '../entries/move-entry.ts';
import {inGroups} from '../layout/in-groups.ts';
import type {PackageLayout, WrittenEntries} from '../layout/layout.ts';
import {checkPaths} from './check-paths.ts';
import type {ContentAlgorithm, OcflUser} from './inventory.ts';
import {startInventory, type InventoryDraft} from './inventory-draft.ts';
import type {OcflObject} from './read-object.ts';
import {collectFindings} from './tell.ts';

/** A file of a version, by its logical path. */
export interface OcflFile extends PackageEntry {
	/**
	 * Its digest, if it is known, in the algorithm of the object. A file that an earlier version has, or an earlier file of this one, is then not stored
	 * again, and not opened. One that is stored is verified.
	 */
	readonly digest?: string | undefined;
}

/** A version of an object that is to be written. */
export interface OcflDescription {
	/** Best a URI, such as `urn:uuid:` and a UUID. With `previous`, its id. */
	readonly id?: string | undefined;
	/** The files that are new or changed. */
	readonly files: Iterable<OcflFile> | AsyncIterable<OcflFile>;
	/** Logical paths of the previous version that this one does not have any more. */
	readonly removed?: readonly string[] | undefined;
	/** Why the version was made. */
	readonly message: string;
	readonly user: OcflUser;
	/** @default now */
	readonly created?: Date | undefined;
}

/** Options of {@link ocflObjectLayout}. */
export interface OcflLayoutOptions {
	/** The digest that addresses the content. @default 'sha512', or that of `previous` */
	readonly digestAlgorithm?: ContentAlgorithm | undefined;
	/** More digests, for the fixity block. @default [] */
	readonly fixity?: readonly FixityAlgorithm[] | undefined;
	/** The object that the version is added to. @default none: a new object */
	readonly previous?: OcflObject | undefined;
}

/**
 * Lays out an OCFL 1.1 object with its first version, or the next version of an object, of its release: `v1/content/…`, the inventory of the version and
 * that of the root with their sidecars, and the declaration. Of a next version only what is new, as `addOcflVersion` of `@fonds/packaging/node` adds it to
 * the object on a disk.
 *
 * Every file is read once. Two files with the same content are both stored, unless their `digest` is given.
 *
 * @throws ConfigurationError for an id, a user or a date that cannot be written; while it is written, PackageError with the problem `unsafe-path`,
 * `duplicate-path`, `missing` (a path to be removed that the previous version does not have) or `empty-folder` (OCFL has none), and FixityError for a file
 * that has another digest than was given.
 */
export function ocflObjectLayout(description: OcflDescription, options: OcflLayoutOptions = {}): PackageLayout {
	const {previous, fixity = []} = options;
	const id = description.id ?? previous?.id ?? '';
	const digestAlgorithm = options.digestAlgorithm ?? previous?.digestAlgorithm ?? 'sha512';
	if (id === '' || (previous !== undefined && id !== previous.id)) {
		throw new ConfigurationError('An OCFL object needs an id, the same in all its versions.');
	}
	if (previous !== undefined && digestAlgorithm !== previous.digestAlgorithm) {
		throw new ConfigurationError(`The object uses ${previous.digestAlgorithm}; its versions cannot be written with another digest here.`);
	}
	if (description.user.name === '') {
		throw new ConfigurationError('The user of a version needs a name.');
	}
	const {created = new Date()} = description;
	if (!/^\d{4}-/.test(Number.isNaN(created.getTime()) ? '' : created.toISOString())) {
		throw new ConfigurationError('The date of a version is none of the years 0 to 9999.');
	}
	const draft = startInventory({id, digestAlgorithm, ...pick(description)}, previous?.inventory);
	return {
		name: id.replaceAll(/[^\w.-]+/g, '_'),
		digests: [...new Set<FixityAlgorithm>([digestAlgorithm, ...fixity])],
		walk: written => walk(description, draft, fixity, written),
		outline: () => undefined,
	};
}

function pick({message, user, created = new Date()}: OcflDescription): {message: string; user: OcflUser; created: Date} {
	return {message, user, created};
}

async function* walk(
	{files, removed = []}: OcflDescription,
	draft: InventoryDraft,
	fixity: readonly FixityAlgorithm[],
	written: WrittenEntries,
): AsyncGenerator<readonly PackageEntry[], undefined> {
	for (const path of removed) {
		if (!draft.remove(path)) {
			throw new PackageError(`"${path}" cannot be removed: the previous version does not have it.`, {problem: 'missing', path});
		}
	}
	const stored: OcflFile[] = [];
	const copies: OcflFile[] = [];
	yield* inGroups(newContent(files, draft, stored, copies));
	for (const {path, digest} of stored) {
		const {digests} = written.get(`${draft.version}/content/${path}`)!;
		verify(path, draft.digestAlgorithm, digest, digests[draft.digestAlgorithm]);
		draft.add(path, digests, fixity);
	}
	for (const {path, digest = ''} of copies) {
		draft.reuse(path, digest);
	}
	refuseConflicts(draft);
	yield await administration(draft);
	return undefined;
}

/** What has to be stored: not what was stored before, or comes twice and says so. Files are sorted into those stored, and copies of those. */
async function* newContent(
	files: OcflDescription['files'],
	draft: InventoryDraft,
	stored: OcflFile[],
	copies: OcflFile[],
): AsyncGenerator<PackageEntry, undefined> {
	const brought = new Set<string>();
	const seen = new Set<string>();
	for await (const file of files) {
		checkLogicalPath(file);
		refuseTwice(seen, file.path);
		const digest = file.digest?.toLowerCase();
		if (digest !== undefined && draft.reuse(file.path, digest)) {
			continue;
		}
		if (digest !== undefined && brought.has(digest)) {
			copies.push(file);
			continue;
		}
		if (digest !== undefined) {
			brought.add(digest);
		}
		stored.push(file);
		yield moveEntry(file, `${draft.version}/content/${file.path}`);
	}
	return undefined;
}

function verify(path: string, algorithm: ContentAlgorithm, expected: string | undefined, actual = ''): void {
	if (expected !== undefined && expected.toLowerCase() !== actual) {
		const message = `"${path}" was said to have the ${algorithm} digest ${expected}, and has ${actual}: it was changed, or is another.`;
		throw new FixityError(message, {algorithm, expected, actual, path});
	}
}

function checkLogicalPath({path, directory = false}: OcflFile): void {
	if (directory) {
		const message = `The folder "${path}" is empty, and OCFL has no empty folders. Leave it out, or put a file into it.`;
		throw new PackageError(message, {problem: 'empty-folder', path});
	}
	const {findings, tell} = collectFindings();
	checkPaths(new Map([['', [path]]]), logical, '', tell);
	if (findings[0] !== undefined) {
		throw new PackageError(findings[0].message, {problem: 'unsafe-path', path});
	}
}

/** A file that is not stored again would take the place of another without a word. */
function refuseTwice(seen: Set<string>, path: string): void {
	if (seen.has(path)) {
		throw new PackageError(`"${path}" is given twice.`, {problem: 'duplicate-path', path});
	}
	seen.add(path);
}

const logical = {what: 'logical path', edge: 'E053', element: 'E052', conflict: 'E095'} as const;

function refuseConflicts(draft: InventoryDraft): void {
	const {findings, tell} = collectFindings();
	checkPaths(draft.state(), logical, '', tell);
	if (findings[0] !== undefined) {
		throw new PackageError(findings[0].message, {problem: 'duplicate-path'});
	}
}

/** Everything but the content. The sidecars come after their inventories (OCFL 1.1, 3.6). */
async function administration(draft: InventoryDraft): Promise<readonly PackageEntry[]> {
	const inventory = new TextEncoder().encode(draft.text());
	const hasher = await createHasher([draft.digestAlgorithm]);
	hasher.update(inventory);
	const sidecar = new TextEncoder().encode(`${hasher.digest()[draft.digestAlgorithm]} inventory.json\n`);
	const declaration = new TextEncoder().encode('ocfl_object_1.1\n');
	return [
		...(draft.version === 'v1' ? [bytesEntry('0=ocfl_object_1.1', declaration)] : []),
		...[`${draft.version}/`, ''].flatMap(folder => [
			bytesEntry(`${folder}inventory.json`, inventory),
			bytesEntry(`${folder}inventory.json.${draft.digestAlgorithm}`, sidecar),
		]),
	];
}

function bytesEntry(path: string, bytes: Uint8Array<ArrayBuffer>): PackageEntry {
	return {path, size: bytes.length, compress: false, open: () => streamFrom([bytes])};
}
