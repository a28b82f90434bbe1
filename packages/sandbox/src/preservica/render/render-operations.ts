import type {Declared} from '../declared.ts';

/** Operations of the viewer. */
export type RenderOperationId = 'REN-01';

/** A page that shows an asset (2.15). */
export const renderOperations: Readonly<Record<RenderOperationId, Declared>> = {
	'REN-01': {
		methods: ['GET'],
		path: '/Render/render/external',
		evidence: 'client source',
		note: 'A plain page with title, files, and the first one if it is a small picture or text. 401 for a token that is none: assumed.',
	},
};
