import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {sandboxCredentials} from '../credentials.ts';
import {compareCommand} from './compare-command.ts';
import type {Session} from './fixtures/record-session.ts';
import {recordSession, startSandbox, startServer} from './fixtures/record-session.ts';

const {username, password} = sandboxCredentials.preservica.users.archivist;

/** What every server is asked in these tests. */
async function ask(session: Session): Promise<void> {
	const body = new URLSearchParams({username, password});
	const {token}: {token: string} = await (await fetch(`${session.url}/api/accesstoken/login`, {method: 'POST', body})).json();
	const headers = {'preservica-access-token': token};
	for (const path of ['/api/entity/versiondetails/version', '/api/user/details', '/api/entity/root/children?start=0&max=10']) {
		await (await fetch(session.url + path, {headers})).arrayBuffer();
	}
	await session.written(4);
}

function compare(first: Session, second: Session): {same: boolean; lines: readonly string[]} {
	let printed = '';
	const same = compareCommand([first.folder, second.folder], text => (printed += text));
	return {same, lines: printed.replaceAll(first.folder, 'first').replaceAll(second.folder, 'second').trimEnd().split('\n')};
}

it('finds no difference between two sandboxes', async () => {
	const [first, second] = [await recordSession(await startSandbox()), await recordSession(await startSandbox())];
	await ask(first);
	await ask(second);
	expect(compare(first, second)).toEqual({same: true, lines: ['No differences.']});
});

it('names what another server does differently', async () => {
	const ns = 'xmlns:e="http://preservica.com/EntityAPI/v8.1" xmlns:x="http://preservica.com/XIP/v9.0"';
	const answers: Record<string, readonly [number, string, string]> = {
		'/api/accesstoken/login': [200, 'application/json', '{"token": 5, "success": true, "colour": "red"}'],
		'/api/entity/versiondetails/version': [203, 'application/xml', '<e:VersionResponse xmlns:e="http://preservica.com/EntityAPI/v8.1"/>'],
		'/api/user/details': [200, 'text/plain', 'no'],
		'/api/entity/root/children': [
			200,
			'application/xml;charset=UTF-8',
			`<e:ChildrenResponse ${ns}><e:Children><e:Child/></e:Children><e:Paging><e:TotalResults>many</e:TotalResults><x:Zebra/></e:Paging></e:ChildrenResponse>`,
		],
	};
	const other = await startServer((request, response) => {
		const [status, type, body] = answers[request.url?.split('?')[0] ?? ''] ?? [404, 'text/plain', ''];
		response.writeHead(status, {'content-type': type, 'retry-after': '3'}).end(body);
	});
	const [first, second] = [await recordSession(other), await recordSession(await startSandbox())];
	await ask(first);
	await ask(second);

	const {same, lines} = compare(first, second);
	expect(same).toBe(false);
	expect(lines).toEqual(
		expect.arrayContaining([
			'USR-01 200: is text in first, json in second',
			'ENT-01: status 203 only in first',
			'ENT-01: status 200 only in second',
			'TOK-01 200: $ / token is number in first, uuid in second',
			'TOK-01 200: $ / {text} only in first',
			'TOK-01 200: $ / refresh-token only in second',
			'TOK-01 200: header / retry-after only in first',
			'USR-01 200: content type text/plain only in first',
			'USR-01 200: content type application/json only in second',
			'ENT-09 200: entity:ChildrenResponse / entity:Paging / xip:Zebra only in first',
			'ENT-09 200: entity:ChildrenResponse / entity:Paging / entity:TotalResults is text in first, number in second',
			'namespace http://preservica.com/XIP/v9.0 only in first',
		]),
	);
	expect(lines.some(line => line.includes('entity:Children /'))).toBe(false);
});

it('says which operations only one side was asked for', async () => {
	const [first, second] = [await recordSession(await startSandbox()), await recordSession(await startSandbox())];
	await fetch(`${first.url}/api/user/details`);
	await fetch(`${second.url}/api/strange/1234`);
	await first.written(1);
	await second.written(1);
	expect(compare(first, second)).toEqual({
		same: false,
		lines: ['USR-01: recorded only in first', 'unknown GET /api/{text(short)}/{number}: recorded only in second'],
	});
});

it.each([
	['{"name": "a", "email": "b"}', '{"name": null}'],
	['{"name": "a"}', '{"name": "a", "email": "b"}'],
	['[{"name": "a", "email": "b"}]', '[{"name": "a", "email": "b"}, {"name": "a"}]'],
])('adds up what it sees: what was missing once is not always there, in %s and %s', async (...answers: [string, string]) => {
	const list = answers[0].startsWith('[');
	const bodies = [...answers];
	const target = await startServer((_request, response) => response.setHeader('content-type', 'application/json').end(bodies.shift()));
	const first = await recordSession(target);
	await fetch(`${first.url}/api/user/details`);
	await first.written(1);
	await fetch(`${first.url}/api/user/details`);
	await first.written(2);
	const second = await recordSession(
		await startServer((_request, response) =>
			response.setHeader('content-type', 'application/json').end(list ? '[{"name": "c"}]' : '{"name": "c"}'),
		),
	);
	await fetch(`${second.url}/api/user/details`);
	await second.written(1);
	expect(compare(first, second).lines).toEqual([`USR-01 200: $ /${list ? ' [] /' : ''} email only in first, and not always`]);
});

it('refuses what are no two folders of recordings', async () => {
	const session = await recordSession(await startSandbox());
	const write = (): void => {};
	expect(() => compareCommand([session.folder], write)).toThrow('Two folders are compared');
	expect(() => compareCommand([session.folder, session.folder], write)).toThrow('holds no recordings');
	writeFileSync(join(session.folder, 'a.json'), '{');
	expect(() => compareCommand([session.folder, session.folder], write)).toThrow('a.json cannot be read as a recording');
	writeFileSync(join(session.folder, 'a.json'), '{}');
	expect(() => compareCommand([session.folder, session.folder], write)).toThrow('a.json is no recording of this version');
	expect(compareCommand(['--help'], write)).toBe(true);
});
