export type {ConnectionOptions, ServerOptions} from '../http/connect.ts';
export type {FoundTransfer} from '../transfers/find-started.ts';
export {connectDeposits, type DepositServer} from './connect.ts';
export type {CreateDepositOptions, DepositMetsOptions} from './create-deposit.ts';
export type {
	DepositCollection,
	DepositDownload,
	DepositEntry,
	DepositReceipt,
	DepositService,
	DepositState,
	DownloadState,
} from './deposit.ts';
export {type DepositDescription, type DepositFile, depositMets, type DepositMods} from './deposit-mets.ts';
export type {DepositResult, DepositStage, DepositStatus} from './deposit-status.ts';
export {Deposits, type DepositsOptions, type FinishDepositOptions, type ResumeDepositOptions} from './deposits.ts';
export type {AddFilesOptions} from './edit-deposit.ts';
export type {FileContent} from './file-content.ts';
export type {StorageSession} from './session.ts';
export type {DepositContent, StartDeposit} from './start-deposit.ts';
export {UncertainDepositError} from './uncertain-deposit-error.ts';
