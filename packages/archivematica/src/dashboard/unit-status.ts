/** What the dashboard says of a unit; `UNKNOWN` is a word that is not in reference 2.2, kept in `statusText`. */
export type UnitState = 'USER_INPUT' | 'PROCESSING' | 'COMPLETE' | 'FAILED' | 'REJECTED' | 'UNKNOWN';

/** What a transfer or a SIP is doing (AM-04, AM-05). */
export interface UnitStatus {
	readonly type: 'transfer' | 'ingest';
	readonly uuid: string;
	readonly name: string;
	/** The last segment of `path`. */
	readonly directory: string;
	/** Where the pipeline keeps it at this moment; may be stale after completion. */
	readonly path: string;
	/** The name of the latest job; with `USER_INPUT` the question a person is asked. */
	readonly microservice: string;
	readonly status: UnitState;
	/** The server's own word for `status`. */
	readonly statusText: string;
	/** The SIP a completed transfer became. May be missing for a moment on servers before 1.14. */
	readonly sip: string | undefined;
	/** Whether a completed transfer was sent to the backlog instead of becoming a SIP. */
	readonly backlog: boolean;
}
