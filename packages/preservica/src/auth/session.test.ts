import {AuthenticationError, createMemoryTokenStore, isSdkError, path, RateLimitError, Secret} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect, origin} from '../fixtures/connect.ts';
import {deepText} from '../fixtures/deep-text.ts';
import {samples} from '../fixtures/samples.ts';
import type {Credentials} from './credentials.ts';
import {Session} from './session.ts';
import {externalHash} from './sign-in.ts';

const login = 'POST /api/accesstoken/login';
const complete = 'POST /api/accesstoken/complete-2fa';
const external = 'POST /api/accesstoken/acquire-external';
const resource = 'GET /api/x';
const credentials: Credentials = {username: 'jane@example.org', password: 'password-canary'};
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const answer = (token: string, more: object = {}) => JSON.stringify({success: true, token, validFor: 15, ...more});
const needs = (message: string, more: object = {}) => ({
	status: 401,
	body: JSON.stringify({success: false, message, continuationToken: 'continuation-canary', tenant: 'EXAMPLE', ...more}),
});
const formOf = async (request: Request | undefined) => Object.fromEntries(new URLSearchParams(await request?.text()));
const read = (session: Session) => session.http.send('GET', path`api/x`);
const tokensOf = (requests: readonly Request[]) =>
	requests.filter(({url}) => url.endsWith('/api/x')).map(({headers}) => headers.get('preservica-access-token'));

describe('a session', () => {
	it('sends nothing until something is asked', () => {
		const {requests} = connect({}, {credentials});
		expect(requests).toEqual([]);
	});

	it('knows the user who signs in, not the one behind a token', () => {
		expect(connect({}, {credentials}).session.username).toBe('jane@example.org');
		expect(connect({}, {credentials: {username: 'jane', sharedSecret: 's'}}).session.username).toBe('jane');
		expect(connect({}).session.username).toBeUndefined();
	});

	it.each([
		['eu.preservica.com', 'https://eu.preservica.com/'],
		['https://eu.preservica.com', 'https://eu.preservica.com/'],
		['  https://eu.preservica.com\n', 'https://eu.preservica.com/'],
		[' eu.preservica.com ', 'https://eu.preservica.com/'],
		['http://localhost:4400', 'http://localhost:4400/'],
		['https://archive.example.org/preservica', 'https://archive.example.org/preservica/'],
	])('on %s talks to %s', (server, expected) => {
		expect(new Session({server, credentials}).http.baseUrl.href).toBe(expected);
	});

	it.each(['', 'ftp://eu.preservica.com', 'https://', 'jane:secret-canary@eu.preservica.com'])(
		'on %o is refused, without quoting a password',
		server => {
			let failure: unknown;
			try {
				// eslint-disable-next-line no-new
				failure = new Session({server, credentials});
			} catch (error) {
				failure = error;
			}
			expect(failure).toMatchObject({name: 'ConfigurationError'});
			expect(deepText(failure)).not.toContain('secret-canary');
		},
	);

	it.each([{username: '', password: 'x'}, {username: 'x', password: ''}, {username: 'x', sharedSecret: ''}, {token: ''}])(
		'needs whole credentials: %o',
		broken => {
			expect(() => new Session({server: origin, credentials: broken})).toThrow('The credentials for Preservica have no ');
		},
	);
});

describe('signing in with a password', () => {
	it('asks for the tenant when it is unknown, and takes it from the answer', async () => {
		const {session, requests} = connect({[login]: answer('token-1', {tenant: 'EXAMPLE'}), [resource]: 'x'}, {credentials});
		await read(session);
		expect(await formOf(requests[0])).toEqual({username: 'jane@example.org', password: 'password-canary', includeUserDetails: 'true'});
		expect(tokensOf(requests)).toEqual(['token-1']);
		expect(await session.tenant()).toBe('EXAMPLE');
		expect(requests).toHaveLength(2);
	});

	it('sends a tenant that is given', async () => {
		const {session, requests} = connect({[login]: samples.accessTokenLogin, [resource]: 'x'}, {credentials, tenant: 'GIVEN'});
		await read(session);
		expect(await formOf(requests[0])).toEqual({username: 'jane@example.org', password: 'password-canary', tenant: 'GIVEN'});
		expect(await session.tenant()).toBe('GIVEN');
	});

	it('needs nothing of the answer but the token', async () => {
		const {session, requests} = connect({[login]: '{"token": "abcde"}', [resource]: 'x'}, {credentials});
		await read(session);
		expect(tokensOf(requests)).toEqual(['abcde']);
	});

	it('happens once for all callers', async () => {
		const {session, asked} = connect({[login]: answer('token-1'), [resource]: 'x'}, {credentials});
		await Promise.all(Array.from({length: 10}, () => read(session)));
		expect(asked().filter(request => request === login)).toHaveLength(1);
	});

	it('happens again ahead of the end of the token', async () => {
		let now = 0;
		const {session, requests} = connect({[login]: [answer('token-1'), answer('token-2')], [resource]: 'x'}, {credentials, now: () => now});
		await read(session);
		now = 11 * 60_000;
		await read(session);
		now = 13 * 60_000;
		await read(session);
		expect(tokensOf(requests)).toEqual(['token-1', 'token-1', 'token-2']);
	});

	it('happens again once when a token is refused, and the request is repeated once', async () => {
		const {session, requests} = connect(
			{[login]: [answer('token-1'), answer('token-2'), answer('token-3')], [resource]: [{status: 401}, 'x']},
			{credentials},
		);
		await read(session);
		expect(tokensOf(requests)).toEqual(['token-1', 'token-2']);

		const failing = connect({[login]: [answer('token-1'), answer('token-2'), answer('token-3')], [resource]: {status: 401}}, {credentials});
		await expect(read(failing.session)).rejects.toThrow('preservica.example.org refused the access token, also a new one.');
		expect(tokensOf(failing.requests)).toEqual(['token-1', 'token-2']);
	});

	it('is repeated when the server fails', async () => {
		const {session, asked} = connect({[login]: [{status: 503}, answer('token-1')], [resource]: 'x'}, {credentials});
		await read(session);
		expect(asked()).toEqual([login, login, resource]);
	});

	it('that the server has no time for is told as that, with the password in nothing', async () => {
		const {session} = connect({[login]: {status: 429, body: 'password-canary'}, [resource]: 'x'}, {credentials, retry: {limit: 0}});
		const failure = await read(session).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(RateLimitError);
		expect(deepText(failure)).not.toContain('canary');
	});

	it.each([
		[
			'a wrong password',
			{status: 401, body: '{"success": false, "message": "bad credentials"}'},
			'The user name or the password was refused.',
		],
		['403', {status: 403, body: '{}'}, 'The user name or the password was refused.'],
		['an HTML page with 401', {status: 401, body: '<html>Proxy</html>'}, 'an answer that is not JSON'],
		['an HTML page with 200', {body: '<html><title>Welcome</title></html>'}, 'but without a token'],
		['JSON without a token', '{"success": true}', 'but without a token'],
		['an empty token', '{"token": ""}', 'but without a token'],
		['nothing', '', 'but without a token'],
		['404', {status: 404}, 'There is no Preservica sign-in at this address.'],
	])('fails clearly with %s', async (_, response, message) => {
		const {session, asked} = connect({[login]: response, [resource]: 'x'}, {credentials});
		const failure = await read(session).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(AuthenticationError);
		expect(String(failure)).toContain(message);
		expect(asked()).toEqual([login]);
	});
});

describe('signing in with a second factor', () => {
	const withSeed: Credentials = {...credentials, twoFactorSecret: seed};

	it('answers the challenge with the code of the moment', async () => {
		const {session, requests} = connect(
			{[login]: needs('needs.2fa'), [complete]: answer('token-2fa'), [resource]: 'x'},
			{credentials: {...withSeed, twoFactorSecret: 'gezd gnbv gy3t qojq-GEZD GNBV GY3T QOJQ=='}, now: () => 59_000},
		);
		await read(session);
		expect(await formOf(requests[1])).toEqual({
			username: 'jane@example.org',
			continuationToken: 'continuation-canary',
			tenant: 'EXAMPLE',
			twoFactorToken: '287082', // RFC 6238
		});
		expect(requests[1]?.headers.get('content-type')).toContain('application/x-www-form-urlencoded');
		expect(tokensOf(requests)).toEqual(['token-2fa']);
		expect(await session.tenant()).toBe('EXAMPLE');
	});

	it('never sends a code twice: a second sign-in within its time waits for the next one', async () => {
		let now = 59_000;
		const waits: number[] = [];
		const sleep = async (ms: number) => {
			waits.push(ms);
			now += ms;
		};
		const {session, requests} = connect(
			{[login]: needs('needs.2fa'), [complete]: [answer('token-1'), answer('token-2')], [resource]: [{status: 401}, 'x']},
			{credentials: withSeed, now: () => now, retry: {sleep}},
		);
		await read(session);
		const codes = await Promise.all(requests.filter(({url}) => url.includes('complete')).map(formOf));
		expect(codes.map(({twoFactorToken}) => twoFactorToken)).toEqual(['287082', '359152']);
		expect(waits).toEqual([1000]);
	});

	it.each([
		['without a seed', needs('needs.2fa'), credentials, 'Give the seed shown at enrolment as twoFactorSecret.'],
		['before enrolment', needs('needs.2fa.setup', {secretKey: 'SEEDCANARY'}), withSeed, 'Sign in once in the web interface of Preservica'],
		['without a continuation token', {status: 401, body: '{"message": "needs.2fa"}'}, withSeed, 'no continuation token'],
	])('fails clearly %s', async (_, challenge, given, message) => {
		const {session, asked} = connect({[login]: challenge}, {credentials: given});
		const failure = await read(session).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(AuthenticationError);
		expect(String(failure)).toContain(message);
		expect(asked()).toEqual([login]);
	});

	it('fails clearly with a seed that is none', async () => {
		const {session} = connect({[login]: needs('needs.2fa')}, {credentials: {...credentials, twoFactorSecret: '123456'}});
		await expect(read(session)).rejects.toThrow('The two-factor secret is not Base32');
	});

	it('fails clearly with a wrong code, and does not send it again', async () => {
		const {session, asked} = connect(
			{[login]: needs('needs.2fa'), [complete]: {status: 401, body: '{"success": false, "message": "wrong"}'}},
			{credentials: withSeed},
		);
		const failure = await read(session).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(AuthenticationError);
		expect(String(failure)).toContain('The one-time password was refused. Check the two-factor secret and the clock');
		expect(asked()).toEqual([login, complete]);
	});
});

describe('signing in with a shared secret', () => {
	it('proves it as the reference works it out', async () => {
		expect(await externalHash('1700000000', 'a@b.c', new Secret('s3cret'))).toBe('530d9704ff9630ce5d349bc26bf5221c49eb4907');
		const {session, requests} = connect(
			{[external]: answer('token-1'), [resource]: 'x'},
			{credentials: {username: 'a@b.c', sharedSecret: 's3cret'}, tenant: 'EXAMPLE', now: () => 1_700_000_000_999},
		);
		await read(session);
		expect(await formOf(requests[0])).toEqual({
			username: 'a@b.c',
			tenant: 'EXAMPLE',
			timestamp: '1700000000',
			hash: '530d9704ff9630ce5d349bc26bf5221c49eb4907',
		});
		expect(tokensOf(requests)).toEqual(['token-1']);
	});

	it('needs the tenant', async () => {
		const {session, requests} = connect({}, {credentials: {username: 'a@b.c', sharedSecret: 's3cret'}});
		await expect(read(session)).rejects.toThrow('needs the tenant');
		expect(requests).toEqual([]);
	});
});

describe('a ready token', () => {
	it('is used as it is, and cannot be renewed', async () => {
		const {session, requests} = connect({[resource]: {status: 401}}, {credentials: {token: new Secret('token-ready')}});
		await expect(read(session)).rejects.toThrow('tokens last 15 minutes');
		expect(tokensOf(requests)).toEqual(['token-ready']);
	});

	it('learns the tenant from the details of the user', async () => {
		const {session} = connect({'GET /api/user/details': '{"roles": [], "tenant": "EXAMPLE"}'});
		expect(await session.tenant()).toBe('EXAMPLE');
	});

	it('says when the tenant cannot be learned', async () => {
		const {session} = connect({'GET /api/user/details': '{"roles": []}'});
		await expect(session.tenant()).rejects.toThrow('Give it as the option tenant.');
	});
});

describe('a token function', () => {
	it('is asked again when its token is refused', async () => {
		const tokens = ['token-a', new Secret('token-b'), {value: new Secret('token-c'), expiresAt: undefined}];
		const {session, requests} = connect(
			{[resource]: [{status: 401}, 'x', {status: 401}, 'x']},
			{credentials: {token: async () => tokens.shift() ?? ''}},
		);
		await read(session);
		await read(session);
		expect(tokensOf(requests)).toEqual(['token-a', 'token-b', 'token-b', 'token-c']);
	});

	it('hands its own failure on', async () => {
		const broken = new Error('the broker is down');
		const {session} = connect({[resource]: 'x'}, {credentials: {token: () => Promise.reject(broken)}});
		await expect(read(session)).rejects.toBe(broken);
	});
});

describe('a token store', () => {
	it('lets sessions of one user share a token, and keeps those of others apart', async () => {
		const tokenStore = createMemoryTokenStore();
		const routes = {[login]: [answer('token-1', {tenant: 'EXAMPLE'})], [resource]: 'x'};
		await read(connect(routes, {credentials, tokenStore}).session);

		const same = connect(routes, {credentials, tokenStore});
		await read(same.session);
		expect(same.asked()).toEqual([resource]);

		for (const other of [
			{credentials: {...credentials, username: 'joe'}},
			{credentials, tenant: 'OTHER'},
			{credentials, server: 'https://other.example.org'},
		]) {
			const {session, asked} = connect(routes, {tokenStore, ...other});
			await read(session);
			expect(asked()).toEqual([login, resource]);
		}
	});

	it('does not know the tenant, so that a sign-in tells it', async () => {
		const tokenStore = createMemoryTokenStore();
		const routes = {[login]: answer('token-1', {tenant: 'EXAMPLE'}), [resource]: 'x'};
		await read(connect(routes, {credentials, tokenStore}).session);
		const {session, asked} = connect(routes, {credentials, tokenStore});
		expect(await session.tenant()).toBe('EXAMPLE');
		expect(asked()).toEqual([login]);
	});
});

describe('secrets', () => {
	it('are in no error and no event, whatever goes wrong', async () => {
		const canaries = ['password-canary', 'continuation-canary', 'SEEDCANARY', 'token-canary', seed, '287082', 'jwt-canary'];
		const quote = {status: 500, body: `password-canary and token-canary and continuation-canary and 287082`};
		const token = answer('token-canary');
		const cases = [
			{[login]: {status: 401, body: '{"message": "password-canary is wrong"}'}},
			{[login]: {status: 403, body: 'password-canary'}},
			{[login]: {...quote, body: 'password=password-canary'}},
			{[login]: () => Promise.reject(new TypeError('fetch failed: password-canary'))},
			{[login]: '{"jwt": "jwt-canary"}'},
			{[login]: needs('needs.2fa.setup', {secretKey: 'SEEDCANARY'})},
			{[login]: needs('needs.2fa'), [complete]: {status: 401, body: '{"message": "287082 with continuation-canary is wrong"}'}},
			{[login]: needs('needs.2fa'), [complete]: quote},
			{[login]: needs('needs.2fa'), [complete]: token, [resource]: {status: 403, body: 'token-canary may not'}},
			{[login]: token, [resource]: {status: 401, body: 'token-canary has ended'}},
			{[login]: token, [resource]: {status: 500, body: '{"token": "token-canary"}'}},
			{[login]: token, [resource]: () => Promise.reject(new TypeError('token-canary'))},
		];
		for (const routes of cases) {
			const events: unknown[] = [];
			const {session} = connect(routes, {
				credentials: {...credentials, twoFactorSecret: seed},
				now: () => 59_000,
				onEvent: event => void events.push(event),
			});
			const failure = await read(session).catch((error: unknown) => error);
			expect(isSdkError(failure)).toBe(true);
			const text = deepText([failure, events, session]);
			expect(canaries.filter(canary => text.includes(canary))).toEqual([]);
		}
	});
});

describe('another client of a session', () => {
	it('shares the sign-in, and differs only where it is told to', async () => {
		const {session, asked} = connect({[login]: answer('token-1'), [resource]: {status: 403}}, {credentials, retry: {limit: 0}});
		await read(session).catch(() => {});
		const other = session.connect(({describeError}) => ({
			describeError: async answered => `In other words: ${String(await describeError?.(answered))}`,
		}));
		await expect(other.send('GET', path`api/x`)).rejects.toThrow('In other words: ');
		await expect(read(session)).rejects.not.toThrow('In other words: ');
		expect(asked().filter(request => request === login)).toHaveLength(1);
	});
});
