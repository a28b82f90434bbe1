import {expect, it} from 'vitest';
import {sandboxCredentials} from '../credentials.ts';
import type {OpenSandbox} from '../fixtures/open-sandbox.ts';
import {openSandbox} from '../fixtures/open-sandbox.ts';
import {sendJson} from '../fixtures/send-json.ts';
import {temporaryFolder} from '../fixtures/temporary-folder.ts';

const {username, password} = sandboxCredentials.preservica.users.reader;
const newPassword = ' a new one for the reading room ';

const change = async (open: OpenSandbox, body: unknown): Promise<number> =>
	(await sendJson(open, 'PUT', '/api/user/password', body, await open.signIn('reader'))).status;
const signIn = async ({send}: OpenSandbox, own: string): Promise<number> =>
	(await send('POST', '/api/accesstoken/login', {body: new URLSearchParams({username, password: own})})).status;

it('changes the password of a user, for the next sandbox in the folder too', async () => {
	const folder = temporaryFolder();
	const first = await openSandbox({folder});
	expect(await change(first, {password, newPassword})).toBe(204);
	expect([await signIn(first, password), await signIn(first, newPassword)]).toEqual([401, 200]);
	await first.sandbox.close();
	expect(await signIn(await openSandbox({folder}), newPassword)).toBe(200);
});

it.each([
	['with a wrong one', {password: 'wrong', newPassword}],
	['without the old one', {newPassword}],
	['for a short one', {password, newPassword: 'fourteen chars'}],
	['for the same', {password, newPassword: password}],
	['for none', {password}],
	['for a number', {password, newPassword: 123456789012345}],
	['without JSON', 'please'],
])('does not change a password %s', async (_title, body) => {
	const open = await openSandbox();
	expect(await change(open, body)).toBe(400);
	expect(await signIn(open, password)).toBe(200);
});

it('tells its edition, from 7.3', async () => {
	expect(await sendJson(await openSandbox({version: '7.7.0'}), 'GET', '/api/entitlement/edition')).toEqual({
		status: 200,
		body: {edition: 'Enterprise'},
	});
	expect((await sendJson(await openSandbox({version: '6.9.0'}), 'GET', '/api/entitlement/edition')).status).toBe(404);
	expect((await sendJson(await openSandbox(), 'GET', '/api/entitlement/edition', undefined, 'none')).status).toBe(401);
});
