import {ConfigurationError, DecodeError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {origin} from '../fixtures/connect.ts';
import {samples} from '../fixtures/samples.ts';
import {answer, connect, io} from './fixtures/answers.ts';

const place = '/api/entity/entities/updated-since';
const page = (items: string, next?: string) =>
	answer('EntitiesResponse', `<Entities>${items}</Entities>${next === undefined ? '' : `<Paging><Next>${next}</Next></Paging>`}`);
const query = (request: Request | undefined) => Object.fromEntries(new URL(request?.url ?? '').searchParams);

describe('changes since a moment', () => {
	it('are walked page by page, each as the server lists it', async () => {
		const {entities, requests} = connect({
			[`GET ${place}`]: page('<Entity ref="a1" type="IO" title="Letter" description="A letter"/>', `${origin}${place}?start=1`),
			[`GET ${place}?start=1`]: page('<Entity ref="f1" type="SO" title=""/><Entity ref="c1" type="CO" title="Page" deleted="false"/>'),
		});
		expect(await entities.updatedSince(new Date('2023-04-25T00:00:00Z')).toArray()).toEqual([
			{type: 'asset', ref: 'a1', title: 'Letter', description: 'A letter', deleted: false},
			{type: 'folder', ref: 'f1', title: '', description: undefined, deleted: false},
			{type: 'contentObject', ref: 'c1', title: 'Page', description: undefined, deleted: false},
		]);
		expect(query(requests[0])).toEqual({date: '2023-04-25T00:00:00.000Z', start: '0', max: '1000'});
		expect(requests).toHaveLength(2);
	});

	it('have what was deleted among them, and what this release has no word for', async () => {
		const {entities} = connect({
			[`GET ${place}`]: page(
				'<Entity ref="d1" deleted="true"/><Entity ref="d2" type="IO" title="Gone" deleted=" True "/><Entity ref="x1" type="XO" title="New"/>',
			),
		});
		const found = await entities.updatedSince('2023-04-25').toArray();
		expect(found).toEqual([
			{type: undefined, ref: 'd1', title: '', description: undefined, deleted: true},
			{type: 'asset', ref: 'd2', title: 'Gone', description: undefined, deleted: true},
			{type: undefined, ref: 'x1', title: 'New', description: undefined, deleted: false},
		]);
	});

	it('are read from a recorded answer', async () => {
		const {entities} = connect({[`GET ${place}`]: samples.entitiesWithDeleted});
		expect(await entities.updatedSince('2023-04-25').toArray()).toEqual([
			{
				type: 'asset',
				ref: '8a8b1582-aa5f-4eb0-9c5d-2c16049fcb91',
				title: 'file1.txt',
				description: 'A description',
				deleted: false,
			},
			{type: 'folder', ref: '2d8a9935-3a1a-45ce-aadb-f01f2ddc9405', title: 'file2.txt', description: undefined, deleted: false},
			{type: undefined, ref: '99fb8809-be86-4636-9b3f-4a181de0bc36', title: '', description: undefined, deleted: true},
		]);
	});

	it('can be read further when their kind is known', async () => {
		const {entities, asked} = connect({[`GET ${place}`]: page('<Entity ref="a1" type="IO"/><Entity ref="d1" deleted="true"/>')});
		for await (const change of entities.updatedSince('2023-04-25')) {
			if (change.type !== undefined) {
				await entities.entity(change).catch(() => {});
			}
		}
		expect(asked().slice(1)).toEqual([`GET ${io}/a1`]);
	});

	it('can end at another moment and come in smaller pages', async () => {
		const {entities, requests} = connect({[`GET ${place}`]: samples.entitiesEmpty});
		const options = {until: new Date('2023-05-01T12:00:00.5Z'), pageSize: 10};
		expect(await entities.updatedSince('2023-04-25T00:00:00+02:00', options).toArray()).toEqual([]);
		expect(query(requests[0])).toEqual({
			date: '2023-04-24T22:00:00.000Z',
			endDate: '2023-05-01T12:00:00.500Z',
			start: '0',
			max: '10',
		});
	});

	it('are read on from an address with line breaks in it', async () => {
		const next = '/api/entity/v6.5/entities/updated-since?date=2023-04-25T00%3A00%3A00.000Z&start=100&max=1000';
		const {entities, asked} = connect({[`GET ${place}`]: samples.entitiesUpdatedSinceBrokenNextV65, [`GET ${next}`]: page('')});
		expect(await entities.updatedSince('2023-04-25').toArray()).toMatchObject([{ref: '8a8b1582-aa5f-4eb0-9c5d-2c16049fcb91'}]);
		expect(asked().at(-1)).toBe(`GET ${next}`);
	});

	it.each([
		['of another server', `https://other.example.org${place}?start=1`, {code: 'foreign-link'}],
		['that is none', 'https://', {name: 'ConfigurationError'}],
		['they came from', `${origin}${place}?start=1`, {code: 'endless-list'}],
	])('do not end silently at an address %s', async (_, next, expected) => {
		const first = page('<Entity ref="a1" type="IO"/>', next);
		const {entities} = connect({[`GET ${place}`]: first});
		const refs: string[] = [];
		const walk = async () => {
			for await (const {ref} of entities.updatedSince('2023-04-25')) {
				refs.push(ref);
			}
		};
		await expect(walk()).rejects.toMatchObject(expected);
		expect(refs[0]).toBe('a1');
	});

	it.each([
		['403', {status: 403}, PermissionError],
		['an answer of another server', '<EntitiesResponse/>', DecodeError],
		['an entity without a reference', page('<Entity type="IO"/>'), DecodeError],
	])('fail clearly with %s', async (_, body, kind) => {
		await expect(
			connect({[`GET ${place}`]: body})
				.entities.updatedSince('2023-04-25')
				.toArray(),
		).rejects.toThrow(kind);
	});

	it('are not asked for since no moment', async () => {
		const {entities, asked} = connect({});
		const failure = await entities
			.updatedSince('yesterday')
			.toArray()
			.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(String(failure)).toContain('is not a date');
		expect(asked()).toEqual([]);
	});

	it('end with an abort', async () => {
		const {entities} = connect({[`GET ${place}`]: () => new Promise<string>(() => {})});
		const controller = new AbortController();
		const reading = entities.updatedSince('2023-04-25', {signal: controller.signal}).toArray();
		controller.abort(new Error('enough'));
		await expect(reading).rejects.toThrow('enough');
	});
});
