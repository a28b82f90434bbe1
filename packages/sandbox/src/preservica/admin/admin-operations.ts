import type {Declared} from '../declared.ts';

const admin = '/api/admin';

/** Operations of the admin API. */
export type AdminOperationId =
	| 'ADM-01'
	| 'ADM-02'
	| 'ADM-03'
	| 'ADM-04'
	| 'ADM-05'
	| 'ADM-06'
	| 'ADM-07'
	| 'ADM-08'
	| 'ADM-09'
	| 'ADM-10'
	| 'ADM-11'
	| 'ADM-12'
	| 'ADM-13'
	| 'ADM-14'
	| 'ADM-15'
	| 'ADM-16'
	| 'ADM-17'
	| 'ADM-18'
	| 'ADM-19'
	| 'ADM-20'
	| 'ADM-21'
	| 'ADM-22'
	| 'ADM-23'
	| 'ADM-24';

const inUse = '409 for one that exists, or to delete one in use: assumed.';

/** Roles, security tags, users, and the XML documents a tenancy works with (2.6). */
export const adminOperations: Readonly<Record<AdminOperationId, Declared>> = {
	'ADM-01': {methods: ['GET'], path: `${admin}/security/roles`, evidence: 'client source', note: 'Names of the wrappers: assumed.'},
	'ADM-02': {methods: ['POST'], path: `${admin}/security/roles`, evidence: 'client source', note: inUse},
	'ADM-03': {methods: ['DELETE'], path: `${admin}/security/roles/:name`, evidence: 'client source', note: inUse},
	'ADM-04': {methods: ['GET'], path: `${admin}/security/tags`, evidence: 'client source', note: 'Names of the wrappers: assumed.'},
	'ADM-05': {
		methods: ['POST'],
		path: `${admin}/security/tags`,
		evidence: 'client source',
		note: `${inUse} Readers see nothing that has a tag added later: assumed.`,
	},
	'ADM-06': {methods: ['DELETE'], path: `${admin}/security/tags/:name`, evidence: 'client source', note: inUse},
	'ADM-07': {methods: ['GET'], path: `${admin}/users`, evidence: 'client source', note: 'Names of the wrappers: assumed.'},
	'ADM-08': {methods: ['GET'], path: `${admin}/users/:username`, evidence: 'client source'},
	'ADM-09': {
		methods: ['POST'],
		path: `${admin}/users`,
		evidence: 'client source',
		note: 'No e-mail is sent: new users sign in with the first password of the sandbox; external ones only by the shared secret.',
	},
	'ADM-10': {
		methods: ['PUT'],
		path: `${admin}/users/:username`,
		evidence: 'client source',
		note: 'Takes FullName, Email and Roles; the rest is left as it is: assumed.',
	},
	'ADM-11': {
		methods: ['PUT'],
		path: `${admin}/users/:username/enabled`,
		evidence: 'client source',
		note: 'Disabling ends the tokens of a user; 422 for oneself: assumed.',
	},
	'ADM-12': {
		methods: ['DELETE'],
		path: `${admin}/users/:username`,
		evidence: 'client source',
		note: '422 for a user who is not disabled: assumed.',
	},
	...registered('schemas', ['ADM-13', 'ADM-14', 'ADM-15', 'ADM-16']),
	...registered('documents', ['ADM-17', 'ADM-18', 'ADM-19', 'ADM-20']),
	...registered('transforms', ['ADM-21', 'ADM-22', 'ADM-23', 'ADM-24']),
};

function registered<List extends string, Read extends string, Add extends string, Remove extends string>(
	path: string,
	[list, read, add, remove]: readonly [List, Read, Add, Remove],
): Readonly<Record<List | Read | Add | Remove, Declared>>;
function registered(path: string, [list, read, add, remove]: readonly [string, string, string, string]): Record<string, Declared> {
	const wellFormed = 'The XML must be well-formed and without a doctype, and nothing else is checked; answer to a creation: assumed.';
	return {
		[list]: {
			methods: ['GET'],
			path: `${admin}/${path}`,
			evidence: 'client source',
			note: 'Names of the wrappers are those of the tests of a client.',
		},
		[read]: {methods: ['GET'], path: `${admin}/${path}/:apiId/content`, evidence: 'client source'},
		[add]: {methods: ['POST'], path: `${admin}/${path}`, evidence: 'client source', note: wellFormed},
		[remove]: {methods: ['DELETE'], path: `${admin}/${path}/:apiId`, evidence: 'client source'},
	};
}
