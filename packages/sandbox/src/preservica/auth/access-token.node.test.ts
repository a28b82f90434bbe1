import {createHash} from 'node:crypto';
import {expect, it} from 'vitest';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {find, openSandbox} from '../../fixtures/open-sandbox.ts';
import {sandboxCredentials} from '../../credentials.ts';
import {totp} from './totp.ts';

const {archivist, twoFactor, reader, approver, sharedSecret} = sandboxCredentials.preservica.users;

interface Answer {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

async function post(
	{sandbox}: OpenSandbox,
	path: string,
	fields: Readonly<Record<string, string>>,
	token?: string,
	method = 'POST',
): Promise<Answer> {
	const headers = new Headers(token === undefined ? {} : {'preservica-access-token': token});
	const request = new Request(`http://sandbox.test/api/accesstoken/${path}`, {method, headers, body: new URLSearchParams(fields)}); // oxlint-disable-line unicorn/no-invalid-fetch-options -- it takes POST and PUT
	const answer = await sandbox.fetch(request);
	return {status: answer.status, body: await answer.json()};
}

const versionStatus = async ({send}: OpenSandbox, token: string): Promise<number> =>
	(await send('GET', '/api/entity/versiondetails/version', {token})).status;

it('makes the one-time codes of RFC 6238', () => {
	const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // appendix B, the last six of its eight digits
	expect(
		[59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000].map(seconds => totp(secret, seconds * 1000)),
	).toEqual(['287082', '081804', '050471', '005924', '279037', '353130']);
});

it('signs in with a password, with details of the user when they are asked for', async () => {
	const open = await openSandbox();
	const plain = await post(open, 'login', {username: archivist.username, password: archivist.password, tenant: 'FONDS'});
	expect(plain).toEqual({
		status: 200,
		body: {success: true, token: expect.any(String), 'refresh-token': expect.any(String), validFor: 15, user: archivist.username},
	});
	const detailed = await post(open, 'login', {username: archivist.username, password: archivist.password, includeUserDetails: 'true'});
	expect(detailed.body).toMatchObject({tenant: 'FONDS', tenantValue: 'fonds', roles: expect.arrayContaining(['ROLE_SDB_MANAGER_USER'])});
});

it.each([
	['a wrong password', {username: archivist.username, password: 'x'}],
	['an unknown user', {username: 'nobody', password: archivist.password}],
	['an unknown tenant', {username: archivist.username, password: archivist.password, tenant: 'OTHER'}],
	['nothing', {}],
])('refuses %s with 401 and a message', async (_title, fields: Readonly<Record<string, string>>) => {
	expect(await post(await openSandbox(), 'login', fields)).toEqual({status: 401, body: {success: false, message: expect.any(String)}});
});

it.each(['POST', 'PUT'])('asks for the second factor and takes the code by %s', async method => {
	const open = await openSandbox();
	const first = await post(open, 'login', {username: twoFactor.username, password: twoFactor.password});
	expect(first).toEqual({
		status: 401,
		body: {success: false, message: 'needs.2fa', continuationToken: expect.any(String), tenant: 'FONDS'},
	});
	const fields = {username: twoFactor.username, tenant: 'FONDS', continuationToken: String(first.body['continuationToken'])};
	const complete = (twoFactorToken: string): Promise<Answer> => post(open, 'complete-2fa', {...fields, twoFactorToken}, undefined, method);

	expect((await complete('000000')).status).toBe(401);
	expect((await complete(totp(twoFactor.twoFactorSecret, open.clock.now - 61_000))).status).toBe(401);
	const {status, body} = await complete(totp(twoFactor.twoFactorSecret, open.clock.now - 30_000));
	expect(status).toBe(200);
	expect(await versionStatus(open, String(body['token']))).toBe(200);
	expect((await complete(totp(twoFactor.twoFactorSecret, open.clock.now))).status).toBe(401); // the continuation was used
});

it('ends a sign-in that waits too long for its second factor', async () => {
	const open = await openSandbox();
	const {body} = await post(open, 'login', {username: twoFactor.username, password: twoFactor.password});
	open.clock.now += 6 * 60_000;
	const twoFactorToken = totp(twoFactor.twoFactorSecret, open.clock.now);
	const fields = {username: twoFactor.username, tenant: 'FONDS', continuationToken: String(body['continuationToken']), twoFactorToken};
	expect((await post(open, 'complete-2fa', fields)).status).toBe(401);
});

it('signs in by the shared secret, within five minutes of its clock', async () => {
	const open = await openSandbox();
	const {username} = reader;
	const acquire = (seconds: number, secret = sharedSecret): Promise<Answer> => {
		const timestamp = String(Math.floor(open.clock.now / 1000) + seconds);
		const hash = createHash('sha1').update(`preservica-external-auth${timestamp}${username}${secret}`).digest('hex');
		return post(open, 'acquire-external', {username, tenant: 'FONDS', timestamp, hash});
	};
	const {status, body} = await acquire(299);
	expect(status).toBe(200);
	expect(await versionStatus(open, String(body['token']))).toBe(200);
	expect((await acquire(301)).status).toBe(401);
	expect((await acquire(-301)).status).toBe(401);
	expect((await acquire(0, 'guessed')).status).toBe(401);
});

it('refreshes a valid token once', async () => {
	const open = await openSandbox();
	const {body} = await post(open, 'login', {username: archivist.username, password: archivist.password});
	const token = String(body['token']);
	const refreshToken = String(body['refresh-token']);
	expect((await post(open, 'refresh', {refreshToken: 'other'}, token)).status).toBe(401);
	const renewed = await post(open, 'refresh', {refreshToken}, token);
	expect(renewed.status).toBe(200);
	expect(renewed.body['token']).not.toBe(token);
	expect((await post(open, 'refresh', {refreshToken}, token)).status).toBe(401);
	open.clock.now += 15 * 60_000;
	expect((await post(open, 'refresh', {refreshToken: String(renewed.body['refresh-token'])}, String(renewed.body['token']))).status).toBe(
		401,
	);
});

it('ends tokens with their time, and when they are revoked', async () => {
	const open = await openSandbox({tokenLifetime: 60_000});
	open.clock.now += 59_999;
	expect(await versionStatus(open, open.token)).toBe(200);
	open.clock.now += 1;
	expect(await versionStatus(open, open.token)).toBe(401);
	const token = await open.signIn('archivist');
	expect((await open.send('POST', `/api/accesstoken/revoke?access-token=${token}`, {token})).status).toBe(200);
	expect(await versionStatus(open, token)).toBe(401);
	expect(await versionStatus(open, 'made-up')).toBe(401);
});

it('says who the user is and which tags they may see', async () => {
	const open = await openSandbox({version: '7.7.0'});
	const token = await open.signIn('reader');
	const details = await open.send('GET', '/api/user/details', {token});
	expect(await details.json()).toMatchObject({username: reader.username, roles: ['ROLE_SDB_ACCESS_USER']});
	const tags = await open.send('GET', '/api/security/tags', {token});
	expect(await tags.text()).toBe(
		'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><TagsResponse xmlns="http://preservica.com/SecurityAPI/v7.7"><Tags>' +
			'<Tag name="open"><Permissions><Permission>READ</Permission><Permission>DOWNLOAD</Permission></Permissions></Tag>' +
			'<Tag name="restricted"><Permissions><Permission>READ</Permission></Permissions></Tag></Tags></TagsResponse>',
	);
});

it('has an approver, who sees everything and changes nothing', async () => {
	const open = await openSandbox();
	const token = await open.signIn('approver');
	expect(await (await open.send('GET', '/api/user/details', {token})).json()).toMatchObject({
		username: approver.username,
		roles: ['ROLE_SDB_MANAGER_USER', 'ROLE_SDB_ACCESS_USER'],
	});
	const folder = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>Mine</Title><SecurityTag>closed</SecurityTag></StructuralObject>`;
	expect((await open.send('POST', '/api/entity/structural-objects', {token, body: folder})).status).toBe(403);
	expect((await open.send('POST', '/api/entity/structural-objects', {body: folder})).status).toBe(200);
	expect(find(await open.xml('/api/entity/root/children', token), 'TotalResults')).toBe('1');
});

it('lets the keeper in by the shared secret without a second factor', async () => {
	const open = await openSandbox();
	const details = await open.send('GET', '/api/user/details', {token: await open.signIn('twoFactor')});
	expect(await details.json()).toMatchObject({username: twoFactor.username});
});
