import {DecodeError} from '@fonds/core';
import {expect, it} from 'vitest';
import {connectStorage, failure} from '../fixtures/connect-storage.ts';
import {badGateway, json, list, storagePackage} from '../fixtures/servers.ts';
import type {UnlistablePackage} from '../index.ts';

const row = (uuid: string) => storagePackage({uuid});
const page = (offset: number, limit = 2) => `GET /api/v2/file/?limit=${limit}&offset=${offset}`;
const link = (offset: number, limit = 2) => `/api/v2/file/?limit=${limit}&offset=${offset}`;
const uuids = (packages: readonly {readonly uuid: string}[]) => packages.map(({uuid}) => uuid);

it('gives once what comes again, on whatever page', async () => {
	const {storage, asked} = connectStorage({
		[page(0)]: list([row('a'), row('b')], link(2), 4),
		[page(2)]: list([row('c'), row('d')], link(4), 4),
		[page(4)]: list([row('a')], null, 4),
	});
	expect(uuids(await storage.packages({}, {pageSize: 2}).toArray())).toEqual(['a', 'b', 'c', 'd']);
	expect(asked()).toHaveLength(3);
});

it('reads the list once more for what a shift hid, and gives it at the end', async () => {
	const {storage, asked} = connectStorage({
		[page(0)]: [list([row('a'), row('b')], link(2), 4), list([row('b'), row('c')], link(2), 3)],
		[page(2)]: [list([row('d')], null, 3), list([row('d')], null, 3)],
	});
	expect(uuids(await storage.packages({}, {pageSize: 2}).toArray())).toEqual(['a', 'b', 'd', 'c']);
	expect(asked()).toHaveLength(4);
});

it('reads the list once more when the order changed between pages, although the number did not', async () => {
	const {storage} = connectStorage({
		[page(0)]: list([row('a'), row('b')], link(2), 3),
		[page(2)]: [list([row('b')], null, 3), list([row('c')], null, 3)],
	});
	expect(uuids(await storage.packages({}, {pageSize: 2}).toArray())).toEqual(['a', 'b', 'c']);
});

it('fails after the last item when the server counts more than it gives', async () => {
	const {storage, asked} = connectStorage({[page(0)]: list([row('a')], null, 2)});
	const seen: string[] = [];
	const walk = async () => {
		for await (const {uuid} of storage.packages({}, {pageSize: 2})) {
			seen.push(uuid);
		}
	};
	const error = await failure(walk());
	expect(error).toBeInstanceOf(DecodeError);
	expect(error).toMatchObject({code: 'incomplete-list', message: expect.stringContaining('counts 2 in the list api/v2/file/, and gave 1')});
	expect(seen).toEqual(['a']);
	expect(asked()).toHaveLength(2);
});

it('does not miss what a reader did not ask for', async () => {
	const {storage, asked} = connectStorage({[page(0)]: list([row('a'), row('b')], link(2), 4)});
	expect(uuids(await storage.packages({}, {pageSize: 2}).toArray(2))).toEqual(['a', 'b']);
	expect(asked()).toHaveLength(1);
});

it('takes a list without a number as it is', async () => {
	const {storage, asked} = connectStorage({'GET /api/v2/file/': json({meta: {next: null}, objects: [row('a')]})});
	expect(await storage.packages().toArray()).toHaveLength(1);
	expect(asked()).toHaveLength(1);
});

it('knows that the server counts rows, where a condition is on a relation to many', async () => {
	const {storage, asked} = connectStorage({'GET /api/v2/file/': list([row('a'), row('a'), row('b')])});
	expect(uuids(await storage.packages({where: {related_packages__package_type: 'DIP'}}).toArray())).toEqual(['a', 'b']);
	expect(asked()).toHaveLength(1);
	await expect(storage.packages({where: {status: 'UPLOADED'}}).toArray()).rejects.toMatchObject({code: 'incomplete-list'});
});

it.each([
	[0, 1],
	[0.5, 0],
	[7, 7],
	[5000, 1000],
])('asks for a page size of %d as the server has it', async (pageSize, limit) => {
	const {storage, asked} = connectStorage({'GET /api/v2/file/': list([])});
	await storage.packages({}, {pageSize}).toArray();
	expect(asked()).toEqual([`GET /api/v2/file/?limit=${Math.max(limit, 1)}&offset=0`]);
});

it('ends when its reader aborts in the second reading, too', async () => {
	const controller = new AbortController();
	const {storage, asked} = connectStorage({
		[page(0)]: [
			list([row('a')], null, 2),
			() => {
				controller.abort('enough');
				return list([row('a')], null, 2);
			},
		],
	});
	await expect(storage.packages({}, {pageSize: 2, signal: controller.signal}).toArray()).rejects.toBe('enough');
	expect(asked()).toHaveLength(2);
});

const poison = '3d1ebc2f-0cd4-44a8-9e4f-d3cb5ae2ea2b';

/** A server with packages, some of which cannot be shown; they come in the order of the letters. */
function withUnlistable(letters: string) {
	const refusal = json(
		{
			error: `The object '&lt;Package: ${poison}: /x&gt;' has an empty attribute 'origin_pipeline' and doesn't allow a default or null value.`,
		},
		400,
	);
	return connectStorage({
		'GET /api/v2/file/': request => {
			const query = new URL(request.url).searchParams;
			const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))];
			const rows = letters.slice(offset, offset + limit).split('');
			const next =
				offset + limit < letters.length
					? `/api/v2/file/?${new URLSearchParams({...Object.fromEntries(query), offset: String(offset + limit)})}`
					: null;
			return rows.includes('x') ? refusal : list(rows.map(row), next, letters.length);
		},
	});
}

it.each([
	['abcdefgh', 4, []],
	['abxdefgh', 4, [2]],
	['xbcdefgx', 4, [0, 7]],
	['abcdxxxxijk', 4, [4, 5, 6, 7]],
	['abcxxx', 3, [3, 4, 5]],
	['xx', 1, [0, 1]],
	['xbc', 100, [0]],
])('leaves out of %s, %d at a time, exactly the rows to blame', async (letters, pageSize, positions) => {
	const {storage, asked} = withUnlistable(letters);
	const skipped: UnlistablePackage[] = [];
	const options = {pageSize, onUnlistable: (one: UnlistablePackage) => skipped.push(one)};
	const packages = await storage.packages({type: 'AIP'}, options).toArray();
	expect(uuids(packages).join('')).toBe(letters.replaceAll('x', ''));
	expect(skipped.map(({position}) => position)).toEqual(positions);
	expect(skipped.every(({uuid, message}) => uuid === poison && message.includes('origin_pipeline'))).toBe(true);
	expect(asked().every(address => address.includes('package_type=AIP'))).toBe(true);
});

it('asks for the halves of a page only, not for each row', async () => {
	const {storage, asked} = withUnlistable(
		`${'a'.repeat(40)}x${'b'.repeat(23)}`.replaceAll(/[ab]/g, (_, index: number) => String.fromCodePoint(0x4e_00 + index)),
	);
	await storage.packages({}, {pageSize: 64, onUnlistable: () => {}}).toArray();
	expect(asked()).toHaveLength(1 + 2 * 6);
});

it('tells each row once, also when the list is read twice', async () => {
	const refusal = json({error: "The object has an empty attribute 'origin_pipeline'"}, 400);
	const {storage} = connectStorage({
		[page(0, 1)]: refusal,
		[page(1, 1)]: [list([row('b')], link(2, 1), 3), list([row('b')], link(2, 1), 3)],
		[page(2, 1)]: [list([row('b')], null, 3), list([row('c')], null, 3)],
		[page(2 ** 31 - 1, 1)]: list([], null, 3),
	});
	const positions: number[] = [];
	const packages = storage.packages(
		{},
		{pageSize: 1, onUnlistable: ({position, uuid}) => positions.push(position) && expect(uuid).toBeUndefined()},
	);
	expect(uuids(await packages.toArray())).toEqual(['b', 'c']);
	expect(positions).toEqual([0]);
});

it('does not leave out anything for another reason', async () => {
	const refusal = json({error: "The object has an empty attribute 'origin_pipeline'"}, 400);
	const skipped: UnlistablePackage[] = [];
	const options = {pageSize: 4, onUnlistable: (one: UnlistablePackage) => skipped.push(one)};
	const {storage} = connectStorage({[page(0, 4)]: refusal, [page(0)]: list([row('a'), row('b')], link(2), 4), [page(2)]: badGateway});
	await expect(storage.packages({}, options).toArray()).rejects.toMatchObject({status: 502});
	expect(skipped).toEqual([]);
	const other = connectStorage({[page(0, 4)]: json({error: 'The query is wrong.'}, 400)});
	await expect(other.storage.packages({}, options).toArray()).rejects.toMatchObject({status: 400});
	expect(other.asked()).toHaveLength(1);
});
