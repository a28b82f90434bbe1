import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {oddFiles, oddFindings, oddTable} from '../fixtures/preflight-files.ts';
import {openFolder} from '../node/index.ts';
import {preflight} from './preflight.ts';

it('finds on a disk what it finds in a page', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'fonds-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	for (const [path, content] of oddFiles) {
		await writeFile(join(folder, path), content);
	}
	const report = await preflight(await openFolder(folder), {target: ['windows', 'archivematica'], metadata: {table: oddTable}});
	expect(report.findings).toEqual(oddFindings);
});
