import {afterEach, describe, expect, it, vi} from 'vitest';
import {Secret} from '../auth/secret.ts';
import {HttpError} from '../errors/http-error.ts';
import {decodeJson} from '../json/index.ts';
import {type FakeAnswer, fakeFetch} from '../testing/index.ts';
import {createHttpClient} from './http-client.ts';
import type {ErrorAnswer, HttpEvent, SendOptions} from './options.ts';

const canary = 'c4n4ry/T0ken+value==';
const spellings = [canary, encodeURIComponent(canary), btoa(`archivist:${canary}`)];

/** Everything a program could print of something, in depth and with what is hidden. */
async function print(value: unknown, seen = new Set<unknown>()): Promise<string> {
	if (typeof value !== 'object' || value === null) {
		return String(value);
	}

	if (seen.has(value)) {
		return '';
	}

	seen.add(value);
	const inspect = globalThis.process?.getBuiltinModule?.('node:util').inspect;
	const inside = await Promise.all(Reflect.ownKeys(value).map(key => print(Object.getOwnPropertyDescriptor(value, key)?.value, seen)));
	return [
		JSON.stringify(value),
		value instanceof Error ? `${value.name} ${value.message} ${value.stack} ${String(value)}` : '',
		value instanceof Headers ? JSON.stringify([...value]) : '',
		inspect?.(value, {depth: 10, showHidden: true}) ?? '',
		...inside,
	].join('\n');
}

/** Sends with a canary in every place a secret can be in; gives all that comes out. */
async function sing(answer: FakeAnswer | (() => FakeAnswer | Promise<FakeAnswer>), options: SendOptions = {}) {
	const events: HttpEvent[] = [];
	const answers: ErrorAnswer[] = [];
	const http = createHttpClient({
		baseUrl: 'https://archive.test',
		headers: {'x-api-key': canary},
		fetch: fakeFetch({'POST /x': answer, 'GET /x': answer}),
		retry: {limit: 1, sleep: async () => {}},
		authenticator: {
			headers: async () => ({
				'preservica-access-token': canary,
				authorization: `ApiKey archivist:${canary}`,
				'x-basic': `Basic ${btoa(`archivist:${canary}`)}`,
			}),
			refused: async () => true,
		},
		onEvent: event => void events.push(event),
		describeError(given) {
			answers.push(given);
			return undefined;
		},
	});
	const target = `https://archivist:${encodeURIComponent(canary)}@archive.test/x?token=${encodeURIComponent(canary)}&username=archivist&api_key=${canary}`;
	const body = new URLSearchParams({username: 'archivist', password: canary});
	const error: unknown = await http
		.send('POST', target, {retry: true, body, headers: {authorization: `Bearer ${canary}`}, ...options})
		.then(response => response.text())
		.then(
			() => undefined,
			(failed: unknown) => failed,
		);
	return {error, events, answers};
}

const expectSilence = async (...things: unknown[]) => {
	const printed = await Promise.all(things.map(thing => print(thing)));
	for (const spelling of spellings) {
		expect(printed.join('\n')).not.toContain(spelling);
	}
};

const echo = `You sent ${canary}, ${encodeURIComponent(canary)} and ${btoa(`archivist:${canary}`)} to /x?token=${canary}`;

afterEach(() => {
	vi.useRealTimers();
});

describe('a secret', () => {
	it.each([400, 401, 403, 404, 409, 429, 500, 503])('is not in what comes of a %d that repeats it', async status => {
		const {error, events, answers} = await sing({status, body: echo});
		expect(error).toHaveProperty('body', expect.stringContaining('You sent [redacted]'));
		expect(events.length).toBeGreaterThan(2);
		expect(answers.length).toBeGreaterThan(0);
		await expectSilence(error, events, answers);
	});

	it.each([1990, 1999, 2000, 2010])('is not there when the text an error keeps ends within it, at %d', async start => {
		const {error} = await sing({status: 400, body: `${'x'.repeat(start)}${canary}`});
		for (let length = 5; length <= canary.length; length++) {
			expect(JSON.stringify(error)).not.toContain(canary.slice(0, length));
		}
	});

	it.each([1, 7, 13])('is not there in part when the text repeats it over and over, %d apart', async apart => {
		const {error} = await sing({status: 400, body: `${canary}${'-'.repeat(apart)}`.repeat(300)});
		expect(error).toHaveProperty('body', expect.stringContaining('[redacted]-'));
		expect(JSON.stringify(error)).not.toContain(canary.slice(0, 4));
	});

	it('is not in the error of a dropped connection, whatever the runtime says', async () => {
		const {error, events} = await sing(() => {
			throw new TypeError(`error sending request for url (https://archive.test/x?token=${canary})`, {
				cause: Object.assign(new Error(echo), {request: {headers: {authorization: canary}}}),
			});
		});
		expect(error).toHaveProperty('code', 'network');
		await expectSilence(error, events);
	});

	it('that only the caller sends, in a form or a header, is not in the answer an error keeps', async () => {
		const form = new URLSearchParams({username: 'archivist', password: 'open sesame', title: 'A title'});
		const headers = {authorization: 'Bearer mellon-mellon', 'x-api-key': 'abracadabra', 'x-title': 'Another title'};
		const http = createHttpClient({
			baseUrl: 'https://archive.test',
			fetch: fakeFetch({'POST /x': {status: 400, body: 'open sesame, mellon-mellon, abracadabra, A title, Another title'}}),
			headers,
		});
		const error: unknown = await http.send('POST', 'x', {body: form}).catch((failed: unknown) => failed);
		expect(error).toHaveProperty('body', '[redacted], [redacted], [redacted], A title, Another title');
	});

	it('that only the caller sends, in a body that is no form, is not in errors and events when it is named', async () => {
		const events: HttpEvent[] = [];
		const said = 'It says {"password": "open \\"sesame\\""} and open "sesame".';
		const http = createHttpClient({
			baseUrl: 'https://archive.test',
			fetch: fakeFetch({'POST /x': {status: 400, body: said}}),
			onEvent: event => void events.push(event),
			describeError: ({body}) => new HttpError(body),
		});
		const secrets = ['open "sesame"'];
		const error: unknown = await http
			.send('POST', 'x', {body: JSON.stringify({password: secrets[0]}), secrets})
			.catch((failed: unknown) => failed);
		expect(error).toHaveProperty('message', 'It says {"password": "[redacted]"} and [redacted].');
		expect(await print(events)).not.toContain('sesame');
	});

	it('is not in the error of a broken answer', async () => {
		const {error} = await sing(
			() =>
				new Response(
					new ReadableStream({
						pull() {
							throw new TypeError(echo);
						},
					}),
				),
		);
		expect(error).toHaveProperty('code', 'network');
		await expectSilence(error);
	});

	it('is not in the error of a redirect', async () => {
		const locations = [
			`/login?next=/x?token=${canary}`,
			`https://elsewhere.test/?token=${canary}`,
			`/y?token=${canary}`,
			`/installer/?key=${canary}`,
		];
		for (const location of locations) {
			const {error, events} = await sing({status: 302, headers: {location}});
			expect(error).toHaveProperty('status', 302);
			await expectSilence(error, events);
		}
	});

	it('is not in the error of a time limit', async () => {
		vi.useFakeTimers();
		const singing = sing(() => new Promise(() => {}), {timeout: 10, totalTimeout: 15});
		await vi.advanceTimersByTimeAsync(50);
		const {error, events} = await singing;
		expect(error).toHaveProperty('code', 'timeout');
		await expectSilence(error, events);
	});

	it('is not in the error of an address that is not sent to', async () => {
		const http = createHttpClient({baseUrl: 'https://archive.test'});
		const error: unknown = await http
			.send('GET', `https://me:${canary}@elsewhere.test/?token=${canary}`)
			.catch((failed: unknown) => failed);
		expect(error).toHaveProperty('code', 'foreign-link');
		await expectSilence(error);
	});

	it('is not in the error of a header that cannot be sent', async () => {
		const {error} = await sing('', {headers: {'x-token': `${canary}\u0000`}});
		expect(error).toHaveProperty('code', 'configuration');
		await expectSilence(error);
	});

	it('is not in the error of an answer that is no JSON', async () => {
		const schema = {'~standard': {validate: (value: unknown) => ({value})}};
		for (const body of [canary, `{"token": "${canary}", `, `"${canary}`, `<html>${canary}`, `Your token: ${'t'.repeat(40)}`]) {
			const error: unknown = await decodeJson(new Response(body), schema).catch((failed: unknown) => failed);
			expect(error).toHaveProperty('code', 'decode');
			expect(await print(error)).not.toContain('t'.repeat(40));
			if (!body.startsWith('<')) {
				await expectSilence(error);
			}
		}
	});

	it('in its wrapper is not in what is printed of it', async () => {
		const secret = new Secret(canary);
		await expectSilence(secret, {secret}, [secret], String(secret));
		expect(JSON.stringify({secret})).toBe('{"secret":"[redacted]"}');
		expect(secret.reveal()).toBe(canary);
	});
});
