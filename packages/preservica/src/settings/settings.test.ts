import {ConfigurationError, DecodeError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Settings} from './settings.ts';

const connect = (routes: Parameters<typeof connectTo>[0], server = '7.7.0') => {
	const {session, ...rest} = connectTo({
		'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${server}</CurrentVersion></V>`,
		...routes,
	});
	const asked = () => rest.asked().filter(request => !request.endsWith('/version'));
	const sent = () => Promise.all(rest.requests.filter(({method}) => method === 'POST').map(request => request.clone().json()));
	return {settings: new Settings(session), requests: rest.requests, asked, sent};
};
const json = (value: unknown) => JSON.stringify(value);
const rules = '/api/settings/metadata-enrichment/config/rules';
const profiles = '/api/settings/metadata-enrichment/config/profiles';
const selectorSettings = {securityDescriptorSelector: {securityDescriptors: ['open']}, newSelector: 1};

describe('rules', () => {
	const list = json({
		rules: [
			{id: 'r1', profileId: 'p1', priority: 1, selectorSettings, more: 1},
			{id: 2, profileId: 'p2', priority: '2'},
			{id: 'r3', profileId: null, priority: 'last', selectorSettings: null},
		],
	});

	it('are listed in order, numbers as text or not', async () => {
		const {settings, asked, requests} = connect({[`GET ${rules}`]: list});
		expect(await settings.rules()).toStrictEqual([
			{id: 'r1', profile: 'p1', priority: 1, selectors: selectorSettings},
			{id: '2', profile: 'p2', priority: 2, selectors: {}},
			{id: 'r3', profile: undefined, priority: undefined, selectors: {}},
		]);
		expect(asked()).toStrictEqual([`GET ${rules}`]);
		expect(requests[1]?.headers.get('accept')).toBe('application/json');
	});

	it('of one profile are those that refer to it', async () => {
		const {settings} = connect({[`GET ${rules}`]: list});
		expect((await settings.rules({profile: 'p2'})).map(({id}) => id)).toStrictEqual(['2']);
		expect(await settings.rules({profile: 'p9'})).toStrictEqual([]);
		expect(await connect({[`GET ${rules}`]: '{"rules": []}'}).settings.rules()).toStrictEqual([]);
	});

	it('are added with a number and their selectors', async () => {
		const answer = {id: 'r9', profileId: 'p1', priority: '3', selectorSettings: {}};
		const {settings, asked, sent, requests} = connect({[`POST ${rules}`]: {status: 201, body: json(answer)}});
		expect(await settings.addRule({profile: 'p1', priority: 3})).toStrictEqual({id: 'r9', profile: 'p1', priority: 3, selectors: {}});
		await settings.addRule({profile: 'p1', priority: 0, selectors: selectorSettings});
		expect(await sent()).toStrictEqual([
			{profileId: 'p1', priority: 3, selectorSettings: {}},
			{profileId: 'p1', priority: 0, selectorSettings},
		]);
		expect(asked()).toStrictEqual([`POST ${rules}`, `POST ${rules}`]);
		expect(requests[1]?.headers.get('content-type')).toBe('application/json;charset=UTF-8');
	});

	it.each([1.5, Number.NaN, Infinity])('have a whole number for a priority, not %o', async priority => {
		const {settings, asked} = connect({});
		await expect(settings.addRule({profile: 'p1', priority})).rejects.toThrow(ConfigurationError);
		expect(asked()).toStrictEqual([]);
	});

	it('are deleted', async () => {
		const {settings, asked} = connect({[`DELETE ${rules}/r1`]: {status: 204}});
		await settings.deleteRule('r1');
		expect(asked()).toStrictEqual([`DELETE ${rules}/r1`]);
		await expect(settings.deleteRule('none')).rejects.toThrow('There is no enrichment rule none');
	});
});

describe('profiles', () => {
	it('are listed and read, flags as text or not', async () => {
		const {settings, asked} = connect({
			[`GET ${profiles}`]: json({
				profiles: [
					{id: 'p1', name: 'A', piiSettings: {active: 'true'}},
					{id: 'p2', name: 'B', piiSettings: {active: false}},
					{id: 'p3', name: 'C'},
					{id: 'p4', name: 'D', piiSettings: null},
				],
			}),
			[`GET ${profiles}/p1`]: json({id: 'p1', name: 'A', piiSettings: {active: 'False'}}),
		});
		expect(await settings.profiles()).toStrictEqual([
			{id: 'p1', name: 'A', piiActive: true},
			{id: 'p2', name: 'B', piiActive: false},
			{id: 'p3', name: 'C', piiActive: undefined},
			{id: 'p4', name: 'D', piiActive: undefined},
		]);
		expect(await settings.profile('p1')).toStrictEqual({id: 'p1', name: 'A', piiActive: false});
		expect(asked()).toStrictEqual([`GET ${profiles}`, `GET ${profiles}/p1`]);
		await expect(settings.profile('none')).rejects.toThrow('There is no enrichment profile none');
		expect(await connect({[`GET ${profiles}`]: '{"profiles": []}'}).settings.profiles()).toStrictEqual([]);
	});

	it('are added with a flag', async () => {
		const {settings, sent} = connect({[`POST ${profiles}`]: {status: 201, body: json({id: 'p1', name: 'A', piiSettings: {active: true}})}});
		expect(await settings.addProfile({name: 'A', piiActive: true})).toStrictEqual({id: 'p1', name: 'A', piiActive: true});
		await settings.addProfile({name: 'B', piiActive: false});
		expect(await sent()).toStrictEqual([
			{name: 'A', piiSettings: {active: true}},
			{name: 'B', piiSettings: {active: false}},
		]);
	});

	it('and rules that were added without a further word are not added twice by mistake', async () => {
		const {settings} = connect({[`POST ${profiles}`]: {status: 201}, [`POST ${rules}`]: {status: 201, body: ' '}});
		await expect(settings.addProfile({name: 'A', piiActive: true})).rejects.toThrow('accepted it but said nothing more');
		await expect(settings.addRule({profile: 'p', priority: 1})).rejects.toThrow('accepted it but said nothing more');
	});

	it('are deleted', async () => {
		const {settings, asked} = connect({[`DELETE ${profiles}/p1`]: {status: 204}});
		await settings.deleteProfile('p1');
		expect(asked()).toStrictEqual([`DELETE ${profiles}/p1`]);
	});

	const refused = {[`DELETE ${profiles}/p1`]: {status: 403, body: 'no'}};
	const used = json({
		rules: [
			{id: 'r1', profileId: 'p1'},
			{id: 'r2', profileId: 'p2'},
			{id: 'r3', profileId: 'p1'},
		],
	});

	it('are not deleted while rules refer to them, which the error names', async () => {
		const {settings} = connect({...refused, [`GET ${rules}`]: used});
		const failure = await settings.deleteProfile('p1').catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(PermissionError);
		expect(failure).toMatchObject({code: 'in-use', status: 403, body: 'no', method: 'DELETE'});
		expect(String(failure)).toContain('cannot be deleted while rules refer to it: r1, r3. Delete them first.');
	});

	it.each(['{"rules": []}', {status: 403}, '<html>'])('are not deleted without the right, whatever the rules: %o', async answer => {
		const {settings} = connect({...refused, [`GET ${rules}`]: answer});
		await expect(settings.deleteProfile('p1')).rejects.toMatchObject({code: 'permission', status: 403});
		await expect(settings.deleteProfile('p1')).rejects.toThrow('This account has no right to delete the enrichment profile p1.');
	});

	it('end with an abort between the refusal and its reason', async () => {
		const controller = new AbortController();
		const {settings} = connect({
			...refused,
			[`GET ${rules}`]: () => (controller.abort(new Error('enough')), new Promise<string>(() => {})),
		});
		await expect(settings.deleteProfile('p1', {signal: controller.signal})).rejects.toThrow('enough');
	});
});

const calls: Readonly<Record<string, (settings: Settings, signal?: AbortSignal) => Promise<unknown>>> = {
	rules: (settings, signal) => settings.rules({signal}),
	addRule: (settings, signal) => settings.addRule({profile: 'x', priority: 1}, {signal}),
	deleteRule: (settings, signal) => settings.deleteRule('x', {signal}),
	profiles: (settings, signal) => settings.profiles({signal}),
	profile: (settings, signal) => settings.profile('x', {signal}),
	addProfile: (settings, signal) => settings.addProfile({name: 'x', piiActive: true}, {signal}),
	deleteProfile: (settings, signal) => settings.deleteProfile('x', {signal}),
};

describe.each(Object.entries(calls))('settings.%s', (name, call) => {
	const routes = ['GET', 'POST', 'DELETE'].flatMap(method =>
		[rules, `${rules}/x`, profiles, `${profiles}/x`].map(place => `${method} ${place}`),
	);
	const all = (answer: {readonly status: number} | string) => Object.fromEntries(routes.map(route => [route, answer]));

	it('fails clearly without the right, and where there is nothing', async () => {
		await expect(call(connect(all({status: 403})).settings)).rejects.toThrow(PermissionError);
		await expect(call(connect({}).settings)).rejects.toThrow(NotFoundError);
	});

	it.skipIf(name.startsWith('delete')).each(['<html>', '{"id": null}', '{'])('fails clearly with %o', async body => {
		await expect(call(connect(all(body)).settings)).rejects.toThrow(DecodeError);
	});

	it('ends with an abort', async () => {
		await expect(call(connect({}).settings, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
	});

	it('asks for a server that can', async () => {
		const {settings, asked} = connect({}, '7.6.5');
		await expect(call(settings)).rejects.toThrow('The Settings API needs Preservica 7.7 or newer');
		expect(asked()).toStrictEqual([]);
	});
});
