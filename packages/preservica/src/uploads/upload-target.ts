import type {RequestOptions} from '@fonds/core';

/** What every request about an object takes. */
export interface ObjectOptions extends Pick<RequestOptions, 'signal' | 'timeout'> {}

/** One object of a bucket or a container, being uploaded. */
export interface UploadTarget<Part, Receipt> {
	/** The bucket or the container. */
	readonly bucket: string;
	readonly key: string;
	/** Sends the whole object. */
	put(bytes: Uint8Array, options: ObjectOptions): Promise<Receipt>;
	/**
	 * Begins an upload in parts and gives its id.
	 *
	 * @param size - Bytes of the whole object, as its source announces them.
	 */
	begin(size: number | undefined, options: ObjectOptions): Promise<string>;
	/** Sends a part. */
	putPart(upload: string, number: number, bytes: Uint8Array, options: ObjectOptions): Promise<Part>;
	/**
	 * Puts the parts together.
	 *
	 * @param size - Bytes that were sent.
	 */
	complete(upload: string, parts: readonly Part[], size: number, options: ObjectOptions): Promise<Receipt>;
	/** Removes an upload in parts. Nothing to remove is fine. */
	remove(upload: string, options: ObjectOptions): Promise<void>;
	/** Is the object there? */
	exists(options: ObjectOptions): Promise<boolean>;
}
