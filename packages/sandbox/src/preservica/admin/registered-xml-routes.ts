import type {XmlElement} from '@fonds/core/xml';
import {optionalAttribute} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {OperationId} from '../operations.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {newApiId} from '../repository.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag} from '../xml/write-xml.ts';
import {adminAnswer} from './admin-xml.ts';
import type {RegisteredDocument, RegisteredKind} from './registered-xml.ts';

type Query = Readonly<Record<string, string>>;

interface Kind {
	readonly kind: RegisteredKind;
	/** The element of one of them; its list is the plural. */
	readonly element: 'Schema' | 'Document' | 'Transform';
	readonly operations: {readonly list: OperationId; readonly read: OperationId; readonly add: OperationId; readonly remove: OperationId};
	/** What is kept of one, from its query and its root. */
	readonly fields: (query: Query, root: XmlElement) => Query;
}

const documentTypes = [
	'MetadataTemplate',
	'MetadataDropdownLists',
	'CustomIndexDefinition',
	'UploadWizardConfigurationFile',
	'ConfigurationFile',
];
const purposes = ['transform', 'edit', 'view'];

const kinds: readonly Kind[] = [
	{
		kind: 'schemas',
		element: 'Schema',
		operations: {list: 'ADM-13', read: 'ADM-14', add: 'ADM-15', remove: 'ADM-16'},
		fields: ({description = ''}, root) => {
			if (root.name !== 'schema' || root.namespace !== 'http://www.w3.org/2001/XMLSchema')
				throw new Problem(400, 'The body must be an XML schema.');
			return {Description: description, SchemaUri: optionalAttribute(root, 'targetNamespace') ?? ''};
		},
	},
	{
		kind: 'documents',
		element: 'Document',
		operations: {list: 'ADM-17', read: 'ADM-18', add: 'ADM-19', remove: 'ADM-20'},
		fields: ({type = 'MetadataTemplate'}, root) => ({DocumentType: oneOf(documentTypes, type, 'type'), SchemaUri: root.namespace}),
	},
	{
		kind: 'transforms',
		element: 'Transform',
		operations: {list: 'ADM-21', read: 'ADM-22', add: 'ADM-23', remove: 'ADM-24'},
		fields: ({from, to, purpose = ''}) => ({
			...(from && {FromSchemaUri: from}),
			...(to && {ToSchemaUri: to}),
			Purpose: oneOf(purposes, purpose.toLowerCase(), 'purpose'),
		}),
	},
];

/** Schemas, documents and transforms. All users read them; managers change them. */
export function registeredXmlRoutes(app: Hono, archive: Archive): void {
	for (const each of kinds) kindRoutes(app, archive, each);
}

function kindRoutes(app: Hono, archive: Archive, {kind, element, operations, fields}: Kind): void {
	const collection = archive.registered[kind];

	operation(
		app,
		operations.list,
		handler(archive, call => {
			const items = collection.values().map(item => itemTag(element, item));
			return adminAnswer(call, tag(`${element}sResponse`, tag(`${element}s`, ...items)));
		}),
	);

	operation(
		app,
		operations.read,
		handler(archive, call => call.c.body(itemOf(call).content, 200, {'content-type': 'application/xml;charset=UTF-8'})),
	);

	operation(
		app,
		operations.add,
		handler(archive, async call => {
			call.demandRole(managers.configuration);
			const query = call.c.req.query();
			const name = query['name']?.trim() ?? '';
			if (name === '') throw new Problem(400, 'The name is missing.');
			const {root, text} = await call.document();
			const item = {apiId: newApiId(), name, fields: fields(query, root), content: text};
			if (collection.values().some(other => other.name === name)) throw new Problem(409, `There is a ${element} ${name} already.`);
			collection.put(item.apiId, item);
			return adminAnswer(call, tag(`${element}Response`, itemTag(element, item)), 201);
		}),
	);

	operation(
		app,
		operations.remove,
		handler(archive, call => {
			call.demandRole(managers.configuration);
			collection.delete(itemOf(call).apiId);
			return call.c.body(null, 204);
		}),
	);

	function itemOf(call: Call): RegisteredDocument {
		const apiId = call.c.req.param('apiId') ?? '';
		const item = collection.get(apiId);
		if (!item) throw new Problem(404, `There is no ${element} ${apiId}.`);
		return item;
	}
}

function itemTag(element: string, {apiId, name, fields}: RegisteredDocument): Tag {
	return tag(element, tag('Name', name), ...Object.entries(fields).map(([key, value]) => optionalTag(key, value)), tag('ApiId', apiId));
}

function oneOf(allowed: readonly string[], value: string, what: string): string {
	if (!allowed.includes(value)) throw new Problem(400, `The ${what} must be one of ${allowed.join(', ')}.`);
	return value;
}
