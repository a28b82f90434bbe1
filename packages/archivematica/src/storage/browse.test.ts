import {ConfigurationError, DecodeError, HttpError} from '@fonds/core';
import {expect, it} from 'vitest';
import {connect, json, locationId, text} from '../fixtures/servers.ts';
import {serverPath} from '../paths/server-path.ts';

const target = `GET /api/v2/location/${locationId}/browse/`;
const connectStorage = (...parameters: Parameters<typeof connect>) => {
	const {archivematica, ...rest} = connect(...parameters);
	return {storage: archivematica.storage, ...rest};
};

const names = {
	folder: btoa('transferBacklog'),
	file: btoa('readme.txt'),
	composed: 'Y2Fmw6k=',
	decomposed: 'Y2FmZcyB',
	latin1: 'Y2Fm6Q==',
};

it('reads names, sizes and counts, in the order of the server', async () => {
	const {storage, asked} = connectStorage({
		[target]: json({
			directories: [names.folder],
			entries: [names.folder, names.file],
			properties: {[names.folder]: {'object count': '5000+', size: 4096}, [names.file]: {size: '12', e_tag: 'x'}},
		}),
	});
	const directory = await storage.browse(locationId);
	expect(asked()).toEqual([target]);
	expect(directory).toMatchObject({location: locationId, path: {text: ''}});
	expect(directory.entries).toEqual([
		{
			name: {base64: names.folder, text: 'transferBacklog', exact: true},
			path: {base64: names.folder, text: 'transferBacklog', exact: true},
			isDirectory: true,
			size: 4096,
			objectCount: 5000,
			objectCountIsMinimum: true,
		},
		{
			name: {base64: names.file, text: 'readme.txt', exact: true},
			path: {base64: names.file, text: 'readme.txt', exact: true},
			isDirectory: false,
			size: 12,
			objectCount: undefined,
			objectCountIsMinimum: false,
		},
	]);
});

it('keeps names apart that look the same, and names that are no text', async () => {
	const {storage} = connectStorage({
		[target]: json({
			directories: [names.latin1, names.composed],
			entries: [names.composed, names.decomposed, names.latin1],
			properties: {[names.composed]: {'object count': 1}, [names.latin1]: {'object count': 3}},
		}),
	});
	const {entries} = await storage.browse(locationId, 'Straße/ü');
	expect(entries.map(({name, isDirectory, objectCount}) => [name.base64, name.exact, isDirectory, objectCount])).toEqual([
		[names.composed, true, true, 1],
		[names.decomposed, true, false, undefined],
		[names.latin1, false, true, 3],
	]);
	expect(entries[0]?.path.text).toBe('Straße/ü/caf\u00E9');
	expect(entries[1]?.path.text).toBe('Straße/ü/cafe\u0301');
});

it('sends paths in base64, byte for byte, with +, / and = escaped', async () => {
	const {storage, asked, fetch} = connectStorage({[target]: json({directories: [], entries: []})});
	const paths = ['caf\u00E9', 'cafe\u0301', 'a~?', 'ÿþ>'];
	for (const path of paths) {
		await storage.browse(locationId, path);
	}
	await storage.browse(locationId, serverPath(Uint8Array.of(0xfb, 0xef, 0xff)));
	const sent = fetch.requests.map(({url}) => new URL(url).searchParams.get('path') ?? '');
	expect(
		sent.slice(0, 4).map(base64 => new TextDecoder().decode(Uint8Array.from(atob(base64), character => character.charCodeAt(0)))),
	).toEqual(paths);
	expect(sent[4]).toBe('++//');
	expect(asked()[4]).toBe(`${target}?path=%2B%2B%2F%2F`);
});

it('goes down through a name that is no text', async () => {
	const {storage, asked} = connectStorage({
		[target]: json({directories: [names.latin1], entries: [names.latin1]}),
		[`${target}?path=Y2Fm6Q%3D%3D`]: json({directories: [], entries: [names.file], properties: null}),
	});
	const [folder] = (await storage.browse(locationId)).entries;
	const inner = await storage.browse(locationId, folder?.path);
	expect(inner.entries[0]?.path.base64).toBe(btoa('caf\u00E9/readme.txt'));
	expect(asked()).toHaveLength(2);
});

it('stays in the location', async () => {
	const {storage, asked} = connectStorage({});
	await expect(storage.browse(locationId, '../other')).rejects.toThrow(ConfigurationError);
	expect(asked()).toEqual([]);
});

it('fails clearly for files, for paths elsewhere and for names that are no base64', async () => {
	const {storage} = connectStorage({
		[target]: [
			json({error_message: 'Sorry, this request could not be processed. Please try again later.'}, 400),
			text('The path parameter must be relative to the location path', 400),
			json({directories: [], entries: ['$$$']}),
			json({entries: []}),
		],
	});
	await expect(storage.browse(locationId, 'readme.txt')).rejects.toThrow(HttpError);
	await expect(storage.browse(locationId, '/etc')).rejects.toThrow('must be relative to the location path.');
	await expect(storage.browse(locationId)).rejects.toThrow(DecodeError);
	await expect(storage.browse(locationId)).rejects.toThrow('directories');
});
