import {
	AuthenticationError,
	ConfigurationError,
	DecodeError,
	HttpError,
	NetworkError,
	NotFoundError,
	PermissionError,
	Secret,
	type HttpEvent,
} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Account} from './account.ts';

const version = (text: string) => ({'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${text}</CurrentVersion></V>`});
const connect = (routes: Parameters<typeof connectTo>[0], options?: Parameters<typeof connectTo>[1]) => {
	const {session, ...rest} = connectTo({...version('7.7.0'), ...routes}, options);
	return {account: new Account(session), ...rest};
};
const aborted = {signal: AbortSignal.abort(new Error('enough'))};

describe('the details of the user', () => {
	const at = 'GET /api/user/details';

	it('are the roles, and whatever else there is', async () => {
		const {account, asked} = connect({[at]: '{"roles": ["ROLE_SDB_MANAGER_USER", "SDB_X"], "tenant": "ACME", "more": {"x": [1, null]}}'});
		expect(await account.details()).toStrictEqual({roles: ['SDB_MANAGER_USER', 'SDB_X'], extra: {tenant: 'ACME', more: {x: [1, null]}}});
		expect(asked()).toStrictEqual([at]);
	});

	it('may be no roles at all', async () => {
		expect(await connect({[at]: '{"roles": []}'}).account.details()).toStrictEqual({roles: [], extra: {}});
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		[{status: 400}, HttpError],
		['{}', DecodeError],
		['<html>', DecodeError],
	])('answered with %o are an error, never no roles', async (answer, kind) => {
		await expect(connect({[at]: answer}).account.details()).rejects.toThrow(kind);
	});

	it('end with an abort', async () => {
		await expect(connect({[at]: '{"roles": []}'}).account.details(aborted)).rejects.toThrow('enough');
	});
});

describe('changing the password', () => {
	const at = 'PUT /api/user/password';
	const [old, wanted] = ['the old "one"', 'SDB_OTHER_HORSE'];

	it.each([{status: 204}, '"changed"', ''])('sends both, and takes %o for success', async answer => {
		const {account, requests} = connect({[at]: answer});
		await expect(account.changePassword(new Secret(old), wanted)).resolves.toBeUndefined();
		const request = requests[0];
		expect(request?.headers.get('content-type')).toBe('application/json');
		expect(await request?.json()).toStrictEqual({password: old, newPassword: wanted});
	});

	it.each([
		['the same', wanted, wanted, 'is the old one'],
		['an empty one', old, '', 'both needed'],
		['an empty old one', '', wanted, 'both needed'],
		['a short one', old, 'fourteen chars', 'fewer than 15 characters'],
	])('to %s is refused before anything is sent', async (_, from, to, message) => {
		const {account, requests} = connect({[at]: ''});
		const failure: unknown = await account.changePassword(from, to).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(String(failure)).toContain(message);
		expect(requests).toStrictEqual([]);
	});

	it.each([
		[400, HttpError],
		[401, AuthenticationError],
		[403, PermissionError],
		[404, NotFoundError],
		[409, HttpError],
		[503, HttpError],
	])('that fails with %i is tried once and tells no password', async (status, kind) => {
		const events: HttpEvent[] = [];
		const answer = {status, body: JSON.stringify({password: old, newPassword: wanted})};
		const {account, requests} = connect({[at]: answer}, {onEvent: event => events.push(event)});
		const failure: unknown = await account.changePassword(old, wanted).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(failure).toMatchObject({status, body: undefined});
		const told = [String(failure), JSON.stringify(failure), failure instanceof Error ? failure.stack : '', JSON.stringify(events)].join();
		expect(told).not.toMatch(/the old|HORSE/);
		expect(requests).toHaveLength(1);
	});

	it('is not repeated when the answer is lost', async () => {
		const {account, requests} = connect({[at]: () => Promise.reject(new TypeError('lost'))});
		const failure: unknown = await account.changePassword(old, wanted).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NetworkError);
		expect(String(failure)).toContain('The password may have been changed: sign in anew to see which one holds.');
		expect(requests).toHaveLength(1);
	});

	it('that was refused is no doubt', async () => {
		const failures = [400, 503].map(status =>
			connect({[at]: {status}})
				.account.changePassword(old, wanted)
				.catch(String),
		);
		const [refused, failed] = await Promise.all(failures);
		expect(refused).not.toContain('may have been changed');
		expect(failed).toContain('may have been changed');
		const down = {'POST /api/accesstoken/login': () => Promise.reject(new TypeError('down'))};
		const {account} = connect({[at]: '', ...down}, {credentials: {username: 'x', password: 'y'}});
		expect(await account.changePassword(old, wanted).catch(String)).toMatch(/^NetworkError(?!.*may have been changed)/);
	});

	it('ends with an abort', async () => {
		await expect(connect({[at]: ''}).account.changePassword(old, wanted, aborted)).rejects.toThrow('enough');
	});
});

describe('the security tags of the user', () => {
	const at = 'GET /api/security/tags';
	const tags = (body: string) => `<TagsResponse xmlns="http://preservica.com/SecurityAPI/v7.7">${body}</TagsResponse>`;

	it('come with their permissions, however they are wrapped', async () => {
		const {account, asked} = connect({
			[at]: tags(
				'<Tags><Tag name="open"><Permissions><Permission> READ </Permission><Permission>WRITE</Permission><Permission/></Permissions></Tag></Tags><s:Tag xmlns:s="http://preservica.com/SecurityAPI/v6.4" name="closed"/>',
			),
		});
		expect(await account.securityTags()).toStrictEqual([
			{name: 'open', permissions: ['READ', 'WRITE']},
			{name: 'closed', permissions: []},
		]);
		expect(asked()).toStrictEqual(['GET /api/entity/versiondetails/version', at]);
	});

	it('may be none', async () => {
		expect(await connect({[at]: tags('')}).account.securityTags()).toStrictEqual([]);
	});

	it('need a server that has them', async () => {
		const {account, asked} = connect({...version('6.3.0'), [at]: tags('')});
		await expect(account.securityTags()).rejects.toThrow('needs Preservica 6.3.1 or newer');
		expect(asked()).not.toContain(at);
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		['<error/>', DecodeError],
		[tags('<Tag/>'), DecodeError],
		['', DecodeError],
	])('answered with %o are an error', async (answer, kind) => {
		await expect(connect({[at]: answer}).account.securityTags()).rejects.toThrow(kind);
	});

	it('end with an abort', async () => {
		await expect(connect({[at]: tags('')}).account.securityTags(aborted)).rejects.toThrow('enough');
	});
});

describe('the edition', () => {
	const at = 'GET /api/entitlement/edition';

	it('is told by servers from 7.3', async () => {
		const {account, asked} = connect({...version('7.3'), [at]: '{"edition": "Enterprise", "x": 1}'});
		expect(await account.edition()).toBe('Enterprise');
		expect(asked()).toContain(at);
		await expect(connect({...version('7.2.9'), [at]: '{"edition": "x"}'}).account.edition()).rejects.toThrow('needs Preservica 7.3');
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		['{}', DecodeError],
	])('answered with %o is an error', async (answer, kind) => {
		await expect(connect({[at]: answer}).account.edition()).rejects.toThrow(kind);
	});

	it('ends with an abort', async () => {
		await expect(connect({[at]: '{"edition": "x"}'}).account.edition(aborted)).rejects.toThrow('enough');
	});
});
