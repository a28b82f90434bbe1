import {isSdkError, PermissionError} from '@fonds/core';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {connect} from '../fixtures/connect.ts';
import {Search} from '../search/search.ts';
import {saveReport} from './save-report.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-report-'));
});
afterAll(() => rm(folder, {recursive: true}));

const page = (start: number) =>
	JSON.stringify({
		success: true,
		value: {objectIds: [`sdb:IO|a${start}`], totalHits: 2, metadata: [[{name: 'xip.title', value: `ä ${start}`}]]},
	});
const searchOn = (answers: Parameters<typeof connect>[0][string]) => new Search(connect({'POST /api/content/search': answers}).session);

it('a report becomes a file when it is complete', async () => {
	const path = join(folder, 'report.csv');
	const search = searchOn([page(0), page(1)]);
	const saved = await saveReport(search, {fields: ['xip.title']}, path);
	const text = await readFile(path, 'utf8');
	expect(text).toBe('xip.reference,xip.title\r\na0,ä 0\r\na1,ä 1\r\n');
	expect(saved).toEqual({path, size: Buffer.byteLength(text)});
	await expect(saveReport(search, {}, path)).rejects.toSatisfy(error => isSdkError(error, 'file-exists'));
	expect((await saveReport(searchOn([page(0), page(1)]), {}, path, {overwrite: true, columns: ['xip.reference']})).size).toBe(23);
});

it('a report that breaks off leaves nothing behind', async () => {
	const before = await readdir(folder);
	const path = join(folder, 'broken.csv');
	await expect(saveReport(searchOn([page(0), {status: 403}]), {}, path)).rejects.toThrow(PermissionError);
	const controller = new AbortController();
	const onProgress = () => controller.abort(new Error('enough'));
	await expect(saveReport(searchOn([page(0), page(1)]), {}, path, {signal: controller.signal, onProgress})).rejects.toThrow('enough');
	expect(await readdir(folder)).toEqual(before);
});
