import {parseXml} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {buildPackage, packageRefs} from '../../fixtures/build-package.ts';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {attributeOf, find, findAll, openSandbox, origin, textOf} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';

const policies = '/api/entity/retention-policies';
const assignments = `/api/entity/information-objects/${packageRefs.asset}/retention-assignments`;
const namespace = 'xmlns="http://preservica.com/RetentionManagement/v6.2"';
const folder = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';

const policyXml = (fields = ''): string =>
	`<RetentionPolicy ${namespace}><Name>HR records</Name><Description>Keep six years</Description><SecurityTag>open</SecurityTag>` +
	`<StartDateField>xip.created</StartDateField><Period>6</Period><PeriodUnit>YEAR</PeriodUnit><ExpiryAction>REVIEW</ExpiryAction>` +
	`<ExpiryActionParameters>{"EmailAddress":["a@b.example"]}</ExpiryActionParameters><Restriction>DELETE</Restriction>` +
	`<Assignable>True</Assignable>${fields}</RetentionPolicy>`;

async function createPolicy({send}: OpenSandbox, body = policyXml()): Promise<string> {
	const answer = await send('POST', policies, {body});
	const text = await answer.text();
	expect(answer.status, text).toBe(200);
	return find(parseXml(text), 'Ref');
}

async function ingest({send, xml}: OpenSandbox): Promise<void> {
	const xip = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folder}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	await send('POST', '/api/entity/structural-objects', {body: xip});
	const put = await send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body: buildPackage({parent: folder})});
	expect(find(await xml(`/api/entity/progress/${put.headers.get('preservica-progress-token')}`), 'Status')).toBe('COMPLETED');
}

function assign({send}: OpenSandbox, policy: string): Promise<Response> {
	const body = `<RetentionAssignment ${namespace}><RetentionPolicy>${policy}</RetentionPolicy></RetentionAssignment>`;
	return send('POST', assignments, {body});
}

it('creates a policy with status 200 and gives it back in the namespace that does not follow the version', async () => {
	const open = await openSandbox();
	const ref = await createPolicy(open);
	const answer = await open.send('GET', `${policies}/${ref}`);
	expect(await answer.text()).toContain(
		'<RetentionPolicyResponse xmlns="http://preservica.com/EntityAPI/v8.1" xmlns:retention="http://preservica.com/RetentionManagement/v6.2">' +
			`<retention:RetentionPolicy><retention:Ref>${ref}</retention:Ref><retention:Name>HR records</retention:Name>`,
	);
	const policy = await open.xml(`${policies}/${ref}`);
	expect(['Period', 'PeriodUnit', 'ExpiryActionParameters', 'Restriction', 'Assignable'].map(name => find(policy, name))).toEqual([
		'6',
		'YEAR',
		'{"EmailAddress":["a@b.example"]}',
		'DELETE',
		'true',
	]);
});

it('pages the list of policies', async () => {
	const open = await openSandbox();
	const refs = [await createPolicy(open), await createPolicy(open), await createPolicy(open)];
	const page = await open.xml(`${policies}?start=1&max=1`);
	expect(findAll(page, 'RetentionPolicy').map(policy => [attributeOf(policy, 'ref'), attributeOf(policy, 'name')])).toEqual([
		[refs[1], 'HR records'],
	]);
	expect([find(page, 'TotalResults'), find(page, 'Next')]).toEqual(['3', `${origin}${policies}?start=2&max=1`]);
	expect(find(await (await openSandbox()).xml(policies), 'TotalResults')).toBe('0');
});

it('replaces, deactivates and deletes a policy', async () => {
	const open = await openSandbox();
	const ref = await createPolicy(open);
	const body = `<RetentionPolicy ${namespace}><Ref>${ref}</Ref><Name>Staff</Name><SecurityTag>closed</SecurityTag></RetentionPolicy>`;
	expect((await open.send('PUT', `${policies}/${ref}`, {body})).status).toBe(200);
	const replaced = await open.xml(`${policies}/${ref}`);
	expect([find(replaced, 'Name'), find(replaced, 'SecurityTag'), findAll(replaced, 'Period')]).toEqual(['Staff', 'closed', []]);
	expect((await open.send('PUT', `${policies}/${ref}/assignable`, {body: 'False'})).status).toBe(200);
	expect(find(await open.xml(`${policies}/${ref}`), 'Assignable')).toBe('false');
	expect((await open.send('DELETE', `${policies}/${ref}`)).status).toBe(204);
	expect((await open.send('GET', `${policies}/${ref}`)).status).toBe(404);
});

it.each([
	['no XML', 'policy', 400],
	['another element', `<Policy ${namespace}/>`, 400],
	['without a name', policyXml().replace('<Name>HR records</Name>', ''), 400],
	['in another namespace', policyXml().replace('RetentionManagement', 'XIP'), 400],
	['with an unknown tag', policyXml().replace('>open<', '>secret<'), 400],
	['with an unknown unit', policyXml().replace('YEAR', 'MOON'), 400],
	['with a length that is no number', policyXml().replace('>6<', '>six<'), 400],
	['neither assignable nor not', policyXml().replace('True', 'perhaps'), 400],
])('refuses a policy that is %s', async (_title, body, status) => {
	const {send, sandbox} = await openSandbox();
	expect((await send('POST', policies, {body})).status).toBe(status);
	expect(sandbox.state().collections['preservica.retention-policies']).toBeUndefined();
});

it('wants the manager role to change policies', async () => {
	const open = await openSandbox();
	const ref = await createPolicy(open);
	const token = await open.signIn('reader');
	for (const [method, path, body] of [
		['POST', policies, policyXml()],
		['PUT', `${policies}/${ref}`, policyXml()],
		['PUT', `${policies}/${ref}/assignable`, 'true'],
		['DELETE', `${policies}/${ref}`, undefined],
	] as const) {
		const answer = await open.send(method, path, {token, ...(body !== undefined && {body})});
		expect(answer.status).toBe(403);
		expect(await answer.text()).toContain('ROLE_SDB_MANAGER_USER');
	}
	expect((await open.send('GET', policies, {token})).status).toBe(200);
});

it.each([
	['GET', `${policies}/none`],
	['PUT', `${policies}/none`],
	['PUT', `${policies}/none/assignable`],
	['DELETE', `${policies}/none`],
	['GET', '/api/entity/information-objects/none/retention-assignments'],
	['POST', '/api/entity/information-objects/none/retention-assignments'],
	['DELETE', '/api/entity/information-objects/none/retention-assignments/none'],
])('answers 404 for something unknown: %s %s', async (method, path) => {
	const {send} = await openSandbox();
	expect((await send(method, path, method === 'GET' || method === 'DELETE' ? {} : {body: policyXml()})).status).toBe(404);
});

it('assigns a policy to an asset until its time is over', async () => {
	const open = await openSandbox();
	await ingest(open);
	const ref = await createPolicy(open);
	expect(findAll(await open.xml(assignments), 'RetentionAssignment')).toEqual([]);
	const assigned = await assign(open, ref);
	const text = await assigned.text();
	expect([assigned.status, text.includes('Expired')]).toEqual([200, false]);
	const apiId = find(parseXml(text), 'ApiId');
	expect(apiId).toMatch(/^[0-9a-f]{32}$/u);

	const [assignment] = findAll(await open.xml(assignments), 'RetentionAssignment');
	expect(assignment && ['Entity', 'RetentionPolicy', 'StartDate', 'Expired'].map(name => find(assignment, name))).toEqual([
		packageRefs.asset,
		ref,
		'2026-03-14T09:00:00.000Z',
		'false',
	]);
	expect((await open.send('DELETE', `${policies}/${ref}`)).status).toBe(409);
	expect((await assign(open, ref)).status).toBe(409);
	open.clock.now = Date.parse('2032-03-14T09:00:00.000Z');
	const later = {...open, xml: async (path: string) => open.xml(path, await open.signIn('archivist'))};
	expect(find(await later.xml(assignments), 'Expired')).toBe('true');
	const token = await open.signIn('archivist');
	expect((await open.send('DELETE', `${assignments}/${apiId}`, {token})).status).toBe(204);
	expect((await open.send('DELETE', `${assignments}/${apiId}`, {token})).status).toBe(404);
});

it.each([
	['MONTH', '2026-09-14T09:00:00.000Z'],
	['WEEK', '2026-04-25T09:00:00.000Z'],
	['DAY', '2026-03-20T09:00:00.000Z'],
])('counts a retention in units of a %s', async (unit, end) => {
	const open = await openSandbox({tokenLifetime: 1e12});
	await ingest(open);
	await assign(open, await createPolicy(open, policyXml().replace('YEAR', unit)));
	open.clock.now = Date.parse(end) - 1;
	expect(find(await open.xml(assignments), 'Expired')).toBe('false');
	open.clock.now++;
	expect(find(await open.xml(assignments), 'Expired')).toBe('true');
});

it('assigns neither unknown policies nor those that are not assignable, and lets no reader assign', async () => {
	const open = await openSandbox();
	await ingest(open);
	const ref = await createPolicy(open, policyXml().replace('True', 'False'));
	expect((await assign(open, ref)).status).toBe(422);
	expect((await assign(open, 'none')).status).toBe(404);
	expect((await open.send('POST', assignments, {body: `<RetentionAssignment ${namespace}/>`})).status).toBe(400);
	const token = await open.signIn('reader');
	const body = `<RetentionAssignment ${namespace}><RetentionPolicy>${ref}</RetentionPolicy></RetentionAssignment>`;
	expect((await open.send('POST', assignments, {body, token})).status).toBe(403);
});

it.each([
	['DELETE', 'FAILED'],
	['NONE', 'PENDING'],
])('lets a policy with the restriction %s stand or not stand in the way of a deletion', async (restriction, status) => {
	const open = await openSandbox();
	await ingest(open);
	await assign(open, await createPolicy(open, policyXml().replace('<Restriction>DELETE', `<Restriction>${restriction}`)));
	const body =
		'<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1"><Submission><Comment>Out</Comment></Submission></DeletionAction>';
	const answer = await open.send('DELETE', `/api/entity/structural-objects/${folder}`, {body});
	expect(answer.status).toBe(202);
	expect(find(await open.xml(`/api/entity/progress/${await answer.text()}`), 'Status')).toBe(status);
});

it('lets an asset be deleted when its retention is over', async () => {
	const open = await openSandbox({tokenLifetime: 1e12});
	await ingest(open);
	await assign(open, await createPolicy(open));
	open.clock.now = Date.parse('2032-03-14T09:00:00.000Z');
	const body =
		'<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1"><Submission><Comment>Out</Comment></Submission></DeletionAction>';
	const token = await (await open.send('DELETE', `/api/entity/structural-objects/${folder}`, {body})).text();
	expect(find(await open.xml(`/api/entity/progress/${token}`), 'Status')).toBe('PENDING');
});

it('lets a policy go when all that was kept under it is deleted', async () => {
	const open = await openSandbox();
	await ingest(open);
	const ref = await createPolicy(open, policyXml().replace('<Restriction>DELETE</Restriction>', ''));
	await assign(open, ref);
	const action = (inner: string): string => `<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1">${inner}</DeletionAction>`;
	const submission = action('<Submission><Comment>Out</Comment></Submission>');
	const token = await (await open.send('DELETE', `/api/entity/structural-objects/${folder}`, {body: submission})).text();
	expect((await open.send('DELETE', `${policies}/${ref}`)).status).toBe(409);
	await open.send('PUT', `/api/entity/actions/deletions/${token}`, {
		token: await open.signIn('approver'),
		body: action('<Approval><Approved>true</Approved><Comment>Yes</Comment></Approval>'),
	});
	expect(find(await open.xml(`/api/entity/progress/${token}`), 'Status')).toBe('COMPLETED');
	expect((await open.send('DELETE', `${policies}/${ref}`)).status).toBe(204);
});

it('finds what is kept under a policy by its reference and name', async () => {
	const open = await openSandbox();
	await ingest(open);
	const ref = await createPolicy(open);
	const found = async (...values: readonly string[]): Promise<unknown> => {
		const names = ['xip.retention_policy_assignment_ref', 'xip.retention_policy_assignment_name'];
		const q = JSON.stringify({q: '*', fields: names.map((name, index) => ({name, values: [values[index] ?? '']}))});
		const body = new URLSearchParams({q, start: '0', max: '25', metadata: names.join(',')});
		const answer = await open.send('POST', '/api/content/search', {body});
		const {value}: {readonly value: {readonly objectIds: unknown; readonly metadata: unknown}} = await answer.json();
		return [value.objectIds, value.metadata];
	};
	expect(await found('*')).toEqual([[], []]);
	const assigned = await assign(open, ref);
	const row = [
		{name: 'xip.retention_policy_assignment_ref', value: ref},
		{name: 'xip.retention_policy_assignment_name', value: 'HR records'},
	];
	expect(await found('*')).toEqual([[`sdb:IO|${packageRefs.asset}`], [row]]);
	await open.send('PUT', `${policies}/${ref}`, {body: policyXml().replace('HR records', 'Staff')});
	expect(await found(ref, 'staff')).toMatchObject([[`sdb:IO|${packageRefs.asset}`], [[{}, {value: 'Staff'}]]]);
	expect(await found('another')).toEqual([[], []]);
	await open.send('DELETE', `${assignments}/${find(parseXml(await assigned.text()), 'ApiId')}`);
	expect(await found('*')).toEqual([[], []]);
});

it('serves policies in the version of the path, the namespace of policies being what it is', async () => {
	const open = await openSandbox();
	const ref = await createPolicy(open);
	const list = await open.xml('/api/entity/v7.7/retention-policies');
	expect([list.namespace, textOf(findAll(list, 'RetentionPolicy')[0] ?? list)]).toEqual([
		'http://preservica.com/EntityAPI/v7.7',
		`${origin}/api/entity/v7.7/retention-policies/${ref}`,
	]);
	expect(findAll(await open.xml(`/api/entity/v7.7/retention-policies/${ref}`), 'Name')[0]?.namespace).toBe(
		'http://preservica.com/RetentionManagement/v6.2',
	);
});

it('has policies and assignments after a restart', async () => {
	const kept = temporaryFolder();
	const first = await openSandbox({folder: kept});
	await ingest(first);
	const ref = await createPolicy(first);
	await assign(first, ref);
	await first.sandbox.close();
	const second = await openSandbox({folder: kept});
	expect(find(await second.xml(`${policies}/${ref}`), 'Name')).toBe('HR records');
	expect(find(await second.xml(assignments), 'RetentionPolicy')).toBe(ref);
});
