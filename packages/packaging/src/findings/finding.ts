/** Something that is wrong with what was looked at, or could be. */
export interface Finding {
	/** The kind, for programs. It never changes its meaning. */
	readonly code: string;
	readonly severity: 'error' | 'warning';
	/** What, where, and what to do. */
	readonly message: string;
	/** The file it is about. */
	readonly path?: string | undefined;
	/** The row of a table, from 1 on; the header counts. */
	readonly row?: number | undefined;
	/** The column of a table, by its header. */
	readonly column?: string | undefined;
}
