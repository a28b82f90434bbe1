import type {Progress} from '@fonds/core';
import type {ZipLayoutOptions} from '../layout/zip-layout.ts';
import type {WriteDirectoryOptions} from '../sinks/write-directory.ts';
import type {ErrorMessage} from './error-message.ts';
import type {WorkerFormats} from './formats.ts';
import type {WorkerTasks} from './tasks.ts';
import type {Slot, ValueRecord} from './value-records.ts';

/** Tells this package's messages from others a worker may get. */
export const messageType = '@fonds/packaging';

/** How many chunks may be on their way to the page. Most have 256 kB, none much more than 1 MB. */
export const creditWindow = 8;

/** Page to worker: the beginning. All else goes through the port. */
export interface StartMessage {
	readonly type: typeof messageType;
	readonly port: MessagePort;
	/** Whether anybody wants to be told about progress. */
	readonly progress: boolean;
}

/** What is to be done with the values that are given. */
export type JobMessage =
	| {readonly kind: 'assets'}
	| {readonly kind: 'zip'; readonly format: keyof WorkerFormats; readonly options: ZipLayoutOptions}
	| {
			readonly kind: 'directory';
			readonly format: keyof WorkerFormats;
			readonly directory: FileSystemDirectoryHandle;
			readonly options: WriteDirectoryOptions;
	  }
	| {readonly kind: 'task'; readonly task: keyof WorkerTasks};

/** Page to worker: parts of the values, the job, leave to send so many chunks, or the news that nobody wants any more. */
export type PageMessage =
	| {readonly records: readonly ValueRecord[]}
	| {readonly job: JobMessage; readonly values: Slot}
	| {readonly credit: number}
	| {readonly cancel: true};

/** What is known of a ZIP file that will come. */
export interface AboutZip {
	readonly name: string;
	readonly size: number | undefined;
	/** References of the assets in it, if it was asked for by them. */
	readonly assets: readonly string[];
}

/** Worker to page. */
export type WorkerMessage =
	| {readonly chunk: Uint8Array<ArrayBuffer>}
	| {readonly progress: Progress}
	| {readonly about: AboutZip}
	| {readonly result: unknown}
	| {readonly end: true}
	| {readonly error: ErrorMessage};
