import {execFile} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {saveAip} from '@fonds/archivematica/node';
import {
	AuthenticationError,
	DecodeError,
	FixityError,
	HttpError,
	JobFailedError,
	NetworkError,
	NotFoundError,
	PackageError,
	PermissionError,
	SdkError,
} from '@fonds/core';
import type {PackageEntry} from '@fonds/packaging';
import {entryFromPath, readDirectory, writePackage} from '@fonds/packaging/node';
import type {Preservica} from '@fonds/preservica';
import {saveAsset} from '@fonds/preservica/node';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {expectClear, packageOf, startWholeRun, type WholeRun} from './whole-run.ts';

const mebibyte = 1024 * 1024;
const unknown = '00000000-0000-4000-8000-000000000000';
/** Samples of the sandbox: everybody may see that it is there, only the archivist its content; and one only the archivist sees. */
const restricted = '57ac88cd-e568-52d6-84ef-c47a77604782';
const closed = '2761438c-998d-5241-a877-e31210adb2ea';

let run: WholeRun;
beforeEach(async () => {
	run = await startWholeRun();
});
afterEach(() => run.close());

/** A file to upload. */
async function sourceFile(name: string, size: number): Promise<string> {
	const path = join(run.sources, name);
	await writeFile(path, randomBytes(size));
	return path;
}

/** Uploads an asset with these files and waits until it is there. */
async function upload(preservica: Preservica, files: readonly string[]): Promise<string> {
	const entries = await Promise.all(files.map(file => entryFromPath(file)));
	const job = await preservica.uploads.upload(packageOf(await run.folder(), entries), {partSize: 5 * mebibyte, concurrency: 1});
	const {assets} = await job.done({sleep: run.sleep});
	return assets[0] ?? '';
}

/** Starts a transfer and waits for its AIP. */
async function storedAip(): Promise<string> {
	const {location, path} = run.sandbox.credentials.archivematica.source;
	const transfer = await run.archivematica().transfers.start({name: 'pictures', source: {location, path}, processingConfig: 'automated'});
	return (await transfer.done({sleep: run.sleep})).aip;
}

describe('signing in', () => {
	it.each([
		['Preservica, wrong password', (): object => ({...run.sandbox.credentials.preservica.users.archivist, password: 'not-the-password'})],
		[
			'Preservica, wrong one-time password',
			(): object => ({...run.sandbox.credentials.preservica.users.twoFactor, twoFactorSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'}),
		],
	])('%s', async (_, credentials) => {
		const preservica = run.preservica(credentials() as Parameters<WholeRun['preservica']>[0]);
		const file = await entryFromPath(await sourceFile('a.bin', mebibyte));
		for (const work of [
			() => preservica.entities.children(null).toArray(),
			() => preservica.uploads.upload(packageOf(unknown, [file])),
			() => saveAsset(preservica, restricted, run.target),
		]) {
			const failure = await run.failureOf(work());
			expectClear(failure, AuthenticationError, 'authentication', '127.0.0.1', /password/iu);
		}
		expect(run.requests.filter(line => !line.includes('/accesstoken/') && !line.includes('/versiondetails/'))).toEqual([]);
		await run.expectClean();
	});

	it.each([['dashboard'], ['storage']] as const)('Archivematica, wrong key of the %s', async server => {
		const {location, path} = run.sandbox.credentials.archivematica.source;
		const {dashboard, storage} = run.archivematica({[server]: 'not-the-key-of-anybody'});
		const failure = await run.failureOf(server === 'dashboard' ? dashboard.completedTransfers() : storage.browse(location, path));
		expectClear(
			failure,
			AuthenticationError,
			'authentication',
			server === 'dashboard' ? 'dashboard' : 'Storage Service',
			'Check user name and API key',
		);
	});
});

describe('an upload', () => {
	it('goes on when its token ends in the middle', async () => {
		const preservica = run.preservica();
		const file = await sourceFile('a.bin', 12 * mebibyte);
		run.fault({kind: 'expire-tokens', method: 'PUT', path: '*?*partNumber=2*'});
		const asset = await upload(preservica, [file]);
		expect(run.requests.filter(line => line.includes('partNumber=2'))).toHaveLength(2);
		await saveAsset(preservica, asset, run.target);
		expect((await readFile(join(run.target, 'Preservation-1/a.bin'))).equals(await readFile(file))).toBe(true);
		await run.expectClean(['Preservation-1/a.bin']);
	});

	it('with a ready token ends when that ends, and nobody is left who may remove it', async () => {
		const {username, password} = run.sandbox.credentials.preservica.users.archivist;
		const body = new URLSearchParams({username, password});
		const answer = await fetch(`${run.url}/api/accesstoken/login`, {method: 'POST', body});
		const {token} = (await answer.json()) as {token: string};
		const file = await entryFromPath(await sourceFile('a.bin', 12 * mebibyte));
		const folder = await run.folder();
		run.fault({kind: 'expire-tokens', method: 'PUT', path: '*?*partNumber=2*'});
		const failure = await run.failureOf(
			run.preservica({token}).uploads.upload(packageOf(folder, [file]), {partSize: 5 * mebibyte, concurrency: 1}),
		);
		expectClear(failure, AuthenticationError, 'authentication', 'refused the access token', 'Give another one');
		expect(run.sandbox.state().openUploads).toHaveLength(1);
		await run.sandbox.reset();
		await run.expectClean();
	});

	it('goes on when the server fails a few times', async () => {
		const preservica = run.preservica();
		run.fault({kind: 'status', status: 500, method: 'PUT', path: '*?*partNumber=2*', times: 2});
		run.fault({kind: 'drop', method: 'PUT', path: '*?*partNumber=3*'});
		await upload(preservica, [await sourceFile('a.bin', 12 * mebibyte)]);
		await run.expectClean();
	});

	it.each(['PUT', 'POST'])('ends, and is removed, when the server fails for good (%s)', async method => {
		run.fault({kind: 'status', status: 500, method, path: '/api/s3/*?*uploadId*', times: 1000});
		const failure = await run.failureOf(upload(run.preservica(), [await sourceFile('a.bin', 12 * mebibyte)]));
		if (method === 'PUT') {
			expectClear(failure, HttpError, 'http', '500', 'PUT');
			expect(run.requests.filter(line => line.includes('partNumber=1')).length).toBeGreaterThan(1);
		} else expectClear(failure, SdkError, 'upload-unconfirmed', 'Look in Preservica');
		await run.expectClean();
	});

	it('of a damaged package is an ingest that fails with its reason', async () => {
		const preservica = run.preservica();
		const folder = await run.folder();
		const file = await entryFromPath(await sourceFile('a.bin', 2 * mebibyte));
		const {bytes, ...rest} = packageOf(folder, [file]);
		let passed = 0;
		const damaged = bytes.pipeThrough(
			new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
				transform(chunk, controller) {
					const at = mebibyte - passed;
					if (at >= 0 && at < chunk.length) chunk[at] = (chunk[at] ?? 0) ^ 1;
					passed += chunk.length;
					controller.enqueue(chunk);
				},
			}),
		);
		const job = await preservica.uploads.upload({...rest, bytes: damaged});
		const failure = await run.failureOf(job.done({sleep: run.sleep}));
		expectClear(failure, JobFailedError, 'job-failed', job.id, 'a.bin', /CRC|digest|SHA/u);
		expect(await preservica.entities.children(folder).toArray()).toEqual([]);
		await run.expectClean();
	});

	it('of a file that is gone, or changes meanwhile, is none', async () => {
		const folder = await run.folder();
		const path = await sourceFile('a.bin', 12 * mebibyte);
		const entry = await entryFromPath(path);
		run.beforeRequest = line => void (line.includes('partNumber=1') && writeFile(path, 'much shorter'));
		const failure = await run.failureOf(
			run.preservica().uploads.upload(packageOf(folder, [entry]), {partSize: 5 * mebibyte, concurrency: 1}),
		);
		expectClear(failure, PackageError, 'package', 'a.bin');
		await run.expectClean();
		expectClear(await run.failureOf(entryFromPath(join(run.sources, 'gone.bin'))), PackageError, 'package', 'gone.bin');
	});

	it('into a folder that is not there is an ingest that fails', async () => {
		const file = await entryFromPath(await sourceFile('a.bin', 10));
		const job = await run.preservica().uploads.upload(packageOf(unknown, [file]));
		expectClear(await run.failureOf(job.done({sleep: run.sleep})), JobFailedError, 'job-failed', unknown);
		await run.expectClean();
	});

	it('by an account that may not', async () => {
		const preservica = run.preservica(run.sandbox.credentials.preservica.users.reader);
		for (const size of [10, 12 * mebibyte]) {
			const file = await entryFromPath(await sourceFile('a.bin', size));
			const failure = await run.failureOf(preservica.uploads.upload(packageOf(unknown, [file]), {partSize: 5 * mebibyte}));
			expectClear(failure, PermissionError, 'permission', 'no right to upload', 'fonds.package.upload');
		}
		await run.expectClean();
	});
});

describe('a download from Preservica', () => {
	it.each([
		['a dropped connection', 'truncate', NetworkError, 'network', /connection broke in the middle/u],
		['wrong bytes', 'corrupt', FixityError, 'fixity', /b\.bin.*[0-9a-f]{40}.*[0-9a-f]{40}/u],
	] as const)('with %s keeps only what was whole', async (_, kind, type, code, says) => {
		const preservica = run.preservica();
		const asset = await upload(preservica, [await sourceFile('a.bin', mebibyte), await sourceFile('b.bin', mebibyte)]);
		run.fault({kind, path: '*/content', after: 1});
		expectClear(await run.failureOf(saveAsset(preservica, asset, run.target)), type, code, says);
		await run.expectClean(['Preservation-1/a.bin']);
	});

	it('goes on when the server fails a few times, and fails when it goes on failing', async () => {
		const preservica = run.preservica();
		const asset = await upload(preservica, [await sourceFile('a.bin', mebibyte)]);
		run.fault({kind: 'status', status: 503, path: '*/content', times: 2});
		await saveAsset(preservica, asset, run.target);
		await run.expectClean(['Preservation-1/a.bin']);
		run.fault({kind: 'status', status: 500, path: '*/content', times: 1000});
		const failure = await run.failureOf(saveAsset(preservica, asset, join(run.target, 'again')));
		expectClear(failure, HttpError, 'http', '500', 'GET', '/content');
		await run.expectClean(['Preservation-1/a.bin']);
	});

	it.each([
		['XML that ends too early', '<RepresentationsResponse><Representations>'],
		['XML with a doctype', '<!DOCTYPE a [<!ENTITY b "c">]><RepresentationsResponse>&b;</RepresentationsResponse>'],
		['a page', '<!doctype html><html><p>Please sign in<br></html>'],
		['other XML', '<Something xmlns="http://example.org/"/>'],
	])('with %s as the answer', async (_, body) => {
		run.fault({kind: 'status', status: 200, body, path: '*/representations'});
		const failure = await run.failureOf(saveAsset(run.preservica(), restricted, run.target));
		expectClear(failure, DecodeError, 'decode');
		await run.expectClean();
	});

	it('of what is not there, or may not be seen', async () => {
		const reader = run.preservica(run.sandbox.credentials.preservica.users.reader);
		for (const reference of [unknown, closed]) {
			const failure = await run.failureOf(saveAsset(reader, reference, run.target));
			expectClear(failure, NotFoundError, 'not-found', reference, 'no right to see it');
		}
		const failure = await run.failureOf(saveAsset(reader, restricted, run.target));
		expectClear(failure, PermissionError, 'permission', 'no right to read the generation 1, bitstream 1 of the content object');
		await run.expectClean();
	});
});

describe('Archivematica', () => {
	it('knows no such package, source or transfer', async () => {
		const {storage, transfers, dashboard} = run.archivematica();
		const {location} = run.sandbox.credentials.archivematica.source;
		expectClear(await run.failureOf(saveAip(storage, unknown, join(run.target, 'aip.7z'))), NotFoundError, 'not-found', unknown);
		expectClear(await run.failureOf(dashboard.transferStatus(unknown)), NotFoundError, 'not-found', unknown);
		const failure = await run.failureOf(transfers.start({name: 'none', source: {location, path: 'not/there'}}));
		expectClear(failure, SdkError, 'source-not-found', "no 'there' in");
		await run.expectClean();
	});

	it.each([
		['a connection that drops each time', 'truncate', NetworkError, 'network', /connection broke in the middle/u],
		['wrong bytes', 'corrupt', FixityError, 'fixity', /[0-9a-f]{64}.*[0-9a-f]{64}/u],
	] as const)('leaves nothing of an AIP that comes with %s', async (_, kind, type, code, says) => {
		const aip = await storedAip();
		run.fault({kind, path: `*/file/${aip}/download/`, times: 1000});
		const path = join(run.target, 'aip.7z');
		const failure = await run.failureOf(saveAip(run.archivematica().storage, aip, path, {keepPart: false}));
		expectClear(failure, type, code, says);
		await run.expectClean();
	});

	it('goes on with an AIP whose connection drops once', async () => {
		const aip = await storedAip();
		run.fault({kind: 'truncate', path: `*/file/${aip}/download/`});
		await saveAip(run.archivematica().storage, aip, join(run.target, 'aip.7z'));
		await run.expectClean(['aip.7z']);
	});

	it('answers with something else than JSON', async () => {
		run.fault({kind: 'status', status: 200, body: '<html><p>Please sign in</html>', path: '*/completed*'});
		expectClear(await run.failureOf(run.archivematica().dashboard.completedTransfers()), DecodeError, 'decode', 'Please sign in');
		run.fault({kind: 'status', status: 200, body: '{"objects": [', path: '/api/v2/location/*'});
		expectClear(await run.failureOf(run.archivematica().storage.locations().toArray()), DecodeError, 'decode');
	});

	it('fails a few times, and for good', async () => {
		run.fault({kind: 'status', status: 502, path: '*/completed*', times: 2});
		expect(await run.archivematica().dashboard.completedTransfers()).toEqual([]);
		run.fault({kind: 'status', status: 500, path: '*/completed*', times: 1000});
		expectClear(await run.failureOf(run.archivematica().dashboard.completedTransfers()), HttpError, 'http', '500', 'dashboard', 'GET');
	});
});

describe('no space left on the disk', () => {
	const shell = promisify(execFile);

	it('leaves nothing of a package, an asset or an AIP', async ({skip}) => {
		const disk = join(run.target, 'disk');
		await mkdir(disk);
		await shell('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).catch(() =>
			skip('No small file system can be mounted here: that takes root on Linux.'),
		);
		try {
			const preservica = run.preservica();
			const file = await sourceFile('large.bin', 2 * mebibyte);
			const asset = await upload(preservica, [file]);
			const aip = await storedAip();
			await writeFile(join(disk, 'filler'), randomBytes(252 * 1024));
			for (const work of [
				() => saveAsset(preservica, asset, join(disk, 'asset')),
				async () => writePackage(join(disk, 'package.zip'), packageOf(unknown, [await entryFromPath(file)])),
				() => saveAip(run.archivematica().storage, aip, join(disk, 'aip.7z'), {keepPart: false}),
			]) {
				expectClear(await run.failureOf(work()), SdkError, 'no-space', 'no space left', disk, 'make room');
				await run.expectClean(['disk/filler']);
			}
		} finally {
			await shell('umount', [disk]);
		}
	});
});

it('reads a folder of files and keeps each byte, when nothing is wrong', async () => {
	await mkdir(join(run.sources, 'box'));
	await writeFile(join(run.sources, 'box/one.txt'), 'one');
	await writeFile(join(run.sources, 'box/two.txt'), '');
	const entries: PackageEntry[] = [];
	for await (const entry of readDirectory(join(run.sources, 'box'))) entries.push(entry);
	const preservica = run.preservica();
	const job = await preservica.uploads.upload(packageOf(await run.folder(), entries));
	const {assets} = await job.done({sleep: run.sleep});
	await saveAsset(preservica, assets[0] ?? '', run.target);
	await run.expectClean(['Preservation-1/one.txt', 'Preservation-1/two.txt']);
});
