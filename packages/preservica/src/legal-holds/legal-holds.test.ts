import {ConfigurationError, DecodeError, HttpError, NetworkError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {LegalHolds} from './legal-holds.ts';

const holds = '/api/entity/legal-holds';
const ofAsset = '/api/entity/information-objects/a1/legal-holds';
const version = (text: string) => ({'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${text}</CurrentVersion></V>`});
const answer = (name: string, body: string) => `<${name} xmlns="http://preservica.com/EntityAPI/v9.1">${body}</${name}>`;
const fields = (ref: string) =>
	`<Ref>${ref}</Ref><Name>Case ${ref}</Name><Description>A &amp; B</Description><User>jane</User><CreatedDate>2026-01-02T03:04:05Z</CreatedDate>`;
const hold = (ref: string) => ({ref, name: `Case ${ref}`, description: 'A & B', user: 'jane', created: '2026-01-02T03:04:05Z'});

const connect = (routes: Parameters<typeof connectTo>[0], server = '9.1.0') => {
	const {session, ...rest} = connectTo({...version(server), ...routes});
	return {legalHolds: new LegalHolds(session), ...rest};
};

describe('legal holds', () => {
	it('are listed over all pages, by name', async () => {
		const next = `https://preservica.example.org${holds}?start=1&amp;max=1&amp;expand=true&amp;name=Case`;
		const page = (ref: string, paging: string) =>
			answer('LegalHoldsResponse', `<LegalHolds><LegalHold>${fields(ref)}</LegalHold></LegalHolds><Paging>${paging}</Paging>`);
		const {legalHolds, asked} = connect({
			[`GET ${holds}`]: ({url}) => (url.includes('start=1') ? page('h2', '') : page('h1', `<Next>${next}</Next>`)),
		});
		expect(await legalHolds.list({name: 'Case', pageSize: 1}).toArray()).toEqual([hold('h1'), hold('h2')]);
		expect(asked().slice(1)).toEqual([
			`GET ${holds}?expand=true&name=Case&start=0&max=1`,
			`GET ${holds}?start=1&max=1&expand=true&name=Case`,
		]);
	});

	it('may be none', async () => {
		const {legalHolds} = connect({[`GET ${holds}`]: answer('LegalHoldsResponse', '<LegalHolds/><Paging/>')});
		expect(await legalHolds.list().toArray()).toEqual([]);
	});

	it.each([answer('LegalHoldResponse', fields('h1')), answer('LegalHoldResponse', `<LegalHold>${fields('h1')}</LegalHold>`)])(
		'are read one by one',
		async body => {
			const {legalHolds} = connect({[`GET ${holds}/h1`]: body});
			expect(await legalHolds.hold('h1')).toEqual(hold('h1'));
		},
	);

	it('are made and changed', async () => {
		const {legalHolds, requests} = connect({
			[`POST ${holds}`]: answer('LegalHoldResponse', fields('h1')),
			[`PUT ${holds}/h1`]: answer('LegalHoldResponse', fields('h1')),
		});
		expect(await legalHolds.create({name: 'A <case>'})).toEqual(hold('h1'));
		expect(await requests.at(-1)?.text()).toContain(
			'<LegalHold xmlns="http://preservica.com/XIP/v9.1"><Name>A &lt;case&gt;</Name></LegalHold>',
		);
		expect(await legalHolds.update({ref: 'h1', name: 'B', description: 'C'})).toEqual(hold('h1'));
		expect(await requests.at(-1)?.text()).toContain('<Name>B</Name><Description>C</Description>');
	});

	it('that were changed without an answer are read', async () => {
		const {legalHolds, asked} = connect({[`PUT ${holds}/h1`]: '', [`GET ${holds}/h1`]: answer('LegalHoldResponse', fields('h1'))});
		expect(await legalHolds.update({ref: 'h1', name: 'B'})).toEqual(hold('h1'));
		expect(asked().slice(-2)).toEqual([`PUT ${holds}/h1`, `GET ${holds}/h1`]);
	});

	it.each([
		['a lost answer', () => Promise.reject(new TypeError('socket hang up')), NetworkError],
		['a gateway', {status: 502, body: '<html>'}, HttpError],
	])('may be there all the same after %s: they are sent once, and the error says so', async (_, lost, kind) => {
		const {legalHolds, asked} = connect({[`POST ${holds}`]: lost, [`POST ${ofAsset}`]: lost});
		const made = await legalHolds.create({name: 'x'}).catch((error: unknown) => error);
		const assigned = await legalHolds.assign('a1', 'h1').catch((error: unknown) => error);
		expect([made, assigned]).toEqual([expect.any(kind), expect.any(kind)]);
		expect(String(made)).toMatch(/The hold may have been made all the same: .*\.$/);
		expect(String(assigned)).toMatch(/The asset may be under the hold all the same: .*\.$/);
		expect(asked().filter(line => line.startsWith('POST'))).toHaveLength(2);
	});

	it.each(['', '<html>Sign in</html>'])('that are made with the answer %j may have been made', async body => {
		const {legalHolds} = connect({[`POST ${holds}`]: body});
		const failure = await legalHolds.create({name: 'x'}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(DecodeError);
		expect(String(failure)).toContain('may have been made all the same');
	});

	it('protect assets until they are released or taken away', async () => {
		const {legalHolds, requests, asked} = connect({
			[`GET ${ofAsset}`]: answer(
				'LegalHoldAssignmentsResponse',
				'<LegalHoldAssignment><Entity>a1</Entity><LegalHold>h1</LegalHold><AssignedDate>2026-01-02</AssignedDate></LegalHoldAssignment>',
			),
			[`POST ${ofAsset}`]: '',
			[`DELETE ${ofAsset}/h1`]: {status: 204},
			[`DELETE ${holds}/h1`]: {status: 204},
		});
		await legalHolds.assign({type: 'asset', ref: 'a1'}, 'h1');
		expect(await requests.at(-1)?.text()).toContain('<LegalHoldRef>h1</LegalHoldRef>');
		expect(requests.at(-1)?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		expect(await legalHolds.ofAsset('a1')).toEqual([{asset: 'a1', hold: 'h1', assigned: '2026-01-02'}]);
		await legalHolds.release('a1', 'h1');
		await legalHolds.delete('h1');
		expect(asked().slice(-2)).toEqual([`DELETE ${ofAsset}/h1`, `DELETE ${holds}/h1`]);
	});

	const calls: readonly (readonly [string, (legalHolds: LegalHolds, signal?: AbortSignal) => Promise<unknown>])[] = [
		['listing', (legalHolds, signal) => legalHolds.list({signal}).toArray()],
		['reading', (legalHolds, signal) => legalHolds.hold('h1', {signal})],
		['making', (legalHolds, signal) => legalHolds.create({name: 'x'}, {signal})],
		['changing', (legalHolds, signal) => legalHolds.update({ref: 'h1', name: 'x'}, {signal})],
		['deleting', (legalHolds, signal) => legalHolds.delete('h1', {signal})],
		['asking an asset', (legalHolds, signal) => legalHolds.ofAsset('a1', {signal})],
		['assigning', (legalHolds, signal) => legalHolds.assign('a1', 'h1', {signal})],
		['releasing', (legalHolds, signal) => legalHolds.release('a1', 'h1', {signal})],
	];
	const places = [
		`GET ${holds}`,
		`GET ${holds}/h1`,
		`POST ${holds}`,
		`PUT ${holds}/h1`,
		`DELETE ${holds}/h1`,
		`GET ${ofAsset}`,
		`POST ${ofAsset}`,
		`DELETE ${ofAsset}/h1`,
	];
	const everywhere = (body: Parameters<typeof connectTo>[0][string]) => Object.fromEntries(places.map(place => [place, body]));

	it.each(calls)('say what %s is refused for', async (_, call) => {
		await expect(call(connect(everywhere({status: 403, body: 'needs SDB_CONFIG_MANAGER_USER'})).legalHolds)).rejects.toThrow(
			PermissionError,
		);
		await expect(call(connect(everywhere({status: 404})).legalHolds)).rejects.toThrow(NotFoundError);
	});

	it.each(calls)('need a newer server for %s', async (_, call) => {
		const {legalHolds, asked} = connect({}, '8.1.0');
		const failure = await call(legalHolds).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(String(failure)).toContain('Using legal holds needs Preservica 9.1 or newer; this server runs 8.1.0');
		expect(asked()).toHaveLength(1);
	});

	it.each(calls)('stop %s with an abort', async (_, call) => {
		const controller = new AbortController();
		const {legalHolds} = connect(
			everywhere(() => {
				controller.abort(new Error('enough'));
				return new Promise<string>(() => {});
			}),
		);
		await expect(call(legalHolds, controller.signal)).rejects.toThrow('enough');
	});

	it('without a name are damaged', async () => {
		const {legalHolds} = connect({[`GET ${holds}/h1`]: answer('LegalHoldResponse', '<Ref>h1</Ref>')});
		await expect(legalHolds.hold('h1')).rejects.toThrow(DecodeError);
	});
});
