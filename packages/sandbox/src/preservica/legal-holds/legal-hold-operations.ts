import type {Declared} from '../declared.ts';

const holds = '/api/entity/legal-holds';
const assignments = '/api/entity/information-objects/:ref/legal-holds';

/** Operations of the legal hold API. */
export type LegalHoldOperationId = 'HLD-01' | 'HLD-02' | 'HLD-03' | 'HLD-04' | 'HLD-05' | 'HLD-06' | 'HLD-07' | 'HLD-08';

/** Holds, and the assets that are under them; from 9.1. What pyPreservica 4.2 sends and reads is all that is known. */
export const legalHoldOperations: Readonly<Record<LegalHoldOperationId, Declared>> = {
	'HLD-01': {
		methods: ['GET'],
		path: holds,
		evidence: 'client source',
		note: 'From 9.1. A hold in full with expand=true only, and name compared as a whole: assumed. Names of the wrappers, here and below: assumed.',
	},
	'HLD-02': {methods: ['GET'], path: `${holds}/:ref`, evidence: 'client source', note: 'From 9.1.'},
	'HLD-03': {
		methods: ['POST'],
		path: holds,
		evidence: 'client source',
		note: 'From 9.1. Several holds may have one name; 400 without one: assumed.',
	},
	'HLD-04': {
		methods: ['PUT'],
		path: `${holds}/:ref`,
		evidence: 'client source',
		note: 'From 9.1. A description that is left out is gone afterwards: assumed.',
	},
	'HLD-05': {
		methods: ['DELETE'],
		path: `${holds}/:ref`,
		evidence: 'client source',
		note: 'From 9.1. 409 while an asset is under the hold: assumed.',
	},
	'HLD-06': {
		methods: ['GET'],
		path: assignments,
		evidence: 'client source',
		note: 'From 9.1. That only assets have holds, and that all are on one page: assumed.',
	},
	'HLD-07': {
		methods: ['POST'],
		path: assignments,
		evidence: 'client source',
		note: 'From 9.1. The document that is answered, 409 for a hold that is assigned already, and that a deletion then fails: assumed.',
	},
	'HLD-08': {methods: ['DELETE'], path: `${assignments}/:hold`, evidence: 'client source', note: 'From 9.1.'},
};
