/** Options of every call an element makes. */
export interface SourceOptions {
	/** Aborted when the element no longer wants the answer: another asset was asked for, or the element left the page. */
	readonly signal?: AbortSignal | undefined;
}

/** One fact about an asset, shown as label and value. Both are shown as text, never as markup. */
export interface SourceField {
	readonly label: string;
	readonly value: string;
}

/** One form in which an asset is kept, such as the preservation masters or the access copies. */
export interface SourceRepresentation {
	/** Unique within the asset. */
	readonly id: string;
	readonly name: string;
	/** `Access` and `Preservation` are known; an access representation is shown first. */
	readonly type: string;
}

/** An asset as a viewer needs it. */
export interface SourceAsset {
	readonly ref: string;
	readonly title: string;
	readonly description: string | undefined;
	readonly fields: readonly SourceField[];
	readonly representations: readonly SourceRepresentation[];
}

/** A digest that the system recorded for a file. */
export interface SourceFixity {
	/** Such as `sha256`. */
	readonly algorithm: string;
	/** Lower-case hexadecimal. */
	readonly value: string;
}

/** One file of a representation. */
export interface SourceFile {
	/** Unique within the representation. */
	readonly id: string;
	/** The file's name, or its path inside the representation. */
	readonly name: string;
	/** Bytes. */
	readonly size: number | undefined;
	/** What the system says it is. The first bytes of the file decide; this is the second witness. */
	readonly mediaType: string | undefined;
	readonly fixities: readonly SourceFixity[];
}

/** A piece of descriptive metadata: a label with a value, with parts, or with both. */
export interface MetadataNode {
	readonly label: string;
	readonly value: string | undefined;
	readonly children: readonly MetadataNode[];
}

/** One descriptive document attached to an asset. */
export interface MetadataGroup {
	readonly title: string;
	/** Namespace of the document's schema. */
	readonly schema: string;
	readonly nodes: readonly MetadataNode[];
}

/** How many bytes have arrived. */
export interface SourceProgress {
	readonly phase: string;
	readonly done: number;
	readonly total: number | undefined;
}

/** Options of opening a file. */
export interface OpenOptions extends SourceOptions {
	readonly onProgress?: ((progress: SourceProgress) => void) | undefined;
}

/**
 * Where `<asset-viewer>` reads assets from.
 *
 * A failed call rejects with an error whose `name` or `status` tells what happened, as those of `@fonds/core` do: `NotFoundError` or 404,
 * `PermissionError`, `AuthenticationError`, 401 or 403, `FixityError`; anything else is shown as a failure that can be tried again.
 */
export interface AssetSource {
	/** Reads one asset with its representations. */
	asset(ref: string, options?: SourceOptions): Promise<SourceAsset>;
	/** Walks the files of a representation, in order. The viewer stops reading when it has enough to show. */
	files(asset: SourceAsset, representation: SourceRepresentation, options?: SourceOptions): AsyncIterable<SourceFile>;
	/** Reads the descriptive metadata. */
	metadata(asset: SourceAsset, options?: SourceOptions): Promise<readonly MetadataGroup[]>;
	/**
	 * Opens a file that `files` gave. The stream must fail when the bytes do not agree with the file's `fixities`:
	 * the viewer shows and saves nothing of a file before its stream has ended well, and then calls it verified.
	 */
	open(file: SourceFile, options?: OpenOptions): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}
