import {parseXml} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, textOf} from '../../fixtures/open-sandbox.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';

const {asset, page1, page2, access} = packageRefs;
const inner = 'dddddddd-0f0a-4f52-9d1a-3d1c8f6f2c11';
const unknown = '11111111-2222-4333-8444-555555555555';
const folder = `structural-objects/${folderRef}`;

async function openWithFolder(options: Parameters<typeof openArchive>[0] = {}): Promise<OpenArchive> {
	const open = await openArchive({tokenLifetime: 1e9, ...options});
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${inner}</Ref><Title>Inner</Title><SecurityTag>open</SecurityTag><Parent>${folderRef}</Parent></StructuralObject>`;
	expect(await open.status('POST', 'structural-objects', {body})).toBe(200);
	return open;
}

/** The newest event: its type, and commands with the entities they were about. */
async function newestEvent({xml}: OpenArchive): Promise<readonly unknown[]> {
	const event = findAll(await xml('/api/entity/events'), 'Event').at(-1);
	const actions = findAll(await xml(`/api/entity/events/${event && find(event, 'Ref')}/event-actions`), 'EventAction');
	return [attributeOf(event, 'type'), ...actions.map(action => `${attributeOf(action, 'commandType')} ${find(action, 'Entity')}`)];
}

const countEvents = async ({xml}: OpenArchive): Promise<number> => findAll(await xml('/api/entity/events'), 'Event').length;

const entityApi = 'xmlns="http://preservica.com/EntityAPI/v8.1"';
const deletion = `<DeletionAction ${entityApi}><Submission><Comment>no</Comment></Submission></DeletionAction>`;
const approval = `<DeletionAction ${entityApi}><Approval><Approved>true</Approved><Comment>yes</Comment></Approval></DeletionAction>`;

it.each<[string, string, string, string, readonly unknown[]]>([
	['a move', 'PUT', `information-objects/${asset}/parent-ref`, inner, ['Moved', `Moved ${asset}`]],
	['a tag', 'PUT', `information-objects/${asset}/security-descriptor`, 'closed', ['Modified', `command_update ${asset}`]],
	[
		'a tag of all that a folder holds',
		'PUT',
		`${folder}/security-descriptor?includeDescendants=true`,
		'closed',
		['Modified', ...[folderRef, inner, asset, page1, page2, access].map(ref => `command_update ${ref}`)],
	],
	[
		'a new generation',
		'POST',
		`content-objects/${page1}/generations`,
		'new',
		['Modified', `AddGeneration ${page1}`, `AddGeneration ${asset}`],
	],
	[
		'an access representation',
		'POST',
		`information-objects/${asset}/representations?type=Access&filename=a.txt`,
		'new',
		['Modified', `AddRepresentation ${asset}`, expect.stringMatching(/^command_create (?!0b9f)/u)],
	],
	[
		'a merge',
		'POST',
		'actions/merges',
		`<MergeAction ${entityApi}><Title>M</Title><Entity ref="${asset}" type="IO"/></MergeAction>`,
		[
			'Modified',
			...['Merge', 'command_create', 'command_create', 'command_create'].map(name => expect.stringMatching(`^${name} (?!0b9f)`)),
		],
	],
	['an edit of metadata', 'POST', 'actions/metadata-csv-edits', `Reference,box.shelf\n${inner},12`, ['Modified', `AddMetadata ${inner}`]],
	[
		'a deletion',
		'DELETE',
		`information-objects/${asset}`,
		deletion,
		['Deleted', ...[asset, page1, page2, access].map(ref => `command_delete ${ref}`)],
	],
])('records one event for %s, when its time has come', async (_what, method, path, body, event) => {
	const open = await openWithFolder({stepDuration: 1000});
	const before = await countEvents(open);
	const token = await (await open.send(method, `/api/entity/${path}`, {body, headers: {filename: 'b.txt'}})).text();
	expect(await countEvents(open)).toBe(before);
	open.clock.now += 10_000;
	if (method === 'DELETE') {
		await open.progress(token);
		const approver = await open.signIn('approver');
		expect(await open.status('PUT', `actions/deletions/${token}`, {body: approval, token: approver})).toBe(202);
		open.clock.now += 10_000;
	}
	expect(await open.progress(token)).toBe('COMPLETED');
	expect(await countEvents(open)).toBe(before + 1);
	expect(await newestEvent(open)).toEqual(event);
	const last = findAll(await open.xml('/api/entity/events'), 'Event').at(-1);
	expect(last && [find(last, 'User'), find(last, 'Date')]).toEqual(['archivist@fonds.example', new Date(open.clock.now).toISOString()]);
});

it('dates the first look at files by when they came in, as new, replaced or merged', async () => {
	const open = await openWithFolder();
	const dateOf = async (contentObject: string, generation = 1): Promise<string> => {
		const checks = await open.xml(
			`/api/entity/content-objects/${contentObject}/generations/${generation}/bitstreams/1/integrity-check-history`,
		);
		return textOf(findAll(checks, 'Date')[0] ?? checks);
	};
	open.clock.now += 60_000;
	const replacement = await open.send('POST', `/api/entity/content-objects/${page1}/generations`, {
		body: 'new',
		headers: {filename: 'b.txt'},
	});
	expect(await open.progress(await replacement.text())).toBe('COMPLETED');
	expect([await dateOf(page1, 2), await dateOf(page1)]).toEqual(['2026-03-14T09:01:10.000Z', '2026-03-14T09:00:10.000Z']);
	open.clock.now += 60_000;
	const body = `<MergeAction ${entityApi}><Title>M</Title><Entity ref="${asset}" type="IO"/></MergeAction>`;
	expect(await open.progress(await open.accepted('POST', 'actions/merges', {body}))).toBe('COMPLETED');
	const [, , copy] = await newestEvent(open);
	expect(await dateOf(String(copy).split(' ')[1] ?? '')).toBe('2026-03-14T09:02:10.000Z');
});

it('records nothing for an export, a download or what is read', async () => {
	const open = await openWithFolder();
	const before = await countEvents(open);
	const token = await open.accepted('POST', `${folder}/exports`, {body: `<ExportAction ${entityApi}/>`});
	expect(await open.progress(token)).toBe('COMPLETED');
	for (const path of [
		`/api/entity/actions/exports/${token}/content`,
		`/api/content/download?id=sdb:IO|${asset}`,
		`/api/entity/${folder}/children`,
	])
		expect((await open.send('GET', path)).status).toBe(200);
	expect(await countEvents(open)).toBe(before);
});

it('records nothing for what fails', async () => {
	const open = await openWithFolder({stepDuration: 1000});
	const approver = await open.signIn('approver');
	const doomed = await open.accepted('DELETE', `structural-objects/${inner}`, {body: deletion});
	open.clock.now += 10_000;
	await open.progress(doomed);
	await open.status('PUT', `actions/deletions/${doomed}`, {body: approval, token: approver});
	open.clock.now += 500;
	const move = await open.accepted('PUT', `information-objects/${asset}/parent-ref`, {body: inner});
	open.clock.now += 10_000;
	expect([await open.progress(doomed), await open.progress(move)]).toEqual(['COMPLETED', 'FAILED']);
	expect(find(parseXml(await open.errors(move)), 'Error')).toBe(`The folder ${inner} is gone.`);
	expect(await newestEvent(open)).toEqual(['Deleted', `command_delete ${inner}`]);
	expect(find(await open.xml(`/api/entity/information-objects/${asset}`), 'Ref')).toBe(asset);
});

it.each([
	['into itself', `structural-objects/${inner}`, inner, 422],
	['into what it holds', folder, inner, 422],
	['into an asset', `structural-objects/${inner}`, asset, 404],
	['into nothing', `structural-objects/${inner}`, unknown, 404],
	['an asset to the root', `information-objects/${asset}`, '@root@', 422],
	['a content object', `content-objects/${page1}`, inner, 404],
	['what there is not', `structural-objects/${unknown}`, inner, 404],
])('moves nothing %s', async (_what, path, target, status) => {
	const open = await openWithFolder();
	expect(await open.status('PUT', `${path}/parent-ref`, {body: target})).toBe(status);
	expect(open.sandbox.state().jobs.open).toBe(0);
});

it('lets no two moves put folders into each other', async () => {
	const open = await openWithFolder({stepDuration: 1000});
	const root = await open.accepted('PUT', `structural-objects/${inner}/parent-ref`, {body: '@root@'});
	open.clock.now += 10_000;
	expect(await open.progress(root)).toBe('COMPLETED');
	const first = await open.accepted('PUT', `${folder}/parent-ref`, {body: inner});
	const second = await open.accepted('PUT', `structural-objects/${inner}/parent-ref`, {body: folderRef});
	open.clock.now += 10_000;
	expect([await open.progress(first), await open.progress(second)]).toEqual(['COMPLETED', 'FAILED']);
	expect(await open.errors(second)).toContain(`The folder ${folderRef} lies in ${inner}.`);
	const roots = findAll(await open.xml('/api/entity/root/children'), 'Child').map(child => attributeOf(child, 'ref'));
	expect(roots).toEqual([inner]);
});

it('deletes no folder that holds what is under retention, however deep, and nothing of it', async () => {
	const open = await openWithFolder();
	const namespace = 'xmlns="http://preservica.com/RetentionManagement/v6.2"';
	const policy = `<RetentionPolicy ${namespace}><Name>Keep</Name><Description>d</Description><SecurityTag>open</SecurityTag><StartDateField>xip.created</StartDateField><Period>6</Period><PeriodUnit>YEAR</PeriodUnit><ExpiryAction>REVIEW</ExpiryAction><ExpiryActionParameters>{}</ExpiryActionParameters><Restriction>DELETE</Restriction><Assignable>true</Assignable></RetentionPolicy>`;
	const made = await open.send('POST', '/api/entity/retention-policies', {body: policy});
	const ref = textOf(findAll(parseXml(await made.text()), 'Ref')[0] ?? parseXml('<a/>'));
	const body = `<RetentionAssignment ${namespace}><RetentionPolicy>${ref}</RetentionPolicy></RetentionAssignment>`;
	await open.progress(await open.accepted('PUT', `information-objects/${asset}/parent-ref`, {body: inner}));
	expect(await open.status('POST', `information-objects/${asset}/retention-assignments`, {body})).toBe(200);
	const before = open.sandbox.state().entities;
	const token = await open.accepted('DELETE', folder, {body: deletion});
	expect([await open.progress(token), await open.errors(token)]).toEqual([
		'FAILED',
		expect.stringContaining(`The retention policy Keep forbids to delete ${asset}.`),
	]);
	expect(open.sandbox.state().entities).toEqual(before);
});
