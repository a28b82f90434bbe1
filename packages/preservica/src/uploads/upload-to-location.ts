import {ConfigurationError} from '@fonds/core';
import type {Digests, FixityAlgorithm} from '@fonds/core/hash';
import type {Session} from '../auth/session.ts';
import {randomUuid} from '../random-uuid.ts';
import {openInStore} from './location-store.ts';
import type {UploadLocation} from './location.ts';
import {findLocation} from './locations.ts';
import {openStore} from './open-store.ts';
import {sendStream} from './send-stream.ts';
import type {UploadSource} from './upload-source.ts';
import type {UploadOptions} from './uploads.ts';

/** What an upload to a location takes. */
export interface LocationUploadOptions extends UploadOptions {
	/** Name of the bucket or the container, `apiId`, or what `uploads.locations()` gave. */
	readonly location: string | UploadLocation;
	/**
	 * Send a package whose size is not known, and that does not fit into one part, to a bucket of AWS although its metadata then lack `size`?
	 * Not every ingest takes such a package. Containers of Azure are never told the size. @default false
	 */
	readonly withoutSize?: boolean | undefined;
	/** Digests of the package to make while it is sent. @default [] */
	readonly digests?: readonly FixityAlgorithm[] | undefined;
}

/** A package that lies in a location. Its ingest starts when Preservica next looks there; no progress token comes of it. */
export interface LocationUpload {
	readonly location: UploadLocation;
	/** Name of the object: a UUID. Preservica shows `<key>.zip` as the package's name. */
	readonly key: string;
	/** Bytes of the package. */
	readonly size: number;
	/** References of the assets, as the package named them; empty when the packager did not say. */
	readonly assets: readonly string[];
	/** The digests that were asked for. */
	readonly digests: Digests;
}

/** Sends a package to a location (UPL-12, UPL-13, and the storage's own protocol). */
export async function uploadToLocation(session: Session, source: UploadSource, options: LocationUploadOptions): Promise<LocationUpload> {
	const {location: wanted, folder, withoutSize = false, ...sendOptions} = options;
	const key = randomUuid();
	let location: UploadLocation | undefined;
	const {size, assets, digests} = await sendStream(source, sendOptions, async signal => {
		location = await findLocation(session, wanted, {signal});
		const {containerName: bucket} = location;
		const store = await openStore(session, location, options.timeout);
		const creator = session.username;
		const common = {key, name: `${key}.zip`, bucket, status: 'ready', ...(folder !== undefined && {collectionreference: folder})};
		return openInStore(store, key, total => {
			if (!store.needsSize) {
				return common;
			}
			if (total === undefined && !withoutSize) {
				throw sizeUnknown(bucket);
			}
			return {...common, ...(total !== undefined && {size: String(total)}), ...(creator !== undefined && {createdby: creator})};
		});
	});
	return {location: location!, key, size, assets, digests}; // It was found before anything was sent.
}

function sizeUnknown(bucket: string): ConfigurationError {
	return new ConfigurationError(
		`The size of the package is not known before its end, and the metadata of what is sent to ${bucket} are to hold it. Make the package without compression, of files whose sizes are known, or write it to a file first; or set withoutSize.`,
		{code: 'size'},
	);
}
