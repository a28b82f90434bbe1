import {ConfigurationError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect, io, so, version} from './fixtures/answers.ts';

const asset = {type: 'asset', ref: 'a1'} as const;
const place = `${io}/a1/preview`;
const bytes = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));
const png = bytes('\x89PNG\r\n\x1a\n…');

it.each(['', '..', 'a|sdb:IO', 'a&b'])('of %o is not asked for: it is no reference', async ref => {
	const {entities, asked} = connect({});
	await expect(entities.thumbnail({type: 'asset', ref})).rejects.toThrow(ConfigurationError);
	await expect(entities.hasThumbnail({type: 'asset', ref})).rejects.toThrow(ConfigurationError);
	expect(asked()).toEqual([]);
});

describe('setting a thumbnail', () => {
	it.each([
		['PNG', png],
		['JPEG', bytes('\xff\xd8\xff\xe0')],
		['TIFF, little-endian', bytes('II*\0')],
		['TIFF, big-endian', bytes('MM\0*')],
		['GIF', bytes('GIF89a')],
		['GIF of 1987', bytes('GIF87a')],
		['BMP', bytes('BM6')],
	])('takes %s', async (_, image) => {
		const {entities, requests, asked} = connect({...version, [`PUT ${place}`]: {status: 204}});
		await entities.setThumbnail(asset, image);
		expect(asked().at(-1)).toBe(`PUT ${place}`);
		expect(requests.at(-1)?.headers.get('content-type')).toBe('application/octet-stream');
		expect(new Uint8Array((await requests.at(-1)?.arrayBuffer()) ?? [])).toEqual(image);
	});

	it('takes a file, for a folder too', async () => {
		const {entities, requests} = connect({...version, [`PUT ${so}/f1/preview`]: {status: 204}});
		await entities.setThumbnail({type: 'folder', ref: 'f1'}, new Blob([png], {type: 'text/plain'}));
		expect((await requests.at(-1)?.arrayBuffer())?.byteLength).toBe(png.length);
	});

	it.each([
		['an image of another type', bytes('RIFF....WEBP'), 'image-type'],
		['nothing', new Uint8Array(), 'image-type'],
		['more than 10 MB', new Blob([png, new Uint8Array(10 * 1024 * 1024)]), 'image-size'],
	])('refuses %s before anything is sent', async (_, image, code) => {
		const {entities, asked} = connect({...version, [`PUT ${place}`]: {status: 204}});
		await expect(entities.setThumbnail(asset, image)).rejects.toMatchObject({name: 'ConfigurationError', code});
		expect(asked()).toEqual([]);
	});

	it('takes exactly 10 MB', async () => {
		const {entities} = connect({...version, [`PUT ${place}`]: {status: 204}});
		const image = new Uint8Array(10 * 1024 * 1024);
		image.set(png);
		await expect(entities.setThumbnail(asset, image)).resolves.toBeUndefined();
	});

	it('is not for content objects', async () => {
		const {entities, asked} = connect(version);
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what only the types forbid
		const part = {type: 'contentObject', ref: 'c1'} as unknown as typeof asset;
		await expect(entities.setThumbnail(part, png)).rejects.toThrow(ConfigurationError);
		await expect(entities.removeThumbnail(part)).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('needs a server of 6.2', async () => {
		const {entities} = connect({'GET /api/entity/versiondetails/version': '<V><CurrentVersion>6.1.4</CurrentVersion></V>'});
		await expect(entities.setThumbnail(asset, png)).rejects.toMatchObject({code: 'version'});
		await expect(entities.removeThumbnail(asset)).rejects.toMatchObject({code: 'version'});
	});

	it('without the right says so', async () => {
		const {entities} = connect({...version, [`PUT ${place}`]: {status: 403}});
		await expect(entities.setThumbnail(asset, png)).rejects.toThrow('no right to change the thumbnail of the asset with the reference a1');
	});

	it('ends with an abort', async () => {
		const {entities} = connect({...version, [`PUT ${place}`]: {status: 204}});
		const reason = new Error('enough');
		await expect(entities.setThumbnail(asset, png, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
	});
});

describe('removing a thumbnail', () => {
	it('sends it away', async () => {
		const {entities, asked} = connect({...version, [`DELETE ${place}`]: {status: 204}});
		await entities.removeThumbnail(asset);
		expect(asked().at(-1)).toBe(`DELETE ${place}`);
	});

	it('that is not there says so', async () => {
		await expect(connect(version).entities.removeThumbnail(asset)).rejects.toThrow(NotFoundError);
	});
});

describe('whether there is a thumbnail', () => {
	it('is asked without reading the image', async () => {
		let cancelled = false;
		const body = new ReadableStream({cancel: () => void (cancelled = true)}, {highWaterMark: 0});
		const {entities, requests} = connect({'GET /api/content/thumbnail': () => ({body, headers: {'content-type': 'image/png'}})});
		expect(await entities.hasThumbnail({type: 'folder', ref: 'f1'})).toBe(true);
		expect(Object.fromEntries(new URL(requests[0]?.url ?? '').searchParams)).toEqual({id: 'sdb:SO|f1', size: 'small'});
		expect(cancelled).toBe(true);
	});

	it('may be answered with no', async () => {
		expect(await connect({}).entities.hasThumbnail(asset)).toBe(false);
	});

	it('is not answered with no when it is not known', async () => {
		await expect(connect({'GET /api/content/thumbnail': {status: 403}}).entities.hasThumbnail(asset)).rejects.toThrow(PermissionError);
	});
});
