import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {FixityError} from '@fonds/core';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {Bitstreams} from '../bitstreams/bitstreams.ts';
import {connect} from '../fixtures/connect.ts';
import {saveAccessCopy} from './save-access-copy.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-'));
});
afterEach(() => rm(folder, {recursive: true}));

const asset = {type: 'asset', ref: 'a1'} as const;
const open = (headers: Record<string, string> = {}) =>
	new Bitstreams(connect({'GET /api/content/download': {body: 'Dear archive', headers}}).session);

it('an access copy is saved, and says what it was checked against', async () => {
	const path = join(folder, 'letter.pdf');
	expect(await saveAccessCopy(open({'content-length': '12'}), asset, path)).toEqual({path, size: 12, verified: 'size'});
	expect(await readFile(path, 'utf8')).toBe('Dear archive');
	expect(await saveAccessCopy(open(), asset, path, {overwrite: true})).toEqual({path, size: 12, verified: 'nothing'});
	await expect(saveAccessCopy(open(), asset, path)).rejects.toMatchObject({code: 'file-exists'});
});

it('one with missing bytes leaves nothing behind', async () => {
	await expect(saveAccessCopy(open({'content-length': '20'}), asset, join(folder, 'x'))).rejects.toThrow(FixityError);
	expect(await readdir(folder)).toEqual([]);
});

it('one that is aborted leaves nothing behind', async () => {
	const reason = new Error('enough');
	await expect(saveAccessCopy(open(), asset, join(folder, 'x'), {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
	expect(await readdir(folder)).toEqual([]);
});
