import {ConfigurationError, DecodeError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Documents} from './documents.ts';
import {ReplacementError} from './replacement-error.ts';
import {Schemas} from './schemas.ts';
import {Transforms} from './transforms.ts';

/** A server that keeps documents of one kind, and answers `POST` as told before it adds anything. */
function connect(place: 'schemas' | 'documents' | 'transforms', more = '<DocumentType>T</DocumentType><Purpose>edit</Purpose>') {
	const element = {schemas: 'Schema', documents: 'Document', transforms: 'Transform'}[place];
	const kept = new Map([
		['1', {name: 'a', body: '<old>é</old>'}],
		['2', {name: 'b', body: '<b/>'}],
	]);
	const faults: Partial<Record<'DELETE' | 'POST', (number | 'lost' | 'done-and-lost' | 'blind')[]>> = {};
	const posted: string[] = [];
	const hooks: {beforeDelete?: () => void} = {};
	let next = 3;
	let listing = true;
	const at = `/api/admin/${place}`;
	const answer = (method: 'DELETE' | 'POST', act: () => void) => {
		const fault = faults[method]?.shift();
		if (fault === undefined || fault === 'done-and-lost') {
			act();
		}
		listing &&= fault !== 'blind';
		if (typeof fault === 'string') {
			throw new TypeError('lost');
		}
		return {status: fault ?? 204};
	};
	const handler = async (request: Request) => {
		const {searchParams} = new URL(request.url);
		const body = await request.text();
		posted.push(`${searchParams} ${body} ${request.headers.get('content-type')}`);
		return answer('POST', () => kept.set(String(next++), {name: searchParams.get('name') ?? '', body}));
	};
	const list = () =>
		listing
			? `<${element}s>${Array.from(kept, ([id, {name}]) => `<${element}><Name>${name}</Name><ApiId>${id}</ApiId>${more}</${element}>`).join('')}</${element}s>`
			: {status: 500};
	const {session, asked} = connectTo(
		{
			[`GET ${at}`]: list,
			[`GET ${at}/1/content`]: () => kept.get('1')?.body ?? {status: 404},
			[`DELETE ${at}/1`]: () => {
				hooks.beforeDelete?.();
				if (!kept.has('1')) {
					return {status: 404};
				}
				return answer('DELETE', () => kept.delete('1'));
			},
			[`POST ${at}`]: handler,
		},
		{retry: {limit: 1, sleep: async () => {}}},
	);
	return {session, kept, faults, posted, hooks, changes: () => asked().filter(request => !request.startsWith('GET'))};
}

describe('replacing', () => {
	it('deletes, then adds with the same name and the new content', async () => {
		const {session, kept, posted, changes} = connect('schemas', '<Description>d</Description>');
		const schemas = new Schemas(session);
		expect(await schemas.replace({name: 'a'}, '<new/>')).toEqual({id: '3', name: 'a', description: 'd', schemaUri: undefined});
		expect(kept.get('3')).toEqual({name: 'a', body: '<new/>'});
		expect(kept.has('1')).toBe(false);
		expect(posted).toEqual(['name=a&description=d&originalName=a.xsd <new/> application/xml;charset=UTF-8']);
		expect(changes().map(request => request.split('?')[0])).toEqual(['DELETE /api/admin/schemas/1', 'POST /api/admin/schemas']);
	});

	it('keeps what a list says of each kind', async () => {
		const {session, posted} = connect('documents');
		const documents = new Documents(session);
		await documents.replace('1', new File(['<new/>'], 'n.xml'));
		expect(posted[0]).toMatch(/^name=a&type=T <new\/>/);

		const more = '<FromSchemaUri>urn:a</FromSchemaUri><ToSchemaUri>urn:b</ToSchemaUri><Purpose>edit</Purpose>';
		const connected = connect('transforms', more);
		const transforms = new Transforms(connected.session);
		await transforms.replace('1', new File(['<new/>'], 'n.xsl'));
		expect(connected.posted[0]).toMatch(/^name=a&from=urn%3Aa&to=urn%3Ab&purpose=edit&originalName=n\.xsl <new\/>/);
	});

	it('does nothing when it cannot end well', async () => {
		const {session, changes} = connect('documents', '');
		const documents = new Documents(session);
		await expect(documents.replace('1', '<new/>')).rejects.toThrow('does not tell the type of the document "a"');
		await expect(documents.replace('1', '<new>')).rejects.toThrow(DecodeError);
		await expect(documents.replace('9', '<new/>')).rejects.toThrow(
			new NotFoundError('There is no document with the id "9", or this account has no right to see it.'),
		);
		await expect(documents.replace('2', '<new/>', {type: 'T'})).rejects.toThrow(NotFoundError);
		const transforms = connect('transforms', '');
		await expect(new Transforms(transforms.session).replace('1', '<new/>')).rejects.toThrow(ConfigurationError);
		expect([...changes(), ...transforms.changes()]).toEqual([]);
	});

	it('takes a type where the list has none', async () => {
		const {session, posted} = connect('documents', '');
		const documents = new Documents(session);
		await documents.replace('1', '<new/>', {type: 'CustomIndexDefinition'});
		expect(posted[0]).toContain('type=CustomIndexDefinition');
	});

	it('leaves everything as it was when the old one may not be deleted', async () => {
		const {session, kept, faults, posted} = connect('schemas');
		faults.DELETE = [403];
		await expect(new Schemas(session).replace('1', '<new/>')).rejects.toThrow(PermissionError);
		expect([kept.has('1'), posted]).toEqual([true, []]);
	});

	it('puts the old one back when the new one is refused', async () => {
		const {session, kept, faults, posted} = connect('schemas');
		faults.POST = [400];
		const failure = await new Schemas(session).replace('1', '<new/>').catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ReplacementError);
		expect(failure).toMatchObject({restored: true, content: new TextEncoder().encode('<old>é</old>'), cause: {status: 400}});
		expect(String(failure)).toMatch(/^ReplacementError: The schema "a" was deleted to be replaced, .*\(400\)\. The old one is there again/);
		expect(kept.get('3')).toEqual({name: 'a', body: '<old>é</old>'});
		expect(posted).toHaveLength(2);
	});

	it('gives the old one away when it cannot be put back', async () => {
		const {session, faults} = connect('schemas');
		faults.POST = [500, 500];
		const failure = await new Schemas(session).replace('1', '<new/>').catch((error: unknown) => error);
		expect(failure).toMatchObject({code: 'not-restored', restored: false, content: new TextEncoder().encode('<old>é</old>')});
		expect(String(failure)).toContain('It is in the content of this error.');
		expect(String(failure)).not.toContain('may have been added');
	});

	it('is not undone when only the answer was lost', async () => {
		const {session, kept, faults, posted} = connect('schemas');
		kept.set('2', {name: 'a', body: '<another/>'}); // Of the same name, but not what was added.
		faults.POST = ['done-and-lost'];
		faults.DELETE = ['done-and-lost'];
		expect((await new Schemas(session).replace('1', '<new/>'))?.id).toBe('3');
		expect([kept.size, posted.length]).toEqual([2, 1]);
	});

	it('says so when it is not known whether the old one was deleted', async () => {
		const {session, faults, posted} = connect('schemas');
		faults.DELETE = ['lost', 'blind'];
		const failure = await new Schemas(session).replace('1', '<new/>').catch((error: unknown) => error);
		expect(failure).toMatchObject({code: 'not-restored', restored: false, content: new TextEncoder().encode('<old>é</old>')});
		expect(String(failure)).toContain('may have been deleted');
		expect(posted).toEqual([]);
	});

	it('is finished once it has begun, in spite of an abort', async () => {
		const {session, kept, hooks} = connect('schemas');
		const controller = new AbortController();
		hooks.beforeDelete = () => controller.abort(new Error('enough'));
		const schemas = new Schemas(session);
		await schemas.replace('1', '<new/>', {signal: controller.signal});
		expect(kept.get('3')?.body).toBe('<new/>');
	});
});
