import {expect, it, onTestFinished} from 'vitest';
import {entryFromFile} from '../entries/file-entry.ts';
import {collect, sameBytes, textBytes} from '../fixtures/entries.ts';
import {filesOf} from '../fixtures/trees.ts';
import {setUpWorker} from '../fixtures/workers.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {treeOfEntries} from '../tree/tree-of-entries.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {runInWorker, zipInWorker} from '../worker/in-worker.ts';
import {transferBagLayout} from './transfer-bag.ts';
import {transferLayout} from './transfer-layout.ts';
import type {TransferDescription} from './transfer.ts';
import {validateTransfer} from './validate-transfer.ts';

const file = (path: string, content: string) => entryFromFile(new Blob([content]), path);

const setUp = () => {
	const setup = setUpWorker();
	onTestFinished(() => setup.end());
	return setup;
};

const description = (): TransferDescription => ({
	name: 'Letters',
	objects: [file('a.txt', 'Dear friend'), file('sub/b.txt', '')],
	metadata: [{path: 'a.txt', fields: {'dc.title': 'A letter', 'dc.subject': ['x', 'y']}}],
	rights: [{path: 'a.txt', basis: 'donor', note: 'n'}],
	submissionDocumentation: [file('agreement.txt', 'signed')],
	processingConfiguration: '<processingMCP/>',
});

it('is made in a worker as it is here, as a bag too, and found valid there as here', async () => {
	const {worker} = setUp();
	const bagOptions = {digests: ['sha256'] as const, date: new Date(1.7e12)};
	const both = [
		[
			zipLayout(transferLayout(description(), {digests: ['md5']}), {deterministic: true}),
			await zipInWorker(worker, 'transfer', [description(), {digests: ['md5']}], {deterministic: true}),
		],
		[
			zipLayout(transferBagLayout(description(), bagOptions), {folder: 'Letters', deterministic: true}),
			await zipInWorker(worker, 'transferBag', [description(), bagOptions], {folder: 'Letters', deterministic: true}),
		],
	] as const;
	for (const [here, there] of both) {
		expect([there.name, there.size]).toEqual([here.name, here.size]);
		const bytes = await collect(there.bytes);
		expect(sameBytes(bytes, await collect(here.bytes))).toBe(true);
		const source = new Blob([bytes]);
		const report = await validateTransfer(treeOfZip(await openZip(source)));
		expect(report.status).toBe('valid');
		expect(await runInWorker(worker, 'validateTransfer', [source])).toEqual(report);
	}
});

it('tells the damage that is found in a worker, and refuses there what is refused here', async () => {
	const {worker} = setUp();
	const files = await filesOf(transferLayout(description(), {digests: ['md5']}));
	files.set('objects/a.txt', textBytes('Dear fiend!'));
	const damaged = treeOfEntries(Array.from(files, ([path, bytes]) => entryFromFile(new Blob([bytes]), path)));
	const report = await runInWorker(worker, 'validateTransfer', [damaged]);
	expect(report).toEqual(await validateTransfer(damaged));
	expect(report.findings.map(({code, path}) => [code, path])).toContainEqual(['checksum-wrong', 'objects/a.txt']);
	await expect(zipInWorker(worker, 'transfer', [{...description(), name: '..'}])).rejects.toMatchObject({name: 'ConfigurationError'});
});
