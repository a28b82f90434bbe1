import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {createHasher} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import {collect, entry, randomBytes} from '../fixtures/entries.ts';
import {readWithZipJs} from '../fixtures/read-with-zip-js.ts';
import {isInstalled, javaReader, pythonReader, run} from '../fixtures/readers.ts';
import {openZip} from '../unzip/open-zip.ts';
import {predictZipLength} from './predict-length.ts';
import {zip} from './zip.ts';

/** Every way an entry can be written. */
const entries = (): PackageEntry[] => [
	entry('empty', ''),
	entry('Ordner/Grüße.txt', 'hello', {modified: new Date(1.7e12)}),
	entry('資料/写真 🗝️.bin', randomBytes(3_000_000)),
	entry('unannounced', randomBytes(2_500_000, 2), {size: undefined}),
	entry('deflated.txt', 'text '.repeat(1000), {compress: true}),
	entry('deflated.bin', randomBytes(3_000_000, 3), {compress: true}),
	entry('deflated.long.txt', 'text '.repeat(500_000), {compress: true, size: undefined}),
];

async function lines(list: readonly PackageEntry[]): Promise<string[]> {
	return await Promise.all(
		list.map(async item => {
			const bytes = await collect(await item.open());
			const hasher = await createHasher(['crc32']);
			hasher.update(bytes);
			return `${item.path}|${bytes.length}|${hasher.digest().crc32 ?? ''}`;
		}),
	);
}

describe('a ZIP file opens', () => {
	let folder = '';
	let file = '';
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'fonds-zip-'));
		file = join(folder, 'test.zip');
		await writeFile(file, await collect(zip(entries())));
	});
	afterAll(() => rm(folder, {recursive: true}));

	it.skipIf(!isInstalled('unzip', '-v'))('with Info-ZIP (skipped where unzip is not installed)', () => {
		expect(run('unzip', '-t', file)).toContain('No errors detected');
	});

	it.skipIf(!isInstalled('python3', '-c', 'import zipfile'))('with Python (skipped where python3 is not installed)', async () => {
		expect(run('python3', '-c', pythonReader, file).trim().split(/\r?\n/)).toEqual(await lines(entries()));
	});

	it.skipIf(!isInstalled('javac', '-version'))(
		'with Java, which reads it without seeking (skipped where no JDK is installed)',
		async () => {
			const source = join(folder, 'ReadForward.java');
			await writeFile(source, javaReader);
			expect(run('java', source, file).trim().split(/\r?\n/)).toEqual(await lines(entries()));
		},
	);
});

describe('70,000 entries', () => {
	it('need ZIP64 and are all there, for us and for others', async () => {
		const count = 70_000;
		function* many(): Generator<PackageEntry> {
			for (let index = 0; index < count; index++) {
				yield entry(`folder ${index % 100}/${index}`, index % 10 === 0 ? String(index) : '');
			}
		}
		const bytes = await collect(zip(many()));
		expect(predictZipLength(many())).toBe(bytes.length);
		const archive = await openZip(new Blob([bytes]));
		expect(archive.entries()).toHaveLength(count);
		const last = archive.entries()[69_990]!;
		expect(new TextDecoder().decode(await collect(archive.open(last)))).toBe('69990');
		const found = await readWithZipJs(bytes, name => name.endsWith('/69990'));
		expect(found.size).toBe(count);
		expect(new TextDecoder().decode(found.get('folder 90/69990'))).toBe('69990');
	}, 60_000);

	it.each([65_534, 65_535])(
		'are more than %d, which stands at the border',
		async count => {
			const bytes = await collect(zip(Array.from({length: count}, (_, index) => entry(String(index), ''))));
			expect((await openZip(new Blob([bytes]))).entries()).toHaveLength(count);
			expect(new DataView(bytes.buffer).getUint32(bytes.length - 42, true) === 0x07064b50).toBe(count === 65_535);
		},
		60_000,
	);
});
