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
export type {BlobEntry} from '../entries/file-entry.ts';
export type {FileProgress, PackageProgress, PackageProgressListener} from '../entries/progress.ts';
export type {ZippedPackage} from '../layout/zip-layout.ts';
export type {WrittenFolder} from '../sinks/write-files.ts';
export type {PackageTree} from '../tree/package-tree.ts';
export type {XipDescription} from '../xip/description.ts';
export type {XipPackage} from '../xip/package-assets.ts';
