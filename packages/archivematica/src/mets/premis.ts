import type {Fixity} from '@fonds/core/hash';

/** A PREMIS identifier; its type is often `UUID`. */
export interface PremisIdentifier {
	readonly type: string;
	readonly value: string;
}

/** A digest as it was written down: its algorithm is not known here, or the digest is none of that algorithm. */
export interface UncheckedDigest {
	readonly algorithm: string;
	readonly value: string;
}

/** A format somebody found. */
export interface PremisFormat {
	readonly name: string | undefined;
	readonly version: string | undefined;
	/** Such as `PRONOM`. */
	readonly registry: string | undefined;
	/** Such as `fmt/43`. */
	readonly key: string | undefined;
}

/** A program that made the object. */
export interface CreatingApplication {
	readonly name: string | undefined;
	readonly version: string | undefined;
	/** As it is written. */
	readonly created: string | undefined;
}

/** How the object belongs to others. */
export interface PremisRelationship {
	/** Such as `derivation`. */
	readonly type: string;
	/** Such as `has source` or `is source of`. */
	readonly subType: string;
	readonly objects: readonly PremisIdentifier[];
	readonly events: readonly PremisIdentifier[];
}

/** What keeps the object from being used, such as encryption. */
export interface PremisInhibitor {
	readonly type: string;
	readonly target: string | undefined;
	readonly key: string | undefined;
}

/** A PREMIS object: a file, a directory, a package. */
export interface PremisObject {
	/** `file`, `bitstream`, `representation` or `intellectualEntity`, without a prefix; `undefined` where the document does not say. */
	readonly category: string | undefined;
	readonly identifiers: readonly PremisIdentifier[];
	/** The identifier of the type UUID, in lower case. */
	readonly uuid: string | undefined;
	/** 0 for a plain file, more for what has to be decompressed or decrypted. */
	readonly compositionLevel: number | undefined;
	/** Bytes. */
	readonly size: number | undefined;
	/** Digests in algorithms that can be checked. */
	readonly fixities: readonly Fixity[];
	readonly otherDigests: readonly UncheckedDigest[];
	readonly formats: readonly PremisFormat[];
	/** The key of the first format that PRONOM knows. */
	readonly puid: string | undefined;
	readonly originalName: string | undefined;
	readonly creatingApplications: readonly CreatingApplication[];
	/** When the object was made, from the first creating application that tells. */
	readonly created: string | undefined;
	readonly inhibitors: readonly PremisInhibitor[];
	readonly relationships: readonly PremisRelationship[];
}

/** A PREMIS event: something that was done. */
export interface PremisEvent {
	readonly identifiers: readonly PremisIdentifier[];
	/** The identifier of the type UUID, in lower case. */
	readonly uuid: string | undefined;
	/** Such as `ingestion`, `fixity check`, `normalization`. */
	readonly type: string;
	/** As it is written. */
	readonly dateTime: string | undefined;
	/** Details, one a line. */
	readonly detail: string | undefined;
	/** Such as `Pass`; the first that is not empty. */
	readonly outcome: string | undefined;
	/** Notes of all outcomes, one a line. */
	readonly outcomeDetail: string | undefined;
	readonly agents: readonly PremisIdentifier[];
	/** Objects the event names itself. Archivematica names none: what it is about is what its section is about. */
	readonly objects: readonly PremisIdentifier[];
}

/** A PREMIS agent: who or what did something. */
export interface PremisAgent {
	readonly identifiers: readonly PremisIdentifier[];
	readonly name: string | undefined;
	/** Such as `software`, `organization`, `Archivematica user`. */
	readonly type: string | undefined;
	readonly version: string | undefined;
}

/** A span of time; `OPEN` stands for no end. */
export interface PremisPeriod {
	readonly start: string | undefined;
	readonly end: string | undefined;
}

/** What a rights statement allows or forbids. */
export interface GrantedRight {
	/** Such as `Disseminate`. */
	readonly act: string;
	/** Such as `Allow`, `Disallow`, `Conditional`. */
	readonly restrictions: readonly string[];
	readonly termOfGrant: PremisPeriod | undefined;
	readonly termOfRestriction: PremisPeriod | undefined;
	readonly notes: readonly string[];
}

/** A PREMIS rights statement. */
export interface PremisRights {
	readonly identifiers: readonly PremisIdentifier[];
	/** Such as `Copyright`, `Statute`, `License`, `Donor`, `Policy`; the wording of other rights where they name one. */
	readonly basis: string | undefined;
	/** Of copyright. */
	readonly status: string | undefined;
	readonly jurisdiction: string | undefined;
	/** Of a statute. */
	readonly citation: string | undefined;
	/** Of a licence. */
	readonly terms: string | undefined;
	/** When somebody found this out. */
	readonly determined: string | undefined;
	readonly applies: PremisPeriod | undefined;
	readonly notes: readonly string[];
	readonly granted: readonly GrantedRight[];
	readonly objects: readonly PremisIdentifier[];
}
