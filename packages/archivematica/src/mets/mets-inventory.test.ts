import {streamFrom} from '@fonds/core/streams';
import {expect, it} from 'vitest';
import {fileUuid, metsDocument, premisObject, section} from '../fixtures/mets.ts';
import type {MetsInventory} from './index.ts';
import {readMetsInventory} from './index.ts';

const read = (source: string): Promise<MetsInventory> => readMetsInventory(streamFrom([source]));
const object = (size: number, attributes: string) => section('techMD', 'PREMIS:OBJECT', premisObject({path: 'a', size}), attributes);

it('joins files with what their administrative sections say', async () => {
	const {files, header} = await read(metsDocument([{path: 'objects/a.txt'}, {path: 'objects/b.txt', group: 'preservation', size: 7}]));
	expect(header.created).toBe('2024-02-03T04:05:06');
	expect(files).toMatchObject([
		{path: 'objects/a.txt', uuid: fileUuid(0), group: 'original', size: 3},
		{
			path: 'objects/b.txt',
			uuid: fileUuid(1),
			group: 'preservation',
			size: 7,
			fixities: [{algorithm: 'sha256', value: 'a'.repeat(64)}],
			format: 'Plain Text File',
			formatVersion: '1',
			puid: 'x-fmt/111',
			originalName: '%transferDirectory%objects/b.txt',
			created: '2024-02-03',
			sources: [fileUuid(99)],
			superseded: false,
		},
	]);
	expect(Object.keys(files[0] ?? {})).not.toContain('kind');
});

it.each([
	['before', object(1, ' STATUS="superseded"') + object(2, ' STATUS="current"'), 2, false],
	['behind', object(2, '') + object(1, ' STATUS="superseded"'), 2, false],
	['nowhere, and twice the same: the last counts', object(1, '') + object(2, ''), 2, false],
	['alone', object(1, ' STATUS="superseded"'), 1, true],
])('takes what counts, with what was superseded %s', async (_, sections, size, superseded) => {
	const {files} = await read(metsDocument([{path: 'a', sections}]));
	expect(files).toMatchObject([{size, superseded}]);
});

it('says which files a reingest removed', async () => {
	const {files} = await read(metsDocument([{path: 'a', group: 'deleted'}, {path: 'b'}]));
	expect(files.map(({superseded}) => superseded)).toEqual([true, false]);
});

it('has the directories of both structures, also the empty ones, and what describes files and directories', async () => {
	const {files, directories, descriptions} = await read(metsDocument([{path: 'objects/a.txt', descriptions: 'dmdSec_2 dmdSec_1'}]));
	expect(files[0]?.descriptions).toEqual(['dmdSec_2', 'dmdSec_1']);
	expect(directories).toEqual([
		{path: '', structure: 'physical', descriptions: ['dmdSec_1']},
		{path: 'objects', structure: 'physical', descriptions: []},
		{path: '', structure: 'logical', descriptions: []},
		{path: 'empty', structure: 'logical', descriptions: []},
	]);
	expect(descriptions.get('dmdSec_1')?.[0]?.fields[0]?.value).toBe('Été & fall');
	expect(descriptions.get('dmdSec_2')?.[0]).toMatchObject({superseded: true, xml: undefined});
});

it('keeps descriptions that have the same ID', async () => {
	const {descriptions} = await read(metsDocument([]).replace('ID="dmdSec_2"', 'ID="dmdSec_1"'));
	expect(descriptions.get('dmdSec_1')).toHaveLength(2);
});

it('knows a file by its ID where nothing else is said of it', async () => {
	const {files} = await read(metsDocument([{path: 'a', sections: ''}]));
	expect(files).toMatchObject([{uuid: fileUuid(0), size: undefined, fixities: [], superseded: false}]);
});
