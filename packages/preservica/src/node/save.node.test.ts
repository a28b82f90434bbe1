import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {FixityError, type Progress} from '@fonds/core';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Bitstreams} from '../bitstreams/bitstreams.ts';
import {connect} from '../fixtures/connect.ts';
import {fakeAsset, type FakeFile} from '../fixtures/fake-asset.ts';
import {saveAsset} from './save-asset.ts';
import {saveBitstream} from './save-bitstream.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-'));
});
afterEach(() => rm(folder, {recursive: true}));

const files: FakeFile[] = [
	{representation: 'Preservation', filename: '../../../escape.txt', content: 'one'},
	{representation: 'Preservation', filename: 'page.txt', content: 'two'},
	{representation: 'Access', filename: 'page.txt', content: 'three', algorithms: []},
];
const content = (index: number) => `GET /api/entity/content-objects/c${index}/generations/1/bitstreams/1/content`;

async function open(routes: Parameters<typeof connect>[0] = {}, list = files) {
	const {session} = connect({...(await fakeAsset(list)), ...routes});
	return {bitstreams: new Bitstreams(session)};
}

async function firstOf({bitstreams}: {readonly bitstreams: Bitstreams}) {
	for await (const {bitstream} of bitstreams.ofAsset('a1')) {
		return bitstream;
	}
	throw new Error('the asset has no file');
}

const tree = async () => (await readdir(folder, {recursive: true})).toSorted();

describe('an asset', () => {
	it('is saved with a folder for each representation, and nothing outside', async () => {
		const directory = join(folder, 'new', 'asset');
		const reports: Progress[] = [];
		const saved = await saveAsset(await open(), 'a1', directory, {onProgress: progress => void reports.push(progress)});
		expect(await tree()).toEqual([
			'new',
			'new/asset',
			'new/asset/Access-1',
			'new/asset/Access-1/page.txt',
			'new/asset/Preservation-1',
			'new/asset/Preservation-1/_.._.._.._escape.txt',
			'new/asset/Preservation-1/page.txt',
		]);
		expect(await readFile(join(directory, 'Preservation-1/page.txt'), 'utf8')).toBe('two');
		expect(saved).toEqual({
			directory,
			files: [
				{path: join(directory, 'Preservation-1/_.._.._.._escape.txt'), size: 3, verified: 'fixity'},
				{path: join(directory, 'Preservation-1/page.txt'), size: 3, verified: 'fixity'},
				{path: join(directory, 'Access-1/page.txt'), size: 5, verified: 'size'},
			],
		});
		expect(reports.at(-1)).toEqual({phase: 'download', done: 11, total: 11});
		expect(reports.map(({done}) => done)).toEqual(reports.map(({done}) => done).toSorted((a, b) => a - b));
	});

	it('keeps whole files and nothing else when one is wrong', async () => {
		const access = await open({}, [files[0] as FakeFile, {...(files[2] as FakeFile), algorithms: ['sha256'], sent: 'thr33'}]);
		await expect(saveAsset(access, 'a1', join(folder, 'asset'))).rejects.toThrow(FixityError);
		expect(await tree()).toEqual(['asset', 'asset/Preservation-1', 'asset/Preservation-1/_.._.._.._escape.txt']);
	});

	it('leaves nothing when the first file is wrong', async () => {
		await expect(saveAsset(await open({}, [{...(files[0] as FakeFile), sent: 'oth'}]), 'a1', join(folder, 'x', 'y'))).rejects.toThrow(
			FixityError,
		);
		expect(await tree()).toEqual([]);
	});

	it('leaves nothing after an abort in the middle of a file', async () => {
		const controller = new AbortController();
		const reason = new Error('enough');
		const hanging = new ReadableStream<Uint8Array>({
			pull(stream) {
				stream.enqueue(new Uint8Array(1));
				controller.abort(reason);
			},
		});
		const asset = await open({[content(0)]: () => new Response(hanging)});
		await expect(saveAsset(asset, 'a1', join(folder, 'asset'), {signal: controller.signal})).rejects.toBe(reason);
		expect(await tree()).toEqual([]);
	});

	it('does not write over files', async () => {
		await saveAsset(await open(), 'a1', folder);
		const path = join(folder, 'Preservation-1/page.txt');
		await writeFile(path, 'mine');
		await expect(saveAsset(await open(), 'a1', folder)).rejects.toMatchObject({code: 'file-exists'});
		expect(await readFile(path, 'utf8')).toBe('mine');
		await saveAsset(await open(), 'a1', folder, {overwrite: true});
		expect(await readFile(path, 'utf8')).toBe('two');
	});
});

describe('a file', () => {
	it('is saved under the name that is given', async () => {
		const asset = await open();
		const path = join(folder, 'kept.txt');
		expect(await saveBitstream(asset.bitstreams, await firstOf(asset), path)).toEqual({path, size: 3, verified: 'fixity'});
		expect(await readFile(path, 'utf8')).toBe('one');
	});

	it.each([
		['wrong bytes', {body: 'oNe'}],
		['a missing end', {body: 'on'}],
		['a refusal', {status: 403}],
		['a server that fails', {status: 500}],
	])('leaves nothing behind with %s', async (_, answer) => {
		const asset = await open({[content(0)]: answer});
		await expect(saveBitstream(asset.bitstreams, await firstOf(asset), join(folder, 'kept.txt'))).rejects.toThrow();
		expect(await tree()).toEqual([]);
	});

	it('says so when it was not checked', async () => {
		const asset = await open({[content(0)]: 'other'});
		expect(await saveBitstream(asset.bitstreams, await firstOf(asset), join(folder, 'kept.txt'), {verify: false})).toMatchObject({
			verified: 'nothing',
			size: 5,
		});
	});
});
