export type {ApiKey} from '../auth/api-key.ts';
export type {ConnectionOptions, ServerOptions} from '../http/connect.ts';
export {joinServerPath, serverPath, serverPathBytes, type ServerPath} from '../paths/server-path.ts';
export {connectStorage} from './connect.ts';
export type {DownloadOptions} from './download.ts';
export type {PackageEvidence} from './evidence.ts';
export {packageFolder} from './extraction-path.ts';
export type {ChangedFile, FixityReport} from './fixity-report.ts';
export type {Directory, DirectoryEntry, Location, LocationFilter, LocationPurpose} from './location.ts';
export type {PackageFilter, PackageStatus, PackageType, StoragePackage} from './package.ts';
export {decodePointerFile, type PackageTransformation, type PointerFile} from './pointer-file.ts';
export {
	type CheckFixityOptions,
	type EvidenceOptions,
	type ListOptions,
	type PackageDownloadOptions,
	StorageService,
} from './storage-service.ts';
