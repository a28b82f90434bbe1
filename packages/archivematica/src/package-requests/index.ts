export type {ApiKey} from '../auth/api-key.ts';
export type {ConnectionOptions, ServerOptions} from '../http/connect.ts';
export type {StoragePackage} from '../storage/package.ts';
export {connectStorage} from '../storage/connect.ts';
export {
	PackageApproval,
	type PackageDecision,
	type PackageDecisionOptions,
	type PackageDeletionReview,
	type PackageRequestReference,
} from './package-approval.ts';
export type {
	PackageDeletionPlan,
	PackageRequest,
	PackageRequestDetails,
	PackageRequestJob,
	PackageRequestKind,
	PackageRequestResult,
	PackageRequestState,
	PackageRequestStatus,
} from './package-request.ts';
export {PackageRequests, type PackageRequestsOptions} from './package-requests.ts';
