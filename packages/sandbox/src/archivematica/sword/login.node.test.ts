import {beforeAll, expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {environmentOf} from '../../environment.ts';
import {install} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';

let am: Installation;
beforeAll(async () => {
	am = await install();
});

const {username, password} = sandboxCredentials.archivematica.storage;

const cookiesOf = (answer: Response): string =>
	answer.headers
		.getSetCookie()
		.map(cookie => cookie.split(';')[0])
		.join('; ');

async function form(): Promise<{cookie: string; token: string}> {
	const answer = await am.send('GET', '/login/?next=/a%22b/');
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
	const page = await answer.text();
	expect(page).toContain('name="next" value="/a&quot;b/"');
	return {cookie: cookiesOf(answer), token: /csrfmiddlewaretoken" value="([^"]+)"/u.exec(page)?.[1] ?? ''};
}

const signIn = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
	am.send('POST', '/login/', {headers, body: new URLSearchParams(fields)});

it('signs in who sends the form back, with both cookies', async () => {
	const {cookie, token} = await form();
	expect(cookie).toBe(`csrftoken=${token}`);
	const answer = await signIn({csrfmiddlewaretoken: token, username, password, next: '/locations/'}, {cookie});
	expect([answer.status, answer.headers.get('location')]).toEqual([302, '/locations/']);
	const [csrf, session] = answer.headers.getSetCookie();
	expect(csrf).toMatch(/^csrftoken=\w{32}; Max-Age=31449600; Path=\/; SameSite=Lax$/u);
	expect(session).toMatch(/^storageapi_sessionid=\w{32}; HttpOnly; Max-Age=1209600; Path=\/; SameSite=Lax$/u);
	expect((await am.send('GET', '/api/v2/file/', {headers: {cookie: cookiesOf(answer)}})).status).toBe(200);
});

it('takes what scripts find in their environment', async () => {
	const {SS_USER = '', SS_PASSWORD = ''} = environmentOf('', sandboxCredentials);
	const {cookie, token} = await form();
	expect((await signIn({csrfmiddlewaretoken: token, username: SS_USER, password: SS_PASSWORD}, {cookie})).status).toBe(302);
});

it('takes the token in a header, too', async () => {
	const {cookie, token} = await form();
	expect((await signIn({username, password}, {cookie, 'x-csrftoken': token})).status).toBe(302);
});

it.each([
	['no token', {}, true],
	['another token', {csrfmiddlewaretoken: 'a'.repeat(32)}, true],
	['no cookie', {csrfmiddlewaretoken: 'token'}, false],
])('refuses %s', async (_title, fields, hasCookie) => {
	const {cookie, token} = await form();
	const sent = {...fields, ...('csrfmiddlewaretoken' in fields && fields.csrfmiddlewaretoken === 'token' && {csrfmiddlewaretoken: token})};
	const answer = await signIn({...sent, username, password}, hasCookie ? {cookie} : {});
	expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
});

it.each([
	['a wrong password', {username, password: 'x'}],
	['a key in place of the password', {username, password: sandboxCredentials.archivematica.storage.apiKey}],
	['nobody', {}],
])('shows the form again for %s', async (_title, fields) => {
	const {cookie, token} = await form();
	const answer = await signIn({csrfmiddlewaretoken: token, ...fields}, {cookie});
	expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('correct username and password')]);
	expect(cookiesOf(answer)).not.toContain('storageapi_sessionid');
});

it.each(['', '//elsewhere.example/', '/\\elsewhere.example', 'https://elsewhere.example/', '/a\r\nb'])(
	'sends nobody to another server: "%s"',
	async next => {
		const {cookie, token} = await form();
		expect((await signIn({csrfmiddlewaretoken: token, username, password, next}, {cookie})).headers.get('location')).toBe('/');
	},
);

it('needs its final slash, and knows no other methods', async () => {
	const answer = await am.send('POST', '/login?next=/a/');
	expect([answer.status, answer.headers.get('location')]).toEqual([301, '/login/?next=/a/']);
	expect((await am.send('DELETE', '/login/')).status).toBe(405);
});

it('is a way into the whole Storage Service; what changes something asks for the token', async () => {
	const {cookie, csrfToken} = await (await am.control('POST', 'sessions')).json();
	const create = (headers: Readonly<Record<string, string>>) =>
		am.send('POST', '/api/v2/pipeline/', {headers: {'content-type': 'application/json', ...headers}, body: '{}'});
	expect((await am.send('GET', '/api/v2/pipeline/', {headers: {cookie}})).status).toBe(200);
	expect((await create({cookie})).status).toBe(401);
	expect((await create({cookie, 'x-csrftoken': 'x'})).status).toBe(401);
	expect((await create({cookie: cookie.replace(/; csrftoken=.*$/u, ''), 'x-csrftoken': csrfToken})).status).toBe(401);
	expect((await create({cookie, 'x-csrftoken': csrfToken})).status).toBe(201);
});

it('ends after two weeks', async () => {
	const {cookie} = await (await am.control('POST', 'sessions', {username: 'reader'})).json();
	const read = async () => (await am.send('GET', '/api/v2/file/', {headers: {cookie}})).status;
	am.pass(14 * 24 * 60 * 60 - 1);
	expect(await read()).toBe(200);
	am.pass(1);
	expect(await read()).toBe(401);
});

it('has a short way for tests, for accounts there are', async () => {
	expect(await (await am.control('POST', 'sessions', {username: 'reviewer'})).json()).toMatchObject({username: 'reviewer'});
	expect((await am.control('POST', 'sessions', {username: 'nobody'})).status).toBe(404);
});
