import type {Declared} from '../declared.ts';

const api = '/api/reference-metadata';

/** Operations of the authority API. */
export type AuthorityOperationId = 'AUT-01' | 'AUT-02' | 'AUT-03' | 'AUT-04' | 'AUT-05' | 'AUT-06' | 'AUT-07';

const checked = 'What fields hold is not checked against their type; values without a field are refused: assumed.';

/** Authority tables and their records (2.10). */
export const authorityOperations: Readonly<Record<AuthorityOperationId, Declared>> = {
	'AUT-01': {
		methods: ['GET'],
		path: `${api}/tables`,
		evidence: 'client source',
		note: 'Fields are left out of the list, and tables and records whose security tag the user may not see, here and below: assumed.',
	},
	'AUT-02': {methods: ['GET'], path: `${api}/tables/:ref`, evidence: 'client source'},
	'AUT-03': {methods: ['POST'], path: `${api}/tables`, evidence: 'client source'},
	'AUT-04': {
		methods: ['GET'],
		path: `${api}/tables/:ref/records`,
		evidence: 'client source',
		note: 'Without expand=true only references and security descriptors: assumed.',
	},
	'AUT-05': {methods: ['POST'], path: `${api}/tables/:ref/records`, evidence: 'client source', note: checked},
	'AUT-06': {methods: ['GET'], path: `${api}/records/:ref`, evidence: 'client source', note: 'Form of what is read: assumed.'},
	'AUT-07': {methods: ['DELETE'], path: `${api}/records/:ref`, evidence: 'client source'},
};
