import {beforeEach, describe, expect, it} from 'vitest';
import {install, samples} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {decisions} from './decisions.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const put = (path: string, body: BodyInit) => am.send('PUT', `/sandbox/archivematica/source/${samples}/${path}`, {body});
const waiting = async (): Promise<Json> => (await am.read('/api/ingest/waiting')).results;
const decide = (unit: string, choice: string) => am.control('POST', 'decisions', {unit, choice});

/** What has to be chosen before a question is asked at all, and what the transfer has to be. */
const before: Readonly<
	Record<string, {readonly choices?: Readonly<Record<string, string>>; readonly folder?: string; readonly type?: string}>
> = {
	virus_scanning_attachments: {type: 'maildir'},
	extract_packages: {folder: 'parcels'},
	delete_packages: {folder: 'parcels', choices: {extract_packages: 'Yes'}},
	virus_scanning_extracted: {folder: 'parcels', choices: {extract_packages: 'Yes'}},
	normalize_existing_access: {folder: 'with-access'},
	policy_checks_access_derivatives: {choices: {normalize: 'Normalize for preservation and access'}},
	upload_dip: {choices: {normalize: 'Normalize for access'}},
	store_dip: {choices: {normalize: 'Normalize for access'}},
	store_dip_location: {choices: {normalize: 'Normalize for access'}},
};

describe('the question', () => {
	it.each(decisions.map(({field, question}) => ({field, question})))(
		'$field stops a unit until it is answered',
		async ({field, question}) => {
			await put('parcels/a.zip', 'not really');
			await put('with-access/access/a.txt', 'a');
			await put('with-access/b.txt', 'b');
			const {choices = {}, folder = 'letters', type} = before[field] ?? {};
			await am.control('POST', 'plans', {waitFor: [...Object.keys(choices), field]});
			const id = await am.start(folder, type === undefined ? {} : {type});
			for (const [earlier, choice] of Object.entries(choices)) {
				am.pass(100);
				const [{microservice}] = await waiting();
				expect(microservice).toBe(decisions.find(decision => decision.field === earlier)?.question);
				expect((await decide(id, choice)).status).toBe(200);
			}
			am.pass(100);
			const [unit, ...others] = await waiting();
			expect([unit.microservice, others]).toEqual([question, []]);
			const job = (await am.read(`/api/v2beta/jobs/${unit.sip_uuid}?name=${encodeURIComponent(question)}`)).at(-1);
			expect(job).toMatchObject({status: 'USER_INPUT', link_uuid: decisions.find(decision => decision.field === field)?.link, tasks: []});
			const first = decisions.find(decision => decision.field === field)?.choices[0]?.name ?? '';
			expect((await decide(id, first)).status).toBe(200);
			am.pass(100);
			const {sip_uuid: sip} = await am.read(`/api/transfer/status/${id}/`);
			expect((await am.read(`/api/ingest/status/${sip}/`)).status).toBe('COMPLETE');
		},
	);
});

it('of normalisation can be asked again', async () => {
	const id = await am.start('letters', {name: 'waits-for-normalize_transfer'});
	am.pass(100);
	await decide(id, 'Redo');
	am.pass(10);
	expect((await waiting())[0].microservice).toBe('Normalize');
	await decide(id, 'Do not normalize');
	am.pass(100);
	const {sip_uuid: sip} = await am.read(`/api/transfer/status/${id}/`);
	expect((await am.read(`/api/ingest/status/${sip}/`)).status).toBe('COMPLETE');
});

describe('whoever rejects', () => {
	it.each([
		['create_sip', 'Reject transfer', 'transfer', 'Reject transfer'],
		['normalize', 'Reject SIP', 'ingest', 'Reject SIP'],
		['normalize_transfer', 'Reject', 'ingest', 'Reject SIP'],
		['store_aip', 'Reject AIP', 'ingest', 'Reject AIP'],
	] as const)('at %s with "%s" ends the %s in the group %s', async (field, choice, stage, group) => {
		await am.control('POST', 'plans', {waitFor: [field]});
		const id = await am.start('letters');
		am.pass(100);
		await decide(id, choice);
		am.pass(10);
		const uuid = stage === 'transfer' ? id : (await am.read(`/api/transfer/status/${id}/`)).sip_uuid;
		expect(await am.read(`/api/${stage}/status/${uuid}/`)).toMatchObject({status: 'REJECTED', path: expect.stringContaining('/rejected/')});
		expect((await am.read(`/api/v2beta/jobs/${uuid}`)).at(-1).microservice).toBe(group);
		expect((await am.readStorage('/api/v2/file/')).meta.total_count).toBe(0);
	});
});

describe('compression', () => {
	it.each([
		['Uncompressed', false],
		['Gzipped tar', true],
		['7z using bzip2', true],
		['Parallel bzip2', true],
	])('by "%s" packs the AIP: %s', async (choice, packed) => {
		await am.control('POST', 'plans', {waitFor: ['compression_algo']});
		const id = await am.start('letters');
		am.pass(100);
		await decide(id, choice);
		am.pass(100);
		const {sip_uuid: sip} = await am.read(`/api/transfer/status/${id}/`);
		const stored = await am.readStorage(`/api/v2/file/${sip}/`);
		expect(stored.current_path.endsWith('.tar.gz')).toBe(packed);
		expect((await am.storage(`/api/v2/file/${sip}/pointer_file/`)).status).toBe(packed ? 200 : 404);
		expect((await am.readStorage(`/api/v2/file/${sip}/check_fixity/`)).success).toBe(true);
		const names = (await am.read(`/api/v2beta/jobs/${sip}`)).map((job: Json) => job.name);
		expect(names.includes('Select compression level')).toBe(packed);
	});
});

describe('normalisation for access', () => {
	async function normalised(choice: string, folder = 'pictures'): Promise<{id: string; sip: string}> {
		await am.control('POST', 'plans', {waitFor: ['normalize']});
		const id = await am.start(folder);
		am.pass(100);
		await decide(id, choice);
		am.pass(100);
		return {id, sip: (await am.read(`/api/transfer/status/${id}/`)).sip_uuid};
	}

	it.each(['Normalize for preservation and access', 'Normalize for access', 'Normalize service files for access'])(
		'by "%s" makes a DIP',
		async choice => {
			const {sip} = await normalised(choice);
			const {objects} = await am.readStorage(`/api/v2/file/?package_type=DIP&related_packages__uuid=${sip}`);
			const [dip] = objects;
			expect(objects).toHaveLength(1);
			expect(dip.uuid).not.toBe(sip);
			expect(dip).toMatchObject({status: 'UPLOADED', related_packages: [`/api/v2/file/${sip}/`]});
			expect(dip.current_path).toBe(`${dip.uuid.replaceAll('-', '').match(/.{4}/gu).join('/')}/pictures-${sip}`);
			expect((await am.readStorage(`/api/v2/file/${sip}/`)).related_packages).toEqual([`/api/v2/file/${dip.uuid}/`]);
			const held = am.state.entriesOf.get(dip.current_location.split('/')[4]).map(({path}) => path.slice(dip.current_path.length + 1));
			const originals = (await am.readStorage(`/api/v2/file/${sip}/contents/`)).files;
			const copies: readonly string[] = originals.flatMap((file: Json) => [
				`objects/${file.source_id}-${file.name.split('/').at(-1)}`,
				`thumbnails/${file.source_id}.jpg`,
			]);
			expect(new Set(held)).toEqual(new Set([`METS.${sip}.xml`, 'processingMCP.xml', ...copies]));
			const jobs: readonly Json[] = await am.read(`/api/v2beta/jobs/${sip}`);
			expect(jobs.filter(({name}) => name === 'Remove the processing directory').map(({microservice}) => microservice)).toEqual([
				'Store AIP',
				'Upload DIP',
			]);
			expect((await am.read(`/api/ingest/status/${sip}/`)).status).toBe('COMPLETE');
		},
	);

	it('is not needed for a DIP of access copies that came along', async () => {
		await put('with-access/access/a.txt', 'a');
		await put('with-access/b.txt', 'b');
		const sip = await am.preserve('with-access');
		const [dip] = (await am.readStorage('/api/v2/file/?package_type=DIP')).objects;
		const held = am.state.entriesOf.get(dip.current_location.split('/')[4]).map(({path}) => path.split('/').at(-1) ?? '');
		expect(held.filter(name => name.endsWith('.txt'))).toEqual([expect.stringMatching(/-a\.txt$/u)]);
		expect((await am.read(`/api/ingest/status/${sip}/`)).status).toBe('COMPLETE');
	});

	it('is not needed for the access copies of a sample folder', async () => {
		await am.preserve('access-copies');
		expect((await am.readStorage('/api/v2/file/?package_type=DIP')).meta.total_count).toBe(1);
	});

	it.each(['Normalize for preservation', 'Do not normalize', 'Normalize manually'])('by "%s" makes none', async choice => {
		await normalised(choice);
		expect((await am.readStorage('/api/v2/file/?package_type=DIP')).meta.total_count).toBe(0);
	});

	it('makes none that somebody rejects', async () => {
		await am.control('POST', 'plans', {waitFor: ['normalize', 'store_dip']});
		const id = await am.start('letters');
		am.pass(100);
		await decide(id, 'Normalize for access');
		am.pass(100);
		expect((await waiting())[0].microservice).toBe('Store DIP?');
		await decide(id, 'Reject DIP');
		am.pass(100);
		expect((await am.readStorage('/api/v2/file/?package_type=DIP')).meta.total_count).toBe(0);
		expect((await am.readStorage('/api/v2/file/?package_type=AIP')).meta.total_count).toBe(1);
	});

	it.each([
		['Yes', 3],
		['Yes, without default icons', 2],
		['No', 0],
	])('has thumbnails as the mode "%s" wants them', async (mode, count) => {
		await am.control('POST', 'plans', {waitFor: ['normalize_thumbnail_mode']});
		const id = await am.start('pictures');
		am.pass(100);
		await decide(id, mode);
		am.pass(100);
		const {sip_uuid: sip} = await am.read(`/api/transfer/status/${id}/`);
		const archive = await (
			await am.storage(`/api/v2/file/${sip}/extract_file/?relative_path_to_file=pictures-${sip}/manifest-sha256.txt`)
		).text();
		expect(archive.match(/data\/thumbnails\/[0-9a-f-]{36}\.jpg/gu)?.length ?? 0).toBe(count);
	});
});
