import type {ProgressListener} from '@fonds/core';
import type {PackageProgressListener} from '../entries/progress.ts';
import type {ZipLayoutOptions, ZippedPackage} from '../layout/zip-layout.ts';
import type {WriteDirectoryOptions} from '../sinks/write-directory.ts';
import type {WrittenFolder} from '../sinks/write-files.ts';
import {openExchange, openZipExchange, outOfStep, type ExchangeOptions, type PackagingWorker} from './exchange.ts';
import type {WorkerFormats} from './formats.ts';
import type {JobMessage} from './messages.ts';
import type {WorkerTasks} from './tasks.ts';

/* oxlint-disable typescript/no-unsafe-type-assertion -- what comes from another thread has no types; both sides are of one version. */

/** Options of {@link zipInWorker}. */
export type ZipInWorkerOptions = Omit<ZipLayoutOptions, 'onEntry'>;

/** Options of {@link writeInWorker}. */
export type WriteInWorkerOptions = Omit<WriteDirectoryOptions, 'onEntry'>;

/** Options of {@link runInWorker}. */
export interface RunInWorkerOptions {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ProgressListener | undefined;
}

/**
 * Makes a package of any format as a ZIP file in a worker that has called `servePackaging`: `zipInWorker(worker, 'bag', [files, {digests: ['sha256']}])`.
 * Describing, reading, digests and compression leave the page alone. Files have to be made by `entryFromFile` or `entriesOfDirectory`, or come from a
 * drop; only their handles go to the worker. The stream has to be read or cancelled, or the signal ended: the worker keeps the package until then.
 *
 * @param values - What the format's function takes, but for functions.
 * @throws ConfigurationError as the format's function does, and for what cannot be given to a worker.
 * @throws PackageError (from the stream) as `zipLayout` does, and with the problem `worker-failed` if the worker breaks down.
 */
export async function zipInWorker<F extends keyof WorkerFormats>(
	worker: PackagingWorker,
	format: F,
	values: Parameters<WorkerFormats[F]>,
	{signal, onProgress, folder, compress, deterministic}: ZipInWorkerOptions = {},
): Promise<ZippedPackage> {
	const job: JobMessage = {kind: 'zip', format, options: {folder, compress, deterministic}};
	const {bytes, size, name} = await openZipExchange(worker, job, values, {signal, onProgress});
	return {bytes, size, name};
}

/**
 * Writes a package of any format into a folder that a user chose, in a worker, as `writeDirectory` does it. No bytes of it come to the page. After an abort it
 * waits until the worker has removed what it began, five seconds at most.
 *
 * @param values - What the format's function takes, but for functions.
 * @throws as `writeDirectory` and `zipInWorker` do.
 */
export async function writeInWorker<F extends keyof WorkerFormats>(
	worker: PackagingWorker,
	format: F,
	values: Parameters<WorkerFormats[F]>,
	directory: FileSystemDirectoryHandle,
	{signal, onProgress, name}: WriteInWorkerOptions = {},
): Promise<WrittenFolder> {
	const job: JobMessage = {kind: 'directory', format, directory, options: {name}};
	return await resultOf(worker, job, values, {signal, onProgress: onProgress satisfies PackageProgressListener | undefined});
}

/**
 * Has a worker read what the page chose: digests of files, or the validation of a package. `await runInWorker(worker, 'validateBag', [zipFile])`.
 *
 * @param values - What the task takes.
 * @throws as what the task is named after does; ConfigurationError for what cannot be given to a worker; PackageError with the problem `worker-failed`.
 */
export async function runInWorker<T extends keyof WorkerTasks>(
	worker: PackagingWorker,
	task: T,
	values: Parameters<WorkerTasks[T]>,
	options: RunInWorkerOptions = {},
): Promise<ReturnType<WorkerTasks[T]>> {
	return await resultOf(worker, {kind: 'task', task}, values, options);
}

async function resultOf<R, P extends Parameters<ProgressListener>[0]>(
	worker: PackagingWorker,
	job: JobMessage,
	values: readonly unknown[],
	options: ExchangeOptions<P>,
): Promise<R> {
	const exchange = await openExchange(worker, job, values, options);
	try {
		const answer = await exchange.take();
		return 'result' in answer ? (answer.result as R) : outOfStep();
	} catch (error) {
		if (job.kind === 'directory' && options.signal?.aborted === true) await exchange.settled();
		throw error;
	} finally {
		exchange.close();
	}
}
