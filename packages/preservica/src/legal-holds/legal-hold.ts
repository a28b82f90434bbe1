/** A reason to keep assets whatever their retention says, such as a court case. Content under a hold cannot be deleted. */
export interface LegalHold {
	readonly ref: string;
	readonly name: string;
	readonly description: string | undefined;
	/** Who made it. */
	readonly user: string | undefined;
	/** ISO 8601, as the server wrote it. */
	readonly created: string | undefined;
}

/** That an asset is under a hold. */
export interface LegalHoldAssignment {
	/** Reference of the asset. */
	readonly asset: string;
	/** Reference of the hold. */
	readonly hold: string;
	/** ISO 8601, as the server wrote it. */
	readonly assigned: string | undefined;
}

/** What a hold is made of. */
export interface LegalHoldFields {
	readonly name: string;
	readonly description?: string | undefined;
}
