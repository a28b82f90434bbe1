import {ConfigurationError, PackageError} from '@fonds/core';
import {explainFileError} from './explain-file-error.ts';

/** A package, or anything else that is a stream with a name. */
export interface Saveable {
	readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>>;
	readonly name: string;
	readonly size?: number | undefined;
}

/** What browsers that have it let a user choose a file with. */
export type SaveFilePicker = (options: {readonly suggestedName: string}) => Promise<FileSystemFileHandle>;

/** Options of {@link saveToPicker}. */
export interface SaveToPickerOptions {
	/** Ends the saving with the signal's reason; no file is left. */
	readonly signal?: AbortSignal | undefined;
	/** @default the browser's own `showSaveFilePicker` */
	readonly picker?: SaveFilePicker | undefined;
}

/** `remove` is of Chromium only. */
interface RemovableHandle extends FileSystemFileHandle {
	readonly remove?: () => Promise<void>;
}

/**
 * Lets the user choose a file and streams a package into it, of any size. Call it while a click is handled. The file has its content when all is written; a failure
 * or an abort leaves no file.
 *
 * @throws ConfigurationError with code `no-picker` in browsers without `showSaveFilePicker` (Firefox, Safari): see `saveAsDownload`.
 * @throws SdkError with code `no-space` or `not-writable`; the browser's own `AbortError` if the user chooses nothing; what the package fails with.
 */
export async function saveToPicker(made: Saveable, options: SaveToPickerOptions = {}): Promise<{readonly size: number}> {
	const {signal, picker = browserPicker()} = options;
	try {
		signal?.throwIfAborted();
		if (picker === undefined) {
			throw new ConfigurationError('This browser cannot save a stream to a file of the user’s choice.', {code: 'no-picker'});
		}
		return await write(made, await picker({suggestedName: made.name}), signal);
	} catch (error) {
		await made.bytes.cancel(error).catch(() => {}); // Without effect once it was read.
		throw explainFileError(error, made.name);
	}
}

function browserPicker(): SaveFilePicker | undefined {
	const scope: typeof globalThis & {readonly showSaveFilePicker?: SaveFilePicker | undefined} = globalThis;
	return scope.showSaveFilePicker?.bind(globalThis);
}

async function write(
	{bytes, name, size}: Saveable,
	file: RemovableHandle,
	signal: AbortSignal | undefined,
): Promise<{readonly size: number}> {
	try {
		const writable = await file.createWritable();
		await bytes.pipeTo(writable, signal && {signal});
		const saved = (await file.getFile()).size;
		if (size !== undefined && saved !== size) {
			throw new PackageError(`${name} has ${saved} bytes on the disk and should have ${size}. Save it again.`, {problem: 'size-changed'});
		}
		return {size: saved};
	} catch (error) {
		await removeEmpty(file).catch(() => {});
		throw error;
	}
}

/** The picker makes an empty file, or empties the one that was chosen. Browsers without `remove` leave that. */
async function removeEmpty(file: RemovableHandle): Promise<void> {
	const {size} = await file.getFile();
	if (size === 0) {
		await file.remove?.();
	}
}
