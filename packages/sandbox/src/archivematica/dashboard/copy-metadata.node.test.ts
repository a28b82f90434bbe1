import {beforeEach, expect, it} from 'vitest';
import {base64, install, samples} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';

let am: Installation;
let sip: string;
beforeEach(async () => {
	am = await install();
	const transfer = await am.start('pictures', {name: 'waits-for-reminder'});
	am.pass(100);
	({sip_uuid: sip} = await am.read(`/api/transfer/status/${transfer}/`));
});

const copy = (...fields: readonly (readonly [string, string])[]) => am.form('/api/ingest/copy_metadata_files/', fields);
const source = (path: string) => base64(`${am.transferSource}:${samples}/${path}`);

async function finished(): Promise<string> {
	await am.control('POST', 'decisions', {unit: sip, choice: 'Continue'});
	am.pass(100);
	return (
		await am.storage(`/api/v2/file/${sip}/extract_file/?relative_path_to_file=waits-for-reminder-${sip}/data/METS.${sip}.xml`)
	).text();
}

it('puts files and folders into the metadata of the AIP, and what they say into its METS document', async () => {
	const csv = 'filename,dc.title\nobjects/sunrise.png,Sunrise\nobjects/notes/,Notes\n';
	await am.send('PUT', `/sandbox/archivematica/source/${samples}/more/metadata.csv`, {body: csv});
	await am.send('PUT', `/sandbox/archivematica/source/${samples}/more/deep/er/ä.txt`, {body: 'x'});
	const answer = await copy(['sip_uuid', sip], ['source_paths[]', source('more/metadata.csv')], ['source_paths[]', source('more/deep/')]);
	expect([answer.status, await answer.json()]).toEqual([201, {error: false, message: 'Metadata files added successfully.'}]);
	const mets = await finished();
	expect(mets).toContain('xlink:href="objects/metadata/metadata.csv"');
	expect(mets).toContain('xlink:href="objects/metadata/deep/er/a.txt"');
	expect(mets).toMatch(/LABEL="sunrise.png" TYPE="Item" DMDID="dmdSec_2"/u);
	expect(mets).toMatch(/LABEL="notes" TYPE="Directory" DMDID="dmdSec_3"/u);
	const extracted = `waits-for-reminder-${sip}/data/objects/metadata/metadata.csv`;
	expect(await (await am.storage(`/api/v2/file/${sip}/extract_file/?relative_path_to_file=${extracted}`)).text()).toBe(csv);
});

it('replaces a file that was added before', async () => {
	for (const body of ['filename,dc.title\nobjects,Old\n', 'filename,dc.title\nobjects,New\n']) {
		await am.send('PUT', `/sandbox/archivematica/source/${samples}/more/metadata.csv`, {body});
		await copy(['sip_uuid', sip], ['source_paths[]', source('more/metadata.csv')]);
	}
	const mets = await finished();
	expect(mets).toContain('<dc:title>New</dc:title>');
	expect(mets).not.toContain('<dc:title>Old</dc:title>');
});

it('succeeds after the AIP was stored, and changes nothing in it', async () => {
	await finished();
	const answer = await copy(['sip_uuid', sip], ['source_paths[]', source('letters/metadata/metadata.csv')]);
	expect(answer.status).toBe(201);
	expect((await am.readStorage(`/api/v2/file/${sip}/check_fixity/`)).success).toBe(true);
});

type Fields = readonly (readonly [string, string])[];

it.each<readonly [string, () => Fields, number, string]>([
	['no paths', () => [['sip_uuid', sip]], 400, 'sip_uuid and source_paths[] both required.'],
	['no SIP', () => [['source_paths[]', source('letters')]], 400, 'sip_uuid and source_paths[] both required.'],
	[
		'a location of nobody',
		() => [
			['sip_uuid', sip],
			['source_paths[]', base64('11111111-2222-4333-8444-555555555555:/a')],
		],
		500,
		'Location 11111111-2222-4333-8444-555555555555 is not associated with this pipeline',
	],
	[
		'no colon',
		() => [
			['sip_uuid', sip],
			['source_paths[]', base64('/a/b')],
		],
		500,
		'Path/a/bcannot be split into location:path',
	],
	[
		'nothing at the path',
		() => [
			['sip_uuid', sip],
			['source_paths[]', base64(`${am.transferSource}:none.csv`)],
		],
		500,
		'Filepath none.csv does not exist.',
	],
])('says so when there is %s', async (_what, fields, status, message) => {
	const answer = await copy(...fields());
	expect([answer.status, await answer.json()]).toEqual([status, {error: true, message}]);
});

it('answers with a page to an unknown SIP and to what cannot be decoded', async () => {
	const unknown = await copy(['sip_uuid', '11111111-2222-4333-8444-555555555555'], ['source_paths[]', source('letters')]);
	const garbled = await copy(['sip_uuid', sip], ['source_paths[]', 'a']);
	for (const answer of [unknown, garbled]) {
		expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
	}
});

it('ignores JSON', async () => {
	const body = JSON.stringify({sip_uuid: sip, source_paths: [source('letters')]});
	const answer = await am.dashboard('POST', '/api/ingest/copy_metadata_files/', {body, headers: {'content-type': 'application/json'}});
	expect(answer.status).toBe(400);
});
