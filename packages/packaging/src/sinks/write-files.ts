import {createHasher} from '@fonds/core/hash';
import {untilAbort} from '../entries/until-abort.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {createPathClaims, type ClaimPath} from '../entries/path-claims.ts';
import {createPackageProgress, type PackageProgressCounter, type PackageProgressListener} from '../entries/progress.ts';
import type {PackageLayout} from '../layout/layout.ts';
import type {WrittenEntry} from '../zip/options.ts';
import {openSource, sizeChanged, type Source} from '../zip/source.ts';
import {createBackground} from './background.ts';

/** A folder that files are written to. */
export interface FolderTarget {
	/** Begins a file, of whose entry only path and date are used. Nothing of that name is there. */
	create(entry: PackageEntry): Promise<FileTarget>;
	/** Makes a folder that may stay empty. */
	createFolder(path: string): Promise<void>;
}

/** A file that is being written. Either `finish` or `close` is called, once. */
export interface FileTarget {
	/** Takes the next bytes. Their memory is used again afterwards. */
	write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
	/** Ends the file; it is safe then. */
	finish(): Promise<void>;
	/** Lets go of a file that is not whole. */
	close(): Promise<void>;
}

/** How a package is written to a folder. */
export interface WriteFilesOptions {
	/** Ends the work with the signal's reason; nothing is left behind. */
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: PackageProgressListener | undefined;
	/** Told about each file once its bytes are written, with the digests the package asks for; not about folders. What it throws ends the work. */
	readonly onEntry?: ((entry: WrittenEntry) => void) | undefined;
}

/** What was written. */
export interface WrittenFolder {
	/** How many files; empty folders do not count. */
	readonly files: number;
	/** Their bytes. */
	readonly size: number;
}

interface Run {
	readonly layout: PackageLayout;
	readonly target: FolderTarget;
	readonly claim: ClaimPath;
	readonly progress: PackageProgressCounter;
	/** Takes the files that are written but not safe yet. */
	readonly background: ReturnType<typeof createBackground>;
	/** While one is written, the other is filled. */
	readonly buffers: readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
}

const bufferSize = 1024 * 1024;

/** How many files may be written but not safe yet: it is not their bytes that take time, but the disk's word. */
const maxFinishing = 8;

/** Writes the files of a layout one after the other, each read once. What is left of a failure is for the caller to remove: no file is open then. */
export async function writeFiles(layout: PackageLayout, target: FolderTarget, options: WriteFilesOptions): Promise<WrittenFolder> {
	const signal = options.signal ?? new AbortController().signal;
	const outline = options.onProgress && layout.outline();
	const background = createBackground(maxFinishing);
	const run: Run = {
		layout,
		target,
		claim: createPathClaims(),
		progress: createPackageProgress(
			options.onProgress,
			outline?.reduce((sum, {size}) => sum + size, 0),
		),
		background,
		buffers: [new Uint8Array(bufferSize), new Uint8Array(bufferSize)],
	};
	const written = new Map<string, WrittenEntry>();
	let total = 0;
	try {
		for await (const group of untilAbort(layout.walk(written), signal)) {
			for (const entry of group) {
				signal.throwIfAborted();
				const file = await writeEntry(run, entry, signal);
				if (file !== undefined) {
					written.set(entry.path, file);
					total += file.size;
					options.onEntry?.(file);
				}
			}
		}
		await background.finish();
		signal.throwIfAborted();
		return {files: written.size, size: total};
	} finally {
		await background.settle();
	}
}

async function writeEntry(run: Run, entry: PackageEntry, signal: AbortSignal): Promise<WrittenEntry | undefined> {
	const {path, size, directory = false} = entry;
	run.claim(path, directory ? 'folder' : 'file');
	if (directory) {
		await run.target.createFolder(path);
		return undefined;
	}
	const file = await run.target.create(entry);
	let whole = false;
	try {
		const source = await openSource(entry, signal);
		run.progress.beginFile(path, size);
		try {
			const result = await copy(run, entry, source, file);
			whole = true;
			await run.background.add(file.finish());
			run.progress.endFile();
			return {path, ...result};
		} finally {
			await source.close();
		}
	} finally {
		if (!whole) {
			await file.close().catch(() => {}); // Why it is not whole is told.
		}
	}
}

/** Reads the next bytes while the ones before are hashed and written. */
async function copy(
	{layout, progress, buffers}: Run,
	{path, size}: PackageEntry,
	source: Source,
	file: FileTarget,
): Promise<Omit<WrittenEntry, 'path'>> {
	const hasher = await createHasher(layout.digests);
	let position = 0;
	let writing: Promise<void> = Promise.resolve();
	try {
		for (let turn = 0; ; turn++) {
			const buffer = buffers[turn % 2]!;
			const length = await source.read(buffer);
			await writing;
			position += length;
			const last = length < buffer.length;
			if (size !== undefined && (position > size || (last && position < size))) {
				throw sizeChanged(path, size, position > size);
			}
			const part = buffer.subarray(0, length);
			writing = length === 0 ? Promise.resolve() : file.write(part);
			writing.catch(() => {}); // Who waits for it is told.
			hasher.update(part);
			progress.add(length);
			if (last) {
				await writing;
				return {size: position, digests: hasher.digest()};
			}
		}
	} finally {
		await writing.catch(() => {}); // The buffers are used again.
	}
}
