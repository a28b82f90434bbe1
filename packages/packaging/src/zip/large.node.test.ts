import {mkdtemp, open, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect, entry} from '../fixtures/entries.ts';
import {isInstalled, javaReader, pythonReader, run} from '../fixtures/readers.ts';
import {keepSparse, zeros} from '../fixtures/sparse-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {readZipStream} from '../unzip/read-zip-stream.ts';
import {predictZipLength} from './predict-length.ts';
import {zip} from './zip.ts';

const GiB = 1024 ** 3;
/** CRC-32 of 4.25 GiB of zeros, as Python's zlib gives it. */
const zerosCrc = '8e9b8bf4';

describe('more than 4 GiB', () => {
	it('are written with ZIP64 and found again, what comes behind them too', async () => {
		const entries = [entry('before', 'small'), zeros('large', 4.25 * GiB), entry('behind', 'hello')];
		const access = await keepSparse(zip(entries));
		expect(access.size).toBe(predictZipLength(entries));
		const archive = await openZip(access);
		const [, large, behind] = archive.entries();
		expect(archive.entries().map(({path, size}) => [path, size])).toEqual([
			['before', 5],
			['large', 4.25 * GiB],
			['behind', 5],
		]);
		expect(large?.crc32).toBe(zerosCrc);
		expect(new TextDecoder().decode(await collect(archive.open(behind!)))).toBe('hello');
		const reader = archive.open(large!).getReader();
		expect((await reader.read()).value?.every(byte => byte === 0)).toBe(true);
		await reader.cancel();
	}, 120_000);

	it('may be many entries together: what begins behind 4 GiB is found, and at the right place', async () => {
		const entries = [...Array.from({length: 5}, (_, index) => zeros(`part ${index}`, GiB)), folderEntry('empty'), entry('behind', 'hello')];
		const access = await keepSparse(zip(entries));
		expect(access.size).toBeGreaterThan(5 * GiB);
		expect(access.size).toBe(predictZipLength(entries));
		const archive = await openZip(access);
		expect(archive.entries().map(({path, size}) => [path, size])).toEqual(entries.map(({path, size}) => [path, size]));
		expect(new TextDecoder().decode(await collect(archive.open(archive.entries()[6]!)))).toBe('hello');
	}, 120_000);

	it.skipIf(process.env['FONDS_LARGE'] === undefined)(
		'arrive in order with 64-bit data descriptors, and are checked to the end (skipped unless FONDS_LARGE is set)',
		async () => {
			const sizes: [string, number][] = [];
			for await (const item of readZipStream(zip([zeros('large', 4.25 * GiB), entry('behind', 'hello')]))) {
				let length = 0;
				for await (const chunk of item.open()) {
					length += chunk.length;
				}
				sizes.push([item.path, length]);
			}
			expect(sizes).toEqual([
				['large', 4.25 * GiB],
				['behind', 5],
			]);
		},
		300_000,
	);

	it('cannot come from an entry that does not announce its size', async () => {
		const stream = zip([zeros('large', 5 * GiB, {size: undefined})]);
		const drain = async (): Promise<void> => {
			for await (const _ of stream) {
				// Nothing is kept.
			}
		};
		await expect(drain()).rejects.toMatchObject({problem: 'size-not-announced', path: 'large'});
	}, 120_000);

	// Writes a file of 4.25 GiB and reads it with everything that is installed: `FONDS_LARGE=1 npm test`.
	it.skipIf(process.env['FONDS_LARGE'] === undefined)(
		'open with other readers (skipped unless FONDS_LARGE is set)',
		async () => {
			const folder = await mkdtemp(join(tmpdir(), 'fonds-large-'));
			try {
				const file = join(folder, 'large.zip');
				const handle = await open(file, 'w');
				const entries = [zeros('large', 4.25 * GiB), zeros('deflated', 4.25 * GiB, {compress: true}), entry('behind', 'hello')];
				for await (const chunk of zip(entries)) {
					await handle.write(chunk);
				}
				await handle.close();
				const expected = [`large|${4.25 * GiB}|${zerosCrc}`, `deflated|${4.25 * GiB}|${zerosCrc}`, 'behind|5|3610a686'];
				await writeFile(join(folder, 'ReadForward.java'), javaReader);
				if (isInstalled('unzip', '-v')) {
					expect(run('unzip', '-t', file)).toContain('No errors detected');
				}
				if (isInstalled('python3', '-c', 'import zipfile')) {
					expect(run('python3', '-c', pythonReader, file).trim().split('\n')).toEqual(expected);
				}
				if (isInstalled('javac', '-version')) {
					expect(run('java', join(folder, 'ReadForward.java'), file).trim().split('\n')).toEqual(expected);
				}
			} finally {
				await rm(folder, {recursive: true});
			}
		},
		1_200_000,
	);
});
