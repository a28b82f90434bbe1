import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, findAll, textOf} from '../../fixtures/open-sandbox.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';

const schema = 'http://www.preservica.com/metadata/group/box';

async function edit(open: OpenArchive, body: string): Promise<string> {
	return open.progress(
		await open.accepted('POST', 'actions/metadata-csv-edits', {body, headers: {'content-type': 'text/csv;charset=UTF-8'}}),
	);
}

async function fieldsOf({xml}: OpenArchive, path: string): Promise<readonly (readonly string[])[]> {
	const fragments = findAll(await xml(`/api/entity/${path}`), 'Fragment').filter(each => attributeOf(each, 'schema') === schema);
	const found = await Promise.all(fragments.map(async fragment => findAll(await xml(textOf(fragment)), 'box')[0]));
	return found.map(box => box?.children.map(child => (typeof child === 'string' ? child : `${child.name}=${textOf(child)}`)) ?? []);
}

it('adds metadata of groups to several entities, and changes the fields that are named later', async () => {
	const open = await openArchive();
	const table = `\uFEFFReference,box.shelf,"box.note"\r\n${folderRef},12,"a ""quoted"", note\nin two lines"\r\n${packageRefs.page1},,ünïcödé\r\n`;
	expect(await edit(open, table)).toBe('COMPLETED');
	expect(await fieldsOf(open, `structural-objects/${folderRef}`)).toEqual([['shelf=12', 'note=a "quoted", note\nin two lines']]);
	expect(await fieldsOf(open, `content-objects/${packageRefs.page1}`)).toEqual([['note=ünïcödé']]);
	expect(await edit(open, `box.shelf,box.row,reference\n13,2,${folderRef}`)).toBe('COMPLETED');
	expect(await fieldsOf(open, `structural-objects/${folderRef}`)).toEqual([['shelf=13', 'note=a "quoted", note\nin two lines', 'row=2']]);
});

it.each([
	['without a column of references', 'box.shelf\n12'],
	['without anything', ''],
	['with a column of no group', `Reference,shelf\n${folderRef},12`],
	['with a column that is no name', `Reference,box.<b>\n${folderRef},12`],
	['with a cell too many', `Reference,box.shelf\n${folderRef},12,13`],
	['with quotes that do not close', `Reference,box.shelf\n${folderRef},"12`],
	['with control characters', `Reference,box.shelf\n${folderRef},1\u00012`],
	['with an unknown reference', 'Reference,box.shelf\n11111111-2222-4333-8444-555555555555,12'],
])('refuses a table %s', async (_title, body) => {
	const open = await openArchive();
	expect(await open.status('POST', 'actions/metadata-csv-edits', {body})).toBe(400);
});

it('takes the template of a form when it is filled in', async () => {
	const open = await openArchive();
	const {metadataForms}: {metadataForms: readonly {id: string}[]} = await (await open.send('GET', '/api/metadata/forms')).json();
	const template = await (await open.send('GET', `/api/metadata/csv-templates/download?ids=${metadataForms[0]?.id}`)).text();
	expect(template).toBe('reference,title,source,received\r\n');
	expect(await edit(open, `${template}${folderRef},Box 1,Gift,2026-03-14\r\n`)).toBe('COMPLETED');
	const group = schema.replace('box', 'accession');
	const fragment = findAll(await open.xml(`/api/entity/structural-objects/${folderRef}`), 'Fragment').find(
		each => attributeOf(each, 'schema') === group,
	);
	const root = await open.xml(fragment ? textOf(fragment) : '');
	expect([findAll(root, 'source').map(textOf), findAll(root, 'received').map(textOf)]).toEqual([['Gift'], ['2026-03-14']]);
});

it('edits for who may write, and nothing when an entity is gone by then', async () => {
	const open = await openArchive({stepDuration: 1000});
	const body = `Reference,box.shelf\n${folderRef},12\n${packageRefs.asset},13`;
	expect(await open.status('POST', 'actions/metadata-csv-edits', {body, token: await open.signIn('reader')})).toBe(403);
	const action = (content: string) => ({body: `<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1">${content}</DeletionAction>`});
	const deletion = await open.accepted('DELETE', `information-objects/${packageRefs.asset}`, action('<Submission/>'));
	open.clock.now += 1000;
	expect(await open.progress(deletion)).toBe('PENDING');
	const approval = {...action('<Approval><Approved>true</Approved></Approval>'), token: await open.signIn('approver')};
	expect(await open.status('PUT', `actions/deletions/${deletion}`, approval)).toBe(202);
	const token = await open.accepted('POST', 'actions/metadata-csv-edits', {body});
	open.clock.now += 1000;
	expect(await open.progress(token)).toBe('FAILED');
	expect(await fieldsOf(open, `structural-objects/${folderRef}`)).toEqual([]);
});
