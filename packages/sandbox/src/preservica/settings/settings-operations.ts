import type {Declared} from '../declared.ts';

const config = '/api/settings/metadata-enrichment/config';

/** Operations of the settings API. */
export type SettingsOperationId = 'SET-01' | 'SET-02' | 'SET-03' | 'SET-04' | 'SET-05' | 'SET-06' | 'SET-07';

/** Which content is enriched, and how; from 7.7 (2.14). */
export const settingsOperations: Readonly<Record<SettingsOperationId, Declared>> = {
	'SET-01': {methods: ['GET'], path: `${config}/rules`, evidence: 'client source', note: 'By priority: assumed.'},
	'SET-02': {
		methods: ['POST'],
		path: `${config}/rules`,
		also: ['/api/settings//metadata-enrichment/config/rules'],
		evidence: 'client source',
		note: 'Nothing is enriched. Selectors are kept as they are; 400 for an unknown profile: assumed.',
	},
	'SET-03': {methods: ['DELETE'], path: `${config}/rules/:id`, evidence: 'client source', note: 'Those below do not move up: assumed.'},
	'SET-04': {methods: ['GET'], path: `${config}/profiles`, evidence: 'client source'},
	'SET-05': {methods: ['GET'], path: `${config}/profiles/:id`, evidence: 'client source'},
	'SET-06': {methods: ['POST'], path: `${config}/profiles`, evidence: 'client source'},
	'SET-07': {methods: ['DELETE'], path: `${config}/profiles/:id`, evidence: 'client source'},
};
