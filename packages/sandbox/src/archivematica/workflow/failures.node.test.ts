import {beforeEach, describe, expect, it} from 'vitest';
import {base64, install, samples, temporaryFolder} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {ingestSteps, reingestGroup, transferSteps} from './steps.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const put = (path: string, body: BodyInit) => am.send('PUT', `/sandbox/archivematica/source/${samples}/${path}`, {body});
const status = (id: string): Promise<Json> => am.read(`/api/transfer/status/${id}/`);
const ingest = (sip: string): Promise<Json> => am.read(`/api/ingest/status/${sip}/`);
const failedJob = async (uuid: string): Promise<Json> =>
	(await am.read(`/api/v2beta/jobs/${uuid}?detailed`)).find((job: Json) => job.status === 'FAILED');

/** The jobs that an ordinary transfer has. */
function ordinaryJobs(stage: 'transfer' | 'ingest'): readonly string[] {
	const steps = stage === 'transfer' ? transferSteps : ingestSteps;
	const all = steps.flatMap(({jobs}) => jobs.filter(({decision, only}) => !decision && !only).map(({name}) => name));
	return [...new Set(all)];
}

describe('a job that fails', () => {
	it.each(ordinaryJobs('transfer'))('ends the transfer: %s', async name => {
		expect((await am.control('POST', 'plans', {failAt: [name], exitCode: 42})).status).toBe(201);
		const id = await am.start('letters');
		am.pass(100);
		expect(await status(id)).toMatchObject({status: 'FAILED', microservice: 'Move to the failed directory'});
		const job = await failedJob(id);
		expect([job.name, job.tasks[0].exit_code]).toEqual([name, 42]);
		expect(job.tasks.slice(1).every((task: Json) => task.exit_code === 0)).toBe(true);
	});

	it.each(ordinaryJobs('ingest'))('ends the SIP: %s', async name => {
		expect((await am.control('POST', 'plans', {failAt: [`ingest:${name}`], exitCode: 179})).status).toBe(201);
		const id = await am.start('letters');
		am.pass(100);
		const {status: transferred, sip_uuid: sip} = await status(id);
		expect(transferred).toBe('COMPLETE');
		expect((await ingest(sip)).status).toBe('FAILED');
		const job = await failedJob(sip);
		expect([job.name, job.tasks[0].exit_code]).toEqual([name, 179]);
		expect((await am.read(`/api/v2beta/jobs/${sip}`)).at(-1).microservice).toBe('Failed SIP');
	});

	it('need not end anything', async () => {
		await am.control('POST', 'plans', {failAt: ['Normalize for preservation'], goesOn: true, exitCode: 2});
		const sip = await am.preserve('letters');
		expect((await ingest(sip)).status).toBe('COMPLETE');
		expect((await failedJob(sip)).tasks.map((task: Json) => task.exit_code)).toEqual([2, 0, 0, 0]);
	});
});

it('repairs a SIP that does not comply, which is FAILED for a while', async () => {
	const id = await am.start('letters', {name: 'repairs-sip-compliance'});
	const seen: string[] = [];
	let sip: string | undefined;
	for (let moment = 0; moment < 400; moment++) {
		sip ??= (await status(id)).sip_uuid;
		const now = sip === undefined ? undefined : (await ingest(sip)).status;
		if (now !== undefined && seen.at(-1) !== now) seen.push(now);
		am.pass(0.1);
	}
	expect(seen).toEqual(['PROCESSING', 'FAILED', 'PROCESSING', 'COMPLETE']);
	const groups = (await am.read(`/api/v2beta/jobs/${sip}`)).map((job: Json) => job.microservice);
	expect(groups).toContain('Failed compliance');
});

it('swaps the last two jobs of a SIP on request, and is complete all the same', async () => {
	const sip = await am.preserve('letters', {name: 'swaps-last-jobs'});
	expect(await ingest(sip)).toMatchObject({status: 'COMPLETE', microservice: 'Clean up after storing AIP'});
	const names = (await am.read(`/api/v2beta/jobs/${sip}`)).map((job: Json) => job.name);
	expect(names.slice(-2)).toEqual(['Remove the processing directory', 'Clean up after storing AIP']);
});

it('reports COMPLETE without a SIP for a moment as 1.13, and has no details of tasks', async () => {
	await am.control('PUT', 'release', {release: '1.13.2'});
	const id = await am.start('letters');
	const seen = new Set<string>();
	for (let moment = 0; moment < 300; moment++) {
		const {status: now, sip_uuid: sip} = await status(id);
		seen.add(`${now} ${sip === undefined ? 'without' : 'with'}`);
		am.pass(0.1);
	}
	expect([...seen]).toEqual(['undefined without', 'PROCESSING without', 'COMPLETE without', 'COMPLETE with']);
	expect(Object.keys((await am.read(`/api/v2beta/jobs/${id}?detailed`))[0].tasks[0])).toEqual(['uuid', 'exit_code']);
});

describe('checksums that come along', () => {
	const right = {
		md5: '0cc175b9c0f1b6a831c399e269772661',
		sha1: '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',
		sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
		sha512:
			'1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75',
	};

	it.each(Object.entries(right))('by %s are compared', async (algorithm, digest) => {
		await put('sums/objects/a.txt', 'a');
		await put(`sums/metadata/checksum.${algorithm}`, `${digest.toUpperCase()}  ../objects/a.txt\n`);
		expect((await ingest(await am.preserve('sums'))).status).toBe('COMPLETE');
		await put('sums/objects/a.txt', 'b');
		const id = await am.start('sums');
		am.pass(100);
		expect((await status(id)).status).toBe('FAILED');
		expect((await failedJob(id)).name).toBe('Verify metadata directory checksums');
		const problems = (await (await am.control('GET', 'units')).json()).map((unit: Json) => unit.checksumProblem);
		expect(problems).toEqual([null, expect.stringContaining(`metadata/checksum.${algorithm}: ../objects/a.txt has the ${algorithm} `)]);
	});

	it('are wrong in a sample folder', async () => {
		const id = await am.start('wrong-checksums');
		am.pass(100);
		expect((await failedJob(id)).name).toBe('Verify metadata directory checksums');
	});

	it.each([
		['one for each object', `${right.md5}  a.txt\n${right.md5}  sub/b.txt\n`, null],
		['without an end of the last line', `${right.md5}  a.txt\r\n${right.md5}  sub/b.txt`, null],
		['too few', `${right.md5}  a.txt\n`, 'with 1 checksum lines and 2 transfer files'],
		['an empty one at the end', `${right.md5}  a.txt\n${right.md5}  sub/b.txt\n\n`, 'with 3 checksum lines and 2 transfer files'],
		['an empty one for a file', `${right.md5}  a.txt\n\n`, null],
		['one that is none', `${right.md5}  a.txt\nsub/b.txt\n`, 'improperly formatted'],
		[
			'from the transfer on, not from its objects',
			`${right.md5}  objects/a.txt\n${right.md5}  sub/b.txt\n`,
			'objects/a.txt does not exist',
		],
	])('have lines: %s', async (_, lines, problem) => {
		await put('lines/objects/a.txt', 'a');
		await put('lines/sub/b.txt', 'a');
		await put('lines/metadata/checksum.md5', lines);
		const id = await am.start('lines');
		am.pass(100);
		expect((await status(id)).status).toBe(problem === null ? 'COMPLETE' : 'FAILED');
		const [unit] = await (await am.control('GET', 'units')).json();
		expect(unit.checksumProblem).toEqual(problem && expect.stringContaining(problem));
	});

	it('are compared after what is hidden or unneeded was removed, and fail for it', async () => {
		await put('hidden/objects/a.txt', 'a');
		await put('hidden/objects/.keep', 'a');
		await put('hidden/metadata/checksum.md5', `${right.md5}  a.txt\n${right.md5}  .keep\n`);
		const id = await am.start('hidden');
		am.pass(100);
		expect((await failedJob(id)).name).toBe('Verify metadata directory checksums');
		const [unit] = await (await am.control('GET', 'units')).json();
		expect(unit.checksumProblem).toContain('with 2 checksum lines and 1 transfer files');
	});

	it('of a file that is not there fail', async () => {
		await put('sums/a.txt', 'a');
		await put('sums/metadata/checksum.md5', `${right.md5} *a.txt\n${right.md5}  b.txt\n`);
		const id = await am.start('sums');
		am.pass(100);
		expect((await failedJob(id)).name).toBe('Verify metadata directory checksums');
	});
});

describe('a rights.csv', () => {
	it.each([
		['words in any case', 'file,basis,grant_act,grant_restriction\nobjects/a.txt,Copyright,use,ALLOW\n', null],
		['no rows', 'file,basis\n', null],
		['an empty line', 'file,basis\n\nobjects/a.txt,donor\n\n', null],
		['a line of commas', 'file,basis\nobjects/a.txt,donor\n,\n', '[Row 2] No file specified'],
		['a second row of one file, basis and act', 'file,basis\nobjects/a.txt,donor\nobjects/a.txt,Donor\n', null],
		['a basis nobody knows', 'file,basis\nobjects/a.txt,custom\n', '[Row 1] Invalid basis: custom'],
		['no basis', 'file,basis\nobjects/a.txt,\n', '[Row 1] Invalid basis: '],
		['no file', 'file,basis\nobjects/a.txt,donor\n,donor\n', '[Row 2] No file specified'],
		['a file that is not there', 'file,basis\na.txt,donor\n', '[Row 1] There is no a.txt'],
		['a folder', 'file,basis\nobjects,donor\n', '[Row 1] There is no objects'],
		['a hidden file, which is removed', 'file,basis\nobjects/.keep,donor\n', '[Row 1] There is no objects/.keep'],
		['another column', 'file,basis,colour\nobjects/a.txt,donor,red\n', '[Row 1] Invalid column found: colour'],
		['a restriction nobody knows', 'file,basis,grant_restriction\nobjects/a.txt,donor,maybe\n', '[Row 1] The value of element restriction'],
	])('with %s', async (_, csv, problem) => {
		await put('rights/objects/a.txt', 'a');
		await put('rights/objects/.keep', '');
		await put('rights/metadata/rights.csv', csv);
		const id = await am.start('rights');
		am.pass(100);
		expect((await failedJob(id))?.name).toBe(problem === null ? undefined : 'Load rights');
		const [unit] = await (await am.control('GET', 'units')).json();
		expect(unit.rightsProblem).toEqual(problem && expect.stringContaining(problem));
	});
});

it('a rights.csv of a bag names files by their place in it', async () => {
	await put('bag/data/objects/a.txt', 'a');
	await put('bag/data/metadata/rights.csv', 'file,basis\ndata/objects/a.txt,donor\nobjects/a.txt,donor\n');
	await am.start('bag', {type: 'unzipped bag'});
	const [unit] = await (await am.control('GET', 'units')).json();
	expect(unit.rightsProblem).toBe('[Row 2] There is no objects/a.txt');
});

describe('a transfer with files nobody needs', () => {
	const names = ['.keep', 'a.txt~', 'Thumbs.db', 'Icon', '.git/config', 'a.txt', 'icon', '~b'];
	const objectsOf = async (type: string): Promise<readonly string[]> => {
		await am.start('leftovers', {type});
		am.pass(100);
		const [unit] = am.state.units.values();
		return (am.state.unitFiles.get(unit?.uuid ?? '') ?? []).map(({path}) => path).toSorted();
	};

	it.each(['standard', 'dataverse'])('has them no longer when it is %s', async type => {
		for (const name of names) await put(`leftovers/objects/${name}`, 'x');
		await put('leftovers/.hidden', 'x');
		await put('leftovers/objects/only/.keep', 'x');
		expect(await objectsOf(type)).toEqual(['objects/a.txt', 'objects/icon', 'objects/~b']);
		const [unit] = am.state.units.values();
		expect(unit?.emptyFolders).toEqual(['objects/only']);
	});

	it('keeps them in a bag', async () => {
		for (const name of names) await put(`leftovers/data/objects/${name}`, 'x');
		expect(await objectsOf('unzipped bag')).toEqual(names.map(name => `data/objects/${name}`).toSorted());
	});
});

it('fails a broken bag at the job that checks bags, with its task', async () => {
	const id = await am.start('damaged-bag', {type: 'unzipped bag'});
	am.pass(100);
	const job = await failedJob(id);
	expect(job).toMatchObject({name: 'Verify bag, and restructure for compliance', microservice: 'Verify transfer compliance'});
	expect(job.tasks).toMatchObject([{exit_code: 1, file_uuid: null, file_name: `damaged-bag-${id}`}]);
});

describe('a package that cannot be copied', () => {
	const create = async (path: string): Promise<string> => {
		const body = JSON.stringify({name: 'x', path: base64(path), processing_config: 'automated'});
		const answer = await am.dashboard('POST', '/api/v2beta/package', {body});
		expect(answer.status).toBe(202);
		return (await answer.json()).id;
	};

	it.each([
		['a location nobody knows', async () => '11111111-2222-4333-8444-555555555555:x'],
		[
			'a location of another pipeline',
			async () => {
				const other = {
					uuid: '11111111-2222-4333-8444-555555555555',
					purpose: 'TS',
					relativePath: 'home',
					description: null,
					isDefault: false,
				};
				am.state.locations.put(other.uuid, {...other, space: [...am.state.spaces.values()][0]?.uuid ?? '', pipelines: []});
				await am.send('PUT', `/sandbox/archivematica/files/${other.uuid}/${samples}/letters/a.txt`, {body: 'a'});
				return `${other.uuid}:${samples}/letters`;
			},
		],
		['a path that does not exist', async () => `${am.transferSource}:none`],
		['an absolute path outside the default source', async () => '/elsewhere/letters'],
		[
			'a Storage Service that is down',
			async () => {
				await am.control('PUT', 'dashboard', {storageService: false});
				return `${am.transferSource}:${samples}/letters`;
			},
		],
		[
			'no default transfer source',
			async () => {
				const source = am.state.locations.get(am.transferSource);
				if (source) am.state.locations.put(source.uuid, {...source, isDefault: false});
				return `${samples}/letters`;
			},
		],
	])('because of %s never begins, and can be hidden after a restart of the server', async (_what, prepare) => {
		const id = await create(await prepare());
		am.pass(10_000);
		const answer = await am.dashboard('GET', `/api/transfer/status/${id}/`);
		expect([answer.status, await answer.json()]).toEqual([400, {error: true, message: `Unable to determine the status of the unit ${id}`}]);
		expect((await am.dashboard('DELETE', `/api/transfer/${id}/delete/`)).status).toBe(409);
		expect((await am.control('POST', 'mcp-server/restart')).status).toBe(200);
		expect((await am.dashboard('DELETE', `/api/transfer/${id}/delete/`)).status).toBe(200);
	});
});

it('is refused while nobody answers the dashboard', async () => {
	await am.control('PUT', 'dashboard', {mcpServer: false});
	const body = JSON.stringify({name: 'x', path: base64(`${samples}/letters`)});
	const answer = await am.dashboard('POST', '/api/v2beta/package', {body});
	expect([answer.status, await answer.json()]).toEqual([500, {error: true, message: 'Package cannot be created'}]);
});

describe('a restart of the server', () => {
	it('fails what is going on, which says PROCESSING for ever and can be hidden', async () => {
		const id = await am.start('letters');
		const unaffected = await am.preserve('pictures');
		const waits = await am.start('letters', {auto_approve: false});
		am.pass(2);
		const running = await am.start('letters');
		am.pass(5);
		expect((await status(running)).status).toBe('PROCESSING');
		expect(await (await am.control('POST', 'mcp-server/restart')).json()).toEqual({failed: [running]});
		const jobs = await am.read(`/api/v2beta/jobs/${running}`);
		am.pass(10_000);
		expect((await status(running)).status).toBe('PROCESSING');
		expect(await am.read(`/api/v2beta/jobs/${running}`)).toEqual(jobs);
		expect((await am.dashboard('DELETE', `/api/transfer/${running}/delete/`)).status).toBe(200);
		expect([(await ingest(unaffected)).status, (await status(id)).status]).toEqual(['COMPLETE', 'COMPLETE']);
		const approved = await am.form('/api/transfer/approve', [['directory', `letters-${waits}`]]);
		expect((await approved.json()).uuid).toBe(waits);
	});
});

describe('a limit of how many units are worked on', () => {
	it('lets others wait without jobs, one after the other, and none for who waits for a person', async () => {
		await am.control('PUT', 'dashboard', {concurrency: 1});
		const first = await am.start('letters', {name: 'waits-for-normalize'});
		const second = await am.start('letters');
		const third = await am.start('pictures');
		am.pass(3);
		const codes = async () =>
			Promise.all([first, second, third].map(async id => (await am.dashboard('GET', `/api/transfer/status/${id}/`)).status));
		expect(await codes()).toEqual([200, 400, 400]);
		am.pass(30);
		await codes();
		am.pass(3);
		expect(await codes()).toEqual([200, 200, 400]);
		for (let round = 0; round < 5; round++) {
			am.pass(60);
			await codes();
		}
		const {sip_uuid: sip} = await status(third);
		expect((await ingest(sip)).status).toBe('COMPLETE');
	});

	it('that is lifted lets all begin', async () => {
		await am.control('PUT', 'dashboard', {concurrency: 1});
		const ids = [await am.start('letters'), await am.start('letters'), await am.start('letters')];
		await am.control('PUT', 'dashboard', {concurrency: 0});
		am.pass(100);
		for (const id of ids) expect((await status(id)).status).toBe('COMPLETE');
	});
});

it('takes steps as long as control says', async () => {
	await am.control('PUT', 'dashboard', {stepDuration: 10});
	const id = await am.start('letters');
	am.pass(1);
	const {sip_uuid: sip} = await status(id);
	expect((await ingest(sip)).status).toBe('COMPLETE');
});

describe('packages within a transfer', () => {
	async function extracted(removed: string): Promise<readonly string[]> {
		const {zipSync} = await import('fflate');
		await put('crates/a.zip', zipSync({'in/one.txt': new Uint8Array([1]), 'in/two.txt': new Uint8Array([2])}));
		await put('crates/b.zip', 'not really');
		await am.control('POST', 'plans', {waitFor: ['extract_packages', 'delete_packages']});
		const id = await am.start('crates');
		am.pass(100);
		await am.control('POST', 'decisions', {unit: id, choice: 'Yes'});
		am.pass(100);
		await am.control('POST', 'decisions', {unit: id, choice: removed});
		am.pass(100);
		const {sip_uuid: sip} = await status(id);
		return (await am.readStorage(`/api/v2/file/${sip}/contents/`)).files.map((file: Json) => file.name);
	}
	const inside = ['a.zip-2026-05-17T09-30-00/in/one.txt', 'a.zip-2026-05-17T09-30-00/in/two.txt'];

	it('are opened when that is chosen', async () => {
		expect(await extracted('No')).toEqual(['a.zip', ...inside, 'b.zip']);
	});

	it('are removed afterwards when that is chosen too, but for what could not be opened', async () => {
		expect(await extracted('Yes')).toEqual([...inside, 'b.zip']);
	});
});

describe('a transfer of the type', () => {
	it.each([
		['dspace', 'letters', ['Set transfer type: DSpace', 'Identify DSpace mets files']],
		['maildir', 'letters', ['Set transfer type: Maildir', 'Do you want to scan for viruses in attachments?']],
		['TRIM', 'letters', ['Set transfer type: TRIM', 'Verify TRIM checksums']],
		['dataverse', 'letters', ['Convert Dataverse structure', 'Parse Dataverse METS XML']],
		['zipfile', 'pictures.zip', ['Extract zipped transfer']],
		['unzipped bag', 'bag', ['Verify bag, and restructure for compliance']],
	])('%s has jobs of its own', async (type, folder, names) => {
		const id = await am.start(folder, {type});
		am.pass(100);
		expect((await status(id)).status).toBe('COMPLETE');
		const all = (await am.read(`/api/v2beta/jobs/${id}`)).map((job: Json) => job.name);
		expect(all).toEqual(expect.arrayContaining(names));
		expect(all).not.toContain(reingestGroup);
	});
});

it('is the same in all it does after the end of the process', async () => {
	const folder = temporaryFolder();
	try {
		am = await install(folder.path, {time: 0});
		await am.control('PUT', 'dashboard', {concurrency: 1});
		await am.control('POST', 'plans', {failAt: ['Scan for viruses'], exitCode: 7});
		const failing = await am.start('letters');
		const queued = await am.start('letters');
		am.close();
		am = await install(folder.path, {time: 1_000_000});
		await am.control('GET', 'units');
		am.pass(100);
		expect((await status(failing)).status).toBe('FAILED');
		expect((await failedJob(failing)).tasks[0].exit_code).toBe(7);
		expect((await status(queued)).status).toBe('COMPLETE');
		am.close();
	} finally {
		folder.remove();
	}
});
