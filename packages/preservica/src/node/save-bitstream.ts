/// <reference types="node" />
import {saveStream} from '@fonds/core/node';
import type {Bitstreams, DownloadOptions} from '../bitstreams/bitstreams.ts';
import type {Bitstream} from '../entities/representation.ts';

/** What saving a file takes. */
export interface SaveBitstreamOptions extends DownloadOptions {
	/** Replace an existing file? @default false */
	readonly overwrite?: boolean | undefined;
}

/** A file on the disk. */
export interface SavedFile {
	readonly path: string;
	readonly size: number;
	/** What its bytes were checked against: size and digests, the size where the server knows no digest, or nothing on request. */
	readonly verified: 'fixity' | 'size' | 'nothing';
}

/**
 * Downloads a file. It gets its name only after all its bytes were checked and are on the disk; whatever goes wrong, nothing is left behind.
 *
 * @throws FixityError when the bytes are not the promised ones.
 * @throws SdkError with code `file-exists`, `no-space`, `no-directory` or `not-writable`; else what `download` throws.
 */
export async function saveBitstream(
	bitstreams: Bitstreams,
	bitstream: Bitstream,
	path: string,
	options: SaveBitstreamOptions = {},
): Promise<SavedFile> {
	const {overwrite, ...downloadOptions} = options;
	const stream = await bitstreams.download(bitstream, downloadOptions);
	const {size} = await saveStream(path, stream, {signal: options.signal, overwrite});
	return {path, size, verified: verificationOf(bitstream, options.verify)};
}

function verificationOf({fixities}: Bitstream, verify = true): SavedFile['verified'] {
	if (!verify) {
		return 'nothing';
	}
	return fixities.length === 0 ? 'size' : 'fixity';
}
