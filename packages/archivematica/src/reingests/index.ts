export type {TransferSource} from '../dashboard/new-transfer.ts';
export type {StoragePackage} from '../storage/package.ts';
export type {FailedTask, TransferFailure, TransferResult, TransferState, TransferWarning} from '../transfers/transfer-status.ts';
export type {FollowOptions} from '../transfers/transfers.ts';
export {connectStorage} from '../storage/connect.ts';
export {
	type FollowReingest,
	type ReingestJob,
	type ReingestResult,
	type ReingestStage,
	type ReingestStatus,
	type ReingestType,
	reingestTypes,
	type StartReingest,
} from './reingest.ts';
export {type FollowStartedReingest, Reingests, type ReingestsOptions} from './reingests.ts';
