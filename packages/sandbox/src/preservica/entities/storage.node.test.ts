import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import {openArchive} from '../fixtures/open-archive.ts';

const bitstream = `content-objects/${packageRefs.page1}/generations/1/bitstreams/1`;
const history = `/api/entity/${bitstream}/integrity-check-history`;

it('says where a file is kept, by name', async () => {
	const open = await openArchive();
	const [location, ...more] = findAll(await open.xml(`/api/entity/${bitstream}/storage-locations`), 'StorageLocation');
	expect(more).toEqual([]);
	expect(location?.children.map(child => typeof child === 'object' && attributeOf(child, 'name'))).toEqual([
		'Primary Adapter',
		'Secondary Adapter',
	]);
});

it.each([`${bitstream}/storage-locations`, `${bitstream}/integrity-check-history`])(
	'answers 404 below a file that is not there: %s',
	async path => {
		const open = await openArchive();
		expect(await open.status('GET', path.replace('bitstreams/1', 'bitstreams/2'))).toBe(404);
		expect(await open.status('GET', path.replace('generations/1', 'generations/2'))).toBe(404);
		expect(await open.status('GET', path.replace(packageRefs.page1, packageRefs.asset))).toBe(404);
	},
);

it('shows a full check on every adapter from when the file came in', async () => {
	const open = await openArchive();
	expect(find(await open.xml(`/api/entity/${bitstream}`), 'IntegrityCheckHistory')).toContain(history);
	const checks = findAll(await open.xml(history), 'IntegrityCheckHistory').slice(0, 2);
	const ingest = findAll(await open.xml(`/api/entity/content-objects/${packageRefs.page1}/event-actions`), 'Date').map(textOf);
	expect(checks.map(check => find(check, 'Date'))).toEqual([ingest[0], ingest[0]]);
	expect(checks.map(check => [find(check, 'Type'), find(check, 'Success'), find(check, 'AdapterName')])).toEqual([
		['full', 'true', 'Primary Adapter'],
		['full', 'true', 'Secondary Adapter'],
	]);
});

it('shows checks that the control API reports, after a restart too, and pages them', async () => {
	const folder = temporaryFolder();
	const open = await openArchive({folder});
	const report = async (check: object) => open.send('POST', '/sandbox/preservica/integrity-checks', {body: JSON.stringify(check)});
	const {page1: contentObject} = packageRefs;
	expect((await report({contentObject, success: false, type: 'quick', reason: 'bit rot', fixed: false})).status).toBe(201);
	await open.send('POST', `/api/entity/content-objects/${contentObject}/generations`, {body: 'a', headers: {filename: 'a.txt'}});
	expect((await report({contentObject, generation: 2})).status).toBe(201);
	for (let number = 0; number < 9; number++) await report({contentObject});
	expect((await report({contentObject: 'unknown'})).status).toBe(404);
	expect((await report({contentObject, type: 'other'})).status).toBe(400);
	await open.sandbox.close();

	const {xml} = await openSandbox({folder, samples: false});
	const first = await xml(`${history}?start=0&max=10`);
	expect(find(first, 'TotalResults')).toBe('12');
	const failed = findAll(first, 'IntegrityCheckHistory')[2];
	expect(failed?.children.map(child => typeof child === 'object' && [child.name, textOf(child)])).toEqual([
		['Type', 'quick'],
		['Success', 'false'],
		['Date', '2026-03-14T09:00:10.000Z'],
		['AdapterName', 'Primary Adapter'],
		['Fixed', 'false'],
		['Reason', 'bit rot'],
	]);
	const last = await xml(find(first, 'Next'));
	expect(findAll(last, 'IntegrityCheckHistory').filter(each => findAll(each, 'Type').length > 0)).toHaveLength(2);
	expect(findAll(last, 'Next')).toEqual([]);
});
