export {packageInWorker, type PackageInWorkerOptions} from './package-in-worker.ts';
export {
	runInWorker,
	writeInWorker,
	zipInWorker,
	type RunInWorkerOptions,
	type WriteInWorkerOptions,
	type ZipInWorkerOptions,
} from './in-worker.ts';
export type {PackagingWorker} from './exchange.ts';
export type {WorkerFormats} from './formats.ts';
export type {DigestedFile, WorkerSource, WorkerTasks} from './tasks.ts';
export {servePackaging, type PackagingScope} from './serve-packaging.ts';
