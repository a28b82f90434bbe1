/** What `samples/collection.json` holds. */
export interface SampleCollection {
	/** Parents before their children. */
	readonly folders: readonly SampleFolder[];
	readonly assets: readonly SampleAsset[];
}

/** A folder of the sample collection. References are fixed, so that examples can name them. */
export interface SampleFolder {
	readonly ref: string;
	readonly title: string;
	readonly description?: string;
	readonly parent?: string;
	readonly securityTag?: string;
}

/** An asset of the sample collection. */
export interface SampleAsset {
	readonly ref: string;
	readonly title: string;
	readonly description: string;
	readonly parent: string;
	/** @default 'open' */
	readonly securityTag?: string;
	readonly customType?: string;
	readonly identifiers?: readonly {readonly type: string; readonly value: string}[];
	/** Elements of Dublin Core and their values. */
	readonly dublinCore?: Readonly<Record<string, string | readonly string[]>>;
	readonly representations: readonly SampleRepresentation[];
	/** Name in `samples/thumbnails`, without size and extension. */
	readonly thumbnail?: string;
}

/** A representation of a sample asset. */
export interface SampleRepresentation {
	readonly type: 'Preservation' | 'Access';
	readonly name: string;
	/** In page order; each is one content object with one file of `samples/files`. */
	readonly contents: readonly {readonly ref: string; readonly file: string; readonly title?: string}[];
}
