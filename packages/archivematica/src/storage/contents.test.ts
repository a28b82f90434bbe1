import {ConfigurationError, HttpError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connectStorage, failure} from '../fixtures/connect-storage.ts';
import {badGateway, json, sipId, text} from '../fixtures/servers.ts';
import type {FileQuery} from '../index.ts';

const contents = `/api/v2/file/${sipId}/contents/`;
const page = text('<html>Log in</html>', 200);

describe('what is noted of files', () => {
	it('is read', async () => {
		const {storage, asked} = connectStorage({
			[`GET ${contents}`]: json({
				success: true,
				package: sipId,
				files: [
					{source_id: 'f', name: 'objects/é.txt', source_package: 's', checksum: 'c', accessionid: '2024/1', origin: 'o'},
					{source_id: 'g', name: null, source_package: null, checksum: null, accessionid: '', origin: null},
				],
			}),
		});
		expect(await storage.contents(sipId)).toEqual([
			{file: 'f', path: 'objects/é.txt', sip: 's', checksum: 'c', accession: '2024/1', origin: 'o'},
			{file: 'g', path: undefined, sip: undefined, checksum: undefined, accession: '', origin: undefined},
		]);
		expect(asked()).toEqual([`GET ${contents}`]);
		const {storage: empty} = connectStorage({[`GET ${contents}`]: json({success: true, package: sipId, files: []})});
		expect(await empty.contents(sipId)).toEqual([]);
	});

	it('is added, once', async () => {
		const {storage, fetch} = connectStorage({
			[`PUT ${contents}`]: text(JSON.stringify({success: true, message: `1 files created in package ${sipId}`}), 201, {
				'content-type': 'application_json',
			}),
		});
		await storage.addContents(sipId, [{path: 'p', file: 'f', accession: '', sip: 's', origin: 'o'}]);
		expect(await fetch.requests[0]?.json()).toEqual([{relative_path: 'p', fileuuid: 'f', accessionid: '', sipuuid: 's', origin: 'o'}]);
		await storage.addContents(sipId, []);
		expect(fetch.requests).toHaveLength(1);
	});

	it.each([
		badGateway,
		text('', 504),
		json({success: false, error: 'File object was missing key: sipuuid'}, 400),
		page,
		json({success: false}),
	])('is not added a second time after an error: %#', async answer => {
		const {storage, asked} = connectStorage({[`PUT ${contents}`]: answer});
		await failure(storage.addContents(sipId, [{path: 'p', file: 'f', accession: '', sip: 's', origin: 'o'}]));
		expect(asked()).toHaveLength(1);
	});

	it('is deleted', async () => {
		const {storage, asked} = connectStorage({[`DELETE ${contents}`]: [{status: 204}, page]});
		await storage.deleteContents(sipId);
		expect(asked()).toEqual([`DELETE ${contents}`]);
		await expect(storage.deleteContents(sipId)).rejects.toMatchObject({code: 'no-answer'});
	});
});

describe('files', () => {
	const target = 'GET /api/v2/file/metadata/';

	it('are found by all that is named', async () => {
		const {storage, asked} = connectStorage({
			[target]: json([
				{
					accessionid: '2024/1',
					file_extension: '.txt',
					filename: 'a.txt',
					relative_path: 'objects/a.txt',
					fileuuid: 'f',
					origin: 'o',
					sipuuid: 's',
				},
				{},
			]),
		});
		const [first, second] = await storage.findFiles({path: 'objects/a & b', file: 'f', accession: '2024/1', sip: 's'});
		expect(asked()).toEqual([`${target}?relative_path=objects%2Fa+%26+b&fileuuid=f&accessionid=2024%2F1&sipuuid=s`]);
		expect(first).toEqual({file: 'f', path: 'objects/a.txt', name: 'a.txt', extension: '.txt', sip: 's', accession: '2024/1', origin: 'o'});
		expect(new Set(Object.values(second ?? {}))).toEqual(new Set([undefined]));
		expect(Object.keys(second ?? {})).toHaveLength(7);
	});

	it('are not found, which is no error, unless a proxy says so', async () => {
		const {storage} = connectStorage({[target]: [text('', 404), text('<html>Not found</html>', 404)]});
		expect(await storage.findFiles({file: 'f'})).toEqual([]);
		await expect(storage.findFiles({file: 'f'})).rejects.toMatchObject({name: 'NotFoundError'});
	});

	it.each<object>([{}, {file: undefined}, {name: 'a'}, {file: 'f', fileuuid: 'f'}])('are not looked for by %o', async query => {
		const {storage, asked} = connectStorage({});
		await expect(storage.findFiles(query as FileQuery)).rejects.toBeInstanceOf(ConfigurationError);
		expect(asked()).toEqual([]);
	});
});

describe('indexing again', () => {
	const target = `POST /api/v2/file/${sipId}/reindex/`;

	it('gives how many files were noted, where the server says so', async () => {
		const {storage, asked} = connectStorage({[target]: [json({error: false, message: 'Files indexed: 12'}), json({})]});
		expect(await storage.reindex(sipId)).toBe(12);
		expect(await storage.reindex(sipId)).toBeUndefined();
		expect(asked()).toEqual([target, target]);
	});

	it('fails with the reason of the server', async () => {
		const {storage} = connectStorage({
			[target]: [json({error: true, message: 'This package is not a transfer.'}, 400), json({error: true, message: 'No METS.'})],
		});
		await expect(storage.reindex(sipId)).rejects.toThrow('This package is not a transfer.');
		await expect(storage.reindex(sipId)).rejects.toThrow('No METS.');
		const {storage: lost, asked} = connectStorage({[target]: badGateway});
		await expect(lost.reindex(sipId)).rejects.toBeInstanceOf(HttpError);
		expect(asked()).toHaveLength(1);
	});
});

describe('callbacks', () => {
	const target = `GET /api/v2/file/${sipId}/send_callback/post_store/`;

	it('are called', async () => {
		const {storage, asked} = connectStorage({[target]: [{status: 204}, {status: 200}]});
		expect(await storage.sendCallbacks(sipId)).toBeUndefined();
		expect(await storage.sendCallbacks(sipId)).toBeUndefined();
		expect(asked()).toEqual([target, target]);
	});

	it('that fail are told, and not called again by themselves', async () => {
		const message = 'Failed to POST 2 responses to callback URI';
		const {storage, asked} = connectStorage({
			[target]: json({message, failure_count: 2, callback_uris: ['https://x.example.org/?token=abcdef']}, 500),
		});
		const error = await failure(storage.sendCallbacks(sipId));
		expect(error).toMatchObject({
			name: 'HttpError',
			code: 'callbacks-failed',
			status: 500,
			body: expect.stringContaining('"failure_count":2'),
		});
		expect(String(error)).toContain(message);
		expect(JSON.stringify(error)).not.toContain('abcdef');
		expect(asked()).toHaveLength(1);
	});

	it('are not called by a page, and not again after an error of another kind', async () => {
		const {storage} = connectStorage({[target]: [page, badGateway]});
		await expect(storage.sendCallbacks(sipId)).rejects.toMatchObject({code: 'no-answer'});
		await expect(storage.sendCallbacks(sipId)).rejects.toMatchObject({code: 'http', status: 502});
	});
});
