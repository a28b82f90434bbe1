import {createHash} from 'node:crypto';
import {gunzipSync} from 'node:zlib';
import {parseXml} from '@fonds/core/xml';
import {beforeEach, describe, expect, it} from 'vitest';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {quads} from '../identifiers.ts';
import {locationFor} from '../state.ts';
import type {Purpose} from '../state.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const sorry = {error_message: 'Sorry, this request could not be processed. Please try again later.'};
const nobody = '00000000-0000-4000-8000-000000000000';
const uuid = 'c7f3a7e0-2f6c-4c0e-8a34-1d1f7e0b5a11';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Lays files where a pipeline would have them. */
async function lay(files: Readonly<Record<string, string>>, purpose: Purpose = 'CP'): Promise<void> {
	const location = locationFor(am.state, purpose).uuid;
	for (const [path, body] of Object.entries(files)) {
		expect((await am.send('PUT', `/sandbox/archivematica/files/${location}/${path}`, {body})).status).toBe(201);
	}
}

const uri = (purpose: Purpose) => `/api/v2/location/${locationFor(am.state, purpose).uuid}/`;
const posting = (more: Json = {}) => ({
	uuid,
	origin_location: uri('CP'),
	origin_path: 'made/box/',
	current_location: uri('AS'),
	current_path: `box-${uuid}`,
	package_type: 'AIP',
	origin_pipeline: '/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/',
	...more,
});

const bag = {
	'bagit.txt': 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n',
	'manifest-sha256.txt': `${sha256('a')}  data/a.txt\n`,
	'data/a.txt': 'a',
};
const bagged = (folder: string): Record<string, string> => {
	const files = {...bag, 'tagmanifest-sha256.txt': `${sha256(bag['bagit.txt'])} bagit.txt\n`};
	return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
};

const compression = [
	'event',
	{version: '3.0'},
	['event_identifier', ['event_identifier_type', 'UUID'], ['event_identifier_value', nobody]],
	['event_type', 'compression'],
	['event_detail_information', ['event_detail', 'program="7z"; version="16.02"; algorithm="bzip2"']],
];

async function post(body: unknown, path = ''): Promise<{status: number; body: Json; location: string | null}> {
	const answer = await am.write('POST', `/api/v2/file/${path}`, body);
	const text = await answer.text();
	return {status: answer.status, body: text === '' ? '' : JSON.parse(text), location: answer.headers.get('location')};
}

const browse = async (purpose: Purpose, path = '') => {
	const {entries} = await am.readStorage(`${uri(purpose)}browse/?path=${encodeURIComponent(Buffer.from(path).toString('base64'))}`);
	return entries.map((name: string) => Buffer.from(name, 'base64').toString());
};

describe('an AIP that is posted', () => {
	it('is stored under the quads of its UUID, and gone from where it was', async () => {
		await lay(bagged('made/box'));
		const {status, body, location} = await post(posting({size: 1}));
		expect([status, location]).toEqual([201, `/api/v2/file/${uuid}/`]);
		expect(body).toMatchObject({
			current_path: `${quads(uuid)}/box-${uuid}`,
			origin_location: uri('CP'),
			origin_path: 'made/box/',
			package_type: 'AIP',
			status: 'UPLOADED',
			stored_date: '2026-05-17T02:30:00',
			size: Object.values(bagged('x')).join('').length,
		});
		expect(await browse('CP', 'made')).toEqual([]);
		expect(await am.readStorage(`/api/v2/file/${uuid}/check_fixity/`)).toMatchObject({success: true});
		expect((await am.storage(`/api/v2/file/${uuid}/extract_file/?relative_path_to_file=data/a.txt`)).status).toBe(200);
		expect((await am.storage(`/api/v2/file/${uuid}/pointer_file/`)).status).toBe(404);
	});

	it('is copied where its origin keeps what it has', async () => {
		await lay(bagged('made/box'), 'TS');
		expect((await post(posting({origin_location: uri('TS')}))).status).toBe(201);
		expect(await browse('TS', 'made')).toEqual(['box']);
	});

	it('has a pointer file made of its events, when it is an archive', async () => {
		await lay({'made/box.7z': 'seven'});
		const agents = [['agent', {}, ['agent_name', 'Somebody']]];
		const change = {origin_path: 'made/box.7z', current_path: `box-${uuid}.7z`, events: [compression], agents, aip_subtype: 'Box'};
		const {status, body} = await post(posting(change));
		expect([status, body.size, body.events]).toEqual([201, 5, [compression]]);
		const pointer = await (await am.storage(`/api/v2/file/${uuid}/pointer_file/`)).text();
		expect(parseXml(pointer).name).toBe('mets');
		for (const part of [
			sha256('seven'),
			'TRANSFORMALGORITHM="bzip2"',
			'TYPE="Box"',
			'>fmt/484<',
			`>${nobody}<`,
			'>Somebody<',
			'<premis:eventType>compression<',
		])
			expect(pointer).toContain(part);
		expect((await am.storage(`/api/v2/file/${uuid}/extract_file/?relative_path_to_file=x`)).status).toBe(500);
		await am.control('POST', `packages/${uuid}/damage`, {});
		expect((await am.readStorage(`/api/v2/file/${uuid}/check_fixity/`)).message).toBe('Incorrect package checksum');
	});

	it.each([{}, {events: []}, {events: 'x'}, {events: [['event', ['event_type', 'ingestion']]]}])(
		'is stored without a pointer file, and an error, when it is an archive and has %j',
		async change => {
			await lay({'made/box.7z': 'seven'});
			const {status, body} = await post(posting({origin_path: 'made/box.7z', current_path: 'box.7z', ...change}));
			expect([status, body]).toEqual([500, sorry]);
			expect((await am.readStorage(`/api/v2/file/${uuid}/`)).status).toBe('UPLOADED');
			expect((await am.storage(`/api/v2/file/${uuid}/pointer_file/`)).status).toBe(404);
			expect((await am.storage(`/api/v2/file/${uuid}/download/`)).status).toBe(200);
		},
	);

	it.each([{origin_path: 'nowhere/'}, {origin_path: '../../etc/'}, {current_path: '../../../../../../../../../x'}, {current_path: ''}])(
		'stays pending with %j',
		async change => {
			await lay(bagged('made/box'));
			const {status, body} = await post(posting(change));
			expect([status, body]).toEqual([500, sorry]);
			expect(await am.readStorage(`/api/v2/file/${uuid}/`)).toMatchObject({status: 'PENDING', size: 0, stored_date: null});
			expect((await am.storage(`/api/v2/file/${uuid}/download/`)).status).toBe(500);
		},
	);

	it('stays pending where there is no place for it', async () => {
		await lay(bagged('made/box'));
		await am.control('PUT', `locations/${locationFor(am.state, 'AS').uuid}`, {quota: 10});
		expect((await post(posting())).status).toBe(500);
		expect((await am.readStorage(`/api/v2/file/${uuid}/`)).status).toBe('PENDING');
		expect(await browse('CP', 'made')).toEqual(['box']);
	});

	it('stays pending where its space is full', async () => {
		await lay(bagged('made/box'));
		const small = {access_protocol: 'FS', path: '/small', staging_path: '/', size: 200};
		const space = (await (await am.write('POST', '/api/v2/space/', small)).json()).resource_uri;
		const made = await am.write('POST', '/api/v2/location/', {space, pipeline: [], purpose: 'AS'});
		expect((await post(posting({current_location: (await made.json()).resource_uri}))).status).toBe(500);
		expect(await browse('CP', 'made')).toEqual(['box']);
	});

	it.each([
		[{uuid: undefined}, 500, sorry],
		[{uuid: 'x'}, 400, {error: "['“x” is not a valid UUID.']"}],
		[{current_path: undefined}, 500, sorry],
		[{package_type: undefined}, 500, sorry],
		[{origin_location: undefined}, 400, {error: "The 'origin_location' field has no data and doesn't allow a default or null value."}],
		[{current_location: undefined}, 400, {error: "The 'current_location' field has no data and doesn't allow a default or null value."}],
		[{origin_pipeline: undefined}, 400, {error: "The 'origin_pipeline' field has no data and doesn't allow a default or null value."}],
		[
			{current_location: `/api/v2/location/${nobody}/`},
			400,
			{error: `Could not find the provided location object via resource URI '/api/v2/location/${nobody}/'.`},
		],
		[
			{current_location: '/api/v2/location/default/RP/'},
			400,
			{error: "Could not find the provided location object via resource URI '/api/v2/location/default/RP/'."},
		],
		[{related_package_uuid: nobody}, 404, sorry],
	])('is refused with %j, and makes no row', async (change, status, body) => {
		expect(await post(posting(change))).toMatchObject({status, body});
		expect((await am.readStorage('/api/v2/file/')).meta.total_count).toBe(0);
	});

	it('has a UUID of its own', async () => {
		await lay(bagged('made/box'));
		expect((await post(posting())).status).toBe(201);
		expect(await post(posting())).toMatchObject({status: 500, body: sorry});
	});
});

it.each([
	{package_type: 'AIP', current: 'TS'},
	{package_type: 'DIP', current: 'BL'},
	{package_type: 'transfer', current: 'AS'},
	{package_type: 'SIP', current: 'AS'},
	{package_type: 'whatever', current: 'AS'},
] as const)('$package_type in $current is a row and nothing else', async ({package_type, current}) => {
	await lay(bagged('made/box'));
	const {status, body} = await post(posting({package_type, current_location: uri(current)}));
	expect([status, body.status, body.current_path, body.size]).toEqual([201, 'FAIL', `box-${uuid}`, 0]);
	expect(await browse('CP', 'made')).toEqual(['box']);
});

it('a DIP is stored, found by the AIP it is related with, and not to be checked', async () => {
	const aip = await am.preserve('letters');
	await lay({'made/dip/METS.xml': '<mets/>'});
	const {body} = await post(
		posting({
			package_type: 'DIP',
			origin_path: 'made/dip/',
			current_location: '/api/v2/location/default/DS/',
			current_path: `letters-${aip}`,
			related_package_uuid: aip,
		}),
	);
	expect(body).toMatchObject({status: 'UPLOADED', current_location: uri('DS'), related_packages: [`/api/v2/file/${aip}/`]});
	expect(body.current_path).toBe(`${quads(uuid)}/letters-${aip}`);
	expect((await am.readStorage(`/api/v2/file/${aip}/`)).related_packages).toContain(`/api/v2/file/${uuid}/`);
	const {objects} = await am.readStorage(`/api/v2/file/?package_type=DIP&related_packages__uuid=${aip}`);
	expect(objects.map((found: Json) => found.uuid)).toEqual([uuid]);
	expect(await am.readStorage(`/api/v2/file/${uuid}/check_fixity/`)).toMatchObject({
		success: null,
		message: 'Unable to scan; package is not a bag (AIP or AIC)',
	});
});

it('a compressed DIP is not opened', async () => {
	await lay({'made/dip.tar.gz': 'x'});
	await post(posting({package_type: 'DIP', origin_path: 'made/dip.tar.gz', current_location: uri('DS'), current_path: 'dip.tar.gz'}));
	const answer = await am.storage(`/api/v2/file/${uuid}/extract_file/?relative_path_to_file=x`);
	expect([answer.status, await answer.text()]).toEqual([501, 'Unable to extract package of type: DIP']);
	const chunk = await am.storage(`/api/v2/file/${uuid}/download/2/`);
	expect([chunk.status, await chunk.text()]).toEqual([200, 'x']);
});

it('of an AIC everything goes as of an AIP', async () => {
	await lay(bagged('made/box'));
	await post(posting({package_type: 'AIC'}));
	expect(await am.readStorage(`/api/v2/file/${uuid}/check_fixity/`)).toMatchObject({success: true});
	expect((await am.storage(`/api/v2/file/${uuid}/download/2/`)).status).toBe(500);
});

it('an AIC is opened when it is a gzipped tar or a tar', async () => {
	const aip = await am.preserve('letters');
	const cp = locationFor(am.state, 'CP').uuid;
	const path = `letters-${aip}/bagit.txt`;
	const packed = await (await am.storage(`/api/v2/file/${aip}/download/`)).arrayBuffer();
	for (const [ending, body, id] of [
		['tar.gz', packed, uuid],
		['tar', gunzipSync(packed), 'c7f3a7e0-2f6c-4c0e-8a34-1d1f7e0b5a12'],
	] as const) {
		await am.send('PUT', `/sandbox/archivematica/files/${cp}/aic.${ending}`, {body});
		const names = {origin_path: `aic.${ending}`, current_path: `aic.${ending}`};
		expect((await post(posting({uuid: id, package_type: 'AIC', events: [compression], ...names}))).status).toBe(201);
		const file = await am.storage(`/api/v2/file/${id}/extract_file/?relative_path_to_file=${path}`);
		expect(await file.text()).toContain('BagIt-Version');
	}
});

it('a transfer goes into the backlog, with a record of each file its METS names', async () => {
	const file = '11111111-2222-4333-8444-555555555555';
	const mets = `<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="original"><file ID="file-${file}"><FLocat xlink:href="objects/a%20b.txt"/></file></fileGrp></fileSec></mets>`;
	await lay({'made/box/data/metadata/submissionDocumentation/METS.xml': mets, 'made/box/data/objects/a b.txt': 'a'});
	const {body} = await post(posting({package_type: 'transfer', current_location: uri('BL'), current_path: 'originals/box'}));
	expect(body).toMatchObject({status: 'UPLOADED', current_path: 'originals/box'});
	const {files} = await am.readStorage(`/api/v2/file/${uuid}/contents/`);
	expect(files).toMatchObject([{source_id: file, name: 'objects/a b.txt', source_package: uuid}]);
});

describe('a package that is posted to be stored later', () => {
	it('is pending until its task is over, which has it as its result', async () => {
		await lay(bagged('made/box'));
		const {status, body, location} = await post(posting(), 'async/');
		expect([status, body, location]).toEqual([202, '', '/api/v2/async/1/']);
		expect((await am.readStorage(`/api/v2/file/${uuid}/`)).status).toBe('PENDING');
		expect(await am.readStorage('/api/v2/async/1/')).toMatchObject({completed: false});
		am.pass(5);
		expect(await am.readStorage('/api/v2/async/1/')).toMatchObject({completed: true, was_error: false, result: {uuid, status: 'UPLOADED'}});
		expect((await am.readStorage(`/api/v2/file/${uuid}/`)).status).toBe('UPLOADED');
	});

	it('fails with its task', async () => {
		await post(posting(), 'async/');
		am.pass(5);
		const task = await am.readStorage('/api/v2/async/1/');
		expect(task).toMatchObject({
			completed: true,
			was_error: true,
			error: expect.stringMatching(/^<class '[\w.]+'>: There is no made\/box\/ in/u),
		});
		expect(task).not.toHaveProperty('result');
		expect((await am.readStorage(`/api/v2/file/${uuid}/`)).status).toBe('PENDING');
	});

	it('fails when its location is taken away meanwhile', async () => {
		await lay(bagged('made/box'));
		await post(posting(), 'async/');
		await am.control('PUT', `locations/${locationFor(am.state, 'AS').uuid}`, {enabled: false});
		am.pass(5);
		expect(await am.readStorage('/api/v2/async/1/')).toMatchObject({was_error: true});
		expect(await browse('CP', 'made')).toEqual(['box']);
	});

	it('is refused before that like any other', async () => {
		expect(await post(posting({uuid: undefined}), 'async/')).toMatchObject({status: 500});
		expect((await am.readStorage('/api/v2/async/')).meta.total_count).toBe(0);
	});
});

it('makes a copy for each replicator of the location', async () => {
	const space = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';
	const made = await am.write('POST', '/api/v2/location/', {space, pipeline: [], purpose: 'RP', relative_path: 'copies'});
	const {uuid: replicator, resource_uri: target} = await made.json();
	await am.control('PUT', `locations/${locationFor(am.state, 'AS').uuid}`, {replicators: [replicator]});
	await lay(bagged('made/box'));
	await post(posting());
	const stored = [uuid, await am.preserve('letters')];
	for (const original of stored) {
		const {replicas} = await am.readStorage(`/api/v2/file/${original}/`);
		expect(replicas).toHaveLength(1);
		const copy = await am.readStorage(replicas[0]);
		expect(copy).toMatchObject({
			current_location: target,
			replicated_package: `/api/v2/file/${original}/`,
			replicas: [],
			package_type: 'AIP',
			status: 'UPLOADED',
		});
		expect(await am.readStorage(`${replicas[0]}check_fixity/`)).toMatchObject({success: true});
	}
});

it('an AIP of the pipeline fails to be stored where there is no place for it', async () => {
	await am.control('PUT', `locations/${locationFor(am.state, 'AS').uuid}`, {quota: 10});
	const transfer = await am.start('letters');
	am.pass(100);
	const {sip_uuid: sip} = await am.read(`/api/transfer/status/${transfer}/`);
	expect((await am.storage(`/api/v2/file/${sip}/`)).status).toBe(404);
	expect((await am.read(`/api/ingest/status/${sip}/`)).status).toBe('FAILED');
});

it('makes no copy of an AIP that is still being stored', async () => {
	const replicator = locationFor(am.state, 'DS').uuid;
	await am.control('PUT', `locations/${locationFor(am.state, 'AS').uuid}`, {replicators: [replicator]});
	await am.start('letters');
	const seen = new Set<string>();
	for (let moment = 0; moment < 300; moment++) {
		for (const {status, replicas, package_type} of (await am.readStorage('/api/v2/file/')).objects) {
			if (package_type === 'AIP') seen.add(`${status} ${replicas.length}`);
		}
		am.pass(0.1);
	}
	expect([...seen]).toEqual(['PENDING 0', 'UPLOADED 1', 'UPLOADED 0']);
});

describe('a package without a pipeline', () => {
	it('spoils what it is in, and nothing else', async () => {
		const [poison, other] = [await am.preserve('letters'), await am.preserve('names')];
		await am.control('PUT', `packages/${poison}`, {pipeline: null});
		const error = expect.stringMatching(
			/^The object '<Package: [0-9a-f-]{36}: \/var\/.*>' has an empty attribute 'origin_pipeline' and doesn't allow a default or null value\.$/u,
		);
		for (const path of ['', `${poison}/`, `set/${poison};${other}/`, '?limit=1']) {
			const answer = await am.storage(`/api/v2/file/${path}`);
			expect([answer.status, await answer.json()], path).toEqual([400, {error}]);
		}
		const {objects} = await am.readStorage('/api/v2/file/?limit=1&offset=1');
		expect(objects).toMatchObject([{uuid: other}]);
		expect((await am.readStorage(`/api/v2/file/?uuid=${other}`)).meta.total_count).toBe(1);
		expect((await am.storage(`/api/v2/file/${poison}/download/`)).status).toBe(200);
	});
});

describe('PUT', () => {
	it('without `reingest` overwrites the row with whatever was sent', async () => {
		const aip = await am.preserve('letters');
		const body = {status: 'FAIL', size: 7, current_path: 'x', package_type: 'AIC', current_location: uri('DS')};
		const answer = await am.write('PUT', `/api/v2/file/${aip}/`, body);
		expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining(body)]);
	});

	it('with it puts the content over what is stored, and gives the package free', async () => {
		await lay(bagged('made/box'));
		await post(posting());
		const pipeline = 'a64e061a-5688-49b5-95c1-0b6885c40c04';
		const again = posting({origin_path: 'made/again/', reingest: pipeline});
		await lay({'made/again/bagit.txt': 'x', 'made/again/data/a.txt': 'A', 'made/again/data/b.txt': 'b'});
		expect((await am.write('PUT', `/api/v2/file/${uuid}/`, again)).status).toBe(500);
		await am.control('PUT', `packages/${uuid}`, {misc: {reingest_pipeline: pipeline, num_files: 3}});
		am.pass(1);
		const answer = await am.write('PUT', `/api/v2/file/${uuid}/`, again);
		expect([answer.status, (await answer.json()).misc_attributes]).toEqual([200, {reingest_pipeline: null, num_files: 3}]);
		for (const [path, text] of [
			['data/a.txt', 'A'],
			['data/b.txt', 'b'],
		] as const) {
			const file = await am.storage(`/api/v2/file/${uuid}/extract_file/?relative_path_to_file=${path}`);
			expect(await file.text()).toBe(text);
		}
		expect(await am.readStorage(`/api/v2/file/${uuid}/check_fixity/`)).toMatchObject({success: true});
		expect(await browse('CP', 'made')).toEqual([]);
	});

	it('with it replaces the copies, too, and leaves no bytes behind', async () => {
		const replicator = locationFor(am.state, 'DS').uuid;
		await am.control('PUT', `locations/${locationFor(am.state, 'AS').uuid}`, {replicators: [replicator]});
		const aip = await am.preserve('letters');
		await am.readStorage('/api/v2/file/');
		const pipeline = 'a64e061a-5688-49b5-95c1-0b6885c40c04';
		const blobs = am.blobs();
		for (const text of ['once', 'twice']) {
			await am.control('PUT', `packages/${aip}`, {misc: {reingest_pipeline: pipeline}});
			await lay({'made/again/data/objects/new.txt': text});
			const body = {...posting({origin_path: 'made/again/', reingest: pipeline}), uuid: aip};
			expect((await am.write('PUT', `/api/v2/file/${aip}/`, body)).status).toBe(200);
		}
		const {replicas, current_path: path} = await am.readStorage(`/api/v2/file/${aip}/`);
		const copies = await Promise.all(replicas.map((copy: string) => am.readStorage(copy)));
		expect(copies.map(({status}) => status)).toEqual(['DELETED', 'DELETED', 'UPLOADED']);
		const name = path.split('/').at(-1).replace('.tar.gz', '');
		const file = await am.storage(`${replicas[2]}extract_file/?relative_path_to_file=${name}/data/objects/new.txt`);
		expect(await file.text()).toBe('twice');
		expect((await am.readStorage(`${replicas[2]}check_fixity/`)).success).toBe(true);
		expect(am.blobs() - blobs).toBeLessThanOrEqual(4);
	});

	it('with it does nothing to what is no AIP, or without an origin', async () => {
		const aip = await am.preserve('letters');
		const before = await am.readStorage(`/api/v2/file/${aip}/`);
		for (const body of [{reingest: 'x'}, {reingest: 'x', origin_path: 'a/'}, {...posting({reingest: 'x'}), current_location: uri('DS')}]) {
			expect((await am.write('PUT', `/api/v2/file/${aip}/`, body)).status).toBe(200);
		}
		expect(await am.readStorage(`/api/v2/file/${aip}/`)).toEqual(before);
	});
});

it('PATCH takes `reingest`, whatever its value, and nothing else', async () => {
	const aip = await am.preserve('letters');
	await am.control('PUT', `packages/${aip}`, {misc: {reingest_pipeline: 'x', more: 1}});
	const patch = (body: Json) => am.write('PATCH', `/api/v2/file/${aip}/`, body);
	expect((await (await patch({})).json()).misc_attributes).toEqual({reingest_pipeline: 'x', more: 1});
	const answer = await patch({reingest: null});
	expect([answer.status, (await answer.json()).misc_attributes]).toEqual([202, {reingest_pipeline: null, more: 1}]);
	const other = await patch({reingest: null, status: 'FAIL'});
	expect([other.status, await other.json()]).toEqual([400, {error: 'PATCH only allowed on reingest'}]);
	expect((await am.write('PATCH', `/api/v2/file/${nobody}/`, {})).status).toBe(404);
});
