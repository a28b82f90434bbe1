/** An XML schema (XSD) that metadata is checked against. */
export interface XmlSchema {
	readonly id: string;
	readonly name: string;
	readonly description: string | undefined;
	/** The namespace it is for; the server takes it from the schema. */
	readonly schemaUri: string | undefined;
}

/** What a document is for. */
export type XmlDocumentType =
	| 'MetadataDropdownLists'
	| 'CustomIndexDefinition'
	| 'MetadataTemplate'
	| 'UploadWizardConfigurationFile'
	| 'ConfigurationFile'
	| (string & {});

/** An XML document that the server works with: a metadata template, an index definition. */
export interface XmlDocument {
	readonly id: string;
	readonly name: string;
	readonly type: XmlDocumentType | undefined;
	/** The namespace of its content; the server takes it from there. */
	readonly schemaUri: string | undefined;
}

/** What a transform is for. */
export type TransformPurpose = 'transform' | 'edit' | 'view' | (string & {});

/** An XSLT that turns metadata into metadata of another namespace, or into what is shown. */
export interface XmlTransform {
	readonly id: string;
	readonly name: string;
	readonly purpose: TransformPurpose | undefined;
	readonly fromSchemaUri: string | undefined;
	/** `http://www.tessella.com/sdb/cmis/metadata` for transforms that show metadata. */
	readonly toSchemaUri: string | undefined;
}

/** What all of them have. */
export type StoredDocument = XmlSchema | XmlDocument | XmlTransform;

/**
 * Names one of them: its id, an entry of the list, or what tells it from the others, such as `{schemaUri}` or `{name}`. All that is given must
 * fit, and fit one only.
 */
export type Which<T extends StoredDocument> = string | {readonly [K in keyof T]?: T[K] | undefined};

/** XML to be stored: text, which is sent as UTF-8, or bytes, which are sent as they are. */
export type XmlSource = string | Uint8Array | Blob;

/** How XML to be stored is treated. */
export interface XmlSourceOptions {
	/**
	 * Refuses what is not well-formed before it is sent. A document type declaration is refused, too: turn this off for schemas that have one.
	 * @default true
	 */
	readonly check?: boolean | undefined;
}

/** A schema to be added. */
export interface NewXmlSchema {
	readonly name: string;
	readonly content: XmlSource;
	readonly description?: string | undefined;
	/** The name of the file. @default that of a `File`, else the name with `.xsd` */
	readonly originalName?: string | undefined;
}

/** A document to be added. */
export interface NewXmlDocument {
	readonly name: string;
	readonly content: XmlSource;
	/** @default 'MetadataTemplate' */
	readonly type?: XmlDocumentType | undefined;
}

/** A transform to be added. */
export interface NewXmlTransform {
	readonly name: string;
	readonly content: XmlSource;
	/** In any case; sent in lower case. */
	readonly purpose: TransformPurpose;
	readonly fromSchemaUri?: string | undefined;
	readonly toSchemaUri?: string | undefined;
	/** The name of the file. @default that of a `File`, else the name with `.xsl` */
	readonly originalName?: string | undefined;
}
