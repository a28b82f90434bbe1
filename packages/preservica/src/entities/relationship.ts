import type {EntityStub, UnknownEntity} from './entity.ts';

/** A named connection between two entities, as one of them sees it. */
export interface Relationship {
	/** By which the server addresses it. */
	readonly id: string | undefined;
	/** What connects them: free text, or a URI such as those of `dcmiRelations`. */
	readonly type: string;
	/** Does it lead from the entity that was asked about, or to it? */
	readonly direction: 'From' | 'To' | (string & {});
	/** The other end. */
	readonly other: EntityStub | UnknownEntity;
}

/** A relationship to be made. */
export interface NewRelationship {
	/** Where it starts: an asset or a folder. */
	readonly from: RelationshipEnd;
	/** Where it leads: an asset or a folder. */
	readonly to: RelationshipEnd;
	/** Free text, or a URI such as `dcmiRelations.isPartOf`. */
	readonly type: string;
}

/** An asset or a folder: content objects have no relationships. */
export interface RelationshipEnd {
	readonly type: 'asset' | 'folder';
	readonly ref: string;
}
