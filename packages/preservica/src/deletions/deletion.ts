import type {EntityStub} from '../entities/entity.ts';

/** What can be deleted. */
export type DeletableType = 'asset' | 'folder';

/** What a deletion would take away, as it was when the plan was made: plain data, to be shown, and kept as JSON. */
export interface DeletionPlan {
	readonly entity: EntityStub<DeletableType> & {
		readonly securityTag: string;
		/** The folder it is in; undefined for a folder at the root. */
		readonly parent: string | undefined;
	};
	/** The folders above it, from the root down. */
	readonly path: readonly EntityStub<'folder'>[];
	/** How much goes with it. */
	readonly contents: DeletionContents;
	/** The first of what goes with it: from below a folder in the order of a walk, the content objects of an asset. */
	readonly first: readonly EntityStub[];
}

/** How much goes with an entity. */
export interface DeletionContents {
	readonly folders: number;
	readonly assets: number;
	/** Of an asset; undefined for a folder, whose assets would have to be asked one by one. */
	readonly contentObjects: number | undefined;
}

/** A deletion that was carried out. What is left is a tombstone: the entity can still be read, and is marked `deleted`. */
export interface DeletionResult extends EntityStub<DeletableType> {
	readonly deleted: true;
}

/** Who asked for a deletion, and why. */
export interface DeletionRequest {
	/** What shall be deleted, with the title it had then. */
	readonly entity: EntityStub<DeletableType>;
	/** User name; undefined when neither sign-in nor server told it. */
	readonly requestedBy: string | undefined;
	readonly comment: string;
}
