import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import type {OpenSandbox} from '../fixtures/open-sandbox.ts';
import {openSandbox} from '../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../fixtures/temporary-folder.ts';
import {FaultPlan} from './fault-plan.ts';
import type {Fault} from './fault.ts';
import {readPlan} from './read-plan.ts';

const path = '/api/entity/versiondetails/version';
const statuses = async (open: OpenSandbox, count: number): Promise<readonly number[]> => {
	const found = [];
	for (let index = 0; index < count; index++) found.push((await open.send('GET', path)).status);
	return found;
};

it('happens once unless told otherwise, after the requests that are let through', async () => {
	const open = await openSandbox();
	open.sandbox.faults.add({kind: 'status', status: 503, path});
	expect(await statuses(open, 2)).toEqual([503, 200]);
	open.sandbox.faults.add({kind: 'status', status: 500, path, after: 1, times: 2});
	expect(await statuses(open, 4)).toEqual([200, 500, 500, 200]);
	expect(open.sandbox.faults.list().map(({seen, used}) => [seen, used])).toEqual([
		[1, 1],
		[3, 2],
	]);
});

it('looks no more at faults that are used up, and lists the latest hundred of them among the others, in the order of the plan', () => {
	const plan = new FaultPlan();
	plan.add({kind: 'drop', path: '/never'});
	for (let index = 0; index < 250; index++) plan.add({kind: 'delay', path: '/a', delay: index});
	plan.add({kind: 'drop', path: '/a', times: 0});
	plan.add({kind: 'drop', path: '/later'});
	const request = new Request('http://sandbox.test/a');
	for (let index = 0; index < 250; index++) expect(plan.take(request)?.delay).toBe(index);
	expect(plan.take(request)).toBeUndefined();
	const list = plan.list();
	expect(list.map(({fault}) => fault.delay ?? fault.path)).toEqual([
		'/never',
		...Array.from({length: 100}, (_, index) => 150 + index),
		'/later',
	]);
	expect(list.at(-2)).toMatchObject({seen: 1, used: 1});
	expect(plan.take(new Request('http://sandbox.test/later'))?.kind).toBe('drop');
});

it('goes back to what was to go wrong from the start', async () => {
	const open = await openSandbox({faults: [{kind: 'status', status: 503, path, times: 2}]});
	open.sandbox.faults.add({kind: 'status', status: 500, path});
	expect(await statuses(open, 4)).toEqual([503, 503, 500, 200]);
	await open.sandbox.reset();
	expect(open.sandbox.faults.list()).toMatchObject([{fault: {status: 503}, seen: 0, used: 0}]);
});

it.each<[string, string | undefined, string]>([
	['is not there', undefined, 'ENOENT'],
	['is no JSON', '[{"kind": "drop"', 'JSON'],
	[
		'holds an unknown kind',
		'[{"kind": "drop", "path": "*"}, {"kind": "explode", "path": "*"}]',
		'Fault 2 of 2: The kind of a fault must be one of',
	],
	['holds an unknown property', '[{"kind": "drop", "path": "*", "every": 3}]', 'Fault 1 of 1: A fault has no property every.'],
	['holds a list in a list', '[[]]', 'Fault 1 of 1: A fault must be an object.'],
	['holds a text', '"drop"', 'A fault must be an object.'],
])('says of a file of faults that it %s', async (_title, content, reason) => {
	const file = join(temporaryFolder(), 'faults.json');
	if (content !== undefined) writeFileSync(file, content);
	await expect(readPlan(file)).rejects.toThrow(`The faults in ${file} cannot be read: `);
	await expect(readPlan(file)).rejects.toThrow(reason);
});

it('reads the example of the README', async () => {
	const file = join(temporaryFolder(), 'faults.json');
	const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
	writeFileSync(file, /^```json\n(\[.*?)^```$/msu.exec(readme)?.[1] ?? '');
	expect((await readPlan(file)).map(({kind}) => kind)).toEqual(['status', 'drop', 'corrupt', 'delay']);
});

it('reads one fault or a list from a file', async () => {
	const file = join(temporaryFolder(), 'faults.json');
	writeFileSync(file, '{"kind": "drop", "path": "*"}');
	expect(await readPlan(file)).toMatchObject([{kind: 'drop', path: '*'}]);
	writeFileSync(file, '[]');
	expect(await readPlan(file)).toEqual([]);
});

it.each<[string, Partial<Fault> & Pick<Fault, 'path'>, number]>([
	['a path', {path}, 500],
	['another path', {path: '/api/entity/versiondetails'}, 200],
	['a path with a star', {path: '/api/*/version'}, 500],
	['a path with a query', {path: `${path}?part=2*`}, 500],
	['another query', {path: `${path}?part=3`}, 200],
	['an expression', {path: /versiondetails/u}, 500],
	['a method', {path, method: 'get'}, 500],
	['another method', {path, method: 'POST'}, 200],
])('happens to requests that fit %s', async (_title, fault, status) => {
	const open = await openSandbox();
	open.sandbox.faults.add({kind: 'status', ...fault});
	expect((await open.send('GET', `${path}?part=2`)).status).toBe(status);
});

it('answers a status with body and Retry-After, or with a gateway’s page', async () => {
	const open = await openSandbox();
	open.sandbox.faults.add({kind: 'status', status: 429, path, retryAfter: 7, body: 'slow down'});
	const limited = await open.send('GET', path);
	expect([limited.status, limited.headers.get('retry-after'), await limited.text()]).toEqual([429, '7', 'slow down']);
	open.sandbox.faults.add({kind: 'status', status: 502, path});
	const gateway = await open.send('GET', path);
	expect([gateway.headers.get('content-type'), await gateway.text()]).toEqual(['text/html', expect.stringContaining('<h1>502</h1>')]);
});

it('loses only the answer when it happens after', async () => {
	const open = await openSandbox();
	const body =
		'<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>A</Title><SecurityTag>open</SecurityTag></StructuralObject>';
	const create = (): Promise<Response> => open.send('POST', '/api/entity/structural-objects', {body});
	open.sandbox.faults.add({kind: 'drop', method: 'POST', path: '/api/entity/*'});
	await expect(create()).rejects.toThrow(TypeError);
	expect(open.sandbox.state().entities.SO).toBe(0);
	open.sandbox.faults.add({kind: 'drop', method: 'POST', path: '/api/entity/*', when: 'after'});
	await expect(create()).rejects.toThrow(TypeError);
	expect(open.sandbox.state().entities.SO).toBe(1);
});

it('ends all tokens before it handles the request', async () => {
	const open = await openSandbox();
	open.sandbox.faults.add({kind: 'expire-tokens', path});
	expect(await statuses(open, 2)).toEqual([401, 401]);
	expect(open.sandbox.state().activeTokens).toBe(0);
});

it('cuts an answer off in its middle and announces its whole length', async () => {
	const open = await openSandbox();
	const whole = await (await open.send('GET', path)).text();
	open.sandbox.faults.add({kind: 'truncate', path});
	const answer = await open.send('GET', path);
	expect(answer.headers.get('content-length')).toBe(String(whole.length));
	expect(await answer.text()).toBe(whole.slice(0, Math.floor(whole.length / 2)));
});

it('changes one byte of an answer', async () => {
	const open = await openSandbox();
	const whole = new Uint8Array(await (await open.send('GET', path)).arrayBuffer());
	open.sandbox.faults.add({kind: 'corrupt', path});
	const wrong = new Uint8Array(await (await open.send('GET', path)).arrayBuffer());
	expect(wrong).toHaveLength(whole.length);
	expect([...wrong.keys()].filter(index => wrong[index] !== whole[index])).toEqual([Math.floor(whole.length / 2)]);
});

it('delays an answer no longer than until the sandbox closes', async () => {
	const open = await openSandbox();
	open.sandbox.faults.add({kind: 'delay', delay: 3_600_000, path, when: 'before'});
	open.sandbox.faults.add({kind: 'delay', delay: 0, path: '/api/user/details'});
	expect((await open.send('GET', '/api/user/details')).status).toBe(200);
	const controller = new AbortController();
	const answer = open.sandbox.fetch(new Request(`http://sandbox.test${path}`, {signal: controller.signal}));
	controller.abort();
	expect((await answer).status).toBe(401);
});

it('is planned, listed and cleared over the control API', async () => {
	const open = await openSandbox();
	const add = async (body: unknown): Promise<[number, unknown]> => {
		const answer = await open.send('POST', '/sandbox/faults', {body: JSON.stringify(body)});
		return [answer.status, await answer.json()];
	};
	expect(await add([{kind: 'status', status: 503, path, times: 3}])).toEqual([
		201,
		[{kind: 'status', status: 503, path, times: 3, seen: 0, used: 0}],
	]);
	expect(await statuses(open, 1)).toEqual([503]);
	expect(await (await open.send('GET', '/sandbox/faults')).json()).toMatchObject([{seen: 1, used: 1}]);
	expect((await open.send('DELETE', '/sandbox/faults')).status).toBe(204);
	expect(await statuses(open, 1)).toEqual([200]);
	expect(await add({kind: 'explode', path})).toEqual([
		400,
		{message: 'The kind of a fault must be one of status, delay, drop, truncate, corrupt, expire-tokens.'},
	]);
	expect(await add({kind: 'drop'})).toEqual([400, {message: 'The path of a fault must be given.'}]);
	expect(await add({kind: 'drop', path, often: 2})).toEqual([400, {message: 'A fault has no property often.'}]);
	expect(await add({kind: 'status', path, status: 42})).toEqual([400, {message: 'The status of a fault must be from 200 to 599.'}]);
	expect(await add({kind: 'drop', path, times: -1})).toEqual([400, {message: 'The times of a fault must be a number from 0 up.'}]);
});
