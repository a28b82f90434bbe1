export type {ExportResult} from './export-job.ts';
export {type ExportDownloadOptions, type ExportOptions, Exports} from './exports.ts';
