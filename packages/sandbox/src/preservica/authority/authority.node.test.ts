import {expect, it} from 'vitest';
import {openSandbox} from '../../fixtures/open-sandbox.ts';
import {createJson, sendJson} from '../../fixtures/send-json.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';

const tables = '/api/reference-metadata/tables';
const records = '/api/reference-metadata/records';

const countries = {
	name: 'Countries',
	description: 'Where ships come from',
	securityDescriptor: 'open',
	displayField: 'label',
	fields: [
		{name: 'code', type: 'ShortText', displayName: 'Code', includeInSummary: true},
		{name: 'label', type: 'ShortText', displayName: 'Label', includeInSummary: false},
	],
};
const belgium = {
	securityDescriptor: 'open',
	fieldValues: [
		{name: 'code', value: 'BE'},
		{name: 'label', value: 'Belgium'},
	],
};

it('creates tables with status 201 and lists them without their fields', async () => {
	const open = await openSandbox();
	expect(await sendJson(open, 'GET', tables)).toEqual({status: 200, body: {tables: []}});
	const ref = await createJson(open, tables, countries, 'ref');
	const {fields: _fields, ...listed} = countries;
	expect(await sendJson(open, 'GET', tables)).toEqual({status: 200, body: {tables: [{ref, ...listed, metadataConnections: []}]}});
	expect(await sendJson(open, 'GET', `${tables}/${ref}`)).toEqual({status: 200, body: {ref, ...countries, metadataConnections: []}});
});

it('adds, lists, reads and deletes records', async () => {
	const open = await openSandbox();
	const table = await createJson(open, tables, countries, 'ref');
	const ref = await createJson(open, `${tables}/${table}/records`, belgium, 'ref');
	const record = {ref, tableRef: table, ...belgium};
	expect(await sendJson(open, 'GET', `${tables}/${table}/records?expand=true`)).toEqual({status: 200, body: {records: [record]}});
	expect(await sendJson(open, 'GET', `${tables}/${table}/records`)).toEqual({
		status: 200,
		body: {records: [{ref, tableRef: table, securityDescriptor: 'open'}]},
	});
	expect(await sendJson(open, 'GET', `${records}/${ref}`)).toEqual({status: 200, body: record});
	expect((await sendJson(open, 'DELETE', `${records}/${ref}`)).status).toBe(204);
	expect((await sendJson(open, 'GET', `${records}/${ref}`)).status).toBe(404);
	expect((await sendJson(open, 'GET', `${tables}/${table}/records?expand=true`)).body).toEqual({records: []});
});

it.each([
	['no JSON', 'table'],
	['without a name', {...countries, name: ' '}],
	['with an unknown tag', {...countries, securityDescriptor: 'secret'}],
	['displayed by a field it has not', {...countries, displayField: 'colour'}],
	['with fields that are no list', {...countries, fields: 'code'}],
	['with a field that is no object', {...countries, fields: ['code']}],
])('refuses a table that is %s', async (_title, body) => {
	const open = await openSandbox();
	expect((await sendJson(open, 'POST', tables, body)).status).toBe(400);
});

it.each([
	['with a value for no field', {fieldValues: [{name: 'colour', value: 'red'}]}],
	['with an unknown tag', {...belgium, securityDescriptor: 'secret'}],
	['with a value that is a list', {fieldValues: [{name: 'code', value: []}]}],
])('refuses a record %s', async (_title, body) => {
	const open = await openSandbox();
	const table = await createJson(open, tables, countries, 'ref');
	expect((await sendJson(open, 'POST', `${tables}/${table}/records`, body)).status).toBe(400);
});

it('answers 404 for what is not there', async () => {
	const open = await openSandbox();
	for (const [method, path] of [
		['GET', `${tables}/x`],
		['GET', `${tables}/x/records`],
		['POST', `${tables}/x/records`],
		['GET', `${records}/x`],
		['DELETE', `${records}/x`],
	] as const)
		expect((await sendJson(open, method, path, method === 'POST' ? belgium : undefined)).status).toBe(404);
});

it('lets readers look and change nothing', async () => {
	const open = await openSandbox();
	const token = await open.signIn('reader');
	expect((await sendJson(open, 'GET', tables, undefined, token)).status).toBe(200);
	for (const [method, path] of [
		['POST', tables],
		['POST', `${tables}/x/records`],
		['DELETE', `${records}/x`],
	] as const)
		expect(await sendJson(open, method, path, method === 'POST' ? countries : undefined, token)).toEqual({
			status: 403,
			body: expect.stringContaining('ROLE_SDB_MANAGER_USER'),
		});
});

it('has tables and records after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSandbox({folder});
	const table = await createJson(first, tables, countries, 'ref');
	await createJson(first, `${tables}/${table}/records`, belgium, 'ref');
	await first.sandbox.close();
	const second = await openSandbox({folder});
	expect((await sendJson(second, 'GET', `${tables}/${table}/records?expand=true`)).body).toMatchObject({records: [belgium]});
});
