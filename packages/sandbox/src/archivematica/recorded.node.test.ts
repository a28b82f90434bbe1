import {existsSync, readFileSync} from 'node:fs';
import {beforeAll, describe, expect, it} from 'vitest';
import {base64, install, samples} from './fixtures/installation.ts';
import type {Installation, Json} from './fixtures/installation.ts';

const folder = new URL('../../../../../shared/data/archivematica-responses/', import.meta.url);
const present = existsSync(folder);

const recorded = (name: string): Json => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

const exchange = (name: string, number = 0): Json => recorded(`recorded/${name}.json`)[number].response;
const counts = ({properties}: Json) => Object.values<Json>(properties).map(property => typeof property['object count']);
/** Answers of real servers, recorded in 2018 and later; they lie beside the repository and are not part of it. */
describe.skipIf(!present)(present ? 'recorded answers' : 'recorded answers: skipped, ../shared/data is not there', () => {
	let am: Installation;
	let transfer: string;
	let sip: string;
	beforeAll(async () => {
		am = await install();
		transfer = await am.start('pictures');
		am.pass(100);
		({sip_uuid: sip} = await am.read(`/api/transfer/status/${transfer}/`));
	});

	/** What differs by release (reference, 1.10): integers were strings once. */
	const older = new Set(['used', 'size']);

	/** Every key of the recorded value is there, with a value of the same type. Lists are compared by their first items. */
	function sameShape(actual: Json, expected: Json, where: string): void {
		if (Array.isArray(expected)) {
			expect(Array.isArray(actual), where).toBe(true);
			if (expected.length > 0 && actual.length > 0) sameShape(actual[0], expected[0], `${where}[0]`);
		} else if (expected !== null && typeof expected === 'object') {
			expect(typeof actual, where).toBe('object');
			for (const [key, value] of Object.entries(expected)) {
				if (where.endsWith('.misc_attributes')) continue;
				expect(Object.keys(actual), where).toContain(key);
				if (!older.has(key)) sameShape(actual[key], value, `${where}.${key}`);
			}
		} else if (expected !== null && actual !== null) {
			expect(typeof actual, where).toBe(typeof expected);
		}
	}

	async function compare(answer: Response, wanted: Json): Promise<Json> {
		expect(answer.status).toBe(Number(wanted.status));
		const body = await answer.text();
		if (wanted.json === undefined) {
			expect(answer.headers.get('content-type')?.split(';')[0]).toBe(wanted.headers['content-type'].split(';')[0]);
			return body;
		}
		expect(answer.headers.get('content-type')).toBe('application/json');
		const json: Json = JSON.parse(body);
		sameShape(json, wanted.json, '$');
		return json;
	}

	it('of the dashboard', async () => {
		const unknown = '7bffc8f7-baad-f00d-8120-b1c51c2ab5db';
		await compare(await am.dashboard('GET', `/api/v2/ingest/status/${sip}/`), exchange('ingest_status'));
		await compare(await am.dashboard('GET', '/api/v2/transfer/completed/'), exchange('completed_transfers_transfers'));
		await compare(await am.dashboard('GET', '/api/v2/transfer/unapproved/'), exchange('unapproved_transfers_no_transfers'));
		await compare(await am.send('GET', '/api/v2/transfer/completed/'), exchange('completed_transfers_bad_key'));
		await compare(
			await am.form('/api/v2/transfer/approve/', [
				['type', 'standard'],
				['directory', 'approve_2'],
			]),
			exchange('approve_non_existing_transfer2'),
		);
		await compare(await am.dashboard('GET', `/api/v2beta/jobs/${transfer}`), exchange('jobs'));
		await compare(
			await am.dashboard('GET', '/api/v2/processing-configuration/default', {headers: {accept: '*/*'}}),
			exchange('get_existing_processing_config'),
		);
		const invalid = await (await am.dashboard('GET', `/api/v2/transfer/status/${unknown}/`)).json();
		expect(invalid).toEqual(exchange('transfer_status_invalid_uuid').json);
	});

	it('of an approval and of what waits', async () => {
		const started = await am.form('/api/transfer/start_transfer/', [
			['name', 'x'],
			['paths[]', base64(`${am.transferSource}:${samples}/letters`)],
		]);
		const {path} = await compare(started.clone(), {status: 200, json: recorded('amclient-go/transfer-start.json')});
		am.pass(1);
		await compare(await am.dashboard('GET', '/api/ingest/waiting'), exchange('ingest_list_waiting_some'));
		const directory = path.split('/').at(-2);
		await compare(
			await am.form('/api/v2/transfer/approve/', [
				['type', 'standard'],
				['directory', directory],
			]),
			exchange('approve_existing_transfer'),
		);
	});

	it('of starting by the package endpoint and of hiding', async () => {
		const body = JSON.stringify({name: 'amclient-transfer', path: base64(`${samples}/letters`), processing_config: 'automated'});
		const {id} = await compare(await am.dashboard('POST', '/api/v2beta/package/', {body}), exchange('package_endpoint'));
		am.pass(100);
		await compare(await am.dashboard('DELETE', `/api/transfer/${id}/delete/`), exchange('hide_units'));
	});

	it('of metadata, of reingests and of what is complete', async () => {
		const name = 'waits-for-reminder';
		const waiting = await am.start('letters', {name});
		am.pass(100);
		const {sip_uuid: uuid} = await am.read(`/api/transfer/status/${waiting}/`);
		const path = base64(`${am.transferSource}:${samples}/letters/metadata/metadata.csv`);
		await compare(
			await am.form('/api/ingest/copy_metadata_files/', [
				['sip_uuid', uuid],
				['source_paths[]', path],
			]),
			exchange('copy_metadata_files'),
		);
		const empty = await am.form('/api/ingest/copy_metadata_files/', [['sip_uuid', uuid]]);
		expect(await empty.clone().json()).toEqual(exchange('copy_metadata_files_with_empty_source_paths').json);
		await compare(empty, exchange('copy_metadata_files_with_empty_source_paths'));
		const elsewhere = await am.form('/api/ingest/copy_metadata_files/', [
			['sip_uuid', uuid],
			['source_paths[]', base64('6dca8140-0864-4319-86d7-584f6be687a3:x')],
		]);
		expect(await elsewhere.json()).toEqual(recorded('cc-by-sa-4.0/am-copy-metadata-3.json'));
		await compare(await am.form('/api/ingest/reingest/approve/', [['uuid', uuid]]), exchange('approve_non_existing_partial_reingest'));
		await compare(await am.dashboard('GET', '/api/ingest/completed/'), exchange('close_completed_ingests_ingests'));
		await compare(await am.dashboard('DELETE', `/api/ingest/${sip}/delete/`), exchange('close_completed_ingests_ingests', 1));
		await compare(await am.dashboard('DELETE', `/api/transfer/${transfer}/delete/`), exchange('close_completed_transfers_transfers', 1));
		const csv = await am.dashboard('POST', '/api/v2beta/validate/avalon', {
			body: 'Batch,a\nTitle,Date Issued,File\nA,1970,a.mp3\n',
			headers: {'content-type': 'text/csv; charset=utf-8'},
		});
		expect(await csv.json()).toEqual(recorded('cc-by-sa-4.0/am-validate.json'));
		const jobs: readonly Json[] = await am.read(`/api/v2beta/jobs/${sip}?detailed`);
		const [wanted] = recorded('cc-by-sa-4.0/list-transfer-unit-response.json');
		const store = jobs.find(job => job.link_uuid === wanted.link_uuid);
		expect([store.name, store.microservice]).toEqual([wanted.name, wanted.microservice]);
		const task = await am.dashboard('GET', `/api/v2beta/task/${store.tasks[0].uuid}`);
		expect(Object.keys(await task.json()).toSorted()).toEqual(Object.keys(recorded('cc-by-sa-4.0/task-response.json')).toSorted());
	});

	it('has every job of a recorded transfer that the sandbox names with a link, under that link', async () => {
		const known = new Map<string, string>(exchange('jobs').json.map((job: Json) => [job.link_uuid, job.name]));
		const jobs: readonly Json[] = await am.read(`/api/v2beta/jobs/${transfer}`);
		const same = jobs.filter(job => known.get(job.link_uuid) === job.name);
		expect(same.length).toBeGreaterThan(20);
	});

	it('of other clients', async () => {
		const status = await am.dashboard('GET', `/api/transfer/status/${transfer}/`);
		await compare(status, {status: 200, json: recorded('amclient-go/transfer-status.json')});
		const jobs = await am.dashboard('GET', `/api/v2beta/jobs/${transfer}?detailed`);
		await compare(jobs, {status: 200, json: recorded('amclient-go/jobs-list.json').map(({tasks: _tasks, ...job}: Json) => job)});
		await compare(await am.dashboard('GET', '/api/processing-configuration'), {
			status: 200,
			json: recorded('amclient-go/processing-config-list.json'),
		});
		await compare(await am.storage('/api/v2/file/'), {status: 200, json: recorded('aipscan/packages.json')});
	});

	it('of the Storage Service', async () => {
		const none = '00000000-0000-4000-8000-000000000000';
		await compare(await am.storage('/api/v2/pipeline/'), exchange('pipeline'));
		await compare(await am.storage('/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/'), exchange('pipeline_get_uuid'));
		await compare(await am.storage(`/api/v2/pipeline/${none}/`), exchange('pipeline_get_uuid_none'));
		await compare(await am.storage('/api/v2/pipeline/?description__startswith=Weird'), exchange('pipeline_get_description_none'));
		await compare(await am.storage('/api/v2/location/'), exchange('location_get_all'));
		await compare(await am.storage(`/api/v2/location/${am.transferSource}/`), exchange('location_get_details_succeed'));
		await compare(await am.storage('/api/v2/file/'), exchange('aips_and_dips'));
		await compare(await am.storage('/api/v2/file/?package_type=DIP'), exchange('dips_no_dips'));
		await compare(await am.storage(`/api/v2/file/${sip}`), exchange('get_package_details'));
		await compare(await am.storage(`/api/v2/file/${sip}/`), exchange('get_package_details', 1));
		const missing = await am.storage(`/api/v2/file/${none}/`);
		expect([missing.status, await missing.text()]).toEqual([404, exchange('get_package_details_invalid_uuid', 1).text]);
	});

	it('of the Storage Service making and refusing', async () => {
		const pipelines = ['/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/'];
		const space = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';
		for (const [name, number] of [
			['create_location', 0],
			['create_location', 1],
			['location_create_success', 0],
		] as const) {
			const body = {...JSON.parse(recorded(`recorded/${name}.json`)[number].request.body), space, pipeline: pipelines};
			await compare(await am.write('POST', '/api/v2/location/', body), exchange(name, number));
		}
		const unknown = {...JSON.parse(recorded('recorded/location_create_bad_pipeline.json')[0].request.body), space};
		const refused = await compare(await am.write('POST', '/api/v2/location/', unknown), exchange('location_create_bad_pipeline'));
		expect(refused).toEqual(exchange('location_create_bad_pipeline').json);
		for (const name of ['create_space_local_required', 'create_space_local_extra']) {
			const wanted = exchange(name);
			const {id, space: own, ...usual} = wanted.json; // an older release's: its profile has them
			const body = JSON.parse(recorded(`recorded/${name}.json`)[0].request.body);
			await compare(await am.write('POST', '/api/v2/space/', body), {...wanted, json: usual});
			await am.control('PUT', 'storage', {profile: 'older'});
			const {staging_path: _new, ...old} = usual;
			await compare(await am.write('POST', '/api/v2/space/', body), {...wanted, json: {...old, id, space: own}});
			await am.control('PUT', 'storage', {profile: '0.23.0'});
		}
	});

	it('of the Storage Service being asked to reingest and to delete', async () => {
		const pipeline = 'a64e061a-5688-49b5-95c1-0b6885c40c04';
		for (const name of ['reingest_existing_aip', 'reingest_existing_aip_metadata_only']) {
			const body = {...JSON.parse(recorded(`recorded/${name}.json`)[0].request.body), pipeline};
			const uuid = await am.preserve('letters');
			await compare(await am.write('POST', `/api/v2/file/${uuid}/reingest/`, body), exchange(name));
		}
		const none = 'bb033eff-131e-48d5-980f-c4edab0cb038';
		const missing = await am.write('POST', `/api/v2/file/${none}/reingest/`, {pipeline, reingest_type: 'FULL'});
		expect([missing.status, await missing.text()]).toEqual([404, exchange('reingest_non_existing_aip').text]);
		const request = {...JSON.parse(recorded('recorded/delete_aip_success.json')[0].request.body), pipeline};
		await compare(await am.write('POST', `/api/v2/file/${sip}/delete_aip/`, request), exchange('delete_aip_success'));
		await am.control('PUT', 'storage', {profile: 'older'});
		const wrong = await am.write('POST', '/api/v2/file/bad-aip-uuid/delete_aip/', request);
		expect([wrong.status, await wrong.text()]).toEqual([404, exchange('delete_aip_fail').text]);
		await am.control('PUT', 'storage', {profile: '0.23.0'});
	});

	it('of the Storage Service listing AIPs and DIPs', async () => {
		const dip = {uuid: '7e49afa4-116b-4650-8bbb-9341906bdb21', related_package_uuid: sip};
		const home = `/api/v2/location/${am.transferSource}/`;
		await am.write('POST', '/api/v2/file/', {
			...dip,
			origin_location: home,
			origin_path: `${samples}/letters/`,
			current_location: '/api/v2/location/default/DS/',
			current_path: `make_dips-${sip}`,
			package_type: 'DIP',
			origin_pipeline: '/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/',
		});
		await compare(await am.storage('/api/v2/file/?package_type=DIP'), exchange('aip2dips_dip'));
		await compare(await am.storage('/api/v2/file/?package_type=DIP'), exchange('aip2dips_no_dip'));
		await compare(await am.storage('/api/v2/file/?package_type=AIP'), exchange('aips_aips'));
		await compare(await am.storage('/api/v2/file/?package_type=AIP'), exchange('get_all_compressed_aips'));
		await compare(await am.storage('/api/v2/pipeline/?description__startswith=Archivematica'), exchange('pipeline_get_description_exact'));
		const path = encodeURIComponent(base64(samples));
		const below = await am.storage(`/api/v2/location/${am.transferSource}/browse/?path=${path}`);
		await compare(below, {...exchange('transferables_path'), json: {directories: [''], entries: [''], properties: {}}});
	});

	it('of browsing', async () => {
		const root = await compare(await am.storage(`/api/v2/location/${am.transferSource}/browse/`), {
			...exchange('transferables'),
			json: {directories: [''], entries: [''], properties: {}},
		});
		expect(Object.keys(root)).toEqual(Object.keys(exchange('transferables').json));
		expect(counts(root)).toContain(counts(exchange('transferables').json)[0]);
	});
});
