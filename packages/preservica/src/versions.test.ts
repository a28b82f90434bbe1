import {describe, expect, it} from 'vitest';
import {Account} from './account/account.ts';
import {Admin} from './admin/admin.ts';
import {connect, origin} from './fixtures/connect.ts';
import {itIsAlike, namespaceOf, type Read} from './fixtures/dialects.ts';
import {Retention} from './retention/retention.ts';
import {Workflows} from './workflows/workflows.ts';

const policies = '/api/entity/retention-policies';
const instances = '/sdb/rest/workflow/instances';
const stored = (name: string, fields: string) =>
	`<a:${name}><a:ApiId> 1 </a:ApiId><a:Name>N</a:Name>${fields}<a:Future>?</a:Future></a:${name}>`;
const run =
	'<w:WorkflowInstance><w:Id> 7 </w:Id><w:State>FAILED</w:State><w:Errors><w:Error>no room</w:Error></w:Errors></w:WorkflowInstance>';

const reads: readonly Read[] = [
	{
		name: 'retention policies, over two pages',
		answers: {
			[`GET ${policies}`]: `<e:RetentionPoliciesResponse><e:RetentionPolicies><e:RetentionPolicy ref="p1" name="A"/></e:RetentionPolicies><e:Paging><e:Next>${origin}${policies}?start=1</e:Next><e:TotalResults>2</e:TotalResults></e:Paging></e:RetentionPoliciesResponse>`,
			[`GET ${policies}?start=1`]:
				'<e:RetentionPoliciesResponse><r:RetentionPolicies><r:RetentionPolicy ref="p2" name="B"/></r:RetentionPolicies></e:RetentionPoliciesResponse>',
			[`GET ${policies}/p1`]:
				'<e:RetentionPolicyResponse><r:RetentionPolicy><r:Ref>p1</r:Ref><r:Name>A</r:Name><r:Period>6</r:Period><r:Assignable>True</r:Assignable></r:RetentionPolicy></e:RetentionPolicyResponse>',
			[`GET ${policies}/p2`]: '<r:RetentionPolicy><r:Ref>p2</r:Ref><r:Name>B</r:Name></r:RetentionPolicy>',
		},
		read: session => new Retention(session).policies().toArray(),
		expected: [{ref: 'p1', name: 'A', period: 6, assignable: true}, {ref: 'p2'}],
	},
	{
		name: 'retention assignments',
		answers: {
			'GET /api/entity/information-objects/a1/retention-assignments':
				'<e:RetentionAssignmentsResponse><e:RetentionAssignments><r:RetentionAssignment><r:ApiId>1</r:ApiId><r:Entity>a1</r:Entity><r:RetentionPolicy>p1</r:RetentionPolicy><r:Expired>true</r:Expired></r:RetentionAssignment></e:RetentionAssignments></e:RetentionAssignmentsResponse>',
		},
		read: session => new Retention(session).assignments({type: 'asset', ref: 'a1'}),
		expected: [{id: '1', entity: 'a1', policy: 'p1', expired: true}],
	},
	{
		name: 'users',
		answers: {
			'GET /api/admin/users': '<a:UsersResponse><a:Users><a:User>jane</a:User></a:Users></a:UsersResponse>',
			'GET /api/admin/users/jane':
				'<a:UserResponse><a:User><a:UserName>jane</a:UserName><a:Enabled>True</a:Enabled><a:Roles><a:Role>ROLE_SDB_X</a:Role></a:Roles></a:User></a:UserResponse>',
		},
		read: async session => {
			const {users} = new Admin(session);
			return Promise.all((await users.list()).map(name => users.user(name)));
		},
		expected: [{userName: 'jane', enabled: true, roles: ['SDB_X']}],
	},
	{
		name: 'roles and security tags of the tenancy',
		answers: {
			'GET /api/admin/security/roles': '<a:RolesResponse><a:Roles><a:Role>ROLE_SDB_X</a:Role></a:Roles></a:RolesResponse>',
			'GET /api/admin/security/tags': '<a:TagsResponse><a:Tags><a:Tag> open </a:Tag></a:Tags></a:TagsResponse>',
		},
		read: async session => {
			const {security} = new Admin(session);
			return {roles: await security.roles(), tags: await security.tags()};
		},
		expected: {roles: ['SDB_X'], tags: ['open']},
	},
	{
		name: 'schemas, documents and transforms',
		answers: {
			'GET /api/admin/schemas': `<a:SchemasResponse><a:Schemas>${stored('Schema', '<a:SchemaUri>urn:s</a:SchemaUri>')}</a:Schemas></a:SchemasResponse>`,
			'GET /api/admin/documents': `<a:DocumentsResponse><a:Documents>${stored('Document', '<a:DocumentType>ConfigurationFile</a:DocumentType>')}</a:Documents></a:DocumentsResponse>`,
			'GET /api/admin/transforms': `<a:TransformsResponse><a:Transforms>${stored('Transform', '<a:Purpose>view</a:Purpose><a:ToSchemaUri>urn:t</a:ToSchemaUri>')}</a:Transforms></a:TransformsResponse>`,
		},
		read: async session => {
			const {schemas, documents, transforms} = new Admin(session);
			return [await schemas.list(), await documents.list(), await transforms.list()];
		},
		expected: [
			[{id: '1', name: 'N', schemaUri: 'urn:s'}],
			[{id: '1', name: 'N', type: 'ConfigurationFile'}],
			[{id: '1', name: 'N', purpose: 'view', fromSchemaUri: undefined, toSchemaUri: 'urn:t'}],
		],
	},
	{
		name: 'security tags of the user',
		answers: {
			'GET /api/security/tags':
				'<s:TagsResponse><s:Tags><s:Tag name="open"><s:Permissions><s:Permission>READ</s:Permission></s:Permissions></s:Tag></s:Tags></s:TagsResponse>',
		},
		read: session => new Account(session).securityTags(),
		expected: [{name: 'open', permissions: ['READ']}],
	},
	{
		name: 'workflows, by themselves and with others',
		answers: {
			'GET /sdb/rest/workflow/contexts':
				'<w:WorkflowContexts><w:WorkflowContext><w:Id>12</w:Id><w:Name>Ingest</w:Name></w:WorkflowContext></w:WorkflowContexts>',
			[`GET ${instances}`]: `<w:WorkflowInstances><w:TotalCount>1</w:TotalCount><w:Count>1</w:Count>${run}</w:WorkflowInstances>`,
			[`GET ${instances}/7`]: run,
		},
		read: async session => {
			const workflows = new Workflows(session);
			return [await workflows.contexts(), await workflows.instances().toArray(), await workflows.instance('7')];
		},
		expected: [
			[{id: '12', name: 'Ingest'}],
			[{id: '7', state: 'failed', errors: ['no room']}],
			{id: '7', state: 'failed', detail: 'FAILED', errors: ['no room']},
		],
	},
];

itIsAlike(reads);

describe('writing', () => {
	it.each(['6.5', '6.9', '7.7', '8.1'])('names the namespaces of the server: %s', async version => {
		const {session, requests} = connect({
			'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${version}.0</CurrentVersion></V>`,
			'POST /api/admin/security/tags': {status: 201},
			'POST /api/entity/information-objects/a1/retention-assignments': {status: 500},
			[`POST ${instances}`]: `<WorkflowInstance xmlns="${namespaceOf('w', version)}"><Id>7</Id></WorkflowInstance>`,
		});
		await new Admin(session).security.addTag('closed');
		await new Workflows(session).start({context: {id: '12'}});
		await expect(new Retention(session).assign('a1', 'p1')).rejects.toThrow('500');
		const [tag, start, assignment] = await Promise.all(requests.slice(1).map(request => request.text()));
		expect(tag).toContain(`<Tag xmlns="http://preservica.com/AdminAPI/v${version}">`);
		expect(start).toContain('<StartWorkflowRequest xmlns="http://workflow.preservica.com">');
		expect(assignment).toContain('<RetentionAssignment xmlns="http://preservica.com/RetentionManagement/v6.2">');
	});
});
