import type {XmlElement} from '@fonds/core/xml';

/** A piece of descriptive metadata of an entity. */
export interface MetadataFragment {
	/** Its own reference, undefined when the server leaves it out. */
	readonly ref: string | undefined;
	/** URI of its schema, '' when neither the server nor the metadata itself names one. */
	readonly schema: string;
	readonly url: string;
	/** The metadata as a document; '' when the fragment is empty. */
	readonly xml: string;
	/** The same as an element, undefined when the fragment is empty. */
	readonly element: XmlElement | undefined;
}

/** A name for an entity in another system. An entity may have any number, also several of one type. */
export interface Identifier {
	/** By which the server addresses it. */
	readonly id: string | undefined;
	readonly type: string;
	readonly value: string;
	/** Reference of the entity it names. */
	readonly entity: string | undefined;
}

/** An identifier to be added. */
export interface NewIdentifier {
	/** What kind of name it is, such as `code` or `ISBN`. */
	readonly type: string;
	readonly value: string;
}

/** Which identifiers are meant: those that agree with everything named here, letter by letter. */
export interface IdentifierMatch {
	readonly type?: string | undefined;
	readonly value?: string | undefined;
	/** Every identifier; instead of type and value. @default false */
	readonly all?: boolean | undefined;
}
