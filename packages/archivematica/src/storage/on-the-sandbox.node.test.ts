import {readText} from '@fonds/core/streams';
import {Secret} from '@fonds/core';
import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {inspect} from '../fixtures/inspect.ts';
import {Archivematica, type Location, type LocationPurpose, type NewSpace, spaceProtocols, type StorageService} from '../index.ts';

const origin = 'http://sandbox.example.org';
const aip = 'c7f3a7e0-2f6c-4c0e-8a34-1d1f7e0b5a11';
const dip = 'c7f3a7e0-2f6c-4c0e-8a34-1d1f7e0b5a12';

let time: number;
let sandbox: Sandbox;
let storage: StorageService;

const sleep = async (ms: number): Promise<void> => {
	time += ms;
};

beforeEach(async () => {
	time = 1_750_000_000_000;
	sandbox = await createSandbox({samples: false, stepDuration: 4000, now: () => time});
	const {dashboard, storage: keys} = sandbox.credentials.archivematica;
	({storage} = new Archivematica({
		dashboard: {url: origin, ...dashboard},
		storage: {url: origin, ...keys},
		fetch: (input, init) => sandbox.fetch(new Request(input, init)),
		retry: {sleep},
	}));
});

afterEach(async () => {
	await sandbox.close();
});

const control = async (method: string, path: string, body?: BodyInit) => {
	const response = await sandbox.fetch(new Request(`${origin}/sandbox/archivematica/${path}`, {method, ...(body !== undefined && {body})}));
	expect(response.ok, await response.clone().text()).toBe(true);
};

const locationFor = async (purpose: LocationPurpose): Promise<Location> => {
	const [found] = await storage.locations({purpose}).toArray();
	if (!found) {
		throw new Error(`The sandbox has no location for ${purpose}.`);
	}
	return found;
};

const put = async (purpose: LocationPurpose, path: string, content: string) =>
	control('PUT', `files/${(await locationFor(purpose)).uuid}/${path}`, content);

/** A bag in the currently-processing location, stored as an AIP, and a folder, stored as its DIP. */
async function storeBoth(): Promise<void> {
	const digest = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb';
	await put('CP', 'made/aip/bagit.txt', 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n');
	await put('CP', 'made/aip/manifest-sha256.txt', `${digest}  data/a.txt\n`);
	await put('CP', 'made/aip/data/a.txt', 'a');
	await put('CP', `made/dip/objects/a.txt`, 'a');
	const {uuid: location, pipelines} = await locationFor('CP');
	const pipeline = pipelines[0] ?? '';
	await (
		await storage.storePackage({
			uuid: aip,
			type: 'AIP',
			origin: {location, path: 'made/aip/'},
			destination: (await locationFor('AS')).uuid,
			path: `box-${aip}`,
			pipeline,
		})
	).done({sleep});
	await (
		await storage.storePackage({
			uuid: dip,
			type: 'DIP',
			origin: {location, path: 'made/dip/'},
			destination: {default: 'DS'},
			path: `box-${aip}`,
			pipeline,
			relatedTo: aip,
		})
	).done({sleep});
}

describe('what there is', () => {
	it('is told by resources and schemas, which agree with the types of filters', async () => {
		const resources = await storage.resources();
		expect(resources.map(({name}) => name)).toEqual(['async', 'file', 'location', 'pipeline', 'space']);
		for (const name of ['async', 'file', 'location', 'pipeline', 'space'] as const) {
			expect(Object.keys((await storage.schema(name)).fields)).not.toEqual([]);
		}
		expect((await storage.schema('location')).filtering).toMatchObject({purpose: 'all', space: 'related'});
	});

	it('can be filtered by every kind of condition', async () => {
		await storeBoth();
		const all = [
			{status__in: ['UPLOADED', 'FAIL']},
			{package_type__exact: 'AIP'},
			{stored_date__isnull: false},
			{current_location__purpose: 'AS'},
			{current_location__space__access_protocol: 'FS'},
			{related_packages__package_type: 'DIP'},
			{uuid__in: [aip]},
		] as const;
		for (const where of all) {
			expect(await storage.packages({type: 'AIP', where}).toArray(), JSON.stringify(where)).toHaveLength(1);
		}
		expect(await storage.packages({where: {status: 'FAIL'}}).toArray()).toEqual([]);
		const {uuid} = await locationFor('AS');
		expect(await storage.locations({where: {uuid, description__isnull: true}}).toArray()).toEqual([]);
		expect(await storage.locations({where: {uuid__startswith: uuid.slice(0, 6)}}).toArray()).toHaveLength(1);
	});
});

describe('pipelines, spaces and locations', () => {
	it('are made and read', async () => {
		const pipeline = await storage.createPipeline({description: 'Second', remoteName: 'am2', apiKey: new Secret('a-long-key')});
		expect(await storage.pipeline(pipeline.uuid)).toEqual(pipeline);
		expect(await storage.pipelines({where: {description__icontains: 'second'}}).toArray()).toEqual([pipeline]);
		const space = await storage.createSpace({protocol: 'FS', path: '/srv', stagingPath: '/var/staging'});
		const location = await storage.createLocation({
			space: space.uuid,
			pipelines: [pipeline.uuid],
			purpose: 'TS',
			relativePath: 'in',
			description: 'Films',
			isDefault: true,
		});
		expect(location).toMatchObject({path: '/srv/in', space: space.uuid, pipelines: [pipeline.uuid]});
		expect(await storage.location(location.uuid)).toEqual(location);
		expect(await storage.defaultLocation('TS')).toEqual(location);
		await control('PUT', `locations/${location.uuid}`, JSON.stringify({enabled: false}));
		await expect(storage.defaultLocation('TS')).rejects.toMatchObject({code: 'disabled-location'});
		await expect(storage.defaultLocation('RP')).rejects.toMatchObject({name: 'NotFoundError', code: 'not-found'});
		await expect(
			storage.createLocation({space: space.uuid, pipelines: ['00000000-0000-4000-8000-000000000000'], purpose: 'AS', relativePath: ''}),
		).rejects.toThrow('Could not find the provided pipeline object');
	});

	it('of every protocol are taken, with all their settings, and show no secret', async () => {
		const password = 'correct-horse-battery-staple';
		for (const [protocol, {settings}] of Object.entries(spaceProtocols)) {
			const given = settings.map(name => {
				const isFlag = /^(?:manuallyMounted|assumeRsyncDaemon|verifySsl|keepLocal)$/.test(name);
				return [name, isFlag ? true : name === 'auSize' ? 5 : /password|secret/i.test(name) ? password : `x-${name}`];
			});
			const wanted: unknown = {protocol, path: '/x', stagingPath: '/s', ...Object.fromEntries(given)};
			const space = await storage.createSpace(wanted as NewSpace);
			expect(Object.keys(space.settings), protocol).toEqual(expect.arrayContaining([...settings]));
			expect(inspect(await storage.space(space.uuid))).not.toContain(password);
		}
		expect(
			(await storage.spaces({where: {access_protocol__in: ['S3', 'GPG']}}).toArray()).map(({protocol}) => protocol).toSorted(),
		).toEqual(['GPG', 'S3']);
		expect(inspect(await storage.spaces().toArray())).not.toContain(password);
	});

	it('are browsed, spaces by plain paths', async () => {
		await put('TS', 'caf%C3%A9/a.txt', 'abc');
		const location = await locationFor('TS');
		const {entries} = await storage.browseSpace(location.space ?? '', `${location.path}/café`);
		expect(entries.map(({name, isDirectory, size}) => [name.text, isDirectory, size])).toEqual([['a.txt', false, 3]]);
	});
});

describe('packages', () => {
	it('are stored, and found by all that relates them', async () => {
		await storeBoth();
		const {found, notFound} = await storage.packagesByUuid([dip, aip, '00000000-0000-4000-8000-000000000000']);
		expect(found.map(({uuid, status}) => [uuid, status])).toEqual([
			[dip, 'UPLOADED'],
			[aip, 'UPLOADED'],
		]);
		expect(notFound).toEqual(['00000000-0000-4000-8000-000000000000']);
		expect((await storage.dipsOf(aip, {alsoByPath: true}).toArray()).map(({uuid}) => uuid)).toEqual([dip]);
		expect(await storage.aipOf(dip)).toMatchObject({uuid: aip});
		expect([...(await storage.dipsByAip())]).toEqual([[aip, [dip]]]);
		expect((await storage.related(aip).toArray()).map(({uuid}) => uuid)).toEqual([dip]);
		expect(await storage.compressedAips().toArray()).toEqual([]);
		expect(await storage.backlog().toArray()).toEqual([]);
		expect((await storage.asyncTasks().toArray()).map(({state}) => state)).toEqual(['succeeded', 'succeeded']);
	});

	it('are stored in one call, too', async () => {
		await put('CP', 'made/dip/objects/a.txt', 'a');
		const {uuid: location, pipelines} = await locationFor('CP');
		const job = await storage.storePackage(
			{
				uuid: dip,
				type: 'DIP',
				origin: {location, path: 'made/dip/'},
				destination: {default: 'DS'},
				path: `box-${aip}`,
				pipeline: pipelines[0] ?? '',
			},
			{via: 'synchronous'},
		);
		expect(await job.done()).toMatchObject({uuid: dip, type: 'DIP', status: 'UPLOADED'});
		await expect(storage.downloadChunk(dip, 1)).rejects.toMatchObject({status: 500});
	});

	it('are moved, and a move that is lost is judged by where the package is', async () => {
		await storeBoth();
		const {space} = await locationFor('AS');
		const {uuid: pipeline} = (await storage.pipelines().toArray())[0] ?? {uuid: ''};
		const target = await storage.createLocation({space: space ?? '', pipelines: [pipeline], purpose: 'AS', relativePath: 'second'});
		const job = await storage.movePackage(aip, target.uuid);
		expect(await storage.package(aip)).toMatchObject({status: 'MOVING'});
		expect(await (await storage.resumeMovePackage(JSON.parse(JSON.stringify(job)))).done({sleep})).toMatchObject({location: target.uuid});
		await expect(storage.movePackage(aip, target.uuid)).rejects.toThrow('New location must be different');
		const back = await storage.movePackage(aip, (await locationFor('AS')).uuid);
		const [last] = (await storage.asyncTasks().toArray()).toReversed();
		await control('DELETE', `tasks/${last?.id}`);
		await expect(back.done({sleep})).rejects.toMatchObject({code: 'task-lost'});
	});

	it('that no list can show are left out, and told', async () => {
		await storeBoth();
		await control('PUT', `packages/${aip}`, JSON.stringify({pipeline: null}));
		await expect(storage.packages().toArray()).rejects.toMatchObject({code: 'unlistable-package'});
		const rows: [number, string | undefined][] = [];
		const packages = storage.packages({}, {onUnlistable: ({position, uuid}) => rows.push([position, uuid])});
		expect((await packages.toArray()).map(({uuid}) => uuid)).toEqual([dip]);
		expect(rows).toEqual([[0, aip]]);
	});

	it('have notes of their files', async () => {
		await storeBoth();
		await storage.addContents(aip, [{file: 'f', path: 'objects/é.txt', sip: 's', accession: '2024/1', origin: 'o'}]);
		expect(await storage.contents(aip)).toMatchObject([{file: 'f', path: 'objects/é.txt', accession: '2024/1', origin: 'o'}]);
		expect(await storage.findFiles({accession: '2024/1', path: 'objects/é.txt'})).toMatchObject([
			{file: 'f', name: 'é.txt', extension: '.txt'},
		]);
		expect(await storage.findFiles({accession: 'none'})).toEqual([]);
		await storage.deleteContents(aip);
		expect(await storage.contents(aip)).toEqual([]);
		await expect(storage.reindex(aip)).rejects.toThrow('This package is not a transfer.');
		await storage.sendCallbacks(aip);
	});

	it('finish a reingest only on the pipeline it was started on', async () => {
		await storeBoth();
		const {uuid: location, pipelines} = await locationFor('CP');
		const finished = {
			uuid: aip,
			type: 'AIP',
			origin: {location, path: 'made/aip/'},
			destination: (await locationFor('AS')).uuid,
			path: `box-${aip}`,
			pipeline: pipelines[0] ?? '',
			reingest: pipelines[0] ?? '',
		} as const;
		await expect(storage.finishReingest(finished)).rejects.toMatchObject({status: 500, code: 'work-uncertain'});
		expect(await storage.package(aip)).toMatchObject({status: 'UPLOADED'});
	});
});

describe('files', () => {
	it('are moved in the background and in one call', async () => {
		await put('TS', 'in/a.txt', 'abc');
		const {uuid: from, pipelines} = await locationFor('TS');
		const {uuid: to} = await locationFor('CP');
		const pipeline = pipelines[0] ?? '';
		const job = await storage.moveFiles(to, {from, pipeline, files: [{source: 'in/', destination: 'tmp/out/'}]});
		expect(await job.done({sleep})).toEqual({confirmed: true});
		await storage.moveFiles(to, {from, pipeline, files: [{source: 'in/a.txt', destination: 'tmp/b.txt'}]}, {via: 'synchronous'});
		expect((await storage.browse(to, 'tmp')).entries.map(({name}) => name.text)).toEqual(['b.txt', 'out']);
		expect((await storage.browse(to, 'tmp/out')).entries.map(({name}) => name.text)).toEqual(['a.txt']);
		const lost = await storage.moveFiles(to, {from, pipeline, files: [{source: 'in/a.txt', destination: 'tmp/c.txt'}]});
		const [last] = (await storage.asyncTasks().toArray()).toReversed();
		await control('DELETE', `tasks/${last?.id}`);
		await expect(lost.done({sleep})).rejects.toMatchObject({code: 'task-lost'});
		expect(await storage.asyncTask((last?.id ?? 0) - 1)).toMatchObject({state: 'succeeded', result: 'Files moved successfully'});
		const nothing = await storage.moveFiles(to, {from, pipeline, files: [{source: 'nonsuch', destination: 'tmp/d'}]});
		await expect(nothing.done({sleep})).rejects.toMatchObject({code: 'task-failed'});
	});

	it('of a package are read by their names', async () => {
		await storeBoth();
		expect(await readText(await storage.extractFile(aip, `box-${aip}/data/a.txt`))).toBe('a');
	});
});
