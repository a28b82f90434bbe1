import {createHash} from 'node:crypto';
import {parseXml, type XmlElement} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';

const admin = '/api/admin';
const namespace = 'xmlns="http://preservica.com/AdminAPI/v8.1"';
const {tenant, users} = sandboxCredentials.preservica;
const jane = 'jane+test@fonds.example';
const janePath = `${admin}/users/${encodeURIComponent(jane)}`;

const userXml = (roles: readonly string[], more = ''): string =>
	`<User ${namespace}><FullName>Jane Example</FullName><Email>${jane}</Email>${more}<Roles>${roles.map(role => `<Role>${role}</Role>`).join('')}</Roles></User>`;
const texts = (root: XmlElement, name: string): string[] => findAll(root, name).map(textOf);

async function addJane({send}: OpenSandbox, roles = ['SDB_INGEST_USER'], more = ''): Promise<void> {
	const answer = await send('POST', `${admin}/users?source=UX2`, {body: userXml(roles, more)});
	expect(answer.status, await answer.text()).toBe(201);
}

async function signIn({send}: OpenSandbox, password: string, username = jane): Promise<string | undefined> {
	const answer = await send('POST', '/api/accesstoken/login', {body: new URLSearchParams({username, password})});
	const {token}: {token?: string} = await answer.json();
	return token;
}

it.each([
	['roles', 'Role', 'ROLE_SDB_MANAGER_USER'],
	['tags', 'Tag', 'restricted'],
])('lists all %s of the tenancy', async (path, element, one) => {
	const {xml} = await openSandbox();
	const list = await xml(`${admin}/security/${path}`);
	expect(list.namespace).toBe('http://preservica.com/AdminAPI/v8.1');
	expect(texts(list, element)).toContain(one);
	expect((await xml(`${admin}/v7.0/security/${path}`)).namespace).toBe('http://preservica.com/AdminAPI/v7.0');
});

it('adds a role without its prefix, answers it with, and deletes it with', async () => {
	const {send, xml} = await openSandbox();
	const body = `<Role ${namespace}> SDB_HARBOUR </Role>`;
	const added = await send('POST', `${admin}/security/roles`, {body});
	expect([added.status, textOf(parseXml(await added.text()))]).toEqual([201, 'ROLE_SDB_HARBOUR']);
	expect((await send('POST', `${admin}/security/roles`, {body})).status).toBe(409);
	expect(texts(await xml(`${admin}/security/roles`), 'Role')).toContain('ROLE_SDB_HARBOUR');
	expect((await send('DELETE', `${admin}/security/roles/SDB_HARBOUR`)).status).toBe(404);
	expect((await send('DELETE', `${admin}/security/roles/ROLE_SDB_HARBOUR`)).status).toBe(204);
	expect((await send('DELETE', `${admin}/security/roles/ROLE_SDB_INGEST_USER`)).status).toBe(409);
});

it('adds a security tag that can be given to entities, and then not be deleted', async () => {
	const {send} = await openSandbox();
	const folder = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>Box</Title><SecurityTag>harbour master</SecurityTag></StructuralObject>`;
	const create = async (): Promise<number> => (await send('POST', '/api/entity/structural-objects', {body: folder})).status;
	expect(await create()).toBe(400);
	const added = await send('POST', `${admin}/security/tags`, {body: `<Tag ${namespace}>harbour master</Tag>`});
	expect([added.status, await added.text()]).toEqual([
		201,
		expect.stringMatching(/<Tag xmlns="[^"]*AdminAPI[^"]*">harbour master<\/Tag>$/u),
	]);
	const remove = (name: string): Promise<Response> => send('DELETE', `${admin}/security/tags/${encodeURIComponent(name)}`);
	expect((await remove('harbour master')).status).toBe(204);
	await send('POST', `${admin}/security/tags`, {body: `<Tag ${namespace}>harbour master</Tag>`});
	expect(await create()).toBe(200);
	expect((await remove('harbour master')).status).toBe(409);
	expect((await remove('secret')).status).toBe(404);
	expect(await (await send('GET', '/api/security/tags')).text()).toContain('<Tag name="harbour master">');
});

it('refuses names that are empty or in another element', async () => {
	const {send} = await openSandbox();
	for (const body of ['x', `<Role ${namespace}/>`, `<Tag ${namespace}>a</Tag>`, '<Role>a</Role>'])
		expect((await send('POST', `${admin}/security/roles`, {body})).status).toBe(400);
});

it('lists users by name, and gives the details of one, roles without prefix', async () => {
	const {xml} = await openSandbox();
	expect(texts(await xml(`${admin}/users`), 'User')).toEqual(
		[users.archivist, users.twoFactor, users.approver, users.reader].map(({username}) => username),
	);
	const reader = await xml(`${admin}/users/${users.reader.username}`);
	expect(['UserName', 'FullName', 'Email', 'Tenant', 'Enabled', 'Role'].map(name => find(reader, name))).toEqual([
		users.reader.username,
		'Robin Reader',
		users.reader.username,
		tenant,
		'true',
		'SDB_ACCESS_USER',
	]);
});

it('adds a user who can sign in, has the roles given, and can be given another name', async () => {
	const open = await openSandbox();
	await addJane(open);
	const token = await signIn(open, users.firstPassword);
	const details = await (await open.send('GET', '/api/user/details', {token: token ?? ''})).json();
	expect(details).toMatchObject({username: jane, fullName: 'Jane Example', roles: ['ROLE_SDB_INGEST_USER']});
	const document = (await (await open.send('GET', janePath)).text()).replace('Jane Example', 'Jane E. Example');
	expect((await open.send('PUT', janePath, {body: document})).status).toBe(200);
	expect(find(await open.xml(janePath), 'FullName')).toBe('Jane E. Example');
	expect((await open.send('POST', `${admin}/users`, {body: userXml([])})).status).toBe(409);
});

it('lets users do what their roles allow', async () => {
	const open = await openSandbox();
	await addJane(open, ['ROLE_SDB_USER_MANAGER_USER']);
	const token = (await signIn(open, users.firstPassword)) ?? '';
	expect((await open.send('GET', `${admin}/users`, {token})).status).toBe(200);
	expect((await open.send('POST', `${admin}/schemas?name=a`, {token, body: '<a/>'})).status).toBe(403);
	const folder =
		'<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>';
	expect((await open.send('POST', '/api/entity/structural-objects', {token, body: folder})).status).toBe(403);
});

it('signs in users of elsewhere by the shared secret only', async () => {
	const open = await openSandbox();
	await addJane(open, [], `<externallyAuthenticated>true</externallyAuthenticated><userName>jane</userName>`);
	expect(await signIn(open, users.firstPassword, 'jane')).toBeUndefined();
	const nameOnly = new URLSearchParams({username: 'jane'});
	expect((await open.send('POST', '/api/accesstoken/login', {body: nameOnly})).status).toBe(401);
	const timestamp = String(Math.floor(open.clock.now / 1000));
	const hash = createHash('sha1').update(`preservica-external-auth${timestamp}jane${users.sharedSecret}`).digest('hex');
	const body = new URLSearchParams({username: 'jane', tenant, timestamp, hash});
	expect((await open.send('POST', '/api/accesstoken/acquire-external', {body})).status).toBe(200);
});

it.each([
	['true', 'false'],
	['userEnabledStatus=true', 'userEnabledStatus=false'],
])('enables and disables a user by %s and %s, tokens included', async (on, off) => {
	const open = await openSandbox();
	await addJane(open);
	const token = (await signIn(open, users.firstPassword)) ?? '';
	const details = async (): Promise<number> => (await open.send('GET', '/api/user/details', {token})).status;
	expect(await details()).toBe(200);
	const disabled = await open.send('PUT', `${janePath}/enabled`, {body: off});
	expect([disabled.status, await disabled.text()]).toEqual([200, 'false']);
	expect([await details(), await signIn(open, users.firstPassword), find(await open.xml(janePath), 'Enabled')]).toEqual([
		401,
		undefined,
		'false',
	]);
	await open.send('PUT', `${janePath}/enabled`, {body: on});
	expect(await details()).toBe(200);
});

it('deletes users who are disabled, and never whoever asks', async () => {
	const open = await openSandbox();
	await addJane(open);
	expect((await open.send('DELETE', janePath)).status).toBe(422);
	await open.send('PUT', `${janePath}/enabled`, {body: 'false'});
	expect((await open.send('DELETE', janePath)).status).toBe(204);
	expect((await open.send('GET', janePath)).status).toBe(404);
	expect((await open.send('PUT', `${admin}/users/${users.archivist.username}/enabled`, {body: 'false'})).status).toBe(422);
});

it.each([
	['no XML', 'jane', 400],
	['another element', `<Person ${namespace}/>`, 400],
	['without an address', userXml([]).replace(/<Email>.*<\/Email>/u, ''), 400],
	['with an unknown role', userXml(['SDB_PIRATE']), 400],
])('refuses a user that is %s', async (_title, body, status) => {
	const {send} = await openSandbox();
	expect((await send('POST', `${admin}/users`, {body})).status).toBe(status);
	expect((await send('PUT', `${janePath}/enabled`, {body: 'maybe'})).status).toBe(404);
	expect((await send('PUT', `${admin}/users/${users.reader.username}/enabled`, {body: 'maybe'})).status).toBe(400);
});

const schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://fonds.example/boats"><!-- ü --></xs:schema>';
const stylesheet = '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>';

it.each([
	[
		'schemas',
		'Schema',
		`name=Boats&description=All%20boats&originalName=b.xsd`,
		schema,
		{SchemaUri: 'http://fonds.example/boats', Description: 'All boats'},
	],
	[
		'documents',
		'Document',
		'name=Boats&type=MetadataTemplate',
		'<boat xmlns="http://fonds.example/boats"/>',
		{SchemaUri: 'http://fonds.example/boats', DocumentType: 'MetadataTemplate'},
	],
	[
		'transforms',
		'Transform',
		'name=Boats&from=http://fonds.example/boats&to=http://fonds.example/ships&purpose=view&originalName=b.xslt',
		stylesheet,
		{FromSchemaUri: 'http://fonds.example/boats', ToSchemaUri: 'http://fonds.example/ships', Purpose: 'view'},
	],
])('keeps %s: lists, adds, gives back byte by byte, deletes', async (path, element, query, body, fields) => {
	const open = await openSandbox();
	const before = texts(await open.xml(`${admin}/${path}`), 'Name');
	expect(before.length).toBeGreaterThan(0);
	expect((await open.send('POST', `${admin}/${path}?${query}`, {body})).status).toBe(201);
	expect((await open.send('POST', `${admin}/${path}?${query}`, {body})).status).toBe(409);
	const item = findAll(await open.xml(`${admin}/${path}`), element).at(-1) ?? parseXml('<none/>');
	expect(Object.fromEntries(Object.keys(fields).map(name => [name, find(item, name)]))).toEqual(fields);
	const address = `${admin}/${path}/${find(item, 'ApiId')}`;
	const token = await open.signIn('reader');
	expect(await (await open.send('GET', `${address}/content`, {token})).text()).toBe(body);
	expect((await open.send('DELETE', address, {token})).status).toBe(403);
	expect((await open.send('DELETE', address)).status).toBe(204);
	expect(texts(await open.xml(`${admin}/${path}`, token), 'Name')).toEqual(before);
	for (const [method, gone] of [
		['GET', `${address}/content`],
		['DELETE', address],
	] as const)
		expect((await open.send(method, gone)).status).toBe(404);
});

it('gives what a new tenancy has as XML that can be read', async () => {
	const {send, xml} = await openSandbox();
	for (const path of ['schemas', 'documents', 'transforms']) {
		for (const apiId of texts(await xml(`${admin}/${path}`), 'ApiId'))
			expect(parseXml(await (await send('GET', `${admin}/${path}/${apiId}/content`)).text()).namespace).not.toBe('');
	}
});

it.each([
	['schemas?name=a', 'no XML'],
	['schemas?name=a', '<boat/>'],
	['schemas', schema],
	['documents?name=a&type=Secret', '<boat/>'],
	['documents?name=a', '<boat>'],
	['transforms?name=a', stylesheet],
	['transforms?name=a&purpose=magic', stylesheet],
])('refuses what it cannot register: %s %s', async (path, body) => {
	const {send} = await openSandbox();
	expect((await send('POST', `${admin}/${path}`, {body})).status).toBe(400);
});

it('is not for readers where it matters, and names the role they lack', async () => {
	const {send, signIn: signInAs} = await openSandbox();
	const token = await signInAs('reader');
	for (const [method, path] of [
		['GET', 'security/roles'],
		['POST', 'security/roles'],
		['DELETE', 'security/roles/x'],
		['GET', 'security/tags'],
		['POST', 'security/tags'],
		['DELETE', 'security/tags/x'],
		['GET', 'users'],
		['GET', 'users/x'],
		['POST', 'users'],
		['PUT', 'users/x'],
		['PUT', 'users/x/enabled'],
		['DELETE', 'users/x'],
		['POST', 'schemas'],
		['DELETE', 'schemas/x'],
	] as const) {
		const answer = await send(method, `${admin}/${path}`, {token});
		expect([path, answer.status, await answer.text()]).toEqual([path, 403, expect.stringContaining('ROLE_SDB_MANAGER_USER')]);
	}
});

it('has users, roles, tags and documents after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSandbox({folder});
	await first.send('POST', `${admin}/security/roles`, {body: `<Role ${namespace}>SDB_HARBOUR</Role>`});
	await first.send('POST', `${admin}/security/tags`, {body: `<Tag ${namespace}>harbour</Tag>`});
	await first.send('POST', `${admin}/schemas?name=Boats`, {body: schema});
	await addJane(first, ['SDB_HARBOUR']);
	await first.sandbox.close();
	const second = await openSandbox({folder});
	expect(texts(await second.xml(`${admin}/security/tags`), 'Tag')).toEqual(['open', 'restricted', 'closed', 'harbour']);
	expect(texts(await second.xml(`${admin}/schemas`), 'Name')).toContain('Boats');
	expect(find(await second.xml(janePath), 'Role')).toBe('SDB_HARBOUR');
	expect(await signIn(second, users.firstPassword)).toBeDefined();
});
