import * as files from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {createRandom, entry} from '../fixtures/entries.ts';
import {described} from '../fixtures/ocfl.ts';
import {isInstalled, run} from '../fixtures/readers.ts';
import {ocflObjectLayout, readOcflObject, validateOcflObject, type OcflDescription} from '../ocfl/index.ts';
import {addOcflVersionWith, type ObjectFileSystem} from './add-ocfl-version.ts';
import {addOcflVersion, openFolder, writeFolder} from './index.ts';

/** A Python with ocfl-py, another validator. */
const python = process.env['PEER_PYTHON'] ?? 'python3';
const hasOcfl = isInstalled(python, '-c', 'import ocfl.validator');

let around = '';
let object = '';
beforeEach(async () => {
	around = await files.mkdtemp(join(tmpdir(), 'fonds-ocfl-'));
	object = join(around, 'object');
	await writeFolder(object, ocflObjectLayout(described));
});
afterEach(() => files.rm(around, {recursive: true, force: true}));

const second: OcflDescription = {message: 'Second', user: described.user, files: [entry('new.txt', 'new')], removed: ['empty.txt']};

async function snapshot(): Promise<Readonly<Record<string, string>>> {
	const found = await files.readdir(around, {recursive: true, withFileTypes: true});
	const paths = found.filter(item => item.isFile()).map(item => join(item.parentPath, item.name));
	const texts = await Promise.all(paths.map(async path => [path.slice(around.length), await files.readFile(path, 'utf8')] as const));
	return Object.fromEntries(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

describe('a version that is added to an object on a disk', () => {
	it('leaves what was there, and the object is valid', async () => {
		const before = await snapshot();
		expect(await addOcflVersion(object, second, {fixity: ['md5']})).toMatchObject({files: 5});
		const tree = await openFolder(object);
		expect(await validateOcflObject(tree)).toEqual({status: 'valid', findings: []});
		const {head, versions} = await readOcflObject(tree);
		expect([head, [...versions.get('v2')!.files.keys()].toSorted()]).toEqual(['v2', ['letters/1.txt', 'letters/2.txt', 'new.txt']]);
		const after = await snapshot();
		for (const path of Object.keys(before).filter(name => !/object\/inventory/.test(name))) {
			expect(after[path]).toBe(before[path]);
		}
		expect(await files.readdir(around)).toEqual(['object']);
	});

	it('may be without a new file', async () => {
		await addOcflVersion(object, {...second, files: []});
		await addOcflVersion(object, {...second, files: [], removed: []});
		expect((await validateOcflObject(await openFolder(object))).findings).toEqual([]);
	});

	it.each<[string, (files: ObjectFileSystem) => Partial<ObjectFileSystem>]>([
		['the folder of the version is moved', real => ({rename: failing(real, /v2$/)})],
		['the inventory is replaced', real => ({rename: failing(real, /object\/inventory\.json$/, 1)})],
		['the sidecar is replaced', real => ({rename: failing(real, /inventory\.json\.sha512$/)})],
		['the inventory is kept for a failure', () => ({copyFile: () => Promise.reject(new Error('The disk is broken.'))})],
		['files are written', () => ({open: () => Promise.reject(new Error('The disk is broken.'))})],
	])('leaves the object as it was when the disk breaks while %s', async (_, broken) => {
		const before = await snapshot();
		await expect(addOcflVersionWith({...files, ...broken(files)}, object, second)).rejects.toThrow('The disk is broken.');
		expect(await snapshot()).toEqual(before);
		expect(await files.readdir(around)).toEqual(['object']);
	});

	it.each<[string, Partial<OcflDescription>, object]>([
		['a path is to be removed that is not there', {removed: ['nothing']}, {problem: 'missing'}],
		['it has the id of another', {id: 'urn:other'}, {name: 'ConfigurationError'}],
	])('leaves the object as it was when %s', async (_, description, error) => {
		const before = await snapshot();
		await expect(addOcflVersion(object, {...second, ...description})).rejects.toMatchObject(error);
		expect(await snapshot()).toEqual(before);
	});

	it('is refused when somebody else added it meanwhile', async () => {
		const late = {
			...entry('new.txt', 'mine'),
			open: async () => {
				await addOcflVersion(object, {...second, files: [entry('new.txt', 'theirs')]});
				return new Blob(['mine']).stream();
			},
		};
		await expect(addOcflVersion(object, {...second, files: [late]})).rejects.toMatchObject({code: 'folder-exists'});
		const {versions} = await readOcflObject(await openFolder(object));
		expect(await new Response(versions.get('v2')!.files.get('new.txt')!.open()).text()).toBe('theirs');
		expect((await validateOcflObject(await openFolder(object))).status).toBe('valid');
	});

	it('ends with the signal', async () => {
		const before = await snapshot();
		await expect(addOcflVersion(object, second, {signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow('enough');
		expect(await snapshot()).toEqual(before);
	});
});

/** Renames that fail once for a target. */
function failing(real: ObjectFileSystem, target: RegExp, times = Infinity): ObjectFileSystem['rename'] {
	let left = times;
	return async (from, to) => {
		if (target.test(String(to)) && !String(from).endsWith('.before') && left-- > 0) {
			throw new Error('The disk is broken.');
		}
		await real.rename(from, to);
	};
}

describe.skipIf(!hasOcfl)(`beside ocfl-py (${hasOcfl ? python : 'skipped: PEER_PYTHON names no Python that has it'})`, () => {
	it.each([1, 2, 3, 4])('objects of several versions are valid for it too (%d)', async seed => {
		const random = createRandom(seed);
		const names = ['a', 'Ä', 'é', '100%', ' b', 'x\u2028y', '文書', '__proto__', '.c'];
		for (let version = 0; version < 3; version++) {
			const list = Array.from({length: 4}, (_, index) => entry(`${index}/${names[Math.floor(random() * names.length)]}`, `${random()}`));
			await addOcflVersion(object, {...second, files: list, removed: []}, {fixity: seed > 2 ? ['md5', 'sha256'] : []});
		}
		const script = 'import sys\nfrom ocfl.validator import Validator\nv = Validator()\nprint(v.validate_object(sys.argv[1]), v.log.codes)';
		expect(run(python, '-c', script, object).trim()).toBe('True {}');
	});
});
