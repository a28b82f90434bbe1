import {PackageError} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {RandomAccess} from '../unzip/random-access.ts';

/** Options of {@link openPaxZip}. */
export interface OpenPaxOptions {
	/** How many bytes a `.pax.zip` that is not a `Blob` may have to be read into memory. @default 268_435_456 (256 MiB) */
	readonly maxInMemory?: number | undefined;
	/** Another way to the bytes, such as `file => openFile(join(folder, file.path))` on a disk. Where it gives `undefined`, the usual one is taken. */
	readonly openNested?: ((file: PackageFile) => Promise<Blob | RandomAccess | undefined>) | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a `.pax.zip`: where it lies if it can be read anywhere, as a `Blob` can, and else in memory.
 *
 * @throws PackageError as `openZip` does, and with the problem `too-large` for a file that would take too much memory.
 */
export async function openPaxZip(file: PackageFile, options: OpenPaxOptions = {}): Promise<PackageTree> {
	const {maxInMemory = 256 * 1024 * 1024, openNested, signal} = options;
	const access = (await openNested?.(file)) ?? file.blob ?? (await readWhole(file, maxInMemory, signal));
	return treeOfZip(await openZip(access));
}

async function readWhole(file: PackageFile, most: number, signal: AbortSignal | undefined): Promise<Blob> {
	const {path, size} = file;
	if (size > most) {
		throw new PackageError(
			`"${path}" has ${size} bytes and can be read only from front to back, and more than ${most} are not read into memory. Unpack the package around it, allow more (maxInMemory), or give another way to it (openNested).`,
			{problem: 'too-large', path},
		);
	}
	signal?.throwIfAborted();
	return new Blob([await readAll(file.open({signal}))]);
}
