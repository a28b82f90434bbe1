import {ConfigurationError, DecodeError, NotFoundError, PermissionError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {SecurityAdmin} from './security-admin.ts';

const connect = (routes: Parameters<typeof connectTo>[0], server = '7.7.0') => {
	const {session, ...rest} = connectTo({
		'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${server}</CurrentVersion></V>`,
		...routes,
	});
	const asked = () => rest.asked().filter(request => !request.endsWith('/version'));
	return {security: new SecurityAdmin(session), requests: rest.requests, asked};
};
const ns = 'http://preservica.com/AdminAPI/v7.7';
const list = (kind: string, ...names: string[]) =>
	`<${kind}sResponse xmlns="${ns}"><${kind}s>${names.map(name => `<${kind}>${name}</${kind}>`).join('')}</${kind}s></${kind}sResponse>`;
const roles = '/api/admin/security/roles';
const tags = '/api/admin/security/tags';

describe('roles', () => {
	it('are listed without their prefix', async () => {
		const {security, asked} = connect({[`GET ${roles}`]: list('Role', 'ROLE_SDB_MANAGER_USER', ' SDB_B ')});
		expect(await security.roles()).toEqual(['SDB_MANAGER_USER', 'SDB_B']);
		expect(asked()).toEqual([`GET ${roles}`]);
		expect(await connect({[`GET ${roles}`]: list('Role')}).security.roles()).toEqual([]);
	});

	it.each(['SDB_X', ' ROLE_SDB_X '])('are added without it and deleted with it: %o', async name => {
		const {security, requests, asked} = connect({
			[`POST ${roles}`]: {status: 201, body: `<Role xmlns="${ns}">ROLE_SDB_X</Role>`},
			[`DELETE ${roles}/ROLE_SDB_X`]: {status: 204},
		});
		expect(await security.addRole(name)).toBe('SDB_X');
		const body = parseXml(await requests[1]!.text());
		expect(body).toMatchObject({name: 'Role', namespace: ns, children: ['SDB_X']});
		await security.deleteRole(name);
		expect(asked()).toEqual([`POST ${roles}`, `DELETE ${roles}/ROLE_SDB_X`]);
	});
});

describe('security tags', () => {
	it('are listed', async () => {
		const {security} = connect({[`GET ${tags}`]: list('Tag', 'open', 'closed')});
		expect(await security.tags()).toEqual(['open', 'closed']);
		await expect(connect({[`GET ${tags}`]: '<x/>'}).security.tags()).rejects.toThrow(DecodeError);
	});

	it('are added trimmed and deleted by an encoded address', async () => {
		const {security, requests, asked} = connect({
			[`POST ${tags}`]: {status: 201, body: ''},
			[`DELETE ${tags}/closed%2Funtil%202050`]: {status: 204},
		});
		expect(await security.addTag(' closed/until 2050 ')).toBe('closed/until 2050');
		expect(parseXml(await requests[1]!.text())).toMatchObject({name: 'Tag', children: ['closed/until 2050']});
		await security.deleteTag(' closed/until 2050 ');
		expect(asked()).toEqual([`POST ${tags}`, `DELETE ${tags}/closed%2Funtil%202050`]);
	});

	it('have the name the server gives them', async () => {
		const {security} = connect({[`POST ${tags}`]: {status: 201, body: `<Tag xmlns="${ns}">Closed</Tag>`}});
		expect(await security.addTag('closed')).toBe('Closed');
	});
});

const calls: Readonly<Record<string, (security: SecurityAdmin, signal?: AbortSignal) => Promise<unknown>>> = {
	roles: (security, signal) => security.roles({signal}),
	tags: (security, signal) => security.tags({signal}),
	addRole: (security, signal) => security.addRole('X', {signal}),
	deleteRole: (security, signal) => security.deleteRole('X', {signal}),
	addTag: (security, signal) => security.addTag('x', {signal}),
	deleteTag: (security, signal) => security.deleteTag('x', {signal}),
};

describe.each(Object.entries(calls))('security.%s', (name, call) => {
	it('fails clearly without the right', async () => {
		const places = [roles, tags].flatMap(place => [`GET ${place}`, `POST ${place}`, `DELETE ${place}/ROLE_X`, `DELETE ${place}/x`]);
		const {security} = connect(Object.fromEntries(places.map(place => [place, {status: 403}])));
		await expect(call(security)).rejects.toThrow(PermissionError);
	});

	it('ends with an abort', async () => {
		const controller = new AbortController();
		controller.abort(new Error('enough'));
		await expect(call(connect({}).security, controller.signal)).rejects.toThrow('enough');
	});

	it.skipIf(name === 'tags')('asks for a server that can', async () => {
		const failure = await call(connect({}, '6.3.9').security).catch((error: unknown) => error);
		expect(failure).toMatchObject({name: 'ConfigurationError', code: 'version'});
		expect(String(failure)).toContain(name.includes('ole') ? '6.5' : '6.4');
	});
});

it('says which role there is none of', async () => {
	const {security} = connect({});
	await expect(security.deleteRole('SDB_X')).rejects.toThrow('There is no role ROLE_SDB_X');
	await expect(security.deleteTag('x')).rejects.toThrow(NotFoundError);
});

it.each(['', ' ', 'ROLE_'])('refuses the name %o before anything is sent', async name => {
	const {security, requests} = connect({});
	await expect(security.addRole(name)).rejects.toThrow(ConfigurationError);
	await expect(security.deleteRole(name)).rejects.toThrow('The name of the role is empty.');
	await expect(security.addTag(name.replace('ROLE_', ''))).rejects.toThrow(ConfigurationError);
	await expect(security.deleteTag(name.replace('ROLE_', ''))).rejects.toThrow('The name of the security tag is empty.');
	expect(requests).toEqual([]);
});
