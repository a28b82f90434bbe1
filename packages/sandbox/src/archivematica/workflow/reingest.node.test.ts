import {createHash} from 'node:crypto';
import {beforeEach, describe, expect, it} from 'vitest';
import {base64, install, samples, temporaryFolder} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';

let am: Installation;
let aip: string;
beforeEach(async () => {
	am = await install();
	aip = await am.preserve('letters');
});

const pipeline = 'a64e061a-5688-49b5-95c1-0b6885c40c04';
const ask = (reingest_type: string, more = {}) => am.write('POST', `/api/v2/file/${aip}/reingest/`, {pipeline, reingest_type, ...more});
const stored = (): Promise<Json> => am.readStorage(`/api/v2/file/${aip}/`);
const ingest = (): Promise<Json> => am.read(`/api/ingest/status/${aip}/`);
const approve = () => am.form('/api/ingest/reingest/approve', [['uuid', aip]]);

async function extract(path: string): Promise<Response> {
	const folder = (await stored()).current_path.split('/').at(-1).replace('.tar.gz', '');
	return am.storage(`/api/v2/file/${aip}/extract_file/?relative_path_to_file=${folder}/data/${path}`);
}

const mets = async () => (await extract(`METS.${aip}.xml`)).text();

describe.each(['metadata', 'objects', 'METADATA', 'METADATA_ONLY'])('a reingest of the kind %s', kind => {
	it('waits for approval under the UUID of the AIP, and ends with the AIP made anew under it', async () => {
		const before = await stored();
		const jobs = await am.read(`/api/v2beta/jobs/${aip}`);
		const answer = await ask(kind, {processing_config: 'automated'});
		expect([answer.status, (await answer.json()).reingest_uuid]).toEqual([202, aip]);
		expect((await stored()).misc_attributes).toMatchObject({reingest_pipeline: pipeline});
		expect((await approve()).status).toBe(400);
		am.pass(2);
		expect((await am.read('/api/ingest/waiting')).results).toEqual([
			{sip_directory: `letters-${aip}`, sip_uuid: aip, sip_name: 'letters', microservice: 'Approve AIP reingest'},
		]);
		expect((await am.read('/api/transfer/unapproved')).results).toEqual([]);
		expect(await ingest()).toMatchObject({
			type: 'SIP',
			uuid: aip,
			status: 'USER_INPUT',
			microservice: 'Approve AIP reingest',
			path: `/var/archivematica/sharedDirectory/watchedDirectories/system/reingestAIP/letters-${aip}/`,
		});
		expect((await am.read(`/api/v2beta/jobs/${aip}`)).map((job: Json) => job.name)).toEqual(['Approve AIP reingest']);
		expect(await (await approve()).json()).toEqual({message: 'Approval successful.'});
		expect((await approve()).status).toBe(400);
		am.pass(100);
		expect((await ingest()).status).toBe('COMPLETE');
		const again: readonly Json[] = await am.read(`/api/v2beta/jobs/${aip}`);
		expect(again.filter(({uuid}) => jobs.some((job: Json) => job.uuid === uuid))).toEqual([]);
		const after = await stored();
		expect(after).toMatchObject({uuid: aip, status: 'UPLOADED', stored_date: before.stored_date, current_path: before.current_path});
		expect(after.misc_attributes.reingest_pipeline).toBeNull();
		expect((await am.readStorage(`/api/v2/file/${aip}/check_fixity/`)).success).toBe(true);
		expect((await am.readStorage('/api/v2/file/?package_type=AIP')).meta.total_count).toBe(1);
		expect((await mets()).match(/<premis:eventType>reingestion</gu)).toHaveLength(2);
	});
});

describe('a full reingest', () => {
	it('is a transfer with a UUID of its own, whose SIP is the AIP again', async () => {
		const {reingest_uuid: transfer} = await (await ask('full', {processing_config: 'automated'})).json();
		expect(transfer).not.toBe(aip);
		expect((await am.dashboard('GET', `/api/transfer/status/${transfer}/`)).status).toBe(400);
		am.pass(2);
		const {directory, ...status} = await am.read(`/api/transfer/status/${transfer}/`);
		expect({directory, ...status}).toMatchObject({status: 'USER_INPUT', microservice: 'Approve standard transfer', name: 'letters'});
		expect((await am.read('/api/transfer/unapproved')).results).toEqual([{type: 'standard', directory, uuid: transfer}]);
		expect((await am.dashboard('GET', `/api/ingest/status/${aip}/`)).status).toBe(400);
		expect((await approve()).status).toBe(400);
		const approved = await am.form('/api/transfer/approve', [
			['directory', directory],
			['type', 'standard'],
		]);
		expect(await approved.json()).toEqual({message: 'Approval successful.', uuid: transfer});
		am.pass(200);
		expect(await am.read(`/api/transfer/status/${transfer}/`)).toMatchObject({status: 'COMPLETE', sip_uuid: aip});
		expect((await ingest()).status).toBe('COMPLETE');
		expect((await stored()).misc_attributes.reingest_pipeline).toBeNull();
		expect((await am.readStorage(`/api/v2/file/${aip}/check_fixity/`)).success).toBe(true);
		expect((await extract('objects/letter-1887-03-02.txt')).status).toBe(200);
		const document = await (await extract(`objects/submissionDocumentation/transfer-letters-${transfer}/METS.xml`)).bytes();
		expect(await mets()).toContain(`>${createHash('sha256').update(document).digest('hex')}<`);
	});
});

it('takes metadata files that replace what was said of a file, and keeps the old words', async () => {
	await ask('metadata', {processing_config: 'automated'});
	am.pass(2);
	const csv = 'filename,dc.title\nobjects/letter-1887-03-02.txt,A better title\n';
	await am.send('PUT', `/sandbox/archivematica/source/${samples}/new/metadata.csv`, {body: csv});
	const path = base64(`${am.transferSource}:${samples}/new/metadata.csv`);
	const answer = await am.form('/api/ingest/copy_metadata_files/', [
		['sip_uuid', aip],
		['source_paths[]', path],
	]);
	expect([answer.status, await answer.json()]).toEqual([201, {error: false, message: 'Metadata files added successfully.'}]);
	await approve();
	am.pass(100);
	const text = await mets();
	expect(text.match(/STATUS="[^"]+"/gu)).toEqual(['STATUS="original-superseded"', 'STATUS="original"', 'STATUS="update"']);
	expect(text).toContain('<dc:title>A better title</dc:title>');
	expect(text).toContain('<dc:title>Letter 1</dc:title>');
	expect(await (await extract('objects/metadata/metadata.csv')).text()).toBe(csv);
	expect((await am.readStorage(`/api/v2/file/${aip}/check_fixity/`)).success).toBe(true);
});

it('can be done again and again', async () => {
	for (const kind of ['metadata', 'full', 'objects']) {
		const {reingest_uuid: uuid} = await (await ask(kind, {processing_config: 'automated'})).json();
		am.pass(2);
		if (kind === 'full') {
			await am.form('/api/transfer/approve', [['directory', `letters-${uuid}`]]);
			am.pass(100);
		} else expect((await approve()).status).toBe(200);
		am.pass(100);
		expect((await ingest()).status).toBe('COMPLETE');
		expect((await stored()).misc_attributes.reingest_pipeline).toBeNull();
	}
	expect((await mets()).match(/<premis:eventType>reingestion</gu)).toHaveLength(6);
});

it('is over for the package when the job that stores it is, not before', async () => {
	await am.control('PUT', 'dashboard', {stepDuration: 1000});
	await ask('metadata', {processing_config: 'automated'});
	am.pass(2);
	await approve();
	const seen = new Set<string>();
	for (let moment = 0; moment < 400; moment++) {
		const [job] = await am.read(`/api/v2beta/jobs/${aip}?name=Store the AIP`);
		const {reingest_pipeline: where} = (await stored()).misc_attributes;
		seen.add(`${job?.status} ${where === null ? 'released' : 'held'}`);
		am.pass(0.1);
	}
	expect([...seen]).toEqual(['undefined held', 'PROCESSING held', 'COMPLETE released']);
});

it('of metadata is no transfer', async () => {
	await ask('metadata');
	am.pass(2);
	const units: readonly Json[] = await (await am.control('GET', 'units')).json();
	const {transfer}: Json = units.find(({reingest}) => reingest === 'partial');
	expect((await am.read(`/api/transfer/status/${transfer}/`)).message).toBe(`Cannot fetch unitTransfer with UUID ${transfer}`);
	expect((await am.read('/api/transfer/completed')).results).not.toContain(transfer);
});

it('can turn a packed AIP into a folder and back, a valid bag both times', async () => {
	for (const [choice, ending] of [
		['Uncompressed', `letters-${aip}`],
		['Gzipped tar', `letters-${aip}.tar.gz`],
	] as const) {
		await am.control('POST', 'plans', {waitFor: ['compression_algo']});
		await ask('metadata', {processing_config: 'automated'});
		am.pass(2);
		await approve();
		am.pass(100);
		await am.control('POST', 'decisions', {unit: aip, choice});
		am.pass(100);
		const {current_path: path, current_location: location} = await stored();
		expect(path.split('/').at(-1)).toBe(ending);
		expect((await am.readStorage(`/api/v2/file/${aip}/check_fixity/`)).success).toBe(true);
		const below = am.state.entriesOf.get(location.split('/')[4]).filter(entry => entry.path.includes(aip.slice(0, 4)));
		expect(below.every(entry => entry.path.startsWith(path))).toBe(true);
	}
});

it('leaves the first transfer without a SIP', async () => {
	const [transfer] = (await am.read('/api/transfer/completed')).results;
	await ask('metadata');
	const status = await am.read(`/api/transfer/status/${transfer}/`);
	expect(status).toMatchObject({status: 'PROCESSING', microservice: 'Create SIP from transfer objects'});
	expect(status).not.toHaveProperty('sip_uuid');
});

it('makes a DIP when access copies are wanted', async () => {
	await am.control('POST', 'plans', {waitFor: ['normalize']});
	await ask('objects', {processing_config: 'automated'});
	am.pass(2);
	await approve();
	am.pass(50);
	expect((await am.control('POST', 'decisions', {unit: aip, choice: 'Normalize for access'})).status).toBe(200);
	am.pass(100);
	const {objects} = await am.readStorage('/api/v2/file/?package_type=DIP');
	expect(objects).toHaveLength(1);
	expect((await stored()).related_packages).toEqual([`/api/v2/file/${objects[0].uuid}/`]);
});

it('fails at the end when the package was released in the meantime', async () => {
	await ask('metadata', {processing_config: 'automated'});
	am.pass(2);
	await approve();
	await am.write('PATCH', `/api/v2/file/${aip}/`, {reingest: null});
	am.pass(100);
	expect((await ingest()).status).toBe('FAILED');
	const failed = (await am.read(`/api/v2beta/jobs/${aip}`)).find((job: Json) => job.status === 'FAILED');
	expect(failed.name).toBe('Store the AIP');
	expect(await mets()).not.toContain('reingestion');
});

it('goes on after a restart', async () => {
	const folder = temporaryFolder();
	try {
		am = await install(folder.path, {time: 0});
		aip = await am.preserve('letters');
		await ask('metadata', {processing_config: 'automated'});
		am.pass(2);
		await approve();
		am.close();
		am = await install(folder.path, {time: 1_000_000});
		expect((await ingest()).status).toBe('COMPLETE');
		expect((await stored()).misc_attributes.reingest_pipeline).toBeNull();
		expect(await mets()).toContain('reingestion');
		am.close();
	} finally {
		folder.remove();
	}
});

describe('asking the dashboard itself', () => {
	const direct = (stage: 'transfer' | 'ingest', fields: readonly (readonly [string, string])[]) =>
		am.form(`/api/${stage}/reingest`, fields);

	it.each(['transfer', 'ingest'] as const)('for a %s needs a name and a UUID', async stage => {
		for (const fields of [[], [['name', 'x']], [['uuid', aip]]] as const) {
			const answer = await direct(stage, fields);
			expect([answer.status, await answer.json()]).toEqual([400, {error: true, message: '"name" and "uuid" are required.'}]);
		}
		const wrong = await direct(stage, [
			['name', 'x'],
			['uuid', 'zzz'],
		]);
		expect([wrong.status, wrong.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
	});

	it('destroys what is known of the SIP before it notices that nothing is there', async () => {
		const answer = await direct('ingest', [
			['name', `letters-${aip}`],
			['uuid', aip],
		]);
		expect([answer.status, await answer.json()]).toEqual([500, {error: true, message: 'No such file or directory'}]);
		expect((await am.dashboard('GET', `/api/ingest/status/${aip}/`)).status).toBe(400);
		expect((await am.dashboard('GET', `/api/v2beta/jobs/${aip}`)).status).toBe(400);
		expect((await stored()).status).toBe('UPLOADED');
	});

	it('takes what lies in the temporary folder of the pipeline', async () => {
		const [location] = (await am.readStorage('/api/v2/location/?purpose=CP')).objects;
		const uuid = '11111111-2222-4333-8444-555555555555';
		await am.send('PUT', `/sandbox/archivematica/files/${location.uuid}/tmp/tmpabc/other-${uuid}/data/objects/a.txt`, {body: 'a'});
		const answer = await direct('transfer', [
			['name', `tmpabc/other-${uuid}`],
			['uuid', uuid],
		]);
		const {message, reingest_uuid: transfer} = await answer.json();
		expect([answer.status, message]).toEqual([200, 'Approval successful.']);
		am.pass(2);
		expect(await am.read(`/api/transfer/status/${transfer}/`)).toMatchObject({status: 'USER_INPUT', directory: `other-${transfer}`});
		expect(
			(
				await direct('transfer', [
					['name', `tmpabc/other-${uuid}`],
					['uuid', uuid],
				])
			).status,
		).toBe(500);
	});

	it('to approve needs a UUID that waits, and a server that answers', async () => {
		const missing = await am.form('/api/ingest/reingest/approve', []);
		expect([missing.status, await missing.json()]).toEqual([400, {error: true, message: '"uuid" is required.'}]);
		for (const uuid of [aip, '00000000-0000-4000-8000-000000000000', 'zzz']) {
			const answer = await am.form('/api/ingest/reingest/approve', [['uuid', uuid]]);
			expect([answer.status, await answer.json()]).toEqual([400, {error: true, message: 'Unable to approve the partial reingest.'}]);
		}
		await ask('metadata');
		am.pass(2);
		await am.control('PUT', 'dashboard', {mcpServer: false});
		expect((await approve()).status).toBe(400);
		await am.control('PUT', 'dashboard', {mcpServer: true});
		expect((await approve()).status).toBe(200);
	});
});
