/** A way in that is set up on the server: what is ingested, and what starts it. */
export interface IngestProcess {
	readonly id: string;
	readonly name: string;
	readonly description: string | undefined;
	readonly type: string | undefined;
	/** Is it switched on? Undefined when the server does not say. */
	readonly active: boolean | undefined;
	/** The kind of what starts it. */
	readonly trigger: string | undefined;
}
