import {PackageError, type RequestOptions} from '@fonds/core';
import {isUnconfirmed} from './is-unconfirmed.ts';
import {cleanUpLimit} from './send-stream.ts';
import type {UploadTarget} from './upload-target.ts';

/** An object that lies in a location. */
export interface StoredObject {
	readonly key: string;
	/** Bytes. */
	readonly size: number;
	/** When it was last changed, as ISO 8601. */
	readonly modified: string;
}

/** What every request to a location takes. */
export type StoreOptions = Pick<RequestOptions, 'signal' | 'timeout'>;

/** A bucket of AWS or a container of Azure. */
export interface LocationStore {
	/** Does the metadata of an object hold its size? */
	readonly needsSize: boolean;
	/**
	 * Opens an object for its upload.
	 *
	 * @param metadata - Goes along with the object, in the service's own form.
	 */
	open(key: string, metadata: (size: number | undefined) => Record<string, string>): UploadTarget<unknown, void>;
	/** All objects, in the order of the service. */
	list(options: StoreOptions): AsyncIterable<StoredObject>;
	/** Removes an object. None to remove is fine. */
	removeObject(key: string, options: StoreOptions): Promise<void>;
}

/**
 * An upload to a location, which differs from one to the tenant's bucket: the object is all that comes of it. So when the last answer was
 * lost, the object's being there is success; and whatever of an upload that failed or was aborted has arrived is removed.
 */
export function openInStore(
	store: LocationStore,
	key: string,
	metadata: (size: number | undefined) => Record<string, string>,
): UploadTarget<unknown, void> {
	const target = store.open(key, metadata);
	let announced: number | undefined;
	let isLast = false;

	/** Sends the last request and makes sure of what came of it. */
	const finish = async (send: () => Promise<void>): Promise<void> => {
		isLast = true;
		try {
			await send();
		} catch (error) {
			if (!isUnconfirmed(error) || !(await target.exists({timeout: cleanUpLimit}).catch(() => false))) {
				throw error;
			}
		}
	};
	const removeArrived = (): Promise<void> => store.removeObject(key, {timeout: cleanUpLimit}).catch(() => {}); // The failure before it is the one to tell.

	return {
		...target,
		async put(bytes, options) {
			try {
				await finish(() => target.put(bytes, options));
			} catch (error) {
				await removeArrived();
				throw error;
			}
		},
		begin(size, options) {
			announced = size;
			return target.begin(size, options);
		},
		async complete(upload, parts, size, options) {
			if (store.needsSize && announced !== undefined && announced !== size) {
				throw new PackageError(
					`The package was announced with ${announced} bytes and has ${size}. A location is told the size of a package, so it must be exact.`,
					{problem: 'size'},
				);
			}
			await finish(() => target.complete(upload, parts, size, options));
		},
		async remove(upload, options) {
			await target.remove(upload, options);
			if (isLast) {
				await removeArrived();
			}
		},
	};
}
