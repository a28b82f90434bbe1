import {expect, it} from 'vitest';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {openSandbox} from '../../fixtures/open-sandbox.ts';
import {createJson, sendJson} from '../../fixtures/send-json.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';

const rules = '/api/settings/metadata-enrichment/config/rules';
const profiles = '/api/settings/metadata-enrichment/config/profiles';

const addProfile = (open: OpenSandbox): Promise<string> => createJson(open, profiles, {name: 'Names', piiSettings: {active: 'true'}}, 'id');
const addRule = (open: OpenSandbox, profileId: string, priority: unknown): Promise<string> =>
	createJson(open, rules, {profileId, priority, selectorSettings: {}}, 'id');

it('creates, reads, lists and deletes profiles', async () => {
	const open = await openSandbox();
	const id = await addProfile(open);
	const profile = {id, name: 'Names', piiSettings: {active: true}};
	expect(await sendJson(open, 'GET', `${profiles}/${id}`)).toEqual({status: 200, body: profile});
	expect(await sendJson(open, 'GET', profiles)).toEqual({status: 200, body: {profiles: [profile]}});
	expect((await sendJson(open, 'DELETE', `${profiles}/${id}`)).status).toBe(204);
	expect((await sendJson(open, 'GET', `${profiles}/${id}`)).status).toBe(404);
});

it('does not delete a profile that rules name: 403', async () => {
	const open = await openSandbox();
	const profile = await addProfile(open);
	const rule = await addRule(open, profile, 1);
	expect(await sendJson(open, 'DELETE', `${profiles}/${profile}`)).toEqual({status: 403, body: 'There are rules for the profile Names.'});
	expect((await sendJson(open, 'DELETE', `${rules}/${rule}`)).status).toBe(204);
	expect((await sendJson(open, 'DELETE', `${rules}/${rule}`)).status).toBe(404);
	expect((await sendJson(open, 'DELETE', `${profiles}/${profile}`)).status).toBe(204);
});

it('moves rules down to where there is room, for one that takes their priority', async () => {
	const open = await openSandbox();
	const profile = await addProfile(open);
	const first = await addRule(open, profile, '1');
	const second = await addRule(open, profile, 2);
	const fifth = await addRule(open, profile, 5);
	const urgent = await addRule(open, profile, 1);
	const {body} = await sendJson(open, 'GET', rules);
	expect(body).toMatchObject({
		rules: [
			{id: urgent, priority: 1, profileId: profile, selectorSettings: {}},
			{id: first, priority: 2},
			{id: second, priority: 3},
			{id: fifth, priority: 5},
		],
	});
});

it('takes a rule at the address with two slashes that pyPreservica sends to', async () => {
	const open = await openSandbox();
	const profileId = await addProfile(open);
	const rule = {profileId, priority: '1', selectorSettings: {securityDescriptorSelector: {includes: ['open']}}};
	const answer = await sendJson(open, 'POST', '/api/settings//metadata-enrichment/config/rules', rule);
	expect(answer).toMatchObject({status: 201, body: {...rule, priority: 1}});
});

it.each([
	[rules, 'no JSON', 'rule'],
	[rules, 'for an unknown profile', {profileId: 'x', priority: 1}],
	[rules, 'without a profile', {priority: 1}],
	[rules, 'with an unknown selector', {profileId: 'x', selectorSettings: {moon: {}}}],
	[rules, 'with a priority of 0', {profileId: 'x', priority: 0}],
	[profiles, 'without a name', {piiSettings: {active: true}}],
	[profiles, 'neither active nor not', {name: 'a', piiSettings: {active: 'half'}}],
])('refuses at %s what is %s', async (path, _title, body) => {
	const open = await openSandbox();
	expect((await sendJson(open, 'POST', path, body)).status).toBe(400);
});

it('is not there before 7.7', async () => {
	const open = await openSandbox({version: '6.9.0'});
	expect((await sendJson(open, 'GET', rules)).status).toBe(404);
	expect((await sendJson(await openSandbox({version: '7.7.0'}), 'GET', rules)).status).toBe(200);
});

it.each([
	['GET', rules],
	['POST', rules],
	['DELETE', `${rules}/x`],
	['GET', profiles],
	['GET', `${profiles}/x`],
	['POST', profiles],
	['DELETE', `${profiles}/x`],
])('is not for readers: %s %s names the role they lack', async (method, path) => {
	const open = await openSandbox();
	const answer = await sendJson(open, method, path, undefined, await open.signIn('reader'));
	expect(answer).toEqual({status: 403, body: expect.stringContaining('ROLE_SDB_MANAGER_USER')});
});

it('has rules and profiles after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSandbox({folder});
	const profile = await addProfile(first);
	await addRule(first, profile, 1);
	await first.sandbox.close();
	const second = await openSandbox({folder});
	expect((await sendJson(second, 'GET', rules)).body).toMatchObject({rules: [{profileId: profile}]});
	expect((await sendJson(second, 'GET', profiles)).body).toMatchObject({profiles: [{id: profile}]});
});
