import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {FixityError, JobFailedError, type Progress} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {content as xmlText, parseXml} from '@fonds/core/xml';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {Exports} from '../exports/exports.ts';
import {connect as connectTo} from '../fixtures/connect.ts';
import {zipOf} from '../fixtures/small-zip.ts';
import {versionRoute} from '../fixtures/version-route.ts';
import {saveExport} from './save-export.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-'));
});
afterEach(() => rm(folder, {recursive: true}));

const asset = {type: 'asset', ref: 'a1'} as const;
const start = 'POST /api/entity/information-objects/a1/exports';
const content = 'GET /api/entity/actions/exports/t1/content';
const status = (word: string) => `<P xmlns="http://status.preservica.com"><Status>${word}</Status></P>`;
const zip = zipOf(100);

const connect = (routes: FakeRoutes = {}) => {
	const {session, ...rest} = connectTo({
		...versionRoute(),
		[start]: {status: 202, body: 't1'},
		'GET /api/entity/progress/t1': [status('ACTIVE'), status('COMPLETED')],
		[content]: {body: zip, headers: {'content-length': String(zip.length)}},
		...routes,
	});
	return {exports: new Exports(session), ...rest};
};
const poll = {sleep: async () => {}};

it('an entity is exported, followed and saved', async () => {
	const {exports, requests} = connect();
	const path = join(folder, 'letters.zip');
	const reports: Progress[] = [];
	const saved = await saveExport(exports, asset, path, {...poll, content: 'NoContent', onProgress: report => void reports.push(report)});
	expect(saved).toEqual({path, size: 122, token: 't1'});
	expect(new Uint8Array(await readFile(path))).toEqual(zip);
	expect(reports.at(-1)).toEqual({phase: 'download', done: 122, total: 122});
	const sent = parseXml((await requests.find(({method}) => method === 'POST')?.text()) ?? '');
	expect(sent.children.map(node => (typeof node === 'string' ? node : xmlText(node)))[0]).toBe('NoContent');
});

it('a job or its result can be saved again, without another export', async () => {
	const {exports, asked} = connect({[content]: [{body: zip.slice(0, 50), headers: {'content-length': '122'}}, {body: zip}]});
	const job = await exports.start(asset);
	const path = join(folder, 'letters.zip');
	await expect(saveExport(exports, job, path, poll)).rejects.toThrow(FixityError);
	expect(await readdir(folder)).toEqual([]);
	expect(await saveExport(exports, job, path, poll)).toMatchObject({size: 122});
	await saveExport(exports, await job.done(poll), path, {overwrite: true});
	expect(asked().filter(request => request.startsWith('POST'))).toHaveLength(1);
	expect(await readdir(folder)).toEqual(['letters.zip']);
});

it('a name that is taken is told before anything is started', async () => {
	const {exports, asked} = connect();
	const path = join(folder, 'letters.zip');
	await writeFile(path, 'mine');
	await expect(saveExport(exports, asset, path)).rejects.toMatchObject({code: 'file-exists'});
	await expect(saveExport(exports, asset, path, {overwrite: false})).rejects.toMatchObject({code: 'file-exists'});
	expect(asked()).toEqual([]);
	expect(await readFile(path, 'utf8')).toBe('mine');
	expect(await saveExport(exports, asset, path, {...poll, overwrite: true})).toMatchObject({size: 122});
});

it.each([
	['what is no ZIP', {[content]: {body: '<html>Sign in</html>'}}, {code: 'incomplete-zip'}],
	['a download that is refused', {[content]: {status: 403}}, {code: 'permission'}],
	['an export that failed', {'GET /api/entity/progress/t1': status('FAILED')}, {name: JobFailedError.name}],
])('%s leaves nothing behind', async (_, routes, error) => {
	await expect(saveExport(connect(routes).exports, asset, join(folder, 'letters.zip'), poll)).rejects.toMatchObject(error);
	expect(await readdir(folder)).toEqual([]);
});

it('an abort in the middle leaves nothing behind', async () => {
	const controller = new AbortController();
	const reason = new Error('enough');
	const body = new ReadableStream({
		pull(stream) {
			stream.enqueue(new Uint8Array(1));
			controller.abort(reason);
		},
	});
	const {exports} = connect({[content]: () => ({body})});
	await expect(saveExport(exports, asset, join(folder, 'letters.zip'), {...poll, signal: controller.signal})).rejects.toBe(reason);
	expect(await readdir(folder)).toEqual([]);
});
