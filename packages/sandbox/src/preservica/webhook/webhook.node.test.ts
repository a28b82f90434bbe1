import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:http';
import {text} from 'node:stream/consumers';
import {expect, it, onTestFinished} from 'vitest';
import {buildPackage, packageRefs} from '../../fixtures/build-package.ts';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {find, openSandbox} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import {mayCall} from './post-to-subscriber.ts';
import {triggerTypes} from './subscription.ts';

const subscriptions = '/api/webhook/subscriptions';
const secret = 'schlüssel';
const folder = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';

const other = 'cccccccc-0f0a-4f52-9d1a-3d1c8f6f2c11';
const identifierXml = '<Identifier xmlns="http://preservica.com/XIP/v8.1"><Type>a</Type><Value>b</Value></Identifier>';
const deletionXml =
	'<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1"><Submission><Comment>no</Comment></Submission></DeletionAction>';

interface Received {
	readonly body: string;
	readonly headers: IncomingMessage['headers'];
}

interface Subscriber {
	readonly url: string;
	readonly received: Received[];
	/** What it answers to deliveries. */
	status: number;
	knows: string;
	/** It answers when this is over. */
	ready: Promise<void>;
}

async function subscriber(): Promise<Subscriber> {
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = await text(request);
		await own.ready;
		const code = new URL(request.url ?? '', 'http://localhost').searchParams.get('challengeCode');
		if (code === null) {
			own.received.push({body, headers: request.headers});
			response.writeHead(request.url === '/taken' ? 200 : own.status, {location: '/taken'}).end();
		} else {
			const challengeResponse = createHmac('sha256', own.knows).update(code).digest('hex');
			response.setHeader('content-type', 'application/json').end(JSON.stringify({challengeCode: code, challengeResponse}));
		}
	};
	const server = createServer((request, response) => void answer(request, response));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const address = server.address();
	const own: Subscriber = {
		url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/events?for=me`,
		received: [],
		status: 200,
		knows: secret,
		ready: Promise.resolve(),
	};
	return own;
}

async function subscribe({send}: OpenSandbox, url: string, triggerType: string, more: object = {}): Promise<string> {
	const answer = await send('POST', subscriptions, {body: JSON.stringify({url, triggerType, secret, ...more})});
	const body = await answer.text();
	expect(answer.status, body).toBe(200);
	const {id}: {id: string} = JSON.parse(body);
	return id;
}

const folderXml = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folder}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;

async function ingest({send, xml}: OpenSandbox, body: BodyInit = buildPackage({parent: folder})): Promise<void> {
	await send('POST', '/api/entity/structural-objects', {body: folderXml});
	const put = await send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body});
	await xml(`/api/entity/progress/${put.headers.get('preservica-progress-token')}`);
}

/** Waits until the subscriber has heard so often; asking the sandbox is what makes it send. */
async function heard({send}: OpenSandbox, {received}: Subscriber, times: number): Promise<void> {
	await expect.poll(async () => (await send('GET', subscriptions), received.length)).toBe(times);
}

it('subscribes whoever answers the challenge, with status 200, and never shows the secret', async () => {
	const open = await openSandbox();
	const {url} = await subscriber();
	const id = await subscribe(open, url, 'MOVED', {includeIdentifiers: 'true'});
	const listed = await open.send('GET', subscriptions);
	expect([listed.status, await listed.json()]).toEqual([200, [{id, url, triggerType: 'MOVED', includeIdentifiers: true}]]);
	expect((await open.send('DELETE', `${subscriptions}/${id}`)).status).toBe(204);
	expect((await open.send('DELETE', `${subscriptions}/${id}`)).status).toBe(404);
	expect(await (await open.send('GET', subscriptions)).json()).toEqual([]);
});

it('signs what it tells of an ingest, and sends it chunked', async () => {
	const open = await openSandbox();
	const own = await subscriber();
	await subscribe(open, own.url, 'FULL_TEXT_INDEXED', {includeIdentifiers: true});
	await subscribe(open, own.url, 'MOVED');
	await ingest(open);
	await heard(open, own, 1);
	const {body = '', headers = {}} = own.received[0] ?? {};
	expect(JSON.parse(body)).toEqual({
		events: [
			{
				entityRef: packageRefs.asset,
				entityType: 'IO',
				triggerType: 'FULL_TEXT_INDEXED',
				date: '2026-03-14T09:00:00.000Z',
				identifiers: [{type: 'code', value: 'L/1'}],
			},
		],
	});
	expect(headers['preservica-signature']).toBe(createHmac('sha256', secret).update(`preservica-webhook-auth${body}`).digest('hex'));
	expect([headers['content-type'], headers['transfer-encoding']]).toEqual(['application/json', 'chunked']);
});

it('tells that text is indexed when search knows of it', async () => {
	const open = await openSandbox({searchDelay: 60_000});
	const own = await subscriber();
	for (const triggerType of ['FULL_TEXT_INDEXED', 'INGEST_FAILED']) await subscribe(open, own.url, triggerType);
	await ingest(open);
	await ingest(open, 'not a zip');
	await heard(open, own, 1);
	expect(own.received[0]?.body).toContain('INGEST_FAILED');
	open.clock.now += 60_000;
	await heard(open, own, 2);
	expect(own.received[1]?.body).toContain('"date":"2026-03-14T09:01:00.000Z"');
});

it('tells of moves, of changed tags and of ingests that failed', async () => {
	const open = await openSandbox();
	const own = await subscriber();
	for (const triggerType of ['MOVED', 'CHANGED_SECURITY_DESCRIPTOR', 'INGEST_FAILED']) await subscribe(open, own.url, triggerType);
	await ingest(open, 'not a zip');
	await heard(open, own, 1);
	const token = await (await open.send('PUT', `/api/entity/structural-objects/${folder}/parent-ref`, {body: '@root@'})).text();
	expect(find(await open.xml(`/api/entity/progress/${token}`), 'Status')).toBe('COMPLETED');
	await open.send('PUT', `/api/entity/structural-objects/${folder}/security-descriptor`, {body: 'closed'});
	await heard(open, own, 3);
	expect(own.received.map(({body}) => JSON.parse(body))).toMatchObject([
		{events: [{triggerType: 'INGEST_FAILED', errors: [expect.any(String)]}]},
		{events: [{triggerType: 'MOVED', entityRef: folder, entityType: 'SO'}]},
		{events: [{triggerType: 'CHANGED_SECURITY_DESCRIPTOR', entityRef: folder}]},
	]);
});

const {asset, page1} = packageRefs;

/** Changes, and what is told of each: trigger types with references. */
it.each<[string, string, string, string, readonly (readonly [string, string])[]]>([
	['a move', 'PUT', `information-objects/${asset}/parent-ref`, other, [['MOVED', asset]]],
	[
		'a tag',
		'PUT',
		`information-objects/${asset}/security-descriptor`,
		'closed',
		[
			['CHANGED_SECURITY_DESCRIPTOR', asset],
			['CHANGE_ASSET_VISIBILITY', asset],
		],
	],
	['a tag of a folder', 'PUT', `structural-objects/${folder}/security-descriptor`, 'closed', [['CHANGED_SECURITY_DESCRIPTOR', folder]]],
	[
		'a tag of a folder and all it holds',
		'PUT',
		`structural-objects/${folder}/security-descriptor?includeDescendants=true`,
		'closed',
		[
			['CHANGED_SECURITY_DESCRIPTOR', folder],
			['CHANGED_SECURITY_DESCRIPTOR', asset],
			['CHANGED_SECURITY_DESCRIPTOR', page1],
			['CHANGED_SECURITY_DESCRIPTOR', packageRefs.page2],
			['CHANGED_SECURITY_DESCRIPTOR', packageRefs.access],
			['CHANGE_ASSET_VISIBILITY', asset],
		],
	],
	[
		'an access representation',
		'POST',
		`information-objects/${asset}/representations?type=Access&filename=a.txt`,
		'text',
		[
			['FULL_TEXT_INDEXED', asset],
			['CHANGE_ASSET_VISIBILITY', asset],
		],
	],
	['a new generation', 'POST', `content-objects/${page1}/generations`, 'text', [['FULL_TEXT_INDEXED', asset]]],
	['a change of metadata', 'POST', `information-objects/${asset}/identifiers`, identifierXml, []],
	['a deletion that waits', 'DELETE', `information-objects/${asset}`, deletionXml, []],
	['a move that is refused', 'PUT', `structural-objects/${folder}/parent-ref`, folder, []],
])('tells, signed, of %s', async (_what, method, path, body, told) => {
	const open = await openSandbox({tokenLifetime: 1e9});
	const own = await subscriber();
	await ingest(open);
	await open.send('POST', '/api/entity/structural-objects', {body: folderXml.replace(folder, other)});
	for (const triggerType of triggerTypes) await subscribe(open, own.url, triggerType);
	const answer = await open.send(method, `/api/entity/${path}`, {body, headers: {filename: 'b.txt'}});
	const token = await answer.text();
	if (answer.status < 300 && /^[-0-9a-f]{36}$/u.test(token)) await open.xml(`/api/entity/progress/${token}`);
	await heard(open, own, new Set(told.map(([type]) => type)).size);
	const events = own.received.flatMap(({body: sent, headers}) => {
		expect(headers['preservica-signature']).toBe(createHmac('sha256', secret).update(`preservica-webhook-auth${sent}`).digest('hex'));
		const {events: all}: {events: readonly {triggerType: string; entityRef: string}[]} = JSON.parse(sent);
		return all.map(({triggerType, entityRef}) => [triggerType, entityRef]);
	});
	expect(events).toEqual(told);
	expect(open.sandbox.state().collections['preservica.webhook-deliveries']).toBeUndefined();
});

it('tells of an asset that was put together from others', async () => {
	const open = await openSandbox();
	const own = await subscriber();
	await ingest(open);
	await subscribe(open, own.url, 'FULL_TEXT_INDEXED');
	const body = `<MergeAction xmlns="http://preservica.com/EntityAPI/v8.1"><Title>Both</Title><Entity ref="${asset}" type="IO"/></MergeAction>`;
	const token = await (await open.send('POST', '/api/entity/actions/merges', {body})).text();
	expect(find(await open.xml(`/api/entity/progress/${token}`), 'Status')).toBe('COMPLETED');
	await heard(open, own, 1);
	const {events}: {events: readonly {entityRef: string}[]} = JSON.parse(own.received[0]?.body ?? '');
	const made = await open.xml(`/api/entity/information-objects/${events[0]?.entityRef}`);
	expect([find(made, 'Title'), events.length]).toEqual(['Both', 1]);
});

it('tries again after pauses that grow, follows no redirect, and gives up after five times', async () => {
	const open = await openSandbox({tokenLifetime: 1e9});
	const own = await subscriber();
	await subscribe(open, own.url, 'INGEST_FAILED');
	own.status = 303;
	await ingest(open, 'not a zip');
	await heard(open, own, 1);
	for (const [index, pause] of [1000, 2000, 4000, 8000].entries()) {
		open.clock.now += pause - 1;
		await heard(open, own, index + 1);
		open.clock.now++;
		await heard(open, own, index + 2);
	}
	open.clock.now += 1e6;
	await heard(open, own, 5);
	await expect.poll(() => open.sandbox.state().collections['preservica.webhook-deliveries']).toBeUndefined();
});

it('delivers after a restart what was not taken before', async () => {
	const kept = temporaryFolder();
	const first = await openSandbox({folder: kept});
	const own = await subscriber();
	await subscribe(first, own.url, 'INGEST_FAILED');
	own.status = 503;
	await ingest(first, 'not a zip');
	await heard(first, own, 1);
	await expect.poll(() => first.sandbox.state().collections['preservica.webhook-deliveries']).toBe(1);
	await first.sandbox.close();
	own.status = 200;
	const second = await openSandbox({folder: kept, now: () => Date.parse('2026-03-14T09:00:10.000Z')});
	await heard(second, own, 2);
	expect(await (await second.send('GET', subscriptions)).json()).toMatchObject([{url: own.url}]);
});

it('tells nothing to those who have unsubscribed', async () => {
	const open = await openSandbox();
	const own = await subscriber();
	const id = await subscribe(open, own.url, 'INGEST_FAILED');
	own.status = 500;
	await ingest(open, 'not a zip');
	await heard(open, own, 1);
	await open.send('DELETE', `${subscriptions}/${id}`);
	open.clock.now += 60_000;
	await heard(open, own, 1);
	expect(open.sandbox.state().collections['preservica.webhook-deliveries']).toBeUndefined();
});

it('forgets what is on its way to someone who unsubscribes meanwhile', async () => {
	const open = await openSandbox();
	const own = await subscriber();
	const id = await subscribe(open, own.url, 'INGEST_FAILED');
	await subscribe(open, own.url, 'INGEST_FAILED');
	let answer: () => void = () => undefined;
	own.ready = new Promise(resolve => {
		answer = resolve;
	});
	own.status = 500;
	await ingest(open, 'not a zip');
	expect((await open.send('DELETE', `${subscriptions}/${id}`)).status).toBe(204);
	answer();
	await heard(open, own, 2); // the second is sent when the first has been dealt with
	expect(open.sandbox.state().collections['preservica.webhook-deliveries']).toBe(1);
});

it('calls nobody elsewhere', async () => {
	const {send} = await openSandbox();
	const answer = await send('POST', subscriptions, {body: JSON.stringify({url: 'http://10.0.0.1/', triggerType: 'MOVED', secret})});
	expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('on this machine')]);
});

it('refuses those who do not know the secret or are not there', async () => {
	const {send} = await openSandbox();
	const own = await subscriber();
	own.knows = 'another';
	for (const url of [own.url, 'http://127.0.0.1:1/']) {
		const answer = await send('POST', subscriptions, {body: JSON.stringify({url, triggerType: 'MOVED', secret})});
		expect([answer.status, await answer.text()]).toEqual([400, 'The subscriber did not answer the challenge.']);
	}
	expect(await (await send('GET', subscriptions)).json()).toEqual([]);
});

it.each([
	['no JSON', 'url=a'],
	['a list', '[]'],
	['without a secret', JSON.stringify({url: 'http://localhost/', triggerType: 'MOVED'})],
	['for an unknown event', JSON.stringify({url: 'http://localhost/', triggerType: 'SUNK', secret})],
	[
		'neither with identifiers nor without',
		JSON.stringify({url: 'http://localhost/', triggerType: 'MOVED', secret, includeIdentifiers: 'some'}),
	],
])('refuses a subscription that is %s', async (_title, body) => {
	const {send} = await openSandbox();
	expect((await send('POST', subscriptions, {body})).status).toBe(400);
});

it.each([
	['http://localhost:8080/hook', true],
	['https://[::1]/', true],
	['http://127.1.2.3/', true],
	['http://2130706433/', true],
	['http://hooks.example/', true],
	['http://10.0.0.1/', false],
	['http://169.254.169.254/latest/meta-data', false],
	['http://localhost.fonds.example/', false],
	['http://127.0.0.1.fonds.example/', false],
	['http://user:pass@localhost/', false],
	['file:///etc/passwd', false],
	['localhost', false],
])('may call %s: %s', (url, allowed) => {
	expect(mayCall(url, ['hooks.example'])).toBe(allowed);
});

it('is not for readers, and names the role they lack', async () => {
	const {send, signIn} = await openSandbox();
	const token = await signIn('reader');
	for (const [method, path] of [
		['GET', subscriptions],
		['POST', subscriptions],
		['DELETE', `${subscriptions}/x`],
	] as const) {
		const answer = await send(method, path, {token});
		expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('ROLE_SDB_MANAGER_USER')]);
	}
});
