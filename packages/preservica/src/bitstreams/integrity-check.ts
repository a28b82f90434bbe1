/** How a file was checked. Any text may come. */
export type IntegrityCheckType = 'FULL' | 'QUICK' | (string & {});

/** A check of a file on one of its storages. */
export interface IntegrityCheck {
	/** Full or quick; what each does is the server's affair. */
	readonly type: IntegrityCheckType | undefined;
	/** Undefined when the server does not say. */
	readonly success: boolean | undefined;
	/** ISO 8601, as the server wrote it. */
	readonly date: string | undefined;
	/** The storage adapter. */
	readonly adapter: string | undefined;
	/** Was damage repaired? Undefined when the server does not say. */
	readonly fixed: boolean | undefined;
	/** Why it failed. */
	readonly reason: string | undefined;
}
