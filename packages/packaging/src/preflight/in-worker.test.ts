import {expect, it, onTestFinished} from 'vitest';
import {entryFromFile} from '../entries/file-entry.ts';
import {collect} from '../fixtures/entries.ts';
import {oddFiles, oddFindings, oddTable} from '../fixtures/preflight-files.ts';
import {isBrowser, setUpWorker} from '../fixtures/workers.ts';
import {filesLayout} from '../layout/files-layout.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {treeOfEntries} from '../tree/tree-of-entries.ts';
import {runInWorker} from '../worker/in-worker.ts';
import {preflight, type PreflightOptions} from './preflight.ts';

const entries = () => oddFiles.map(([path, content]) => entryFromFile(new Blob([content]), path));
const options: PreflightOptions = {target: ['windows', 'archivematica'], metadata: {table: oddTable}, digests: ['md5', 'sha256']};

const setUp = () => {
	const setup = setUpWorker();
	onTestFinished(() => setup.end());
	return setup;
};

it('finds the same here, in a worker, of entries, of a tree and of a ZIP file', async () => {
	const {worker} = setUp();
	const here = await preflight(entries(), options);
	expect(here).toMatchObject({status: 'not-ready', findings: oddFindings, files: 4, bytes: 18});
	expect(here.digests.get('a b.txt')?.md5).toBe('51037a4a37730f52c8732586d3aaa316');
	const zipped = new Blob([await collect(zipLayout(filesLayout(entries())).bytes)]);
	for (const source of [entries(), treeOfEntries(entries()), zipped]) {
		expect(await runInWorker(worker, 'preflight', [source, options])).toEqual(here);
	}
});

it.skipIf(!isBrowser)('finds the same in a folder that a user chose (skipped where there is none)', async () => {
	const {worker} = setUp();
	const root = await navigator.storage.getDirectory();
	const folder = await root.getDirectoryHandle(`fonds-${crypto.randomUUID()}`, {create: true});
	onTestFinished(() => root.removeEntry(folder.name, {recursive: true}));
	for (const [path, content] of oddFiles) {
		const file = await (await folder.getFileHandle(path, {create: true})).createWritable();
		await file.write(content);
		await file.close();
	}
	const {findings} = await runInWorker(worker, 'preflight', [folder, options]);
	expect(findings).toEqual(oddFindings);
});

it('tells its progress from a worker, ends with the reason of its signal, and fails as here', async () => {
	const {worker} = setUp();
	const events: unknown[] = [];
	await runInWorker(worker, 'preflight', [entries()], {onProgress: event => void events.push(event)});
	expect(events.at(-1)).toEqual({phase: 'preflight', done: 18, total: 18});
	const gone = runInWorker(worker, 'preflight', [entries()], {signal: AbortSignal.abort(new Error('enough'))});
	await expect(gone).rejects.toThrow('enough');
	await expect(runInWorker(worker, 'preflight', [entries(), {target: []}])).rejects.toMatchObject({name: 'ConfigurationError'});
});
