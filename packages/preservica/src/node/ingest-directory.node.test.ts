import {spawnSync} from 'node:child_process';
import {readFileSync, rmSync} from 'node:fs';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {
	ConfigurationError,
	DecodeError,
	HttpError,
	isSdkError,
	JobFailedError,
	NetworkError,
	NotFoundError,
	PackageError,
	SdkError,
} from '@fonds/core';
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

/** Number of a process that is no more. */
const endedProcess = spawnSync(process.execPath, ['-e', '']).pid;

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
			['data', 3, 4, 'ingested', undefined, 'key-1'],
			['data/Sub', 1, 3, 'ingested', undefined, 'key-2'],
			['data/Sub/deep', 1, 4, 'ingested', undefined, 'key-3'],
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

	it('is gone through in the order of its names, as JavaScript compares them, on every system', async () => {
		await write({'\u{1f600}': 'x', '\uff5e': 'y'});
		await ingest();
		expect(archive.uploads()[0]?.slice(-2)).toEqual(['data/\u{1f600}', 'data/\uff5e']);
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

	it('asks for the code without the white space at the end of names, which servers cut off', async () => {
		await write({'trail ': '1', 'Sub \u00a0/x\ufeff': '2', ' lead': '3', '\ufeffmark': '4', 'Other \u00a0/y ': '5'});
		const report = await ingest({code: ' top '});
		expect(archive.codes()).toEqual(
			expect.arrayContaining(['top', 'top/trail', 'top/ lead', 'top/\ufeffmark', 'top/a.txt', 'top/Other', 'top/Other/y']),
		);
		expect(archive.codes().filter(code => code !== code.trim())).toEqual([]);
		expect(report.failed.map(({paths}) => paths)).toEqual([['top/Sub \u00a0']]); // There is a Sub without.
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
		await write({'bell\u0007': 'x', ' ': 'x', 'Cafe\u0301': '1', 'Caf\u00e9': '2', 'a.txt ': '3'});
		const report = await ingest();
		expect(report.complete).toBe(false);
		expect(report.skipped).toEqual([
			{path: 'data/link.txt', reason: 'symbolic link'},
			{path: 'data/loop', reason: 'symbolic link'},
		]);
		expect(report.failed.map(({paths, error}) => [paths, (error as Error).message.split('.')[0]])).toEqual([
			[['data/ '], 'The name is nothing but white space'],
			[['data/Caf\u00e9'], 'Another name in this directory differs only in its Unicode form, or in white space at its end'],
			[['data/a.txt '], 'Another name in this directory differs only in its Unicode form, or in white space at its end'],
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

	it('is told: a file that is gone before it is packaged; the others of its directory are ingested', async () => {
		const {packageFiles} = archive;
		const report = await ingest({
			packageFiles: (assets, target) => {
				rmSync(join(data, 'b.txt'), {force: true});
				return packageFiles(assets, target);
			},
		});
		expect(report.failed).toEqual([{paths: ['data/b.txt'], error: expect.any(PackageError)}]);
		expect(report).toMatchObject({complete: false, files: {uploaded: 4}});
		expect(archive.uploads()[0]).toEqual(['data/.hidden', 'data/a.txt']);
	});

	it('is told: files that the packager refuses by their names; the others of their directory are ingested', async () => {
		const {packageFiles} = archive;
		const report = await ingest({
			packageFiles: (assets, target) => {
				const name = ['a.txt', '.hidden'].find(path => assets.some(({representations}) => representations[0]?.files[0]?.path === path));
				if (name !== undefined) {
					throw new PackageError('no', {problem: 'unsafe-path', path: name});
				}
				return packageFiles(assets, target);
			},
		});
		expect(report.failed.map(({paths}) => paths)).toEqual([['data/a.txt'], ['data/.hidden']]);
		expect(archive.uploads()[0]).toEqual(['data/b.txt']);
	});

	it('is told: a package that fails for no file of its own', async () => {
		const report = await ingest({
			packageFiles: () => {
				throw new PackageError('no', {problem: 'worker-failed', path: undefined});
			},
		});
		expect(report.failed.map(({paths}) => paths)).toEqual([
			['data/.hidden', 'data/a.txt', 'data/b.txt'],
			['data/Sub/c.tar.gz'],
			['data/Sub/deep/d'],
		]);
	});

	it('is told: a file that is written to while it is packaged, even if it keeps its size', async () => {
		const {packageFiles} = archive;
		const report = await ingest({
			packageFiles: async (assets, target) => {
				await utimes(join(data, 'b.txt'), 1, 1);
				return packageFiles(assets, target);
			},
		});
		expect(report.failed).toEqual([{paths: ['data/b.txt'], error: expect.any(PackageError)}]);
		expect(String(report.failed[0]?.error)).toContain('changed while it was read: it was written to');
		expect(report.files.uploaded).toBe(4);
	});

	it('does not keep a file from being ingested whose name reads like one that is not UTF-8, in whatever order the disk has them', async () => {
		const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
		for (const [index, letter] of letters.entries()) {
			const odd = (): Promise<void> => writeFile(Buffer.from(`${data}/${letter}\u00fc`, 'latin1'), 'x');
			await (index % 2 === 0 ? odd() : undefined);
			await write({[`${letter}\u00fc`]: 'utf-8'});
			await (index % 2 === 0 ? undefined : odd());
		}
		const report = await ingest();
		expect(report.failed.map(({error}) => String(error))).toEqual(letters.map(() => 'Error: The name is not UTF-8. Rename it.'));
		expect(archive.uploads()[0]).toEqual(expect.arrayContaining(letters.map(letter => `data/${letter}\u00fc`)));
	});

	it.each(['location', 'version', 'endpoint'])('ends the run when it would be so for every package (%s)', async code => {
		archive.fault = what => {
			if (what.startsWith('upload')) {
				throw new ConfigurationError('no', {code});
			}
		};
		await expect(ingest({location: 'sips'})).rejects.toThrow(ConfigurationError);
		expect(archive.asked.filter(what => what.startsWith('upload'))).toHaveLength(1);
	});

	it('is told: a package whose size the location wants to know', async () => {
		archive.fault = what => {
			if (what.startsWith('upload')) {
				throw new ConfigurationError('no', {code: 'size'});
			}
		};
		expect((await ingest({location: 'sips'})).failed).toHaveLength(3);
	});

	it('is told: a file that changes while it is packaged', async () => {
		const {packageFiles} = archive;
		const report = await ingest({
			packageFiles: async (assets, target) => {
				await writeFile(join(data, 'b.txt'), 'longer than before');
				return packageFiles(assets, target);
			},
		});
		expect(report.failed).toEqual([{paths: ['data/b.txt'], error: expect.any(PackageError)}]);
		expect(String(report.failed[0]?.error)).toContain('changed while it was read: it had 2 bytes and now has more');
		expect(report).toMatchObject({complete: false, files: {uploaded: 4}});
		expect(archive.uploads()).toEqual([['data/.hidden', 'data/a.txt'], ['data/Sub/c.tar.gz'], ['data/Sub/deep/d']]);
		expect(await ingest()).toMatchObject({complete: true, files: {uploaded: 1}});
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

	it.each([{maxBytes: 0}, {maxBytes: 1.5}, {filesPerPackage: 0}, {code: ''}, {code: ' '}, {code: '/a'}, {code: 'a/'}])(
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
		expect(archive.asked).not.toContain('folder Sub');

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
		expect(await ingest({stateFile, wait: false, sendAgain: true})).toMatchObject({files: {uploaded: 0, waiting: 5}}); // These can be followed.
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

	const breakAtArrival = (error: unknown): void => {
		archive.fault = what => {
			if (what === 'arrival of .hidden, a, b') {
				throw error;
			}
		};
	};

	it('because an upload may have arrived is not repeated blindly', async () => {
		breakAtArrival(new SdkError('lost', {code: 'upload-unconfirmed'}));
		expect(await ingest({stateFile})).toMatchObject({complete: false, files: {uploaded: 2}});
		archive.fault = () => {};
		const paths = ['data/.hidden', 'data/a.txt', 'data/b.txt'];
		expect(await ingest({stateFile})).toMatchObject({
			complete: false,
			files: {uploaded: 0, waiting: 3, present: 2},
			earlier: [{directory: 'data', paths, key: 'key-1', arrived: false, job: undefined}],
		});
		expect(archive.uploads()).toHaveLength(2);
		expect(await ingest({stateFile, sendAgain: true})).toMatchObject({complete: true, files: {uploaded: 3, present: 2}, earlier: []});
		await expect(readFile(stateFile)).rejects.toThrow('ENOENT');
	});

	it.each([
		['the process was killed', undefined],
		['it was aborted', new Error('enough')],
		['the answer was no answer', new DecodeError('no token', {code: 'missing-header'})],
	])('in the last request of an upload finds its files when they are there, and sends nothing twice (%s)', async (_, error) => {
		breakAtArrival(error ?? new Error('stands for a kill'));
		await failureOf(ingest({stateFile}));
		archive.fault = () => {};
		await archive.client.entities.createFolder({title: 'elsewhere', parent: null, ref: 'f1'}); // The ingest has made them meanwhile:
		for (const [code, text] of Object.entries({'data/.hidden': 'h', 'data/a.txt': 'a', 'data/b.txt': 'bb'})) {
			archive.entities.set(code, {type: 'asset', ref: code, title: code, parent: 'f1', securityTag: 'open', codes: [code], text});
		}
		expect(await ingest({stateFile})).toMatchObject({complete: true, files: {uploaded: 2, present: 3}, earlier: []});
		await expect(readFile(stateFile)).rejects.toThrow('ENOENT');
	});

	it.each([new HttpError('refused', {status: 409}), new PackageError('bad', {problem: 'x'}), new ConfigurationError('bad')])(
		'because the package was refused sends it again (%s)',
		async error => {
			breakAtArrival(error);
			await failureOf(ingest({stateFile}));
			archive.fault = () => {};
			expect(await ingest({stateFile})).toMatchObject({complete: true, earlier: []});
			expect(archive.codes()).toContain('data/a.txt');
		},
	);

	it('has in its state that a package may have arrived before its last request is sent', async () => {
		let kept: unknown;
		archive.fault = what => {
			if (what === 'arrival of .hidden, a, b') {
				kept = JSON.parse(readFileSync(stateFile, 'utf8'));
			}
		};
		await ingest({stateFile});
		const codes = ['data/.hidden', 'data/a.txt', 'data/b.txt'];
		expect(kept).toMatchObject({packages: [{directory: 'data', codes, key: 'key-1', arrived: false}]});
	});

	it('does not begin to upload when the state cannot be kept', async () => {
		archive.fault = what => what.startsWith('upload') && rmSync(home, {recursive: true});
		await expect(ingest({stateFile})).rejects.toThrow(SdkError);
		expect(archive.uploads()).toEqual([]);
	});

	it('leaves the ingests that it follows alone when they are kept', async () => {
		archive.quick = false;
		archive.fault = what => {
			if (what === 'lookup data/Sub') {
				throw new NetworkError('no answer');
			}
		};
		const asleep = (_: number, signal?: AbortSignal): Promise<void> =>
			new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
		await expect(ingest({stateFile, sleep: asleep})).rejects.toThrow('no answer');
		expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({packages: [{arrived: true, job: {id: 'ingest-1'}}]});
	});

	it('at an abort makes a folder that it has begun to make, with its identifier', async () => {
		const controller = new AbortController();
		archive.fault = what => what === 'folder Sub' && controller.abort('enough');
		await expect(ingest({signal: controller.signal})).rejects.toBe('enough');
		expect(archive.codes()).toContain('data/Sub');
		expect(archive.signals.get('folder Sub')).toBeUndefined();
		expect(archive.signals.get('lookup data')).toBeDefined();
	});

	it('refuses the state of another run, and one that is damaged', async () => {
		archive.quick = false;
		await ingest({stateFile, wait: false});
		const other = await failureOf(ingest({stateFile, parent: null}));
		expect(isSdkError(other, 'state')).toBe(true);
		for (const damaged of ['{"version": 2}', '{"version": 1, "run":', '']) {
			await writeFile(stateFile, damaged);
			await expect(failureOf(ingest({stateFile}))).resolves.toMatchObject({
				name: 'DecodeError',
				message: expect.stringContaining(stateFile),
			});
			expect(await readFile(stateFile, 'utf8')).toBe(damaged);
		}
		expect((await readdir(home)).toSorted()).toEqual(['data', 'state.json']);
	});

	it.skipIf(process.platform === 'win32')('has a state that only its owner may read', async () => {
		archive.quick = false;
		await ingest({stateFile, wait: false});
		expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
	});

	it('has its state for itself: another one at the same time is refused, without a change', async () => {
		let second: Promise<unknown> | undefined;
		archive.fault = what => {
			if (what === 'lookup data') {
				second ??= failureOf(ingest({stateFile}));
			}
		};
		expect(await ingest({stateFile})).toMatchObject({complete: true, files: {uploaded: 5}});
		expect(isSdkError(await second, 'locked')).toBe(true);
		expect(archive.uploads()).toHaveLength(3);
		expect(await readdir(home)).toEqual(['data']);
	});

	it.each([
		['of a process that is no more is taken over', `${endedProcess} ${hostname()}`, true],
		['of an earlier process with the number of this one is taken over', `${process.pid} ${hostname()}`, true],
		['of a process that runs is not', `${process.ppid} ${hostname()}`, false],
		['of another computer is not', `${endedProcess} elsewhere`, false],
		['that says nothing is not', '', false],
	])('finds its state locked: the lock %s', async (_, owner, isFree) => {
		await writeFile(`${stateFile}.lock`, owner);
		const failure = await failureOf(ingest({stateFile}));
		expect(isSdkError(failure, 'locked')).toBe(!isFree);
		expect(archive.asked.length > 0).toBe(isFree);
		expect((await readdir(home)).includes('state.json.lock')).toBe(!isFree);
	});

	it('is not begun where its state cannot be written', async () => {
		await expect(ingest({stateFile: join(home, 'missing', 'state.json')})).rejects.toThrow(ConfigurationError);
		expect(archive.asked).toEqual([]);
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

describe('a file that is there already', () => {
	beforeEach(() => ingest());

	const changes = {path: 'data/b.txt', entity: {type: 'asset', ref: 'ingest-1-2'}};

	it('is reported when it has another size now, and left alone', async () => {
		await write({'b.txt': 'longer'});
		const items: DirectoryItem[] = [];
		const report = await ingest({onItem: item => void items.push(item)});
		expect(report).toMatchObject({complete: false, files: {uploaded: 0, present: 4, changed: 1}, failed: [], packages: []});
		expect(report.changed).toEqual([{...changes, difference: 'size', size: 6}]);
		expect(items).toContainEqual({kind: 'file', code: 'data/b.txt', outcome: 'changed'});
		expect(archive.uploads()).toHaveLength(3);
	});

	it('is reported when it has other bytes of the same number, if digests are wanted', async () => {
		await write({'b.txt': 'BB'});
		expect(await ingest()).toMatchObject({complete: true, changed: []});
		const {changed, files} = await ingest({compare: 'fixity'});
		expect(changed).toEqual([{...changes, difference: 'fixity', size: 2}]);
		expect(files).toMatchObject({present: 4, changed: 1});
		archive.withFixities = false;
		expect(await ingest({compare: 'fixity'})).toMatchObject({complete: true, changed: []});
	});

	it('is not asked for when nothing is to be compared', async () => {
		await write({'b.txt': 'longer'});
		archive.asked.length = 0;
		expect(await ingest({compare: 'nothing'})).toMatchObject({complete: true, files: {present: 5}});
		expect(archive.asked.filter(what => what.startsWith('files of'))).toEqual([]);
	});

	it('is reported when the archive has no file of it', async () => {
		archive.entities.set('ingest-1-2', {
			type: 'asset',
			ref: 'ingest-1-2',
			title: 'b',
			parent: 'x',
			securityTag: 'open',
			codes: ['data/b.txt'],
		});
		expect((await ingest()).changed).toEqual([{...changes, difference: 'no file', size: 2}]);
	});

	it('is compared with what was ingested, not with what a migration has made of it', async () => {
		await write({'b.txt': 'b'.repeat(1000)});
		expect((await ingest()).changed).toEqual([{...changes, difference: 'size', size: 1000}]);
	});

	it('may be a content object', async () => {
		archive.entities.set('ingest-1-2', {...archive.entities.get('ingest-1-2')!, type: 'contentObject'});
		expect(await ingest()).toMatchObject({complete: true, files: {present: 5}});
		await write({'b.txt': 'longer'});
		const entity = {type: 'contentObject', ref: 'ingest-1-2'};
		expect((await ingest()).changed).toEqual([{path: 'data/b.txt', entity, difference: 'size', size: 6}]);
	});

	it('is told when it cannot be read to be compared', async () => {
		const report = await ingest({
			compare: 'fixity',
			onItem: ({kind}) => kind === 'folder' && rmSync(join(data, 'b.txt'), {force: true}),
		});
		expect(report).toMatchObject({complete: true, files: {present: 4}}); // It was gone before it was listed.
		archive.fault = what => what === 'files of data/a.txt' && rmSync(join(data, 'a.txt'), {force: true});
		expect((await ingest({compare: 'fixity'})).failed).toEqual([{paths: ['data/a.txt'], error: expect.any(PackageError)}]);
	});
});

describe('a directory sent to a location', () => {
	it('is not waited for, and not sent again before it is there', async () => {
		archive.quick = false;
		const report = await ingest({location: 'sips', stateFile});
		expect(report.packages.map(({outcome, job, key}) => [outcome, job, key])).toEqual([
			['waiting', undefined, 'key-1'],
			['waiting', undefined, 'key-2'],
			['waiting', undefined, 'key-3'],
		]);
		const second = await ingest({location: 'sips', stateFile});
		expect(second).toMatchObject({complete: true, files: {uploaded: 0, waiting: 5}});
		expect(second.earlier.map(({key, arrived}) => [key, arrived])).toEqual([
			['key-1', true],
			['key-2', true],
			['key-3', true],
		]);
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

	it('is asked for more and more seldom, up to once in a minute', async () => {
		archive.quick = false;
		await rm(data, {recursive: true});
		await write({'a.txt': 'a'});
		const pauses: number[] = [];
		await ingest({location: 'sips', wait: true, sleep: async ms => void (pauses.push(ms) === 9 && archive.end('ingest-1'))});
		expect(pauses.map(Math.round)).toEqual([5000, 7500, 11_250, 16_875, 25_313, 37_969, 56_953, 60_000, 60_000]);
	});

	it('is waited for until the deadline', async () => {
		archive.quick = false;
		let slept = 0;
		const report = await ingest({location: 'sips', wait: true, deadline: 20_000, sleep: async ms => void (slept += ms)});
		expect(slept).toBe(3 * 20_000); // Three packages.
		expect(report.packages.every(({outcome}) => outcome === 'waiting')).toBe(true);
	});
});
