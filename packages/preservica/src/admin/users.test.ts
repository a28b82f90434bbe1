import {ConfigurationError, DecodeError, NotFoundError, PermissionError} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import {children, optionalChild, parseXml, text} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {parseCsv} from '../csv/csv.ts';
import {connect as connectTo} from '../fixtures/connect.ts';
import {admin} from './admin-xml.ts';
import {Users} from './users.ts';

const version = {'GET /api/entity/versiondetails/version': '<V><CurrentVersion>7.7.0</CurrentVersion></V>'};
const connect = (routes: Parameters<typeof connectTo>[0]) => {
	const {session, ...rest} = connectTo({...version, ...routes});
	return {users: new Users(session), ...rest};
};
const at = '/api/admin/users';
const ns = 'http://preservica.com/AdminAPI/v7.7';
const list = (...names: string[]) =>
	`<UsersResponse xmlns="${ns}"><Users>${names.map(name => `<User> ${name}\n</User>`).join('')}</Users></UsersResponse>`;
const answer = (name: string, {enabled = 'true', roles = ['SDB_MANAGER_USER'], more = '', fullName = 'Jané &amp; Co'} = {}) =>
	`<UserResponse xmlns="${ns}"><User><UserName>${name}</UserName><FullName>${fullName}</FullName><Email>${name}</Email><Tenant>EXAMPLE</Tenant><Enabled>${enabled}</Enabled><Roles>${roles.map(role => `<Role>${role}</Role>`).join('')}</Roles>${more}</User></UserResponse>`;
const jane = 'jane@example.org';
const janePath = `${at}/jane%40example.org`;
const janeUser = {userName: jane, fullName: 'Jané & Co', email: jane, tenant: 'EXAMPLE', enabled: true, roles: ['SDB_MANAGER_USER']};

describe('the list of users', () => {
	it('holds their names in the order of the server', async () => {
		const {users, asked, requests} = connect({[`GET ${at}`]: list('b@example.org', 'a@example.org')});
		expect(await users.list()).toEqual(['b@example.org', 'a@example.org']);
		expect(asked()).toEqual([`GET ${at}`]);
		expect(requests[0]?.headers.get('preservica-access-token')).toBe('token-1');
	});

	it.each([list(), `<Users xmlns="${ns}"/>`, '<Users/>', '<UsersResponse/>'])('may be empty: %s', async body => {
		expect(await connect({[`GET ${at}`]: body}).users.list()).toEqual([]);
	});

	it('is read to its end, should a server divide it', async () => {
		const page = (name: string, paging: string) =>
			`<UsersResponse xmlns="${ns}"><User>${name}</User><Paging>${paging}</Paging></UsersResponse>`;
		const {users} = connect({
			[`GET ${at}`]: page('a', `<Next>https://preservica.example.org${at}?start=1</Next>`),
			[`GET ${at}?start=1`]: page('b', '<Next/>'),
		});
		expect(await users.list()).toEqual(['a', 'b']);
	});

	it.each([
		['<rss><channel/></rss>', '<rss> in the namespace "", not a list of <User>'],
		['<Users xmlns="http://example.org/"/>', 'not a list of <User>'],
		[list(' '), '<User> holds no name'],
		['<html><title>Sign in</title></html>', 'an HTML page'],
		['', 'empty'],
	])('is not %s', async (body, message) => {
		const failure = await connect({[`GET ${at}`]: body})
			.users.list()
			.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(DecodeError);
		expect(String(failure)).toContain(message);
	});

	it('takes a manager', async () => {
		const {users} = connect({[`GET ${at}`]: {status: 403, body: 'needs ROLE_SDB_MANAGER_USER'}});
		await expect(users.list()).rejects.toThrow(PermissionError);
		await expect(users.list()).rejects.toThrow('or the licence does not cover it. The server names the role SDB_MANAGER_USER');
	});
});

describe('one user', () => {
	it('is read, the roles without their prefix', async () => {
		const {users, asked} = connect({[`GET ${janePath}`]: answer(jane, {roles: ['ROLE_SDB_A', ' SDB_B ']})});
		expect(await users.user(jane)).toEqual({...janeUser, roles: ['SDB_A', 'SDB_B']});
		expect(asked()).toEqual([`GET ${janePath}`]);
	});

	it.each([
		['true', true],
		[' True ', true],
		['false', false],
	])('is enabled or not: %o', async (enabled, expected) => {
		expect((await connect({[`GET ${janePath}`]: answer(jane, {enabled})}).users.user(jane)).enabled).toBe(expected);
	});

	it('may lack everything but the name', async () => {
		const {users} = connect({'GET /api/admin/users/x': '<User><UserName>x</UserName><Other/></User>'});
		expect(await users.user('x')).toEqual({
			userName: 'x',
			fullName: undefined,
			email: undefined,
			tenant: undefined,
			enabled: undefined,
			roles: [],
		});
	});

	it('is not a user without a name', async () => {
		const {users} = connect({'GET /api/admin/users/x': `<UserResponse xmlns="${ns}"><User>x</User></UserResponse>`});
		await expect(users.user('x')).rejects.toThrow(
			new DecodeError('<UserResponse> holds no <UserName>: this is not how the Admin API describes a user.'),
		);
	});

	it('who does not exist is not found', async () => {
		const {users} = connect({});
		await expect(users.user('nobody')).rejects.toThrow('There is no user nobody, or this account has no right to see it.');
		await expect(users.user('nobody')).rejects.toThrow(NotFoundError);
		await expect(users.user(' ')).rejects.toThrow('The name of the user is empty.');
	});
});

describe('adding a user', () => {
	const routes = {[`POST ${at}?source=UX2`]: {status: 201}, [`GET ${janePath}`]: answer(jane)};
	const sent = async (requests: readonly Request[]) =>
		parseXml(
			(await requests
				.find(({method}) => method === 'POST')
				?.clone()
				.text()) ?? '',
		);

	it('sends roles without their prefix and reads what became of it', async () => {
		const {users, requests, asked} = connect(routes);
		const added = await users.add({email: ` ${jane} `, fullName: 'Jané & Co', roles: ['ROLE_SDB_A', ' SDB_B']});
		expect(added).toEqual(janeUser);
		const body = await sent(requests);
		expect(body.namespace).toBe(ns);
		expect(body.children.map(node => (typeof node === 'string' ? node : node.name))).toEqual(['FullName', 'Email', 'Roles']);
		expect([text(body, admin('FullName')), text(body, admin('Email'))]).toEqual(['Jané & Co', jane]);
		const roles = optionalChild(body, admin('Roles'));
		expect(roles && children(roles, admin('Role')).map(({children: [role]}) => role)).toEqual(['SDB_A', 'SDB_B']);
		expect(asked().slice(1)).toEqual([`POST ${at}?source=UX2`, `GET ${janePath}`]);
		expect(requests[1]?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
	});

	it.each([
		[undefined, jane],
		['jane', 'jane'],
	])('who signs in elsewhere says so, and has the name %o', async (userName, expected) => {
		const {users, requests} = connect({...routes, [`GET ${at}/jane`]: answer('jane')});
		const added = await users.add({email: jane, fullName: 'Jane', roles: [], externallyAuthenticated: true, userName});
		expect(added.userName).toBe(expected);
		const body = await sent(requests);
		expect(body.children.map(node => (typeof node === 'string' ? node : node.name))).toEqual([
			'FullName',
			'Email',
			'externallyAuthenticated',
			'userName',
			'Roles',
		]);
		expect([text(body, admin('externallyAuthenticated')), text(body, admin('userName'))]).toEqual(['true', expected]);
	});

	it.each([
		[{email: ' ', fullName: 'x', roles: []}, 'The name of the user is empty.'],
		[{email: 'x', fullName: '', roles: []}, 'The name of the user is empty.'],
		[{email: 'x', fullName: 'x', roles: ['']}, 'The name of the role is empty.'],
		[{email: 'x', fullName: 'x', roles: [], userName: 'y'}, 'leave out userName'],
	])('refuses %o before anything is sent', async (user, message) => {
		const {users, requests} = connect({});
		await expect(users.add(user)).rejects.toThrow(ConfigurationError);
		await expect(users.add(user)).rejects.toThrow(message);
		expect(requests).toEqual([]);
	});

	it('is not repeated, and needs a server that can', async () => {
		const {users, requests} = connect({[`POST ${at}?source=UX2`]: {status: 503}});
		await expect(users.add({email: 'x', fullName: 'x', roles: []})).rejects.toThrow(
			'The user x may have been added: look before adding it again.',
		);
		expect(requests.filter(({method}) => method === 'POST')).toHaveLength(1);

		const old = connect({'GET /api/entity/versiondetails/version': '<V><CurrentVersion>6.1.0</CurrentVersion></V>'});
		await expect(old.users.add({email: 'x', fullName: 'x', roles: []})).rejects.toThrow('Adding a user needs Preservica 6.2 or newer');
	});
});

describe('renaming a user', () => {
	it('sends the document of the server back with the name changed only', async () => {
		const more = '<Quota xmlns="http://example.org/q" unit="GB">5</Quota>';
		const {users, requests, asked} = connect({
			[`GET ${janePath}`]: [answer(jane, {more, roles: ['ROLE_X']}), answer(jane, {fullName: 'New'})],
			[`PUT ${janePath}`]: '',
		});
		expect((await users.rename(jane, ' A <New> name ')).fullName).toBe('New');
		expect(asked()).toEqual([`GET ${janePath}`, `PUT ${janePath}`, `GET ${janePath}`]);
		expect(parseXml(await requests[1]!.text())).toEqual(parseXml(answer(jane, {more, roles: ['ROLE_X'], fullName: 'A &lt;New&gt; name'})));
	});

	it('adds the name where there was none', async () => {
		const {users, requests} = connect({
			'GET /api/admin/users/x': `<User xmlns="${ns}"><UserName>x</UserName></User>`,
			'PUT /api/admin/users/x': '',
		});
		await users.rename('x', 'X');
		expect(parseXml(await requests[1]!.text())).toEqual(
			expect.objectContaining({
				children: [
					expect.objectContaining({name: 'UserName'}),
					expect.objectContaining({name: 'FullName', namespace: ns, children: ['X']}),
				],
			}),
		);
	});

	it('refuses an empty name, and changes nothing when the user cannot be read', async () => {
		const {users, asked} = connect({});
		await expect(users.rename(jane, ' ')).rejects.toThrow(ConfigurationError);
		await expect(users.rename(jane, 'x')).rejects.toThrow(NotFoundError);
		expect(asked()).toEqual([`GET ${janePath}`]);
	});
});

describe('enabling, disabling, deleting', () => {
	it.each([true, false])('sends the pair of a form as plain text: %o', async enabled => {
		const {users, requests, asked} = connect({[`PUT ${janePath}/enabled`]: `User ${jane} changed`});
		await (enabled ? users.enable(jane) : users.disable(jane));
		expect(asked()).toEqual([`PUT ${janePath}/enabled`]);
		expect(requests[0]?.headers.get('content-type')).toBe('text/plain;charset=UTF-8');
		expect(await requests[0]?.text()).toBe(`userEnabledStatus=${enabled}`);
	});

	it('deletes a user that is disabled first', async () => {
		const {users, asked} = connect({[`PUT ${janePath}/enabled`]: '', [`DELETE ${janePath}`]: {status: 204}});
		await users.delete(jane);
		expect(asked()).toEqual([`PUT ${janePath}/enabled`, `DELETE ${janePath}`]);
	});

	it('does not delete one that could not be disabled', async () => {
		const {users, asked} = connect({[`PUT ${janePath}/enabled`]: {status: 403}});
		await expect(users.delete(jane)).rejects.toThrow('This account has no right to change the user jane@example.org.');
		expect(asked()).toEqual([`PUT ${janePath}/enabled`]);
	});
});

describe('the report of all users', () => {
	const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
	const routes = Object.fromEntries(names.map(name => [`GET ${at}/${name}`, answer(name)]));

	it('is CSV, one row a user', async () => {
		const {users} = connect({
			[`GET ${at}`]: list('a', '=b'),
			[`GET ${at}/a`]: answer('a', {roles: ['ROLE_SDB_X', 'SDB_Y'], fullName: 'A, "B"'}),
			[`GET ${at}/%3Db`]: `<User><UserName>=b</UserName><Enabled>false</Enabled></User>`,
		});
		const csv = await readText(users.report());
		expect(csv).toContain(`"'=b"`);
		expect(parseCsv(csv)).toEqual({
			header: ['UserName', 'FullName', 'Email', 'Tenant', 'Enabled', 'Roles'],
			rows: [
				['a', 'A, "B"', 'a', 'EXAMPLE', 'true', 'SDB_X|SDB_Y'],
				["'=b", '', '', '', 'false', ''],
			],
		});
		expect(await readText(users.report({roleSeparator: '; ', escapeFormulas: false}))).toMatch(/SDB_X; SDB_Y\r\n=b,/);
	});

	it('has a header and nothing else when there are no users', async () => {
		expect(await readText(connect({[`GET ${at}`]: list()}).users.report())).toBe('UserName,FullName,Email,Tenant,Enabled,Roles\r\n');
	});

	it('keeps the order, and reads so many at a time', async () => {
		let running = 0;
		let most = 0;
		let tellThree = (): void => {};
		const three = new Promise<void>(resolve => {
			tellThree = resolve;
		});
		const slow = Object.fromEntries(
			names.map((name, index) => [
				`GET ${at}/${name}`,
				async () => {
					most = Math.max(most, ++running);
					if (running === 3) {
						tellThree();
					}
					await three;
					for (let turn = 0; turn < 10 - index; turn++) {
						await Promise.resolve();
					}
					running--;
					return answer(name);
				},
			]),
		);
		const {users} = connect({[`GET ${at}`]: list(...names), ...slow});
		const {rows} = parseCsv(await readText(users.report({concurrency: 3})));
		expect(rows.map(([name]) => name)).toEqual(names);
		expect(most).toBe(3);
	});

	it('keeps the name of a user who is gone meanwhile', async () => {
		const {users} = connect({[`GET ${at}`]: list('a', 'gone', 'b'), ...routes});
		const {rows} = parseCsv(await readText(users.report()));
		expect(rows.map(([name]) => name)).toEqual(['a', 'gone', 'b']);
		expect(rows[1]).toEqual(['gone', '', '', '', '', '']);
	});

	it('fails as a whole for anything else', async () => {
		const broken = connect({[`GET ${at}`]: list('a', 'b'), ...routes, [`GET ${at}/b`]: {status: 500}});
		await expect(readText(broken.users.report())).rejects.toThrow('500');
		await expect(readText(connect({[`GET ${at}`]: {status: 403}}).users.report())).rejects.toThrow(PermissionError);
		const unclear = connect({[`GET ${at}`]: list('a'), [`GET ${at}/a`]: answer('a', {roles: ['A|B']})});
		await expect(readText(unclear.users.report())).rejects.toThrow('choose another roleSeparator');
		await expect(readText(unclear.users.report({concurrency: 0}))).rejects.toThrow('concurrency is 0');
	});

	it('stops reading users when it is cancelled or aborted', async () => {
		const {users, asked} = connect({[`GET ${at}`]: list(...names), ...routes});
		expect(asked()).toEqual([]);
		const reader = users.report({concurrency: 1}).getReader();
		await reader.read();
		await reader.read();
		await reader.cancel();
		expect(asked().length).toBeLessThan(4);

		const controller = new AbortController();
		const aborted = users.report({signal: controller.signal});
		controller.abort(new Error('enough'));
		await expect(readText(aborted)).rejects.toThrow('enough');
	});
});

it.each<[string, (users: Users, signal: AbortSignal) => Promise<unknown>]>([
	['list', (users, signal) => users.list({signal})],
	['user', (users, signal) => users.user('x', {signal})],
	['add', (users, signal) => users.add({email: 'x', fullName: 'x', roles: []}, {signal})],
	['rename', (users, signal) => users.rename('x', 'y', {signal})],
	['enable', (users, signal) => users.enable('x', {signal})],
	['disable', (users, signal) => users.disable('x', {signal})],
	['delete', (users, signal) => users.delete('x', {signal})],
])('users.%s ends with an abort', async (_, call) => {
	const {users, asked} = connect({});
	await expect(call(users, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
	expect(asked().filter(request => request.includes('/admin/'))).toEqual([]);
});
