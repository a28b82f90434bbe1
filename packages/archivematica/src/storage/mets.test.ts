import {ConfigurationError, DecodeError, FixityError, NotFoundError} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import {metsDocument} from '../fixtures/mets.ts';
import {connect as connectServers, json, sipId, storagePackage, text} from '../fixtures/servers.ts';
import {metsPath} from './aip-layout.ts';

const document = metsDocument([{path: 'objects/a.txt'}, {path: 'objects/b.txt'}]);
const detail = `GET /api/v2/file/${sipId}/`;
const extract = `GET /api/v2/file/${sipId}/extract_file/`;
const attachment = (body: string) => ({headers: {'content-disposition': 'attachment; filename="METS.xml"'}, body});
const good = {[detail]: json(storagePackage()), [extract]: attachment(document)};

const connect = (...parameters: Parameters<typeof connectServers>) => {
	const {archivematica, ...rest} = connectServers(...parameters);
	return {storage: archivematica.storage, ...rest};
};

it('is read out of the package, by the name the package has', async () => {
	const {storage, fetch} = connect(good);
	expect(await readText(await storage.mets(sipId))).toBe(document);
	const path = decodeURIComponent(new URL(fetch.requests[1]?.url ?? '').searchParams.get('relative_path_to_file') ?? '');
	expect(path).toBe(`imgs-${sipId}/data/METS.${sipId}.xml`);
});

it('lists the files of a package', async () => {
	const {storage} = connect(good);
	expect((await storage.files(sipId)).map(({path}) => path)).toEqual(['objects/a.txt', 'objects/b.txt']);
	const {storage: empty} = connect({...good, [extract]: attachment(metsDocument([]))});
	expect(await empty.files(sipId)).toEqual([]);
});

describe('failures', () => {
	it('are those of the package and of the document', async () => {
		const {storage} = connect({
			...good,
			[extract]: [text('File not found', 404), attachment(document.slice(0, 900)), attachment('<html/>')],
		});
		await expect(storage.mets(sipId)).rejects.toThrow(NotFoundError);
		await expect(storage.files(sipId)).rejects.toThrow(DecodeError);
		await expect(storage.files(sipId)).rejects.toMatchObject({code: 'not-mets'});
	});

	it('come before anything is asked where a package has none', async () => {
		const {storage, asked} = connect({[detail]: json(storagePackage({package_type: 'transfer'}))});
		await expect(storage.mets(sipId)).rejects.toMatchObject({name: 'ConfigurationError', code: 'no-mets'});
		expect(asked()).toEqual([detail]);
	});

	it('end with the reason of an abort', async () => {
		const {storage} = connect(good);
		const signal = AbortSignal.abort(new Error('enough'));
		await expect(storage.files(sipId, {signal})).rejects.toThrow(new Error('enough'));
		await expect(storage.mets(sipId, {signal})).rejects.toThrow(new Error('enough'));
	});
});

it.each([
	[
		'AIP',
		'q/name-4060ee97-9c3f-4822-afaf-ebdf838284c3.7z',
		'name-4060ee97-9c3f-4822-afaf-ebdf838284c3/data/METS.4060ee97-9c3f-4822-afaf-ebdf838284c3.xml',
	],
	['AIC', 'q/odd', `odd/data/METS.${sipId}.xml`],
	[
		'DIP',
		'q/name-9360ee97-9c3f-4822-afaf-ebdf838284c3',
		'name-9360ee97-9c3f-4822-afaf-ebdf838284c3/METS.9360ee97-9c3f-4822-afaf-ebdf838284c3.xml',
	],
])('lies in an %s at %s as %s', (type, path, expected) => {
	expect(metsPath({type, path, uuid: sipId})).toBe(expected);
});

it('is missing in a deposit', () => {
	expect(() => metsPath({type: 'deposit', path: 'x', uuid: sipId})).toThrow(ConfigurationError);
});

it('verifies one file with what is known of it', async () => {
	const sha256 = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
	const {storage} = connect({[extract]: attachment('hello world')});
	const fixities = [{algorithm: 'sha256', value: sha256}] as const;
	expect(await readText(await storage.extractFile(sipId, 'a', {size: 11, fixities}))).toBe('hello world');
	const wrong = [{algorithm: 'sha256', value: sha256.replace('b', 'c')}] as const;
	await expect(storage.extractFile(sipId, 'a', {fixities: wrong}).then(readText)).rejects.toThrow(FixityError);
	await expect(storage.extractFile(sipId, 'a', {size: 12}).then(readText)).rejects.toThrow(FixityError);
});
