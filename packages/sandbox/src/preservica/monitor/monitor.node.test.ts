import {expect, it} from 'vitest';
import {buildPackage, packageRefs} from '../../fixtures/build-package.ts';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {find, findAll, openSandbox, origin} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';

const monitor = '/api/processmonitor';
const folder = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
const folderXml = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folder}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;

type Row = Readonly<Record<string, unknown>>;

interface Value {
	readonly paging: {readonly totalResults: number; readonly next?: string; readonly previous?: string};
	readonly monitors: readonly Row[];
	readonly messages: readonly Row[];
	readonly timeseries: readonly Row[];
}

async function ask({send}: OpenSandbox, path: string): Promise<Value> {
	const answer = await send('GET', path.startsWith('http') ? path : `${monitor}/${path}`);
	const envelope: {readonly success: boolean; readonly version: number; readonly value: Value} = await answer.json();
	expect([answer.status, envelope.success, envelope.version]).toEqual([200, true, 1]);
	return envelope.value;
}

async function start({send}: OpenSandbox, context: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
	const list = Object.entries(parameters).map(([key, value]) => `<Parameter><Key>${key}</Key><Value>${value}</Value></Parameter>`);
	const body = `<StartWorkflowRequest xmlns="http://workflow.preservica.com"><WorkflowContextId>${context}</WorkflowContextId>${list.join('')}</StartWorkflowRequest>`;
	expect((await send('POST', '/sdb/rest/workflow/instances', {body})).status).toBe(201);
}

async function upload({send}: OpenSandbox, body: BodyInit): Promise<string> {
	await send('POST', '/api/entity/structural-objects', {body: folderXml});
	const put = await send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body});
	return put.headers.get('preservica-progress-token') ?? '';
}

it('shows an ingest through the bucket, from waiting to done, with the asset it brought', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const bytes = buildPackage({parent: folder});
	const token = await upload(open, bytes);
	const [waiting] = (await ask(open, 'monitors')).monitors;
	expect(waiting).toEqual({
		mappedId: expect.stringMatching(/^[0-9a-f]{32}$/u),
		name: 'a.zip',
		status: 'Pending',
		started: '2026-03-14T09:00:00.000Z',
		category: 'Ingest',
		subcategory: 'Package',
		progressText: 'Prepare',
		percentComplete: '0',
		filesPending: 0,
		size: bytes.length,
		filesProcessed: 0,
		warnings: 0,
		errors: 0,
		canRetry: false,
	});
	open.clock.now += 2000;
	expect(find(await open.xml(`${monitor}/progress/${token}?includeErrors=true`), 'Status')).toBe('COMPLETED');
	const [done] = (await ask(open, 'monitors?status=Succeeded')).monitors;
	expect(done).toMatchObject({
		mappedId: waiting?.['mappedId'],
		completed: '2026-03-14T09:00:02.000Z',
		percentComplete: '100',
		filesProcessed: 1,
	});
	expect((await ask(open, `messages?monitor=${String(done?.['mappedId'])}`)).messages).toMatchObject([
		{status: 'Info', mappedMonitorId: done?.['mappedId'], monitorName: 'a.zip', workflowName: 'Ingest', path: 'a.zip'},
		{
			entityRef: packageRefs.asset,
			entityTitle: 'Letter & envelope',
			securityDescriptor: 'open',
			message: expect.stringMatching(/^monitor\.info\.[a-z.]+\|\{/u),
		},
		{displayMessage: 'Ingest finished: a.zip', mappedId: expect.stringMatching(/^[0-9a-f]{32}$/u)},
	]);
});

it('tells why an ingest failed', async () => {
	const open = await openSandbox();
	const token = await upload(open, 'not a zip');
	const progress = await open.xml(`${monitor}/progress/${token}?includeErrors=true`);
	expect([find(progress, 'Status'), findAll(progress, 'Error').length]).toEqual(['FAILED', 1]);
	const {messages, paging} = await ask(open, 'messages?status=Error');
	expect([paging.totalResults, messages[0]?.['displayMessage']]).toEqual([1, find(progress, 'Error')]);
	expect((await ask(open, 'monitors')).monitors).toMatchObject([{status: 'Failed', errors: 1, warnings: 0}]);
});

it('filters monitors by status, category and name, all of which must fit', async () => {
	const open = await openSandbox();
	await start(open, '3', {OpexContainerDirectory: 'opex/one'});
	await start(open, '3', {OpexContainerDirectory: 'opex/two', 'sandbox.outcome': 'mixed'});
	await start(open, '5', {'sandbox.outcome': 'suspended'});
	await start(open, '8', {'sandbox.outcome': 'failed'});
	const names = async (query: string): Promise<unknown[]> => (await ask(open, `monitors?${query}`)).monitors.map(({name}) => name);
	expect(await names('')).toEqual(['opex/one', 'opex/two', 'Export', 'Update Metadata']);
	expect(await names('category=Ingest&status=Recoverable')).toEqual(['opex/two']);
	expect(await names('category=export,DataManagement')).toEqual(['Export', 'Update Metadata']);
	expect(await names('status=Suspended,Failed')).toEqual(['Export', 'Update Metadata']);
	expect(await names('name=opex/one,opex/three')).toEqual(['opex/one']);
	expect(await names('category=Automated')).toEqual([]);
	expect((await ask(open, 'monitors')).monitors).toMatchObject([
		{subcategory: 'OPEX', canRetry: false},
		{subcategory: 'OPEX', warnings: 1, errors: 0},
		{percentComplete: '50', canRetry: true},
		{errors: 1, canRetry: true},
	]);
});

it('no longer shows what was terminated', async () => {
	const open = await openSandbox({stepDuration: 1000});
	await start(open, '5');
	await open.send('POST', '/sdb/rest/workflow/instances/terminate?workflowInstanceIds=1001');
	expect(await ask(open, 'monitors')).toEqual({paging: {totalResults: 0}, monitors: []});
});

it('pages messages with links that carry the filter', async () => {
	const open = await openSandbox();
	for (let count = 0; count < 3; count++) await start(open, '1');
	const first = await ask(open, 'messages?max=4&status=Info');
	expect(new Set(first.messages.map(({mappedId}) => mappedId)).size).toBe(4);
	expect([first.messages.length, first.paging.totalResults, first.paging.previous]).toEqual([4, 6, undefined]);
	expect(first.paging.next).toBe(`${origin}${monitor}/messages?max=4&status=Info&start=4`);
	const last = await ask(open, `${first.paging.next}&status=Info`);
	expect([last.messages.length, last.paging.next]).toEqual([2, undefined]);
});

it('keeps a series of how far a process was', async () => {
	const open = await openSandbox({stepDuration: 1000});
	await start(open, '1');
	open.clock.now += 1000;
	const [shown] = (await ask(open, 'monitors')).monitors;
	expect((await ask(open, `monitors/${String(shown?.['mappedId'])}/timeseries`)).timeseries).toEqual([
		{date: '2026-03-14T09:00:00.000Z', percentComplete: '0'},
		{date: '2026-03-14T09:00:01.000Z', percentComplete: '50'},
	]);
	expect((await open.send('GET', `${monitor}/monitors/none/timeseries`)).status).toBe(404);
	expect((await open.send('GET', `${monitor}/progress/none`)).status).toBe(404);
});

it.each(['monitors', 'messages', 'monitors/x/timeseries'])('does not show readers %s, and names the role they lack', async path => {
	const {send, signIn} = await openSandbox();
	const answer = await send('GET', `${monitor}/${path}`, {token: await signIn('reader')});
	expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('ROLE_SDB_MANAGER_USER')]);
});

it('has the same monitors after a restart', async () => {
	const kept = temporaryFolder();
	const first = await openSandbox({folder: kept});
	await first.xml(`${monitor}/progress/${await upload(first, buildPackage({parent: folder}))}`);
	const before = await ask(first, 'monitors');
	await first.sandbox.close();
	expect(await ask(await openSandbox({folder: kept}), 'monitors')).toEqual(before);
	expect(before.monitors).toHaveLength(1);
});
