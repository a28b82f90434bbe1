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
