import type {Blobs} from '../../store/blobs.ts';
import {accessBlobs} from '../../zip/random-access.ts';
import type {RandomAccess} from '../../zip/random-access.ts';
import {openZip} from '../../zip/zip-archive.ts';
import {ZipError} from '../../zip/zip-error.ts';
import type {ZipEntry} from '../../zip/entry.ts';
import type {DescribedFixity} from './description.ts';
import {IngestProblem} from './description.ts';
import {compareFixities, createDigests} from './fixities.ts';

/** A file or folder of a package. */
export type PackedEntry = Pick<ZipEntry, 'name' | 'directory' | 'size' | 'compressedSize'>;

/** What a package comes in: a zip file, or a folder of this machine. */
export interface Packed<E extends PackedEntry> {
	/** Files and folders, in the order of the package. */
	readonly entries: readonly E[];
	/** The bytes of a file. Ends with a ZipError when they are damaged. */
	open(entry: E): AsyncIterable<Uint8Array>;
	/** The bytes of a file from any place; `undefined` where they must be unpacked first. */
	access(entry: E): RandomAccess | undefined;
}

/** A file of a package, or of a zip file in it. */
export interface PackedFile {
	readonly size: number;
	/** Its bytes. Ends with a ZipError when they are damaged. */
	open(): AsyncIterable<Uint8Array>;
}

/** What a package holds. */
export interface Contents {
	/** Files and folders of the package itself. */
	readonly entries: readonly PackedEntry[];
	/** By their names; those of a nested zip are added when it is opened. */
	readonly files: Map<string, PackedFile>;
	/** Reads a file of metadata whole, and checks its digests. @throws IngestProblem */
	read(name: string, fixities?: readonly DescribedFixity[]): Promise<Uint8Array>;
	/** Opens a zip file in the package, checks its digests, and puts its files in its place. Gives their names within it. @throws IngestProblem */
	openNested(name: string, fixities: readonly DescribedFixity[]): Promise<readonly string[]>;
	/** Removes what was unpacked on the way. */
	close(): Promise<void>;
}

const largestMetadata = 512 * 1024 * 1024;
/** A zip file hardly shrinks when it is deflated again: one that shrinks more than this is made to fill the disk. */
const largestRatio = 200;
const surelyHarmless = 16 * 1024 * 1024;

/** Looks into a package. A nested zip that is stored is read where it lies, one that is deflated is unpacked into a blob for the time being. */
export function openContents<E extends PackedEntry>(archive: Packed<E>, blobs: Blobs, signal: AbortSignal): Contents {
	const entries = new Map(archive.entries.filter(({directory}) => !directory).map(entry => [entry.name, entry]));
	const files = new Map(packFiles(archive, ''));
	const unpacked: string[] = [];

	async function* checked(name: string, fixities: readonly DescribedFixity[]): AsyncGenerator<Uint8Array> {
		const digests = createDigests(fixities);
		for await (const chunk of fileOf(files, name).open()) {
			signal.throwIfAborted();
			digests.update(chunk);
			yield chunk;
		}
		const reasons = [...compareFixities(name, fixities, digests.finish())];
		if (reasons.length > 0) throw new IngestProblem(reasons);
	}

	async function openInside(name: string, fixities: readonly DescribedFixity[]): Promise<Packed<ZipEntry>> {
		const entry = entries.get(name);
		if (!entry) throw new Error(`${name} is no file of the package itself.`);
		const stored = archive.access(entry);
		if (stored) {
			// oxlint-disable-next-line no-empty -- reads it to its end
			for await (const _ of checked(name, fixities)) {
			}
			return openZip(stored);
		}
		if (entry.size > surelyHarmless && entry.size > largestRatio * entry.compressedSize)
			throw new IngestProblem([`${name} is ${entry.compressedSize} bytes that unpack to ${entry.size}, which is more than is accepted.`]);
		const {id: blob, size} = await blobs.write(checked(name, fixities));
		unpacked.push(blob);
		return openZip(accessBlobs(blobs, [{blob, size}]));
	}

	return {
		entries: archive.entries,
		files,
		read: async (name, fixities = []) => {
			if (fileOf(files, name).size > largestMetadata) throw new IngestProblem([`${name} is larger than is accepted.`]);
			const chunks: Uint8Array[] = [];
			for await (const chunk of checked(name, fixities)) chunks.push(chunk);
			return Buffer.concat(chunks);
		},
		openNested: async (name, fixities) => {
			try {
				const inside = await openInside(name, fixities);
				files.delete(name);
				for (const [path, file] of packFiles(inside, `${name}/`)) files.set(path, file);
				return inside.entries.filter(({directory}) => !directory).map(entry => entry.name);
			} catch (error) {
				throw error instanceof ZipError ? new IngestProblem([`${name}: ${error.message}`]) : error;
			}
		},
		close: async () => {
			for (const blob of unpacked) await blobs.delete(blob);
		},
	};
}

/** A file that was seen to be there. */
export function fileOf(files: ReadonlyMap<string, PackedFile>, name: string): PackedFile {
	const file = files.get(name);
	if (!file) throw new Error(`${name} was there when the package was checked.`);
	return file;
}

function* packFiles<E extends PackedEntry>(archive: Packed<E>, prefix: string): Generator<[string, PackedFile]> {
	for (const entry of archive.entries) {
		if (!entry.directory) yield [prefix + entry.name, {size: entry.size, open: () => archive.open(entry)}];
	}
}
