import {ConfigurationError, type RequestOptions} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {Entities} from '../entities/entities.ts';
import {Events} from '../events/events.ts';
import {connect} from '../fixtures/connect.ts';
import {versionRoute} from '../fixtures/version-route.ts';
import type {Session} from '../auth/session.ts';

const empty = '<R xmlns="http://preservica.com/EntityAPI/v7.7"/>';
const asset = {type: 'asset', ref: 'a1'} as const;
const places = ['root/children', 'structural-objects/f1/children', 'entities/updated-since', 'information-objects/a1/links', 'events'];
const routes = {...versionRoute(), ...Object.fromEntries(places.map(place => [`GET /api/entity/${place}`, empty]))};

type Walk = (session: Session, options: RequestOptions & {readonly pageSize: number}) => AsyncIterable<unknown>;

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
	const found: unknown[] = [];
	for await (const item of items) {
		found.push(item);
	}
	return found;
}

describe.each<[string, Walk]>([
	['children', (session, options) => new Entities(session).children('f1', options)],
	['descendants', (session, options) => new Entities(session).descendants(null, options)],
	['changes', (session, options) => new Entities(session).updatedSince('2024-01-01', options)],
	['relationships', (session, options) => new Entities(session).relationships(asset, options)],
	['events', (session, options) => new Events(session).all(options)],
])('a walk over %s', (_, walk) => {
	const read = async (pageSize: number) => {
		const {session, asked} = connect(routes);
		return {
			outcome: await all(walk(session, {pageSize})).catch((error: unknown) => error),
			lists: asked().filter(line => !line.includes('versiondetails')),
		};
	};

	it.each([0, -1, 1.5, 1001, Number.NaN, Infinity])('in pages of %d is refused: nothing would be in them', async pageSize => {
		const {outcome, lists} = await read(pageSize);
		expect(outcome).toBeInstanceOf(ConfigurationError);
		expect(String(outcome)).toContain(`pageSize is ${pageSize};`);
		expect(lists).toEqual([]);
	});

	it.each([1, 1000])('may be in pages of %d', async pageSize => {
		const {outcome, lists} = await read(pageSize);
		expect(outcome).toEqual([]);
		expect(lists).toEqual([expect.stringMatching(new RegExp(`[?&]max=${pageSize}$`))]);
	});
});
