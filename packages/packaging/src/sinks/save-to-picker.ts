import {ConfigurationError} from '@fonds/core';
import {explainFileError} from './explain-file-error.ts';
import {expectSize, refuseOtherSize} from './expect-size.ts';

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
 * or an abort leaves no file, or an empty one in browsers that cannot remove it.
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

async function write(made: Saveable, file: RemovableHandle, signal: AbortSignal | undefined): Promise<{readonly size: number}> {
	let written = false;
	try {
		const writable = await file.createWritable();
		await expectSize(made).pipeTo(writable, signal && {signal});
		written = true;
		const {size} = await file.getFile();
		refuseOtherSize(made.name, made.size, size);
		return {size};
	} catch (error) {
		await remove(file, written).catch(() => {});
		throw error;
	}
}

/** The picker makes an empty file, or empties the one that was chosen. Browsers without `remove` leave that. */
async function remove(file: RemovableHandle, written: boolean): Promise<void> {
	if (written || (await file.getFile()).size === 0) {
		await file.remove?.();
	}
}
