export type {BagFinding, BagFindingCode, BagReport} from '../bag/bag-report.ts';
export type {CheckBagOptions} from '../bag/check-bag.ts';
export {checkSavedBag} from './check-saved-bag.ts';
export {saveAip, type SaveAipOptions, type SavedAip} from './save-aip.ts';
export {saveAipFiles, type SaveAipFilesOptions, type SavedAipFile, type SavedAipFiles} from './save-aip-files.ts';
export {type AipVerification, verifyAip, type VerifyAipOptions} from './verify-aip.ts';
