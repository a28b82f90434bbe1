import type {Declared} from '../declared.ts';

const configs = '/api/process/ingest/configs';

/** Operations of the process configuration API. */
export type ProcessOperationId = 'PRC-01' | 'PRC-02';

/** Ingest processes, and switching them off and on (2.8). */
export const processOperations: Readonly<Record<ProcessOperationId, Declared>> = {
	'PRC-01': {
		methods: ['GET'],
		path: configs,
		evidence: 'client source',
		note: 'types is a comma list; values of type and trigger: assumed.',
	},
	'PRC-02': {
		methods: ['PUT'],
		path: `${configs}/:apiId/active`,
		evidence: 'client source',
		note: 'While the package ingest is switched off, uploads are refused with 409: documented, the status assumed. What arrives in a source meanwhile is ingested when it is switched on, and OPEX containers below opex/ when the process for them is: assumed.',
	},
};
