import type {RequestOptions} from '@fonds/core';
import type {ListOptions} from './entities.ts';

/** What reading descriptive metadata takes. */
export interface ReadMetadataOptions extends RequestOptions {
	/** URI of the schema of which metadata is wanted, letter by letter. @default all */
	readonly schema?: string | undefined;
}

/** What writing descriptive metadata takes. */
export interface WriteMetadataOptions extends RequestOptions {
	/** URI of the schema. @default for new metadata the namespace of the root element, else the schema it had */
	readonly schema?: string | undefined;
}

/** What the list of changes takes. */
export interface UpdatedSinceOptions extends Pick<ListOptions, keyof RequestOptions | 'readAhead'> {
	/** Leaves out what changed after it. @default now */
	readonly until?: Date | string | undefined;
	/** How many entries to ask for at a time, at most 1000. @default 1000 */
	readonly pageSize?: number | undefined;
}

/** What the change of a security tag takes. */
export interface SecurityTagOptions extends RequestOptions {
	/** Changes everything below a folder, the parts of an asset, too. @default false */
	readonly includeDescendants?: boolean | undefined;
}

/** An asset to be made that is on a shelf, not in files. */
export interface NewPhysicalAsset {
	readonly title: string;
	readonly description?: string | undefined;
	/** @default 'open' */
	readonly securityTag?: string | undefined;
	/** A label in place of the default `Asset`. */
	readonly customType?: string | undefined;
	/** Reference of the folder to make it in: assets cannot be at the root. */
	readonly parent: string;
	/** A UUID to make it with. With one of your own, a lost answer can be followed up by reading it. @default the server's choice */
	readonly ref?: string | undefined;
}
