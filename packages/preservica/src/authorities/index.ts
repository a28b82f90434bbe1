export {Authorities} from './authorities.ts';
export type {
	AddedRecord,
	AuthorityField,
	AuthorityRecord,
	AuthorityTable,
	AuthorityValue,
	NewAuthorityField,
	NewAuthorityRecord,
	NewAuthorityTable,
} from './authority.ts';
export type {ExportCsvOptions} from './export-csv.ts';
export type {CreatedRow, FailedRow, ImportCsvOptions, ImportedRow, SkippedRow} from './import-csv.ts';
