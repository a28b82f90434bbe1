import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {JsonObject} from '../json/read-json.ts';
import {requiredText} from '../json/read-json.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {newApiId} from '../repository.ts';
import type {MetadataForm} from './metadata-forms.ts';
import type {MetadataGroup} from './metadata-group.ts';
import {readGroup, schemaUriOf} from './metadata-group.ts';

/** Groups of metadata fields. */
export function groupRoutes(app: Hono, archive: Archive): void {
	const {groups} = archive.metadataForms;

	operation(
		app,
		'MDG-01',
		handler(archive, ({c}) => c.json({groups: groups.values().map(({fields: _fields, ...group}) => group)})),
	);

	operation(
		app,
		'MDG-02',
		handler(archive, call => call.c.json(groupOf(call))),
	);

	operation(
		app,
		'MDG-03',
		handler(archive, async call => {
			call.demandRole(managers.configuration);
			const sent = readGroup(await call.json());
			const schemaUri = schemaUriOf(sent.name);
			if (groups.values().some(group => group.schemaUri === schemaUri))
				throw new Problem(409, `There is a group with the schema ${schemaUri} already.`);
			const group = {id: newApiId(), schemaUri, ...sent};
			groups.put(group.id, group);
			return call.c.json(group, 201);
		}),
	);

	operation(
		app,
		'MDG-04',
		handler(archive, async call => {
			call.demandRole(managers.configuration);
			const {id, schemaUri} = groupOf(call);
			const group = {id, schemaUri, ...readGroup(await call.json())};
			groups.put(id, group);
			return call.c.json(group, 201);
		}),
	);

	operation(
		app,
		'MDG-05',
		handler(archive, call => {
			call.demandRole(managers.configuration);
			groups.delete(groupOf(call).id);
			return call.c.body(null, 204);
		}),
	);

	function groupOf(call: Call): MetadataGroup {
		const id = call.c.req.param('id') ?? '';
		const group = groups.get(id);
		if (!group) throw new Problem(404, `There is no metadata group ${id}.`);
		return group;
	}
}

/** Forms, and tables made of them. */
export function formRoutes(app: Hono, archive: Archive): void {
	const {groups, forms} = archive.metadataForms;

	operation(
		app,
		'MDG-06',
		handler(archive, ({c}) => {
			const schemaUri = c.req.query('schemaUri');
			const found = forms.values().filter(({document}) => (schemaUri ?? document['schemaUri']) === document['schemaUri']);
			return c.json({metadataForms: found.map(shown)});
		}),
	);

	operation(
		app,
		'MDG-07',
		handler(archive, call => call.c.json(shown(formOf(call)))),
	);

	operation(
		app,
		'MDG-08',
		handler(archive, async call => call.c.json(shown(await sentForm(call, () => newApiId())), 201)),
	);

	operation(
		app,
		'MDG-09',
		handler(archive, async call => call.c.json(shown(await sentForm(call, () => formOf(call).id)))),
	);

	operation(
		app,
		'MDG-09 delete',
		handler(archive, call => {
			call.demandRole(managers.configuration);
			forms.delete(formOf(call).id);
			return call.c.body(null, 204);
		}),
	);

	operation(
		app,
		'MDG-10',
		handler(archive, call => {
			const ids = (call.c.req.query('ids') ?? '').split(',').filter(id => id !== '');
			if (ids.length === 0) throw new Problem(400, 'ids names no form.');
			const fields = ids.flatMap(id => fieldsOf(formOf(call, id)));
			const csv = ['reference', 'title', ...fields].map(quoted).join(',');
			return call.c.body(`${csv}\r\n`, 200, {'content-type': 'text/csv;charset=UTF-8'});
		}),
	);

	function formOf(call: Call, id: string = call.c.req.param('id') ?? ''): MetadataForm {
		const form = forms.get(id);
		if (!form) throw new Problem(404, `There is no metadata form ${id}.`);
		return form;
	}

	async function sentForm(call: Call, toId: () => string): Promise<MetadataForm> {
		call.demandRole(managers.configuration);
		const id = toId();
		const {id: _id, ...document} = await call.json();
		requiredText(document, 'title');
		const form = {id, document};
		forms.put(id, form);
		return form;
	}

	function fieldsOf({document}: MetadataForm): readonly string[] {
		const group = groups.values().find(({schemaUri}) => schemaUri === document['schemaUri']);
		return group?.fields.map(({id}) => id) ?? [];
	}
}

function shown({id, document}: MetadataForm): JsonObject {
	return {id, ...document};
}

/** A field as RFC 4180 writes it. */
function quoted(text: string): string {
	return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
