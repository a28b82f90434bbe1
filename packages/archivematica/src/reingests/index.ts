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
