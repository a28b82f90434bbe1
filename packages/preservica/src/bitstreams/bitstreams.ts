import {Pages, type ProgressListener, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {EntityReference} from '../entities/entity.ts';
import type {Bitstream, ContentObjectStub, Representation} from '../entities/representation.ts';
import type {PagedOptions} from '../xml/read-list.ts';
import type {AccessCopy} from './access-copy.ts';
import type {BitstreamReference} from './bitstream-address.ts';
import type {IntegrityCheck} from './integrity-check.ts';

/** What a download takes. */
export interface DownloadOptions extends RequestOptions {
	/** Told the bytes that passed, in the phase `download`. */
	readonly onProgress?: ProgressListener | undefined;
	/** Check size and digests while the bytes pass? @default true */
	readonly verify?: boolean | undefined;
}

/** What downloading an access copy takes. */
export interface AccessCopyOptions extends RequestOptions {
	/** Told the bytes that passed, in the phase `download`. */
	readonly onProgress?: ProgressListener | undefined;
}

/** What reading a history takes. */
export interface IntegrityCheckOptions extends PagedOptions {}

/** Which files of an asset are meant. */
export interface AssetFilesOptions extends RequestOptions {
	/** One representation only. An index counts from 1 within the type. @default all of them */
	readonly representation?: {readonly type: string; readonly index?: number | undefined} | undefined;
}

/** A file of an asset, with a path that is safe to use and unique within the asset. */
export interface AssetFile {
	/** `<representation type>-<index>/<file name>`, with slashes on every system. */
	readonly path: string;
	readonly bitstream: Bitstream;
	readonly representation: Representation;
	readonly contentObject: ContentObjectStub;
}

const requests = () => import('./bitstream-requests.ts');

/** The files of assets. */
export class Bitstreams {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * The bytes of a file (ENT-32), checked against its size and every digest the server knows while they pass. A file without digests
	 * (`bitstream.fixities` is empty) can be checked by its size only.
	 *
	 * What was read before the stream ended is unverified. A broken connection is an error of the stream; nothing is resumed.
	 *
	 * The stream fails with `FixityError` where its end would have been when the bytes are not the promised ones, with `NetworkError` or
	 * `TimeoutError` when they stop coming.
	 *
	 * @throws NotFoundError when the file is gone, or there is no right to see it; PermissionError when it may not be downloaded.
	 */
	async download(bitstream: Bitstream, options: DownloadOptions = {}): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
		const {openBitstream} = await import('./open-bitstream.ts');
		return openBitstream(this.#session, bitstream, options);
	}

	/**
	 * What readers get of an entity (CON-02): the file of its access representation, of the preservation one where there is none. Of several
	 * files servers from 7.5 make a ZIP.
	 *
	 * This is for reading, not for preservation: the server tells no digests of it, and which file it takes is its choice. The size is compared
	 * where it is announced; the stream then fails with `FixityError` when other than that many bytes came. `download` verifies.
	 *
	 * @throws NotFoundError, PermissionError also when the file is on storage that is too slow to be read at once.
	 */
	async downloadAccessCopy(entity: EntityReference, options: AccessCopyOptions = {}): Promise<AccessCopy> {
		const {openAccessCopy} = await import('./access-copy.ts');
		return openAccessCopy(this.#session, entity, options);
	}

	/**
	 * Reads one file's description (ENT-32), by its address or by content object, generation and index.
	 *
	 * @throws ConfigurationError when the address is not that of a file; NotFoundError when there is no such file, or no right to see it.
	 */
	async bitstream(which: string | BitstreamReference, options: RequestOptions = {}): Promise<Bitstream> {
		return (await requests()).readBitstream(this.#session, which, options);
	}

	/**
	 * The names of the storage adapters that hold a file (ENT-32); none is an empty list.
	 *
	 * @throws NotFoundError when the file is gone, or there is no right to see it.
	 */
	async storageLocations(bitstream: Bitstream, options: RequestOptions = {}): Promise<readonly string[]> {
		return (await requests()).readStorageLocations(this.#session, bitstream, options);
	}

	/**
	 * What came of the server's own checks of a file, on each of its storages (ENT-32).
	 *
	 * @throws NotFoundError, while it is read, when the file is gone, or there is no right to see it.
	 */
	integrityChecks(bitstream: Bitstream, options: IntegrityCheckOptions = {}): Pages<IntegrityCheck> {
		const session = this.#session;
		return new Pages(async function* () {
			yield* (await requests()).listIntegrityChecks(session, bitstream, options).pages();
		});
	}

	/**
	 * The files of an asset: of each representation in server order, each content object in page order, the files of the newest active
	 * generation (ENT-30, ENT-31, ENT-32). They are looked up while the loop goes on.
	 *
	 * @throws NotFoundError, while it is read, when there is no such asset or representation, or no right to see it.
	 */
	async *ofAsset(asset: string, options: AssetFilesOptions = {}): AsyncGenerator<AssetFile, void, void> {
		const {walkFiles} = await import('./asset-files.ts');
		yield* walkFiles(this.#session, asset, options);
	}
}
