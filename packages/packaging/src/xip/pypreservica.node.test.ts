import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {openAsBlob} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {randomBytes} from '../fixtures/entries.ts';
import {isInstalled, run} from '../fixtures/readers.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {XipContents} from './contents.ts';
import {readXip} from './read-xip.ts';
import {verifyXip} from './verify-xip.ts';

/** A Python with pyPreservica, by which most packages are made. */
const python = process.env['PEER_PYTHON'] ?? 'python3';
const hasPeer = isInstalled(python, '-c', 'import pyPreservica');

describe.skipIf(!hasPeer)(`beside pyPreservica (${hasPeer ? python : 'skipped: PEER_PYTHON names no Python that has it'})`, () => {
	let folder = '';
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'fonds-xip-'));
		await writeFile(join(folder, 'Brief & Ölung.txt'), 'hello');
		await writeFile(join(folder, 'page 2.tif'), randomBytes(100_000));
		await writeFile(join(folder, 'empty.bin'), '');
		await writeFile(join(folder, 'dc.xml'), '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>A &amp; B</title></dc>');
	});
	afterEach(async () => {
		await rm(folder, {recursive: true});
	});

	async function packageBy(call: string): Promise<XipContents> {
		const program = `import os, sys\nfrom pyPreservica import *\nf = lambda name: os.path.join(sys.argv[1], name)\n${call}`;
		run(python, '-c', program, folder);
		const name = (await readdir(folder)).find(item => item.endsWith('.zip'))!;
		return await readXip(treeOfZip(await openZip(await openAsBlob(join(folder, name)))));
	}

	const namesOf = ({assets}: XipContents): unknown =>
		assets.map(({title, representations}) => [
			title,
			...representations.map(({type, name, contentObjects}) => [
				type,
				name,
				...contentObjects.map(({generations}) => generations.flatMap(({bitstreams}) => bitstreams.map(({filename}) => filename))),
			]),
		]);

	it('reads its packages of one asset, with identifiers and metadata, and verifies them', async () => {
		const contents = await packageBy(
			`complex_asset_package(preservation_files_list=[f('Brief & Ölung.txt'), f('page 2.tif')], access_files_list=[f('empty.bin')], export_folder=sys.argv[1], parent_folder='P', Title='T & Ü', Description='D', SecurityTag='closed', Identifiers={'code': 'A/1'}, Asset_Metadata={'http://purl.org/dc/elements/1.1/': f('dc.xml')}, Preservation_files_fixity_callback=Sha512FixityCallBack())`,
		);
		expect(await verifyXip(contents)).toEqual({status: 'valid', findings: []});
		expect(namesOf(contents)).toEqual([
			['T & Ü', ['Preservation', 'Preservation', ['Brief & Ölung.txt'], ['page 2.tif']], ['Access', 'Access', ['empty.bin']]],
		]);
		expect(contents.assets[0]).toMatchObject({
			description: 'D',
			securityTag: 'closed',
			parent: 'P',
			identifiers: [{type: 'code', value: 'A/1'}],
			metadata: [{schema: 'http://purl.org/dc/elements/1.1/', xml: {name: 'dc'}}],
		});
		expect(contents.bitstreams.map(({fixities}) => fixities.map(({name}) => name))).toEqual([['SHA512'], ['SHA512'], ['SHA1']]);
	});

	it('reads its packages of several representations', async () => {
		const contents = await packageBy(
			`generic_asset_package(preservation_files_dict={'Master': [f('page 2.tif')], 'Text: plain': [f('Brief & Ölung.txt')]}, access_files_dict={'Web': [f('empty.bin')]}, export_folder=sys.argv[1], parent_folder='P', Title='T')`,
		);
		expect(await verifyXip(contents)).toEqual({status: 'valid', findings: []});
		expect(namesOf(contents)).toEqual([
			[
				'T',
				['Preservation', 'Master', ['page 2.tif']],
				['Preservation', 'Text: plain', ['Brief & Ölung.txt']],
				['Access', 'Web', ['empty.bin']],
			],
		]);
	});

	it('reads its packages of several assets, and tells that the kinds are mixed', async () => {
		const contents = await packageBy(
			`multi_asset_package(asset_file_list=[f('page 2.tif'), f('Brief & Ölung.txt')], export_folder=sys.argv[1], parent_folder='P')`,
		);
		const {status, findings} = await verifyXip(contents);
		expect([status, findings.map(({code}) => code)]).toEqual(['valid', ['wrong-order']]);
		expect(namesOf(contents)).toEqual([
			['page 2', ['Preservation', 'Preservation', ['page 2.tif']]],
			['Brief & Ölung', ['Preservation', 'Preservation', ['Brief & Ölung.txt']]],
		]);
	});
});
