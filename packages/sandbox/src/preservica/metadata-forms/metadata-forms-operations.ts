import type {Declared} from '../declared.ts';

const api = '/api/metadata';

/** Operations of the metadata groups and forms API. */
export type MetadataFormsOperationId =
	| 'MDG-01'
	| 'MDG-02'
	| 'MDG-03'
	| 'MDG-04'
	| 'MDG-05'
	| 'MDG-06'
	| 'MDG-07'
	| 'MDG-08'
	| 'MDG-09'
	| 'MDG-09 delete'
	| 'MDG-10';

/** Groups of metadata fields, forms to fill them in, and tables to fill them in in bulk (2.11). */
export const metadataFormsOperations: Readonly<Record<MetadataFormsOperationId, Declared>> = {
	'MDG-01': {methods: ['GET'], path: `${api}/groups`, evidence: 'client source'},
	'MDG-02': {methods: ['GET'], path: `${api}/groups/:id`, evidence: 'client source'},
	'MDG-03': {
		methods: ['POST'],
		path: `${api}/groups/`,
		also: [`${api}/groups`],
		evidence: 'client source',
		note: '409 for a name that gives the schema of another group; without the slash, too: assumed.',
	},
	'MDG-04': {methods: ['PUT'], path: `${api}/groups/:id`, evidence: 'client source', note: 'The schema URI stays as it is: assumed.'},
	'MDG-05': {methods: ['DELETE'], path: `${api}/groups/:id`, evidence: 'client source'},
	'MDG-06': {methods: ['GET'], path: `${api}/forms`, evidence: 'client source'},
	'MDG-07': {methods: ['GET'], path: `${api}/forms/:id`, evidence: 'client source'},
	'MDG-08': {
		methods: ['POST'],
		path: `${api}/forms/`,
		also: [`${api}/forms`],
		evidence: 'client source',
		note: 'A form must have a title; what else it holds is kept and not looked at: assumed.',
	},
	'MDG-09': {methods: ['PUT'], path: `${api}/forms/:id`, evidence: 'client source'},
	'MDG-09 delete': {methods: ['DELETE'], path: `${api}/forms/:id`, evidence: 'client source'},
	'MDG-10': {
		methods: ['GET'],
		path: `${api}/csv-templates/download`,
		evidence: 'client source',
		note: 'One line of headings: those of the entity, then the fields of the groups whose schemas the forms have; assumed.',
	},
};
