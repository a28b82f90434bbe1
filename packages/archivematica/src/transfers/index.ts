export type {NewPackage, NewTransfer, TransferSource} from '../dashboard/new-transfer.ts';
export type {TransferType} from '../dashboard/transfer-type.ts';
export {serverPath, type ServerPath} from '../paths/server-path.ts';
export type {FoundTransfer, FoundTransfers} from './find-started.ts';
export type {TransferIntent} from './intent.ts';
export {UncertainStartError} from './uncertain-start-error.ts';
export {type FollowOptions, type StartOptions, type StartTransfer, Transfers, type TransfersOptions} from './transfers.ts';
export type {
	FailedTask,
	TransferFailure,
	TransferResult,
	TransferStage,
	TransferState,
	TransferStatus,
	TransferStep,
	TransferWarning,
} from './transfer-status.ts';
