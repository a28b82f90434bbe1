import type {Job} from '@fonds/core';
import type {StoragePackage} from '../storage/package.ts';

/** What may be asked for. */
export type PackageRequestKind = 'deletion' | 'recovery';

/** What a deletion would take away, as it was when the plan was made: plain data, to be shown, and kept as JSON. */
export interface PackageDeletionPlan {
	/** What goes: its content, for good. What is known of it stays, with the status `DELETED`. */
	readonly package: StoragePackage;
	/** Its copies in replicator locations: packages of their own. */
	readonly replicas: readonly StoragePackage[];
	/** DIPs that were made of it. They stay; only the Storage Service's web interface deletes DIPs. */
	readonly dips: readonly StoragePackage[];
}

/** Who asks, and why. */
export interface PackageRequestDetails {
	/** Why. Who decides reads it, and it is kept. */
	readonly reason: string;
	/** The number of the person's account on the pipeline, from 1. */
	readonly userId: number;
	readonly userEmail: string;
	/** UUID of the pipeline the person is a user of. @default the one the package came from */
	readonly pipeline?: string | undefined;
}

/**
 * How a request stands. `decided`: a recovery was decided, and nothing tells in which way; `unknown`: the server never showed that it waits;
 * `failed`: the package has a status that is no outcome of a decision.
 */
export type PackageRequestState = 'pending' | 'approved' | 'rejected' | 'decided' | 'failed' | 'unknown';

/** How a request stands. */
export interface PackageRequestStatus {
	readonly state: PackageRequestState;
	/** The server's own word for the package's status; `undefined` where it did not answer. */
	readonly packageStatus: string | undefined;
	/** A sentence on what is unusual, where something is. */
	readonly detail: string | undefined;
}

/** What came of a request. */
export interface PackageRequestResult {
	/** UUID. */
	readonly package: string;
	readonly kind: PackageRequestKind;
	/** `decided`: of a recovery nothing tells whether it was approved; check the package's fixity. */
	readonly outcome: 'approved' | 'decided';
}

/** A request on its way. Its JSON is what the person who decides needs. */
export type PackageRequestJob = Job<PackageRequestStatus, PackageRequestResult>;

/** A request that was made, or that somebody had made before. */
export interface PackageRequest {
	/** The number by which it is decided; `undefined` where it was not made now: the server never tells it again. */
	readonly id: number | undefined;
	/** Somebody else had asked before, with a reason of their own. */
	readonly alreadyRequested: boolean;
	/** Follows it to the decision. */
	readonly job: PackageRequestJob;
}
