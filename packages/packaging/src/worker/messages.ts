import {ConfigurationError, type Progress} from '@fonds/core';
import {entryFromFile} from '../entries/file-entry.ts';
import type {ZipLayoutPackageOptions} from '../layout/zip-layout.ts';
import type {WriteDirectoryOptions} from '../sinks/write-directory.ts';
import type {PlannedFile, PlannedGeneration, PlannedObject, PlannedRepresentationFields, XipPlan} from '../xip/plan.ts';
import type {ErrorMessage} from './error-message.ts';
import type {WorkerFormats} from './formats.ts';
import type {WorkerTasks} from './tasks.ts';

/** Tells this package's messages from others a worker may get. */
export const messageType = '@fonds/packaging';

/** How many chunks may be on their way to the page. Most have 256 kB, none much more than 1 MB. */
export const creditWindow = 8;

/** Page to worker: the beginning. All else goes through the port. */
export interface StartMessage {
	readonly type: typeof messageType;
	readonly job: JobMessage;
	readonly port: MessagePort;
	/** Whether anybody wants to be told about progress. */
	readonly progress: boolean;
}

/** What is to be done, with values as `encodeValue` makes them. */
export type JobMessage =
	| {readonly kind: 'plan'; readonly plan: PlanMessage}
	| {readonly kind: 'zip'; readonly layout: LayoutMessage; readonly options: ZipLayoutPackageOptions}
	| {
			readonly kind: 'directory';
			readonly layout: LayoutMessage;
			readonly directory: FileSystemDirectoryHandle;
			readonly options: WriteDirectoryOptions;
	  }
	| {readonly kind: 'task'; readonly task: keyof WorkerTasks; readonly values: unknown};

/** A format, and what its function takes. */
export interface LayoutMessage {
	readonly format: keyof WorkerFormats;
	readonly values: unknown;
}

/** Page to worker: leave to send so many chunks, or the news that nobody wants any more. */
export type PageMessage = {readonly credit: number} | {readonly cancel: true};

/** Worker to page. */
export type WorkerMessage =
	| {readonly chunk: Uint8Array<ArrayBuffer>}
	| {readonly progress: Progress}
	/** A ZIP file will come. */
	| {readonly name: string; readonly size: number | undefined}
	| {readonly result: unknown}
	| {readonly end: true}
	| {readonly error: ErrorMessage};

/** A plan without functions. */
export interface PlanMessage extends Omit<XipPlan, 'representations'> {
	readonly representations: readonly RepresentationMessage[];
}

interface RepresentationMessage extends PlannedRepresentationFields {
	readonly objects: readonly ObjectMessage[];
}

/** What is the same content object in the page is one in the worker, too: the entity is cloned once. */
interface ObjectMessage extends Pick<PlannedObject, 'entity'> {
	readonly generations: readonly GenerationMessage[];
}

interface GenerationMessage extends Omit<PlannedGeneration, 'files'> {
	readonly files: readonly FileMessage[];
}

interface FileMessage extends Omit<PlannedFile, 'entry'> {
	readonly path: string;
	readonly blob: Blob;
	readonly size: number | undefined;
	readonly modified: Date | undefined;
	readonly compress: boolean | undefined;
}

/** @throws ConfigurationError for a file that is not a `Blob` */
export async function encodePlan({representations, ...plan}: XipPlan): Promise<PlanMessage> {
	const encoded: RepresentationMessage[] = [];
	for (const representation of representations) {
		const {objects: _, walk: __, ...fields} = representation;
		const objects: ObjectMessage[] = [];
		for await (const object of representation.walk()) {
			objects.push(mapFiles(object, encodeFile));
		}
		encoded.push({...fields, objects});
	}
	return {...plan, representations: encoded};
}

interface WithFiles<F> {
	readonly entity: PlannedObject['entity'];
	readonly generations: readonly (Omit<PlannedGeneration, 'files'> & {readonly files: readonly F[]})[];
}

function mapFiles<A, B>({entity, generations}: WithFiles<A>, change: (file: A) => B): WithFiles<B> {
	return {entity, generations: generations.map(({files, ...generation}) => ({...generation, files: files.map(change)}))};
}

function encodeFile({entry, ...file}: PlannedFile): FileMessage {
	const {path, blob, size, modified, compress} = entry;
	if (blob === undefined) {
		throw new ConfigurationError(
			`The file "${path}" cannot be given to a worker: only files a user has chosen and Blobs can (entryFromFile).`,
		);
	}
	return {...file, path, blob, size, modified, compress};
}

export function decodePlan({representations, ...plan}: PlanMessage): XipPlan {
	return {
		...plan,
		representations: representations.map(({objects, ...representation}) => {
			const decoded = objects.map(object => mapFiles(object, decodeFile));
			return {...representation, objects: decoded, walk: () => decoded};
		}),
	};
}

function decodeFile({path, blob, size, modified, compress, ...file}: FileMessage): PlannedFile {
	return {...file, entry: {...entryFromFile(blob, path), size, modified, compress}};
}
