import {zipSync} from 'fflate';
import {beforeEach, describe, expect, it} from 'vitest';
import {base64, install, samples, temporaryFolder} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {decisions} from './decisions.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const status = (id: string): Promise<Json> => am.read(`/api/transfer/status/${id}/`);
const ingest = (sip: string): Promise<Json> => am.read(`/api/ingest/status/${sip}/`);

describe('failure', () => {
	it('at a job named by the source folder is final, with the failed job among the jobs', async () => {
		const id = await am.start('fails-at-scan-for-viruses', {name: 'anything'});
		am.pass(100);
		expect(await status(id)).toMatchObject({status: 'FAILED', path: expect.stringContaining('/failed/anything-')});
		expect(await status(id)).not.toHaveProperty('sip_uuid');
		expect((await am.read(`/api/v2beta/jobs/${id}`)).find((job: Json) => job.status === 'FAILED').name).toBe('Scan for viruses');
	});

	it('at a job of ingest leaves the transfer complete and stores nothing', async () => {
		const id = await am.start('fails-at-store-the-aip');
		am.pass(100);
		const {status: transferred, sip_uuid: sip} = await status(id);
		expect(transferred).toBe('COMPLETE');
		expect((await ingest(sip)).status).toBe('FAILED');
		expect((await am.storage(`/api/v2/file/${sip}/`)).status).toBe(404);
	});

	it('is not final while compliance is repaired', async () => {
		const id = await am.start('repairs-compliance');
		const seen: string[] = [];
		for (let moment = 0; moment < 300; moment++) {
			const {status: now} = await status(id);
			if (now !== undefined && seen.at(-1) !== now) seen.push(now);
			am.pass(0.1);
		}
		expect(seen).toEqual(['PROCESSING', 'FAILED', 'PROCESSING', 'COMPLETE']);
	});

	it('of a job need not be the failure of the unit', async () => {
		const id = await am.start('pictures', {name: 'goes-on-after-identify-file-format'});
		am.pass(100);
		expect((await status(id)).status).toBe('COMPLETE');
		const job = (await am.read(`/api/v2beta/jobs/${id}`)).find((candidate: Json) => candidate.status === 'FAILED');
		expect(job.name).toBe('Identify file format');
	});

	it('to store what can no longer be read ends in a failed SIP, or a failed transfer, and others go on', async () => {
		const ingested = await am.start('letters');
		const backlogged = await am.start('letters', {name: 'waits-for-create-sip'});
		for (const id of [ingested, backlogged]) {
			const files = am.state.unitFiles.get(id) ?? [];
			am.state.unitFiles.put(
				id,
				files.map(file => Object.assign({}, file, {blob: 'blob-gone'})),
			);
		}
		const other = await am.start('pictures');
		am.pass(100);
		await am.control('POST', 'decisions', {unit: backlogged, choice: 'Send to backlog'});
		am.pass(100);
		const {sip_uuid: sip} = await status(ingested);
		expect([(await ingest(sip)).status, (await status(backlogged)).status, (await status(other)).status]).toEqual([
			'FAILED',
			'FAILED',
			'COMPLETE',
		]);
		expect((await am.readStorage('/api/v2/file/')).meta.total_count).toBe(1);
	});

	it('can be planned for the next transfer, and only for that', async () => {
		expect((await am.control('POST', 'plans', {failAt: ['Validate formats']})).status).toBe(201);
		const first = await am.start('pictures');
		const second = await am.start('pictures');
		am.pass(100);
		expect([(await status(first)).status, (await status(second)).status]).toEqual(['FAILED', 'COMPLETE']);
	});

	it('cannot be planned at what the workflow does not have', async () => {
		const answer = await am.control('POST', 'plans', {failAt: ['Make tea']});
		expect(answer.status).toBe(400);
		expect(await answer.json()).toEqual({
			error: expect.stringMatching(/^The workflow has nothing called "Make tea"\. Jobs: Check if file or folder, /u),
		});
	});
});

describe('a decision', () => {
	it('is waited for with `default`, one after the other, until a person has answered them all', async () => {
		const id = await am.start('pictures', {processing_config: 'default'});
		const asked: string[] = [];
		for (let round = 0; round < 20; round++) {
			am.pass(20);
			const {results} = await am.read('/api/ingest/waiting');
			if (results.length === 0) break;
			asked.push(results[0].microservice);
			const {question} = await (await am.control('POST', 'decisions', {unit: id, choice: 'nothing'})).json();
			expect(question).toBeUndefined();
			const [unit] = await (await am.control('GET', 'units')).json();
			const answer = await am.control('POST', 'decisions', {unit: results[0].sip_uuid, choice: unit.waitsFor.choices[0]});
			expect(answer.status).toBe(200);
		}
		expect(asked).toEqual([
			'Examine contents?',
			'Create SIP(s)',
			'Normalize',
			'Approve normalization',
			'Reminder: add metadata if desired',
			'Store AIP',
			'Store AIP location',
		]);
		const {sip_uuid: sip} = await status(id);
		expect((await ingest(sip)).status).toBe('COMPLETE');
		expect((await am.readStorage(`/api/v2/file/${sip}/`)).status).toBe('UPLOADED');
	});

	it('named by the source folder is waited for in spite of the configuration', async () => {
		const id = await am.start('waits-for-normalize');
		am.pass(100);
		const {sip_uuid: sip} = await status(id);
		expect(await ingest(sip)).toMatchObject({status: 'USER_INPUT', microservice: 'Normalize'});
		const answer = await am.control('POST', 'decisions', {unit: sip, choice: 'Do not normalize'});
		expect(await answer.json()).toEqual({unit: id, question: 'Normalize', choice: 'Do not normalize'});
		expect((await ingest(sip)).status).toBe('PROCESSING');
		am.pass(100);
		expect((await ingest(sip)).status).toBe('COMPLETE');
	});

	it('can only be answered while it is asked, and with one of its choices', async () => {
		const id = await am.start('pictures', {name: 'waits-for-create-sip'});
		expect((await am.control('POST', 'decisions', {unit: id, choice: 'Yes'})).status).toBe(409);
		am.pass(100);
		const wrong = await am.control('POST', 'decisions', {unit: id, choice: 'Perhaps'});
		expect([wrong.status, await wrong.json()]).toEqual([
			400,
			{error: '"Create SIP(s)" is answered by one of: Create single SIP and continue processing, Send to backlog, Reject transfer.'},
		]);
		expect((await am.control('POST', 'decisions', {unit: 'x', choice: 'Yes'})).status).toBe(404);
	});

	it('to reject ends the SIP', async () => {
		const id = await am.start('pictures', {name: 'waits-for-store-aip'});
		am.pass(100);
		const {sip_uuid: sip} = await status(id);
		await am.control('POST', 'decisions', {unit: sip, choice: 'Reject AIP'});
		am.pass(5);
		expect(await ingest(sip)).toMatchObject({status: 'REJECTED', path: expect.stringContaining('/rejected/')});
		expect((await am.storage(`/api/v2/file/${sip}/`)).status).toBe(404);
	});

	it('for the backlog ends the transfer there, as a bag in the backlog location', async () => {
		const id = await am.start('letters', {name: 'waits-for-create-sip'});
		am.pass(100);
		await am.control('POST', 'decisions', {unit: id, choice: 'Send to backlog'});
		am.pass(5);
		expect(await status(id)).toMatchObject({status: 'COMPLETE', sip_uuid: 'BACKLOG'});
		const [stored] = (await am.readStorage('/api/v2/file/?current_location__purpose=BL')).objects;
		expect(stored).toMatchObject({
			uuid: id,
			package_type: 'transfer',
			current_path: `originals/waits-for-create-sip-${id}`,
			status: 'UPLOADED',
		});
		expect((await am.read('/api/transfer/completed')).results).toEqual([id]);
	});
});

describe('what is transferred', () => {
	it('may bring its own configuration', async () => {
		const own = decisions.map(({link, automated}) => {
			const choice = link === 'bb194013-597c-4e4a-8493-b36d190f8717' ? '7065d256-2f47-4b7d-baec-2c4699626121' : automated;
			return `<preconfiguredChoice><appliesTo>${link}</appliesTo><goToChain>${choice}</goToChain></preconfiguredChoice>`;
		});
		const xml = `<processingMCP><preconfiguredChoices>${own.join('')}</preconfiguredChoices></processingMCP>`;
		await am.send('PUT', `/sandbox/archivematica/source/${samples}/own/processingMCP.xml`, {body: xml});
		await am.send('PUT', `/sandbox/archivematica/source/${samples}/own/a.txt`, {body: 'a'});
		const id = await am.start('own', {processing_config: 'default'});
		am.pass(100);
		expect(await status(id)).toMatchObject({status: 'COMPLETE', sip_uuid: 'BACKLOG'});
	});

	it('is nothing, and then the transfer is never done', async () => {
		await am.send('PUT', '/sandbox/archivematica/source/hollow/processingMCP.xml', {body: '<processingMCP/>'});
		am.state.entries.put(`${am.transferSource}:void/`, {
			location: am.transferSource,
			path: 'void/',
			blob: null,
			size: 0,
			sha256: '',
			modified: 0,
		});
		const answer = await am.dashboard('POST', '/api/v2beta/package', {
			body: JSON.stringify({name: 'void', path: base64('void'), processing_config: 'automated'}),
		});
		const {id} = await answer.json();
		am.pass(10_000);
		expect(await status(id)).toMatchObject({status: 'PROCESSING', microservice: 'Check transfer directory for objects'});
	});

	it('is a good bag, a damaged bag, or no bag', async () => {
		const results = [];
		for (const folder of ['bag', 'damaged-bag', 'pictures']) {
			const id = await am.start(folder, {type: 'unzipped bag'});
			am.pass(100);
			const failed = (await am.read(`/api/v2beta/jobs/${id}`)).find((job: Json) => job.status === 'FAILED')?.name;
			results.push([(await status(id)).status, failed]);
		}
		expect(results).toEqual([
			['COMPLETE', undefined],
			['FAILED', 'Verify bag, and restructure for compliance'],
			['FAILED', 'Verify bag, and restructure for compliance'],
		]);
		const problems = (await (await am.control('GET', 'units')).json()).map((unit: Json) => unit.bagProblem);
		expect(problems).toEqual([
			null,
			expect.stringContaining('data/cover.txt sha256 validation failed'),
			'Expected bagit.txt does not exist',
		]);
	});

	it('is a zip, whose name the transfer takes', async () => {
		const sip = await am.preserve('pictures.zip', {name: 'ignored', type: 'zipfile'});
		const stored = await am.readStorage(`/api/v2/file/${sip}/`);
		expect(stored.current_path).toMatch(/\/pictures\.zip-[0-9a-f-]{36}\.tar\.gz$/u);
		const {files} = await am.readStorage(`/api/v2/file/${sip}/contents/`);
		expect(files.map((file: Json) => file.name).toSorted()).toEqual([
			'objects/harbour.png',
			'objects/notes/about.txt',
			'objects/sunrise.png',
		]);
	});

	it('cannot lead out of the package by names in an archive', async () => {
		const body = zipSync({'../../evil.txt': new Uint8Array([1]), '/etc/passwd': new Uint8Array([2]), 'a/./b.txt': new Uint8Array([3])});
		await am.send('PUT', `/sandbox/archivematica/source/${samples}/evil.zip`, {body});
		const sip = await am.preserve('evil.zip', {type: 'zipfile'});
		const {files} = await am.readStorage(`/api/v2/file/${sip}/contents/`);
		expect(files.map((file: Json) => file.name)).toEqual(['evil.txt', 'etc/passwd', 'a/b.txt']);
	});

	it('is no archive although it is called one, and is not started', async () => {
		await am.send('PUT', `/sandbox/archivematica/source/${samples}/broken.zip`, {body: 'not a zip'});
		const path = base64(`${am.transferSource}:${samples}/broken.zip`);
		const classic = await am.form('/api/transfer/start_transfer/', [
			['name', 'x'],
			['type', 'zipfile'],
			['paths[]', path],
		]);
		expect(classic.status).toBe(500);
		const id = await am.start('broken.zip', {type: 'zipfile'});
		am.pass(100);
		expect((await am.dashboard('GET', `/api/transfer/status/${id}/`)).status).toBe(400);
	});

	it('is a gzipped tar', async () => {
		const made = await am.preserve('letters');
		const archive = await (await am.storage(`/api/v2/file/${made}/download/`)).arrayBuffer();
		await am.send('PUT', `/sandbox/archivematica/source/${samples}/again.tar.gz`, {body: archive});
		const sip = await am.preserve('again.tar.gz', {type: 'zipped bag'});
		expect((await am.readStorage(`/api/v2/file/${sip}/check_fixity/`)).success).toBe(true);
		const {files} = await am.readStorage(`/api/v2/file/${sip}/contents/`);
		expect(files.map((file: Json) => file.name)).toEqual(expect.arrayContaining(['bagit.txt', `data/METS.${made}.xml`]));
	});

	it('holds packages, and then whether to extract them is asked', async () => {
		await am.send('PUT', `/sandbox/archivematica/source/${samples}/parcels/a.zip`, {body: 'not really'});
		const id = await am.start('parcels', {processing_config: 'default'});
		am.pass(100);
		expect((await status(id)).microservice).toBe('Extract packages?');
	});
});

it('goes on where it was after a restart', async () => {
	const folder = temporaryFolder();
	try {
		const before = await install(folder.path, {time: 0});
		const id = await before.start('letters', {name: 'waits-for-store-aip'});
		before.pass(12);
		const interrupted = await before.read(`/api/v2beta/jobs/${id}`);
		before.close();

		const after = await install(folder.path, {time: 200_000});
		const jobs = await after.read(`/api/v2beta/jobs/${id}`);
		expect(jobs.slice(0, interrupted.length - 1)).toEqual(interrupted.slice(0, -1));
		expect(jobs.length).toBeGreaterThan(interrupted.length);
		const {sip_uuid: sip} = await after.read(`/api/transfer/status/${id}/`);
		expect(await after.read(`/api/ingest/status/${sip}/`)).toMatchObject({status: 'USER_INPUT', microservice: 'Store AIP'});
		await after.control('POST', 'decisions', {unit: sip, choice: 'Yes'});
		after.close();

		const later = await install(folder.path, {time: 400_000});
		expect((await later.readStorage(`/api/v2/file/${sip}/`)).status).toBe('UPLOADED');
		expect((await later.readStorage(`/api/v2/file/${sip}/check_fixity/`)).success).toBe(true);
		const first = `waits-for-store-aip-${sip}/bagit.txt`;
		expect((await later.storage(`/api/v2/file/${sip}/extract_file/?relative_path_to_file=${first}`)).status).toBe(200);
		later.close();
	} finally {
		folder.remove();
	}
});

it('is over at once when steps take no time', async () => {
	const quick = await install(undefined, {stepDuration: 0});
	const id = await quick.start('pictures');
	const {status: transferred, sip_uuid: sip} = await quick.read(`/api/transfer/status/${id}/`);
	expect([transferred, (await quick.read(`/api/ingest/status/${sip}/`)).status]).toEqual(['COMPLETE', 'COMPLETE']);
	expect((await quick.readStorage(`/api/v2/file/${sip}/`)).status).toBe('UPLOADED');
});

it('makes each AIP once, however many ask at the same time', async () => {
	const id = await am.start('pictures');
	am.pass(100);
	const answers = await Promise.all(Array.from({length: 8}, () => status(id)));
	expect(new Set(answers.map(({sip_uuid: sip}) => sip)).size).toBe(1);
	expect((await am.readStorage('/api/v2/file/')).meta.total_count).toBe(1);
	expect((await am.readStorage(`/api/v2/file/${answers[0].sip_uuid}/check_fixity/`)).success).toBe(true);
});

it('says what it consists of', async () => {
	const {transfer, ingest: second, decisions: questions} = await (await am.control('GET', 'workflow')).json();
	expect(transfer.map((step: Json) => step.microservice)).toContain('Scan for viruses');
	expect(second.at(-1).jobs.at(-1)).toEqual({name: 'Remove the processing directory', decision: null});
	expect(questions).toContainEqual({
		field: 'compression_algo',
		question: 'Select compression algorithm',
		choices: ['Gzipped tar', '7z using bzip2', '7z using lzma', '7z without compression', 'Parallel bzip2', 'Uncompressed'],
	});
});
