import {ConfigurationError, NetworkError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Uploads} from './uploads.ts';

const place = 'POST /api/entity/structural-objects/f1/upload-package';
const content = new Blob(['PK']);
const connect = (answer: Parameters<typeof connectTo>[0][string]) => {
	const {session, ...rest} = connectTo({[place]: answer});
	return {uploads: new Uploads(session), ...rest};
};

describe('a package sent to a folder in one request', () => {
	it('goes as it is, under its name, and gives what the server says', async () => {
		const {uploads, requests, asked} = connect('accepted');
		expect(await uploads.uploadToFolder(content, {folder: 'f1', filename: 'box & 1.zip'})).toBe('accepted');
		expect(asked()).toEqual([`${place}?filename=box+%26+1.zip`]);
		expect(requests[0]?.headers.get('content-type')).toBe('application/octet-stream');
		expect(await requests[0]?.text()).toBe('PK');
	});

	it('may be answered with nothing', async () => {
		expect(await connect('').uploads.uploadToFolder(content, {folder: 'f1', filename: 'a.zip'})).toBe('');
	});

	it.each([
		[403, PermissionError],
		[404, NotFoundError],
	])('that is refused with %i fails', async (status, kind) => {
		await expect(connect({status}).uploads.uploadToFolder(content, {folder: 'f1', filename: 'a.zip'})).rejects.toThrow(kind);
	});

	it('is not sent again when the answer is lost, and the error says that it may have arrived', async () => {
		const {uploads, requests} = connect(() => Promise.reject(new TypeError('lost')));
		const failure = await uploads.uploadToFolder(content, {folder: 'f1', filename: 'a.zip'}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NetworkError);
		expect(String(failure)).toContain('may have arrived all the same');
		expect(requests).toHaveLength(1);
	});

	it.each([
		[new Blob([]), 'a.zip'],
		[content, ''],
	])('needs content and a name', async (blob, filename) => {
		const {uploads, requests} = connect('');
		await expect(uploads.uploadToFolder(blob, {folder: 'f1', filename})).rejects.toThrow(ConfigurationError);
		expect(requests).toEqual([]);
	});

	it('ends with an abort', async () => {
		const controller = new AbortController();
		const {uploads} = connect(() => {
			controller.abort(new Error('enough'));
			return new Promise<string>(() => {});
		});
		await expect(uploads.uploadToFolder(content, {folder: 'f1', filename: 'a.zip', signal: controller.signal})).rejects.toThrow('enough');
	});
});
