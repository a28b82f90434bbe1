import type {Declared} from '../declared.ts';

const workflow = '/sdb/rest/workflow';

/** Operations of the workflow API. */
export type WorkflowOperationId = 'WFL-01' | 'WFL-02' | 'WFL-03' | 'WFL-04' | 'WFL-05' | 'WFL-06';

/** Workflows that can be started, and those that were (2.8). */
export const workflowOperations: Readonly<Record<WorkflowOperationId, Declared>> = {
	'WFL-01': {methods: ['GET'], path: `${workflow}/contexts`, evidence: 'client source', note: 'Name of the root element: assumed.'},
	'WFL-02': {
		methods: ['POST'],
		path: `${workflow}/instances`,
		evidence: 'client source',
		note:
			'Runs through its steps and changes nothing. Only in the sandbox, the parameter sandbox.outcome says how it ends: completed, failed, ' +
			'mixed, or suspended, which waits.',
	},
	'WFL-03': {
		methods: ['GET'],
		path: `${workflow}/instances/:id`,
		evidence: 'client source',
		note: 'Form of the errors, names of steps: assumed. Ingests, exports and deletions are instances too.',
	},
	'WFL-04': {methods: ['GET'], path: `${workflow}/instances`, evidence: 'client source', note: 'Name of the root element: assumed.'},
	'WFL-05': {
		methods: ['POST'],
		path: `${workflow}/instances/terminate`,
		evidence: 'client source',
		note: 'Those that have ended are left alone; 422 for ingests, exports and deletions: assumed.',
	},
	'WFL-06': {
		methods: ['POST'],
		path: `${workflow}/instances/retry`,
		evidence: 'client source',
		note: 'What failed or is suspended can be retried, and completes then: assumed.',
	},
};
