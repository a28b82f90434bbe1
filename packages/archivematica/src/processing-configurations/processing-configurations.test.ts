import {AuthenticationError, ConfigurationError, DecodeError, HttpError, NotFoundError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import configurationList from '../fixtures/amclient-go/processing-config-list.json' with {type: 'json'};
import {badGateway, connect, json, serverErrorPage, text} from '../fixtures/servers.ts';
import {connectDashboard, ProcessingConfigurations} from './index.ts';

const one = '/api/processing-configuration/automated';
const file = (body: string) => ({headers: {'content-type': 'text/xml'}, body});
const document = `<processingMCP><preconfiguredChoices><preconfiguredChoice>
	<appliesTo>eeb23509-57e2-4529-8857-9d62525db048</appliesTo><goToChain>5727faac-88af-40e8-8c10-268644b0142d</goToChain>
</preconfiguredChoice></preconfiguredChoices></processingMCP>`;
const noSuch = json({success: false, error: 'No such processing config "automated".'}, 404);

const connected = (routes: Parameters<typeof connect>[0], options?: Parameters<typeof connect>[1]) => {
	const {archivematica, ...rest} = connect(routes, options);
	return {processingConfigurations: archivematica.processingConfigurations, ...rest};
};

it('lists the names', async () => {
	const {processingConfigurations, asked} = connected({
		'GET /api/processing-configuration': [json(configurationList), json({processing_configurations: []}), json(['default'])],
	});
	expect(await processingConfigurations.list()).toEqual(['automated', 'default']);
	expect(await processingConfigurations.list()).toEqual([]);
	await expect(processingConfigurations.list()).rejects.toThrow(DecodeError);
	expect(asked()[0]).toBe('GET /api/processing-configuration');
});

it('says that a release before 1.12 has no list', async () => {
	const {processingConfigurations} = connected({'GET /api/processing-configuration': text('<h1>Page not found</h1>', 404)});
	await expect(processingConfigurations.list()).rejects.toThrow(NotFoundError);
});

it('reads one, and its text, asking for any type, on which the server insists', async () => {
	const {processingConfigurations, fetch} = connected({[`GET ${one}`]: file(document)});
	expect(await processingConfigurations.xml('automated')).toBe(document);
	const {choices, entries, xml} = await processingConfigurations.read('automated');
	expect(xml).toBe(document);
	expect(choices.metadataReminder).toBe('Continue');
	expect(entries).toHaveLength(1);
	expect(fetch.requests.map(({headers}) => headers.get('accept'))).toEqual(['*/*', '*/*']);
});

it('gives the text of a file that is no configuration, which it cannot read', async () => {
	const {processingConfigurations} = connected({[`GET ${one}`]: file('<other/>')});
	expect(await processingConfigurations.xml('automated')).toBe('<other/>');
	await expect(processingConfigurations.read('automated')).rejects.toThrow(DecodeError);
});

it.each(['<html></html>', '\n<!DOCTYPE html>\n<html lang="en">'])('takes no page for a configuration: %j', async page => {
	const {processingConfigurations} = connected({[`GET ${one}`]: text(page, 200)});
	await expect(processingConfigurations.xml('automated')).rejects.toThrow(DecodeError);
});

it('deletes one, asking once', async () => {
	const {processingConfigurations, asked, fetch} = connected({
		[`DELETE ${one}`]: [json({success: true}), badGateway, json({success: false}), text('<html></html>', 200)],
	});
	await processingConfigurations.delete('automated');
	expect(fetch.requests[0]?.headers.get('accept')).toBe('*/*');
	await expect(processingConfigurations.delete('automated')).rejects.toThrow(HttpError);
	await expect(processingConfigurations.delete('automated')).rejects.toThrow(DecodeError);
	await expect(processingConfigurations.delete('automated')).rejects.toThrow(DecodeError);
	expect(asked()).toEqual(Array.from({length: 4}, () => `DELETE ${one}`));
});

describe.each(['read', 'xml', 'delete'] as const)('%s', method => {
	const route = `${method === 'delete' ? 'DELETE' : 'GET'} ${one}`;

	it('does not let the server cut a name', async () => {
		const {processingConfigurations, asked} = connected({});
		for (const name of ['', 'my-config', 'a'.repeat(17), '../waiting', 'é', 'a/b']) {
			await expect(processingConfigurations[method](name)).rejects.toThrow(ConfigurationError);
		}
		expect(asked()).toEqual([]);
	});

	it.each([
		['there is none', noSuch, NotFoundError, 'No such processing config "automated".'],
		[
			'it cannot be made anew',
			json({success: false, error: 'Failed to reset processing config "automated".'}, 500),
			HttpError,
			'Failed to',
		],
		['a page says so', serverErrorPage, HttpError, 'The dashboard answered 500'],
		['the key is refused', json({message: 'API key not valid.', error: true}, 403), AuthenticationError, 'API key not valid.'],
		['the type is not taken', text('', 415), HttpError, '415'],
	])('fails when %s', async (_, answer, kind, message) => {
		const {processingConfigurations} = connected({[route]: answer}, {retry: {limit: 0}});
		await expect(processingConfigurations[method]('automated')).rejects.toThrow(kind);
		await expect(processingConfigurations[method]('automated')).rejects.toThrow(message);
	});

	it('stops when aborted', async () => {
		const {processingConfigurations} = connected({[route]: () => new Promise<never>(() => {})});
		const controller = new AbortController();
		const waiting = processingConfigurations[method]('automated', {signal: controller.signal});
		controller.abort(new Error('enough'));
		await expect(waiting).rejects.toThrow('enough');
	});
});

it('works without the whole client', async () => {
	const {fetch} = connect({'GET /api/processing-configuration': json(configurationList)});
	const http = connectDashboard({url: 'http://dashboard.example.org', username: 'a', apiKey: 'k'}, {fetch});
	expect(await new ProcessingConfigurations(http).list()).toEqual(['automated', 'default']);
	const controller = new AbortController();
	controller.abort(new Error('enough'));
	await expect(new ProcessingConfigurations(http).list({signal: controller.signal})).rejects.toThrow('enough');
});
