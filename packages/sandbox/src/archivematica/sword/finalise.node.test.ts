import {afterEach, beforeEach, describe, expect, it, onTestFinished} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {temporaryFolder} from '../fixtures/installation.ts';
import {locationFor, pipelineOf} from '../state.ts';
import type {Pipeline} from '../state.ts';
import {fileAt, metsOf, openSword, serveFiles} from './fixtures/open-sword.ts';
import type {OpenSword} from './fixtures/open-sword.ts';

let open: OpenSword;
beforeEach(async () => {
	open = await openSword();
});
afterEach(() => open.am.close());

const submitted = 'This deposit has already been submitted for processing.';
const unapproved = async () => (await open.am.read('/api/transfer/unapproved')).results;
const finalise = (edit: string) => open.send('POST', edit, {'in-progress': 'false'}, metsOf({objectId: 'end'}));

describe('a deposit that is wanted', () => {
	it('becomes a standard transfer of its name, which is approved, and goes its way', async () => {
		const host = await serveFiles({'/a': 'Dear sister'});
		const edit = await open.deposit({label: 'Letters', objectId: 'x', obj: [fileAt(`${host.url}/a`, 'letter.txt')]});
		await open.fetched(edit);
		await open.send('POST', `${edit}media/`, {'content-disposition': 'attachment; filename=note.txt'}, 'A note');
		await open.send('POST', `${edit}media/`, {'content-disposition': 'attachment; filename=processingMCP.xml'}, await configuration());
		expect((await finalise(edit)).status).toBe(200);
		expect(await unapproved()).toEqual([]); // it is not there at once
		open.am.pass(1);
		const [unit] = open.am.state.units.values();
		expect((await open.am.read('/api/ingest/waiting')).results).toMatchObject([{sip_name: 'Letters', sip_uuid: unit?.uuid}]);
		expect(await open.look(edit)).toMatchObject({status: 'PENDING', transfer: unit?.uuid});
		open.am.pass(4);
		expect(await open.look(edit)).toMatchObject({status: 'FINALIZE', misc: {deposit_completion_time: '2026-05-17T02:30:05'}});
		open.am.pass(100);
		const {status, name, sip_uuid: sip} = await open.am.read(`/api/transfer/status/${unit?.uuid}/`);
		expect([status, name]).toEqual(['COMPLETE', 'Letters']);
		expect((await open.am.storage(`/api/v2/file/${sip}/`)).status).toBe(200);
		const files = open.am.state.unitFiles.get(unit?.uuid ?? '')?.map(({path}) => path);
		expect(files?.toSorted()).toEqual([
			'note.txt',
			'processingMCP.xml',
			'submissionDocumentation/end-METS.xml',
			'submissionDocumentation/x-METS.xml',
			'x/letter.txt',
		]);
		expect(open.am.state.entriesOf.get(open.location)).toEqual([]);
	});

	async function configuration(): Promise<string> {
		return (await open.am.dashboard('GET', '/api/processing-configuration/automated', {headers: {accept: '*/*'}})).text();
	}

	it('is in the pipeline`s list under its own name until the Storage Service looks again, or a person was faster', async () => {
		const edit = await open.deposit({label: 'Letters'}, 'false');
		await open.state(edit);
		open.am.pass(1);
		const [listed] = await unapproved();
		expect(listed).toEqual({type: 'standard', directory: 'Letters', uuid: (await open.look(edit)).transfer});
		const approved = await open.am.form('/api/transfer/approve', [
			['type', 'standard'],
			['directory', 'Letters'],
		]);
		expect(await approved.json()).toMatchObject({uuid: listed.uuid});
		open.am.pass(4);
		expect((await open.look(edit)).status).toBe('FINALIZE');
	});

	it('has a number in its transfer`s name while another of that name waits; an approved one is not in the way', async () => {
		await open.am.control('PUT', 'dashboard', {mcpServer: false});
		const first = await open.deposit({label: 'Same'}, 'false');
		await open.state(first);
		const second = await open.deposit({label: 'Same'}, 'false');
		await open.state(second);
		await open.am.control('PUT', 'dashboard', {mcpServer: true});
		open.am.pass(1);
		expect((await unapproved()).map(({directory}: {directory: string}) => directory)).toEqual(['Same', 'Same_1']);
		open.am.pass(10);
		expect([(await open.look(first)).status, (await open.look(second)).status]).toEqual(['FINALIZE', 'FINALIZE']);
		const third = await open.deposit({label: 'Same'}, 'false');
		await open.state(third);
		open.am.pass(1);
		const answer = await open.am.form('/api/transfer/approve', [['directory', 'Same']]);
		expect(await answer.json()).toMatchObject({uuid: (await open.look(third)).transfer});
	});

	const called = {'content-disposition': 'attachment; filename=a'};

	it('is open while a pipeline takes it, without its folder', async () => {
		const edit = await open.deposit({}, 'false');
		await open.state(edit);
		open.am.pass(1);
		for (const [method, part, status] of [
			['GET', '', 200],
			['PUT', '', 204],
			['DELETE', '', 500],
			['GET', 'state/', 200],
			['GET', 'media/', 500],
			['POST', 'media/', 500],
			['PUT', 'media/', 400],
			['DELETE', 'media/?filename=a', 404],
			['DELETE', 'media/', 500],
		] as const) {
			const answer = await open.send(method, `${edit}${part}`, called, method === 'POST' ? 'bytes' : undefined);
			expect([method, part, answer.status]).toEqual([method, part, status]);
			expect(await answer.text()).not.toContain(submitted);
		}
		expect(await (await open.send('GET', open.collection)).text()).toContain('<atom:entry');
		expect(await open.look(edit)).toMatchObject({status: 'PENDING', wanted: true, downloads: []});
	});

	it('takes nothing more once it is finalised, and is not in the feed any more', async () => {
		const edit = await open.deposit({}, 'false');
		await open.state(edit);
		open.am.pass(20);
		for (const [method, part] of [
			['GET', ''],
			['POST', ''],
			['PUT', ''],
			['DELETE', ''],
			['GET', 'media/'],
			['POST', 'media/'],
			['DELETE', 'media/'],
		] as const) {
			const answer = await open.send(method, `${edit}${part}`, {'in-progress': 'true'}, method === 'POST' ? metsOf() : undefined);
			expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(`>${submitted}<`)]);
		}
		expect(await open.state(edit)).toBe('Deposit initiation: complete');
		expect(await (await open.send('GET', open.collection)).text()).not.toContain('<atom:entry');
	});

	it('told its end once more while a pipeline takes it is another transfer, with the METS only', async () => {
		const edit = await open.deposit({label: 'Letters', objectId: 'x'});
		await open.send('POST', `${edit}media/`, called, 'bytes');
		await finalise(edit);
		await open.state(edit);
		open.am.pass(1);
		expect((await finalise(edit)).status).toBe(200);
		await open.state(edit);
		const {transfer, transfers} = await open.look(edit);
		expect([transfers.length, transfers[0]]).toEqual([2, transfer]);
		const filesOf = (uuid: string) => open.am.state.unitFiles.get(uuid)?.map(({path}) => path);
		expect(filesOf(transfers[0])).toContain('a');
		expect(filesOf(transfers[1])).toEqual(['submissionDocumentation/end-METS.xml']);
		open.am.pass(1);
		expect((await unapproved()).map(({directory}: {directory: string}) => directory)).toEqual(['Letters', 'Letters_1']);
		open.am.pass(20);
		expect(await open.look(edit)).toMatchObject({status: 'FINALIZE', wanted: false, transfers});
		for (const uuid of transfers) expect(open.am.state.units.get(uuid)?.approved).not.toBeNull();
		expect((await finalise(edit)).status).toBe(400);
		open.am.pass(20);
		expect(open.am.state.units.size).toBe(2);
	});

	it('is finalised when the first transfer is approved, also while files of a second end are still on their way', async () => {
		const host = await serveFiles({});
		const edit = await open.deposit({}, 'false');
		await open.state(edit);
		await open.send('POST', edit, {'in-progress': 'false'}, metsOf({obj: [fileAt(`${host.url}/a`, 'a')]}));
		open.am.pass(20);
		const {status, misc, wanted, transfers} = await open.look(edit);
		expect([status, wanted, transfers.length]).toEqual(['FINALIZE', true, 1]);
		open.am.pass(20);
		expect((await open.look(edit)).misc).toEqual(misc);
		host.release({'/a': 'A'});
		await open.fetched(edit);
		await open.state(edit);
		open.am.pass(20);
		expect(await open.look(edit)).toMatchObject({status: 'FINALIZE', wanted: false, transfers: [transfers[0], expect.any(String)]});
	});

	it('keeps METS that comes in progress while a pipeline takes it, and can be deleted with that', async () => {
		const edit = await open.deposit({}, 'false');
		await open.state(edit);
		expect((await open.send('POST', edit, {'in-progress': 'true'}, metsOf())).status).toBe(200);
		expect(await open.files(edit)).toBe("['submissionDocumentation']");
		expect((await open.send('DELETE', edit)).status).toBe(204);
		open.am.pass(20);
		expect(await open.look(edit)).toMatchObject({status: 'DELETED', wanted: false, transfers: [expect.any(String)]});
		expect(open.am.state.units.values().every(({approved}) => approved !== null)).toBe(true);
	});

	it('loses no file that arrives at that moment: it goes with the others, or is refused', async () => {
		const endings = new Set<number>();
		for (let delay = 0; delay < 120; delay += 4) {
			const edit = await open.deposit({label: `Late ${delay}`});
			await open.send('POST', `${edit}media/`, {'content-disposition': 'attachment; filename=processingMCP.xml'}, '<processingMCP/>');
			const {writable, readable} = new TransformStream<Uint8Array, Uint8Array>();
			const headers = {'user-agent': 'test', cookie: open.cookie, 'content-disposition': 'attachment; filename=late.txt'};
			const init: RequestInit & {duplex: 'half'} = {headers, body: readable, duplex: 'half'};
			const writing = open.am.send('POST', `${edit}media/`, init);
			const deposit = open.sword.deposits.get(edit.split('/')[4] ?? '');
			await new Promise(resolve => setImmediate(resolve)); // it has begun
			if (deposit) open.sword.deposits.put(deposit.uuid, {...deposit, wanted: true});
			const settling = open.look(edit);
			for (let turn = 0; turn < delay; turn++) await Promise.resolve();
			await writable.close();
			const {status} = await writing;
			await settling;
			const {transfer} = await open.look(edit);
			const files = open.am.state.unitFiles.get(transfer)?.map(({path}) => path);
			expect([delay, status, files?.includes('late.txt')]).toEqual([delay, status === 201 ? 201 : 500, status === 201]);
			endings.add(status);
		}
		expect([...endings].toSorted((a, b) => a - b)).toEqual([201, 500]);
	});

	it('waits for its downloads', async () => {
		const host = await serveFiles({});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a')]}, 'false');
		await open.state(edit);
		open.am.pass(50);
		expect(await open.look(edit)).toMatchObject({status: 'PENDING', wanted: true, transfer: null, state: 'incomplete'});
		host.release({'/a': 'A'});
		await open.fetched(edit);
		await open.state(edit);
		open.am.pass(50);
		expect((await open.look(edit)).status).toBe('FINALIZE');
	});

	it('stays where it is when a download failed, until that comes', async () => {
		const host = await serveFiles({'/a': 'A'});
		const edit = await open.deposit({obj: [fileAt('http://127.0.0.1:1/', 'a')]}, 'false');
		expect(await open.fetched(edit)).toBe('Deposit initiation: failed');
		expect(await open.look(edit)).toMatchObject({status: 'PENDING', wanted: true, transfer: null, misc: {}});
		await open.send('POST', edit, {'in-progress': 'true'}, metsOf({obj: [fileAt(`${host.url}/a`, 'a')]}));
		await open.fetched(edit);
		await open.state(edit);
		open.am.pass(50);
		expect((await open.look(edit)).status).toBe('FINALIZE');
	});

	it('waits for MCPServer without limit', async () => {
		await open.am.control('PUT', 'dashboard', {mcpServer: false});
		const edit = await open.deposit({}, 'false');
		await open.state(edit);
		open.am.pass(100_000);
		expect(await open.look(edit)).toMatchObject({status: 'PENDING', wanted: true});
		await open.am.control('PUT', 'dashboard', {mcpServer: true});
		open.am.pass(5);
		expect((await open.look(edit)).status).toBe('FINALIZE');
	});

	it('is over at once where steps take no time', async () => {
		const quick = await openSword(undefined, {stepDuration: 0});
		const edit = await quick.deposit({}, 'false');
		expect((await quick.send('GET', edit)).status).toBe(400);
		expect((await quick.look(edit)).status).toBe('FINALIZE');
	});
});

describe('an attempt fails', () => {
	const change = (changed: Partial<Pipeline>) => {
		const pipeline = pipelineOf(open.am.state);
		open.am.state.pipelines.put(pipeline.uuid, {...pipeline, ...changed});
	};
	const attach = (pipelines: readonly string[]) => {
		const location = open.am.state.locations.get(open.location);
		if (location) open.am.state.locations.put(open.location, {...location, pipelines});
	};

	it.each<readonly [string, () => unknown]>([
		['of the pipeline there is no address', () => change({remoteName: null})],
		['of the pipeline there is no user', () => change({apiUsername: null})],
		['of the pipeline there is no key', () => change({apiKey: undefined})],
		['the key is wrong', () => change({apiKey: sandboxCredentials.archivematica.storage.apiKey})],
		[
			'the pipeline cannot be reached',
			async () => {
				const {username, apiKey} = sandboxCredentials.archivematica.dashboard;
				const body = {create_default_locations: true, remote_name: 'x', api_username: username, api_key: apiKey};
				attach([(await (await open.am.write('POST', '/api/v2/pipeline/', body)).json()).uuid]);
			},
		],
		[
			'there is no place for what is being processed',
			() => open.am.control('PUT', `locations/${locationFor(open.am.state, 'CP').uuid}`, {enabled: false}),
		],
		[
			'there are two of them',
			() => {
				const processing = locationFor(open.am.state, 'CP');
				open.am.state.locations.put('other', {...processing, uuid: 'other'});
			},
		],
	])('when %s', async (_title, spoil) => {
		await spoil();
		const edit = await open.deposit({}, 'false');
		expect(await open.state(edit)).toBe('Deposit initiation: complete (last finalization attempt failed)');
		expect(await open.look(edit)).toMatchObject({
			status: 'PENDING',
			wanted: false,
			transfer: null,
			misc: {finalization_attempt_failed: true},
		});
		expect(open.am.state.units.size).toBe(0);
		expect(await open.files(edit)).toBe("['submissionDocumentation']");
	});

	it.each([
		['there is no pipeline', []],
		['the pipeline does not exist', ['00000000-0000-4000-8000-000000000000']],
	])('without a mark when %s', async (_title, pipelines) => {
		attach(pipelines);
		const edit = await open.deposit({}, 'false');
		expect(await open.state(edit)).toBe('Deposit initiation: complete');
		expect(await open.look(edit)).toMatchObject({status: 'PENDING', wanted: false, transfer: null, misc: {}});
		expect((await open.look(edit)).misc).not.toHaveProperty('finalization_attempt_failed');
		expect(await open.files(edit)).toBe("['submissionDocumentation']");
	});

	it('and the mark stays until one succeeds', async () => {
		const processing = `locations/${locationFor(open.am.state, 'CP').uuid}`;
		await open.am.control('PUT', processing, {enabled: false});
		const edit = await open.deposit({}, 'false');
		await open.state(edit);
		await open.am.control('PUT', processing, {enabled: true});
		await open.state(edit);
		expect(await open.look(edit)).toMatchObject({wanted: false, misc: {finalization_attempt_failed: true}});
		await finalise(edit);
		expect(await open.state(edit)).toContain('attempt failed');
		open.am.pass(1);
		expect(await open.state(edit)).toContain('attempt failed');
		open.am.pass(50);
		expect(await open.look(edit)).toMatchObject({status: 'FINALIZE', misc: {deposit_completion_time: expect.any(String)}});
		expect((await open.look(edit)).misc).not.toHaveProperty('finalization_attempt_failed');
	});

	it('when nothing is in the folder', async () => {
		const edit = await open.deposit({}, 'true');
		const {name} = await open.look(edit);
		await finalise(edit); // wanted, and handed on when next something is asked
		for (const {path} of open.am.state.entriesOf.get(open.location)) {
			if (path !== `${name}/`) open.am.state.entries.delete(`${open.location}:${path}`);
		}
		expect(await open.state(edit)).toContain('attempt failed');
		expect(open.am.state.units.size).toBe(0);
	});
});

describe('a restart', () => {
	it('goes on with what was being fetched, with sessions, and with what was to be finalised', async () => {
		const folder = temporaryFolder();
		onTestFinished(() => folder.remove());
		const host = await serveFiles({'/a': 'A'});
		const first = await openSword(folder.path);
		const half = await first.deposit({label: 'Half', obj: [fileAt(`${host.url}/a`, 'a'), fileAt(`${host.url}/slow`, 'b')]}, 'false');
		const handed = await first.deposit({label: 'Handed'}, 'false');
		const kept = await first.deposit({label: 'Kept'});
		await first.send('POST', `${kept}media/`, {'content-disposition': 'attachment; filename=k'}, 'K');
		const {cookie} = first;
		expect((await first.look(handed)).transfer).not.toBeNull();
		first.am.close();

		host.release({'/slow': 'B'});
		open = await openSword(folder.path, {time: Date.UTC(2026, 4, 17, 10)});
		expect((await open.send('GET', kept, {cookie})).status).toBe(200);
		expect(await open.content(kept, 'k')).toBe('K');
		expect(await open.fetched(half)).toBe('Deposit initiation: complete');
		await open.state(half);
		open.am.pass(50);
		expect([(await open.look(half)).status, (await open.look(handed)).status]).toEqual(['FINALIZE', 'FINALIZE']);
		const transfer = (await open.look(half)).transfer;
		const files = open.am.state.unitFiles.get(transfer)?.map(({path}) => path);
		expect(files).toEqual(expect.arrayContaining(['islandora-7/a', 'islandora-7/b']));
	});

	it('hands on what was about to be when it came', async () => {
		const folder = temporaryFolder();
		onTestFinished(() => folder.remove());
		const first = await openSword(folder.path);
		const edit = await first.deposit();
		const uuid = edit.split('/')[4] ?? '';
		const deposits = first.sword.deposits;
		const deposit = deposits.get(uuid);
		if (deposit) deposits.put(uuid, {...deposit, wanted: true});
		first.am.close();
		open = await openSword(folder.path);
		await open.state(edit);
		open.am.pass(50);
		expect((await open.look(edit)).status).toBe('FINALIZE');
		expect(open.am.state.units.size).toBe(1);
	});
});
