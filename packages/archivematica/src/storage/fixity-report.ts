/** A file of a package whose content changed. */
export interface ChangedFile {
	readonly path: string;
	readonly algorithm: string | undefined;
	readonly expected: string | undefined;
	readonly actual: string | undefined;
}

/** What the Storage Service found when it checked a package (SS-29). */
export interface FixityReport {
	/**
	 * `undefined` where the package could not be checked: DIPs and transfers are no bags, and an archive may refuse to open. `message` says
	 * why.
	 */
	readonly success: boolean | undefined;
	/** Empty after success. */
	readonly message: string;
	/** Paths in the package. All lists are empty when the package's own checksum is wrong: `message` says so. */
	readonly missing: readonly string[];
	readonly changed: readonly ChangedFile[];
	readonly untracked: readonly string[];
	/** Set by external checkers only; not the time of this check. */
	readonly timestamp: string | undefined;
}
