import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {entry} from '../fixtures/entries.ts';
import {isInstalled, run} from '../fixtures/readers.ts';
import {writeFolder} from '../node/write-folder.ts';
import {transferBagLayout} from './transfer-bag.ts';
import {transferLayout} from './transfer-layout.ts';
import type {TransferDescription} from './transfer.ts';

const folder = mkdtempSync(join(tmpdir(), 'fonds-transfer-'));
afterAll(() => rmSync(folder, {recursive: true}));

const value = 'a "quoted", value\nof two lines; =1+1';
const description: TransferDescription = {
	name: 'Vögel',
	objects: [entry('a b.tif', 'tiff'), entry("sub/ü 'x'.mp3", 'mp3'), entry('empty', '')],
	metadata: [
		{path: "sub/ü 'x'.mp3", fields: {'dc.title': value, 'dc.subject': ['one', 'two'], 'Own Field': ' spaced '}},
		{path: 'sub', fields: {'dc.subject': 'three'}},
	],
	rights: [{path: 'a b.tif', basis: 'license', terms: value}],
};

/** Prints a CSV as Archivematica's import reads it. */
const pythonCsv = `
import csv, json, sys
print(json.dumps([row for row in csv.reader(open(sys.argv[1], encoding='utf-8'))]))
`;

describe.skipIf(!isInstalled('python3', '--version'))('Python (skipped where it is not)', () => {
	it('reads the tables as they were meant', async () => {
		await writeFolder(join(folder, 'csv'), transferLayout(description));
		const read = (name: string): unknown => JSON.parse(run('python3', '-c', pythonCsv, join(folder, 'csv/metadata', name)));
		expect(read('metadata.csv')).toEqual([
			['filename', 'dc.title', 'dc.subject', 'dc.subject', 'Own Field'],
			["objects/sub/ü 'x'.mp3", value, 'one', 'two', ' spaced '],
			['objects/sub', '', 'three', '', ''],
		]);
		expect(read('rights.csv')).toMatchObject([
			expect.arrayContaining(['file', 'terms']),
			expect.arrayContaining(['objects/a b.tif', 'license', value]),
		]);
	});
});

describe.skipIf(!isInstalled('md5sum', '--version'))('coreutils (skipped where they are not)', () => {
	it.each(['md5', 'sha1', 'sha256', 'sha512'] as const)(
		'verify checksum.%s from within objects, as Archivematica calls them',
		async algorithm => {
			const target = join(folder, algorithm);
			await writeFolder(target, transferLayout(description, {digests: [algorithm]}));
			const said = run('sh', '-c', `cd "$1/objects" && ${algorithm}sum --check --strict ../metadata/checksum.${algorithm}`, 'sh', target);
			expect(said.trim().split('\n')).toHaveLength(3);
		},
	);
});

const peers = '/opt/fonds-peers/bin/python';
const python = isInstalled(peers, '-c', 'import bagit') ? peers : 'python3';

describe.skipIf(!isInstalled(python, '-c', 'import bagit'))('bagit-python (skipped where it is not)', () => {
	it('finds the bag valid', async () => {
		const target = join(folder, 'bag');
		await writeFolder(target, transferBagLayout(description, {digests: ['md5', 'sha256']}));
		expect(run(python, '-c', 'import bagit, sys; bagit.Bag(sys.argv[1]).validate(); print("valid")', target).trim()).toBe('valid');
	});
});
