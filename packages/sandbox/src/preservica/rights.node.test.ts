import {expect, it} from 'vitest';
import {sandboxCredentials} from '../credentials.ts';
import type {Role, Row} from './fixtures/changes.ts';
import {admin, changes, configuration, ingesters, operators, roles, settings, users} from './fixtures/changes.ts';
import type {OpenArchive} from './fixtures/open-archive.ts';
import {openArchive} from './fixtures/open-archive.ts';
import {preservicaOperations} from './operations.ts';

/** Operations that tell what not everybody may know. */
const confidential: readonly Row[] = [
	['ENT-38 content', ingesters, 'GET', '/api/entity/actions/exports/none/content'],
	['UPL-01', ingesters, 'GET', '/api/s3/buckets'],
	['UPL-12', ingesters, 'GET', '/api/location/upload'],
	['UPL-13', ingesters, 'GET', '/api/location/upload/none/upload-credentials'],
	['ADM-01', users, 'GET', '/api/admin/security/roles'],
	['ADM-04', users, 'GET', '/api/admin/security/tags'],
	['ADM-07', users, 'GET', '/api/admin/users'],
	['ADM-08', users, 'GET', '/api/admin/users/none'],
	['WFL-01', operators, 'GET', '/sdb/rest/workflow/contexts'],
	['WFL-03', operators, 'GET', '/sdb/rest/workflow/instances/1'],
	['WFL-04', operators, 'GET', '/sdb/rest/workflow/instances'],
	['PRC-01', configuration, 'GET', '/api/process/ingest/configs'],
	['HOOK-01', configuration, 'GET', '/api/webhook/subscriptions'],
	['MON-01', operators, 'GET', '/api/processmonitor/monitors'],
	['MON-02', operators, 'GET', '/api/processmonitor/messages'],
	['MON-03', operators, 'GET', '/api/processmonitor/monitors/none/timeseries'],
	['SET-01', configuration, 'GET', `${settings}/rules`],
	['SET-04', configuration, 'GET', `${settings}/profiles`],
	['SET-05', configuration, 'GET', `${settings}/profiles/none`],
];

/** Changes that need something to change, which other tests of these operations make; they are like their neighbours. */
const triedElsewhere = ['ENT-19', 'ENT-20', 'ENT-21 delete', 'ENT-26', 'ENT-27', 'ENT-33 delete', 'RET-08', 'RET-09'];

/** Signing in, what everybody may do, and what has credentials of its own. */
const everybodys = /^(?:TOK-|USR-02|CON-0[5-8]|OAI-01|UPL-13 A|HLD-)/u;

it('knows who may what of every operation that changes something', () => {
	const changing = preservicaOperations.filter(({method}) => /POST|PUT|DELETE/u.test(method)).map(({id}) => id);
	const tried = [...changes.map(([id]) => id), ...triedElsewhere];
	expect(changing.filter(id => !everybodys.test(id)).toSorted()).toEqual(tried.toSorted());
});

const rows = [...changes, ...confidential].map(([id, who, method, path, body]) => ({id, who, method, path, body}));

it.each(rows)('$id is for $who only', async ({who, method, path, body}) => {
	const open = await openArchive({version: '9.1.0'});
	for (const role of Object.keys(roles) as Role[]) {
		const token = await signInAs(role, open);
		const answer = await open.send(method, path, {token, ...(body !== undefined && {body})});
		expect([role, answer.status === 403, answer.status < 500], await answer.text()).toEqual([role, !who.includes(role), true]);
	}
});

/** Signs in as someone who has this role and no other. */
async function signInAs(role: Role, {send}: OpenArchive): Promise<string> {
	const name = `only-${role.replaceAll(' ', '-')}@fonds.example`;
	const body = `<User ${admin}><FullName>${role}</FullName><Email>${name}</Email><Roles><Role>${roles[role]}</Role></Roles></User>`;
	expect((await send('POST', '/api/admin/users', {body})).status).toBe(201);
	const fields = {username: name, password: sandboxCredentials.preservica.users.firstPassword};
	const answer = await send('POST', '/api/accesstoken/login', {body: new URLSearchParams(fields)});
	const {token}: {token: string} = await answer.json();
	return token;
}
