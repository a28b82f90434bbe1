import {ConfigurationError, DecodeError, NetworkError, NotFoundError, PermissionError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {origin} from '../fixtures/connect.ts';
import {samples} from '../fixtures/samples.ts';
import {dcmiRelations} from './dcmi-relations.ts';
import type {RelationshipEnd} from './relationship.ts';
import {answer, connect, io, so, version} from './fixtures/answers.ts';
import {decodeRelationships} from './relationships-xml.ts';

const asset = {type: 'asset', ref: 'a1'} as const;
const folder = {type: 'folder', ref: 'f1'} as const;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what only the types forbid
const part = {type: 'contentObject', ref: 'c1'} as unknown as RelationshipEnd;
const place = `${io}/a1/links`;
const links = (items: string, paging = '') => answer('LinksResponse', `<Links>${items}</Links>${paging}`);
const link = (id: string, {type = 'isPartOf', direction = 'From', ref = 'f1', kind = 'SO'} = {}) =>
	`<Link linkType="${type}" linkDirection="${direction}" title="Box" ref="${ref}" type="${kind}" apiId="${id}">${origin}${so}/${ref}</Link>`;

describe('relationships', () => {
	it('are walked page by page, those from the entity and those to it', async () => {
		const {entities, asked} = connect({
			...version,
			[`GET ${place}?start=0&max=2`]: links(
				link('1') + link('2', {direction: 'To', ref: 'a2', kind: 'IO'}),
				`<Paging><Next>${origin}${place}?start=2&amp;max=2</Next><TotalResults>3</TotalResults></Paging>`,
			),
			[`GET ${place}?start=2&max=2`]: links(link('3')),
		});
		const found = await entities.relationships(asset, {pageSize: 2}).toArray();
		expect(found).toEqual([
			{id: '1', type: 'isPartOf', direction: 'From', other: {type: 'folder', ref: 'f1', title: 'Box'}},
			{id: '2', type: 'isPartOf', direction: 'To', other: {type: 'asset', ref: 'a2', title: 'Box'}},
			{id: '3', type: 'isPartOf', direction: 'From', other: {type: 'folder', ref: 'f1', title: 'Box'}},
		]);
		expect(asked().slice(1)).toEqual([`GET ${place}?start=0&max=2`, `GET ${place}?start=2&max=2`]);
	});

	it('are read from a recorded answer', () => {
		expect(decodeRelationships(parseXml(samples.linksPage1))).toEqual({
			items: [
				{
					id: 'ccea29cb2c3254e753aa91939e9b5370',
					type: 'VirtualChild',
					direction: 'From',
					other: {type: 'folder', ref: '758ef5c5-a364-40e5-bd78-e40f72f5a1f0', title: 'Linked folder'},
				},
			],
			total: undefined,
			next: `${origin}/api/entity/v7.7/structural-objects/a9e1cae8-ea06-4157-8dd4-82d0525b031c/links?max=1000&start=1000`,
		});
	});

	it('may be none', async () => {
		const {entities, asked} = connect({...version, [`GET ${so}/f1/links`]: answer('LinksResponse', '<Paging><Next/></Paging>')});
		expect(await entities.relationships(folder).toArray()).toEqual([]);
		expect(asked().at(-1)).toBe(`GET ${so}/f1/links?start=0&max=100`);
	});

	it('may have directions, kinds and types this release does not know, or none', async () => {
		const {entities} = connect({...version, [`GET ${place}`]: links(link('1', {direction: 'Both', kind: 'XO'}) + '<Link ref=" r "/>')});
		expect(await entities.relationships(asset).toArray()).toEqual([
			{id: '1', type: 'isPartOf', direction: 'Both', other: {type: undefined, ref: 'f1', title: 'Box'}},
			{id: undefined, type: '', direction: '', other: {type: undefined, ref: 'r', title: ''}},
		]);
	});

	it.each([
		['403', {status: 403}, PermissionError],
		['404', {status: 404}, NotFoundError],
		['an answer of another server', '<Links xmlns="urn:x"/>', DecodeError],
		['a relationship to nothing', links('<Link ref=""/>'), DecodeError],
	])('fail clearly with %s', async (_, body, kind) => {
		const {entities} = connect({...version, [`GET ${place}`]: body});
		await expect(entities.relationships(asset).toArray()).rejects.toThrow(kind);
	});

	it('end with an abort', async () => {
		const {entities} = connect({...version, [`GET ${place}`]: () => new Promise<string>(() => {})});
		const controller = new AbortController();
		const reading = entities.relationships(asset, {signal: controller.signal}).toArray();
		controller.abort(new Error('enough'));
		await expect(reading).rejects.toThrow('enough');
	});

	it('need a server of 6.3.1', async () => {
		const {entities} = connect({'GET /api/entity/versiondetails/version': '<V><CurrentVersion>6.3.0</CurrentVersion></V>'});
		const known = {id: '1', type: 't', direction: 'From', other: {...folder, title: ''}};
		await expect(entities.relationships(asset).toArray()).rejects.toMatchObject({code: 'version'});
		await expect(entities.addRelationship({from: asset, to: folder, type: 't'})).rejects.toMatchObject({code: 'version'});
		await expect(entities.deleteRelationship(asset, known)).rejects.toMatchObject({code: 'version'});
	});

	it('are not for content objects', async () => {
		const {entities, asked} = connect(version);
		const known = {id: '1', type: 't', direction: 'From', other: {...folder, title: ''}};
		await expect(entities.relationships(part).toArray()).rejects.toThrow(ConfigurationError);
		await expect(entities.addRelationship({from: part, to: asset, type: 't'})).rejects.toThrow('The content object c1 can have no');
		await expect(entities.addRelationship({from: asset, to: part, type: 't'})).rejects.toThrow(ConfigurationError);
		await expect(entities.deleteRelationship(part, known)).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});
});

describe('adding a relationship', () => {
	it('sends it to where it starts', async () => {
		const {entities, requests, asked} = connect({
			...version,
			[`POST ${place}`]: answer('LinkResponse', '<xip:Link><xip:Type>x</xip:Type></xip:Link>'),
		});
		await entities.addRelationship({from: asset, to: folder, type: dcmiRelations.isPartOf});
		expect(asked().at(-1)).toBe(`POST ${place}`);
		expect(await requests.at(-1)?.text()).toContain(
			'<Link xmlns="http://preservica.com/XIP/v7.7"><Type>http://purl.org/dc/terms/isPartOf</Type><FromEntity>a1</FromEntity><ToEntity>f1</ToEntity></Link>',
		);
	});

	it('is done when the answer is empty', async () => {
		const {entities} = connect({...version, [`POST ${so}/f1/links`]: {status: 204}});
		await expect(entities.addRelationship({from: folder, to: asset, type: 'see also'})).resolves.toBeUndefined();
	});

	it('is not repeated when the answer is lost, and may have been done', async () => {
		const {entities, asked} = connect({...version, [`POST ${place}`]: () => Promise.reject(new TypeError('lost'))});
		const failure = await entities.addRelationship({from: asset, to: folder, type: 't'}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NetworkError);
		expect(String(failure)).toContain('The relationship may have been added all the same');
		expect(asked().filter(line => line.startsWith('POST'))).toHaveLength(1);
	});

	it('without the right says so', async () => {
		const {entities} = connect({...version, [`POST ${place}`]: {status: 403}});
		await expect(entities.addRelationship({from: asset, to: folder, type: 't'})).rejects.toThrow(
			'This account has no right to add to the relationships of the asset with the reference a1.',
		);
	});

	it.each([
		['', 'needs a type'],
		['VirtualChild', 'belong to the server'],
		[' virtualchild ', 'belong to the server'],
	])('of the type %o is refused', async (type, message) => {
		const {entities, asked} = connect(version);
		await expect(entities.addRelationship({from: folder, to: asset, type})).rejects.toThrow(message);
		expect(asked()).toEqual([]);
	});

	it('has the thirteen relations of Dublin Core at hand', () => {
		expect(Object.keys(dcmiRelations)).toHaveLength(13);
		for (const [name, uri] of Object.entries(dcmiRelations)) {
			expect(uri).toBe(`http://purl.org/dc/terms/${name}`);
		}
	});
});

describe('deleting a relationship', () => {
	const known = {id: 'l1', type: 'isPartOf', direction: 'From', other: {...folder, title: 'Box'}};

	it('addresses it at the entity it starts from, whatever kind the other end is', async () => {
		const {entities, asked} = connect({...version, [`DELETE ${place}/l1`]: {status: 204}});
		await entities.deleteRelationship(asset, known);
		expect(asked().at(-1)).toBe(`DELETE ${place}/l1`);
	});

	it.each([
		[{...known, direction: 'To'}, 'This relationship starts at f1, not at the asset a1. Delete it where it starts.'],
		[{...known, id: undefined}, 'has no id'],
		[{...known, type: 'VirtualChild'}, 'belong to the server'],
	])('of %o is refused', async (wrong, message) => {
		const {entities, asked} = connect(version);
		await expect(entities.deleteRelationship(asset, wrong)).rejects.toThrow(message);
		expect(asked()).toEqual([]);
	});

	it('that is gone says so', async () => {
		const {entities} = connect(version);
		await expect(entities.deleteRelationship(asset, known)).rejects.toThrow('or it has no relationships l1');
	});
});
