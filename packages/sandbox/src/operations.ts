/**
 * How we know that a server behaves as the sandbox does: stated by the maker, read from the code of a public client, seen in a recorded
 * answer of a real server, or our own choice where nothing public says.
 */
export type Evidence = 'documented' | 'client source' | 'recorded' | 'assumed';

/** One thing the sandbox can be asked to do, and how we know that the real system does it that way. */
export interface Operation {
	readonly system: 'preservica' | 'archivematica';
	/** The name of the operation in the project's references, e.g. `ENT-12`. */
	readonly id: string;
	readonly method: string;
	readonly path: string;
	readonly evidence: Evidence;
	/** What is assumed beyond the evidence, or left out. */
	readonly note: string | undefined;
}
