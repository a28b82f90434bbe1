import {ConfigurationError, DecodeError, isSdkError, JobFailedError, NetworkError, NotFoundError, PermissionError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Workflows} from './workflows.ts';

const version = {'GET /api/entity/versiondetails/version': '<V><CurrentVersion>7.7.0</CurrentVersion></V>'};
const instances = '/sdb/rest/workflow/instances';
const xml = (name: string, body: string) => `<${name} xmlns="http://workflow.preservica.com">${body}</${name}>`;
const run = (id: string | number, state = 'ACTIVE', more = '') =>
	`<WorkflowInstance><Id>${id}</Id><State>${state}</State>${more}</WorkflowInstance>`;
const one = (...parameters: Parameters<typeof run>) =>
	run(...parameters).replace('<WorkflowInstance', '$& xmlns="http://workflow.preservica.com"');
const page = (total: number | undefined, count: number | undefined, ...runs: string[]) =>
	xml(
		'WorkflowInstances',
		`${total === undefined ? '' : `<TotalCount>${total}</TotalCount>`}${count === undefined ? '' : `<Count>${count}</Count>`}${runs.join('')}`,
	);

const connect = (routes: Parameters<typeof connectTo>[0]) => {
	const {session, ...rest} = connectTo({...version, ...routes});
	return {workflows: new Workflows(session), ...rest};
};
const poll = {sleep: async () => {}};
const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe('what can be started', () => {
	const contexts = '/sdb/rest/workflow/contexts';
	const list = xml(
		'WorkflowContexts',
		'<WorkflowContext><Id> 12 </Id><Name>Ingest &amp; more</Name><Other>x</Other></WorkflowContext><WorkflowContext><Id>13</Id></WorkflowContext>',
	);

	it('is listed by definition or type', async () => {
		const {workflows, asked} = connect({[`GET ${contexts}`]: list});
		expect(await workflows.contexts({definition: 'com.example.ingest'})).toEqual([
			{id: '12', name: 'Ingest & more'},
			{id: '13', name: ''},
		]);
		await workflows.contexts({type: 'Ingest'});
		await workflows.contexts();
		expect(asked()).toEqual([`GET ${contexts}?workflowDefinitionId=com.example.ingest`, `GET ${contexts}?type=Ingest`, `GET ${contexts}`]);
	});

	it('is found whatever is around it', async () => {
		const wrapped = xml('WorkflowContextsResponse', `<Contexts>${list.replace(/ xmlns="[^"]*"/, '')}</Contexts>`);
		expect(await connect({[`GET ${contexts}`]: wrapped}).workflows.contexts()).toMatchObject([{id: '12'}, {id: '13'}]);
	});

	it('may be nothing', async () => {
		expect(await connect({[`GET ${contexts}`]: xml('WorkflowContexts', '')}).workflows.contexts()).toEqual([]);
	});

	it('is not nothing when another answer came', async () => {
		const {workflows} = connect({[`GET ${contexts}`]: '<WorkflowContexts/>'});
		await expect(workflows.contexts()).rejects.toThrow('not one about workflows');
	});

	it('may be outside the licence', async () => {
		await expect(connect({[`GET ${contexts}`]: {status: 403}}).workflows.contexts()).rejects.toThrow(PermissionError);
	});
});

describe('starting a workflow', () => {
	it('sends context, parameters in order and correlation id, and follows the instance', async () => {
		const {workflows, requests} = connect({
			[`POST ${instances}`]: {status: 201, body: one(123)},
			[`GET ${instances}/123`]: [
				one(123, 'PENDING'),
				one(123, 'ACTIVE', '<CurrentStepName>Characterise</CurrentStepName>'),
				one(123, 'COMPLETED'),
			],
		});
		const job = await workflows.start({
			context: {id: '12', name: 'Ingest <OPEX>'},
			parameters: [
				['seed', 'b'],
				['1', 'x & y'],
				['seed', 'a'],
			],
			correlationId: 'mine',
		});
		expect([job.id, job.correlationId]).toEqual(['123', 'mine']);
		const sent = requests.at(-1);
		expect(sent?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		expect(await sent?.text()).toContain(
			'<StartWorkflowRequest xmlns="http://workflow.preservica.com"><WorkflowContextId>12</WorkflowContextId><WorkflowContextName>Ingest &lt;OPEX&gt;</WorkflowContextName>' +
				'<Parameter><Key>seed</Key><Value>b</Value></Parameter><Parameter><Key>1</Key><Value>x &amp; y</Value></Parameter><Parameter><Key>seed</Key><Value>a</Value></Parameter>' +
				'<CorrelationId>mine</CorrelationId></StartWorkflowRequest>',
		);
		const seen: unknown[] = [];
		for await (const {state, step} of job.watch(poll)) {
			seen.push([state, step]);
		}
		expect(seen).toEqual([
			['pending', undefined],
			['running', 'Characterise'],
			['succeeded', undefined],
		]);
		expect(await job.done(poll)).toMatchObject({id: '123', detail: 'COMPLETED'});
	});

	it.each([
		[
			{name: 'Crawl'},
			{maxDepth: '2'},
			'<WorkflowContextName>Crawl</WorkflowContextName><Parameter><Key>maxDepth</Key><Value>2</Value></Parameter>',
		],
		[{id: '12'}, undefined, '<WorkflowContextId>12</WorkflowContextId>'],
		[{id: '12'}, new Map([['k', '']]), '<WorkflowContextId>12</WorkflowContextId><Parameter><Key>k</Key><Value/></Parameter>'],
	])('takes the context %o with the parameters %o', async (context, parameters, expected) => {
		const {workflows, requests} = connect({[`POST ${instances}`]: one(7)});
		const job = await workflows.start({context, parameters});
		const body = (await requests.at(-1)?.text()) ?? '';
		expect(body).toContain(`${expected}<CorrelationId>${job.correlationId}</CorrelationId>`);
		expect(job.correlationId).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
		parseXml(body);
	});

	it('without a context is refused before anything is sent', async () => {
		const {workflows, asked} = connect({});
		await expect(workflows.start({context: {name: ''}})).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it.each([
		['the connection broke', () => Promise.reject(new TypeError('lost'))],
		['a gateway gave up', {status: 504}],
		['a gateway failed', {status: 502}],
	])('is not repeated when %s, and says how to look for it', async (_, answer) => {
		const {workflows, asked} = connect({[`POST ${instances}`]: answer});
		const failure = await failureOf(workflows.start({context: {name: 'Crawl'}, correlationId: 'mine'}));
		expect(isSdkError(failure, 'start-unconfirmed')).toBe(true);
		expect(String(failure)).toContain('workflow "Crawl" was lost, so it may run');
		expect(String(failure)).toContain('correlation id is mine');
		expect(asked().filter(request => request.startsWith('POST'))).toHaveLength(1);
	});

	it('that the server refused is no doubt', async () => {
		const {workflows} = connect({[`POST ${instances}`]: {status: 403}});
		await expect(workflows.start({context: {id: '12'}})).rejects.toThrow(PermissionError);
	});

	it('that is not set up is not found', async () => {
		const failure = await failureOf(connect({}).workflows.start({context: {name: 'Crawl'}}));
		expect(failure).toBeInstanceOf(NotFoundError);
		expect(String(failure)).toContain('There is no workflow "Crawl" to start');
		expect(failure).toMatchObject({status: 404, method: 'POST'});
	});

	it('that could not begin for want of a connection is no doubt either', async () => {
		const {workflows} = connect({'GET /api/entity/versiondetails/version': () => Promise.reject(new TypeError('down'))});
		await expect(workflows.start({context: {id: '12'}})).rejects.toThrow(NetworkError);
	});

	it.each([
		['nothing', {status: 201}],
		['no id', xml('WorkflowInstance', '')],
		['a web page', '<html>hello</html>'],
	])('says so when it is answered with %s', async (_, answer) => {
		const {workflows} = connect({[`POST ${instances}`]: answer});
		const failure = await failureOf(workflows.start({context: {id: '12'}, correlationId: 'mine'}));
		expect(failure).toBeInstanceOf(DecodeError);
		expect(String(failure)).toContain('was started, but the answer does not say as which instance');
		expect(String(failure)).toContain('mine');
	});

	it('ends with an abort', async () => {
		const {workflows} = connect({[`POST ${instances}`]: () => new Promise<never>(() => {})});
		await expect(workflows.start({context: {id: '1'}}, {signal: AbortSignal.timeout(20)})).rejects.toMatchObject({name: 'TimeoutError'});
	});
});

describe('one run', () => {
	it('is read with all it has, errors included', async () => {
		const {workflows, asked} = connect({
			[`GET ${instances}/123`]: one(
				123,
				'Finished_Mixed_Outcome',
				'<DisplayState>Mixed</DisplayState><Started>2024-01-31T10:15:00.000Z</Started><Finished>2024-01-31T10:20:00Z</Finished><ArchivalProcessId>99</ArchivalProcessId><WorkflowGroupId>g</WorkflowGroupId><WorkflowContextId>12</WorkflowContextId><WorkflowContextName>OPEX</WorkflowContextName><WorkflowDefinitionTextId>com.x</WorkflowDefinitionTextId><CurrentStepName>End</CurrentStepName><Errors><Error>disk full</Error><Error><Text>no space</Text></Error></Errors>',
			),
		});
		expect(await workflows.instance('123')).toEqual({
			id: '123',
			state: 'mixed',
			detail: 'Finished_Mixed_Outcome',
			displayState: 'Mixed',
			errors: ['disk full', 'no space'],
			started: '2024-01-31T10:15:00.000Z',
			finished: '2024-01-31T10:20:00Z',
			contextId: '12',
			contextName: 'OPEX',
			definition: 'com.x',
			step: 'End',
			processId: '99',
			groupId: 'g',
		});
		expect(asked()).toEqual([`GET ${instances}/123?includeErrors=true`]);
	});

	it('may have no more than an id', async () => {
		const {workflows} = connect({[`GET ${instances}/3`]: xml('WorkflowInstance', '<Id>3</Id>')});
		expect(await workflows.instance('3')).toMatchObject({id: '3', state: 'unknown', detail: 'UNKNOWN', errors: [], started: undefined});
	});

	it('that does not exist is not found', async () => {
		await expect(connect({}).workflows.instance('9')).rejects.toThrow(NotFoundError);
		await expect(connect({}).workflows.instance('9')).rejects.toThrow('There is no workflow instance 9');
	});

	it.each([
		['Suspended', 'suspended'],
		['aborted', 'cancelled'],
		['Failed', 'failed'],
		['BREWING', 'unknown'],
	])('in the state %s is %s', async (word, state) => {
		expect(await connect({[`GET ${instances}/1`]: one(1, word)}).workflows.instance('1')).toMatchObject({state, detail: word});
	});
});

describe('following a run', () => {
	it('goes over waits for a person and unknown words', async () => {
		const answers = ['PENDING', 'SUSPENDED', 'BREWING', 'COMPLETED'].map(word => one(5, word));
		const {workflows} = connect({[`GET ${instances}/5`]: answers});
		expect(await workflows.follow('5').done(poll)).toMatchObject({state: 'succeeded'});
	});

	it('that failed is an error with the reasons', async () => {
		const {workflows} = connect({
			[`GET ${instances}/5`]: one(5, 'FAILED', '<WorkflowContextName>OPEX</WorkflowContextName><Errors>disk full</Errors>'),
		});
		const failure = await failureOf(workflows.follow({...(await workflows.instance('5'))}).done(poll));
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(String(failure)).toContain('The workflow instance 5 of "OPEX" failed (FAILED): disk full.');
		expect(failure).toHaveProperty('status.id', '5');
	});

	it('that failed for a reason in a sentence ends with one full stop', async () => {
		const {workflows} = connect({
			[`GET ${instances}/5`]: one(5, 'FAILED', '<Errors><Error>No space.</Error><Error>The disk is full.</Error></Errors>'),
		});
		expect(String(await failureOf(workflows.follow('5').done(poll)))).toMatch(/failed \(FAILED\): No space.; The disk is full\.$/);
	});

	it('goes on in another process', async () => {
		const {workflows} = connect({[`POST ${instances}`]: one(5), [`GET ${instances}/5`]: one(5, 'ABORTED')});
		const state = JSON.stringify(await workflows.start({context: {id: '1'}, correlationId: 'mine'}));
		const job = workflows.resume(JSON.parse(state));
		expect([job.id, job.correlationId]).toEqual(['5', 'mine']);
		await expect(job.done(poll)).rejects.toThrow('The workflow instance 5 was cancelled or aborted');
		expect(workflows.resume(JSON.parse(JSON.stringify(workflows.follow('5')))).correlationId).toBeUndefined();
	});

	it.each([
		{kind: 'preservica-move', id: '5', data: {correlationId: null}},
		{kind: 'preservica-workflow', id: '5', data: {correlationId: 5}},
		{kind: 'preservica-workflow', id: '5', data: null},
	])('refuses the state %o', state => {
		expect(() => connect({}).workflows.resume(state)).toThrow(ConfigurationError);
	});
});

describe('the list of runs', () => {
	it('is asked for with all that is given, as the server spells it', async () => {
		const {workflows, asked} = connect({[`GET ${instances}`]: page(1, 1, run(1))});
		const list = workflows.instances({
			state: 'FINISHED_MIXED_OUTCOME',
			type: 'datamanagement',
			contextId: '12',
			creator: 'jane@example.org',
			from: new Date(0),
			to: '2024-01-31T10:15:00+0100',
			latestFirst: true,
			pageSize: 10,
		});
		expect(await list.toArray()).toHaveLength(1);
		expect(asked()).toEqual([
			`GET ${instances}?state=Finished_Mixed_Outcome&type=DataManagement&contextId=12&creator=jane%40example.org&from=1970-01-01T00%3A00%3A00.000Z&to=2024-01-31T09%3A15%3A00.000Z&latestFirst=true&start=0&max=10`,
		]);
	});

	it('goes on where a page ends, and passes on words this release does not know', async () => {
		const {workflows, asked} = connect({[`GET ${instances}`]: [page(3, 2, run(1), run(2)), page(3, 1, run(3, 'Failed'))]});
		const pages = [];
		for await (const {items, total} of workflows.instances({state: 'Brewing', pageSize: 2}).pages()) {
			pages.push([items.map(({id}) => id), total]);
		}
		expect(pages).toEqual([
			[['1', '2'], 3],
			[['3'], 3],
		]);
		expect(asked()).toEqual([`GET ${instances}?state=Brewing&start=0&max=2`, `GET ${instances}?state=Brewing&start=2&max=2`]);
	});

	it('may be empty', async () => {
		expect(
			await connect({[`GET ${instances}`]: page(0, 0)})
				.workflows.instances()
				.toArray(),
		).toEqual([]);
	});

	it('without a total ends with an empty page, though the server gives less than was asked for', async () => {
		const {workflows, asked} = connect({
			[`GET ${instances}`]: [page(undefined, undefined, run(1), run(2)), page(undefined, undefined, run(3)), page(undefined, undefined)],
		});
		expect(await workflows.instances({pageSize: 10}).toArray()).toHaveLength(3);
		expect(asked().map(request => /start=(\d+)/.exec(request)?.[1])).toEqual(['0', '2', '3']);
	});

	it('is found whatever is around it', async () => {
		const wrapped = xml(
			'WorkflowInstancesResponse',
			`<Paging><TotalCount>1</TotalCount></Paging><WorkflowInstances>${run(1)}</WorkflowInstances>`,
		);
		const {workflows} = connect({[`GET ${instances}`]: wrapped});
		expect(await workflows.instances().toArray()).toMatchObject([{id: '1'}]);
	});

	it.each([
		['gives none of those it counts', [page(5, 2, run(1), run(2)), page(5, 0)], 'counts 5 workflow instances, but gave no more than 2'],
		['holds fewer than it counts', [page(5, 3, run(1))], 'counts 3 workflow instances, but holds 1'],
		['gives the same again and again', [page(9, 2, run(1), run(2))], 'the same workflow instances again'],
		['is none', ['<Other xmlns="urn:x"/>'], 'not one about workflows'],
	])('that %s is an error, not an end', async (_, answers, message) => {
		await expect(
			connect({[`GET ${instances}`]: answers})
				.workflows.instances({pageSize: 2})
				.toArray(),
		).rejects.toThrow(message);
	});

	it('carries the signal to every page', async () => {
		const {workflows, asked} = connect({[`GET ${instances}`]: [page(4, 2, run(1), run(2)), page(4, 2, run(3), run(4))]});
		const controller = new AbortController();
		const walk = async () => {
			for await (const {id} of workflows.instances({signal: controller.signal, pageSize: 2})) {
				controller.abort(new Error(`enough at ${id}`));
			}
		};
		await expect(walk()).rejects.toThrow('enough at');
		expect(asked()).toHaveLength(1);
	});
});

describe('ending runs and trying them again', () => {
	it('names the runs', async () => {
		const {workflows, asked} = connect({
			[`POST ${instances}/terminate`]: {status: 202},
			[`POST ${instances}/retry`]: xml('RetryResponse', '<SuccessfulNumber>1</SuccessfulNumber><FailedNumber> 2 </FailedNumber>'),
		});
		expect(await workflows.terminate(['1', '2'])).toBeUndefined();
		await workflows.terminate('3');
		expect(await workflows.retry(['4', '5', '6'])).toEqual({succeeded: 1, failed: 2});
		expect(asked()).toEqual([
			`POST ${instances}/terminate?workflowInstanceIds=1%2C2`,
			`POST ${instances}/terminate?workflowInstanceIds=3`,
			`POST ${instances}/retry?workflowInstanceIds=4%2C5%2C6`,
		]);
	});

	it('may be answered with nothing', async () => {
		expect(await connect({[`POST ${instances}/retry`]: {status: 204}}).workflows.retry('4')).toEqual({
			succeeded: undefined,
			failed: undefined,
		});
	});

	it.each([[[]], [''], [['1', '']], [['1,2']], [['1', ' ']]])('refuses the ids %o: the server could take all for them', async ids => {
		const {workflows, asked} = connect({});
		await expect(workflows.retry(ids)).rejects.toThrow(ConfigurationError);
		await expect(workflows.terminate(ids)).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('without the right says so, and is not repeated', async () => {
		const {workflows, asked} = connect({[`POST ${instances}/terminate`]: {status: 500}, [`POST ${instances}/retry`]: {status: 403}});
		await expect(workflows.terminate('1')).rejects.toThrow('500');
		await expect(workflows.retry('1')).rejects.toThrow(PermissionError);
		expect(asked()).toHaveLength(2);
	});
});
