import {expect, it} from 'vitest';
import {openSandbox} from '../../fixtures/open-sandbox.ts';
import {createJson, sendJson} from '../../fixtures/send-json.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';

const groups = '/api/metadata/groups';
const forms = '/api/metadata/forms';

const boats = {
	name: 'McD Metadata',
	description: 'Boats',
	fields: [
		{
			id: 'hull',
			name: 'Hull',
			type: 'STRING',
			minOccurs: '0',
			maxOccurs: '-1',
			visible: 'True',
			editable: 'False',
			defaultValue: '',
			indexed: 'True',
		},
	],
};
const kept = {...boats, fields: [{...boats.fields[0], minOccurs: 0, maxOccurs: -1, visible: true, editable: false, indexed: true}]};
const schemaUri = 'http://www.preservica.com/metadata/group/mcd_metadata';

it('has a group and a form at first', async () => {
	const open = await openSandbox();
	expect((await sendJson(open, 'GET', groups)).body).toMatchObject({groups: [{name: 'Accession'}]});
	expect((await sendJson(open, 'GET', forms)).body).toMatchObject({metadataForms: [{title: 'Accession'}]});
});

it.each([`${groups}/`, groups])('creates a group at %s from texts or proper values, with a schema made of its name', async path => {
	const open = await openSandbox();
	const id = await createJson(open, path, boats, 'id');
	expect(await sendJson(open, 'GET', `${groups}/${id}`)).toEqual({status: 200, body: {id, schemaUri, ...kept}});
	const {fields: _fields, ...listed} = kept;
	expect((await sendJson(open, 'GET', groups)).body).toMatchObject({groups: [{}, {id, schemaUri, ...listed}]});
	expect(JSON.stringify((await sendJson(open, 'GET', groups)).body)).not.toContain('fields');
	expect((await sendJson(open, 'POST', path, boats)).status).toBe(409);
});

it('replaces a group with status 201, and deletes it', async () => {
	const open = await openSandbox();
	const id = await createJson(open, `${groups}/`, boats, 'id');
	const more = {...boats, name: 'Ships', fields: [...boats.fields, {id: 'mast', name: 'Mast', type: 'NUMBER', values: ['1', '2']}]};
	const replaced = await sendJson(open, 'PUT', `${groups}/${id}`, more);
	expect(replaced).toMatchObject({
		status: 201,
		body: {id, schemaUri, name: 'Ships', fields: [{id: 'hull'}, {id: 'mast', values: ['1', '2'], maxOccurs: 1}]},
	});
	expect((await sendJson(open, 'DELETE', `${groups}/${id}`)).status).toBe(204);
	expect((await sendJson(open, 'GET', `${groups}/${id}`)).status).toBe(404);
});

it.each([
	['no JSON', 'group'],
	['without a name', {...boats, name: ''}],
	['with a field of an unknown type', {...boats, fields: [{...boats.fields[0], type: 'BOAT'}]}],
	['with a number that is none', {...boats, fields: [{...boats.fields[0], minOccurs: 'few'}]}],
	['with a flag that is none', {...boats, fields: [{...boats.fields[0], visible: 'partly'}]}],
	['with two fields of one id', {...boats, fields: [boats.fields[0], boats.fields[0]]}],
])('refuses a group that is %s', async (_title, body) => {
	const open = await openSandbox();
	expect((await sendJson(open, 'POST', `${groups}/`, body)).status).toBe(400);
});

it('keeps forms as they are, and finds them by schema', async () => {
	const open = await openSandbox();
	const form = {title: 'Boat', schemaUri, sections: [{fields: [{id: 'hull', help: 'ü'}]}]};
	const id = await createJson(open, `${forms}/`, {...form, id: 'mine'}, 'id');
	expect(id).toMatch(/^[0-9a-f]{32}$/u);
	expect(await sendJson(open, 'GET', `${forms}/${id}`)).toEqual({status: 200, body: {id, ...form}});
	expect((await sendJson(open, 'GET', `${forms}?schemaUri=${encodeURIComponent(schemaUri)}`)).body).toEqual({
		metadataForms: [{id, ...form}],
	});
	expect((await sendJson(open, 'GET', `${forms}?schemaUri=none`)).body).toEqual({metadataForms: []});
	expect(await sendJson(open, 'PUT', `${forms}/${id}`, {title: 'Ship'})).toEqual({status: 200, body: {id, title: 'Ship'}});
	expect((await sendJson(open, 'POST', forms, {schemaUri})).status).toBe(400);
	expect((await sendJson(open, 'DELETE', `${forms}/${id}`)).status).toBe(204);
	expect((await sendJson(open, 'GET', `${forms}/${id}`)).status).toBe(404);
});

it('makes a table of the fields of forms', async () => {
	const open = await openSandbox();
	await createJson(open, `${groups}/`, {...boats, fields: [{...boats.fields[0], id: 'hull, or "body"'}]}, 'id');
	const id = await createJson(open, `${forms}/`, {title: 'Boat', schemaUri}, 'id');
	const template = await open.send('GET', `/api/metadata/csv-templates/download?ids=${id},1b7e2c4d5f60718293a4b5c6d7e8f901`);
	expect([template.status, template.headers.get('content-type')]).toEqual([200, 'text/csv;charset=UTF-8']);
	expect(await template.text()).toBe('reference,title,"hull, or ""body""",source,received\r\n');
	expect((await open.send('GET', '/api/metadata/csv-templates/download?ids=none')).status).toBe(404);
	expect((await open.send('GET', '/api/metadata/csv-templates/download')).status).toBe(400);
});

it('answers 404 for what is not there', async () => {
	const open = await openSandbox();
	for (const path of [groups, forms]) {
		for (const method of ['GET', 'PUT', 'DELETE'])
			expect((await sendJson(open, method, `${path}/x`, method === 'PUT' ? boats : undefined)).status).toBe(404);
	}
});

it('lets readers look and change nothing', async () => {
	const open = await openSandbox();
	const token = await open.signIn('reader');
	for (const path of [groups, forms]) {
		expect((await sendJson(open, 'GET', path, undefined, token)).status).toBe(200);
		for (const [method, address] of [
			['POST', `${path}/`],
			['PUT', `${path}/x`],
			['DELETE', `${path}/x`],
		] as const) {
			const answer = await sendJson(open, method, address, method === 'DELETE' ? undefined : boats, token);
			expect(answer).toEqual({status: 403, body: expect.stringContaining('ROLE_SDB_MANAGER_USER')});
		}
	}
});

it('has groups and forms after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSandbox({folder});
	const group = await createJson(first, `${groups}/`, boats, 'id');
	const form = await createJson(first, `${forms}/`, {title: 'Boat'}, 'id');
	await first.sandbox.close();
	const second = await openSandbox({folder});
	expect((await sendJson(second, 'GET', `${groups}/${group}`)).body).toMatchObject({name: 'McD Metadata'});
	expect((await sendJson(second, 'GET', `${forms}/${form}`)).body).toEqual({id: form, title: 'Boat'});
});
