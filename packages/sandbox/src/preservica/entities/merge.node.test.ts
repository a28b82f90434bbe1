import {expect, it} from 'vitest';
import {buildPackage, packageFiles, packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, textOf} from '../../fixtures/open-sandbox.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';

const other = packageRefs.asset.replace(/^0b/u, '0c');

/** An archive with a second asset, whose pages are called otherwise. */
async function openWithTwo(options = {}): Promise<OpenArchive> {
	const open = await openArchive(options);
	const body = buildPackage({
		metadata: xml =>
			xml
				.replaceAll(packageRefs.asset, other)
				.replaceAll(/77aa(?=[0-9a-f]{4}-)/gu, '77bb')
				.replaceAll(packageRefs.fragment, packageRefs.fragment.replace(/^4e/u, '4f'))
				.replaceAll('<xip:Title>page', '<xip:Title>page 1½,')
				.replace('Letter &amp; envelope', 'Another letter'),
		entries: list => list.map(entry => ({...entry, name: entry.name.replace(packageRefs.asset, other)})),
	});
	const headers = {'x-amz-meta-structuralobjectreference': folderRef};
	const put = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/b.zip', {body, headers});
	open.clock.now += 10_000;
	const token = put.headers.get('preservica-progress-token') ?? '';
	expect([await open.progress(token), await open.errors(token)]).toEqual(['COMPLETED', expect.not.stringContaining('Error')]);
	return open;
}

function mergeXml(entities: string, title = '<Title>Combined</Title><Description>Both &amp; more</Description>'): string {
	return `<MergeAction xmlns="http://preservica.com/EntityAPI/v8.1" xmlns:xip="http://preservica.com/XIP/v8.1">${title}${entities}</MergeAction>`;
}

function entityXml(ref: string, type = 'IO', exclude = true): string {
	return `<Entity excludeIdentifiers="${exclude}" excludeLinks="${exclude}" excludeMetadata="${exclude}" ref="${ref}" type="${type}"/>`;
}

const both = entityXml(packageRefs.asset) + entityXml(other);

async function merged(open: OpenArchive, folder: string | undefined): Promise<string> {
	const children = await open.xml(folder === undefined ? '/api/entity/root/children' : `/api/entity/structural-objects/${folder}/children`);
	const found = findAll(children, 'Child').find(child => attributeOf(child, 'title') === 'Combined');
	return attributeOf(found, 'ref') ?? '';
}

async function pages(open: OpenArchive, asset: string, type: string): Promise<readonly (string | undefined)[]> {
	const representation = await open.xml(`/api/entity/information-objects/${asset}/representations/${type}/1`);
	return findAll(representation, 'ContentObject').flatMap(each => attributeOf(each, 'title') ?? []);
}

it('makes a new asset with the content of others in the order of titles, and leaves them as they are', async () => {
	const open = await openWithTwo({stepDuration: 1000});
	const blobs = open.sandbox.state().blobs;
	const token = await open.accepted('POST', 'actions/merges', {body: mergeXml(both)});
	expect([await open.progress(token), await merged(open, folderRef)]).toEqual(['ACTIVE', '']);
	open.clock.now += 1000;
	expect(await open.progress(token)).toBe('COMPLETED');
	const asset = await merged(open, folderRef);
	expect(find(await open.xml(`/api/entity/information-objects/${asset}`), 'Description')).toBe('Both & more');
	expect(await pages(open, asset, 'Preservation')).toEqual(['page 1.txt', 'page 1½, 1.txt', 'page 1½, 2.txt', 'page 2.txt']);
	expect(await pages(open, asset, 'Access')).toHaveLength(2);
	expect(await pages(open, packageRefs.asset, 'Preservation')).toHaveLength(2);
	expect(open.sandbox.state().blobs).toBe(blobs);
	expect(find(await open.xml(`/api/entity/information-objects/${asset}/identifiers`), 'TotalResults')).toBe('0');
});

it('keeps the bytes of what was merged when the sources are deleted', async () => {
	const open = await openWithTwo();
	await open.accepted('POST', 'actions/merges', {body: mergeXml(both)});
	const asset = await merged(open, folderRef);
	const approver = await open.signIn('approver');
	for (const ref of [packageRefs.asset, other]) {
		const action = (content: string) => ({
			body: `<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1">${content}</DeletionAction>`,
		});
		const token = await open.accepted('DELETE', `information-objects/${ref}`, action('<Submission/>'));
		await open.status('PUT', `actions/deletions/${token}`, {...action('<Approval><Approved>true</Approved></Approval>'), token: approver});
		expect(await open.progress(token)).toBe('COMPLETED');
	}
	const representation = await open.xml(`/api/entity/information-objects/${asset}/representations/Preservation/1`);
	const ref = findAll(representation, 'ContentObject').map(each => attributeOf(each, 'ref') ?? textOf(each))[0];
	const content = await open.send('GET', `/api/entity/content-objects/${ref}/generations/1/bitstreams/1/content`);
	expect(await content.text()).toBe(packageFiles['p1/page 1.txt']);
});

it('takes identifiers and metadata along unless they are excluded', async () => {
	const open = await openWithTwo();
	await open.accepted('POST', 'actions/merges', {body: mergeXml(entityXml(packageRefs.asset, 'IO', false) + entityXml(other))});
	const asset = await merged(open, folderRef);
	expect(find(await open.xml(`/api/entity/information-objects/${asset}/identifiers`), 'Value')).toBe('L/1');
	expect(findAll(await open.xml(`/api/entity/information-objects/${asset}`), 'Fragment')).toHaveLength(1);
});

it('merges the assets of a folder into one beside it', async () => {
	const open = await openWithTwo();
	const xml = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>Shelf</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	const shelf = /<xip:Ref>([^<]+)</u.exec(await (await open.send('POST', '/api/entity/structural-objects', {body: xml})).text())?.[1] ?? '';
	await open.send('PUT', `/api/entity/structural-objects/${folderRef}/parent-ref`, {body: shelf});
	await open.accepted('POST', 'actions/merges', {body: mergeXml(entityXml(folderRef, 'SO'))});
	expect(await pages(open, await merged(open, shelf), 'Preservation')).toHaveLength(4);
});

it.each([
	['no entity', mergeXml(''), 400],
	['no title', mergeXml(both, ''), 400],
	['a content object', mergeXml(entityXml(packageRefs.page1, 'CO')), 400],
	['a folder and an asset', mergeXml(entityXml(packageRefs.asset) + entityXml(folderRef, 'SO')), 400],
	['an unknown asset', mergeXml(entityXml(packageRefs.page1)), 404],
	['another body', '<Merge/>', 400],
])('refuses a merge of %s', async (_title, body, status) => {
	const open = await openArchive();
	expect(await open.status('POST', 'actions/merges', {body})).toBe(status);
});

it('refuses a merge of an empty folder, and one by a reader', async () => {
	const open = await openArchive();
	const body = mergeXml(entityXml(packageRefs.asset));
	expect(await open.status('POST', 'actions/merges', {body, token: await open.signIn('reader')})).toBe(403);
	const xml = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>Empty</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	const empty = /<xip:Ref>([^<]+)</u.exec(await (await open.send('POST', '/api/entity/structural-objects', {body: xml})).text())?.[1] ?? '';
	expect(await open.status('POST', 'actions/merges', {body: mergeXml(entityXml(empty, 'SO'))})).toBe(422);
});
