export {credentialsFromEnvironment, type CredentialsFile, type CredentialsOptions, readCredentials} from './credentials.ts';
export {saveAccessCopy, type SaveAccessCopyOptions} from './save-access-copy.ts';
export {saveAsset, type SaveAssetOptions, type SavedAsset} from './save-asset.ts';
export {saveBitstream, type SaveBitstreamOptions, type SavedFile} from './save-bitstream.ts';
export {saveExport, type SavedExport, type SaveExportOptions} from './save-export.ts';
export {saveReport, type SavedReport, type SaveReportOptions} from './save-report.ts';
export {
	type SpreadsheetFiles,
	writeSpreadsheetMetadata,
	type WriteSpreadsheetOptions,
} from './write-spreadsheet-metadata.ts';
