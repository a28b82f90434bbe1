export {Harvest, type HarvestOptions, type HarvestPage} from './harvest.ts';
export {type OaiCondition, type OaiErrorCode, OaiPmhError} from './oai-pmh-error.ts';
export {type OaiFormatsOptions, OaiPmh, type OaiRecordOptions, type OaiSetsOptions, type HarvestSelection} from './oai-pmh.ts';
export type {OaiHeader, OaiMetadataFormat, OaiRecord, OaiRepository, OaiSet} from './oai-record.ts';
