import type {Entity, Fixity, Fragment, Identifier, Link} from '../model.ts';

/** What a package says it holds, before anything of it was checked. */
export interface PackageDescription {
	/** In the order of the package. The parent of the topmost ones may be missing. */
	readonly entities: readonly Entity[];
	readonly representations: readonly DescribedRepresentation[];
	readonly generations: readonly DescribedGeneration[];
	/** By the path generations call them. */
	readonly files: ReadonlyMap<string, DescribedFile>;
	readonly identifiers: readonly Omit<Identifier, 'apiId'>[];
	readonly fragments: readonly Fragment[];
	readonly links: readonly Omit<Link, 'apiId'>[];
}

export interface DescribedRepresentation {
	readonly asset: string;
	readonly type: string;
	readonly name: string | undefined;
	readonly contentObjects: readonly string[];
}

export interface DescribedGeneration {
	readonly contentObject: string;
	readonly original: boolean;
	readonly active: boolean;
	readonly label: string | undefined;
	readonly effectiveDate: string | undefined;
	readonly files: readonly string[];
}

export interface DescribedFile {
	readonly filename: string;
	readonly originalFilename?: string | undefined;
	/** Name of the zip's entry; that of one in a nested zip begins with the nested zip's. */
	readonly entry: string;
	readonly size: number | undefined;
	readonly fixities: readonly DescribedFixity[];
	/** Name of the metadata that tells its size. */
	readonly describedBy: string;
}

export interface DescribedFixity extends Fixity {
	/** Name of the metadata it stands in. */
	readonly describedBy: string;
}

/** Why a package cannot be ingested; each reason a sentence. */
export class IngestProblem extends Error {
	readonly reasons: readonly string[];

	constructor(reasons: readonly string[]) {
		super(reasons.join(' '));
		this.name = 'IngestProblem';
		this.reasons = reasons;
	}
}
