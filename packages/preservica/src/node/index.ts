export {credentialsFromEnvironment, type CredentialsFile, type CredentialsOptions, readCredentials} from './credentials.ts';
export {saveAccessCopy, type SaveAccessCopyOptions} from './save-access-copy.ts';
export {saveAsset, type SaveAssetOptions, type SavedAsset} from './save-asset.ts';
export {saveBitstream, type SaveBitstreamOptions, type SavedFile} from './save-bitstream.ts';
export {saveExport, type SavedExport, type SaveExportOptions} from './save-export.ts';
export {saveReport, type SavedReport, type SaveReportOptions} from './save-report.ts';
export {type SpreadsheetFiles, writeSpreadsheetMetadata, type WriteSpreadsheetOptions} from './write-spreadsheet-metadata.ts';
export type {FileComparison, FileDifference} from './compare-file.ts';
export type {
	ChangedFile,
	DirectoryItem,
	DirectoryPackage,
	DirectoryReport,
	EarlierPackage,
	FailedPaths,
	SkippedPath,
} from './directory-report.ts';
export {ingestDirectory, type IngestDirectoryOptions} from './ingest-directory.ts';
export type {AssetToPackage, DiskFile, PackageFiles, PackageTarget} from './package-files.ts';
export {ingestWebVideo, type IngestedVideo, type IngestWebVideoOptions} from './ingest-web-video.ts';
