/** Work in the background of the Storage Service (SS-37). It keeps finished tasks for a day, and loses running ones when it restarts. */
export interface AsyncTask {
	readonly id: number;
	readonly state: 'running' | 'succeeded' | 'failed';
	/** What came of it: a sentence, or the package as the server has it. */
	readonly result: unknown;
	/** Why it failed. */
	readonly error: string | undefined;
	/** The server's text, without a zone. */
	readonly created: string | undefined;
	/** The server's text, without a zone: its last sign of life. */
	readonly updated: string | undefined;
	/** The server's text, without a zone. */
	readonly completed: string | undefined;
}
