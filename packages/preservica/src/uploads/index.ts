export type {IngestResult, IngestStatus} from './ingest.ts';
export type {UploadSource} from './upload-source.ts';
export {type UploadOptions, Uploads} from './uploads.ts';
