import {Secret} from '@fonds/core';
import type {HttpEvent} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {failure} from '../fixtures/connect-storage.ts';
import {inspect} from '../fixtures/inspect.ts';
import {badGateway, connect, storageKey, storageUrl, text} from '../fixtures/servers.ts';
import {collection, collectionId, depositId, edit, entry, feed, inBrowser, single, swordError} from '../fixtures/sword.ts';
import {connectDeposits, Deposits, type StorageSession} from '../index.ts';

const cookie = '7c0ffee0session0cookie0facade000';
const storage = (session: StorageSession) => ({url: storageUrl, username: 'keeper', apiKey: storageKey, session});

describe.skipIf(inBrowser)('a cookie that was given', () => {
	it.each([
		[cookie, `storageapi_sessionid=${cookie}`],
		[`csrftoken=abc; storageapi_sessionid=${cookie}`, `csrftoken=abc; storageapi_sessionid=${cookie}`],
	])('is sent: %j', async (given, header) => {
		for (const value of [given, new Secret(given)]) {
			const {archivematica, fetch} = connect({[`GET ${edit}`]: single(entry('a'))}, {storage: storage({cookie: value})});
			await archivematica.deposits.read(depositId);
			expect(fetch.requests[0]?.headers.get('cookie')).toBe(header);
			expect(fetch.requests[0]?.credentials).toBe('same-origin');
		}
	});

	it.each(['', ' ', 'a\r\nX: y', 'ä', 'a '])('is refused when it is none: %j', value => {
		expect(() => connect({}, {storage: storage({cookie: value})})).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
	});

	it('is sent with deposits only', async () => {
		const {archivematica, fetch} = connect({}, {storage: storage({cookie})});
		await failure(archivematica.storage.package('x'));
		await failure(archivematica.dashboard.waiting());
		expect(fetch.requests.length).toBe(2);
		expect(fetch.requests.filter(({headers}) => headers.has('cookie'))).toEqual([]);
	});

	it('is in nothing that is printed, told or thrown', async () => {
		const events: HttpEvent[] = [];
		const whole = `csrftoken=0123456789abcdef; storageapi_sessionid=${cookie}`;
		for (const answer of [
			swordError(400, `Cookie: ${whole}`),
			swordError(500, `session ${cookie} and token 0123456789abcdef`),
			text(`${cookie} is not good`, 403),
			text(`<html>${cookie}</html>`, 200),
			badGateway,
			() => Promise.reject(new TypeError(`request with cookie: ${whole} failed`)),
		]) {
			const {archivematica} = connect(
				{[`GET ${edit}`]: answer},
				{storage: storage({cookie: whole}), onEvent: event => events.push(event), retry: {limit: 0}},
			);
			const error = await failure(archivematica.deposits.read(depositId));
			for (const value of [error, archivematica, events]) {
				expect(inspect(value)).not.toContain(cookie);
				expect(inspect(value)).not.toContain('0123456789abcdef');
				expect(JSON.stringify(value)).not.toContain(cookie);
			}
		}
		expect(events.length).toBeGreaterThan(10);
	});
});

it.runIf(inBrowser)('a cookie is refused where programs can send none', () => {
	expect(() => connect({}, {storage: storage({cookie})})).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
});

it('the browser sends its own cookies, also to another origin, when it is asked to', async () => {
	const {archivematica, fetch} = connect({[`GET ${collection}`]: feed()}, {storage: storage('browser')});
	await archivematica.deposits.list(collectionId);
	expect(fetch.requests[0]?.credentials).toBe('include');
	const anybody = connect({[`GET ${collection}`]: feed()});
	await anybody.archivematica.deposits.list(collectionId);
	expect(anybody.fetch.requests[0]?.credentials).toBe('same-origin');
});

it('deposits can be had alone', async () => {
	const {fetch} = connect({[`GET ${collection}`]: feed(entry('Letters'))});
	const deposits = new Deposits(connectDeposits({url: storageUrl}, {fetch}));
	expect(await deposits.list(collectionId)).toHaveLength(1);
	expect(() => connectDeposits({url: 'ftp://x'})).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
});
