import type {Entries, PackageEntry} from '../entries/entry.ts';

/** What is to be archived by Archivematica, and what is said of it. */
export interface TransferDescription {
	/** Name of the transfer, and of its folder. */
	readonly name: string;
	/** The files to be preserved, with paths relative to `objects/`. */
	readonly objects: Entries;
	/** Descriptive metadata of files and folders: becomes `metadata/metadata.csv`. */
	readonly metadata?: readonly DescribedObject[] | undefined;
	/** Rights of files: becomes `metadata/rights.csv`. */
	readonly rights?: readonly RightsRow[] | undefined;
	/** Documents of the transfer itself, such as an agreement, with paths relative to `metadata/submissionDocumentation/`. */
	readonly submissionDocumentation?: readonly PackageEntry[] | undefined;
	/** Other files, with paths relative to `metadata/`. */
	readonly metadataFiles?: readonly PackageEntry[] | undefined;
	/** Text of a `processingMCP.xml`, which overrides the pipeline's configuration. */
	readonly processingConfiguration?: string | undefined;
}

/** A file or a folder, and what is said of it. */
export interface DescribedObject {
	/** Relative to `objects/`. */
	readonly path: string;
	/**
	 * Values by column: `dc.title`, `dcterms.created`, or a name of one's own. A list gives the column as often as it has values. Or pairs, where the order of different
	 * columns matters.
	 */
	readonly fields: Readonly<Record<string, string | readonly string[]>> | readonly MetadataField[];
}

/** A column, and a value. */
export type MetadataField = readonly [column: string, value: string];

/** A basis of rights to a file, and one act that it allows or forbids. */
export interface RightsRow {
	/** The file, relative to `objects/`; folders have no rights. */
	readonly path: string;
	readonly basis: RightsBasis;
	/** Of a copyright: `copyrighted`, `publicdomain` or `unknown`. */
	readonly status?: string | undefined;
	readonly determinationDate?: string | undefined;
	readonly startDate?: string | undefined;
	/** A date, or `open`. */
	readonly endDate?: string | undefined;
	/** A country, as two letters. */
	readonly jurisdiction?: string | undefined;
	/** Of a license. */
	readonly terms?: string | undefined;
	/** Of a statute. */
	readonly citation?: string | undefined;
	readonly note?: string | undefined;
	/** Such as `disseminate`. */
	readonly grantAct?: string | undefined;
	readonly grantRestriction?: 'allow' | 'disallow' | 'conditional' | undefined;
	readonly grantStartDate?: string | undefined;
	/** A date, or `open`. */
	readonly grantEndDate?: string | undefined;
	readonly grantNote?: string | undefined;
	readonly documentationType?: string | undefined;
	readonly documentationValue?: string | undefined;
	readonly documentationRole?: string | undefined;
}

/** The bases that Archivematica knows. */
export type RightsBasis = 'copyright' | 'statute' | 'license' | 'donor' | 'policy' | 'other';

/** The digests that Archivematica verifies. */
export type TransferChecksum = 'md5' | 'sha1' | 'sha256' | 'sha512';
