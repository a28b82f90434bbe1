import {expect, it, onTestFinished} from 'vitest';
import {collect, randomBytes, sameBytes} from '../fixtures/entries.ts';
import {setUpWorker} from '../fixtures/workers.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {paxLayout} from '../pax/pax-layout.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {zipInWorker} from '../worker/in-worker.ts';
import type {PackagingWorker} from '../worker/exchange.ts';
import {entryFromFile} from '../entries/file-entry.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {opexLayout} from './opex-layout.ts';
import type {OpexAssetDescription, OpexPackageDescription} from './package-description.ts';
import {readOpexTree} from './read-opex-tree.ts';
import {verifyOpex} from './verify-opex.ts';

function setUp(): PackagingWorker {
	const setup = setUpWorker();
	onTestFinished(() => setup.end());
	return setup.worker;
}

const date = new Date(1.7e12);
const file = (name: string, content: BlobPart): File => new File([content], name, {lastModified: 1.6e12});
const note: OpexAssetDescription = {
	title: 'Note G',
	ref: 'A',
	identifiers: [{type: 'code', value: 'G'}],
	metadata: [{xml: '<a xmlns="urn:a">ü</a>'}],
	representations: [
		{
			type: 'Preservation',
			contentObjects: [{title: 'page', ref: 'O', generations: [{bitstreams: [file('page.tif', randomBytes(700_000))], label: 'scan'}]}],
		},
	],
};
const letters: OpexPackageDescription = {
	name: 'batch',
	folders: [
		{
			name: 'Letters',
			sourceId: 'l',
			events: [{date, user: 'u'}],
			files: [{...entryFromFile(file('a.txt', 'dear')), title: 'A letter', originalFilename: 'A.TXT'}],
			assets: [note],
			folders: [{name: 'Empty'}],
		},
	],
};

it.each<OpexLayoutOptions>([{}, {pax: 'folder', container: true, digests: ['sha1', 'sha512']}, {compress: true}])(
	'an OPEX package is made in a worker as it is here: %j',
	async more => {
		const options = {...more, date, deterministic: true};
		const here = zipLayout(opexLayout(letters, options), {deterministic: true});
		const there = await zipInWorker(setUp(), 'opex', [letters, options], {deterministic: true});
		expect([there.name, there.size]).toEqual([here.name, here.size]);
		const [expected, actual] = [await collect(here.bytes), await collect(there.bytes)];
		expect(sameBytes(actual, expected)).toBe(true);
		const contents = await readOpexTree(treeOfZip(await openZip(new Blob([actual]))), {maxInMemory: 0});
		expect(await verifyOpex(contents)).toEqual({status: 'valid', findings: []});
	},
);

it('a PAX is made in a worker as it is here', async () => {
	const options = {name: 'G', date, digests: ['md5'] as const};
	const asset = {...note, identifiers: [], metadata: []}; // They would have random references.
	const here = zipLayout(paxLayout(asset, options), {deterministic: true});
	const there = await zipInWorker(setUp(), 'pax', [asset, options], {deterministic: true});
	expect([there.name, there.size]).toEqual([here.name, here.size]);
	expect(sameBytes(await collect(there.bytes), await collect(here.bytes))).toBe(true);
});

it('what cannot be laid out is refused by the worker as it is here', async () => {
	const wrong: OpexPackageDescription = {folders: [{name: 'a.pax'}]};
	await expect(zipInWorker(setUp(), 'opex', [wrong])).rejects.toThrow(
		expect.objectContaining({name: 'ConfigurationError', message: expect.stringContaining('"a.pax"') as string}),
	);
	await expect(zipInWorker(setUp(), 'pax', [{...note, title: 'a/b'}, {xip: false}])).rejects.toThrow(
		expect.objectContaining({name: 'ConfigurationError'}),
	);
});
