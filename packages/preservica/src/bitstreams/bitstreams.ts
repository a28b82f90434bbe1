import {NotFoundError, type ProgressListener, type RequestOptions} from '@fonds/core';
import {verifyStream} from '@fonds/core/hash';
import type {Session} from '../auth/session.ts';
import {Entities} from '../entities/entities.ts';
import type {Bitstream, ContentObjectStub, Representation} from '../entities/representation.ts';
import {createPathClaims, safeName} from './safe-path.ts';

/** What a download takes. */
export interface DownloadOptions extends RequestOptions {
	/** Told the bytes that passed, in the phase `download`. */
	readonly onProgress?: ProgressListener | undefined;
	/** Check size and digests while the bytes pass? @default true */
	readonly verify?: boolean | undefined;
}

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

/** The files of assets. */
export class Bitstreams {
	readonly #session: Session;
	readonly #entities: Entities;

	constructor(session: Session) {
		this.#session = session;
		this.#entities = new Entities(session);
	}

	/**
	 * The bytes of a file, checked against its size and every digest the server knows while they pass. A file without digests
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
		const {onProgress, verify = true, ...requestOptions} = options;
		const response = await this.#session.http.send('GET', bitstream.url, {...requestOptions, identity: true});
		const {filename, size, fixities} = bitstream;
		return verifyStream(response.body ?? new Blob([]).stream(), verify ? {size, fixities} : {fixities: []}, {
			path: filename,
			phase: 'download',
			signal: options.signal,
			onProgress,
		});
	}

	/**
	 * The files of an asset: of each representation in server order, each content object in page order, the files of the newest active
	 * generation. They are looked up while the loop goes on.
	 *
	 * @throws NotFoundError when there is no such asset or representation, or no right to see it.
	 */
	async *ofAsset(asset: string, {representation: wanted, ...options}: AssetFilesOptions = {}): AsyncGenerator<AssetFile, void, void> {
		const claim = createPathClaims();
		const all = await this.#entities.representations(asset, options);
		const chosen = all.filter(({type, index}) => wanted === undefined || (type === wanted.type && index === (wanted.index ?? index)));
		if (wanted !== undefined && chosen.length === 0) {
			throw new NotFoundError(
				`The asset ${asset} has no representation ${wanted.type}${wanted.index === undefined ? '' : ` ${wanted.index}`}.`,
			);
		}

		for (const representation of chosen) {
			const folder = safeName(`${representation.type || 'Representation'}-${representation.index}`);
			for (const contentObject of await this.#entities.contentObjects(representation, options)) {
				const generation = await this.#entities.activeGeneration(contentObject, options);
				for (const bitstream of await this.#entities.bitstreams(generation, options)) {
					yield {path: claim(folder, bitstream.filename), bitstream, representation, contentObject};
				}
			}
		}
	}
}
