import type {JsonValue} from '@fonds/core';
import type {ServerProgress} from '../operations/progress-state.ts';
import type {PagedOptions} from '../xml/read-list.ts';

/** The server's words for how a monitor stands. `Suspended` and `Recoverable` wait for a person. */
export type MonitorStatus = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Suspended' | 'Recoverable' | (string & {});

/** What the watched work is for. */
export type MonitorCategory = 'Ingest' | 'Export' | 'DataManagement' | 'Automated' | (string & {});

/** How grave a message is. */
export type MessageStatus = 'Info' | 'Warning' | 'Error' | 'Debug' | (string & {});

/** Work that the server watches: an ingest, an export. */
export interface Monitor {
	/** May change with a new release of the server. */
	readonly id: string;
	/** `opex/<batch>` for an OPEX ingest. */
	readonly name: string;
	readonly status: MonitorStatus;
	readonly category: MonitorCategory | undefined;
	/** A finer category, such as `OPEX`. */
	readonly subcategory: string | undefined;
	readonly started: string | undefined;
	/** Undefined while the work goes on. */
	readonly completed: string | undefined;
	readonly progressText: string | undefined;
	readonly percentComplete: number | undefined;
	readonly filesPending: number | undefined;
	readonly filesProcessed: number | undefined;
	/** Bytes. */
	readonly size: number | undefined;
	/** How many messages are warnings. */
	readonly warnings: number | undefined;
	/** How many messages are errors. */
	readonly errors: number | undefined;
	/** Can it be tried again? */
	readonly canRetry: boolean | undefined;
}

/** Which monitor is meant. Monitors fit. */
export type MonitorReference = string | {readonly id: string};

/** Something the server noted about work. */
export interface MonitorMessage {
	readonly id: string | undefined;
	/** Of the monitor. */
	readonly monitorId: string | undefined;
	readonly monitorName: string | undefined;
	readonly status: MessageStatus;
	readonly date: string | undefined;
	/** For a person to read. */
	readonly text: string | undefined;
	/** As the server keeps it: the key, and after a bar its arguments. */
	readonly message: string | undefined;
	/** The key of `message`, such as `monitor.info.directory.skip`. */
	readonly key: string | undefined;
	/** The arguments of `message`; undefined when there are none, or they are no JSON. */
	readonly details: JsonValue | undefined;
	/** Of the file or folder within the work. */
	readonly path: string | undefined;
	/** Of the run of a workflow: `workflows.instance(id)`. */
	readonly workflowId: string | undefined;
	readonly workflowName: string | undefined;
	readonly entityRef: string | undefined;
	readonly entityTitle: string | undefined;
	readonly securityTag: string | undefined;
	readonly sourceId: string | undefined;
}

/** Which monitors to list; they match all that is given. */
export interface MonitorsOptions extends PagedOptions {
	/** Monitors that stand like this, or like one of these. */
	readonly status?: MonitorStatus | readonly MonitorStatus[] | undefined;
	readonly category?: MonitorCategory | readonly MonitorCategory[] | undefined;
	readonly name?: string | readonly string[] | undefined;
}

/** Which messages to list. */
export interface MonitorMessagesOptions extends PagedOptions {
	/** Messages this grave, or one of these. @default all */
	readonly status?: MessageStatus | readonly MessageStatus[] | undefined;
}

/** How watched work stands. */
export interface MonitorProgress extends ServerProgress {
	/** Undefined as long as the server lists no monitor of the name. */
	readonly monitor: Monitor | undefined;
}
