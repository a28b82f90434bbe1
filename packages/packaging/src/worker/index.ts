export {packageInWorker, type PackagingWorker} from './package-in-worker.ts';
export {servePackaging, type PackagingScope} from './serve-packaging.ts';
