import type {EntityReference} from './entity.ts';

interface MergeFields {
	/** Leaves the identifiers of the merged assets out. @default false */
	readonly excludeIdentifiers?: boolean | undefined;
	/** Leaves the relationships of the merged assets out. @default false */
	readonly excludeRelationships?: boolean | undefined;
	/** Leaves the descriptive metadata of the merged assets out. @default false */
	readonly excludeMetadata?: boolean | undefined;
}

/** Assets to be merged into a new one. They stay; the content is in the order of the titles of the content objects. */
export interface MergeOfAssets extends MergeFields {
	/** Two or more. */
	readonly assets: readonly (string | EntityReference<'asset'>)[];
	readonly folder?: undefined;
	/** Of the new asset. */
	readonly title: string;
	/** Of the new asset. */
	readonly description?: string | undefined;
}

/** A folder whose assets are to be merged into a new one. */
export interface MergeOfFolder extends MergeFields {
	readonly folder: string | EntityReference<'folder'>;
	readonly assets?: undefined;
	/** Of the new asset. @default that of the folder */
	readonly title?: string | undefined;
	/** Of the new asset. @default that of the folder, when its title is taken as well */
	readonly description?: string | undefined;
}

/** What to merge. */
export type Merge = MergeOfAssets | MergeOfFolder;
