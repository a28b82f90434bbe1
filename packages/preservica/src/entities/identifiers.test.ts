import {ConfigurationError, DecodeError, HttpError, NetworkError, PermissionError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {origin} from '../fixtures/connect.ts';
import {samples} from '../fixtures/samples.ts';
import {answer, connect, io, so, version} from './fixtures/answers.ts';
import {decodeIdentifiers} from './metadata-xml.ts';

const asset = {type: 'asset', ref: 'a1'} as const;
const place = `${io}/a1/identifiers`;
const identifier = (id: string, type: string, value: string) =>
	`<xip:Identifier><xip:ApiId>${id}</xip:ApiId><xip:Type>${type}</xip:Type><xip:Value>${value}</xip:Value><xip:Entity>a1</xip:Entity></xip:Identifier>`;
const list = (items: string, next?: string) =>
	answer('IdentifiersResponse', `<Identifiers>${items}</Identifiers>${next === undefined ? '' : `<Paging><Next>${next}</Next></Paging>`}`);

describe('adding an identifier', () => {
	it('sends it in the namespace of the server and gives its id', async () => {
		const {entities, requests, asked} = connect({
			...version,
			[`POST ${place}`]: answer('IdentifiersResponse', identifier('id-1', 'ISBN', '1 &lt; 2')),
		});
		expect(await entities.addIdentifier(asset, {type: 'ISBN', value: '1 < 2'})).toEqual({
			id: 'id-1',
			type: 'ISBN',
			value: '1 < 2',
			entity: 'a1',
		});
		expect(asked().at(-1)).toBe(`POST ${place}`);
		const request = requests.at(-1);
		expect(request?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		expect(await request?.text()).toContain(
			'<Identifier xmlns="http://preservica.com/XIP/v7.7"><Type>ISBN</Type><Value>1 &lt; 2</Value><Entity>a1</Entity></Identifier>',
		);
	});

	it.each([
		['nothing', {status: 204}, undefined],
		['something else', answer('Done', ''), undefined],
		['all identifiers of the entity', list(identifier('id-0', 'code', 'x') + identifier('id-1', 'code', 'y')), 'id-1'],
		['the same twice, as it may be there', list(identifier('id-0', 'code', 'y') + identifier('id-1', 'code', 'y')), 'id-1'],
		['the identifier without its entity', answer('R', '<Identifier><ApiId> id-2 </ApiId></Identifier>'), 'id-2'],
	])('is done when the server answers %s', async (_, body, id) => {
		const {entities} = connect({...version, [`POST ${so}/f1/identifiers`]: body});
		const added = await entities.addIdentifier({type: 'folder', ref: 'f1'}, {type: 'code', value: 'y'});
		expect(added.id).toBe(id);
	});

	it.each([
		['the connection is lost', () => Promise.reject(new TypeError('lost')), NetworkError],
		['a gateway gives up', {status: 504, body: '<html>gateway</html>'}, HttpError],
		['the answer is cut off', '<IdentifiersResponse><Iden', DecodeError],
	])('is not repeated when %s, and may have been done', async (_, lost, kind) => {
		const {entities, asked} = connect({...version, [`POST ${place}`]: lost});
		const failure = await entities.addIdentifier(asset, {type: 'code', value: 'x'}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain('. The identifier may have been added all the same: read the identifiers before you add it again.');
		expect(asked().filter(request => request.startsWith('POST'))).toHaveLength(1);
	});

	it('without the right says so, and that nothing was added', async () => {
		const {entities} = connect({...version, [`POST ${place}`]: {status: 403}});
		const failure = await entities.addIdentifier(asset, {type: 'code', value: 'x'}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(PermissionError);
		expect(String(failure)).toContain('no right to add to the identifiers of the asset with the reference a1');
		expect(String(failure)).not.toContain('may have been');
	});

	it.each([
		[{type: ' ', value: 'x'}, 'needs a type'],
		[{type: 'code', value: ''}, 'needs a value'],
	])('refuses %o before anything is sent', async (wrong, message) => {
		const {entities, asked} = connect(version);
		await expect(entities.addIdentifier(asset, wrong)).rejects.toThrow(message);
		await expect(entities.updateIdentifier(asset, {...wrong, id: '1', entity: 'a1'})).rejects.toThrow(message);
		expect(asked()).toEqual([]);
	});

	it('needs a server of 6.1', async () => {
		const {entities, asked} = connect({'GET /api/entity/versiondetails/version': '<V><CurrentVersion>6.0.1</CurrentVersion></V>'});
		const known = {id: '1', type: 'code', value: 'x', entity: 'a1'};
		await expect(entities.addIdentifier(asset, known)).rejects.toMatchObject({code: 'version'});
		await expect(entities.updateIdentifier(asset, known)).rejects.toMatchObject({code: 'version'});
		await expect(entities.deleteIdentifier(asset, known)).rejects.toMatchObject({code: 'version'});
		await expect(entities.deleteIdentifiers(asset, {all: true})).rejects.toMatchObject({code: 'version'});
		expect(asked()).toHaveLength(1);
	});

	it('ends with an abort, whose reason comes through', async () => {
		const {entities} = connect({...version, [`POST ${place}`]: () => new Promise<string>(() => {})});
		const reason = new Error('enough');
		await expect(entities.addIdentifier(asset, {type: 'a', value: 'b'}, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
	});
});

describe('changing an identifier', () => {
	it('addresses it by its id', async () => {
		const {entities, requests, asked} = connect({
			...version,
			[`PUT ${place}/id-1`]: answer('IdentifiersResponse', identifier('id-1', 'code', 'new')),
		});
		const known = {id: 'id-1', type: 'code', value: 'new', entity: undefined};
		expect(await entities.updateIdentifier(asset, known)).toEqual({...known, entity: 'a1'});
		expect(asked().at(-1)).toBe(`PUT ${place}/id-1`);
		expect(await requests.at(-1)?.text()).toContain('<Type>code</Type><Value>new</Value><Entity>a1</Entity>');
	});

	it('is done when the answer is empty', async () => {
		const {entities} = connect({...version, [`PUT ${place}/id-1`]: {status: 204}});
		expect((await entities.updateIdentifier(asset, {id: 'id-1', type: 'code', value: 'new', entity: 'a1'})).id).toBe('id-1');
	});

	it('keeps its id and entity when the answer leaves them out', async () => {
		const {entities} = connect({
			...version,
			[`PUT ${place}/id-1`]: answer('R', '<xip:Identifier><xip:Type>code</xip:Type></xip:Identifier>'),
		});
		const known = {id: 'id-1', type: 'code', value: 'new', entity: 'a2'};
		expect(await entities.updateIdentifier(asset, known)).toEqual({id: 'id-1', type: 'code', value: '', entity: 'a1'});
	});

	it('is refused without an id', async () => {
		const {entities, asked} = connect(version);
		const wrong = {id: undefined, type: 'code', value: 'x', entity: 'a1'};
		await expect(entities.updateIdentifier(asset, wrong)).rejects.toThrow(ConfigurationError);
		await expect(entities.deleteIdentifier(asset, wrong)).rejects.toThrow('Read it with identifiers()');
		expect(asked()).toEqual([]);
	});
});

describe('deleting identifiers', () => {
	const two = {
		...version,
		[`GET ${place}`]: list(identifier('1', 'code', 'x') + identifier('2', 'ISBN', 'x'), `${origin}${place}?start=2`),
		[`GET ${place}?start=2`]: list(identifier('3', 'code', 'x') + identifier('4', 'code', 'Y')),
	};
	const gone = Object.fromEntries(['1', '2', '3', '4'].map(id => [`DELETE ${place}/${id}`, {status: 204}]));
	const deleted = (asked: readonly string[]) => asked.filter(line => line.startsWith('DELETE')).map(line => line.slice(-1));

	it('takes one as it was read, or its id', async () => {
		const {entities, asked} = connect({...version, ...gone});
		await entities.deleteIdentifier(asset, '1');
		await entities.deleteIdentifier(asset, {id: '2'});
		expect(deleted(asked())).toEqual(['1', '2']);
	});

	it.each([
		[{type: 'code'}, ['1', '3', '4']],
		[{value: 'x'}, ['1', '2', '3']],
		[{type: 'code', value: 'x'}, ['1', '3']],
		[{type: 'code', value: 'y'}, []],
		[{all: true}, ['1', '2', '3', '4']],
	])('of %o goes over all pages and tells what was deleted', async (match, ids) => {
		const {entities, asked} = connect({...two, ...gone});
		expect((await entities.deleteIdentifiers(asset, match)).map(({id}) => id)).toEqual(ids);
		expect(deleted(asked())).toEqual(ids);
	});

	it.each([{}, {type: undefined, value: undefined}, {all: false}, {all: true, type: 'code'}])('of %o is refused', async match => {
		const {entities, asked} = connect({...two, ...gone});
		await expect(entities.deleteIdentifiers(asset, match)).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('that fails in the middle tells what was deleted and what remains', async () => {
		const {entities} = connect({...two, ...gone, [`DELETE ${place}/3`]: {status: 403}});
		const failure = await entities.deleteIdentifiers(asset, {type: 'code'}).catch((error: unknown) => error);
		expect(failure).toMatchObject({name: 'PartlyDoneError', code: 'partly-done', done: [{id: '1'}], remaining: [{id: '3'}, {id: '4'}]});
		expect((failure as Error).cause).toBeInstanceOf(PermissionError);
		expect(String(failure)).toContain('1 of 3 identifiers of the asset a1 were deleted, then it failed: ');
		expect(String(failure)).toContain('There remain: code "x", code "Y".');
	});

	it('that fails at the first has changed nothing and says why', async () => {
		const {entities, asked} = connect({...two, [`DELETE ${place}/1`]: {status: 403}});
		await expect(entities.deleteIdentifiers(asset, {all: true})).rejects.toThrow(PermissionError);
		expect(deleted(asked())).toEqual(['1']);
	});

	it('ends with an abort, whose reason comes through', async () => {
		const controller = new AbortController();
		const reason = new NetworkError('enough');
		const {entities, asked} = connect({
			...two,
			...gone,
			[`DELETE ${place}/3`]: () => {
				controller.abort(reason);
				return {status: 204};
			},
		});
		await expect(entities.deleteIdentifiers(asset, {all: true}, {signal: controller.signal})).rejects.toBe(reason);
		expect(deleted(asked())).not.toContain('4');
	});

	it('deletes none when one could not be', async () => {
		const {entities, asked} = connect({
			...two,
			...gone,
			[`GET ${place}`]: list('<xip:Identifier><xip:Type>code</xip:Type></xip:Identifier>' + identifier('1', 'code', 'x')),
		});
		await expect(entities.deleteIdentifiers(asset, {type: 'code'})).rejects.toThrow(DecodeError);
		expect(deleted(asked())).toEqual([]);
	});
});

describe('identifiers', () => {
	it('are read with white space around them, and when parts are missing', () => {
		const page = decodeIdentifiers(
			parseXml(
				list(
					'<Identifier>\n<xip:ApiId>\n 1 </xip:ApiId><xip:Type>\n code\n</xip:Type><xip:Value> a b\n</xip:Value></Identifier><xip:Identifier/>',
				),
			),
		);
		expect(page).toEqual({
			items: [
				{id: '1', type: 'code', value: 'a b', entity: undefined},
				{id: undefined, type: '', value: '', entity: undefined},
			],
			total: undefined,
			next: undefined,
		});
	});

	it('may be there twice', async () => {
		const twice = identifier('1', 'code', 'x') + identifier('2', 'code', 'x');
		const {entities} = connect({[`GET ${place}`]: list(twice)});
		expect((await entities.identifiers(asset)).map(({id}) => id)).toEqual(['1', '2']);
	});

	it('are read from recorded answers', () => {
		expect(decodeIdentifiers(parseXml(samples.identifiers)).items).toHaveLength(2);
		expect(decodeIdentifiers(parseXml(samples.identifiersEmpty)).items).toEqual([]);
	});
});
