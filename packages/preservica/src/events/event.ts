/** What kind of thing happened. Servers know more kinds than are listed here; any text may come. */
export type EventType = 'Ingest' | 'Modified' | 'Moved' | (string & {});

/** Something that happened: who did it, when, in which workflow. */
export interface ArchiveEvent {
	/** Undefined in answers of servers before 6.2. */
	readonly ref: string | undefined;
	readonly type: EventType | undefined;
	/** ISO 8601, as the server wrote it. */
	readonly date: string | undefined;
	readonly user: string | undefined;
	readonly workflowName: string | undefined;
	readonly workflowInstance: string | undefined;
}

/** What an event did to one entity. */
export interface EventAction {
	readonly event: ArchiveEvent;
	/** The server's word for what was done, such as `AddIdentifier` or `command_create`. */
	readonly command: string | undefined;
	/** When this was done, ISO 8601, as the server wrote it; `event.date` may be another moment. */
	readonly date: string | undefined;
	/** Reference of the entity. Its kind is not told. */
	readonly entity: string | undefined;
	/** Details in a form of the server's own. */
	readonly serialisedCommand: string | undefined;
}
