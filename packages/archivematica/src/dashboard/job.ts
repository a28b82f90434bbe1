/** One run of a tool, usually on one file (AM-25, AM-26). Times are the server's text: it names no zone. */
export interface Task {
	readonly uuid: string;
	/** `undefined` while it runs. */
	readonly exitCode: number | undefined;
	/** `undefined` for a task on the whole unit, and where the server was not asked for details. */
	readonly fileUuid: string | undefined;
	readonly fileName: string | undefined;
	readonly created: string | undefined;
	readonly started: string | undefined;
	readonly ended: string | undefined;
	/** Whole seconds; 0 where the server says `< 1`. */
	readonly duration: number | undefined;
}

/** `UNKNOWN` is also the server's own word for a job without a state. */
export type UnitJobState = 'UNKNOWN' | 'USER_INPUT' | 'COMPLETE' | 'PROCESSING' | 'FAILED';

/** One step of the workflow on one unit (AM-25). */
export interface UnitJob {
	readonly uuid: string;
	readonly name: string;
	readonly status: UnitJobState;
	/** The group the job belongs to, such as `Normalize`. */
	readonly microservice: string;
	/** The workflow link behind the job. */
	readonly link: string | undefined;
	readonly tasks: readonly Task[];
}
