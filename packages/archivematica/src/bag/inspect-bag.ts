import {createProgress} from '@fonds/core';
import type {ProgressListener} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import type {FixityAlgorithm} from '@fonds/core/hash';
import type {MetsInventory} from '../mets/mets-inventory.ts';
import {refuseArchive} from './archive-file.ts';
import type {ArchiveFile} from './archive-file.ts';
import type {CheckedFile} from './bag-report.ts';

/** What was read of a bag: a digest of each file, and the few files that say what should be in it. */
export interface BagContents {
	/** By path in the archive. */
	readonly files: ReadonlyMap<string, CheckedFile>;
	/** Contents of declarations, manifests and the like, by path in the archive. */
	readonly tagFiles: ReadonlyMap<string, Uint8Array>;
	/** The METS of the package, by path in the archive, or why it could not be read. */
	readonly mets: ReadonlyMap<string, MetsInventory | {readonly error: unknown}>;
}

/** Options of what reads a bag. */
export interface InspectOptions {
	readonly signal?: AbortSignal | undefined;
	/** Told the bytes that were read, in the phase `check`. */
	readonly onProgress?: ProgressListener | undefined;
	/** Digests to make: which ones are needed may be known only after most files went by. @default all four */
	readonly algorithms?: readonly FixityAlgorithm[] | undefined;
	/** Whether to read the METS in it. @default false */
	readonly mets?: boolean | undefined;
}

const everyAlgorithm: readonly FixityAlgorithm[] = ['md5', 'sha1', 'sha256', 'sha512'];
const tagFile = /^(?:[^/]+\/)?(?:bagit|bag-info|fetch|(?:tag)?manifest-[\w-]+)\.txt$/i;
const metsFile = /^(?:[^/]+\/)?data\/METS\.[\da-f-]{36}\.xml$/i;
/** Bytes of all tag files together: they are in memory. A million lines have about 150 MB. */
const largestTagFiles = 536_870_912;

/** Reads every file once. Memory: about 600 bytes a file, the manifests, and the files of the METS. */
export async function inspectBag(
	source: AsyncIterable<ArchiveFile>,
	{signal, onProgress, algorithms = everyAlgorithm, mets: withMets = false}: InspectOptions = {},
): Promise<BagContents> {
	const files = new Map<string, CheckedFile>();
	const tagFiles = new Map<string, Uint8Array>();
	const mets = new Map<string, MetsInventory | {readonly error: unknown}>();
	const progress = createProgress(onProgress, 'check');
	let tagBytes = 0;

	const read = async ({path, size, bytes}: ArchiveFile): Promise<void> => {
		const hasher = await createHasher(algorithms);
		const kept: Uint8Array[] | undefined = tagFile.test(path) ? [] : undefined;
		const reader = withMets && metsFile.test(path) ? await createMetsCollector() : undefined;
		tagBytes += kept === undefined ? 0 : size;
		if (tagBytes > largestTagFiles) {
			refuseArchive('too-large', `The manifests of the bag have more than ${largestTagFiles} bytes.`, path);
		}
		for await (const chunk of bytes) {
			signal?.throwIfAborted();
			hasher.update(chunk);
			kept?.push(chunk.slice());
			reader?.write(chunk);
			progress.add(chunk.length);
		}
		files.set(path, {size, digests: hasher.digest()});
		if (kept !== undefined) {
			tagFiles.set(path, join(kept, size));
		}
		if (reader !== undefined) {
			mets.set(path, reader.result());
		}
	};

	for await (const file of source) {
		signal?.throwIfAborted();
		await read(file);
	}
	progress.end();
	return {files, tagFiles, mets};
}

/** Reads a METS whose bytes are needed for something else, too: what is wrong with it must not stop that. */
async function createMetsCollector() {
	const [{createMetsReader}, {createInventory}] = await Promise.all([
		import('../mets/mets-reader.ts'),
		import('../mets/mets-inventory.ts'),
	]);
	const reader = await createMetsReader();
	const inventory = createInventory();
	let failure: {readonly error: unknown} | undefined;
	const attempt = (work: () => void): void => {
		if (failure === undefined) {
			try {
				work();
			} catch (error) {
				failure = {error};
			}
		}
	};
	return {
		write: (bytes: Uint8Array) => attempt(() => inventory.add(reader.write(bytes))),
		result(): MetsInventory | {readonly error: unknown} {
			attempt(() => inventory.add(reader.end()));
			return failure ?? inventory.result();
		},
	};
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
	const whole = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}
