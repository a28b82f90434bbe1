import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {connect} from '../fixtures/connect.ts';
import {Documents} from './documents.ts';
import {Schemas} from './schemas.ts';
import {Users} from './users.ts';

const folder = new URL('../../../../../shared/data/preservica-responses/', import.meta.url);
const present = existsSync(folder);
const recorded = (name: string) => readFileSync(new URL(name, folder), 'utf8');

describe.skipIf(!present)(present ? 'recorded answers' : 'recorded answers: skipped, ../shared/data is not there', () => {
	it('list documents of version 6.5', async () => {
		const {session} = connect({
			'GET /api/admin/documents': recorded('admin-v6.5/documents.xml'),
			'GET /api/admin/documents/1/content': recorded('admin-v6.5/index-document-content.xml'),
		});
		const documents = new Documents(session);
		const entry = {id: '1', name: 'closure-result-index-definition', type: undefined, schemaUri: undefined};
		expect(await documents.list()).toEqual([entry]);
		expect(await documents.content({name: entry.name})).toContain('<shortName>tns</shortName>');
	});

	it('list schemas of versions 7.0 and 7.7', async () => {
		const {session} = connect({
			'GET /api/admin/schemas': [recorded('admin-v7.0/schemas.xml'), recorded('made/admin-schemas.xml')],
		});
		const schemas = new Schemas(session);
		expect(await schemas.list()).toEqual([{id: '1', name: 'test-file-name', description: undefined, schemaUri: undefined}]);
		expect(await schemas.list()).toMatchObject([{name: 'OAI DC', schemaUri: 'http://www.openarchives.org/OAI/2.0/oai_dc/'}]);
	});

	it('list users', async () => {
		const {session} = connect({'GET /api/admin/users': recorded('made/admin-users.xml')});
		expect(await new Users(session).list()).toEqual(['reader@example.org', 'manager@example.org']);
	});
});
