import {DecodeError, HttpError, isSdkError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {OaiPmhError} from './oai-pmh-error.ts';
import {OaiPmh} from './oai-pmh.ts';

const at = 'GET /OAI-PMH/';
const connect = (routes: Parameters<typeof connectTo>[0], options?: Parameters<typeof connectTo>[1]) => {
	const {session, requests, ...rest} = connectTo(routes, options);
	const parameters = () => requests.map(({url}) => Object.fromEntries(new URL(url).searchParams));
	return {oaiPmh: new OaiPmh(session), requests, parameters, ...rest};
};
const oai = (body: string) =>
	`<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><responseDate>2024-05-01T00:00:00Z</responseDate><request>x</request>${body}</OAI-PMH>`;
const failed = (...codes: string[]) => oai(codes.map(code => `<error code="${code}"> Not\n now </error>`).join(''));
const header = (id: string, more = '', attributes = '') =>
	`<header${attributes}><identifier> oai:${id} </identifier><datestamp>2024-05-01T00:00:00Z</datestamp>${more}</header>`;
const record = (id: string) =>
	`<record>${header(id, '<setSpec>a:b</setSpec><setSpec>c</setSpec>')}<metadata><dc:dc xmlns:dc="http://www.openarchives.org/OAI/2.0/oai_dc/"><title xmlns="http://purl.org/dc/elements/1.1/" xsi:type="x">${id} &amp; é</title></dc:dc></metadata><about><rights xmlns="urn:r">none</rights></about></record>`;
const deleted = (id: string) => `<record>${header(id, '', ' status=" deleted "')}</record>`;
const page = (verb: string, items: string, token?: string, attributes = '') =>
	oai(`<${verb}>${items}${token === undefined ? '' : `<resumptionToken${attributes}>${token}</resumptionToken>`}</${verb}>`);
const aborted = {signal: AbortSignal.abort(new Error('enough'))};

describe('the repository', () => {
	const identity =
		'<repositoryName>Archive</repositoryName><baseURL>https://x/OAI-PMH/</baseURL><protocolVersion>2.0</protocolVersion><adminEmail>a@b.c</adminEmail><adminEmail>d@e.f</adminEmail><earliestDatestamp>2001-01-01T00:00:00Z</earliestDatestamp><deletedRecord>transient</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity><compression>gzip</compression><description><x xmlns="urn:x"/></description>';

	it('says what it is', async () => {
		const {oaiPmh, asked, requests} = connect({[at]: oai(`<Identify>${identity}</Identify>`)});
		expect(await oaiPmh.identify()).toEqual({
			name: 'Archive',
			baseUrl: 'https://x/OAI-PMH/',
			protocolVersion: '2.0',
			adminEmails: ['a@b.c', 'd@e.f'],
			earliestDatestamp: '2001-01-01T00:00:00Z',
			deletedRecords: 'transient',
			granularity: 'YYYY-MM-DDThh:mm:ssZ',
			compressions: ['gzip'],
			descriptions: [expect.objectContaining({name: 'x', namespace: 'urn:x'})],
		});
		expect(asked()).toEqual([`${at}?verb=Identify`]);
		expect(requests[0]?.headers.get('preservica-access-token')).toBe('token-1');
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		[{status: 400}, HttpError],
		['<html>', DecodeError],
		['<OAI-PMH><Identify/></OAI-PMH>', DecodeError],
		[oai(''), DecodeError],
		[oai('<Identify/>'), DecodeError],
		[failed('badVerb'), OaiPmhError],
		[failed('noRecordsMatch'), OaiPmhError],
	])('answered with %o is an error', async (answer, kind) => {
		await expect(connect({[at]: answer}).oaiPmh.identify()).rejects.toThrow(kind);
	});

	it('is not what another server says', async () => {
		await expect(connect({[at]: '<OAI-PMH xmlns="urn:x"/>'}).oaiPmh.identify()).rejects.toThrow('namespace "urn:x", not OAI-PMH 2.0');
	});

	it('is asked again when it is busy, after the time it names', async () => {
		const waits: number[] = [];
		const sleep = async (ms: number) => void waits.push(ms);
		const busy = {status: 503, headers: {'retry-after': '7'}};
		const {oaiPmh, asked} = connect({[at]: [busy, busy, page('ListRecords', record('1'))]}, {retry: {sleep}});
		expect(await oaiPmh.records().toArray()).toHaveLength(1);
		expect(waits).toEqual([7000, 7000]);
		expect(asked()).toHaveLength(3);
	});
});

describe('the forms of metadata', () => {
	const format =
		'<metadataFormat><metadataPrefix>XIP</metadataPrefix><schema>https://x.xsd</schema><metadataNamespace>urn:xip</metadataNamespace></metadataFormat>';

	it('are those of the repository or of one record', async () => {
		const {oaiPmh, parameters} = connect({[at]: page('ListMetadataFormats', format)});
		expect(await oaiPmh.metadataFormats()).toEqual([{prefix: 'XIP', schema: 'https://x.xsd', namespace: 'urn:xip'}]);
		await oaiPmh.metadataFormats({identifier: 'oai:1'});
		expect(parameters()).toEqual([{verb: 'ListMetadataFormats'}, {verb: 'ListMetadataFormats', identifier: 'oai:1'}]);
	});

	it('may be none', async () => {
		expect(await connect({[at]: failed('noMetadataFormats')}).oaiPmh.metadataFormats()).toEqual([]);
	});

	it('of an unknown record, behind a refusal, after an abort are errors', async () => {
		const {oaiPmh} = connect({[at]: [failed('idDoesNotExist'), {status: 403}]});
		await expect(oaiPmh.metadataFormats({identifier: 'x'})).rejects.toSatisfy(error => isSdkError(error, 'id-does-not-exist'));
		await expect(oaiPmh.metadataFormats()).rejects.toThrow(PermissionError);
		await expect(oaiPmh.metadataFormats(aborted)).rejects.toThrow('enough');
	});
});

describe('one record', () => {
	it('has its metadata as an element and as a document of its own', async () => {
		const {oaiPmh, parameters} = connect({[at]: page('GetRecord', record('1'))});
		const found = await oaiPmh.record('oai:1', {metadataPrefix: 'XIP'});
		expect(found).toMatchObject({
			identifier: 'oai:1',
			datestamp: '2024-05-01T00:00:00Z',
			sets: ['a:b', 'c'],
			deleted: false,
			metadata: {name: 'dc', namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/'},
			about: [{name: 'rights', namespace: 'urn:r'}],
		});
		expect(found.xml).toBe(
			'<dc:dc xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:dc="http://www.openarchives.org/OAI/2.0/oai_dc/"><title xmlns="http://purl.org/dc/elements/1.1/" xsi:type="x">1 &amp; é</title></dc:dc>',
		);
		await oaiPmh.record('oai:1');
		expect(parameters()).toEqual([
			{verb: 'GetRecord', identifier: 'oai:1', metadataPrefix: 'XIP'},
			{verb: 'GetRecord', identifier: 'oai:1', metadataPrefix: 'oai_dc'},
		]);
	});

	it('that was deleted has none', async () => {
		const {oaiPmh} = connect({[at]: page('GetRecord', deleted('1'))});
		expect(await oaiPmh.record('oai:1')).toEqual({
			identifier: 'oai:1',
			datestamp: '2024-05-01T00:00:00Z',
			sets: [],
			deleted: true,
			metadata: undefined,
			xml: '',
			about: [],
		});
	});

	it.each([
		[failed('idDoesNotExist'), 'id-does-not-exist', 'There is no record with this identifier (idDoesNotExist): Not now'],
		[failed('cannotDisseminateFormat'), 'cannot-disseminate-format', 'no metadata of this format'],
		[failed('somethingNew'), 'something-new', 'The repository refused GetRecord (somethingNew)'],
		[oai('<error/>'), 'unknown', 'The repository refused GetRecord (unknown).'],
		[page('GetRecord', ''), 'decode', 'holds no record for "oai:1"'],
		[page('GetRecord', '<record/>'), 'decode', 'has no <header>'],
		[{status: 403}, 'permission', 'right'],
	])('answered with %o is an error', async (answer, code, message) => {
		const failure: unknown = await connect({[at]: answer})
			.oaiPmh.record('oai:1')
			.catch((error: unknown) => error);
		expect(isSdkError(failure, code)).toBe(true);
		expect(String(failure)).toContain(message);
	});

	it('tells everything the server finds wrong', async () => {
		const failure: unknown = await connect({[at]: failed('badArgument', 'badVerb')})
			.oaiPmh.record('oai:1')
			.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(OaiPmhError);
		expect(String(failure)).toMatch(/^OaiPmhError: /);
		expect(failure).toMatchObject({
			conditions: [
				{code: 'badArgument', message: 'Not\n now'},
				{code: 'badVerb', message: 'Not\n now'},
			],
		});
	});

	it.each(['constructor', '__proto__'])('takes any word of the server for a condition: %s', code => {
		const failure = new OaiPmhError('GetRecord', [{code, message: 'm'.repeat(100_000)}]);
		expect(failure.message).toMatch(`The repository refused GetRecord (${code}): mmm`);
		expect(failure.message.length).toBeLessThan(400);
		expect(failure.conditions[0]?.message).toHaveLength(100_000);
	});

	it('is not waited for after an abort', async () => {
		await expect(connect({}).oaiPmh.record('oai:1', aborted)).rejects.toThrow('enough');
	});
});

describe('a harvest of records', () => {
	const pages = [
		page('ListRecords', record('1') + deleted('2'), ' t/1&amp; ', ' completeListSize="3" cursor="0" expirationDate="2024-05-02T00:00:00Z"'),
		page('ListRecords', record('3'), '', ' completeListSize="3" cursor="2"'),
	];

	it('follows the resumption tokens to the empty one', async () => {
		const {oaiPmh, parameters} = connect({[at]: pages});
		const list = oaiPmh.records({metadataPrefix: 'XIP', set: 'a:b', from: '2024-05-01', until: '2024-05-31'});
		expect(parameters()).toEqual([]);
		const records = await list.toArray();
		expect(records.map(({identifier, deleted: gone}) => [identifier, gone])).toEqual([
			['oai:1', false],
			['oai:2', true],
			['oai:3', false],
		]);
		expect(parameters()).toEqual([
			{verb: 'ListRecords', metadataPrefix: 'XIP', set: 'a:b', from: '2024-05-01', until: '2024-05-31'},
			{verb: 'ListRecords', resumptionToken: 't/1&'},
		]);
	});

	it('tells the token of each page and how long it lasts, and goes on from it another day', async () => {
		const {oaiPmh, parameters} = connect({[at]: pages});
		let kept: string | undefined;
		const harvest = oaiPmh.records();
		for await (const {items, next, total, expires} of harvest.pages()) {
			expect([items.length, next, total, expires]).toEqual([2, 't/1&', 3, '2024-05-02T00:00:00Z']);
			kept = next;
			break;
		}
		for await (const {items, next, expires} of oaiPmh.records({resume: kept}).pages()) {
			expect([items.length, next, expires]).toEqual([1, undefined, undefined]);
		}
		expect(parameters()).toEqual([
			{verb: 'ListRecords', metadataPrefix: 'oai_dc'},
			{verb: 'ListRecords', resumptionToken: 't/1&'},
		]);
	});

	it('says when a kept token has expired', async () => {
		const failure: unknown = await connect({[at]: failed('badResumptionToken')})
			.oaiPmh.records({resume: 'old'})
			.toArray()
			.catch((error: unknown) => error);
		expect(isSdkError(failure, 'bad-resumption-token')).toBe(true);
		expect(String(failure)).toContain('Begin the harvest anew');
	});

	it('of nothing is empty', async () => {
		expect(
			await connect({[at]: failed('noRecordsMatch')})
				.oaiPmh.records()
				.toArray(),
		).toEqual([]);
		await expect(
			connect({[at]: failed('noRecordsMatch', 'badArgument')})
				.oaiPmh.records()
				.toArray(),
		).rejects.toThrow(OaiPmhError);
	});

	it.each([
		['new Date', new Date('2024-05-01T10:00:00.999+02:00'), '2024-05-01T08:00:00Z'],
		['a moment', '2024-05-01T10:00:00.123456+0200', '2024-05-01T08:00:00Z'],
		['a day', ' 2024-05-01 ', '2024-05-01'],
	])('sends %s as the protocol wants it', async (_, from, sent) => {
		const {oaiPmh, parameters} = connect({[at]: failed('noRecordsMatch')});
		await oaiPmh.records({from}).toArray();
		expect(parameters()[0]).toMatchObject({from: sent});
	});

	it('refuses a day beside a moment', async () => {
		const {oaiPmh, asked} = connect({});
		await expect(oaiPmh.records({from: '2024-05-01', until: new Date()}).toArray()).rejects.toThrow('both be days');
		expect(asked()).toEqual([]);
	});

	it.each([
		['the token it was sent', ['a'], 'a'],
		['an earlier token', ['a', 'b', 'a'], undefined],
	])('does not go round in circles when the server gives %s', async (_, tokens, resume) => {
		const {oaiPmh, asked} = connect({[at]: tokens.map(token => page('ListRecords', record('1'), token))});
		await expect(oaiPmh.records({resume}).toArray()).rejects.toSatisfy(error => isSdkError(error, 'endless-list'));
		expect(asked()).toHaveLength(tokens.length);
	});

	it('fails where the server fails, with all before it given', async () => {
		const {oaiPmh} = connect({[at]: [pages[0] ?? '', {status: 403}]});
		const seen: string[] = [];
		const walk = async () => {
			for await (const {identifier} of oaiPmh.records()) {
				seen.push(identifier);
			}
		};
		await expect(walk()).rejects.toThrow(PermissionError);
		expect(seen).toEqual(['oai:1', 'oai:2']);
		await expect(
			connect({[at]: '<html>'})
				.oaiPmh.records()
				.toArray(),
		).rejects.toThrow(DecodeError);
	});

	it('carries the signal to every page', async () => {
		const {oaiPmh, asked} = connect({[at]: pages});
		const controller = new AbortController();
		const walk = async () => {
			for await (const _ of oaiPmh.records({}, {signal: controller.signal})) {
				controller.abort(new Error('enough'));
			}
		};
		await expect(walk()).rejects.toThrow('enough');
		expect(asked()).toHaveLength(1);
	});

	it('reads ahead when it is told to', async () => {
		const {oaiPmh, asked} = connect({[at]: pages});
		expect(await oaiPmh.records({}, {readAhead: 1}).toArray()).toHaveLength(3);
		expect(asked()).toHaveLength(2);
	});
});

describe('a harvest of identifiers', () => {
	it('gives headers', async () => {
		const {oaiPmh, parameters} = connect({
			[at]: [
				page('ListIdentifiers', header('1', '<setSpec>a</setSpec>'), 't'),
				page('ListIdentifiers', header('2', '', ' status="deleted"')),
			],
		});
		expect(await oaiPmh.identifiers({from: new Date(0)}).toArray()).toEqual([
			{identifier: 'oai:1', datestamp: '2024-05-01T00:00:00Z', sets: ['a'], deleted: false},
			{identifier: 'oai:2', datestamp: '2024-05-01T00:00:00Z', sets: [], deleted: true},
		]);
		expect(parameters()).toEqual([
			{verb: 'ListIdentifiers', metadataPrefix: 'oai_dc', from: '1970-01-01T00:00:00Z'},
			{verb: 'ListIdentifiers', resumptionToken: 't'},
		]);
	});

	it('may be empty, refused, damaged and aborted', async () => {
		const read = async (answer: Parameters<typeof connect>[0][string], options = {}) =>
			connect({[at]: answer})
				.oaiPmh.identifiers({}, options)
				.toArray();
		expect(await read(failed('noRecordsMatch'))).toEqual([]);
		await expect(read(failed('cannotDisseminateFormat'))).rejects.toThrow(OaiPmhError);
		await expect(read({status: 403})).rejects.toThrow(PermissionError);
		await expect(read(page('ListIdentifiers', '<header/>'))).rejects.toThrow('has no <identifier>');
		await expect(read('', aborted)).rejects.toThrow('enough');
	});
});

describe('the sets', () => {
	it('are walked like records', async () => {
		const set = (spec: string) =>
			`<set><setSpec>${spec}</setSpec><setName>Set ${spec}</setName><setDescription><x xmlns="urn:x"/></setDescription></set>`;
		const {oaiPmh, parameters} = connect({[at]: [page('ListSets', set('a'), 't'), page('ListSets', set('a:b'))]});
		expect(await oaiPmh.sets().toArray()).toEqual([
			{spec: 'a', name: 'Set a', descriptions: [expect.objectContaining({name: 'x'})]},
			{spec: 'a:b', name: 'Set a:b', descriptions: [expect.objectContaining({name: 'x'})]},
		]);
		expect(await oaiPmh.sets({resume: 't'}).toArray()).toHaveLength(1);
		expect(parameters()).toEqual([{verb: 'ListSets'}, {verb: 'ListSets', resumptionToken: 't'}, {verb: 'ListSets', resumptionToken: 't'}]);
	});

	it('may be none, refused, damaged and aborted', async () => {
		const read = async (answer: Parameters<typeof connect>[0][string], options = {}) =>
			connect({[at]: answer})
				.oaiPmh.sets(options)
				.toArray();
		expect(await read(failed('noSetHierarchy'))).toEqual([]);
		await expect(read({status: 404})).rejects.toThrow(NotFoundError);
		await expect(read(page('ListSets', '<set/>'))).rejects.toThrow('has no <setSpec>');
		await expect(read('', aborted)).rejects.toThrow('enough');
	});
});
