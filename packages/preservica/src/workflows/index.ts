export type {
	WorkflowContext,
	WorkflowContextsOptions,
	WorkflowInstance,
	WorkflowInstancesOptions,
	WorkflowRetry,
	WorkflowStart,
	WorkflowState,
	WorkflowType,
} from './workflow.ts';
export type {WorkflowJob} from './workflow-job.ts';
export {Workflows} from './workflows.ts';
