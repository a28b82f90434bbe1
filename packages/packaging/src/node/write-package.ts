/// <reference types="node" />
import {saveStream} from '@fonds/core/node';

/** Options of {@link writePackage}. */
export interface WritePackageOptions {
	readonly signal?: AbortSignal | undefined;
	/** Replace a file that is there. @default false */
	readonly overwrite?: boolean | undefined;
}

/**
 * Writes a package to a file. The file has its name only when it is complete; a package that fails leaves nothing behind.
 *
 * @throws PackageError for files that cannot be packaged; what `saveStream` throws if the disk is full or the file exists.
 */
export async function writePackage(
	path: string,
	{bytes}: {readonly bytes: ReadableStream<Uint8Array>},
	options: WritePackageOptions = {},
): Promise<{readonly size: number}> {
	return await saveStream(path, bytes, options);
}
