import type {Declared} from '../declared.ts';

const content = '/api/content';
const methods = ['GET', 'POST'];

/** Operations of search. */
export type SearchOperationId = 'CON-04' | 'CON-05' | 'CON-06' | 'CON-07' | 'CON-08';

/** Search, and lists that are searches (2.3). */
export const searchOperations: Readonly<Record<SearchOperationId, Declared>> = {
	'CON-04': {
		methods: ['GET'],
		path: `${content}/indexed-fields`,
		evidence: 'client source',
		note: 'Types other than that of xip.created, and what is facetable: assumed. Custom indexes know simple paths only.',
	},
	'CON-05': {
		methods,
		path: `${content}/search`,
		evidence: 'client source',
		note: 'Folders and assets; the language of q beyond % and id:, the order without sort, 400 for unknown indexes, which values are lists, and the markup of highlights: assumed.',
	},
	'CON-06': {methods, path: `${content}/search-within`, evidence: 'documented', note: 'As CON-05.'},
	'CON-07': {methods, path: `${content}/top-level-list`, evidence: 'documented', note: 'As CON-05.'},
	'CON-08': {
		methods,
		path: `${content}/object-children`,
		evidence: 'documented',
		note: 'As CON-05; with includevirtual=true also what links of the type VirtualChild lead to: assumed.',
	},
};
