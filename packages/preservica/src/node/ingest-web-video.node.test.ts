import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {ConfigurationError, isSdkError, JobFailedError, SdkError} from '@fonds/core';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {FakeArchive} from './fixtures/fake-archive.ts';
import {ingestWebVideo, type IngestWebVideoOptions} from './ingest-web-video.ts';

const downloader = [process.execPath, fileURLToPath(new URL('fixtures/fake-downloader.js', import.meta.url))] as const;
const address = 'https://video.example.org/watch?v=1&t=2';

let temporaryFolder: string;
let archive: FakeArchive;
beforeEach(async () => {
	temporaryFolder = await mkdtemp(join(tmpdir(), 'fonds-'));
	archive = new FakeArchive();
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await rm(temporaryFolder, {recursive: true, force: true});
});

function ingest(mode: string, options: Partial<IngestWebVideoOptions> = {}) {
	return ingestWebVideo(archive.client, `${address}#${mode}`, {
		folder: 'parent-1',
		packageFiles: archive.packageFiles,
		program: downloader,
		temporaryFolder,
		sleep: async () => {},
		...options,
	});
}

interface Call {
	readonly parameters: readonly string[];
	readonly folder: string;
	readonly pid: number;
	readonly environment: Readonly<Record<string, string>>;
}

const called = async (): Promise<Call> => JSON.parse(await readFile(join(temporaryFolder, 'called.json'), 'utf8')) as Call;
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => undefined,
		(error: unknown) => error,
	);

/** What is left of a download. */
const leftovers = async (): Promise<string[]> => (await readdir(temporaryFolder)).filter(name => name !== 'called.json');

describe('a video from the web', () => {
	it('becomes an asset with title, description and Video-ID of the site, and leaves nothing on the disk', async () => {
		const video = await ingest('');
		expect(video).toMatchObject({videoId: 'a/b 1', title: 'A title & more', name: 'a_b_1.webm', size: 4, job: {id: 'ingest-1'}});
		const ingested = archive.ingests.get('ingest-1');
		expect(ingested?.folder).toBe('parent-1');
		expect(ingested?.state).toBe('succeeded');
		expect(ingested?.texts).toEqual(['film']);
		expect(ingested?.assets).toMatchObject([
			{
				title: 'A title & more',
				description: 'First\nSecond',
				securityTag: 'open',
				identifiers: [{type: 'Video-ID', value: 'a/b 1'}],
				representations: [{type: 'Preservation', files: [{path: 'a_b_1.webm', size: 4}]}],
			},
		]);
		expect(await leftovers()).toEqual([]);
	});

	it('may have other words, and more identifiers, which stay as they were given', async () => {
		const identifiers = [{type: 'code', value: 'x'}] as const;
		await ingest('', {title: 'T', description: 'D', securityTag: 'closed', identifiers});
		expect(archive.ingests.get('ingest-1')?.assets).toMatchObject([
			{title: 'T', description: 'D', securityTag: 'closed', identifiers: [...identifiers, {type: 'Video-ID', value: 'a/b 1'}]},
		]);
		expect(identifiers).toHaveLength(1);
	});

	it('without title and description has its id as both', async () => {
		await ingest('bare');
		expect(archive.ingests.get('ingest-1')?.assets).toMatchObject([{title: '7', description: '7'}]);
	});

	it('may have words with half a character in them, which XML cannot hold', async () => {
		await ingest('odd');
		expect(archive.ingests.get('ingest-1')?.assets).toMatchObject([{title: 'half \ufffd a smile', description: '\u{1f600}'}]);
	});

	it("is asked for without the credentials of Preservica, which are none of the downloader's business", async () => {
		vi.stubEnv('PRESERVICA_PASSWORD', 'secret-canary');
		vi.stubEnv('HTTPS_PROXY_OF_TEST', 'kept');
		await ingest('');
		const {environment, parameters} = await called();
		expect(JSON.stringify({environment, parameters})).not.toContain('secret-canary');
		expect(environment).toMatchObject({HTTPS_PROXY_OF_TEST: 'kept', PATH: process.env['PATH']});
	});

	it('is asked for without a shell, its address after two dashes', async () => {
		await ingest('$(touch%20oops)');
		const {parameters, folder} = await called();
		expect(parameters.slice(-2)).toEqual(['--', `${address}#$(touch%20oops)`]);
		expect(parameters).toEqual(expect.arrayContaining(['--ignore-config', '--no-playlist', '--write-info-json']));
		expect(folder.startsWith(join(temporaryFolder, 'fonds-video-')) || folder.includes('fonds-video-')).toBe(true);
	});

	it('is not waited for when that is not wanted', async () => {
		archive.quick = false;
		const {job} = await ingest('', {wait: false});
		expect(job.toJSON()).toEqual({kind: 'preservica-ingest', id: 'ingest-1', data: null});
		expect(archive.ingests.get('ingest-1')?.state).toBe('running');
	});

	it('whose ingest fails is an error', async () => {
		archive.quick = false;
		archive.fault = what => what.startsWith('look') && archive.end('ingest-1', 'failed');
		await expect(ingest('')).rejects.toThrow(JobFailedError);
	});
});

describe('a video that does not come', () => {
	it.each([
		['fails', 'could not download https://video.example.org/watch?v=1&t=2#fails: ERROR: [site] Video unavailable'],
		['nothing', 'brought nothing from'],
		['apart', 'install ffmpeg'],
		['several', 'Give the address of one video'],
		['partial', 'video-00001.webm.part'],
	])('is an error that says why, and leaves nothing: %s', async (mode, text) => {
		const failure = await failureOf(ingest(mode));
		expect(isSdkError(failure, 'download')).toBe(true);
		expect(String(failure)).toContain(text);
		expect(archive.asked).toEqual([]);
		expect(await leftovers()).toEqual([]);
	});

	it('for want of a downloader says how to get one', async () => {
		const failure = await failureOf(ingest('', {program: 'no-such-downloader'}));
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(isSdkError(failure, 'no-downloader')).toBe(true);
		expect(String(failure)).toContain('There is no program no-such-downloader');
		expect(String(failure)).toContain('pipx install yt-dlp');
		expect(await leftovers()).toEqual([]);
	});

	it.each(['file:///etc/passwd', '--exec=x', 'ftp://example.org/v', 'https://user:secret-canary@example.org/v'])(
		'is not asked for at %s',
		async url => {
			const failure = await failureOf(
				ingestWebVideo(archive.client, url, {folder: 'parent-1', packageFiles: archive.packageFiles, program: downloader, temporaryFolder}),
			);
			expect(failure).toBeInstanceOf(ConfigurationError);
			expect(String(failure)).not.toContain('secret-canary');
			expect(await readdir(temporaryFolder)).toEqual([]);
		},
	);

	it('because the upload failed leaves nothing on the disk', async () => {
		archive.fault = () => {
			throw new SdkError('no room');
		};
		await expect(ingest('')).rejects.toThrow('no room');
		expect(await leftovers()).toEqual([]);
	});
});

describe('an abort', () => {
	it.each(['hangs', 'stubborn', 'stubborn with a helper'])('ends a downloader that %s, and cleans up before it is told', async mode => {
		const controller = new AbortController();
		const work = failureOf(ingest(mode, {signal: controller.signal}));
		await expect
			.poll(
				() =>
					called().then(
						({pid}) => pid,
						() => 0,
					),
				{timeout: 10_000},
			)
			.toBeGreaterThan(0);
		const {pid} = await called();
		await new Promise(resolve => void setTimeout(resolve, 100)); // Until it listens to interrupts.
		const aborted = Date.now();
		controller.abort('enough');
		expect(await work).toBe('enough');
		expect(Date.now() - aborted).toBeLessThan(8000);
		expect(() => process.kill(pid, 0)).toThrow('ESRCH');
		expect(await leftovers()).toEqual([]);
	});

	it('before anything begins starts nothing', async () => {
		await expect(ingest('', {signal: AbortSignal.abort('no')})).rejects.toBe('no');
		expect(await readdir(temporaryFolder)).toEqual([]);
	});
});
