export {type FollowOptions, type StartTransfer, Transfers} from './transfers.ts';
export type {
	FailedTask,
	TransferFailure,
	TransferResult,
	TransferStage,
	TransferState,
	TransferStatus,
	TransferStep,
} from './transfer-status.ts';
