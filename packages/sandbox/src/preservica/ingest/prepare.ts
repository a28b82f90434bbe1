import {createHash} from 'node:crypto';
import {setImmediate} from 'node:timers/promises';
import type {Blobs} from '../../store/blobs.ts';
import type {ZipEntry} from '../../zip/entry.ts';
import type {RandomAccess} from '../../zip/random-access.ts';
import type {ZipArchive} from '../../zip/zip-archive.ts';
import {openZip} from '../../zip/zip-archive.ts';
import {ZipError} from '../../zip/zip-error.ts';
import type {Bitstream, Entity, Fixity, FixityAlgorithm} from '../model.ts';
import type {Repository} from '../repository.ts';
import {checkDescription} from './check-description.ts';
import type {DescribedFile, PackageDescription} from './description.ts';
import {IngestProblem} from './description.ts';
import {readPlain} from './read-plain.ts';
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

const largestMetadata = 512 * 1024 * 1024;
const hashNames: Readonly<Record<FixityAlgorithm, string>> = {MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512'};

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
		const archive = openZip(source);
		const described = await readDescription(archive);
		const description = {...described, entities: described.entities.map(entity => within(folder, entity))};
		const reasons = [...checkDescription(description, repository), ...checkEntries(archive, description)];
		if (reasons.length > 0) throw new IngestProblem(reasons);
		return {description, ...(await storeFiles(archive, description.files, blobs, signal))};
	} catch (error) {
		throw error instanceof ZipError ? new IngestProblem([error.message]) : error;
	}
}

/** What names no parent itself comes into the folder that was named for the upload. */
function within(folder: string | undefined, entity: Entity): Entity {
	return entity.parent === undefined && entity.kind !== 'CO' ? {...entity, parent: folder} : entity;
}

async function readDescription(archive: ZipArchive): Promise<PackageDescription> {
	const metadata = archive.entries.filter(({name}) => /^(?:[^/]+\/)?metadata\.xml$/u.test(name));
	const [entry, other] = metadata;
	if (!entry) return readPlain(archive.entries);
	if (other) throw new IngestProblem([`The package has more than one metadata.xml: ${entry.name} and ${other.name}.`]);
	if (entry.size > largestMetadata) throw new IngestProblem([`${entry.name} is larger than is accepted.`]);
	const chunks: Uint8Array[] = [];
	for await (const chunk of archive.open(entry)) chunks.push(chunk);
	return readXip(Buffer.concat(chunks), entry.name.slice(0, -'metadata.xml'.length));
}

/** Each described file must be in the zip, and each file of the zip must be described: nothing is left behind in silence. */
function* checkEntries({entries}: ZipArchive, {files}: PackageDescription): Generator<string> {
	const present = new Map(entries.filter(({directory}) => !directory).map(entry => [entry.name, entry]));
	for (const {entry} of files.values()) {
		if (!present.delete(entry)) yield `${entry} is described and not in the package.`;
	}
	for (const name of present.keys()) if (!/^(?:[^/]+\/)?metadata\.xml$/u.test(name)) yield `${name} is in the package and not described.`;
}

/** Stores all files as one blob: a package of ten thousand letters is one write, and one thing to remove when it fails. */
async function storeFiles(
	archive: ZipArchive,
	files: ReadonlyMap<string, DescribedFile>,
	blobs: Blobs,
	signal: AbortSignal,
): Promise<Pick<PreparedIngest, 'bitstreams' | 'blob'>> {
	const entries = new Map(archive.entries.map(entry => [entry.name, entry]));
	const stored = new Map<string, Omit<Bitstream, 'blob'>>();
	const reasons: string[] = [];
	async function* contents(): AsyncGenerator<Uint8Array> {
		let start = 0;
		for (const [path, file] of files) {
			const entry = entries.get(file.entry);
			if (!entry) throw new Error(`${file.entry} was there when the package was checked.`);
			try {
				const read = yield* readFile(archive, entry, file, signal);
				stored.set(path, {filename: file.filename, start, ...read});
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
	archive: ZipArchive,
	entry: ZipEntry,
	file: DescribedFile,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array, {readonly size: number; readonly fixities: readonly Fixity[]}> {
	const algorithms = file.fixities.length > 0 ? [...new Set(file.fixities.map(({algorithm}) => algorithm))] : (['SHA1'] as const);
	const hashes = algorithms.map(algorithm => ({algorithm, hash: createHash(hashNames[algorithm])}));
	let size = 0;
	await setImmediate(); // small files are read without waiting for anything: let requests in between
	for await (const chunk of archive.open(entry)) {
		signal.throwIfAborted();
		for (const {hash} of hashes) hash.update(chunk);
		size += chunk.length;
		yield chunk;
	}
	return {size, fixities: hashes.map(({algorithm, hash}) => ({algorithm, value: hash.digest('hex')}))};
}

function* checkFile(path: string, file: DescribedFile, {size, fixities}: Pick<Bitstream, 'size' | 'fixities'>): Generator<string> {
	if (file.size !== undefined && file.size !== size) yield `${path} has ${size} bytes, metadata.xml says ${file.size}.`;
	for (const {algorithm, value} of file.fixities) {
		const actual = fixities.find(fixity => fixity.algorithm === algorithm)?.value;
		if (actual !== value) yield `The ${algorithm} of ${path} is ${actual}, metadata.xml says ${value}.`;
	}
}
