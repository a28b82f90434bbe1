import {describe, expect, it} from 'vitest';
import {entry} from '../fixtures/entries.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect} from '../fixtures/entries.ts';
import {filesOf, textOf, treeOf} from '../fixtures/trees.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {bagLayout, validateBag, type BagLayoutOptions, type BagProfile, type RemoteFile} from './index.ts';

const digests = {sha512: '0'.repeat(128)};
const remote: RemoteFile = {url: 'https://example.org/x', size: 1, path: 'data/x', digests};

async function packed(files: readonly PackageEntry[], options: BagLayoutOptions = {}) {
	const {bytes, size} = zipLayout(bagLayout(files, options));
	const archive = await collect(bytes);
	expect(archive.length).toBe(size);
	return treeOfZip(await openZip(new Blob([archive])));
}

describe('empty folders', () => {
	it('are folders in the bag, and nothing in its manifests', async () => {
		const tree = await packed([entry('a.txt', 'x'), folderEntry('none/at all')], {tagFiles: [folderEntry('notes')]});
		expect(tree.emptyFolders).toEqual(['data/none/at all', 'notes']);
		expect([...tree.files.keys()].filter(path => path.startsWith('data/'))).toEqual(['data/a.txt']);
		const {status, findings, bag} = await validateBag(tree);
		expect([status, findings]).toEqual(['valid', []]);
		expect(bag.info).toContainEqual(['Payload-Oxum', '1.1']);
	});

	it.each<[string, readonly PackageEntry[], BagLayoutOptions, readonly string[], string]>([
		['no files', [], {}, ['data'], 'valid'],
		['nothing but a folder', [folderEntry('a')], {}, ['data/a'], 'valid'],
		['nothing but remote files', [], {fetch: [remote]}, ['data'], 'incomplete'],
	])('a bag of %s has a payload folder', async (_, files, options, folders, status) => {
		const tree = await packed(files, options);
		expect(tree.emptyFolders).toEqual(folders);
		expect((await validateBag(tree)).status).toBe(status);
	});
});

describe('names', () => {
	it.each(['~$letter.docx', '%TEMP%', '%a%b', '*x', ' x', 'x ', '#x', 'a\u2028b', 'manifest-sha512.txt', '__proto__', 'C:'])(
		'of the payload may be %j',
		async name => {
			const files = await filesOf(bagLayout([entry(name, 'x')]));
			expect(files.has(`data/${name}`)).toBe(true);
			expect(await validateBag(treeOf(files))).toMatchObject({status: 'valid', findings: []});
		},
	);

	it.each(['*x', ' x', '\u00a0x', 'Data/x', 'data', 'TagManifest-md5.txt', '~x', ''])('of tag files may not be %j', name => {
		expect(() => bagLayout([], {tagFiles: [entry(name, 'x')]})).toThrow(
			expect.objectContaining({name: 'ConfigurationError', message: expect.stringContaining(JSON.stringify(name)) as string}),
		);
	});

	it.each([
		['a file in another letter case', 'X'],
		['a folder', 'x/y'],
	])('of a remote file may not be that of %s', async (_, name) => {
		await expect(filesOf(bagLayout([entry(name, 'x')], {fetch: [remote]}))).rejects.toMatchObject({problem: 'duplicate-path'});
	});
});

describe('what is refused at once', () => {
	it.each<[string, BagLayoutOptions]>([
		['a date that is none', {date: new Date(Number.NaN)}],
		['a digest that is no hexadecimal number', {fetch: [{...remote, digests: {sha512: 'x'.repeat(128)}}]}],
		['a size that is none', {fetch: [{...remote, size: Number.NaN}]}],
		['a size below zero', {fetch: [{...remote, size: -1}]}],
		['a label that UTF-8 cannot hold', {info: {'\ud800': 'x'}}],
	])('is %s', (_, options) => {
		expect(() => bagLayout([], options)).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
	});
});

it('digests that are given in capitals are written in lower case', async () => {
	const files = await filesOf(bagLayout([], {fetch: [{...remote, digests: {sha512: 'AB'.repeat(64)}}]}));
	expect(textOf(files, 'manifest-sha512.txt')).toBe(`${'ab'.repeat(64)}  data/x\n`);
});

describe('a profile that speaks of the payload', () => {
	const identifier = 'https://example.org/profile.json';
	const write = async (profile: Partial<BagProfile>, files: readonly PackageEntry[]) =>
		await filesOf(
			bagLayout(files, {
				info: {'BagIt-Profile-Identifier': identifier},
				profile: {'BagIt-Profile-Info': {'BagIt-Profile-Identifier': identifier}, ...profile},
			}),
		);

	it.each<[string, Partial<BagProfile>, string]>([
		['lacks a file', {'Payload-Files-Required': ['data/b.tif']}, 'data/b.tif'],
		['has a file too many', {'Payload-Files-Allowed': ['data/*.jpg']}, 'data/a.tif'],
		['is not empty', {'Data-Empty': true}, 'payload'],
	])('ends the bag before its manifests when that %s', async (_, profile, what) => {
		await expect(write(profile, [entry('a.tif', 'x')])).rejects.toMatchObject({
			name: 'PackageError',
			problem: 'profile',
			message: expect.stringContaining(what) as string,
		});
	});

	it('lets pass what conforms', async () => {
		const profile = {'Payload-Files-Required': ['data/a.tif'], 'Payload-Files-Allowed': ['data/*']};
		expect((await write(profile, [entry('a.tif', 'x')])).has('data/a.tif')).toBe(true);
		expect((await write({'Data-Empty': true}, [entry('.keep', '')])).has('data/.keep')).toBe(true);
	});
});
