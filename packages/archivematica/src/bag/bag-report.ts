import type {Digests, FixityAlgorithm} from '@fonds/core/hash';

/** What can be said of a bag. */
export type BagFindingCode =
	| 'not-a-bag'
	| 'bag-declaration'
	| 'no-manifest'
	| 'unknown-algorithm'
	| 'malformed-line'
	| 'duplicate-entry'
	| 'unsafe-path'
	| 'missing'
	| 'changed'
	| 'untracked'
	| 'not-in-every-manifest'
	| 'payload-oxum'
	| 'outside'
	| 'mets-unreadable'
	| 'no-mets'
	| 'mets-missing'
	| 'mets-size'
	| 'mets-digest'
	| 'mets-digest-not-compared'
	| 'not-in-mets';

/** One thing that is wrong with a bag, or worth a look. */
export interface BagFinding {
	/** An `error` makes the bag invalid; a `warning` does not. */
	readonly severity: 'error' | 'warning';
	readonly code: BagFindingCode;
	/** The path in the bag; `undefined` where it is about the whole. */
	readonly path: string | undefined;
	/** A sentence. */
	readonly message: string;
	/** Where a digest is another. */
	readonly algorithm: string | undefined;
	readonly expected: string | undefined;
	readonly actual: string | undefined;
}

/** A file that was read. */
export interface CheckedFile {
	/** Bytes. */
	readonly size: number;
	readonly digests: Digests;
}

/** What was found in a bag. */
export interface BagReport {
	/** Whether there is no error among the findings. */
	readonly valid: boolean;
	/** All of them, in the order of the manifests. */
	readonly findings: readonly BagFinding[];
	/** The folder the bag is in, within the archive; '' where it is at the top. */
	readonly folder: string;
	/** Such as `0.97`; `undefined` where the bag does not say. */
	readonly version: string | undefined;
	/** Algorithms of the payload manifests that were checked. */
	readonly algorithms: readonly FixityAlgorithm[];
	/** How many files the payload has. */
	readonly payloadFiles: number;
	/** How many bytes the payload has. */
	readonly payloadBytes: number;
}

/** Makes a finding. */
export function finding(
	severity: BagFinding['severity'],
	code: BagFindingCode,
	path: string | undefined,
	message: string,
	difference: Partial<Pick<BagFinding, 'actual' | 'algorithm' | 'expected'>> = {},
): BagFinding {
	return {severity, code, path, message, algorithm: undefined, expected: undefined, actual: undefined, ...difference};
}
