import {parseXml, type XmlElement} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';

const workflow = '/sdb/rest/workflow';
const namespace = 'xmlns="http://workflow.preservica.com"';

const request = (inner: string): string => `<StartWorkflowRequest ${namespace}>${inner}</StartWorkflowRequest>`;
const parameter = (key: string, value: string): string => `<Parameter><Key>${key}</Key><Value>${value}</Value></Parameter>`;
const ends = (outcome: string): string => `<WorkflowContextId>1</WorkflowContextId>${parameter('sandbox.outcome', outcome)}`;

async function start({send}: OpenSandbox, inner = '<WorkflowContextId>3</WorkflowContextId>'): Promise<XmlElement> {
	const answer = await send('POST', `${workflow}/instances`, {body: request(inner)});
	const text = await answer.text();
	expect(answer.status, text).toBe(201);
	return parseXml(text);
}

async function stateOf({xml}: OpenSandbox, id: string): Promise<string> {
	return find(await xml(`${workflow}/instances/${id}`), 'State');
}

const ids = (root: XmlElement): string[] => findAll(root, 'WorkflowInstance').map(instance => find(instance, 'Id'));

it.each([
	['', 8],
	['?type=ingest', 4],
	['?type=DataManagement', 2],
	['?workflowDefinitionId=com.preservica.core.workflow.ingest.opex.incremental', 1],
	['?workflowDefinitionId=none', 0],
])('lists workflow contexts %s', async (query, count) => {
	const {xml} = await openSandbox();
	const contexts = await xml(`${workflow}/contexts${query}`);
	expect([contexts.namespace, findAll(contexts, 'WorkflowContext').length]).toEqual(['http://workflow.preservica.com', count]);
});

it('starts a workflow with status 201 and takes it through its steps by the clock', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const inner = `<WorkflowContextName>Ingest OPEX (Incremental)</WorkflowContextName>${parameter('OpexContainerDirectory', 'opex/one')}<CorrelationId>abc</CorrelationId>`;
	const started = await start(open, inner);
	const id = find(started, 'Id');
	expect([find(started, 'WorkflowContextId'), find(started, 'State'), find(started, 'CorrelationId')]).toEqual(['3', 'PENDING', 'abc']);
	open.clock.now += 1000;
	const going = await open.xml(`${workflow}/instances/${id}`);
	expect([find(going, 'State'), find(going, 'CurrentStepName'), findAll(going, 'Finished')]).toEqual(['ACTIVE', 'Process', []]);
	open.clock.now += 60_000;
	const answer = await open.send('GET', `${workflow}/instances/${id}`);
	expect(await answer.text()).toMatch(
		new RegExp(
			`^<\\?xml[^>]*><WorkflowInstance xmlns="http://workflow.preservica.com"><Id>${id}</Id><Started>2026-03-14T09:00:00.000Z</Started>` +
				'<Finished>2026-03-14T09:00:02.000Z</Finished><State>COMPLETED</State><DisplayState>Completed</DisplayState><ArchivalProcessId>\\d+</ArchivalProcessId>' +
				'<WorkflowGroupId>[-0-9a-f]{36}</WorkflowGroupId><WorkflowContextId>3</WorkflowContextId><WorkflowContextName>Ingest OPEX \\(Incremental\\)</WorkflowContextName>' +
				'<WorkflowDefinitionTextId>com.preservica.core.workflow.ingest.opex.incremental</WorkflowDefinitionTextId>',
			'u',
		),
	);
});

it.each([
	['failed', 'FAILED', 'Failed'],
	['mixed', 'FINISHED_MIXED_OUTCOME', 'Finished Mixed Outcome'],
	['suspended', 'SUSPENDED', 'Suspended'],
])('ends as sandbox.outcome says: %s', async (outcome, state, displayed) => {
	const open = await openSandbox();
	const id = find(await start(open, ends(outcome)), 'Id');
	const instance = await open.xml(`${workflow}/instances/${id}?includeErrors=true`);
	expect([find(instance, 'State'), find(instance, 'DisplayState')]).toEqual([state, displayed]);
	expect(findAll(instance, 'Error')).toHaveLength(outcome === 'suspended' ? 0 : 1);
	expect(findAll(await open.xml(`${workflow}/instances/${id}`), 'Error')).toEqual([]);
});

it.each([
	['without a context', '', 400],
	['in an unknown context', '<WorkflowContextId>77</WorkflowContextId>', 404],
	['in two contexts', '<WorkflowContextId>1</WorkflowContextId><WorkflowContextName>Export</WorkflowContextName>', 404],
	['with a nameless parameter', '<WorkflowContextId>1</WorkflowContextId><Parameter><Value>a</Value></Parameter>', 400],
	['with an outcome that is none', ends('glory'), 400],
])('does not start a workflow %s', async (_title, inner, status) => {
	const {send, xml} = await openSandbox();
	expect((await send('POST', `${workflow}/instances`, {body: request(inner)})).status).toBe(status);
	expect(find(await xml(`${workflow}/instances`), 'TotalCount')).toBe('0');
});

it('does not take a body that is no request', async () => {
	const {send} = await openSandbox();
	for (const body of ['go', '<StartWorkflowRequest/>', `<Start ${namespace}/>`])
		expect((await send('POST', `${workflow}/instances`, {body})).status).toBe(400);
});

it('filters and pages instances', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const first = find(await start(open), 'Id');
	open.clock.now += 60_000;
	const second = find(await start(open, ends('failed')), 'Id');
	const third = find(await start(open, '<WorkflowContextId>5</WorkflowContextId>'), 'Id');
	const listed = async (query: string): Promise<string[]> => ids(await open.xml(`${workflow}/instances?${query}`));
	expect(await listed('')).toEqual([first, second, third]);
	expect(await listed('state=Completed&type=Ingest')).toEqual([first]);
	expect(await listed('state=pending')).toEqual([second, third]);
	expect(await listed('type=Access')).toEqual([third]);
	expect(await listed('contextId=1')).toEqual([second]);
	expect(await listed('creator=archivist@fonds.example&latestFirst=true')).toEqual([third, second, first]);
	expect(await listed('creator=someone')).toEqual([]);
	expect(await listed(`from=${encodeURIComponent('2026-03-14T09:00:30.000000+0000')}`)).toEqual([second, third]);
	expect(await listed('from=2026-03-14T09:00:30.000000+0000')).toEqual([second, third]);
	expect(await listed('to=2026-03-14T04:00:30-0500')).toEqual([first]);
	expect(await listed(`to=${encodeURIComponent('2026-03-14T10:00:30.5+01:00')}`)).toEqual([first]);
	const page = await open.xml(`${workflow}/instances?start=1&max=1`);
	expect([find(page, 'TotalCount'), find(page, 'Count'), ids(page)]).toEqual(['3', '1', [second]]);
});

it.each(['from=yesterday', 'type=Magic', 'max=0'])('refuses the filter %s', async query => {
	const {send} = await openSandbox();
	expect((await send('GET', `${workflow}/instances?${query}`)).status).toBe(400);
});

it('terminates what has not ended', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const ended = find(await start(open), 'Id');
	open.clock.now += 60_000;
	const waiting = find(await start(open, ends('suspended')), 'Id');
	expect((await open.send('POST', `${workflow}/instances/terminate?workflowInstanceIds=${ended},${waiting}`)).status).toBe(202);
	expect([await stateOf(open, ended), await stateOf(open, waiting)]).toEqual(['COMPLETED', 'ABORTED']);
	expect((await open.send('POST', `${workflow}/instances/terminate?workflowInstanceIds=7`)).status).toBe(404);
	expect((await open.send('POST', `${workflow}/instances/terminate`)).status).toBe(400);
});

it('retries what failed or waits, and counts what it cannot', async () => {
	const open = await openSandbox();
	const failed = find(await start(open, ends('failed')), 'Id');
	const waiting = find(await start(open, ends('suspended')), 'Id');
	const done = find(await start(open), 'Id');
	const answer = parseXml(
		await (await open.send('POST', `${workflow}/instances/retry?state=Running&workflowInstanceIds=${failed},${done},7`)).text(),
	);
	expect([find(answer, 'SuccessfulNumber'), find(answer, 'FailedNumber')]).toEqual(['1', '2']);
	expect([await stateOf(open, failed), await stateOf(open, waiting)]).toEqual(['COMPLETED', 'SUSPENDED']);
	const all = parseXml(await (await open.send('POST', `${workflow}/instances/retry`)).text());
	expect([find(all, 'SuccessfulNumber'), await stateOf(open, waiting)]).toEqual(['1', 'COMPLETED']);
});

it('shows an ingest as an instance that ends with it and cannot be terminated', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const put = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body: 'not a zip'});
	const [id = ''] = ids(await open.xml(`${workflow}/instances?type=Ingest&state=Pending`));
	expect((await open.send('POST', `${workflow}/instances/terminate?workflowInstanceIds=${id}`)).status).toBe(422);
	open.clock.now += 2000;
	await open.send('GET', `/api/entity/progress/${put.headers.get('preservica-progress-token')}`);
	const instance = await open.xml(`${workflow}/instances/${id}?includeErrors=true`);
	expect([find(instance, 'State'), find(instance, 'Finished'), find(instance, 'WorkflowDefinitionTextId')]).toEqual([
		'FAILED',
		'2026-03-14T09:00:02.000Z',
		'com.preservica.core.workflow.ingest',
	]);
	expect(findAll(instance, 'Error').map(textOf).join(' ')).toContain('zip');
});

it('shows a deletion as active until someone has decided on it', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const body =
		'<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>';
	const ref = find(parseXml(await (await open.send('POST', '/api/entity/structural-objects', {body})).text()), 'Ref');
	const deletion =
		'<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1"><Submission><Comment>Out</Comment></Submission></DeletionAction>';
	expect((await open.send('DELETE', `/api/entity/structural-objects/${ref}`, {body: deletion})).status).toBe(202);
	open.clock.now += 60_000;
	expect(ids(await open.xml(`${workflow}/instances?type=DataManagement&state=Active`))).toHaveLength(1);
});

it('is not for readers, and names the role they lack', async () => {
	const {send, signIn} = await openSandbox();
	const token = await signIn('reader');
	for (const [method, path] of [
		['GET', 'contexts'],
		['GET', 'instances'],
		['GET', 'instances/1'],
		['POST', 'instances'],
		['POST', 'instances/terminate'],
		['POST', 'instances/retry'],
	] as const) {
		const answer = await send(method, `${workflow}/${path}`, {token});
		expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('ROLE_SDB_MANAGER_USER')]);
	}
});

it('answers 404 for an unknown instance, and 401 without a token', async () => {
	const {send} = await openSandbox();
	expect((await send('GET', `${workflow}/instances/7`)).status).toBe(404);
	expect((await send('GET', `${workflow}/instances`, {token: 'none'})).status).toBe(401);
});

it('goes on after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSandbox({folder, stepDuration: 1000});
	const id = find(await start(first, ends('failed')), 'Id');
	await first.sandbox.close();
	const second = await openSandbox({folder, stepDuration: 1000});
	expect(await stateOf(second, id)).toBe('PENDING');
	second.clock.now += 2000;
	expect(await stateOf(second, id)).toBe('FAILED');
});
