import {AuthenticationError, ConfigurationError, DecodeError, isSdkError, Secret} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {answerChallenge} from './answer-challenge.ts';
import {receiveWebhook} from './receive-webhook.ts';
import {sign} from './signature.ts';
import {verifyWebhook} from './verify-webhook.ts';
import type {ReceiveWebhookOptions, WebhookEvent} from './webhook.ts';

const secret = 'my_shared_secret';
const address = 'https://listener.test/hook';
const encoder = new TextEncoder();
/** The vectors of the reference, section 2.9. */
const vectors = {
	challenge: '8ecc163a3d4079d2f3eb2c5f36ed1c5c9e855a42477fb81d24fded7cad766946',
	body: '{"events":[]}',
	signature: 'e45ed5f2516dbc0a475f27e2fac5336cd87b72571937516d3fb526757e7d2f4b',
};

const post = (body: BodyInit | null, signature: string | undefined, more: RequestInit = {}) =>
	new Request(address, {method: 'POST', body, ...more, headers: {...(signature !== undefined && {'Preservica-Signature': signature})}});
const signed = async (body: string, key = secret) => post(body, await sign(encoder.encode(key), `preservica-webhook-auth${body}`));
const challenge = (code: string) => new Request(`${address}?challengeCode=${encodeURIComponent(code)}`, {method: 'POST'});

const receive = async (request: Request, options: Partial<ReceiveWebhookOptions> = {}) => {
	const events: WebhookEvent[] = [];
	const errors: unknown[] = [];
	const response = await receiveWebhook(request, {
		secret,
		onEvent: event => void events.push(event),
		onError: error => void errors.push(error),
		...options,
	});
	return {status: response.status, text: await response.text(), response, events, errors};
};
const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe('a challenge', () => {
	it('is answered as the reference has it', async () => {
		const {response, text, events} = await receive(challenge('abc123'));
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toContain('application/json');
		expect(JSON.parse(text)).toStrictEqual({challengeCode: 'abc123', challengeResponse: vectors.challenge});
		expect(events).toStrictEqual([]);
	});

	it('is answered with the first of several secrets', async () => {
		const answer = await answerChallenge(challenge('abc123'), {secret: [new Secret(secret), 'old']});
		expect(await answer?.json()).toMatchObject({challengeResponse: vectors.challenge});
	});

	it('with letters of any script is signed as UTF-8', async () => {
		const answer = await answerChallenge(challenge('šifra + 鍵'), {secret: 'klíč'});
		expect(await answer?.json()).toStrictEqual({
			challengeCode: 'šifra + 鍵',
			challengeResponse: await sign(encoder.encode('klíč'), 'šifra + 鍵'),
		});
	});

	it.each(['preservica-webhook-auth{"events":[]}', 'preservica-webhook-auth', ''])(
		'that is none but would sign a delivery is refused: %o',
		async code => {
			const {status, text} = await receive(challenge(code));
			expect(status).toBe(400);
			expect(text).not.toMatch(/[\da-f]{64}/);
		},
	);

	it('is not what other requests are', async () => {
		expect(await answerChallenge(post('x', undefined), {secret})).toBeUndefined();
		expect(await answerChallenge(new Request(`${address}?challengeCode=x`), {secret})).toBeUndefined();
	});
});

describe('a delivery', () => {
	it('with the signature of the reference is accepted', async () => {
		expect(await verifyWebhook(post(vectors.body, vectors.signature), {secret})).toStrictEqual({events: [], body: {events: []}});
		expect(await receive(post(vectors.body, vectors.signature))).toMatchObject({status: 200, text: '', events: [], errors: []});
		expect((await receive(post(vectors.body, vectors.signature.toUpperCase()))).status).toBe(200);
	});

	it('is told event by event, unknown keys included', async () => {
		const events = [
			{entityRef: 'a1', entityType: 'IO', kind: 'MOVED', identifiers: [{type: 'code', value: 'Ä/1'}]},
			{other: null, entityType: 'XO'},
		];
		const seen: unknown[] = [];
		const {status} = await receive(await signed(JSON.stringify({events, batch: 7})), {
			onEvent: async (event, delivery) => {
				await Promise.resolve();
				seen.push(event, delivery.body);
			},
		});
		expect(status).toBe(200);
		const body = {events, batch: 7};
		expect(seen).toStrictEqual([
			{entityRef: 'a1', entityType: 'asset', data: events[0]},
			body,
			{entityRef: undefined, entityType: undefined, data: events[1]},
			body,
		]);
	});

	it('may be signed with any of several secrets, in any script', async () => {
		const body = '{"events":[{"entityRef":"č"}]}';
		expect((await receive(await signed(body, 'starý klíč 鍵'), {secret: ['new', new Secret('starý klíč 鍵')]})).status).toBe(200);
		expect((await receive(await signed(body, 'older'), {secret: ['new', 'old']})).status).toBe(401);
	});

	it.each([
		['none', undefined],
		['an empty one', ''],
		['half of one', vectors.signature.slice(0, 32)],
		['more than one', `${vectors.signature}00`],
		['another', vectors.signature.replace('e45e', 'e45f')],
		['no hexadecimal digits', 'z'.repeat(64)],
	])('with %s for a signature is refused, and nothing is called', async (_, signature) => {
		const {status, events, errors} = await receive(post(vectors.body, signature));
		expect(status).toBe(401);
		expect(events).toStrictEqual([]);
		expect(errors).toStrictEqual([expect.any(AuthenticationError)]);
		expect(isSdkError(errors[0], 'signature')).toBe(true);
	});

	it('that was changed on its way is refused, one byte being enough', async () => {
		const {status, events} = await receive(post(`${vectors.body} `, vectors.signature));
		expect([status, events]).toStrictEqual([401, []]);
	});

	it('is not looked into before it is verified', async () => {
		expect((await receive(post('no json', vectors.signature))).status).toBe(401);
	});

	it.each(['no json', '', '[]', 'null', '{}', '{"events":{}}', '{"events":[1]}', '{"events":[null]}', '{"events":[[]]}'])(
		'that is signed and is %o is malformed',
		async body => {
			const {status, events, errors} = await receive(await signed(body));
			expect([status, events]).toStrictEqual([400, []]);
			expect(errors).toStrictEqual([expect.any(DecodeError)]);
		},
	);

	it('whose bytes are no UTF-8 is malformed', async () => {
		const bytes = new Uint8Array([...encoder.encode('preservica-webhook-auth{"events":[{"a":"'), 0xff, ...encoder.encode('"}]}')]);
		const key = await crypto.subtle.importKey('raw', encoder.encode(secret), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
		const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes));
		const hex = Array.from(mac, byte => byte.toString(16).padStart(2, '0')).join('');
		expect((await receive(post(bytes.slice('preservica-webhook-auth'.length), hex))).status).toBe(400);
	});

	it('larger than the limit is refused, whether it says its length or not', async () => {
		const body = `{"events":[{"x":"${'x'.repeat(100)}"}]}`;
		expect(await receive(await signed(body), {maxBytes: 100})).toMatchObject({status: 413, events: []});
		expect((await receive(await signed(body), {maxBytes: encoder.encode(body).length})).status).toBe(200);
		const told = new Request(address, {
			method: 'POST',
			body: vectors.body,
			headers: {'Preservica-Signature': vectors.signature, 'x-length': '1'},
		});
		Object.defineProperty(told, 'headers', {
			value: new Map([
				['preservica-signature', vectors.signature],
				['content-length', '101'],
			]),
		});
		expect((await receive(told, {maxBytes: 100})).status).toBe(413);
		expect(told.bodyUsed).toBe(false);
	});

	it('without a body is not signed', async () => {
		expect((await receive(post(null, vectors.signature))).status).toBe(401);
	});
});

describe('what goes wrong on our side', () => {
	const body = '{"events":[{"entityRef":"a"},{"entityRef":"b"},{"entityRef":"c"}]}';

	it.each([new DecodeError('secret detail'), new Error('secret detail'), 'secret detail'])(
		'is answered with 500, so that the server may try again: %s',
		async error => {
			const seen: unknown[] = [];
			const {status, text, errors} = await receive(await signed(body), {
				onEvent: async ({entityRef}) => {
					seen.push(entityRef);
					if (entityRef === 'b') {
						throw error;
					}
				},
			});
			expect(status).toBe(500);
			expect(text).not.toContain('secret');
			expect(seen).toStrictEqual(['a', 'b']);
			expect(errors).toStrictEqual([error]);
		},
	);

	it('is not made worse by a listener that fails', async () => {
		const onError = () => {
			throw new Error('listener');
		};
		expect((await receive(post(vectors.body, undefined), {onError})).status).toBe(401);
	});

	it.each([[''], [[]], [['good', '']], [undefined], [[undefined]]])('is said at once when the secret is %o', async wrong => {
		// Programs without types pass what an unset variable holds.
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion
		const options = {secret: wrong as string};
		await expect(receive(post(vectors.body, vectors.signature), options)).rejects.toThrow(ConfigurationError);
		await expect(receive(challenge('abc123'), options)).rejects.toThrow(ConfigurationError);
		expect(await failureOf(verifyWebhook(post(vectors.body, vectors.signature), options))).toBeInstanceOf(ConfigurationError);
	});

	it('is said when a body parser came first', async () => {
		const request = post(vectors.body, vectors.signature);
		await request.text();
		await expect(receive(request)).rejects.toThrow('no body parser may come first');
	});
});

it.each(['GET', 'PUT', 'HEAD'])('%s is no way to deliver', async method => {
	const {status, response} = await receive(new Request(`${address}?challengeCode=x`, {method}));
	expect([status, response.headers.get('allow')]).toStrictEqual([405, 'POST']);
});

it('a body that breaks off is refused', async () => {
	const stream = new ReadableStream({pull: controller => controller.error(new TypeError('broken'))});
	const request = new Request(address, {method: 'POST', body: vectors.body, headers: {'Preservica-Signature': vectors.signature}});
	Object.defineProperty(request, 'body', {value: stream});
	expect(await receive(request)).toMatchObject({status: 400, text: 'The request broke off.', events: []});
});
