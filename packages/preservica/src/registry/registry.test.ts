import {AuthenticationError, ConfigurationError, DecodeError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import type {RegistryCollection} from './registry-collection.ts';
import {Registry, type RegistryOptions} from './registry.ts';

type Routes = Parameters<typeof connectTo>[0];
type Name = {[K in keyof Registry]: Registry[K] extends RegistryCollection ? K : never}[keyof Registry];
const connect = (routes: Routes, options?: RegistryOptions) => {
	const {session, ...rest} = connectTo(routes);
	return {registry: new Registry(session, options), ...rest};
};
const collection = (name: Name, routes: Routes) => {
	const {registry, ...rest} = connect(routes);
	return {collection: registry[name], ...rest};
};

const guid = '0f4a5d8e-7d6b-4f1e-9a51-6d3b9cbb0a11';
const item = {id: {name: 'a/b', guid}, more: [{x: null}]};
const all: readonly (readonly [name: Name, segment: string, key: string, noun: string])[] = [
	['formatFamilies', 'format-families', 'formatFamilies', 'format family'],
	['preservationActionTypes', 'preservation-action-types', 'preservationActionTypes', 'preservation action type'],
	['properties', 'properties', 'parProperties', 'property'],
	['representationFormats', 'representation-formats', 'anything', 'representation format'],
	['fileFormats', 'file-formats', 'anything', 'file format'],
	['tools', 'tools', 'anything', 'tool'],
	['preservationActions', 'preservation-actions', 'anything', 'preservation action'],
	['businessRules', 'business-rules', 'anything', 'business rule'],
	['ruleSets', 'rulesets', 'anything', 'rule set'],
];

describe.each(all)('registry.%s', (name, segment, key, noun) => {
	const at = `/Registry/par/${segment}`;

	it.each([
		['under its key', {[key]: [item], count: 1}],
		['bare', [item]],
	])('are listed, %s', async (_, body) => {
		const {collection: entries, asked, requests} = collection(name, {[`GET ${at}`]: JSON.stringify(body)});
		expect(await entries.list()).toEqual([item]);
		expect(asked()).toEqual([`GET ${at}`]);
		expect(requests[0]?.headers.get('accept')).toBe('application/json');
		expect(requests[0]?.headers.get('preservica-access-token')).toBe('token-1');
	});

	it('may be none', async () => {
		expect(await collection(name, {[`GET ${at}`]: JSON.stringify({[key]: []})}).collection.list()).toEqual([]);
	});

	it('are read, added, replaced and deleted as they are', async () => {
		const answer = JSON.stringify({...item, version: 2});
		const {
			collection: entries,
			asked,
			requests,
		} = collection(name, {
			[`GET ${at}/${guid}`]: JSON.stringify(item),
			[`POST ${at}`]: {status: 201, body: answer},
			[`PUT ${at}/${guid}`]: {status: 201, body: answer},
			[`DELETE ${at}/${guid}`]: {status: 204},
		});
		expect(await entries.item(guid)).toEqual(item);
		expect(await entries.add(item)).toEqual({...item, version: 2});
		expect(await entries.update(guid, item)).toEqual({...item, version: 2});
		await entries.delete(guid);
		expect(asked()).toEqual([`GET ${at}/${guid}`, `POST ${at}`, `PUT ${at}/${guid}`, `DELETE ${at}/${guid}`]);
		for (const request of requests.slice(1, 3)) {
			expect(request.headers.get('content-type')).toBe('application/json');
			expect(request.headers.get('accept')).toBe('application/json');
			expect(await request.json()).toEqual(item);
		}
	});

	it('that do not exist are not found', async () => {
		const {collection: entries} = collection(name, {});
		const message = `There is no ${noun} x y, or this account has no right to see it.`;
		await expect(entries.item('x y')).rejects.toThrow(NotFoundError);
		await expect(entries.item('x y')).rejects.toThrow(message);
		await expect(entries.update('x y', {})).rejects.toThrow(message);
		await expect(entries.delete('x y')).rejects.toThrow(message);
		await expect(entries.list()).rejects.toThrow('what was asked of the Preservation Action Registry');
	});
});

describe('the registry', () => {
	const at = '/Registry/par/tools';

	it('leaves the slash of a PUID in the path, and no other', async () => {
		const {registry, asked} = connect({'GET /Registry/par/file-formats/fmt/40': '{"name": "fmt/40"}'});
		expect(await registry.fileFormats.item('fmt/40')).toEqual({name: 'fmt/40'});
		await expect(registry.fileFormats.item('x-fmt/a b?')).rejects.toThrow('There is no file format x-fmt/a b?');
		await expect(registry.tools.item('fmt/40')).rejects.toThrow('There is no tool fmt/40');
		expect(asked().slice(1)).toEqual(['GET /Registry/par/file-formats/x-fmt/a%20b%3F', 'GET /Registry/par/tools/fmt%2F40']);
	});

	it.each(['', 'fmt/', '/40', 'fmt//40', '../tools', '.'])('refuses the id %o before anything is sent', async id => {
		const {registry, requests} = connect({});
		await expect(registry.fileFormats.item(id)).rejects.toThrow(ConfigurationError);
		await expect(registry.fileFormats.delete(id)).rejects.toThrow(ConfigurationError);
		expect(requests).toEqual([]);
	});

	it.each(['api/Registry/par', '/api/Registry/par/'])('is at another address when told so: %s', async base => {
		const {registry, asked} = connect({'GET /api/Registry/par/rulesets': '[]'}, {base});
		expect(await registry.ruleSets.list()).toEqual([]);
		expect(asked()).toEqual(['GET /api/Registry/par/rulesets']);
		await expect(registry.tools.item('x')).rejects.toThrow('There is no tool x');
	});

	it.each([
		['{"a": [], "b": [], "c": 1}', 'The answer has 2 lists where one was expected; its keys are "a", "b", "c".'],
		['{"error": "no"}', 'The answer has 0 lists where one was expected; its keys are "error".'],
		['{"formatFamilies": null}', 'has 0 lists'],
		['{"a": [1]}', 'has entries that are no objects'],
		['"x"', 'has entries that are no objects'],
		['null', 'has entries that are no objects'],
		['<html>', 'a web page'],
		['', 'is empty'],
	])('has no list in %s', async (body, message) => {
		const {registry} = connect({[`GET /Registry/par/format-families`]: body});
		await expect(registry.formatFamilies.list()).rejects.toThrow(DecodeError);
		await expect(registry.formatFamilies.list()).rejects.toThrow(message);
	});

	it('takes the documented key where there are several lists', async () => {
		const {registry} = connect({'GET /Registry/par/properties': '{"other": [], "parProperties": [{"id": 1}]}'});
		expect(await registry.properties.list()).toEqual([{id: 1}]);
	});

	it('changes one kind by its name', async () => {
		const {registry, asked} = connect({[`GET ${at}`]: '[{"id": {"guid": "1"}}]', [`DELETE ${at}/1`]: {status: 204}});
		expect(await registry.tools.list()).toEqual([{id: {guid: '1'}}]);
		await registry.tools.delete('1');
		expect(asked()).toEqual([`GET ${at}`, `DELETE ${at}/1`]);
	});

	it('takes an empty answer for success', async () => {
		const {registry, asked} = connect({
			[`POST ${at}`]: {status: 201},
			[`PUT ${at}/1`]: {status: 204},
			[`GET ${at}/1`]: '{"id": {}}',
		});
		expect(await registry.tools.add({})).toBeUndefined();
		expect(await registry.tools.update('1', {})).toEqual({id: {}});
		expect(asked()).toEqual([`POST ${at}`, `PUT ${at}/1`, `GET ${at}/1`]);
	});

	it.each([
		['item', '[]'],
		['item', 'x'],
		['add', '[]'],
		['update', '1'],
	] as const)('%s does not take %s for an entry', async (name, body) => {
		const {registry} = connect({[`GET ${at}/1`]: body, [`POST ${at}`]: body, [`PUT ${at}/1`]: body});
		const calls = {item: () => registry.tools.item('1'), add: () => registry.tools.add({}), update: () => registry.tools.update('1', {})};
		await expect(calls[name]()).rejects.toThrow(DecodeError);
	});

	const calls: readonly (readonly [name: string, call: (tools: RegistryCollection, signal?: AbortSignal) => Promise<unknown>])[] = [
		['list', (tools, signal) => tools.list({signal})],
		['item', (tools, signal) => tools.item('1', {signal})],
		['add', (tools, signal) => tools.add({}, {signal})],
		['update', (tools, signal) => tools.update('1', {}, {signal})],
		['delete', (tools, signal) => tools.delete('1', {signal})],
	];
	const answers = (answer: {readonly status: number}) =>
		Object.fromEntries([`GET ${at}`, `GET ${at}/1`, `POST ${at}`, `PUT ${at}/1`, `DELETE ${at}/1`].map(route => [route, answer]));

	it.each(calls)('%s says what a refused token may mean here', async (_, call) => {
		const failure = await call(connect(answers({status: 401})).registry.tools).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(AuthenticationError);
		expect(failure).toMatchObject({status: 401, url: expect.stringContaining(at)});
		expect(String(failure)).toMatch(/refused the access token.*from Preservica 7\.4 on.*HTTP Basic.*api\/Registry\/par/s);
	});

	it.each(calls)('%s takes the right to do so', async (_, call) => {
		await expect(call(connect(answers({status: 403})).registry.tools)).rejects.toThrow(PermissionError);
	});

	it.each(calls)('%s ends with an abort', async (_, call) => {
		const {registry, requests} = connect({});
		await expect(call(registry.tools, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
		expect(requests).toEqual([]);
	});

	it('leaves a sign-in that failed as it is', async () => {
		const {session} = connectTo(
			{'POST /api/accesstoken/login': {status: 401, body: '{"success": false}'}},
			{credentials: {username: 'u', password: 'p'}},
		);
		const failure = await new Registry(session).tools.list().catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(AuthenticationError);
		expect(String(failure)).not.toContain('Registry');
	});
});
