/** A transfer that waits for approval (AM-02). */
export interface UnapprovedTransfer {
	readonly uuid: string;
	/** The dashboard's word for the kind of transfer. */
	readonly type: string;
	/** The name of the folder. Archives lose the last character of theirs here: identify by `uuid`. */
	readonly directory: string;
}

/** A unit that waits for a person (AM-06); nothing in the answer tells transfers from SIPs. */
export interface WaitingUnit {
	readonly uuid: string;
	readonly name: string;
	readonly directory: string;
	/** The question that is asked. */
	readonly microservice: string;
}

/** What the classic start answers (AM-01). */
export interface StartedTransfer {
	/** `undefined` on servers before 1.11, which name no UUID. */
	readonly transfer: string | undefined;
	/** The name of the watched folder, which the approval takes. */
	readonly directory: string;
	readonly path: string;
}

/** Which pipeline answers (headers of every AM answer since 1.11). */
export interface DashboardServer {
	readonly version: string | undefined;
	/** The UUID the Storage Service knows this pipeline by. */
	readonly pipeline: string | undefined;
}
