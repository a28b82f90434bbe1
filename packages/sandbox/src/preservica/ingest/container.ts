import type {Blobs} from '../../store/blobs.ts';
import {accessBlobs} from '../../zip/random-access.ts';
import type {Repository} from '../repository.ts';
import type {Packed, PackedEntry} from './contents.ts';
import {IngestProblem} from './description.ts';
import type {PreparedIngest} from './prepare.ts';
import {prepareFolder} from './prepare.ts';
import type {Opex} from './read-opex.ts';
import {readOpex} from './read-opex.ts';
import type {Folder} from './tree.ts';
import {growTree, pathsBelow} from './tree.ts';

/** An OPEX container: objects of a source below a directory. */
export interface OpexContainer {
	/** With a `/` at its end. */
	readonly directory: string;
	readonly objects: readonly ContainedObject[];
}

/** An object as it was when the ingest was asked for. */
export interface ContainedObject {
	readonly key: string;
	readonly parts: readonly {readonly blob: string; readonly size: number}[];
}

/** What of a container was read and found right. */
export interface PreparedContainer {
	readonly prepared: PreparedIngest;
	/** The objects it was made of. */
	readonly taken: readonly ContainedObject[];
	/** Why the others are left where they are; each reason a sentence. */
	readonly waiting: readonly string[];
}

interface ObjectEntry extends PackedEntry {
	readonly object: ContainedObject;
}

/**
 * Reads what is complete of an OPEX container: each of its folders that has a manifest, as have all folders in it, and everything that manifests
 * list (4.3). The rest waits for the next ingest.
 *
 * The `.opex` file of the container itself lists its folders. If it says more, the container is a folder as well: assumed.
 *
 * @throws IngestProblem
 */
export async function prepareContainer(
	container: OpexContainer,
	repository: Repository,
	blobs: Blobs,
	signal: AbortSignal,
): Promise<PreparedContainer> {
	const {entries, own} = await openContainer(container, blobs);
	const complete = new Completeness(entries, blobs);
	const tree = growTree(entries);
	const top = tree.files;
	const listed = own?.manifest?.folders;
	complete.demandFolders(listed ?? [], tree, own?.name);
	const kept: string[] = [];
	for (const [name, folder] of tree.folders) {
		if (listed?.includes(name) === false) complete.waiting.push(`${name}/ is not listed by ${own?.name} yet.`);
		else if (await complete.has(folder, tree)) kept.push(`${name}/`);
	}
	const chosen = entries.filter(({name}) => top.has(name) || kept.some(start => name.startsWith(start)));
	const prepared = await prepareFolder(packed(chosen, blobs), repository, blobs, signal);
	const {waiting} = complete;
	return {prepared, waiting, taken: waiting.length === 0 ? container.objects : chosen.map(({object}) => object)};
}

/** The objects by their names in the container, and what its own `.opex` file says of it if it is no folder itself. */
async function openContainer(
	{directory, objects}: OpexContainer,
	blobs: Blobs,
): Promise<{readonly entries: readonly ObjectEntry[]; readonly own: Opex | undefined}> {
	const name = directory.split('/').at(-2) ?? '';
	const entries = objects.map(object => entryOf(object, directory)).filter(entry => entry.name !== '');
	for (const entry of entries) checkName(entry);
	const file = entries.find(entry => entry.name === `${name}.opex`);
	const own = file && (await readEntry(file, blobs));
	if (own && saysMore(own)) return {entries: entries.map(entry => ({...entry, name: `${name}/${entry.name}`})), own: undefined};
	return {entries: entries.filter(entry => entry !== file), own};
}

function entryOf(object: ContainedObject, directory: string): ObjectEntry {
	const size = object.parts.reduce((sum, part) => sum + part.size, 0);
	return {object, name: object.key.slice(directory.length), directory: object.key.endsWith('/'), size, compressedSize: size};
}

function checkName({name, directory, object}: ObjectEntry): void {
	const parts = (directory ? name.slice(0, -1) : name).split('/');
	if (/[\\\0]/u.test(name) || parts.some(part => ['', '.', '..'].includes(part)))
		throw new IngestProblem([`${JSON.stringify(object.key)} is not a plain path.`]);
}

function saysMore({sourceId, title, description, securityTag, identifiers, relationships, fragments}: Opex): boolean {
	return (
		[sourceId, title, description, securityTag].some(value => value !== undefined) ||
		[identifiers, relationships, fragments].some(list => list.length > 0)
	);
}

async function readEntry({object}: ObjectEntry, blobs: Blobs): Promise<Opex> {
	const source = accessBlobs(blobs, object.parts);
	const chunks: Uint8Array[] = [];
	for await (const chunk of source.stream(0, source.size)) chunks.push(chunk);
	return readOpex(object.key, Buffer.concat(chunks));
}

function packed(entries: readonly ObjectEntry[], blobs: Blobs): Packed<ObjectEntry> {
	const access = ({object}: ObjectEntry) => accessBlobs(blobs, object.parts);
	return {entries, access, open: entry => access(entry).stream(0, entry.size)};
}

/** Finds out what is there as a whole, and what is missing. */
class Completeness {
	readonly waiting: string[] = [];
	readonly #entries: ReadonlyMap<string, ObjectEntry>;
	readonly #blobs: Blobs;

	constructor(entries: readonly ObjectEntry[], blobs: Blobs) {
		this.#entries = new Map(entries.map(entry => [entry.name, entry]));
		this.#blobs = blobs;
	}

	/** Notes which of the folders that are listed are missing. */
	demandFolders(listed: readonly string[], {path, folders}: Folder, listedBy: string | undefined): boolean {
		const missing = listed.filter(name => !folders.has(name));
		for (const name of missing) this.waiting.push(`${path}${name}/ is listed by ${listedBy} and not there yet.`);
		return missing.length === 0;
	}

	/** Is a folder there with all below it? */
	async has(folder: Folder, parent: Folder): Promise<boolean> {
		const {name, path, files, folders} = folder;
		const beside = name === parent.name ? undefined : await this.#read(`${path.slice(0, -1)}.opex`);
		if (beside) return this.#demandFiles(path, beside, new Set(pathsBelow(folder)));
		if (/\.pax$/iu.test(name)) return true;
		const opex = await this.#read(`${path}${name}.opex`);
		if (!opex?.manifest) {
			this.waiting.push(`${path} has no manifest yet.`);
			return false;
		}
		let isComplete = this.#demandFiles(path, opex, files);
		isComplete = this.demandFolders(opex.manifest.folders ?? [], folder, opex.name) && isComplete;
		for (const inner of folders.values()) isComplete = (await this.has(inner, folder)) && isComplete;
		return isComplete;
	}

	async #read(name: string): Promise<Opex | undefined> {
		const entry = this.#entries.get(name);
		return entry && readEntry(entry, this.#blobs);
	}

	#demandFiles(path: string, {name, manifest}: Opex, files: ReadonlySet<string>): boolean {
		const missing = (manifest?.files ?? []).filter(file => !files.has(file.path));
		for (const file of missing) this.waiting.push(`${path}${file.path} is listed by ${name} and not there yet.`);
		return missing.length === 0;
	}
}
