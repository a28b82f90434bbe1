import type {Operation} from '@fonds/sandbox';

type Known = Pick<Operation, 'id' | 'method' | 'path' | 'evidence'>;

/** Operations that the sandbox does not have. */
export const notInSandbox: readonly Known[] = [
	{id: 'TOK-06', method: 'POST', path: '/api/accesstoken/acquire-restricted', evidence: 'documented'},
	{id: 'TOK-07', method: 'POST', path: '/api/accesstoken/acquire-temp-user', evidence: 'documented'},
	{id: 'ENT-03', method: 'PUT', path: '/api/entity/progress/{token}/status', evidence: 'documented'},
	{
		id: 'ENT-39',
		method: 'PUT',
		path: '/api/entity/information-objects/{ref}/representations/{type}_{index}/name',
		evidence: 'client source',
	},
	{id: 'ENT-29', method: 'POST', path: '/api/entity/actions/metadata-edits', evidence: 'documented'},
];

/** Operations that no single method stands for. */
export const elsewhere: Readonly<Record<string, {readonly how: string; readonly tests: readonly string[]}>> = {
	'TOK-01': {how: '`Session`: sign-in with a password', tests: ['src/auth/session.test.ts']},
	'TOK-02': {how: '`Session`: the second factor', tests: ['src/auth/session.test.ts']},
	'TOK-04': {how: '`Session`: sign-in with a shared secret', tests: ['src/auth/session.test.ts']},
	'ENT-01': {how: '`session.version`', tests: ['src/auth/version.test.ts']},
};

/** Operations without a method, and why. */
export const withoutMethod: Readonly<Record<string, string>> = {
	'TOK-03': 'a new sign-in is safer: public clients report a server bug with refresh tokens',
	'TOK-05': 'the only known form has the token in the address; tokens end by themselves after 15 minutes',
	'TOK-06': 'parameters unpublished: `preservica.request`',
	'TOK-07': 'parameters unpublished: `preservica.request`',
	'UPL-11': 'named by the maker only, parameters unpublished: `preservica.request`',
	'ENT-03': 'body unpublished, for the Analytics API only: `preservica.request`',
	'ENT-29': 'body unpublished: `preservica.request`',
	'AM-23': 'answers 501: not implemented by the server',
	'SS-36': 'a stub of the server: it answers a word and does nothing',
};
