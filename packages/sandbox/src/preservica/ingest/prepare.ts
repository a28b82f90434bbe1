import {setImmediate} from 'node:timers/promises';
import type {Blobs} from '../../store/blobs.ts';
import type {RandomAccess} from '../../zip/random-access.ts';
import {openZip} from '../../zip/zip-archive.ts';
import {ZipError} from '../../zip/zip-error.ts';
import type {Bitstream, Entity, Fixity} from '../model.ts';
import type {Repository} from '../repository.ts';
import {checkDescription} from './check-description.ts';
import type {Contents, Packed, PackedEntry, PackedFile} from './contents.ts';
import {fileOf, openContents} from './contents.ts';
import type {DescribedFile, PackageDescription} from './description.ts';
import {IngestProblem} from './description.ts';
import {compareFixities, createDigests} from './fixities.ts';
import {readTree} from './read-tree.ts';
import {readXip} from './read-xip.ts';

/** A package that was read to its end and found right, ready to become part of the archive. */
export interface PreparedIngest {
	readonly description: PackageDescription;
	/** By the path generations call them. */
	readonly bitstreams: ReadonlyMap<string, Bitstream>;
	/** The blob that holds the bytes of all of them; `undefined` when there are none. */
	readonly blob: string | undefined;
}

/** What an ingest needs. */
export interface IngestSource {
	readonly source: RandomAccess;
	/** The folder that was named for the upload, for what names none itself. */
	readonly folder: string | undefined;
}

/**
 * Opens a package, checks its description, reads every file, and checks every size, CRC-32 and digest.
 *
 * @throws IngestProblem with every reason against it. Nothing is kept then.
 */
export async function prepareIngest(
	{source, folder}: IngestSource,
	repository: Repository,
	blobs: Blobs,
	signal: AbortSignal,
): Promise<PreparedIngest> {
	try {
		return await prepare(openContents(openZip(source), blobs, signal), readDescription, folder, repository, blobs, signal);
	} catch (error) {
		throw error instanceof ZipError ? new IngestProblem([error.message]) : error;
	}
}

/** Reads folders and files that lie on this machine, as if they came in a zip without `metadata.xml`. @throws IngestProblem */
export async function prepareFolder(
	packed: Packed<PackedEntry>,
	repository: Repository,
	blobs: Blobs,
	signal: AbortSignal,
): Promise<PreparedIngest> {
	return prepare(openContents(packed, blobs, signal), readTree, undefined, repository, blobs, signal);
}

async function prepare(
	contents: Contents,
	describe: typeof readTree,
	folder: string | undefined,
	repository: Repository,
	blobs: Blobs,
	signal: AbortSignal,
): Promise<PreparedIngest> {
	try {
		const described = await describe(contents, repository);
		const description = {...described, entities: described.entities.map(entity => within(folder, entity))};
		const reasons = [...checkDescription(description, repository), ...checkEntries(contents.files, description)];
		if (reasons.length > 0) throw new IngestProblem(reasons);
		return {description, ...(await storeFiles(contents.files, description.files, blobs, signal))};
	} finally {
		await contents.close();
	}
}

/** What names no parent itself comes into the folder that was named for the upload. */
function within(folder: string | undefined, entity: Entity): Entity {
	return entity.parent === undefined && entity.kind !== 'CO' ? {...entity, parent: folder} : entity;
}

async function readDescription(contents: Contents, repository: Repository): Promise<PackageDescription> {
	const metadata = contents.entries.filter(({name}) => isXip(name));
	const [entry, other] = metadata;
	if (!entry || contents.entries.some(({name}) => isOpex(name))) return readTree(contents, repository);
	if (other) throw new IngestProblem([`The package has more than one metadata.xml: ${entry.name} and ${other.name}.`]);
	const root = `${entry.name.slice(0, -'metadata.xml'.length)}content/`;
	const description = readXip({name: 'metadata.xml', bytes: await contents.read(entry.name), root});
	contents.files.delete(entry.name);
	return description;
}

function isXip(name: string): boolean {
	return /^(?:[^/]+\/)?metadata\.xml$/u.test(name);
}

/** A package of XIP may hold such files as content. */
function isOpex(name: string): boolean {
	return name.endsWith('.opex') && !/^(?:[^/]+\/)?content\//u.test(name);
}

/** Each described file must be in the zip, and each file of a XIP package must be described: nothing is left behind in silence. */
function* checkEntries(packed: Contents['files'], {files}: PackageDescription): Generator<string> {
	const used = new Set<string>();
	for (const {entry} of files.values()) {
		if (!packed.has(entry)) yield `${entry} is described and not in the package.`;
		used.add(entry);
	}
	for (const name of packed.keys()) if (!used.has(name)) yield `${name} is in the package and not described.`;
}

/** Stores all files as one blob: a package of ten thousand letters is one write, and one thing to remove when it fails. */
async function storeFiles(
	packed: Contents['files'],
	files: ReadonlyMap<string, DescribedFile>,
	blobs: Blobs,
	signal: AbortSignal,
): Promise<Pick<PreparedIngest, 'bitstreams' | 'blob'>> {
	const stored = new Map<string, Omit<Bitstream, 'blob'>>();
	const reasons: string[] = [];
	async function* contents(): AsyncGenerator<Uint8Array> {
		let start = 0;
		for (const [path, file] of files) {
			try {
				const read = yield* readFile(fileOf(packed, file.entry), file, signal);
				stored.set(path, {filename: file.filename, originalFilename: file.originalFilename, start, ...read});
				start += read.size;
				reasons.push(...checkFile(path, file, read));
			} catch (error) {
				if (!(error instanceof ZipError)) throw error;
				reasons.push(error.message);
			}
		}
		if (reasons.length > 0) throw new IngestProblem(reasons);
	}
	if (files.size === 0) return {bitstreams: new Map(), blob: undefined};
	const {id: blob} = await blobs.write(contents());
	return {bitstreams: new Map([...stored].map(([path, bitstream]) => [path, {...bitstream, blob}])), blob};
}

async function* readFile(
	packed: PackedFile,
	file: DescribedFile,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array, {readonly size: number; readonly fixities: readonly Fixity[]}> {
	const digests = createDigests(file.fixities);
	let size = 0;
	await setImmediate(); // small files are read without waiting for anything: let requests in between
	for await (const chunk of packed.open()) {
		signal.throwIfAborted();
		digests.update(chunk);
		size += chunk.length;
		yield chunk;
	}
	return {size, fixities: digests.finish()};
}

function* checkFile(path: string, file: DescribedFile, {size, fixities}: Pick<Bitstream, 'size' | 'fixities'>): Generator<string> {
	if (file.size !== undefined && file.size !== size) yield `${path} has ${size} bytes, ${file.describedBy} says ${file.size}.`;
	yield* compareFixities(path, file.fixities, fixities);
}
