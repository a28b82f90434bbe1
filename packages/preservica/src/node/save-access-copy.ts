/// <reference types="node" />
import {saveStream} from '@fonds/core/node';
import type {AccessCopyOptions, Bitstreams} from '../bitstreams/bitstreams.ts';
import type {EntityReference} from '../entities/entity.ts';
import type {SavedFile} from './save-bitstream.ts';

/** What saving an access copy takes. */
export interface SaveAccessCopyOptions extends AccessCopyOptions {
	/** Replace an existing file? @default false */
	readonly overwrite?: boolean | undefined;
}

/**
 * Downloads what readers get of an entity. The file gets its name only when all its bytes are on the disk; whatever goes wrong, nothing is
 * left behind. At most its size can be checked: for preservation, take `saveAsset`.
 *
 * @throws FixityError when fewer or more bytes came than were announced.
 * @throws SdkError with code `file-exists`, `no-space`, `no-directory` or `not-writable`; else what `downloadAccessCopy` throws.
 */
export async function saveAccessCopy(
	bitstreams: Pick<Bitstreams, 'downloadAccessCopy'>,
	entity: EntityReference,
	path: string,
	options: SaveAccessCopyOptions = {},
): Promise<SavedFile> {
	const {overwrite, ...downloadOptions} = options;
	const {bytes, size: announced} = await bitstreams.downloadAccessCopy(entity, downloadOptions);
	const {size} = await saveStream(path, bytes, {signal: options.signal, overwrite});
	return {path, size, verified: announced === undefined ? 'nothing' : 'size'};
}
