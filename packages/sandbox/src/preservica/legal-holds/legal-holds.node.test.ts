import {parseXml} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, openSandbox, origin, textOf} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive, withShortcuts} from '../fixtures/open-archive.ts';
import {askSearch, search} from '../fixtures/search.ts';

const version = '9.1.0';
const holds = 'legal-holds';
const ofAsset = `information-objects/${packageRefs.asset}/legal-holds`;
const unknown = '00000000-0000-4000-8000-000000000000';

const holdXml = (fields = '<Name>Case 12</Name><Description>Bridge &amp; quay</Description>', xip = 'XIP/v9.1'): string =>
	`<LegalHold xmlns="http://preservica.com/${xip}">${fields}</LegalHold>`;

/** As pyPreservica writes it, white space in the tags included. */
const requestXml = (hold: string): string =>
	`<LegalHoldAssignmentRequest  xmlns="http://preservica.com/XIP/v9.1"><LegalHoldRef>${hold}</LegalHoldRef></LegalHoldAssignmentRequest >`;

async function create({send}: OpenArchive, body = holdXml()): Promise<string> {
	const answer = await send('POST', `/api/entity/${holds}`, {body});
	const text = await answer.text();
	expect(answer.status, text).toBe(200);
	return find(parseXml(text), 'Ref');
}

const assign = ({status}: OpenArchive, hold: string, token?: string): Promise<number> =>
	status('POST', ofAsset, {body: requestXml(hold), ...(token !== undefined && {token})});

const action = (inner: string) => ({body: `<DeletionAction xmlns="http://preservica.com/EntityAPI/v9.1">${inner}</DeletionAction>`});
const submit = ({accepted}: OpenArchive, path: string): Promise<string> =>
	accepted('DELETE', path, action('<Submission><Comment>Out</Comment></Submission>'));

it('creates a hold with status 200 and answers it in the namespace of the entity API', async () => {
	const open = await openArchive({version});
	const answer = await open.send('POST', `/api/entity/${holds}`, {body: holdXml()});
	expect(answer.status).toBe(200);
	const created = await answer.text();
	const ref = find(parseXml(created), 'Ref');
	expect(created).toContain(
		'<LegalHoldResponse xmlns="http://preservica.com/EntityAPI/v9.1" xmlns:xip="http://preservica.com/XIP/v9.1">' +
			`<LegalHold><Ref>${ref}</Ref><Name>Case 12</Name><Description>Bridge &amp; quay</Description>` +
			'<User>archivist@fonds.example</User><CreatedDate>2026-03-14T09:00:10.000Z</CreatedDate></LegalHold>' +
			`<AdditionalInformation><Self>${origin}/api/entity/${holds}/${ref}</Self></AdditionalInformation>`,
	);
	expect(await (await open.send('GET', `/api/entity/${holds}/${ref}`)).text()).toBe(created);
});

it('has a Description even if there is none', async () => {
	const open = await openArchive({version});
	const ref = await create(open, holdXml('<Name> Bare </Name>'));
	const hold = await open.xml(`/api/entity/${holds}/${ref}`);
	expect([find(hold, 'Name'), find(hold, 'Description')]).toEqual(['Bare', '']);
});

it('replaces a hold, but not who made it and when', async () => {
	const open = await openArchive({version});
	const ref = await create(open);
	open.clock.now += 60_000;
	const answer = await open.send('PUT', `/api/entity/${holds}/${ref}`, {body: holdXml('<Name>Case 12/2026</Name>')});
	const [sent, kept] = [parseXml(await answer.text()), await open.xml(`/api/entity/${holds}/${ref}`)];
	for (const hold of [sent, kept]) {
		expect(['Ref', 'Name', 'Description', 'User', 'CreatedDate'].map(name => find(hold, name))).toEqual([
			ref,
			'Case 12/2026',
			'',
			'archivist@fonds.example',
			'2026-03-14T09:00:10.000Z',
		]);
	}
});

it('pages the list of holds, in full when asked to expand it', async () => {
	const open = await openArchive({version});
	const refs = [await create(open), await create(open), await create(open)];
	const page = await open.xml(`/api/entity/${holds}?start=1&max=1&expand=true`);
	expect(findAll(page, 'LegalHold').map(hold => [find(hold, 'Ref'), find(hold, 'User')])).toEqual([[refs[1], 'archivist@fonds.example']]);
	expect([find(page, 'TotalResults'), find(page, 'Previous'), find(page, 'Next')]).toEqual([
		'3',
		`${origin}/api/entity/${holds}?start=0&max=1&expand=true`,
		`${origin}/api/entity/${holds}?start=2&max=1&expand=true`,
	]);
	const [short] = findAll(await open.xml(`/api/entity/${holds}`), 'LegalHold');
	expect(short && [attributeOf(short, 'ref'), attributeOf(short, 'name'), textOf(short)]).toEqual([
		refs[0],
		'Case 12',
		`${origin}/api/entity/${holds}/${refs[0]}`,
	]);
});

it('lists the holds of a name', async () => {
	const open = await openArchive({version});
	await create(open);
	const ref = await create(open, holdXml('<Name>Inquiry</Name>'));
	const named = async (name: string): Promise<unknown> => {
		const list = await open.xml(`/api/entity/${holds}?expand=true&name=${name}`);
		return [find(list, 'TotalResults'), findAll(list, 'Ref').map(textOf)];
	};
	expect([await named('Inquiry'), await named('Inq')]).toEqual([
		['1', [ref]],
		['0', []],
	]);
});

it.each([
	['no XML', 'hold'],
	['another element', holdXml().replaceAll('LegalHold', 'RetentionPolicy')],
	['in another namespace', holdXml(undefined, 'EntityAPI/v9.1')],
	['without a name', holdXml('<Description>Nameless</Description>')],
	['with an empty name', holdXml('<Name> </Name>')],
])('refuses a hold that is %s', async (_title, body) => {
	const open = await openArchive({version});
	expect(await open.status('POST', holds, {body})).toBe(400);
	expect(open.sandbox.state().collections['preservica.legal-holds']).toBeUndefined();
});

it('lists what an asset is under, since when', async () => {
	const open = await openArchive({version});
	const [first, second] = [await create(open), await create(open)];
	expect(findAll(await open.xml(`/api/entity/${ofAsset}`), 'LegalHoldAssignment')).toEqual([]);
	expect(await assign(open, first)).toBe(200);
	open.clock.now += 1000;
	expect(await assign(open, second)).toBe(200);
	const list = await open.xml(`/api/entity/${ofAsset}`);
	expect(list.namespace).toBe('http://preservica.com/EntityAPI/v9.1');
	expect(findAll(list, 'LegalHoldAssignment').map(each => each.children.map(child => typeof child === 'object' && textOf(child)))).toEqual([
		[packageRefs.asset, first, '2026-03-14T09:00:10.000Z'],
		[packageRefs.asset, second, '2026-03-14T09:00:11.000Z'],
	]);
	expect(await open.status('DELETE', `${ofAsset}/${first}`)).toBe(204);
	expect(await open.status('DELETE', `${ofAsset}/${first}`)).toBe(404);
	expect(find(await open.xml(`/api/entity/${ofAsset}`), 'LegalHold')).toBe(second);
});

it('answers what was assigned', async () => {
	const open = await openArchive({version});
	const hold = await create(open);
	const answer = parseXml(await (await open.send('POST', `/api/entity/${ofAsset}`, {body: requestXml(hold)})).text());
	expect(['Entity', 'LegalHold', 'AssignedDate'].map(name => find(answer, name))).toEqual([
		packageRefs.asset,
		hold,
		'2026-03-14T09:00:10.000Z',
	]);
});

it.each([
	['no request', holdXml(), 400],
	['without a reference', requestXml(''), 400],
	['for an unknown hold', requestXml(unknown), 404],
])('refuses an assignment that is %s', async (_title, body, status) => {
	const open = await openArchive({version});
	expect(await open.status('POST', ofAsset, {body})).toBe(status);
});

it('neither assigns a hold twice nor deletes one that is assigned', async () => {
	const open = await openArchive({version});
	const hold = await create(open);
	await assign(open, hold);
	expect(await assign(open, hold)).toBe(409);
	expect(await open.status('DELETE', `${holds}/${hold}`)).toBe(409);
	expect(await open.status('GET', `${holds}/${hold}`)).toBe(200);
	await open.status('DELETE', `${ofAsset}/${hold}`);
	expect(await open.status('DELETE', `${holds}/${hold}`)).toBe(204);
	expect(await open.status('GET', `${holds}/${hold}`)).toBe(404);
});

it.each([`information-objects/${packageRefs.asset}`, `structural-objects/${folderRef}`])(
	'lets nothing be deleted that is under a hold, or holds it: %s',
	async path => {
		const open = await openArchive({version});
		const hold = await create(open);
		await assign(open, hold);
		const token = await submit(open, path);
		expect(await open.progress(token)).toBe('FAILED');
		expect(await open.errors(token)).toContain(`The legal hold Case 12 forbids to delete ${packageRefs.asset}.`);
		expect(await open.status('GET', ofAsset)).toBe(200);
		await open.status('DELETE', `${ofAsset}/${hold}`);
		expect(await open.progress(await submit(open, path))).toBe('PENDING');
	},
);

it('stands in the way of a deletion that was asked for before the hold', async () => {
	const open = await openArchive({version});
	const token = await submit(open, `information-objects/${packageRefs.asset}`);
	expect(await open.progress(token)).toBe('PENDING');
	await assign(open, await create(open));
	const approval = action('<Approval><Approved>true</Approved><Comment>Yes</Comment></Approval>');
	await open.status('PUT', `actions/deletions/${token}`, {...approval, token: await open.signIn('approver')});
	expect(await open.progress(token)).toBe('FAILED');
	expect(find(await open.xml(`/api/entity/${ofAsset}`), 'Entity')).toBe(packageRefs.asset);
});

it('lets readers look at holds, and change nothing', async () => {
	const open = await openArchive({version});
	const hold = await create(open);
	const token = await open.signIn('reader');
	const ref = `${holds}/${hold}`;
	expect(await open.status('POST', holds, {body: holdXml(), token})).toBe(403);
	expect(await open.status('PUT', ref, {body: holdXml('<Name>Mine</Name>'), token})).toBe(403);
	expect(await open.status('DELETE', ref, {token})).toBe(403);
	expect(await assign(open, hold, token)).toBe(403);
	await assign(open, hold);
	expect(await open.status('DELETE', `${ofAsset}/${hold}`, {token})).toBe(403);
	for (const path of [holds, ref, ofAsset]) expect(await open.status('GET', path, {token})).toBe(200);
	expect(find(await open.xml(`/api/entity/${ref}`), 'Name')).toBe('Case 12');
});

it('wants the role of a manager to make holds, and the right to write to assign them', async () => {
	const open = await openArchive({version});
	const token = await open.signIn('approver');
	expect(await open.status('POST', holds, {body: holdXml(), token})).toBe(200);
	expect(await assign(open, await create(open), token)).toBe(403);
});

it.each([
	['GET', `${holds}/${unknown}`],
	['PUT', `${holds}/${unknown}`],
	['DELETE', `${holds}/${unknown}`],
	['GET', `information-objects/${unknown}/legal-holds`],
	['POST', `information-objects/${unknown}/legal-holds`],
	['DELETE', `information-objects/${unknown}/legal-holds/${unknown}`],
	['GET', `structural-objects/${folderRef}/legal-holds`],
])('answers 404 for something unknown: %s %s', async (method, path) => {
	const open = await openArchive({version});
	expect(await open.status(method, path, method === 'PUT' ? {body: holdXml()} : {})).toBe(404);
});

it('has no legal holds before 9.1, nor in older versions of the API', async () => {
	const old = await openArchive({version: '8.1.0'});
	expect([await old.status('GET', holds), await old.status('POST', holds, {body: holdXml()}), await old.status('GET', ofAsset)]).toEqual([
		404, 404, 404,
	]);
	const open = await openArchive({version});
	expect([await open.status('GET', `v8.1/${holds}`), await open.status('GET', `v9.1/${holds}`)]).toEqual([404, 200]);
});

it('finds what is under a hold, from 9.1', async () => {
	const open = await openArchive({version});
	const [first, second] = [await create(open), await create(open)];
	const field = 'xip.legal_hold_ref';
	const query = (value: string) => ({q: '*', fields: [{name: field, values: [value]}]});
	const found = async (value: string): Promise<unknown> => {
		const {objectIds, metadata} = await search(open, query(value), {parameters: {metadata: field}});
		return objectIds.map((id, at) => [id, metadata[at]?.[0]?.value]);
	};
	expect(await found('*')).toEqual([]);
	await assign(open, first);
	expect(await found('*')).toEqual([[`sdb:IO|${packageRefs.asset}`, first]]);
	await assign(open, second);
	expect(await found(second)).toEqual([[`sdb:IO|${packageRefs.asset}`, [first, second]]]);
	await open.status('DELETE', `${ofAsset}/${first}`);
	expect([await found(first), await found(second)]).toEqual([[], [[`sdb:IO|${packageRefs.asset}`, second]]]);
	expect(await (await askSearch(await openArchive(), query('*'))).text()).toBe('There is no index xip.legal_hold_ref.');
});

it('has holds and what is under them after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openArchive({version, folder});
	const hold = await create(first);
	await assign(first, hold);
	await first.sandbox.close();
	const second = withShortcuts(await openSandbox({version, folder}));
	expect(find(await second.xml(`/api/entity/${holds}/${hold}`), 'Name')).toBe('Case 12');
	expect(find(await second.xml(`/api/entity/${ofAsset}`), 'LegalHold')).toBe(hold);
	expect(await second.progress(await submit(second, `information-objects/${packageRefs.asset}`))).toBe('FAILED');
});
