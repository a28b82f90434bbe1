export {DeletionApproval, type DecisionOptions, type DeletionReview} from './deletion-approval.ts';
export type {DeletionJob} from './deletion-job.ts';
export type {DeletableType, DeletionContents, DeletionPlan, DeletionRequest, DeletionResult} from './deletion.ts';
export {type DeletionPlanOptions, type DeletionRequestOptions, Deletions} from './deletions.ts';
