import {createHasher} from '@fonds/core/hash';
import {describe, expect, it} from 'vitest';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect, entry, textBytes} from '../fixtures/entries.ts';
import {codesOf, described, edit, editBoth, twoVersions, written, type Json} from '../fixtures/ocfl.ts';
import {textOf, treeOf, type Files} from '../fixtures/trees.ts';
import {ocflObjectLayout, readOcflObject, validateOcflObject, type OcflDescription} from './index.ts';

/** Of "same". */
const digest = '0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5';

const withDigest = (path: string, text: string, said = digest) => ({...entry(path, text), digest: said});

describe('an empty folder', () => {
	it('is refused, since OCFL has none', async () => {
		await expect(written({files: [folderEntry('a')]})).rejects.toMatchObject({name: 'PackageError', problem: 'empty-folder', path: 'a'});
	});
});

describe('a digest that is given', () => {
	it('is verified when the file is stored', async () => {
		const files = [withDigest('a', 'other')];
		await expect(written({files}, {digestAlgorithm: 'sha256'})).rejects.toMatchObject({
			name: 'FixityError',
			path: 'a',
			algorithm: 'sha256',
		});
	});

	it('spares storing and opening a second file of the same version', async () => {
		const closed = {
			...withDigest('b', 'same', digest.toUpperCase()),
			open: (): never => {
				throw new Error('It was opened.');
			},
		};
		const files = await written({files: [withDigest('a', 'same'), closed]}, {digestAlgorithm: 'sha256'});
		expect([...files.keys()].filter(path => path.startsWith('v1/content/'))).toEqual(['v1/content/a']);
		expect(await codesOf(files)).toEqual(['W004']);
		const read = (await readOcflObject(treeOf(files))).versions.get('v1')!.files;
		expect(new TextDecoder().decode(await collect(read.get('b')!.open()))).toBe('same');
	});

	it('does not let a second file of one path take the place of the first', async () => {
		const previous = await readOcflObject(treeOf(await written({files: [withDigest('a', 'same')]}, {digestAlgorithm: 'sha256'})));
		const files = [withDigest('b', 'same'), entry('b', 'other')];
		await expect(written({files}, {previous})).rejects.toMatchObject({problem: 'duplicate-path', path: 'b'});
		await expect(written({files: files.toReversed()}, {previous})).rejects.toMatchObject({problem: 'duplicate-path', path: 'b'});
	});
});

describe('a date that OCFL cannot hold', () => {
	it.each([Number.NaN, Date.UTC(10_000, 0), Date.UTC(-1, 0)])('%d is refused at once', time => {
		expect(() => ocflObjectLayout({...described, created: new Date(time)})).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
	});
});

describe('the next version', () => {
	const add = async (files: Awaited<ReturnType<typeof written>>, description: Partial<OcflDescription>) => {
		const previous = await readOcflObject(treeOf(files));
		return new Map([
			...files,
			...(await written({message: 'Second', created: new Date('2026-11-22T10:00:00Z'), ...description}, {previous})),
		]);
	};

	it('of an object of OCFL 1.0 is of 1.0, as the declaration says', async () => {
		const files = await written();
		await editBoth(files, json => {
			json['type'] = 'https://ocfl.io/1.0/spec/#inventory';
		});
		files.delete('0=ocfl_object_1.1');
		files.set('0=ocfl_object_1.0', textBytes('ocfl_object_1.0\n'));
		expect(await codesOf(files)).toEqual([]);
		const both = await add(files, {files: [entry('new.txt', 'new')]});
		expect(await codesOf(both)).toEqual([]);
		expect((JSON.parse(textOf(both, 'inventory.json')) as Json)['type']).toBe('https://ocfl.io/1.0/spec/#inventory');
	});

	it('with content that is there under a digest in capitals does not list it twice', async () => {
		const files = await written({files: [entry('a', 'same')]}, {digestAlgorithm: 'sha256'});
		const upper = (block: Json) => Object.fromEntries(Object.entries(block).map(([key, paths]) => [key.toUpperCase(), paths as unknown]));
		await editBoth(files, json => {
			json['manifest'] = upper(json['manifest'] as Json);
			json['versions'].v1.state = upper(json['versions'].v1.state as Json);
		});
		expect(await codesOf(files)).toEqual(['W004']);
		const both = await add(files, {files: [entry('b', 'same')]});
		expect(await codesOf(both)).toEqual(['W004']);
		const read = (await readOcflObject(treeOf(both))).versions.get('v2')!.files;
		expect([...read.keys()].toSorted()).toEqual(['a', 'b']);
	});
});

describe('an inventory that JSON would read with a loss', () => {
	it('is told and not read', async () => {
		const files = await written();
		const text = textOf(files, 'inventory.json');
		files.set('inventory.json', textBytes(text.replace('"message"', '"message": "Other", "message"')));
		expect(await codesOf(files)).toContain('E033');
		await expect(readOcflObject(treeOf(files))).rejects.toMatchObject({
			problem: 'bad-inventory',
			message: expect.stringContaining('message') as string,
		});
	});

	it.each<[string, (json: Json) => void, string]>([
		['a key of a version that is not specified', json => void (json['versions'].v1.note = 'x'), 'E102'],
		['an address that is no text', json => void (json['versions'].v1.user.address = 7), 'E054'],
	])('is told: %s', async (_, change, code) => {
		const files = await written();
		await edit(files, 'inventory.json', change);
		expect(await codesOf(files)).toContain(code);
	});
});

describe('reading', () => {
	it('gives the versions by their age, in whatever order the inventory has them', async () => {
		const files = await twoVersions();
		await editBoth(files, json => {
			json['versions'] = Object.fromEntries(Object.entries(json['versions'] as Json).toReversed());
		});
		expect([...(await readOcflObject(treeOf(files))).versions.keys()]).toEqual(['v1', 'v2']);
	});

	it('finds content by a digest in other letter case', async () => {
		const files = await written({files: [entry('a', 'same')]}, {digestAlgorithm: 'sha256'});
		await editBoth(files, json => {
			json['versions'].v1.state = {[digest.toUpperCase()]: ['a']};
		});
		const read = (await readOcflObject(treeOf(files))).versions.get('v1')!.files;
		expect(new TextDecoder().decode(await collect(read.get('a')!.open()))).toBe('same');
	});

	it('ends with the signal before the next inventory is opened', async () => {
		const tree = treeOf(await written());
		const stop = new AbortController();
		const opened: string[] = [];
		const files = new Map(
			Array.from(tree.files, ([path, file]) => {
				const open: typeof file.open = options => {
					opened.push(path);
					stop.abort(new Error('enough'));
					return file.open(options);
				};
				return [path, {...file, open}] as const;
			}),
		);
		await expect(validateOcflObject({...tree, files}, {signal: stop.signal})).rejects.toThrow('enough');
		expect(opened).toEqual(['0=ocfl_object_1.1']);
		await expect(readOcflObject({...tree, files}, {signal: stop.signal})).rejects.toThrow('enough');
		expect(opened).toHaveLength(1);
	});
});

describe('an earlier inventory with another digest', () => {
	async function sha256(bytes: Uint8Array): Promise<string> {
		const hasher = await createHasher(['sha256']);
		hasher.update(bytes);
		return hasher.digest().sha256 ?? '';
	}

	/** An object of SHA-512 whose first version was written with SHA-256, its state in capitals. */
	async function migrated(path: string): Promise<Files> {
		const files = await twoVersions();
		const contents = [...files.keys()].filter(name => name.startsWith('v1/content/'));
		const digests = await Promise.all(contents.map(async name => [await sha256(files.get(name)!), name] as const));
		const json = JSON.parse(textOf(files, 'v1/inventory.json')) as Json;
		json['digestAlgorithm'] = 'sha256';
		json['manifest'] = Object.fromEntries(digests.map(([key, name]) => [key.toUpperCase(), [name]]));
		const logical = (name: string) => name.replace('v1/content/', '').replace('empty.txt', path);
		json['versions'].v1.state = Object.fromEntries(digests.map(([key, name]) => [key.toUpperCase(), [logical(name)]]));
		const bytes = textBytes(JSON.stringify(json));
		files.delete('v1/inventory.json.sha512');
		files.set('v1/inventory.json', bytes);
		files.set('v1/inventory.json.sha256', textBytes(`${await sha256(bytes)} inventory.json\n`));
		return files;
	}

	it('is compared by where the content is', async () => {
		expect(await codesOf(await migrated('empty.txt'))).toEqual(['W004']);
		expect(await codesOf(await migrated('other.txt'))).toEqual(['E066', 'W004']);
	});
});
