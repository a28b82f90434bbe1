import {NetworkError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {Admin} from '../admin/admin.ts';
import type {Session} from '../auth/session.ts';
import {Authorities} from '../authorities/authorities.ts';
import {connect} from '../fixtures/connect.ts';
import {Forms} from '../forms/forms.ts';
import {Registry} from '../registry/registry.ts';
import {Retention} from '../retention/retention.ts';
import {Settings} from '../settings/settings.ts';
import {Webhooks} from '../webhooks/webhooks.ts';
import {Workflows} from '../workflows/workflows.ts';

/** A change that is sent once. */
interface Change {
	readonly place: string;
	readonly make: (session: Session, options: {readonly signal?: AbortSignal}) => Promise<unknown>;
	/** What a caller is told when the answer is lost. */
	readonly advice: string;
	/** Does the caller get something out of the answer, so that it has to be readable? */
	readonly read: boolean;
}

const hook = {url: 'https://listener.test/', trigger: 'MOVED', secret: 's3cret'};
const jane = {email: 'jane@example.org', fullName: 'Jane', roles: []};
const enrichment = '/api/settings/metadata-enrichment/config';

const changes: Readonly<Record<string, Change>> = {
	'admin.users.add': {
		place: '/api/admin/users?source=UX2',
		make: (session, options) => new Admin(session).users.add(jane, options),
		advice: 'The user jane@example.org may have been added: look before adding it again.',
		read: false,
	},
	'admin.security.addRole': {
		place: '/api/admin/security/roles',
		make: (session, options) => new Admin(session).security.addRole('ROLE_SDB_X', options),
		advice: '"SDB_X" may have been added: look into the list before adding it again.',
		read: true,
	},
	'admin.security.addTag': {
		place: '/api/admin/security/tags',
		make: (session, options) => new Admin(session).security.addTag('closed', options),
		advice: '"closed" may have been added: look into the list before adding it again.',
		read: true,
	},
	'admin.schemas.add': {
		place: '/api/admin/schemas',
		make: (session, options) => new Admin(session).schemas.add({name: 'x', content: '<x/>'}, options),
		advice: 'The schema may have been added: look into the list before adding it again.',
		read: false,
	},
	'admin.documents.add': {
		place: '/api/admin/documents',
		make: (session, options) => new Admin(session).documents.add({name: 'x', content: '<x/>'}, options),
		advice: 'The document may have been added: look into the list before adding it again.',
		read: false,
	},
	'admin.transforms.add': {
		place: '/api/admin/transforms',
		make: (session, options) => new Admin(session).transforms.add({name: 'x', content: '<x/>', purpose: 'view'}, options),
		advice: 'The transform may have been added: look into the list before adding it again.',
		read: false,
	},
	'authorities.addTable': {
		place: '/api/reference-metadata/tables',
		make: (session, options) => new Authorities(session).addTable({name: 'x', fields: []}, options),
		advice: 'The table may have been added: look into authorities.tables() before adding it again.',
		read: true,
	},
	'authorities.addRecord': {
		place: '/api/reference-metadata/tables/t1/records',
		make: (session, options) => new Authorities(session).addRecord('t1', {values: {}}, options),
		advice: 'The record may have been added: look into authorities.records() before adding it again.',
		read: false,
	},
	'forms.addGroup': {
		place: '/api/metadata/groups/',
		make: (session, options) => new Forms(session).addGroup({name: 'x', fields: []}, options),
		advice: 'The group may have been added: look into forms.groups() before adding it again.',
		read: true,
	},
	'forms.addForm': {
		place: '/api/metadata/forms/',
		make: (session, options) => new Forms(session).addForm({}, options),
		advice: 'The form may have been added: look into forms.forms() before adding it again.',
		read: true,
	},
	'registry.tools.add': {
		place: '/Registry/par/tools',
		make: (session, options) => new Registry(session).tools.add({}, options),
		advice: 'It may have been added: look into the list before adding it again.',
		read: true,
	},
	'retention.createPolicy': {
		place: '/api/entity/retention-policies',
		make: (session, options) => new Retention(session).createPolicy({name: 'A'}, options),
		advice: 'The retention policy "A" may have been made: look for it by its name before making it again.',
		read: true,
	},
	'retention.assign': {
		place: '/api/entity/information-objects/a1/retention-assignments',
		make: (session, options) => new Retention(session).assign('a1', 'p1', options),
		advice: 'It may have been assigned: look at the assignments before assigning it again.',
		read: true,
	},
	'settings.addRule': {
		place: `${enrichment}/rules`,
		make: (session, options) => new Settings(session).addRule({profile: 'x', priority: 1}, options),
		advice: 'It may have been added: look into settings.rules() before adding it again.',
		read: true,
	},
	'settings.addProfile': {
		place: `${enrichment}/profiles`,
		make: (session, options) => new Settings(session).addProfile({name: 'x', piiActive: true}, options),
		advice: 'It may have been added: look into settings.profiles() before adding it again.',
		read: true,
	},
	'webhooks.subscribe': {
		place: '/api/webhook/subscriptions',
		make: (session, options) => new Webhooks(session).subscribe(hook, options),
		advice: 'The subscription may have been made: look into webhooks.subscriptions() before subscribing again.',
		read: true,
	},
	'workflows.start': {
		place: '/sdb/rest/workflow/instances',
		make: (session, options) => new Workflows(session).start({context: {id: '1'}, correlationId: 'mine'}, options),
		advice: 'before starting again; its correlation id is mine.',
		read: true,
	},
	'workflows.terminate': {
		place: '/sdb/rest/workflow/instances/terminate?workflowInstanceIds=1',
		make: (session, options) => new Workflows(session).terminate('1', options),
		advice: 'They may be ending all the same: look at the instances.',
		read: false,
	},
	'workflows.retry': {
		place: '/sdb/rest/workflow/instances/retry?workflowInstanceIds=1',
		make: (session, options) => new Workflows(session).retry('1', options),
		advice: 'They may go on all the same: look at the instances before trying them again.',
		read: true,
	},
};

const version = {'GET /api/entity/versiondetails/version': '<V><CurrentVersion>8.1.0</CurrentVersion></V>'};
const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);
const brokenOff = () => new ReadableStream({pull: controller => controller.error(new TypeError('terminated'))});

describe.each(Object.entries(changes))('%s', (_, {place, make, advice, read}) => {
	const connectTo = (answer: NonNullable<Parameters<typeof connect>[0][string]>) => connect({...version, [`POST ${place}`]: answer});
	const posts = (requests: readonly Request[]) => requests.filter(({method}) => method === 'POST');

	it.each<[string, Parameters<typeof connectTo>[0]]>([
		['the connection breaks', () => Promise.reject(new TypeError('lost'))],
		['the server fails', {status: 500}],
		['a gateway gives up', {status: 504}],
	])('is not repeated when %s, and says once what to do', async (_case, answer) => {
		const {session, requests} = connectTo(answer);
		const {message} = (await failureOf(make(session, {}))) as Error;
		expect(message.split(advice)).toHaveLength(2);
		expect(posts(requests)).toHaveLength(1);
	});

	it.runIf(read).each<[string, Parameters<typeof connectTo>[0]]>([
		['breaks off', () => new Response(brokenOff(), {status: 201})],
		['is a web page', {status: 201, body: '<html><title>Proxy</title></html>'}],
	])('says what to do when the answer %s', async (_case, answer) => {
		expect(String(await failureOf(make(connectTo(answer).session, {})))).toContain(advice);
	});

	it('is no doubt when it was refused, or nothing was sent', async () => {
		expect(String(await failureOf(make(connectTo({status: 403}).session, {})))).not.toContain(advice);

		const failing = {username: 'x', password: 'y'};
		const down = {'POST /api/accesstoken/login': () => Promise.reject(new TypeError('down'))};
		const {session, requests} = connect({...version, ...down, [`POST ${place}`]: ''}, {credentials: failing});
		const failure = await failureOf(make(session, {}));
		expect(failure).toBeInstanceOf(NetworkError);
		expect(String(failure)).not.toContain(advice);
		expect(requests.every(({url}) => url.endsWith('/login'))).toBe(true);
	});
});

describe('what was made, but cannot be read then,', () => {
	const made: readonly [name: string, make: (session: Session) => Promise<unknown>, post: string, get: string, message: string][] = [
		[
			'a user',
			session => new Admin(session).users.add(jane),
			'/api/admin/users',
			'/api/admin/users/jane%40example.org',
			'The user jane@example.org was added.',
		],
		[
			'a table',
			session => new Authorities(session).addTable({name: 'x', fields: []}),
			'/api/reference-metadata/tables',
			'/api/reference-metadata/tables/t1',
			'The table was added: its reference is t1.',
		],
		[
			'a retention policy',
			session => new Retention(session).createPolicy({name: 'A'}),
			'/api/entity/retention-policies',
			'/api/entity/retention-policies/t1',
			'The retention policy was made: its reference is t1.',
		],
		[
			'an assignment',
			session => new Retention(session).assign('a1', 'p1'),
			'/api/entity/information-objects/a1/retention-assignments',
			'/api/entity/information-objects/a1/retention-assignments',
			'The policy was assigned.',
		],
	];
	const answers: Readonly<Record<string, string>> = {
		'a table': '{"ref": "t1"}',
		'a retention policy': '<RetentionPolicy xmlns="http://preservica.com/RetentionManagement/v6.2"><Ref>t1</Ref></RetentionPolicy>',
	};

	it.each(made)('is told: %s', async (name, make, post, get, message) => {
		for (const failure of [
			{status: 404},
			{status: 403},
			'<html><title>Proxy</title></html>',
			() => Promise.reject(new TypeError('lost')),
		]) {
			const {session} = connect({...version, [`POST ${post}`]: {status: 201, body: answers[name] ?? ''}, [`GET ${get}`]: failure});
			expect(String(await failureOf(make(session)))).toContain(message);
		}
	});
});
