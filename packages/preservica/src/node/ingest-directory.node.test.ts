import {chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {ConfigurationError, isSdkError, JobFailedError, NetworkError, NotFoundError, PackageError, SdkError} from '@fonds/core';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {DirectoryItem} from './directory-report.ts';
import {FakeArchive} from './fixtures/fake-archive.ts';
import {ingestDirectory, type IngestDirectoryOptions} from './ingest-directory.ts';

let home: string;
let data: string;
let stateFile: string;
let archive: FakeArchive;

beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), 'fonds-'));
	data = join(home, 'data');
	stateFile = join(home, 'state.json');
	archive = new FakeArchive();
	await write({'b.txt': 'bb', 'a.txt': 'a', 'empty/': '', 'Sub/c.tar.gz': 'ccc', 'Sub/deep/d': 'dddd', '.hidden': 'h'});
});
afterEach(() => rm(home, {recursive: true, force: true}));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
	for (const [path, text] of Object.entries(files)) {
		const file = join(data, path);
		await mkdir(path.endsWith('/') ? file : dirname(file), {recursive: true});
		await (path.endsWith('/') ? undefined : writeFile(file, text));
	}
}

const sleep = async (): Promise<void> => {};

function ingest(options: Partial<IngestDirectoryOptions> = {}) {
	return ingestDirectory(archive.client, data, {parent: 'parent-1', packageFiles: archive.packageFiles, sleep, ...options});
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => undefined,
		(error: unknown) => error,
	);

describe('a directory', () => {
	it('becomes folders and assets with codes, one package for each directory, in the order of names', async () => {
		const items: DirectoryItem[] = [];
		const seen: unknown[] = [];
		const report = await ingest({
			onItem: item => void items.push(item),
			onProgress: progress => void seen.push(progress),
			securityTag: 'closed',
		});
		expect(archive.uploads()).toEqual([['data/.hidden', 'data/a.txt', 'data/b.txt'], ['data/Sub/c.tar.gz'], ['data/Sub/deep/d']]);
		const entities = [...archive.entities.values()];
		const nameOf = (ref: string | undefined): string | undefined => entities.find(entity => entity.ref === ref)?.title;
		expect(
			entities.map(({type, title, parent, codes, text, securityTag}) => [type, title, nameOf(parent), codes[0], text, securityTag]),
		).toEqual(
			expect.arrayContaining([
				['folder', 'data', 'Parent', 'data', undefined, 'closed'],
				['folder', 'Sub', 'data', 'data/Sub', undefined, 'closed'],
				['folder', 'deep', 'Sub', 'data/Sub/deep', undefined, 'closed'],
				['folder', 'empty', 'data', 'data/empty', undefined, 'closed'],
				['asset', 'a', 'data', 'data/a.txt', 'a', 'closed'],
				['asset', '.hidden', 'data', 'data/.hidden', 'h', 'closed'],
				['asset', 'c.tar', 'Sub', 'data/Sub/c.tar.gz', 'ccc', 'closed'],
				['asset', 'd', 'deep', 'data/Sub/deep/d', 'dddd', 'closed'],
			]),
		);
		expect(report).toMatchObject({
			complete: true,
			folders: {created: 4, present: 0},
			files: {uploaded: 5, present: 0, waiting: 0},
			size: 11,
			skipped: [],
			failed: [],
		});
		expect(report.packages.map(({directory, files, size, outcome, job, key}) => [directory, files, size, outcome, job, key])).toEqual([
			['data', 3, 4, 'ingested', undefined, undefined],
			['data/Sub', 1, 3, 'ingested', undefined, undefined],
			['data/Sub/deep', 1, 4, 'ingested', undefined, undefined],
		]);
		expect(items.map(({kind, code, outcome}) => `${kind} ${code} ${outcome}`)).toEqual([
			'folder data created',
			'file data/.hidden uploaded',
			'file data/a.txt uploaded',
			'file data/b.txt uploaded',
			'folder data/Sub created',
			'file data/Sub/c.tar.gz uploaded',
			'folder data/Sub/deep created',
			'file data/Sub/deep/d uploaded',
			'folder data/empty created',
		]);
		expect(seen.at(-1)).toEqual({phase: 'upload', done: 11, total: 11});
	});

	it('is there once, however often it is ingested, and what is new is added', async () => {
		await ingest();
		const before = archive.codes();
		expect(await ingest()).toMatchObject({
			complete: true,
			folders: {created: 0, present: 4},
			files: {uploaded: 0, present: 5},
			packages: [],
		});
		expect(archive.codes()).toEqual(before);
		await write({'Sub/new.txt': 'n'});
		expect(await ingest()).toMatchObject({files: {uploaded: 1, present: 5}});
		expect(archive.uploads().at(-1)).toEqual(['data/Sub/new.txt']);
	});

	it('at the root has no parent', async () => {
		await ingest({parent: null});
		expect([...archive.entities.values()].find(({title}) => title === 'data')?.parent).toBeUndefined();
		expect(await ingest({parent: null})).toMatchObject({folders: {created: 0, present: 4}});
	});

	it('of another place with the same name is not taken for this one; a code of its own tells them apart', async () => {
		await ingest();
		archive.entities.set('parent-2', {...archive.entities.get('parent-1')!, ref: 'parent-2'});
		const failure = await failureOf(ingest({parent: 'parent-2'}));
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(isSdkError(failure, 'elsewhere')).toBe(true);
		expect(String(failure)).toContain('is in parent-1, not in parent-2');
		expect(await ingest({parent: 'parent-2', code: 'second/data'})).toMatchObject({folders: {created: 4}, files: {uploaded: 5}});
		expect(archive.codes()).toContain('second/data/Sub/deep/d');
	});

	it('whose code several folders have is refused', async () => {
		for (const ref of ['f1', 'f2']) {
			archive.entities.set(ref, {type: 'folder', ref, title: 'x', parent: 'parent-1', securityTag: 'open', codes: ['data']});
		}
		const failure = await failureOf(ingest());
		expect(isSdkError(failure, 'ambiguous')).toBe(true);
		expect(String(failure)).toContain('f1, f2');
	});

	it('may be so large that it takes several packages', async () => {
		const report = await ingest({filesPerPackage: 2});
		expect(archive.uploads().slice(0, 2)).toEqual([['data/.hidden', 'data/a.txt'], ['data/b.txt']]);
		expect(report.packages).toHaveLength(4);
	});

	it('ends after the directory with which it was too much, and goes on the next time', async () => {
		const report = await ingest({maxBytes: 5});
		expect(report).toMatchObject({complete: false, size: 7});
		expect(archive.uploads()).toEqual([['data/.hidden', 'data/a.txt', 'data/b.txt'], ['data/Sub/c.tar.gz']]);
		expect(await ingest({maxBytes: 5})).toMatchObject({complete: true, files: {uploaded: 1, present: 4}});
	});

	it('that has the code of a folder where a file is now gets the file all the same', async () => {
		archive.entities.set('f1', {type: 'folder', ref: 'f1', title: 'x', parent: 'parent-1', securityTag: 'open', codes: ['data/a.txt']});
		await ingest();
		expect(archive.uploads()[0]).toContain('data/a.txt');
	});

	it('asks for the code with the form of letters that is the same on every system', async () => {
		await write({'Cafe\u0301': 'x'});
		await ingest();
		expect(archive.codes()).toContain('data/Caf\u00e9');
	});
});

describe('what cannot be ingested', () => {
	it('is told, and everything else is ingested: links, names without UTF-8, control characters, files without permission', async () => {
		await symlink(join(data, 'a.txt'), join(data, 'link.txt'));
		await symlink(data, join(data, 'loop'));
		await writeFile(Buffer.concat([Buffer.from(`${data}/`), Buffer.from([0x66, 0xfc])]), 'x');
		await write({'bell\u0007': 'x', 'Cafe\u0301': '1', 'Caf\u00e9': '2'});
		const report = await ingest();
		expect(report.complete).toBe(false);
		expect(report.skipped).toEqual([
			{path: 'data/link.txt', reason: 'symbolic link'},
			{path: 'data/loop', reason: 'symbolic link'},
		]);
		expect(report.failed.map(({paths, error}) => [paths, (error as Error).message.split('.')[0]])).toEqual([
			[['data/Caf\u00e9'], 'Another name in this directory differs only in its Unicode form'],
			[['data/bell\u0007'], 'The name has characters that no metadata can hold'],
			[['data/f\u00fc'], 'The name is not UTF-8'],
		]);
		expect(report.files.uploaded).toBe(6);
	});

	it.skipIf(process.getuid?.() === 0)('is told: what may not be read', async () => {
		await chmod(join(data, 'a.txt'), 0);
		await chmod(join(data, 'Sub'), 0);
		const report = await ingest();
		await chmod(join(data, 'Sub'), 0o700);
		expect(report.failed.map(({paths}) => paths)).toEqual([['data/a.txt'], ['data/Sub']]);
	});

	it('is told: a directory that is no longer there', async () => {
		const report = await ingest({onItem: ({code}) => code === 'data/Sub' && rmSync(join(data, 'Sub'), {recursive: true})});
		expect(report.failed.map(({paths}) => paths)).toEqual([['data/Sub']]);
		expect(report).toMatchObject({complete: false, files: {uploaded: 3}});
	});

	it('is told: a file that is gone before it is packaged', async () => {
		const {packageFiles} = archive;
		const report = await ingest({
			packageFiles: (assets, target) => {
				rmSync(join(data, 'b.txt'), {force: true});
				return packageFiles(assets, target);
			},
		});
		expect(report.failed).toEqual([{paths: ['data/.hidden', 'data/a.txt', 'data/b.txt'], error: expect.any(PackageError)}]);
		expect(report).toMatchObject({complete: false, files: {uploaded: 2}});
	});

	it('is told: a file that changes while it is packaged', async () => {
		const {packageFiles} = archive;
		const report = await ingest({
			packageFiles: async (assets, target) => {
				await writeFile(join(data, 'b.txt'), 'longer than before');
				const source = await packageFiles(assets, target);
				return source;
			},
		});
		expect(report.failed).toEqual([{paths: ['data/.hidden', 'data/a.txt', 'data/b.txt'], error: expect.any(PackageError)}]);
		expect(String(report.failed[0]?.error)).toContain('changed while it was read: it had 2 bytes and now has more');
		expect(report).toMatchObject({complete: false, files: {uploaded: 2}});
		expect(archive.uploads()).toEqual([['data/Sub/c.tar.gz'], ['data/Sub/deep/d']]);
		expect(await ingest()).toMatchObject({complete: true, files: {uploaded: 3}});
	});

	it('is told: an ingest that fails, which the next run tries again', async () => {
		archive.quick = false;
		archive.fault = what => what === 'look ingest-1' && archive.end('ingest-1', 'failed');
		const later = (): void => ['ingest-2', 'ingest-3'].forEach(id => archive.ingests.has(id) && archive.end(id));
		const report = await ingest({sleep: async () => later(), stateFile});
		expect(report.complete).toBe(false);
		expect(report.failed).toEqual([{paths: ['data/.hidden', 'data/a.txt', 'data/b.txt'], error: expect.any(JobFailedError)}]);
		expect(report.packages.map(({outcome}) => outcome)).toEqual(['failed', 'ingested', 'ingested']);
		archive.quick = true;
		archive.fault = () => {};
		expect(await ingest({stateFile})).toMatchObject({complete: true, files: {uploaded: 3, present: 2}});
	});

	it.each([
		['nothing there', 'missing', ConfigurationError],
		['a file', 'data/a.txt', ConfigurationError],
	])('%s is refused', async (_, path, kind) => {
		const work = ingestDirectory(archive.client, join(home, path), {parent: 'parent-1', packageFiles: archive.packageFiles});
		await expect(work).rejects.toThrow(kind);
		expect(archive.asked).toEqual([]);
	});

	it.each([{maxBytes: 0}, {maxBytes: 1.5}, {filesPerPackage: 0}, {code: ''}, {code: '/a'}, {code: 'a/'}])(
		'%o is refused',
		async options => {
			await expect(ingest(options)).rejects.toThrow(ConfigurationError);
		},
	);

	it('a parent that is not there ends it before anything is made', async () => {
		await expect(ingest({parent: 'nowhere'})).rejects.toThrow(NotFoundError);
		expect(archive.asked).toEqual([]);
	});
});

describe('a run that breaks off', () => {
	it('at an abort ends at once and is continued without sending anything twice', async () => {
		archive.quick = false;
		const controller = new AbortController();
		archive.fault = what => what === 'lookup data/Sub' && controller.abort('enough');
		await expect(ingest({stateFile, signal: controller.signal})).rejects.toBe('enough');
		expect(archive.uploads()).toHaveLength(1);

		archive.quick = true; // The ingest goes on meanwhile.
		archive.fault = () => {};
		expect(await ingest({stateFile})).toMatchObject({complete: true, files: {uploaded: 2, present: 3}});
		expect(archive.codes().toSorted()).toEqual([...new Set(archive.codes())].toSorted());
		await expect(readFile(stateFile)).rejects.toThrow('ENOENT');
	});

	it('does not send what an earlier one sent while its ingest runs, even if it does not wait', async () => {
		archive.quick = false;
		const first = await ingest({stateFile, wait: false});
		expect(first.packages.map(({outcome, job}) => [outcome, job?.id])).toEqual([
			['waiting', 'ingest-1'],
			['waiting', 'ingest-2'],
			['waiting', 'ingest-3'],
		]);
		expect(await ingest({stateFile, wait: false})).toMatchObject({files: {uploaded: 0, present: 0, waiting: 5}, packages: []});
		archive.end('ingest-1');
		archive.end('ingest-2', 'failed');
		expect(await ingest({stateFile, wait: false})).toMatchObject({files: {uploaded: 1, present: 3, waiting: 1}});
	});

	it.each(['failed', 'forgotten'])('whose ingest has %s meanwhile is sent again', async end => {
		archive.quick = false;
		await ingest({stateFile, wait: false});
		archive.end('ingest-1');
		archive.end('ingest-2', 'failed');
		archive.end('ingest-3');
		archive.quick = true;
		archive.fault = what => {
			if (end === 'forgotten' && what === 'look ingest-2') {
				throw new NotFoundError('no such progress token', {status: 404});
			}
		};
		expect(await ingest({stateFile})).toMatchObject({complete: true, files: {uploaded: 1, present: 4}});
		expect(archive.uploads().at(-1)).toEqual(['data/Sub/c.tar.gz']);
	});

	it('between a folder and its identifier leaves no second folder', async () => {
		archive.fault = what => {
			if (what === 'identifier data/Sub') {
				throw new NetworkError('no answer');
			}
		};
		await expect(ingest({stateFile})).rejects.toThrow('no answer');
		archive.fault = () => {};
		await ingest({stateFile});
		expect([...archive.entities.values()].filter(({title}) => title === 'Sub')).toHaveLength(1);
		expect(archive.codes()).toContain('data/Sub');
	});

	it('before the folder was made makes it the next time', async () => {
		archive.fault = what => {
			if (what === 'folder Sub') {
				throw new NetworkError('no answer');
			}
		};
		await expect(ingest({stateFile})).rejects.toThrow('no answer');
		archive.fault = () => {};
		expect(await ingest({stateFile})).toMatchObject({complete: true});
		expect(archive.codes()).toContain('data/Sub');
	});

	it('waits for the ingests that have begun when nothing is kept', async () => {
		archive.quick = false;
		archive.fault = what => {
			if (what === 'lookup data/Sub') {
				throw new NetworkError('no answer');
			}
		};
		let looks = 0;
		await expect(ingest({sleep: async () => void (++looks === 3 && archive.end('ingest-1'))})).rejects.toThrow('no answer');
		expect(archive.codes()).toContain('data/a.txt');
	});

	it('because an upload may have arrived is not repeated blindly', async () => {
		archive.fault = what => {
			if (what.startsWith('upload') && what.includes('a, b')) {
				throw new SdkError('lost', {code: 'upload-unconfirmed'});
			}
		};
		expect(await ingest({stateFile})).toMatchObject({complete: false, files: {uploaded: 2}});
		archive.fault = () => {};
		expect(await ingest({stateFile})).toMatchObject({files: {uploaded: 0, waiting: 3, present: 2}});
		expect(archive.uploads()).toHaveLength(2);
		await rm(stateFile);
		expect(await ingest({stateFile})).toMatchObject({files: {uploaded: 3}});
	});

	it('refuses the state of another run, and one that is damaged', async () => {
		archive.quick = false;
		await ingest({stateFile, wait: false});
		const other = await failureOf(ingest({stateFile, parent: null}));
		expect(isSdkError(other, 'state')).toBe(true);
		await writeFile(stateFile, '{"version": 2}');
		await expect(failureOf(ingest({stateFile}))).resolves.toMatchObject({name: 'DecodeError'});
	});

	it('gives up waiting at the deadline and keeps what it waits for', async () => {
		archive.quick = false;
		const report = await ingest({stateFile, deadline: 10_000});
		expect(report.packages.map(({outcome}) => outcome)).toEqual(['waiting', 'waiting', 'waiting']);
		expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({packages: [{directory: 'data'}, {}, {}]});
	});

	it('has no more than four ingests under way', async () => {
		archive.quick = false;
		await write(Object.fromEntries(['p', 'q', 'r', 's', 't'].map(name => [`${name}/${name}`, name])));
		let most = 0;
		await ingest({
			sleep: async () => {
				await new Promise(resolve => void setTimeout(resolve, 1));
				const running = [...archive.ingests].filter(([, {state}]) => state === 'running');
				most = Math.max(most, running.length);
				if (running[0] !== undefined && (running.length >= 4 || archive.ingests.size === 8)) {
					archive.end(running[0][0]);
				}
			},
		});
		expect(most).toBe(4);
	});
});

describe('a directory sent to a location', () => {
	it('is not waited for, and not sent again before it is there', async () => {
		archive.quick = false;
		const report = await ingest({location: 'sips', stateFile});
		expect(report.packages.map(({outcome, job, key}) => [outcome, job, key])).toEqual([
			['waiting', undefined, 'ingest-1'],
			['waiting', undefined, 'ingest-2'],
			['waiting', undefined, 'ingest-3'],
		]);
		expect(await ingest({location: 'sips', stateFile})).toMatchObject({files: {uploaded: 0, waiting: 5}});
		archive.end('ingest-1');
		archive.end('ingest-2');
		archive.end('ingest-3');
		expect(await ingest({location: 'sips', stateFile})).toMatchObject({files: {uploaded: 0, waiting: 0, present: 5}});
	});

	it('is waited for by asking for its assets when that is wanted', async () => {
		archive.quick = false;
		const pauses: number[] = [];
		const report = await ingest({
			location: 'sips',
			wait: true,
			sleep: async ms => {
				pauses.push(ms);
				[...archive.ingests.keys()].forEach(id => archive.end(id));
			},
		});
		expect(report.packages.every(({outcome}) => outcome === 'ingested')).toBe(true);
		expect(pauses[0]).toBe(5000);
	});

	it('is waited for until the deadline', async () => {
		archive.quick = false;
		let slept = 0;
		const report = await ingest({location: 'sips', wait: true, deadline: 20_000, sleep: async ms => void (slept += ms)});
		expect(slept).toBe(3 * 20_000); // Three packages.
		expect(report.packages.every(({outcome}) => outcome === 'waiting')).toBe(true);
	});
});
