import {
	ConfigurationError,
	DecodeError,
	isSdkError,
	NetworkError,
	NotFoundError,
	PermissionError,
	Secret,
	type HttpEvent,
} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Webhooks} from './webhooks.ts';

const list = '/api/webhook/subscriptions';
const versionOf = (text: string) => ({'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${text}</CurrentVersion></V>`});
const subscription = (id: unknown, more = {}) => ({
	id,
	url: 'https://listener.test/hook',
	triggerType: 'MOVED',
	includeIdentifiers: 'true',
	...more,
});
const json = (value: unknown) => JSON.stringify(value);
const connect = (routes: Parameters<typeof connectTo>[0], options: Parameters<typeof connectTo>[1] = {}) => {
	const {session, ...rest} = connectTo({...versionOf('7.7.0'), ...routes}, options);
	return {webhooks: new Webhooks(session), ...rest};
};
const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe('subscriptions', () => {
	it('are listed, without what the server keeps of the secret', async () => {
		const {webhooks} = connect({[`GET ${list}`]: json([subscription('s1', {secret: 'x', other: 1}), {id: 7, url: null}])});
		expect(await webhooks.subscriptions()).toStrictEqual([
			{id: 's1', url: 'https://listener.test/hook', trigger: 'MOVED', includeIdentifiers: true},
			{id: '7', url: undefined, trigger: undefined, includeIdentifiers: undefined},
		]);
	});

	it('may be none', async () => {
		expect(await connect({[`GET ${list}`]: '[]'}).webhooks.subscriptions()).toStrictEqual([]);
	});

	it.each([
		['no list', '{}', DecodeError],
		['a subscription without an id', json([{url: 'x'}]), DecodeError],
		['a refusal', {status: 403}, PermissionError],
		['not there', {status: 404}, NotFoundError],
	])('are not none when the answer is %s', async (_, answer, error) => {
		await expect(connect({[`GET ${list}`]: answer}).webhooks.subscriptions()).rejects.toThrow(error);
	});

	it('take Preservica 6.8', async () => {
		const {webhooks, asked} = connect(versionOf('6.7.1'));
		expect(isSdkError(await failureOf(webhooks.subscriptions()), 'version')).toBe(true);
		expect(isSdkError(await failureOf(webhooks.subscribe({url: 'https://x.test', trigger: 'MOVED', secret: 's'})), 'version')).toBe(true);
		expect(asked()).toHaveLength(1);
	});
});

describe('subscribing', () => {
	const wanted = {url: 'https://listener.test/hook?a=b', trigger: 'FULL_TEXT_INDEXED', secret: 'gr"ün & <geheim>'};

	it('sends proper JSON and gives the subscription', async () => {
		const {webhooks, requests} = connect({[`POST ${list}`]: json({id: 's1'})});
		expect(await webhooks.subscribe(wanted)).toStrictEqual({
			id: 's1',
			url: 'https://listener.test/hook?a=b',
			trigger: 'FULL_TEXT_INDEXED',
			includeIdentifiers: true,
		});
		const request = requests.at(-1);
		expect(request?.headers.get('content-type')).toBe('application/json;charset=UTF-8');
		expect(await request?.json()).toStrictEqual({
			url: 'https://listener.test/hook?a=b',
			triggerType: 'FULL_TEXT_INDEXED',
			secret: 'gr"ün & <geheim>',
			includeIdentifiers: true,
		});
	});

	it('takes wrapped secrets, an address as URL, and no identifiers', async () => {
		const {webhooks, requests} = connect({[`POST ${list}`]: json(subscription('s1', {triggerType: 'NEW', includeIdentifiers: false}))});
		const made = await webhooks.subscribe({
			url: new URL('http://inside.test/hook'),
			trigger: 'NEW',
			secret: new Secret('s3cret'),
			includeIdentifiers: false,
		});
		expect(made).toStrictEqual({id: 's1', url: 'https://listener.test/hook', trigger: 'NEW', includeIdentifiers: false});
		expect(await requests.at(-1)?.json()).toMatchObject({url: 'http://inside.test/hook', secret: 's3cret', includeIdentifiers: false});
	});

	it.each([
		[{url: 'ftp://listener.test'}, 'begins with https:// or http://'],
		[{url: 'listener.test/hook'}, 'begins with https:// or http://'],
		[{secret: ''}, 'needs a secret'],
	])('refuses %o before anything is sent', async (more, message) => {
		const {webhooks, asked} = connect({});
		const failure = await failureOf(webhooks.subscribe({...wanted, ...more}));
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(String(failure)).toContain(message);
		expect(asked()).toStrictEqual([]);
	});

	it.each([
		['quotes it', {status: 400, body: `{"refused": ${json(wanted)}}`}],
		['quotes it in XML', {status: 500, body: '<x>gr"ün &amp; &lt;geheim&gt; gr&quot;ün &amp; &lt;geheim&gt;</x>'}],
		['quotes it with numbers', {status: 400, body: String.raw`gr\"\u00FCn\u0020& <geheim> gr&#34;&#xfc;n &#38; &lt;geheim>`}],
		['quotes it in a form', {status: 400, body: 'gr%22%C3%BCn+%26+%3Cgeheim%3E'}],
		['quotes it in an address', {status: 403, body: `https://x.test/?q=${encodeURIComponent(wanted.secret)}`}],
		['accepts and quotes it', {status: 200, body: `the secret is ${wanted.secret}`}],
		['accepts without an id', {status: 200, body: json({secret: wanted.secret})}],
		['answers with very much', {status: 500, body: `${'x'.repeat(150_000)}${wanted.secret}`}],
	])('keeps the secret out of errors and events when the server %s', async (_, answer) => {
		const events: HttpEvent[] = [];
		const {webhooks} = connect({[`POST ${list}`]: answer}, {onEvent: event => void events.push(event)});
		const failure = await failureOf(webhooks.subscribe(wanted));
		expect(failure).toBeInstanceOf(Error);
		const told = [failure, ...events.map(({error}) => error), events].map(item => printed(item)).join('\n');
		for (const part of ['ün', 'geheim', '%C3', 'u00FC']) {
			expect(told).not.toContain(part);
		}
	});

	it('does not read a very long answer to its end', async () => {
		let chunks = 0;
		const endless = () => ({
			status: 500,
			body: new ReadableStream({pull: controller => controller.enqueue(new Uint8Array(chunks++ < 1000 ? 10_000 : 0).fill(120))}),
		});
		const failure = await failureOf(connect({[`POST ${list}`]: endless}).webhooks.subscribe(wanted));
		expect(failure).toMatchObject({status: 500, body: ''});
		expect(chunks).toBeLessThan(20);
	});

	it('says what else the server says', async () => {
		const {webhooks} = connect({[`POST ${list}`]: {status: 400, body: 'challenge failed'}});
		await expect(webhooks.subscribe(wanted)).rejects.toThrow('challenge failed');
	});

	it('is not repeated when the answer is lost', async () => {
		const {webhooks, asked} = connect({[`POST ${list}`]: () => Promise.reject(new TypeError('lost'))});
		await expect(webhooks.subscribe(wanted)).rejects.toThrow(NetworkError);
		expect(asked().filter(request => request.startsWith('POST'))).toHaveLength(1);
	});

	it('ends with an abort', async () => {
		const controller = new AbortController();
		const {webhooks} = connect({
			[`POST ${list}`]: () => {
				controller.abort(new Error('enough'));
				return new Promise<never>(() => {});
			},
		});
		await expect(webhooks.subscribe(wanted, {signal: controller.signal})).rejects.toThrow('enough');
	});
});

describe('ending subscriptions', () => {
	it('one by one', async () => {
		const {webhooks, asked} = connect({
			[`DELETE ${list}/s1`]: {status: 204},
			[`DELETE ${list}/s2`]: 'gone',
			[`GET ${list}`]: json([subscription('s2')]),
		});
		expect(await webhooks.unsubscribe('s1')).toBeUndefined();
		for (const found of await webhooks.subscriptions()) {
			await webhooks.unsubscribe(found);
		}
		expect(asked().filter(request => request.startsWith('DELETE'))).toStrictEqual([`DELETE ${list}/s1`, `DELETE ${list}/s2`]);
	});

	it('of an unknown one is not found', async () => {
		await expect(connect({}).webhooks.unsubscribe('s9')).rejects.toThrow('There is no subscription s9');
	});

	it('altogether tells what there was', async () => {
		const {webhooks} = connect({[`GET ${list}`]: json([subscription('s1'), subscription('s2')]), [`DELETE ${list}/s1`]: {status: 204}});
		expect((await webhooks.unsubscribeAll()).map(({id}) => id)).toStrictEqual(['s1', 's2']); // s2 was ended by somebody else meanwhile
		expect(await connect({[`GET ${list}`]: '[]'}).webhooks.unsubscribeAll()).toStrictEqual([]);
	});

	it('altogether goes on after a refusal and names what is left', async () => {
		const {webhooks, asked} = connect({
			[`GET ${list}`]: json([subscription('s1'), subscription('s2'), subscription('s3')]),
			[`DELETE ${list}/s1`]: {status: 403},
			[`DELETE ${list}/s2`]: {status: 204},
			[`DELETE ${list}/s3`]: {status: 400},
		});
		const failure = await failureOf(webhooks.unsubscribeAll());
		expect(isSdkError(failure, 'unsubscribe-incomplete')).toBe(true);
		expect(String(failure)).toContain('2 of 3 subscriptions could not be ended: s1 (MOVED), s3 (MOVED).');
		expect(String(failure)).toContain('no right');
		expect(asked().filter(request => request.startsWith('DELETE'))).toHaveLength(3);
	});

	it('altogether ends with an abort', async () => {
		const controller = new AbortController();
		const {webhooks, asked} = connect({
			[`GET ${list}`]: json([subscription('s1'), subscription('s2')]),
			[`DELETE ${list}/s1`]: () => {
				controller.abort(new Error('enough'));
				return new Promise<never>(() => {});
			},
		});
		expect(await failureOf(webhooks.unsubscribeAll({signal: controller.signal}))).toBe(controller.signal.reason);
		expect(asked().filter(request => request.startsWith('DELETE'))).toHaveLength(1);
	});
});

/** Everything a program could print of something. */
function printed(value: unknown, depth = 0): string {
	if (typeof value !== 'object' || value === null || depth > 6) {
		return String(value);
	}
	const inside = Reflect.ownKeys(value).map(key => printed(Object.getOwnPropertyDescriptor(value, key)?.value, depth + 1));
	return [value instanceof Error ? `${String(value)} ${value.stack}` : '', ...inside].join('\n');
}
