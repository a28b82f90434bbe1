import {ConfigurationError, DecodeError, HttpError, NotFoundError, PermissionError} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import type {Bitstream} from '../entities/representation.ts';
import {connect as connectTo, origin} from '../fixtures/connect.ts';
import {Bitstreams} from './bitstreams.ts';

const xmlns = 'xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v7.7"';
const place = '/api/entity/content-objects/c1/generations/2/bitstreams/3';
const bitstream: Bitstream = {
	filename: 'page.tif',
	size: 5,
	fixities: [],
	unknownFixities: [],
	url: `${origin}${place}/content`,
	integrityHistoryUrl: undefined,
	contentObject: 'c1',
	generation: 2,
	index: 3,
};

const connect = (routes: FakeRoutes) => {
	const {session, ...rest} = connectTo(routes);
	return {bitstreams: new Bitstreams(session), ...rest};
};

describe('a description', () => {
	const answer = `<R ${xmlns}><xip:Bitstream><xip:Filename>page.tif</xip:Filename><xip:FileSize>5</xip:FileSize></xip:Bitstream>
		<AdditionalInformation><IntegrityCheckHistory>${origin}/history</IntegrityCheckHistory></AdditionalInformation></R>`;

	it.each([
		['its numbers', bitstream, `GET ${place}`],
		['its address', `${origin}${place}`, `GET ${place}`],
		['the address of its bytes', `${origin}${place}/content`, `GET ${place}`],
		[
			'an address with a version',
			`${origin}${place.replace('entity/', 'entity/v7.7/')}`,
			`GET ${place.replace('entity/', 'entity/v7.7/')}`,
		],
	])('is read by %s', async (_, which, route) => {
		const {bitstreams, asked} = connect({[route]: answer});
		const read = await bitstreams.bitstream(which);
		expect(read).toMatchObject({
			...bitstream,
			url: expect.stringMatching(/\/bitstreams\/3\/content$/),
			integrityHistoryUrl: `${origin}/history`,
		});
		expect(new URL(read.url).origin).toBe(origin);
		expect(asked()).toEqual([route]);
	});

	it.each([`${origin}/api/entity/content-objects/c1`, 'c1', '', '/api/entity/content-objects/%zz/generations/1/bitstreams/1'])(
		'is not read by %o',
		async url => {
			const {bitstreams, asked} = connect({});
			const failure = await bitstreams.bitstream(url).catch((error: unknown) => error);
			expect(failure).toBeInstanceOf(ConfigurationError);
			expect(String(failure)).toContain('is not the address of a file');
			expect(asked()).toEqual([]);
		},
	);

	it('that is missing says which', async () => {
		await expect(connect({}).bitstreams.bitstream(bitstream)).rejects.toThrow(
			'There is no content object with the reference c1, or it has no generation 2, bitstream 3',
		);
	});
});

describe('the storage of a file', () => {
	const route = `GET ${place}/storage-locations`;
	const locations = (body: string) => `<StorageLocationsResponse ${xmlns}>${body}</StorageLocationsResponse>`;

	it.each([
		['<StorageLocation><Adapter name="Primary Adapter"/><Adapter name=" Cold "/></StorageLocation>', ['Primary Adapter', 'Cold']],
		['<StorageLocation><A name="One"/></StorageLocation><StorageLocation><B name="Two"/></StorageLocation>', ['One', 'Two']],
		['<StorageLocations><StorageLocation>\n<A name="One"/>\n<A/></StorageLocation></StorageLocations>', ['One']],
		['<StorageLocation/>', []],
		['', []],
	])('is told by the names of adapters: %s', async (body, names) => {
		const {bitstreams, asked} = connect({[route]: locations(body)});
		expect(await bitstreams.storageLocations(bitstream)).toEqual(names);
		expect(asked()).toEqual([route]);
	});

	it('is found also where the bytes are somewhere else', async () => {
		const {bitstreams} = connect({[route]: locations('<StorageLocation><A name="One"/></StorageLocation>')});
		expect(await bitstreams.storageLocations({...bitstream, url: 'https://store.example.org/x'})).toEqual(['One']);
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		[{status: 500}, HttpError],
		['<html/>', DecodeError],
		['<Other/>', DecodeError],
	])('fails with %o', async (answer, kind) => {
		await expect(connect({[route]: answer}).bitstreams.storageLocations(bitstream)).rejects.toThrow(kind);
	});

	it('is not waited for after an abort', async () => {
		const {bitstreams} = connect({[route]: () => new Promise(() => {})});
		const wait = bitstreams.storageLocations(bitstream, {signal: AbortSignal.abort(new Error('enough'))});
		await expect(wait).rejects.toThrow('enough');
	});
});

describe('the checks of a file', () => {
	const route = `GET ${place}/integrity-check-history`;
	const history = (...checks: readonly string[]) =>
		`<R ${xmlns}><Histories>${checks.map(check => `<IntegrityCheckHistory>${check}</IntegrityCheckHistory>`).join('')}</Histories></R>`;

	it('tell failures as failures', async () => {
		const {bitstreams, asked} = connect({
			[route]: history(
				'<xip:Type>FULL</xip:Type><xip:Success>true</xip:Success><xip:Date>2024-04-01T02:00:00.000Z</xip:Date><xip:AdapterName>Primary</xip:AdapterName>',
				'<xip:Type>QUICK</xip:Type><xip:Success>false</xip:Success><xip:Fixed>False</xip:Fixed><xip:Reason>gone &amp; lost</xip:Reason>',
				'<xip:Success> TRUE </xip:Success><xip:Fixed>1</xip:Fixed>',
				'<xip:Success>perhaps</xip:Success>',
				'',
			),
		});
		const nothing = {type: undefined, success: undefined, date: undefined, adapter: undefined, fixed: undefined, reason: undefined};
		expect(await bitstreams.integrityChecks(bitstream).toArray()).toEqual([
			{...nothing, type: 'FULL', success: true, date: '2024-04-01T02:00:00.000Z', adapter: 'Primary'},
			{...nothing, type: 'QUICK', success: false, fixed: false, reason: 'gone & lost'},
			{...nothing, success: true, fixed: true},
			nothing,
			nothing,
		]);
		expect(asked()).toEqual([`${route}?start=0&max=100`]);
	});

	it('are read where the server says, from all pages', async () => {
		const more = `<R ${xmlns}><IntegrityCheckHistory/><Paging><Next>${origin}/more?start=1</Next></Paging></R>`;
		const {bitstreams, asked} = connect({'GET /other/history': more, 'GET /more': history('')});
		const checks = bitstreams.integrityChecks({...bitstream, integrityHistoryUrl: `${origin}/other/history`}, {pageSize: 1});
		expect(await checks.toArray()).toHaveLength(2);
		expect(asked()).toEqual(['GET /other/history?start=0&max=1', 'GET /more?start=1']);
	});

	it('may be none', async () => {
		expect(
			await connect({[route]: `<R ${xmlns}/>`})
				.bitstreams.integrityChecks(bitstream)
				.toArray(),
		).toEqual([]);
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		[{status: 500}, HttpError],
		['<html/>', DecodeError],
	])('fail with %o', async (answer, kind) => {
		await expect(
			connect({[route]: answer})
				.bitstreams.integrityChecks(bitstream)
				.toArray(),
		).rejects.toThrow(kind);
	});

	it('end with an abort between pages', async () => {
		const controller = new AbortController();
		const {bitstreams, asked} = connect({[route]: `<R ${xmlns}><IntegrityCheckHistory/><Paging><Next>${origin}/more</Next></Paging></R>`});
		const walk = async () => {
			for await (const _ of bitstreams.integrityChecks(bitstream, {signal: controller.signal})) {
				controller.abort(new Error('enough'));
			}
		};
		await expect(walk()).rejects.toThrow('enough');
		expect(asked()).toHaveLength(1);
	});
});
