import type {Declared} from '../declared.ts';

/** Operations of the OAI-PMH endpoint. */
export type OaiOperationId = 'OAI-01';

/** Harvesting of what assets are described with (2.15). */
export const oaiOperations: Readonly<Record<OaiOperationId, Declared>> = {
	'OAI-01': {
		methods: ['GET', 'POST'],
		path: '/OAI-PMH/',
		also: ['/OAI-PMH'],
		evidence: 'documented',
		note:
			'As OAI-PMH 2.0 says; a token or HTTP Basic is asked for. Assets and what is left of deleted ones, five records a page, no sets. Form of ' +
			'identifiers, what goes into oai_dc: assumed.',
	},
};
