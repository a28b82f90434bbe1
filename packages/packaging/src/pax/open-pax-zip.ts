import {PackageError} from '@fonds/core';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {readWhole} from '../tree/read-whole.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {RandomAccess} from '../unzip/random-access.ts';

/** Options of {@link openPaxZip}. */
export interface OpenPaxZipOptions {
	/** How many bytes a `.pax.zip` may have that is deflated in a ZIP file, or cannot be read in parts for another reason, to be read into memory. @default 268_435_456 (256 MiB) */
	readonly maxInMemory?: number | undefined;
	/** Another way to the bytes, such as `file => openFile(join(folder, file.path))` on a disk. Where it gives `undefined`, the usual one is taken. */
	readonly openNested?: ((file: PackageFile) => Promise<Blob | RandomAccess | undefined>) | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a `.pax.zip` where it lies if any part of it can be read, as on a disk, in a `Blob`, or stored as it is in another ZIP file; and else in memory.
 *
 * @throws PackageError as `openZip` does, and with the problem `too-large` for a file that would take too much memory, or `size-mismatch`; the reason of the signal.
 */
export async function openPaxZip(file: PackageFile, options: OpenPaxZipOptions = {}): Promise<PackageTree> {
	const {maxInMemory = 256 * 1024 * 1024, openNested, signal} = options;
	const access = (await openNested?.(file)) ?? file.blob;
	if (access === undefined && file.access !== undefined) {
		const archive = await openZip(file.access()).catch((error: unknown) => {
			// It may turn out only now that it is compressed.
			if (!(error instanceof PackageError) || error.problem !== 'unsupported') {
				throw error;
			}
		});
		if (archive !== undefined) {
			return treeOfZip(archive);
		}
	}
	return treeOfZip(await openZip(access ?? (await readSmall(file, maxInMemory, signal))));
}

async function readSmall(file: PackageFile, most: number, signal: AbortSignal | undefined): Promise<Blob> {
	const {path, size} = file;
	if (size > most) {
		throw new PackageError(
			`"${path}" has ${size} bytes and can be read only from front to back, and more than ${most} are not read into memory. Unpack the package around it, allow more (maxInMemory), or give another way to it (openNested).`,
			{problem: 'too-large', path},
		);
	}
	return new Blob([await readWhole(file, {signal})]);
}
