export type {Bucket} from './listed-bucket.ts';
export {CleaningError} from './cleaning-error.ts';
export type {CleanedLocation, CleanLocationOptions} from './clean-location.ts';
export type {IngestResult, IngestStatus} from './ingest.ts';
export type {UploadCredentials, UploadLocation} from './location.ts';
export type {StoredObject} from './location-store.ts';
export type {UploadSource} from './upload-source.ts';
export type {LocationUpload, LocationUploadOptions} from './upload-to-location.ts';
export {type ArrivingUpload, type FolderUploadOptions, type UploadOptions, Uploads} from './uploads.ts';
