import {ConfigurationError, DecodeError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Admin} from './admin.ts';

type Routes = Parameters<typeof connectTo>[0];
const connect = (routes: Routes) => {
	const {session, ...rest} = connectTo(routes);
	const {schemas, documents, transforms} = new Admin(session);
	return {schemas, documents, transforms, ...rest};
};
const ns = 'http://preservica.com/AdminAPI/v7.7';
const list = (kind: string, ...items: string[]) =>
	`<${kind}sResponse xmlns="${ns}"><${kind}s>${items.map(item => `<${kind}>${item}</${kind}>`).join('')}</${kind}s></${kind}sResponse>`;
const dc = {id: '16d0', name: 'Dublin Core', schemaUri: 'http://purl.org/dc/elements/1.1/'};
const dcXml = `<Name>${dc.name}</Name><SchemaUri>${dc.schemaUri}</SchemaUri><ApiId>${dc.id}</ApiId>`;
const other = `<SchemaUri>${dc.schemaUri}</SchemaUri><Name>Dublin Core, old</Name><ApiId>16d1</ApiId>`;

/** What is alike in all three: name, address, an entry with everything a list may say. */
const kinds = [
	{
		name: 'schemas',
		element: 'Schema',
		noun: 'schema',
		xml: `${dcXml}<Description> DC &amp; more </Description>`,
		entry: {...dc, description: 'DC & more'},
		bare: {description: undefined, schemaUri: undefined},
	},
	{
		name: 'documents',
		element: 'Document',
		noun: 'document',
		xml: `${dcXml}<DocumentType>MetadataTemplate</DocumentType>`,
		entry: {...dc, type: 'MetadataTemplate'},
		bare: {type: undefined, schemaUri: undefined},
	},
	{
		name: 'transforms',
		element: 'Transform',
		noun: 'transform',
		xml: `<Name>${dc.name}</Name><FromSchemaUri>urn:a</FromSchemaUri><ToSchemaUri>urn:b</ToSchemaUri><Purpose>edit</Purpose><ApiId>${dc.id}</ApiId>`,
		entry: {id: dc.id, name: dc.name, purpose: 'edit', fromSchemaUri: 'urn:a', toSchemaUri: 'urn:b'},
		bare: {purpose: undefined, fromSchemaUri: undefined, toSchemaUri: undefined},
	},
] as const;

describe.each(kinds)('$name', ({name, element, noun, xml, entry, bare}) => {
	const at = `/api/admin/${name}`;
	const twice = list(element, xml, `<Name>Another</Name><ApiId>9</ApiId>`);

	it('are listed with all the server says', async () => {
		const connected = connect({[`GET ${at}`]: twice});
		expect(await connected[name].list()).toEqual([entry, {id: '9', name: 'Another', ...bare}]);
		expect(connected.asked()).toEqual([`GET ${at}`]);
	});

	it('may be none, and have no namespace', async () => {
		expect(await connect({[`GET ${at}`]: list(element)})[name].list()).toEqual([]);
		const old = `<${element}s><${element}><Name>test-file-name</Name><ApiId>1</ApiId></${element}></${element}s>`;
		expect(await connect({[`GET ${at}`]: old})[name].list()).toEqual([{id: '1', name: 'test-file-name', ...bare}]);
	});

	it.each([
		[list(element, '<Name>x</Name>'), `<${element}> has no <ApiId>`],
		[list(element, '<ApiId>1</ApiId>'), `<${element}> has no <Name>`],
		['<x/>', `not a list of <${element}>`],
	])('are not %s', async (body, message) => {
		await expect(connect({[`GET ${at}`]: body})[name].list()).rejects.toThrow(message);
		await expect(connect({[`GET ${at}`]: body})[name].list()).rejects.toThrow(DecodeError);
	});

	it.each([
		['an id', '16d0', false],
		['an entry', entry, false],
		['what a list says of one', {name: 'Dublin Core'}, true],
	])('are read by %s', async (_, which, looksUp) => {
		const connected = connect({[`GET ${at}`]: twice, [`GET ${at}/16d0/content`]: '<a>ä</a>'});
		expect(await connected[name].content(which)).toBe('<a>ä</a>');
		expect(connected.asked()).toEqual([...(looksUp ? [`GET ${at}`] : []), `GET ${at}/16d0/content`]);
	});

	it.each([
		['an id', '16d0', false],
		['what a list says of one', {name: 'Dublin Core'}, true],
	])('are deleted by %s', async (_, which, looksUp) => {
		const connected = connect({[`GET ${at}`]: twice, [`DELETE ${at}/16d0`]: {status: 204}});
		await connected[name].delete(which);
		expect(connected.asked()).toEqual([...(looksUp ? [`GET ${at}`] : []), `DELETE ${at}/16d0`]);
	});

	it('that do not exist are not found', async () => {
		const connected = connect({[`GET ${at}`]: twice});
		await expect(connected[name].content('none')).rejects.toThrow(`There is no ${noun} none`);
		await expect(connected[name].delete('none')).rejects.toThrow(NotFoundError);
		await expect(connected[name].content({name: 'none'})).rejects.toThrow(`There is no ${noun} with the name "none"`);
		await expect(connected[name].delete({name: 'none'})).rejects.toThrow(NotFoundError);
		expect(connected.asked().filter(request => request.startsWith('DELETE'))).toEqual([`DELETE ${at}/none`]);
	});

	it('are added only with the right', async () => {
		const connected = connect({[`POST ${at}`]: {status: 403}, [`DELETE ${at}/1`]: {status: 403}});
		const added = connected[name].add({name: 'x', content: '<x/>', purpose: 'edit'});
		await expect(added).rejects.toThrow(PermissionError);
		await expect(connected[name].delete('1')).rejects.toThrow(`This account has no right to delete the ${noun} 1.`);
		expect(connected.requests).toHaveLength(2);
	});

	it('are not added when the XML is not well-formed, and it says where', async () => {
		const connected = connect({});
		const added = connected[name].add({name: 'x', content: '<x>\n<y></x>', purpose: 'edit'});
		await expect(added).rejects.toThrow(DecodeError);
		await expect(added).rejects.toThrow(new RegExp(`^The ${noun} "x" is not well-formed XML: .*line 2`));
		expect(connected.requests).toEqual([]);
	});

	it('are told by the server when they were added', async () => {
		const told = connect({[`POST ${at}`]: {status: 201, body: `<R xmlns="${ns}"><${element}>${xml}</${element}></R>`}});
		expect(await told[name].add({name: 'x', content: '<x/>', purpose: 'edit'})).toEqual(entry);
		const bareAnswer = connect({[`POST ${at}`]: {status: 201, body: `<${element} xmlns="${ns}">${xml}</${element}>`}});
		expect(await bareAnswer[name].add({name: 'x', content: '<x/>', purpose: 'edit'})).toEqual(entry);
	});

	it.each(['', 'created', '{"id": 1}', '<x/>'])('are added even when the server says %o', async body => {
		const connected = connect({[`POST ${at}`]: {status: 201, body}});
		expect(await connected[name].add({name: 'x', content: '<x/>', purpose: 'edit'})).toBeUndefined();
	});

	it('are left alone after an abort', async () => {
		const connected = connect({});
		const signal = AbortSignal.abort(new Error('enough'));
		const calls = [
			connected[name].list({signal}),
			connected[name].content('1', {signal}),
			connected[name].add({name: 'x', content: '<x/>', purpose: 'edit'}, {signal}),
			connected[name].replace('1', '<x/>', {signal}),
			connected[name].delete('1', {signal}),
		];
		for (const result of await Promise.allSettled(calls)) {
			expect(result).toMatchObject({status: 'rejected', reason: {message: 'enough'}});
		}
		expect(connected.requests).toEqual([]);
	});
});

describe('looking one up', () => {
	const {schemas, requests} = connect({'GET /api/admin/schemas': list('Schema', dcXml, other)});

	it('refuses several, and names them', async () => {
		const failure = await schemas.delete({schemaUri: dc.schemaUri}).catch((error: unknown) => error);
		expect(failure).toMatchObject({name: 'ConfigurationError', code: 'ambiguous'});
		expect(String(failure)).toContain(
			'2 schemas have the schemaUri "http://purl.org/dc/elements/1.1/": "Dublin Core" (16d0), "Dublin Core, old" (16d1).',
		);
		expect(requests.every(({method}) => method === 'GET')).toBe(true);
	});

	it('takes all that is given together', async () => {
		await expect(schemas.content({schemaUri: dc.schemaUri, name: 'Dublin Core'})).rejects.toThrow('There is no schema 16d0');
		await expect(schemas.content({schemaUri: dc.schemaUri, name: 'x'})).rejects.toThrow('There is no schema with the schemaUri');
		await expect(schemas.content({schemaUri: undefined, name: 'Dublin Core'})).rejects.toThrow('There is no schema 16d0');
	});

	it.each([{}, {name: undefined}])('takes more than %o', async which => {
		await expect(schemas.content(which)).rejects.toThrow(ConfigurationError);
		await expect(schemas.replace(which, '<x/>')).rejects.toThrow('Say which one');
	});
});

describe('what is sent with it', () => {
	const sent = async (act: (admin: ReturnType<typeof connect>) => Promise<unknown>) => {
		const created = {status: 201};
		const connected = connect({
			'POST /api/admin/schemas': created,
			'POST /api/admin/documents': created,
			'POST /api/admin/transforms': created,
		});
		await act(connected);
		const request = connected.requests[0]!;
		return {query: Object.fromEntries(new URL(request.url).searchParams), path: new URL(request.url).pathname, request};
	};

	it('for a schema', async () => {
		const content = '<s/>';
		expect(await sent(({schemas}) => schemas.add({name: 'A & B', content}))).toMatchObject({
			path: '/api/admin/schemas',
			query: {name: 'A & B', originalName: 'A & B.xsd'},
		});
		const all = await sent(({schemas}) => schemas.add({name: 'a', description: 'd', originalName: 'o.xsd', content}));
		expect(all.query).toEqual({name: 'a', description: 'd', originalName: 'o.xsd'});
		const file = await sent(({schemas}) => schemas.add({name: 'a', content: new File([content], 'f.xsd')}));
		expect(file.query).toEqual({name: 'a', originalName: 'f.xsd'});
	});

	it('for a document', async () => {
		expect((await sent(({documents}) => documents.add({name: 'a', content: '<d/>'}))).query).toEqual({name: 'a', type: 'MetadataTemplate'});
		const index = await sent(({documents}) => documents.add({name: 'a', type: 'CustomIndexDefinition', content: '<d/>'}));
		expect(index.query).toEqual({name: 'a', type: 'CustomIndexDefinition'});
	});

	it('for a transform', async () => {
		const content = '<t/>';
		const some = await sent(({transforms}) => transforms.add({name: 'a', purpose: 'VIEW', content}));
		expect(some.query).toEqual({name: 'a', purpose: 'view', originalName: 'a.xsl'});
		const all = await sent(({transforms}) =>
			transforms.add({name: 'a', purpose: 'edit', fromSchemaUri: 'urn:a', toSchemaUri: 'urn:b', originalName: 'x.xslt', content}),
		);
		expect(all.query).toEqual({name: 'a', purpose: 'edit', from: 'urn:a', to: 'urn:b', originalName: 'x.xslt'});
	});
});

it('are called by their names: documents and transforms', async () => {
	const gone = {status: 204};
	const {documents, transforms, asked} = connect({
		'GET /api/admin/transforms': list('Transform', '<Name>t</Name><ApiId>2</ApiId>'),
		'GET /api/admin/transforms/2/content': '<t/>',
		'GET /api/admin/documents/1/content': '<d/>',
		'DELETE /api/admin/documents/1': gone,
		'DELETE /api/admin/transforms/2': gone,
	});
	expect(await documents.content('1')).toBe('<d/>');
	await documents.delete('1');
	expect(await transforms.list()).toHaveLength(1);
	expect(await transforms.content({name: 't'})).toBe('<t/>');
	await transforms.delete({name: 't'});
	expect(asked().filter(request => request.startsWith('DELETE'))).toEqual([
		'DELETE /api/admin/documents/1',
		'DELETE /api/admin/transforms/2',
	]);
});

it('ends with an abort while the answer to what was added is read', async () => {
	const controller = new AbortController();
	const endless = () => new Response(new ReadableStream({pull: () => controller.abort(new Error('enough'))}), {status: 201});
	const {schemas} = connect({'POST /api/admin/schemas': endless});
	await expect(schemas.add({name: 'x', content: '<x/>'}, {signal: controller.signal})).rejects.toThrow('enough');
});
