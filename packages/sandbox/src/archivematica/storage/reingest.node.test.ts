import {beforeEach, expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {locationFor} from '../state.ts';

let am: Installation;
let aip: string;
beforeEach(async () => {
	am = await install();
	aip = await am.preserve('letters');
});

const ours = 'a64e061a-5688-49b5-95c1-0b6885c40c04';
const nobody = '00000000-0000-4000-8000-000000000000';
const ask = async (body: Json = {}, uuid = aip): Promise<[number, Json]> => {
	const answer = await am.write('POST', `/api/v2/file/${uuid}/reingest/`, {pipeline: ours, reingest_type: 'metadata', ...body});
	const text = await answer.text();
	return [answer.status, text.startsWith('{') ? JSON.parse(text) : text];
};
const misc = async () => (await am.readStorage(`/api/v2/file/${aip}/`)).misc_attributes;

it.each([
	['metadata', true],
	['OBJECTS', true],
	['METADATA_ONLY', true],
	['bogus', true],
	['Full', false],
])('of the type %s is asked of the pipeline, and keeps the UUID: %s', async (reingest_type, same) => {
	const [status, body] = await ask({reingest_type});
	expect([status, body]).toEqual([
		202,
		{
			error: false,
			message: `Package ${aip} sent to pipeline Archivematica on the sandbox (${ours}) for re-ingest`,
			reingest_uuid: expect.any(String),
			status_code: 202,
		},
	]);
	expect(body.reingest_uuid === aip).toBe(same);
	expect(await misc()).toEqual({reingest_pipeline: ours});
	expect((await am.readStorage(`/api/v2/file/${aip}/`)).status).toBe('UPLOADED');
	am.pass(1);
	const {results} = await am.read('/api/ingest/waiting');
	const unapproved = (await am.read('/api/transfer/unapproved')).results;
	expect([...results, ...unapproved].map(({sip_uuid, uuid}: Json) => sip_uuid ?? uuid)).toContain(body.reingest_uuid);
});

it('goes on once only, until somebody gives the package free', async () => {
	await ask();
	expect(await ask()).toEqual([409, {error: true, message: `This AIP is already being reingested on ${ours}`, status_code: 409}]);
	expect((await am.write('PATCH', `/api/v2/file/${aip}/`, {reingest: null})).status).toBe(202);
	expect(await misc()).toEqual({reingest_pipeline: null});
	expect((await ask())[0]).toBe(202);
});

it('needs a pipeline that is there', async () => {
	for (const pipeline of [nobody, 'x', `/api/v2/pipeline/${ours}/`]) {
		expect(await ask({pipeline})).toEqual([400, {error: true, message: `Pipeline UUID ${pipeline} failed to return a pipeline`}]);
	}
	await am.control('PUT', `pipelines/${ours}`, {enabled: false});
	expect((await ask())[0]).toBe(400);
});

it('needs a pipeline with a place to work in, and a dashboard', async () => {
	const second = await (await am.write('POST', '/api/v2/pipeline/', {})).json();
	expect((await ask({pipeline: second.uuid}))[0]).toBe(412);
	const space = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';
	const processing = {space, purpose: 'CP', relative_path: 'second'};
	await am.write('POST', '/api/v2/location/', {...processing, pipeline: [second.resource_uri]});
	expect(await ask({pipeline: second.uuid})).toEqual([
		502,
		{error: true, message: expect.stringMatching(/^Error in approve reingest API\. /u), status_code: 502},
	]);
	await am.write('POST', '/api/v2/location/', {...processing, pipeline: [`/api/v2/pipeline/${ours}/`]});
	expect((await ask())[0]).toBe(412);
	expect(await misc()).toEqual({});
});

it('is of AIPs and AICs that are whole', async () => {
	await am.write('PUT', `/api/v2/file/${aip}/`, {package_type: 'DIP'});
	expect((await ask())[0]).toBe(405);
	await am.write('PUT', `/api/v2/file/${aip}/`, {package_type: 'AIC'});
	expect((await ask())[0]).toBe(202);
	const damaged = await am.preserve('names');
	await am.control('POST', `packages/${damaged}/damage`, {});
	expect(await ask({}, damaged)).toEqual([500, {error: true, message: 'Incorrect package checksum', status_code: 500}]);
	await am.control('POST', `packages/${damaged}/damage`, {how: 'remove'});
	expect((await ask({}, damaged))[0]).toBe(500);
});

it('of an archive the sandbox cannot open fails', async () => {
	const uuid = 'c7f3a7e0-2f6c-4c0e-8a34-1d1f7e0b5a11';
	const cp = locationFor(am.state, 'CP').uuid;
	await am.send('PUT', `/sandbox/archivematica/files/${cp}/box.7z`, {body: 'seven'});
	const events = [['event', ['event_type', 'compression']]];
	await am.write('POST', '/api/v2/file/', {
		uuid,
		origin_location: `/api/v2/location/${cp}/`,
		origin_path: 'box.7z',
		current_location: '/api/v2/location/default/AS/',
		current_path: 'box.7z',
		package_type: 'AIP',
		origin_pipeline: `/api/v2/pipeline/${ours}/`,
		events,
	});
	expect((await ask({}, uuid))[0]).toBe(500);
});

it('says which fields it needs, whom it does not know, and who may not', async () => {
	const missing = await am.write('POST', `/api/v2/file/${aip}/reingest/`, {pipeline: ours});
	expect([missing.status, await missing.text()]).toEqual([400, 'All of these fields must be provided: pipeline, reingest_type']);
	expect(await ask({}, nobody)).toEqual([404, `Resource with UUID ${nobody} does not exist`]);
	const {reviewer} = sandboxCredentials.archivematica.storageUsers;
	expect((await am.write('POST', `/api/v2/file/${aip}/reingest/`, {}, reviewer)).status).toBe(401);
});
