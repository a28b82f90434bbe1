import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {buildPackage, packageFiles, packageRefs} from '../fixtures/build-package.ts';
import {sandboxCredentials} from '../credentials.ts';
import {recordSession, startSandbox, startServer} from './fixtures/record-session.ts';

const {users} = sandboxCredentials.preservica;
const folderRef = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
const form = 'application/x-www-form-urlencoded';
const xip = 'http://preservica.com/XIP/v8.1';
const json = {'content-type': 'application/json'};

/** Whatever the case, also as it is written in Base64 or as hexadecimal digits. */
function expectAbsent(written: string, secrets: readonly string[]): void {
	for (const secret of secrets) {
		const bytes = Buffer.from(secret);
		for (const spelling of [secret, encodeURIComponent(secret), bytes.toString('hex'), bytes.toString('base64').slice(0, -4)]) {
			expect(written.toLowerCase()).not.toContain(spelling.toLowerCase());
		}
	}
}

it('writes and prints nothing of what is secret or personal in a session with a sandbox', async () => {
	const target = await startSandbox();
	const session = await recordSession(target);
	const secrets = [folderRef, ...Object.values(packageRefs), ...Object.keys(packageFiles), ...Object.values(packageFiles)];
	let token = '';
	let exchanges = 0;
	const send = async (method: string, path: string, body?: BodyInit, headers?: Record<string, string>): Promise<Response> => {
		exchanges += 1;
		const sent = {'preservica-access-token': token, cookie: 'session=CanaryCookie', 'user-agent': 'CanaryAgent', ...headers};
		return fetch(session.url + path, {method, headers: sent, redirect: 'manual', ...(body !== undefined && {body})});
	};

	const {username, password} = users.archivist;
	const login = await send('POST', '/api/accesstoken/login', new URLSearchParams({username, password}), {'content-type': form});
	const signedIn: Record<string, string | number> = await login.json();
	token = String(signedIn['token']);
	secrets.push(
		token,
		String(signedIn['refresh-token']),
		username,
		password,
		'fonds.example',
		'Ada Archivist',
		'FONDS.',
		new URL(target).host,
	);
	await send(
		'POST',
		'/api/accesstoken/login?username=CanaryQueryUser',
		new URLSearchParams({username: 'canary-who@home.test', password: 'CanaryWrong'}),
	);
	await send('GET', '/api/user/details');
	await send('GET', '/api/admin/users');
	await send('GET', `/api/admin/users/${username}`);
	await send('GET', '/api/admin/users/canary-nobody@home.test');

	const folder = `<StructuralObject xmlns="${xip}"><Ref>${folderRef}</Ref><Title>CanaryTitle</Title><Description>https://canary.host.test/a</Description><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect((await send('POST', '/api/entity/structural-objects', folder, {'content-type': 'application/xml'})).status).toBe(200);
	const folderPath = `/api/entity/structural-objects/${folderRef}`;
	await send('GET', folderPath);
	await send(
		'POST',
		`${folderPath}/identifiers`,
		`<Identifier xmlns="${xip}"><Type>CanaryType</Type><Value>CanaryIdentifier</Value></Identifier>`,
	);
	await send('GET', `${folderPath}/identifiers`);
	const custom =
		'<canaryRoot xmlns="http://canary.schema.test/" canaryAttribute="CanaryValue"><canaryName>CanaryText</canaryName></canaryRoot>';
	const metadata = `<MetadataContainer xmlns="${xip}" schemaUri="http://canary.schema.test/"><Content>${custom}</Content></MetadataContainer>`;
	const added = await send('POST', `${folderPath}/metadata`, metadata, {'content-type': 'application/xml'});
	const fragment = /metadata\/([\w-]+)</u.exec(await (await send('GET', folderPath)).text())?.[1];
	expect([added.status, fragment]).toEqual([200, expect.any(String)]);
	const read = await send('GET', `${folderPath}/metadata/${fragment}`);
	expect(await read.text()).toContain('CanaryText');
	secrets.push(String(fragment));
	await send('GET', `/api/entity/structural-objects/CanaryReference?CanaryParameter=CanaryQuery`);
	await send('GET', `/api/entity/entities/by-identifier?type=CanaryType&value=CanaryIdentifier`);
	await send('PUT', `/api/s3/buckets/fonds.package.upload/CanaryKey.zip`, buildPackage(), {
		'x-amz-meta-structuralobjectreference': folderRef,
		'x-amz-meta-canary': 'CanaryMeta',
	});
	await send('POST', `/api/s3/buckets/fonds.package.upload/CanaryPart.zip?uploads`);
	await send('GET', `/api/entity/information-objects/${packageRefs.asset}`);
	const content = `/api/entity/content-objects/${packageRefs.page1}/generations/1/bitstreams/1`;
	await send('GET', content);
	await send('GET', `${content}/content`);
	await send(
		'POST',
		'/api/webhook/subscriptions',
		JSON.stringify({url: 'https://canary.hook.test/', triggerType: 'MOVED', secret: 'CanarySecret'}),
		json,
	);
	const table = await send(
		'POST',
		'/api/reference-metadata/tables',
		JSON.stringify({name: 'CanaryTable', fields: [{name: 'CanaryField'}]}),
		json,
	);
	expect(table.ok).toBe(true);
	await send('GET', '/api/reference-metadata/tables');
	await send('POST', '/api/admin/schemas?name=CanarySchema&description=CanaryWords', custom, {'content-type': 'application/xml'});
	await send('GET', `/api/content/object-details?id=sdb%3ASO%7C${folderRef}`);
	await send('GET', `/api/content/search?q=${encodeURIComponent('{"q":"CanaryTitle"}')}&start=0&max=5&metadata=xip.title`);
	await send('GET', '/api/location/upload');
	await send('GET', '/CanaryPath/canary-more@home.test');

	const written = await session.written(exchanges);
	expectAbsent(written, ['canary', ...secrets]);
	expectAbsent(session.printed(), ['canary', ...secrets.filter(secret => secret !== new URL(target).host)]);
	expect(written.replaceAll('/doc/2006-03-01/', '')).not.toMatch(/[\da-f]{8}-[\da-f]{4}|[\w.]+@[\w.]+\.\w|\d{4}-\d\d-\d\d|\d{5}/iu);
	expect(
		written
			.match(/https?:[^"\s]+/gu)
			?.every(address => /^http:\/\/(?:preservica\.com|workflow\.preservica\.com|s3\.amazonaws\.com)/u.test(address)),
	).toBe(true);
	expect(JSON.parse(readFileSync(join(session.folder, 'ENT-04-200.json'), 'utf8'))).toMatchObject({
		operation: 'ENT-04',
		status: 200,
		contentTypes: ['application/xml;charset=utf-8'],
	});
});

const canaryAnswers: readonly (readonly [string, Record<string, string | string[]>, string])[] = [
	['names of elements', {'content-type': 'application/xml'}, '<canaryElement><canaryOther/></canaryElement>'],
	['elements of other namespaces', {'content-type': 'text/xml'}, '<a xmlns="http://canary.test/" canary="canary"/>'],
	['namespaces that resemble those of the makers', {'content-type': 'text/xml'}, '<a xmlns="http://preservica.com/XIP/v8.1/canary"/>'],
	[
		'content of metadata',
		{'content-type': 'application/xml'},
		`<x:Metadata xmlns:x="${xip}"><x:Content><x:Canary>Canary</x:Canary></x:Content></x:Metadata>`,
	],
	[
		'attributes of other namespaces',
		{'content-type': 'application/xml'},
		`<x:A xmlns:x="${xip}" xmlns:c="urn:canary" c:canary="canary" x:type="canary"/>`,
	],
	['damaged XML', {'content-type': 'application/xml'}, '<canary>'],
	['keys of JSON', {'content-type': 'application/json'}, '{"canary": {"canary@home.test": "canary"}, "name": ["canary"]}'],
	['damaged JSON', {'content-type': 'application/json'}, '{"canary'],
	['words of enumerations elsewhere', {'content-type': 'application/json'}, '{"title": "Access", "status": "canary"}'],
	['plain text', {'content-type': 'text/plain'}, 'canary'],
	['other media types', {'content-type': 'canary/canary; charset=canary'}, 'canary'],
	['headers', {'set-cookie': ['canary=canary'], etag: '"canary"', 'x-canary': 'canary', location: 'https://canary.test/'}, ''],
];

it.each(canaryAnswers)('writes nothing of %s', async (_what, headers, body) => {
	const target = await startServer((_request, response) => response.writeHead(200, 'Canary', headers).end(body));
	const session = await recordSession(target);
	expect(await (await fetch(`${session.url}/api/entity/root/children?canary=canary`, {redirect: 'manual'})).text()).toBe(body);
	const written = await session.written(1);
	expectAbsent(written, ['canary', '=Access']);
	expect(session.printed()).toContain('ENT-09 200');
});

it('keeps a name that it is told to keep, and nothing else', async () => {
	const target = await startServer((_request, response) =>
		response.setHeader('content-type', 'application/json').end('{"colour": "red", "outline": "round"}'),
	);
	const session = await recordSession(target, '--keep', 'colour');
	await fetch(`${session.url}/api/user/details`);
	const written = await session.written(1);
	expect(written).toContain('"colour"');
	expectAbsent(written, ['"red"', 'round', 'outline']);
});
