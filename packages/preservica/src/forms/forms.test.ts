import {ConfigurationError, DecodeError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {PartlyDoneError} from '../operations/partly-done-error.ts';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Forms} from './forms.ts';
import type {NewGroupField} from './metadata-group.ts';

const connect = (routes: Parameters<typeof connectTo>[0], server = '7.7.0') => {
	const {session, ...rest} = connectTo({
		'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${server}</CurrentVersion></V>`,
		...routes,
	});
	const asked = () => rest.asked().filter(request => !request.endsWith('/version'));
	const sent = () => Promise.all(rest.requests.filter(({method}) => /P/.test(method)).map(request => request.clone().json()));
	return {forms: new Forms(session), requests: rest.requests, asked, sent};
};
const json = (value: unknown) => JSON.stringify(value);
const at = '/api/metadata';
const source = {
	id: 'source',
	name: 'Source',
	type: 'STRING',
	minOccurs: 0,
	maxOccurs: 1,
	visible: true,
	editable: true,
	indexed: true,
	defaultValue: 'Gift',
	values: ['Gift', 'Deposit'],
};
const accession = {
	id: 'g1',
	name: 'Accession',
	description: 'Accession details',
	schemaUri: 'http://www.preservica.com/metadata/group/accession',
	fields: [source],
};
const {fields: _, ...listed} = accession;

describe('metadata groups', () => {
	it('are listed without their fields', async () => {
		const {forms, asked} = connect({[`GET ${at}/groups`]: json({groups: [listed, {id: 2, name: 'x', description: null}]})});
		expect(await forms.groups()).toStrictEqual([
			{...listed, fields: undefined},
			{id: '2', name: 'x', description: undefined, schemaUri: undefined, fields: undefined},
		]);
		expect(asked()).toStrictEqual([`GET ${at}/groups`]);
		expect(await connect({[`GET ${at}/groups`]: '{"groups": []}'}).forms.groups()).toStrictEqual([]);
	});

	it('are read with their fields, whether flags and numbers are text or not', async () => {
		const asText = {
			...source,
			minOccurs: '0',
			maxOccurs: '-1',
			visible: 'True',
			editable: 'false',
			indexed: 'False',
			values: ['a', 2],
			defaultValue: 3,
		};
		const {forms, asked} = connect({
			[`GET ${at}/groups/g1`]: json({...accession, more: 1, fields: [source, asText, {id: 'd', name: 'D'}]}),
		});
		expect(await forms.group('g1')).toStrictEqual({
			...accession,
			fields: [
				source,
				{...source, maxOccurs: -1, editable: false, indexed: false, values: ['a', '2'], defaultValue: '3'},
				{
					id: 'd',
					name: 'D',
					type: undefined,
					minOccurs: undefined,
					maxOccurs: undefined,
					visible: undefined,
					editable: undefined,
					indexed: undefined,
					defaultValue: undefined,
					values: undefined,
				},
			],
		});
		expect(asked()).toStrictEqual([`GET ${at}/groups/g1`]);
		await expect(forms.group('none')).rejects.toThrow('There is no metadata group none');
	});

	it('are added with proper numbers and flags, and with what else is said', async () => {
		const {forms, asked, sent, requests} = connect({[`POST ${at}/groups/`]: {status: 201, body: json(accession)}});
		const fields: NewGroupField[] = [
			{id: 'a', name: 'A'},
			{...source, type: 'NUMBER', minOccurs: 2, maxOccurs: -1, visible: false, editable: false, indexed: false, maxLength: 9},
		];
		expect(await forms.addGroup({name: 'Accession', description: 'd', fields, more: [1]})).toStrictEqual(accession);
		expect(asked()).toStrictEqual([`POST ${at}/groups/`]);
		expect(requests[1]?.headers.get('content-type')).toBe('application/json;charset=UTF-8');
		expect(await sent()).toStrictEqual([
			{
				name: 'Accession',
				description: 'd',
				more: [1],
				fields: [
					{
						id: 'a',
						name: 'A',
						type: 'STRING',
						minOccurs: 0,
						maxOccurs: 1,
						visible: true,
						editable: true,
						indexed: true,
						defaultValue: '',
					},
					fields[1],
				],
			},
		]);
	});

	const whole = {...accession, locked: 'x', fields: [{...source, hint: {de: 'Quelle'}, visible: 'True'}]};
	const routes = {[`GET ${at}/groups/g1`]: json(whole), [`PUT ${at}/groups/g1`]: {status: 201, body: json(accession)}};

	it('get more fields and keep what they are', async () => {
		const {forms, asked, sent} = connect(routes);
		expect(await forms.addFields('g1', [{id: 'b', name: 'B', type: 'DATE', indexed: undefined}])).toStrictEqual(accession);
		expect(asked()).toStrictEqual([`GET ${at}/groups/g1`, `PUT ${at}/groups/g1`]);
		expect(await sent()).toStrictEqual([
			{
				...whole,
				fields: [
					whole.fields[0],
					{id: 'b', name: 'B', type: 'DATE', minOccurs: 0, maxOccurs: 1, visible: true, editable: true, indexed: true, defaultValue: ''},
				],
			},
		]);
	});

	it('are changed and keep what this client does not know', async () => {
		const {forms, sent} = connect({...routes, [`PUT ${at}/groups/g1`]: ''});
		expect(await forms.updateGroup('g1', {description: '', name: undefined})).toMatchObject({name: 'Accession'});
		await forms.updateGroup('g1', {
			fields: [
				{id: 'new', name: 'New'},
				{id: 'source', name: 'Origin', visible: undefined},
			],
		});
		await forms.updateGroup('g1', {fields: []});
		expect(await sent()).toStrictEqual([
			{...whole, description: ''},
			{...whole, fields: [expect.objectContaining({id: 'new', type: 'STRING'}), {...whole.fields[0], name: 'Origin'}]},
			{...whole, fields: []},
		]);
	});

	it.each<[string, (forms: Forms) => Promise<unknown>, string]>([
		['a field it has', forms => forms.addFields('g1', [{id: 'source', name: 'x'}]), 'two fields with the id "source"'],
		['two alike', forms => forms.updateGroup('g1', {fields: [{id: 'source'}, {id: 'source'}]}), 'two fields with the id "source"'],
		['one without an id', forms => forms.addGroup({name: 'x', fields: [{id: '', name: 'x'}]}), 'needs an id'],
		['a new one without a name', forms => forms.updateGroup('g1', {fields: [{id: 'new'}]}), 'no field "new" yet'],
	])('refuse %s', async (_name, call, message) => {
		const {forms, sent} = connect(routes);
		await expect(call(forms)).rejects.toThrow(ConfigurationError);
		await expect(call(forms)).rejects.toThrow(message);
		expect(await sent()).toStrictEqual([]);
	});

	it.each([
		{id: 'g1', name: 'x'},
		{id: 'g1', name: 'x', fields: 'many'},
	])('do not lose fields the server does not tell: %o', async body => {
		const {forms, sent} = connect({...routes, [`GET ${at}/groups/g1`]: json(body)});
		await expect(forms.addFields('g1', [{id: 'b', name: 'B'}])).rejects.toThrow('does not tell the fields of the metadata group "g1"');
		await expect(forms.updateGroup('g1', {fields: []})).rejects.toThrow(DecodeError);
		expect(await sent()).toStrictEqual([]);
	});

	it('are deleted', async () => {
		const {forms, asked} = connect({[`DELETE ${at}/groups/g1`]: {status: 204}});
		await forms.deleteGroup('g1');
		expect(asked()).toStrictEqual([`DELETE ${at}/groups/g1`]);
		await expect(forms.deleteGroup('none')).rejects.toThrow('There is no metadata group none');
	});

	describe('of one schema', () => {
		const groups = ['1', '2', '3', '4'].map(id => ({id, name: `group ${id}`, schemaUri: id === '2' ? 'urn:b' : 'urn:a'}));
		const list = {[`GET ${at}/groups`]: json({groups: [...groups, {id: '5', name: 'none'}]})};
		const gone = {status: 204};

		it('are deleted together, and told', async () => {
			const {forms, asked} = connect({
				...list,
				[`DELETE ${at}/groups/1`]: gone,
				[`DELETE ${at}/groups/3`]: gone,
				[`DELETE ${at}/groups/4`]: gone,
			});
			expect((await forms.deleteGroupsBySchema('urn:a')).map(({id}) => id)).toStrictEqual(['1', '3', '4']);
			expect(asked().slice(1)).toStrictEqual(['1', '3', '4'].map(id => `DELETE ${at}/groups/${id}`));
		});

		it('may be none', async () => {
			const {forms, asked} = connect(list);
			expect(await forms.deleteGroupsBySchema('urn:c')).toStrictEqual([]);
			expect(asked()).toHaveLength(1);
		});

		it('are told apart when not all could be deleted', async () => {
			const {forms} = connect({...list, [`DELETE ${at}/groups/1`]: gone, [`DELETE ${at}/groups/3`]: {status: 403}});
			const failure = await forms.deleteGroupsBySchema('urn:a').catch((error: unknown) => error);
			expect(failure).toBeInstanceOf(PartlyDoneError);
			expect(failure).toMatchObject({done: [{id: '1'}], remaining: [{id: '3'}, {id: '4'}]});
			expect(String(failure)).toContain('1 of 3 metadata groups of urn:a were deleted');
		});
	});
});

it('reads a field that has nothing but its id and name', async () => {
	const field = {id: 'a', name: 'A'};
	const unknown = {
		type: undefined,
		minOccurs: undefined,
		maxOccurs: undefined,
		visible: undefined,
		editable: undefined,
		indexed: undefined,
	};
	const none = {...field, ...unknown, defaultValue: undefined, values: undefined};
	for (const fields of [[field], [{...field, defaultValue: null, values: null, type: null}]]) {
		const {forms} = connect({[`GET ${at}/groups/g1`]: json({id: 'g1', name: 'G', fields})});
		expect((await forms.group('g1')).fields).toStrictEqual([none]);
	}
});

describe('forms', () => {
	const form = {id: 'f1', title: 'Accession form', schemaUri: 'urn:a', sections: [{fields: [1, null]}]};

	it('are listed, all or those of one schema', async () => {
		const {forms, asked} = connect({[`GET ${at}/forms`]: json({metadataForms: [form, {id: 'f2', title: null}]})});
		expect(await forms.forms()).toStrictEqual([form, {id: 'f2', title: null}]);
		await forms.forms({schemaUri: 'http://a/b?c'});
		expect(asked()).toStrictEqual([`GET ${at}/forms`, `GET ${at}/forms?schemaUri=http%3A%2F%2Fa%2Fb%3Fc`]);
		expect(await connect({[`GET ${at}/forms`]: '{"metadataForms": []}'}).forms.forms()).toStrictEqual([]);
	});

	it.each([[{title: 'x'}], [{id: 'x', title: 1}], ['x'], [null], [{id: ''}]])('are not %o', async wrong => {
		const {forms} = connect({[`GET ${at}/forms`]: json({metadataForms: [wrong]}), [`GET ${at}/forms/x`]: json(wrong)});
		await expect(forms.forms()).rejects.toThrow('metadataForms.0: form with an id expected');
		await expect(forms.form('x')).rejects.toThrow(DecodeError);
	});

	it('are read, added, replaced and deleted as they are', async () => {
		const {forms, asked, sent} = connect({
			[`GET ${at}/forms/f1`]: json(form),
			[`POST ${at}/forms/`]: {status: 201, body: json(form)},
			[`PUT ${at}/forms/f1`]: json({...form, title: 'New'}),
			[`DELETE ${at}/forms/f1`]: {status: 204},
		});
		expect(await forms.form('f1')).toStrictEqual(form);
		const {id, ...rest} = form;
		expect(await forms.addForm(rest)).toStrictEqual(form);
		expect(await forms.updateForm(id, {...form, title: 'New'})).toStrictEqual({...form, title: 'New'});
		await forms.deleteForm(id);
		expect(asked()).toStrictEqual([`GET ${at}/forms/f1`, `POST ${at}/forms/`, `PUT ${at}/forms/f1`, `DELETE ${at}/forms/f1`]);
		expect(await sent()).toStrictEqual([rest, {...form, title: 'New'}]);
	});

	it('are read again when the server says nothing about the change', async () => {
		const {forms, asked} = connect({[`GET ${at}/forms/f1`]: json(form), [`PUT ${at}/forms/f1`]: {status: 204}});
		expect(await forms.updateForm('f1', {title: 'x'})).toStrictEqual(form);
		expect(asked()).toStrictEqual([`PUT ${at}/forms/f1`, `GET ${at}/forms/f1`]);
	});

	it('that were added without a word on their id are not added twice by mistake', async () => {
		const {forms} = connect({[`POST ${at}/forms/`]: {status: 201}, [`POST ${at}/groups/`]: {status: 201}});
		await expect(forms.addForm({title: 'x'})).rejects.toThrow('accepted the form but did not say its id');
		await expect(forms.addGroup({name: 'x', fields: []})).rejects.toThrow('accepted the group but did not say its id');
	});
});

describe('CSV templates', () => {
	const metadataForms = [
		{id: 'f1', title: 'One'},
		{id: 'f2', title: 'Two'},
		{id: 'f3', title: 'Two'},
	];
	const routes = {[`GET ${at}/forms`]: json({metadataForms}), [`GET ${at}/csv-templates/download`]: '\ufeffassetId,Größe\n'};

	it.each([
		['an id', 'f1', 'f1'],
		['several', ['f1', 'f2'], 'f1%2Cf2'],
		['a title', {title: 'One'}, 'f1'],
	])('are read by %s', async (_name, which, ids) => {
		const {forms, asked} = connect(routes);
		expect(await forms.csvTemplate(which)).toBe('assetId,Größe\n');
		expect(asked().at(-1)).toBe(`GET ${at}/csv-templates/download?ids=${ids}`);
	});

	it('need one form of that title', async () => {
		const {forms, asked} = connect(routes);
		await expect(forms.csvTemplate({title: 'None'})).rejects.toThrow(NotFoundError);
		const several = forms.csvTemplate({title: 'Two'});
		await expect(several).rejects.toMatchObject({name: 'ConfigurationError', code: 'ambiguous'});
		await expect(several).rejects.toThrow('2 metadata forms have the title "Two": f2, f3.');
		expect(asked().every(request => !request.includes('csv'))).toBe(true);
	});

	it.each(['', ' ', [], ['f1', '']].map(which => [which]))('need an id, not %o', async which => {
		const {forms, asked} = connect(routes);
		await expect(forms.csvTemplate(which)).rejects.toThrow('needs the id of a form');
		expect(asked()).toStrictEqual([]);
	});

	it.each(['', ' \n', '<html>Sign in</html>', {status: 204}])('are not %o', async body => {
		const {forms} = connect({[`GET ${at}/csv-templates/download`]: body});
		await expect(forms.csvTemplate('f1')).rejects.toThrow(DecodeError);
	});
});

const calls: Readonly<Record<string, (forms: Forms, signal?: AbortSignal) => Promise<unknown>>> = {
	groups: (forms, signal) => forms.groups({signal}),
	group: (forms, signal) => forms.group('x', {signal}),
	addGroup: (forms, signal) => forms.addGroup({name: 'x', fields: []}, {signal}),
	addFields: (forms, signal) => forms.addFields('x', [], {signal}),
	updateGroup: (forms, signal) => forms.updateGroup('x', {}, {signal}),
	deleteGroup: (forms, signal) => forms.deleteGroup('x', {signal}),
	deleteGroupsBySchema: (forms, signal) => forms.deleteGroupsBySchema('x', {signal}),
	forms: (forms, signal) => forms.forms({signal}),
	form: (forms, signal) => forms.form('x', {signal}),
	addForm: (forms, signal) => forms.addForm({}, {signal}),
	updateForm: (forms, signal) => forms.updateForm('x', {}, {signal}),
	deleteForm: (forms, signal) => forms.deleteForm('x', {signal}),
	csvTemplate: (forms, signal) => forms.csvTemplate('x', {signal}),
};

describe.each(Object.entries(calls))('forms.%s', (name, call) => {
	const routes = ['GET', 'POST', 'PUT', 'DELETE'].flatMap(method =>
		['groups', 'groups/', 'groups/x', 'forms', 'forms/', 'forms/x', 'csv-templates/download'].map(place => `${method} ${at}/${place}`),
	);
	const all = (answer: {readonly status: number} | string) => Object.fromEntries(routes.map(route => [route, answer]));

	it('fails clearly without the right, and where there is nothing', async () => {
		await expect(call(connect(all({status: 403})).forms)).rejects.toThrow(PermissionError);
		await expect(call(connect({}).forms)).rejects.toThrow(NotFoundError);
	});

	it.skipIf(name.startsWith('delete') && !name.endsWith('Schema')).each(['<html>', '{'])('fails clearly with %o', async body => {
		if (name !== 'csvTemplate' || body === '<html>') {
			await expect(call(connect(all(body)).forms)).rejects.toThrow(DecodeError);
		}
	});

	it('ends with an abort', async () => {
		await expect(call(connect({}).forms, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
	});

	it('asks for a server that can', async () => {
		const {forms, asked} = connect({}, '6.6.9');
		await expect(call(forms)).rejects.toThrow('needs Preservica 6.7 or newer');
		expect(asked()).toStrictEqual([]);
	});
});
