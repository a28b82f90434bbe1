import {once} from 'node:events';
import {cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {XmlElement} from '@fonds/core/xml';
import {parseXml} from '@fonds/core/xml';
import {unzipSync} from 'fflate';
import {afterAll, beforeAll, expect, it, vi} from 'vitest';
import type {SandboxUser} from './credentials.ts';
import {fileAt, metsOf, serveFiles} from './archivematica/sword/fixtures/open-sword.ts';
import {sandboxCredentials} from './credentials.ts';
import {buildPackage, packageRefs} from './fixtures/build-package.ts';
import {buildZip} from './fixtures/build-zip.ts';
import {attributeOf, find, findAll, openSandbox, textOf} from './fixtures/open-sandbox.ts';
import type {RunningCli} from './fixtures/run-cli.ts';
import {runCli, signInTo} from './fixtures/run-cli.ts';
import {openSubscriber} from './fixtures/subscriber.ts';
import {temporaryFolder} from './fixtures/temporary-folder.ts';
import {createSandbox} from './sandbox.ts';
import {Store} from './store/store.ts';

const {users} = sandboxCredentials.preservica;
const folderRef = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
const folderBody = folderXml(folderRef, 'Box');
const bucket = '/api/s3/buckets/fonds.package.upload';
const target = {'x-amz-meta-structuralobjectreference': folderRef};
const xip = 'xmlns="http://preservica.com/XIP/v8.1"';
const asset = `/api/entity/information-objects/${packageRefs.asset}`;
const folder = `/api/entity/structural-objects/${folderRef}`;

function folderXml(ref: string, title: string): string {
	return `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${ref}</Ref><Title>${title}</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
}

it('goes on where it stopped: entities, tokens, uploads, and an ingest that was going on', async () => {
	const data = temporaryFolder();
	const now = Date.parse('2026-03-14T09:00:00.000Z');
	const first = await openSandbox({folder: data, stepDuration: 1000, samples: true});
	await first.send('POST', '/api/entity/structural-objects', {body: folderBody});
	const upload = find(parseXml(await (await first.send('POST', `${bucket}/open.zip?uploads`)).text()), 'UploadId');
	await first.send('PUT', `${bucket}/open.zip?partNumber=1&uploadId=${upload}`, {body: 'part'});
	const put = await first.send('PUT', `${bucket}/a.zip`, {body: buildPackage(), headers: target});
	const progress = `/api/entity/progress/${put.headers.get('preservica-progress-token')}`;
	const before = first.sandbox.state();
	await first.sandbox.close();

	const second = await openSandbox({folder: data, stepDuration: 1000, samples: true, now: () => now + 2000});
	expect(second.sandbox.state()).toMatchObject({entities: before.entities, openUploads: before.openUploads, blobs: before.blobs});
	expect(find(await second.xml(progress, first.token), 'Status')).toBe('COMPLETED');
	expect(find(await second.xml(asset), 'Title')).toBe('Letter & envelope');
	const content = await second.send('GET', `/api/entity/content-objects/${packageRefs.page1}/generations/1/bitstreams/1/content`);
	expect(await content.text()).toBe('first page');
	expect((await second.send('DELETE', `${bucket}/open.zip?uploadId=${upload}`)).status).toBe(204);
});

it('seeds a folder once, and anew where its first start was interrupted', async () => {
	const data = temporaryFolder();
	const interrupted = new Store(data);
	interrupted.collection('preservica.entities').put('half', {ref: 'half', kind: 'SO', title: 'Half', securityTag: 'open'});
	interrupted.close();
	const first = await createSandbox({folder: data});
	const {entities, blobs} = first.state();
	await first.close();
	const fresh = await createSandbox();
	expect(fresh.state().entities).toEqual(entities);
	await fresh.close();
	const second = await createSandbox({folder: data});
	expect(second.state()).toMatchObject({entities, blobs});
	expect(readdirSync(join(data, 'blobs'))).toHaveLength(blobs);
	await second.close();
});

/** A sandbox in a process of its own, which is killed and started again while tokens and addresses stay the same. */
interface Archive {
	/** Sends something as the archivist, or with the headers given. @throws Error unless it succeeds */
	readonly send: (method: string, path: string, body?: BodyInit, headers?: Readonly<Record<string, string>>) => Promise<Response>;
	/** Sends something as the approver. */
	readonly approve: Archive['send'];
	/** The status of something sent as the archivist, or with the headers given. */
	readonly status: (method: string, path: string, body?: BodyInit, headers?: Readonly<Record<string, string>>) => Promise<number>;
	readonly xml: (path: string) => Promise<XmlElement>;
	readonly text: (path: string) => Promise<string>;
	/** Sends JSON and reads JSON. */
	readonly json: (method: string, path: string, body?: unknown) => Promise<Readonly<Record<string, string>>>;
	/** Starts something that goes on, and gives its progress token. */
	readonly begin: (method: string, path: string, body?: BodyInit, headers?: Readonly<Record<string, string>>) => Promise<string>;
	/** Waits until a progress token has ended. @throws AssertionError unless it completed */
	readonly completed: (token: string) => Promise<void>;
	/** Asks the dashboard. */
	readonly dashboard: Archive['send'];
	/** Asks the Storage Service. */
	readonly storage: Archive['send'];
	/** Ends the process without warning, and starts the next one on its folder. */
	readonly killed: () => Promise<void>;
}

/** How long each step takes: longer than it takes to kill the process once it has answered. */
const step = 80;

/** What the archives begin with: the state of a sandbox with a folder and an asset, and tokens for it. */
const template = {folder: mkdtempSync(join(tmpdir(), 'fonds-sandbox-')), archivist: {}, approver: {}};

beforeAll(async () => {
	const sandbox = await createSandbox({folder: template.folder, samples: false});
	const send = (method: string, path: string, headers: Record<string, string>, body: BodyInit) =>
		sandbox.fetch(new Request(`http://sandbox.test${path}`, {method, headers, body}));
	const tokenOf = async ({username, password}: SandboxUser): Promise<Record<string, string>> => {
		const answer = await send('POST', '/api/accesstoken/login', {}, new URLSearchParams({username, password}));
		const {token}: {token: string} = await answer.json();
		return {'preservica-access-token': token};
	};
	const archivist = await tokenOf(users.archivist);
	Object.assign(template, {archivist, approver: await tokenOf(users.approver)});
	await send('POST', '/api/entity/structural-objects', archivist, folderBody);
	await send('PUT', `${bucket}/first.zip`, {...archivist, ...target}, buildPackage());
	await vi.waitFor(() => expect(sandbox.state()).toMatchObject({entities: {IO: 1}, jobs: {open: 0}}));
	await sandbox.close();
});

afterAll(() => rmSync(template.folder, {recursive: true}));

/** An archive with a folder and an asset. */
async function openArchive(): Promise<Archive> {
	const data = temporaryFolder();
	cpSync(template.folder, data, {recursive: true});
	const {archivist, approver} = template;
	const start = () => runCli('--folder', data, '--no-samples', '--step', String(step));
	let running: RunningCli = await start();
	const {dashboard, storage} = sandboxCredentials.archivematica;
	const sendAs =
		(own: Readonly<Record<string, string>>): Archive['send'] =>
		async (method, path, body, headers) => {
			const answer = await fetch(running.url + path, {method, headers: {...own, ...headers}, ...(body !== undefined && {body})});
			if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
			return answer;
		};
	const send = sendAs(archivist);
	const text: Archive['text'] = async path => (await send('GET', path)).text();
	const xml: Archive['xml'] = async path => parseXml(await text(path));
	return {
		send,
		approve: sendAs(approver),
		status: async (method, path, body, headers) =>
			(await fetch(running.url + path, {method, headers: {...archivist, ...headers}, ...(body !== undefined && {body})})).status,
		xml,
		text,
		json: async (method, path, body) =>
			(await send(method, path, body === undefined ? undefined : JSON.stringify(body), {'content-type': 'application/json'})).json(),
		begin: async (...parameters) => {
			const answer = await send(...parameters);
			return answer.headers.get('preservica-progress-token') ?? answer.text();
		},
		completed: async token => {
			const progress = async () => find(await xml(`/api/entity/progress/${token}?includeErrors=true`), 'Status');
			await expect.poll(progress, {timeout: 10_000}).not.toMatch(/ACTIVE|PENDING|RUNNING/u);
			expect(await text(`/api/entity/progress/${token}?includeErrors=true`)).toContain('COMPLETED');
		},
		dashboard: sendAs({authorization: `ApiKey ${dashboard.username}:${dashboard.apiKey}`}),
		storage: sendAs({authorization: `ApiKey ${storage.username}:${storage.apiKey}`}),
		killed: async () => {
			await running.kill();
			running = await start();
		},
	};
}

/** Makes a folder in the folder, and gives its reference. */
async function addFolder({send}: Archive, title = 'Inner'): Promise<string> {
	const ref = crypto.randomUUID();
	await send('POST', '/api/entity/structural-objects', folderXml(ref, title).replace('</Str', `<Parent>${folderRef}</Parent></Str`));
	return ref;
}

const letter = (): Uint8Array<ArrayBuffer> => buildZip([{name: 'new letter.txt', bytes: 'Dear sir'}]);
const children = async ({xml}: Archive, path = folder): Promise<readonly (string | undefined)[]> =>
	findAll(await xml(`${path}/children?max=1000`), 'Child').map(child => attributeOf(child, 'title'));
const metadata = (text: string): string =>
	`<x:MetadataContainer xmlns:x="http://preservica.com/XIP/v8.1" schemaUri="urn:note"><x:Content><note xmlns="urn:note">${text}</note></x:Content></x:MetadataContainer>`;
const deletion = (inner: string): string => `<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1">${inner}</DeletionAction>`;
const submission = deletion('<Submission><Comment>not needed</Comment></Submission>');
const approval = deletion('<Approval><Approved>true</Approved><Comment>agreed</Comment></Approval>');
const adminXml = (name: string, inner: string): string => `<${name} xmlns="http://preservica.com/AdminAPI/v8.1">${inner}</${name}>`;
const picture = Uint8Array.from(Buffer.from('GIF89a\u0001\u0000\u0001\u0000', 'latin1'));

/** Waits until a deletion waits for its approval. */
async function asked({xml}: Archive, token: string): Promise<void> {
	await expect.poll(async () => find(await xml(`/api/entity/progress/${token}`), 'Status')).toBe('PENDING');
}

/** Starts a transfer of a sample folder. */
async function transfer(
	{dashboard}: Archive,
	name = 'pictures',
	headers: Readonly<Record<string, string>> = {},
	more: object = {},
): Promise<string> {
	const path = Buffer.from(`${sandboxCredentials.archivematica.source.location}:archivematica/samples/${name}`).toString('base64');
	const body = JSON.stringify({name, path, processing_config: 'automated', ...more});
	const {id}: {id: string} = await (await dashboard('POST', '/api/v2beta/package', body, headers)).json();
	return id;
}

/** Waits until a transfer has become an AIP, and gives its UUID. */
async function stored({dashboard, storage}: Archive, id: string): Promise<string> {
	const aip = async (): Promise<string> =>
		((await (await dashboard('GET', `/api/transfer/status/${id}/`)).json()) as {sip_uuid?: string}).sip_uuid ?? '';
	await expect.poll(aip, {timeout: 20_000}).toMatch(/-/u);
	const uuid = await aip();
	const status = async () => ((await (await dashboard('GET', `/api/ingest/status/${uuid}/`)).json()) as {status: string}).status;
	await expect.poll(status, {timeout: 20_000}).toBe('COMPLETE');
	const fixity: unknown = await (await storage('GET', `/api/v2/file/${uuid}/check_fixity/`)).json();
	expect(fixity).toMatchObject({success: true});
	return uuid;
}

/** Makes a change that is acknowledged, and gives back what must be so after the kill. */
type Change = (archive: Archive) => Promise<() => Promise<void>>;

const changes: Readonly<Record<string, Change>> = {
	'a folder': async archive => {
		await addFolder(archive, 'Made just now');
		return async () => expect(await children(archive)).toContain('Made just now');
	},
	'a title': async ({send, xml}) => {
		await send('PUT', folder, folderXml(folderRef, 'Renamed'));
		return async () => expect(find(await xml(folder), 'Title')).toBe('Renamed');
	},
	'metadata that are added, changed and removed': async ({send, xml, status}) => {
		const fragments = async () => findAll(await xml(asset), 'Fragment').map(textOf);
		const before = await fragments();
		await send('POST', `${asset}/metadata`, metadata('first'));
		await send('POST', `${asset}/metadata`, metadata('second'));
		const [kept = '', dropped = ''] = (await fragments()).filter(url => !before.includes(url)).map(url => new URL(url).pathname);
		await send('PUT', kept, metadata('changed'));
		await send('DELETE', dropped);
		return async () => {
			expect(await xml(kept).then(root => findAll(root, 'note').map(textOf))).toEqual(['changed']);
			expect(await status('GET', dropped)).toBe(404);
		};
	},
	'an identifier': async ({send, text}) => {
		await send('POST', `${asset}/identifiers`, `<Identifier ${xip}><Type>isbn</Type><Value>123</Value></Identifier>`);
		return async () => expect(await text('/api/entity/entities/by-identifier?type=isbn&value=123')).toContain(packageRefs.asset);
	},
	'a relationship': async ({send, text}) => {
		const link = `<Link ${xip}><Type>IsPartOf</Type><FromEntity>${packageRefs.asset}</FromEntity><ToEntity>${folderRef}</ToEntity></Link>`;
		await send('POST', `${asset}/links`, link);
		return async () => expect(await text(`${asset}/links`)).toContain('IsPartOf');
	},
	'a move in flight': async archive => {
		const [ref, other] = [await addFolder(archive, 'Moved'), await addFolder(archive)];
		const token = await archive.begin('PUT', `/api/entity/structural-objects/${ref}/parent-ref`, other);
		return async () => {
			await archive.completed(token);
			expect(await children(archive, `/api/entity/structural-objects/${other}`)).toEqual(['Moved']);
		};
	},
	'a security tag in flight': async archive => {
		const path = `/api/entity/structural-objects/${await addFolder(archive)}`;
		const token = await archive.begin('PUT', `${path}/security-descriptor`, 'closed');
		return async () => {
			await archive.completed(token);
			expect(find(await archive.xml(path), 'SecurityTag')).toBe('closed');
		};
	},
	'an upload in one piece, its ingest in flight': async archive => {
		const inner = await addFolder(archive);
		const token = await archive.begin('PUT', `${bucket}/${inner}.zip`, letter(), {'x-amz-meta-structuralobjectreference': inner});
		return async () => {
			await archive.completed(token);
			expect(await children(archive, `/api/entity/structural-objects/${inner}`)).toEqual(['new letter']);
			expect(await archive.status('HEAD', `${bucket}/${inner}.zip`)).toBe(404);
		};
	},
	'a part of an upload': async archive => {
		const inner = await addFolder(archive);
		const headers = {'x-amz-meta-structuralobjectreference': inner};
		const started = await archive.send('POST', `${bucket}/parts.zip?uploads`, undefined, headers);
		const upload = find(parseXml(await started.text()), 'UploadId');
		const put = await archive.send('PUT', `${bucket}/parts.zip?partNumber=1&uploadId=${upload}`, letter());
		return async () => {
			const list = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${put.headers.get('etag')}</ETag></Part></CompleteMultipartUpload>`;
			const token = await archive.begin('POST', `${bucket}/parts.zip?uploadId=${upload}`, list);
			await archive.completed(token);
			expect(await children(archive, `/api/entity/structural-objects/${inner}`)).toEqual(['new letter']);
		};
	},
	'an upload that was given up': async ({send, status}) => {
		const upload = find(parseXml(await (await send('POST', `${bucket}/given-up.zip?uploads`)).text()), 'UploadId');
		await send('DELETE', `${bucket}/given-up.zip?uploadId=${upload}`);
		return async () => expect(await status('PUT', `${bucket}/given-up.zip?partNumber=1&uploadId=${upload}`, 'part')).toBe(404);
	},
	'a block of a blob, under a signature': async ({send, json, status}) => {
		const {locations} = (await json('GET', '/api/location/upload')) as unknown as {locations: readonly Record<string, string>[]};
		const {apiId, containerName} = locations.find(({type}) => type === 'Azure') ?? {};
		const {endpoint = '', sessionToken} = await json('GET', `/api/location/upload/${apiId}/upload-credentials`);
		const blob = `${new URL(endpoint).pathname}/${containerName}/kept.bin`;
		await send('PUT', `${blob}?comp=block&blockid=MDE%3D&${sessionToken}`, 'a block');
		return async () => {
			const list = '<BlockList><Uncommitted>MDE=</Uncommitted></BlockList>';
			expect(await status('PUT', `${blob}?comp=blocklist&${sessionToken}`, list)).toBe(201);
			expect(await status('HEAD', `${blob}?${sessionToken}`)).toBe(200);
		};
	},
	'a representation in flight': async archive => {
		const token = await archive.begin('POST', `${asset}/representations?type=Access&name=Reading&filename=copy.txt`, 'a copy');
		return async () => {
			await archive.completed(token);
			expect(await archive.text(`${asset}/representations`)).toContain('name="Reading"');
		};
	},
	'a generation in flight': async archive => {
		const object = `/api/entity/content-objects/${packageRefs.page2}/generations`;
		const token = await archive.begin('POST', object, 'a better scan', {filename: 'new.txt'});
		return async () => {
			await archive.completed(token);
			expect(await archive.text(`${object}/2/bitstreams/1/content`)).toBe('a better scan');
			expect(await archive.text(`${object}/1/bitstreams/1/content`)).toBe('second page, ünïcödé');
		};
	},
	'a preview': async ({send}) => {
		await send('PUT', `${asset}/preview`, picture);
		return async () => {
			const answer = await send('GET', `/api/content/thumbnail?id=sdb:IO|${packageRefs.asset}&size=small`);
			expect(Buffer.from(await answer.arrayBuffer()).equals(picture)).toBe(true);
		};
	},
	'a deletion that was asked for': async archive => {
		const ref = await addFolder(archive);
		const token = await archive.begin('DELETE', `/api/entity/structural-objects/${ref}`, submission);
		await asked(archive, token);
		return async () => {
			await asked(archive, token);
			await archive.approve('PUT', `/api/entity/actions/deletions/${token}`, approval);
			await archive.completed(token);
		};
	},
	'a deletion that was approved': async archive => {
		const path = `/api/entity/structural-objects/${await addFolder(archive)}`;
		const token = await archive.begin('DELETE', path, submission);
		await asked(archive, token);
		await archive.approve('PUT', `/api/entity/actions/deletions/${token}`, approval);
		return async () => {
			await archive.completed(token);
			expect(find(await archive.xml(path), 'Deleted')).toBe('true');
		};
	},
	'an export in flight': async archive => {
		const token = await archive.begin('POST', `${asset}/exports`, '<ExportAction xmlns="http://preservica.com/EntityAPI/v7.0"/>');
		return async () => {
			await archive.completed(token);
			const answer = await archive.send('GET', `/api/entity/actions/exports/${token}/content`);
			expect(Object.keys(unzipSync(new Uint8Array(await answer.arrayBuffer()))).join()).toContain('.pax.zip');
		};
	},
	'an export that can be downloaded': async archive => {
		const token = await archive.begin('POST', `${asset}/exports`, '<ExportAction xmlns="http://preservica.com/EntityAPI/v7.0"/>');
		await archive.completed(token);
		const content = `/api/entity/actions/exports/${token}/content`;
		const bytes = await (await archive.send('GET', content)).arrayBuffer();
		return async () =>
			expect(Buffer.from(await (await archive.send('GET', content)).arrayBuffer()).equals(new Uint8Array(bytes))).toBe(true);
	},
	'a retention policy and its assignment': async ({send, text}) => {
		const namespace = 'xmlns="http://preservica.com/RetentionManagement/v6.2"';
		const policy = `<RetentionPolicy ${namespace}><Name>Six years</Name><SecurityTag>open</SecurityTag><StartDateField>xip.created</StartDateField><Period>6</Period><PeriodUnit>YEAR</PeriodUnit><Restriction>DELETE</Restriction><Assignable>True</Assignable></RetentionPolicy>`;
		const ref = find(parseXml(await (await send('POST', '/api/entity/retention-policies', policy)).text()), 'Ref');
		await send(
			'POST',
			`${asset}/retention-assignments`,
			`<RetentionAssignment ${namespace}><RetentionPolicy>${ref}</RetentionPolicy></RetentionAssignment>`,
		);
		return async () => {
			expect(await text(`/api/entity/retention-policies/${ref}`)).toContain('Six years');
			expect(await text(`${asset}/retention-assignments`)).toContain(ref);
		};
	},
	'a subscription, and what it was not told yet': async archive => {
		const subscriber = await openSubscriber(503);
		const {url, secret} = subscriber;
		await archive.json('POST', '/api/webhook/subscriptions', {url, secret, triggerType: 'FULL_TEXT_INDEXED'});
		const token = await archive.begin('PUT', `${bucket}/told.zip`, letter(), target);
		await archive.completed(token);
		return async () => {
			subscriber.status = 200;
			expect(await archive.text('/api/webhook/subscriptions')).toContain(url);
			await expect.poll(async () => (await archive.text('/api/webhook/subscriptions'), subscriber.taken.length), {timeout: 15_000}).toBe(1);
			expect(subscriber.taken[0]).toContain('FULL_TEXT_INDEXED');
		};
	},
	'a workflow in flight, and one that was ended': async ({send, xml}) => {
		const instances = '/sdb/rest/workflow/instances';
		const body =
			'<StartWorkflowRequest xmlns="http://workflow.preservica.com"><WorkflowContextId>3</WorkflowContextId></StartWorkflowRequest>';
		const start = async () => find(parseXml(await (await send('POST', instances, body)).text()), 'Id');
		const [going, ended] = [await start(), await start()];
		await send('POST', `${instances}/terminate?workflowInstanceIds=${ended}`);
		return async () => {
			const state = async (id: string) => find(await xml(`${instances}/${id}`), 'State');
			await expect.poll(() => state(going), {timeout: 10_000}).toBe('COMPLETED');
			expect(await state(ended)).toBe('ABORTED');
		};
	},
	'what search finds': async ({send, json, begin, completed}) => {
		await send(
			'PUT',
			asset,
			`<InformationObject ${xip}><Ref>${packageRefs.asset}</Ref><Title>Zymurgy</Title><SecurityTag>open</SecurityTag><Parent>${folderRef}</Parent></InformationObject>`,
		);
		await completed(await begin('PUT', asset + '/security-descriptor', 'restricted'));
		return async () => {
			const query = new URLSearchParams({q: JSON.stringify({q: 'zymurgy'}), start: '0', max: '10', metadata: 'xip.title'});
			expect(await json('GET', `/api/content/search?${query}`)).toMatchObject({value: {totalHits: 1}});
		};
	},
	'a user with a role, and a tag': async ({send, text}) => {
		const email = 'jane@fonds.example';
		await send('POST', '/api/admin/security/roles', adminXml('Role', 'SDB_HARBOUR'));
		await send('POST', '/api/admin/security/tags', adminXml('Tag', 'harbour'));
		await send(
			'POST',
			'/api/admin/users',
			adminXml('User', `<FullName>Jane</FullName><Email>${email}</Email><Roles><Role>SDB_HARBOUR</Role></Roles>`),
		);
		return async () => {
			expect(await text('/api/admin/security/roles')).toContain('ROLE_SDB_HARBOUR');
			expect(await text('/api/admin/security/tags')).toContain('harbour');
			const body = new URLSearchParams({username: email, password: users.firstPassword});
			expect((await send('POST', '/api/accesstoken/login', body)).status).toBe(200);
		};
	},
	'a token that was revoked, and one that was renewed': async ({send, status, text}) => {
		const login = async () =>
			(await send('POST', '/api/accesstoken/login', new URLSearchParams({...users.reader}))).json() as Promise<Record<string, string>>;
		const [revoked, renewed] = [await login(), await login()];
		await send('POST', '/api/accesstoken/revoke', undefined, {'preservica-access-token': revoked['token'] ?? ''});
		const refresh = new URLSearchParams({refreshToken: renewed['refresh-token'] ?? ''});
		const next = (await (
			await send('POST', '/api/accesstoken/refresh', refresh, {'preservica-access-token': renewed['token'] ?? ''})
		).json()) as Record<string, string>;
		return async () => {
			expect(await status('GET', folder, undefined, {'preservica-access-token': revoked['token'] ?? ''})).toBe(401);
			expect(await status('GET', folder, undefined, {'preservica-access-token': next['token'] ?? ''})).toBe(200);
			expect(await status('POST', '/api/accesstoken/refresh', refresh, {'preservica-access-token': renewed['token'] ?? ''})).not.toBe(200);
			expect(await text(folder)).toContain('StructuralObject');
		};
	},
	'a password': async ({json, send}) => {
		const password = 'a new one for the strongroom';
		const {token = ''} = (await (await send('POST', '/api/accesstoken/login', new URLSearchParams({...users.reader}))).json()) as Record<
			string,
			string
		>;
		const body = JSON.stringify({password: users.reader.password, newPassword: password});
		await send('PUT', '/api/user/password', body, {'preservica-access-token': token, 'content-type': 'application/json'});
		return async () => {
			await send('POST', '/api/accesstoken/login', new URLSearchParams({username: users.reader.username, password}));
			expect(await json('GET', '/api/user/details')).toBeDefined();
		};
	},
	'a table of authorities': async ({json, text}) => {
		const fields = [{name: 'code', type: 'ShortText', displayName: 'Code', includeInSummary: true}];
		const table = await json('POST', '/api/reference-metadata/tables', {
			name: 'Ships',
			description: '',
			securityDescriptor: 'open',
			displayField: 'code',
			fields,
		});
		const record = await json('POST', `/api/reference-metadata/tables/${table['ref']}/records`, {
			securityDescriptor: 'open',
			fieldValues: [{name: 'code', value: 'HOPE'}],
		});
		return async () => expect(await text(`/api/reference-metadata/records/${record['ref']}`)).toContain('HOPE');
	},
	'a schema': async ({send, text}) => {
		const body = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:note"/>';
		await send('POST', '/api/admin/schemas?name=Note&description=Notes&originalName=note.xsd', body);
		return async () => expect(await text('/api/admin/schemas')).toContain('urn:note');
	},
	'a process that was switched off': async ({send, json, status}) => {
		const {configs} = (await json('GET', '/api/process/ingest/configs?types=S3')) as unknown as {
			configs: readonly Record<string, string>[];
		};
		const active = `/api/process/ingest/configs/${configs[0]?.['apiId']}/active`;
		await send('PUT', active, 'false');
		return async () => expect(await status('PUT', `${bucket}/off.zip`, letter())).toBe(409);
	},
	'a transfer in flight': async archive => {
		const id = await transfer(archive);
		return async () => expect(await stored(archive, id)).toMatch(/-/u);
	},
	'an AIP': async archive => {
		const uuid = await stored(archive, await transfer(archive));
		return async () => {
			expect(await (await archive.storage('GET', `/api/v2/file/${uuid}/`)).json()).toMatchObject({status: 'UPLOADED', package_type: 'AIP'});
			expect(await (await archive.storage('GET', `/api/v2/file/${uuid}/check_fixity/`)).json()).toMatchObject({success: true});
		};
	},
	'a location, and files on their way to it': async ({storage}) => {
		const space = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';
		const write = (path: string, body: unknown) => storage('POST', path, JSON.stringify(body), {'content-type': 'application/json'});
		const place = {space, pipeline: [], purpose: 'CP', relative_path: 'work'};
		const made = (await (await write('/api/v2/location/', place)).json()) as {resource_uri: string};
		const moved = await write(`${made.resource_uri}async/`, {
			origin_location: `/api/v2/location/${sandboxCredentials.archivematica.source.location}/`,
			pipeline: 'any',
			files: [{source: 'archivematica/samples/letters/', destination: 'letters'}],
		});
		return async () => {
			const task = async () => (await storage('GET', moved.headers.get('location') ?? '')).json();
			await expect.poll(task, {timeout: 10_000}).toMatchObject({completed: true, result: 'Files moved successfully'});
			const below = (await (await storage('GET', `${made.resource_uri}browse/`)).json()) as {entries: readonly string[]};
			expect(below.entries).toEqual([Buffer.from('letters').toString('base64')]);
		};
	},
	'a request to delete an AIP': async archive => {
		const uuid = await stored(archive, await transfer(archive));
		const body = {event_reason: 'Twice', pipeline: 'a64e061a-5688-49b5-95c1-0b6885c40c04', user_id: 1, user_email: 'a@b.example'};
		await archive.storage('POST', `/api/v2/file/${uuid}/delete_aip/`, JSON.stringify(body));
		return async () => {
			expect(await archive.json('POST', '/sandbox/archivematica/requests/1', {decision: 'approve'})).toMatchObject({success: true});
			expect(await (await archive.storage('GET', `/api/v2/file/${uuid}/`)).json()).toMatchObject({status: 'DELETED'});
		};
	},
	'a deposit that is being fetched and then goes to the pipeline': async archive => {
		const host = await serveFiles({});
		const {cookie = ''} = await archive.json('POST', '/sandbox/archivematica/sessions', {});
		const mets = metsOf({label: 'Killed', obj: [fileAt(`${host.url}/a`, 'a.txt')]});
		const [, collection = ''] = /href="[^"]*?(\/api\/v1\/location[^"]*)"/u.exec(await archive.text('/api/v1/sword/')) ?? [];
		await archive.send('POST', collection, mets, {cookie, 'in-progress': 'false'});
		await vi.waitFor(() => expect(host.asked).toHaveLength(1));
		return async () => {
			host.release({'/a': 'A'});
			const deposits = () => archive.text('/sandbox/archivematica/deposits');
			await vi.waitFor(async () => expect(await deposits()).toContain('"status":"FINALIZE"'), {timeout: 10_000, interval: step});
			expect(await deposits()).toContain('"state":"complete"');
		};
	},
	'a transfer that waits for approval': async archive => {
		const id = await transfer(archive, 'letters', {}, {auto_approve: false});
		const waiting = async () =>
			(
				(await (await archive.dashboard('GET', '/api/transfer/unapproved/')).json()) as {
					results: readonly {uuid: string; directory: string}[];
				}
			).results.find(({uuid}) => uuid === id);
		await expect.poll(waiting, {timeout: 10_000}).toBeDefined();
		return async () => {
			const directory = (await waiting())?.directory ?? '';
			await archive.dashboard('POST', '/api/transfer/approve/', new URLSearchParams({type: 'standard', directory}));
			expect(await stored(archive, id)).toMatch(/-/u);
		};
	},
	'a transfer under an idempotency key': async archive => {
		await archive.json('PUT', '/sandbox/archivematica/release', {release: '1.19.0'});
		const id = await transfer(archive, 'letters', {'idempotency-key': 'once'});
		return async () => expect(await transfer(archive, 'letters', {'idempotency-key': 'once'})).toBe(id);
	},
	'a decision and a file for the next transfer': async archive => {
		const id = await transfer(archive, 'waits-for-normalize');
		const decide = () => archive.status('POST', '/sandbox/archivematica/decisions', JSON.stringify({unit: id, choice: 'Do not normalize'}));
		await expect.poll(decide, {timeout: 10_000}).toBe(200);
		await archive.send('PUT', '/sandbox/archivematica/source/archivematica/samples/mine/a.txt', 'mine');
		await archive.json('POST', '/sandbox/archivematica/plans', {failAt: ['Scan for viruses']});
		return async () => {
			expect(await stored(archive, id)).toMatch(/-/u);
			const failing = await transfer(archive, 'mine');
			const status = async () =>
				((await (await archive.dashboard('GET', `/api/transfer/status/${failing}/`)).json()) as {status: string}).status;
			await expect.poll(status, {timeout: 10_000}).toBe('FAILED');
		};
	},
	'a unit that was hidden': async archive => {
		const id = await transfer(archive, 'fails-at-scan-for-viruses');
		const status = async () => ((await (await archive.dashboard('GET', `/api/transfer/status/${id}/`)).json()) as {status: string}).status;
		await expect.poll(status, {timeout: 10_000}).toBe('FAILED');
		const hide = () =>
			archive.dashboard('DELETE', `/api/transfer/${id}/delete/`).then(
				() => true,
				() => false,
			);
		await expect.poll(hide, {timeout: 10_000}).toBe(true);
		const hidden = async () => {
			const answer = await archive.dashboard('GET', '/api/transfer/completed/');
			return ((await answer.json()) as {results: readonly string[]}).results.includes(id);
		};
		return async () => expect(await hidden()).toBe(false);
	},
};

it.each(Object.entries(changes))('still has, after a kill, what it acknowledged: %s', {timeout: 40_000}, async (_what, change) => {
	const archive = await openArchive();
	const check = await change(archive);
	await archive.killed();
	await check();
});

it('clears away what a kill left of an upload that was never acknowledged, and of blobs half written', async () => {
	const data = temporaryFolder();
	const first = await runCli('--folder', data, '--no-samples');
	const headers = {...(await signInTo(first.url, users.archivist)), 'content-length': '9000000'};
	const before = readdirSync(join(data, 'blobs')).length;
	const upload = request(`${first.url}${bucket}/half.zip`, {method: 'PUT', headers});
	upload.on('error', () => undefined).write(Buffer.alloc(4_000_000));
	await expect.poll(() => readdirSync(join(data, 'blobs')).some(name => name.startsWith('partial-'))).toBe(true);
	await first.kill();
	writeFileSync(join(data, 'blobs', `blob-${crypto.randomUUID()}`), 'written and not named');
	const second = await runCli('--folder', data, '--no-samples');
	expect(readdirSync(join(data, 'blobs'))).toHaveLength(before);
	expect(await (await fetch(`${second.url}/sandbox/state`)).json()).toMatchObject({blobs: before, openUploads: []});
	second.process.kill('SIGTERM');
	expect(await once(second.process, 'exit')).toEqual([0, null]);
});

it('starts anew with a folder of the user when it was killed while it took that in', async () => {
	const seed = join(temporaryFolder(), 'Papers');
	mkdirSync(seed);
	for (let index = 0; index < 50; index++) writeFileSync(join(seed, `${index}.txt`), String(index));
	const data = temporaryFolder();
	const interrupted = new Store(data);
	await interrupted.blobs.write(Buffer.from('some of the files'));
	interrupted.collection('preservica.entities').put('half', {ref: 'half', kind: 'SO', title: 'Half', securityTag: 'open'});
	interrupted.close();
	const {url} = await runCli('--folder', data, '--seed', seed, '--no-samples');
	const fresh = await createSandbox({seed, samples: false});
	const {entities, blobs} = fresh.state();
	await fresh.close();
	expect(await (await fetch(`${url}/sandbox/state`)).json()).toMatchObject({entities, blobs});
});
