import {ConfigurationError, HttpError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connectStorage} from '../fixtures/connect-storage.ts';
import {badGateway, json, list, sipId, storagePackage, text} from '../fixtures/servers.ts';
import {isCompressed} from '../index.ts';

const aip = sipId;
const dip = 'f0000000-0000-4000-8000-00000000000d';
const uuids = (packages: readonly {readonly uuid: string}[]) => packages.map(({uuid}) => uuid);
const dipOf = (uuid: string, path: string, related: readonly string[] = []) =>
	storagePackage({uuid, package_type: 'DIP', current_path: path, related_packages: related.map(one => `/api/v2/file/${one}/`)});

const dips = '/api/v2/file/?package_type=DIP&limit=100&offset=0';
const relatedDips = `GET /api/v2/file/?package_type=DIP&related_packages__uuid=${aip}&limit=100&offset=0`;

describe('the DIPs of an AIP', () => {
	it('are found by their relation, in one request', async () => {
		const {storage, asked} = connectStorage({[relatedDips]: list([dipOf(dip, 'x', [aip])])});
		expect(uuids(await storage.dipsOf(aip).toArray())).toEqual([dip]);
		expect(asked()).toEqual([relatedDips]);
	});

	it('are found by their path where they were stored without a relation, each once', async () => {
		const {storage, asked} = connectStorage({
			[relatedDips]: list([dipOf(dip, `f000/imgs-${aip}`, [aip])]),
			[`GET ${dips}`]: list([
				dipOf(dip, `f000/imgs-${aip}`, [aip]),
				dipOf('other', 'imgs-52dd0c01-e803-423a-be5f-b592b5d5d61c'),
				dipOf('unrelated', `f001/imgs-${aip.toUpperCase()}`),
				dipOf('inside', `f001/${aip}/x`),
			]),
		});
		expect(uuids(await storage.dipsOf(aip, {alsoByPath: true}).toArray())).toEqual([dip, 'unrelated']);
		expect(asked()).toHaveLength(2);
	});

	it('may be none', async () => {
		const {storage} = connectStorage({'GET /api/v2/file/': list([])});
		expect(await storage.dipsOf(aip, {alsoByPath: true}).toArray()).toEqual([]);
	});
});

describe('the AIP of a DIP', () => {
	const related = `GET /api/v2/file/?package_type__in=AIP%2CAIC&related_packages__uuid=${dip}&limit=100&offset=0`;
	const read = `GET /api/v2/file/${dip}/`;

	it('is the one it is related to; of several, that of its path', async () => {
		const {storage} = connectStorage({
			[read]: json(dipOf(dip, `imgs-${aip}`)),
			[related]: [list([storagePackage({uuid: 'a'})]), list([storagePackage({uuid: 'a'}), storagePackage()])],
		});
		expect(await storage.aipOf(dip)).toMatchObject({uuid: 'a'});
		expect(await storage.aipOf(dip)).toMatchObject({uuid: aip});
	});

	it('is that of its path, where there is no relation', async () => {
		const {storage} = connectStorage({
			[read]: json(dipOf(dip, `imgs-${aip}/`)),
			[related]: list([]),
			[`GET /api/v2/file/${aip}/`]: [json(storagePackage()), text('', 404), text('<html>', 404)],
		});
		expect(await storage.aipOf(dip)).toMatchObject({uuid: aip});
		expect(await storage.aipOf(dip)).toBeUndefined();
		await expect(storage.aipOf(dip)).rejects.toMatchObject({name: 'NotFoundError'});
	});

	it('is none, or none is meant', async () => {
		const {storage} = connectStorage({[read]: [json(dipOf(dip, 'imgs')), json(storagePackage({uuid: dip}))], [related]: list([])});
		expect(await storage.aipOf(dip)).toBeUndefined();
		await expect(storage.aipOf(dip)).rejects.toBeInstanceOf(ConfigurationError);
	});
});

it('all AIPs are listed with their DIPs, by relation and by path', async () => {
	const {storage} = connectStorage({
		'GET /api/v2/file/?package_type=AIP&limit=100&offset=0': list([
			storagePackage(),
			storagePackage({uuid: 'b'}),
			storagePackage({uuid: 'c'}),
		]),
		[`GET ${dips}`]: list([dipOf('1', `x-${aip}`, [aip]), dipOf('2', `x-${aip}`), dipOf('3', 'x', ['b', 'unknown'])]),
	});
	expect([...(await storage.dipsByAip())]).toEqual([
		[aip, ['1', '2']],
		['b', ['3']],
		['c', []],
	]);
});

it('related packages are listed, whatever they are', async () => {
	const {storage, asked} = connectStorage({'GET /api/v2/file/': list([storagePackage(), dipOf(dip, 'x')])});
	expect(await storage.related('u').toArray()).toHaveLength(2);
	expect(asked()).toEqual(['GET /api/v2/file/?related_packages__uuid=u&limit=100&offset=0']);
});

it('transfers in the backlog are listed', async () => {
	const {storage, asked} = connectStorage({'GET /api/v2/file/': list([storagePackage({package_type: 'transfer'})])});
	expect(await storage.backlog({pageSize: 5}).toArray()).toHaveLength(1);
	expect(asked()).toEqual(['GET /api/v2/file/?package_type=transfer&current_location__purpose=BL&limit=5&offset=0']);
});

it('compressed AIPs are listed, whatever compressed them', async () => {
	const paths = ['a.7z', 'b.tar.gz', 'c.tar.bz2', 'd', 'e.tar', 'f.7z/x', 'g.TAR.GZ', 'h7z'];
	const {storage, asked} = connectStorage({
		'GET /api/v2/file/': list(paths.map(path => storagePackage({uuid: path, current_path: path}))),
	});
	const compressed = storage.compressedAips();
	expect(uuids(await compressed.toArray())).toEqual(['a.7z', 'b.tar.gz', 'c.tar.bz2', 'g.TAR.GZ']);
	expect(asked()).toEqual(['GET /api/v2/file/?package_type=AIP&status=UPLOADED&limit=100&offset=0']);
	for await (const {total} of compressed.pages()) {
		expect(total).toBeUndefined();
	}
	expect(isCompressed({path: 'x.7z'})).toBe(true);
});

describe('packages by their UUIDs', () => {
	it('are given in the order asked for, with those there are not', async () => {
		const {storage, asked} = connectStorage({
			'GET /api/v2/file/set/a;b;c/': json({objects: [storagePackage({uuid: 'c'}), storagePackage({uuid: 'a'})], not_found: ['b']}),
		});
		const {found, notFound} = await storage.packagesByUuid(['A', 'b', 'a', 'c']);
		expect([uuids(found), notFound]).toEqual([['a', 'c'], ['b']]);
		expect(asked()).toHaveLength(1);
	});

	it('are asked for so many at a time as an address takes', async () => {
		const all = Array.from({length: 170}, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
		const {storage, fetch} = connectStorage(
			Object.fromEntries(
				[all.slice(0, 80), all.slice(80, 160), all.slice(160)].map(part => [
					`GET /api/v2/file/set/${part.join(';')}/`,
					json({objects: part.map(uuid => storagePackage({uuid}))}),
				]),
			),
		);
		expect(uuids((await storage.packagesByUuid(all)).found)).toEqual(all);
		expect(fetch.requests.every(({url}) => new URL(url).pathname.length < 4000)).toBe(true);
	});

	it('that are none are asked of nobody', async () => {
		const {storage, asked} = connectStorage({});
		expect(await storage.packagesByUuid([])).toEqual({found: [], notFound: []});
		expect(asked()).toEqual([]);
	});

	it('are not found when the server leaves them out without a word, and stay in their address', async () => {
		const {storage, asked} = connectStorage({'GET /api/v2/file/set/a%2F..%2Fb%3Bc/': json({objects: []})});
		expect(await storage.packagesByUuid(['a/../b;c'])).toEqual({found: [], notFound: ['a/../b;c']});
		expect(asked()).toEqual(['GET /api/v2/file/set/a%2F..%2Fb%3Bc/']);
		const {storage: broken} = connectStorage({'GET /api/v2/file/set/a/': badGateway});
		await expect(broken.packagesByUuid(['a'])).rejects.toBeInstanceOf(HttpError);
	});
});
