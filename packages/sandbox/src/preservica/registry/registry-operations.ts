import type {Declared} from '../declared.ts';

const list = '/Registry/par/:segment';
const item = `${list}/:id{.+}`;

/** Operations of the preservation action registry, each for nine kinds of items. */
export type RegistryOperationId = 'PAR-01' | 'PAR-02' | 'PAR-03' | 'PAR-04' | 'PAR-05';

/** Formats, tools, actions and rules (2.13), below `/Registry/par` and `/api/Registry/par`. */
export const registryOperations: Readonly<Record<RegistryOperationId, Declared>> = {
	'PAR-01': {
		methods: ['GET'],
		path: list,
		also: [`/api${list}`],
		evidence: 'client source',
		note: 'Names of the lists but those of format families, action types and properties: assumed. Needs no token.',
	},
	'PAR-02': {methods: ['GET'], path: item, also: [`/api${item}`], evidence: 'client source', note: 'By guid or name. Needs no token.'},
	'PAR-03': {
		methods: ['POST'],
		path: list,
		also: [`/api${list}`],
		evidence: 'client source',
		note: 'Takes a token or HTTP Basic, which a real server takes up to 7.4; only the id is checked: assumed.',
	},
	'PAR-04': {methods: ['PUT'], path: item, also: [`/api${item}`], evidence: 'client source', note: 'Takes a token or HTTP Basic.'},
	'PAR-05': {methods: ['DELETE'], path: item, also: [`/api${item}`], evidence: 'client source', note: 'Takes a token or HTTP Basic.'},
};
