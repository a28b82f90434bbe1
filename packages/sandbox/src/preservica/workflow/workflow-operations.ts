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
			'An incremental OPEX ingest takes what lies in its OpexContainerDirectory in a source, and removes it there: each folder that is complete ' +
			'by its manifest and those in it; what is not waits, and the outcome is mixed; 409 while one of the same directory goes on: assumed. All ' +
			'others run through their steps and change nothing. Only in the sandbox, the parameter sandbox.outcome says how it ends: completed, failed, ' +
			'mixed, or suspended, which waits; nothing is ingested then unless it is completed.',
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
		note: 'What failed or is suspended can be retried, and completes then; an OPEX ingest is retried with what lies in its directory by now: assumed.',
	},
};
