export {transferBagLayout, type TransferBagLayoutOptions} from './transfer-bag.ts';
export {transferLayout, type TransferLayoutOptions} from './transfer-layout.ts';
export type {DescribedObject, MetadataField, RightsBasis, RightsRow, TransferChecksum, TransferDescription} from './transfer.ts';
export {validateTransferCsv, type CsvValidator} from './validate-csv.ts';
export {validateTransfer, type TransferReport, type ValidateTransferOptions} from './validate-transfer.ts';
export type {Finding} from '../findings/finding.ts';
export type {PackageFile, PackageTree} from '../tree/package-tree.ts';
