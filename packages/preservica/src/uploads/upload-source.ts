/** A package to upload. What `packageAssets` of @fonds/packaging makes fits. */
export interface UploadSource {
	/** The package's bytes: a zip. Read once; cancelled when the upload fails. */
	readonly bytes: ReadableStream<Uint8Array>;
	/** Bytes of the package, exact or an upper bound; decides the size of parts. Undefined is fine: parts then grow. */
	readonly size: number | undefined;
	/** For people; the server does not keep it. */
	readonly name?: string | undefined;
	/** References of the assets the package holds, where the packager chose them. Awaited after the stream's end. */
	readonly assets?: readonly string[] | Promise<readonly string[]> | undefined;
}
