import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {folderEntry} from '../entries/folder-entry.ts';
import {createRandom, entry, randomBytes} from '../fixtures/entries.ts';
import {isInstalled, run} from '../fixtures/readers.ts';
import {openFolder, writeFolder} from '../node/index.ts';
import {bagLayout, validateBag, type BagAlgorithm} from './index.ts';

/** A Python with bagit-python, the Library of Congress's own tool. */
const python = process.env['PEER_PYTHON'] ?? 'python3';
const hasBagit = isInstalled(python, '-c', 'import bagit');

/** Percent signs are not among them: bagit-python does not encode them, as RFC 8493 (2.1.3) asks for. */
const names = ['letter', 'Ä', 'é', '文書', 'a b', '~', '..x', 'x'.repeat(80), '𐍈', "it's", '"q"', '&', '#'];

function randomFiles(seed: number, count: number): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
	const random = createRandom(seed);
	const files = new Map<string, Uint8Array<ArrayBuffer>>();
	for (let index = 0; index < count; index++) {
		const depth = 1 + Math.floor(random() * 4);
		const path = Array.from({length: depth}, () => names[Math.floor(random() * names.length)]).join('/');
		files.set(`${index}/${path}`, randomBytes(Math.floor(random() * 2000), index));
	}
	return files;
}

describe.skipIf(!hasBagit)(`beside bagit-python (${hasBagit ? python : 'skipped: PEER_PYTHON names no Python that has it'})`, () => {
	let folder = '';
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'fonds-bag-'));
	});
	afterEach(async () => {
		await rm(folder, {recursive: true});
	});

	const validate = (path: string): string =>
		run(
			python,
			'-c',
			'import bagit, sys\nbag = bagit.Bag(sys.argv[1])\nbag.validate()\nprint(sorted(bag.info), len(bag.payload_entries()))',
			path,
		);

	it.each<[number, readonly BagAlgorithm[]]>([
		[1, ['sha512']],
		[2, ['md5', 'sha256']],
		[3, ['sha1', 'sha224', 'sha384']],
	])('bags that are written are valid for it too (%d, %j)', async (seed, algorithms) => {
		const files = randomFiles(seed, 40);
		const entries = Array.from(files, ([path, bytes]) => entry(path, bytes));
		const tagFiles = [entry('metadata/mods.xml', '<mods/>')];
		await writeFolder(
			join(folder, 'bag'),
			bagLayout(entries, {digests: algorithms, tagFiles, info: {'Contact-Name': 'Ada', Note: 'two\nlines'}}),
		);
		expect(validate(join(folder, 'bag')).trim()).toBe("['Bagging-Date', 'Contact-Name', 'Note', 'Payload-Oxum'] 40");
	});

	it('percent signs are encoded as it reads them once it decodes as RFC 8493 says', async () => {
		const files = ['100%', '100%25', '%0A', '%0d%0A', '%', '~$lock', '*', ' a'].map(name => entry(`${name}/x`, name));
		await writeFolder(join(folder, 'bag'), bagLayout([...files, folderEntry('none')], {digests: ['sha256', 'md5'], info: {Ünicode: '文'}}));
		const decode = "bagit._decode_filename = lambda s: re.sub('%(0A|0D|25)', lambda m: chr(int(m[1], 16)), s, flags=re.I)";
		run(python, '-c', `import bagit, re, sys\n${decode}\nbagit.Bag(sys.argv[1]).validate()`, join(folder, 'bag'));
	});

	it('a bag without payload is valid for it too', async () => {
		await writeFolder(join(folder, 'bag'), bagLayout([]));
		expect(validate(join(folder, 'bag')).trim()).toBe("['Bagging-Date', 'Payload-Oxum'] 0");
	});

	it.each([4, 5])('bags that it writes are valid (%d)', async seed => {
		for (const [path, bytes] of randomFiles(seed, 40)) {
			await mkdir(join(folder, 'bag', dirname(path)), {recursive: true});
			await writeFile(join(folder, 'bag', path), bytes);
		}
		run(
			python,
			'-c',
			"import bagit, sys\nbagit.make_bag(sys.argv[1], {'Contact-Name': 'Ada'}, checksums=['md5', 'sha256'])",
			join(folder, 'bag'),
		);
		const {status, findings, bag} = await validateBag(await openFolder(join(folder, 'bag')));
		expect(findings.filter(({code}) => code !== 'name-form')).toEqual([]);
		expect(status).toBe('valid');
		expect(bag.info).toContainEqual(['Contact-Name', 'Ada']);
	});

	it('a percent sign that it does not encode is read all the same', async () => {
		await mkdir(join(folder, 'bag'));
		await writeFile(join(folder, 'bag/100%25.txt'), 'one');
		run(python, '-c', 'import bagit, sys\nbagit.make_bag(sys.argv[1])', join(folder, 'bag'));
		await writeFile(join(folder, 'bag/bagit.txt'), 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
		await Promise.all(['sha256', 'sha512'].map(name => rm(join(folder, `bag/tagmanifest-${name}.txt`))));
		const {status, findings} = await validateBag(await openFolder(join(folder, 'bag')));
		expect(findings.map(({code}) => code)).toEqual(expect.arrayContaining(['name-form']));
		expect(status).toBe('valid');
	});

	it('what it finds damaged is found damaged', async () => {
		await writeFolder(join(folder, 'bag'), bagLayout([entry('a.txt', 'one'), entry('b.txt', 'two')]));
		await writeFile(join(folder, 'bag/data/a.txt'), 'One');
		await rm(join(folder, 'bag/data/b.txt'));
		await writeFile(join(folder, 'bag/data/c.txt'), 'three');
		expect(() => validate(join(folder, 'bag'))).toThrow(/BagValidationError|Payload-Oxum/);
		const {status, findings} = await validateBag(await openFolder(join(folder, 'bag')));
		expect(status).toBe('invalid');
		expect(findings.map(({code, path}) => [code, path])).toEqual(
			expect.arrayContaining([
				['digest-wrong', 'data/a.txt'],
				['missing', 'data/b.txt'],
				['not-listed', 'data/c.txt'],
			]),
		);
	});
});
