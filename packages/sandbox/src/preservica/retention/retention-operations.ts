import type {Declared} from '../declared.ts';

const policies = '/api/entity/retention-policies';
const policy = `${policies}/:ref`;
const assignments = '/api/entity/information-objects/:ref/retention-assignments';

/** Operations of the retention API. */
export type RetentionOperationId = 'RET-01' | 'RET-02' | 'RET-03' | 'RET-04' | 'RET-05' | 'RET-06' | 'RET-07' | 'RET-08' | 'RET-09';

/** Policies that say how long assets are kept, and their assignments (2.7). */
export const retentionOperations: Readonly<Record<RetentionOperationId, Declared>> = {
	'RET-01': {
		methods: ['GET'],
		path: policies,
		evidence: 'client source',
		note: 'Only the policies whose security tag the user may see: assumed.',
	},
	'RET-02': {methods: ['GET'], path: policy, evidence: 'client source', note: 'Name of the root element: assumed.'},
	'RET-03': {
		methods: ['POST'],
		path: policies,
		evidence: 'client source',
		note: 'Only Name and SecurityTag have to be there; units are YEAR, MONTH, WEEK and DAY: assumed.',
	},
	'RET-04': {methods: ['PUT'], path: policy, evidence: 'client source', note: 'What is left out is gone afterwards: assumed.'},
	'RET-05': {methods: ['PUT'], path: `${policy}/assignable`, evidence: 'client source'},
	'RET-06': {methods: ['DELETE'], path: policy, evidence: 'client source', note: '409 while the policy is assigned: assumed.'},
	'RET-07': {
		methods: ['GET'],
		path: '/api/entity/:kind{(?:structural|information|content)-objects}/:ref/retention-assignments',
		evidence: 'client source',
		note: 'A retention begins at xip.created, which is when the asset was ingested; at another field it never begins: assumed.',
	},
	'RET-08': {
		methods: ['POST'],
		path: assignments,
		evidence: 'client source',
		note: '422 for a policy that is not assignable, 409 for one that is assigned already: assumed.',
	},
	'RET-09': {methods: ['DELETE'], path: `${assignments}/:apiId`, evidence: 'client source'},
};
