import {createHasher} from '@fonds/core/hash';
import {NetworkError, type Progress} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import type {FakeHandler} from '@fonds/core/testing';
import {describe, expect, it, vi} from 'vitest';
import {connect as connectServers, instantSleep, json, pointerFile, sipId, storagePackage, text} from '../fixtures/servers.ts';

const content = 'hello world';
const sha256 = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
const detail = `GET /api/v2/file/${sipId}/`;
const pointer = `GET /api/v2/file/${sipId}/pointer_file/`;
const target = `GET /api/v2/file/${sipId}/download/`;

const base = (size = content.length, digest = sha256) => ({
	[detail]: json(storagePackage({size})),
	[pointer]: {headers: {'content-type': 'application/xml'}, body: pointerFile(sipId, digest, size)},
});
const uncompressed = {
	[detail]: json(storagePackage({current_path: `4060/imgs-${sipId}`})),
	[pointer]: text('no pointer file', 404),
};

const connect = (...parameters: Parameters<typeof connectServers>) => {
	const {archivematica, fetch, ...rest} = connectServers(...parameters);
	const downloads = () => fetch.requests.filter(({url}) => url.endsWith('/download/')).map(({headers}) => headers);
	return {storage: archivematica.storage, downloads, fetch, ...rest};
};

/** A body that breaks after its text. */
const breaking = (start: string): ReadableStream<Uint8Array<ArrayBuffer>> => {
	const chunks = start === '' ? [] : [new TextEncoder().encode(start)];
	return new ReadableStream(
		{
			pull(controller) {
				const chunk = chunks.shift();
				if (chunk) {
					controller.enqueue(chunk);
				} else {
					controller.error(new TypeError('terminated'));
				}
			},
		},
		{highWaterMark: 0},
	);
};

const whole =
	(body: BodyInit | (() => BodyInit), headers: Record<string, string> = {}, size = content.length): FakeHandler =>
	() =>
		new Response(typeof body === 'function' ? body() : body, {
			headers: {'content-disposition': 'attachment', 'content-length': String(size), ...headers},
		});
const part =
	(body: BodyInit, range: string, headers: Record<string, string> = {}): FakeHandler =>
	() =>
		new Response(body, {status: 206, headers: {'content-disposition': 'attachment', 'content-range': range, ...headers}});

const sleepless = () => ({sleep: instantSleep()});

describe('a connection that breaks', () => {
	it('goes on with the rest where the server sends parts, and no byte comes twice', async () => {
		const {storage, downloads} = connect({...base(), [target]: [whole(breaking('hello')), part(' world', 'bytes 5-10/11')]});
		const progress: Progress[] = [];
		expect(await readText(await storage.download(sipId, {onProgress: step => progress.push(step)}))).toBe(content);
		expect(downloads().map(headers => headers.get('range'))).toEqual([null, 'bytes=5-']);
		expect(progress.map(({done}) => done)).toEqual([5, 11]);
	});

	it('leaves out what came before where the server sends everything again, as the Storage Service does', async () => {
		for (const again of [content, breaking(content)]) {
			const {storage, downloads} = connect({...base(), [target]: [whole(breaking('hello')), whole(again)]});
			const read = readText(await storage.download(sipId, {resume: {limit: 1}}));
			await (again === content ? expect(read).resolves.toBe(content) : expect(read).rejects.toThrow(NetworkError));
			expect(downloads()).toHaveLength(2);
		}
	});

	it('breaks again in the repeated part, and goes on all the same', async () => {
		const answers = [whole(breaking('hello')), whole(breaking('he')), part(breaking(' w'), 'bytes 5-10/11'), whole(content)];
		const {storage, downloads} = connect({...base(), [target]: answers});
		expect(await readText(await storage.download(sipId, {resume: sleepless()}))).toBe(content);
		expect(downloads().map(headers => headers.get('range'))).toEqual([null, 'bytes=5-', 'bytes=5-', 'bytes=7-']);
	});

	it('is refused when the repeated part is another', async () => {
		const {storage} = connect({...base(), [target]: [whole(breaking('hello')), whole('jello world')]});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({
			name: 'FixityError',
			algorithm: 'sha256',
			expected: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
			message: expect.stringContaining('first 5'),
		});
	});

	it('is refused when the repeated part is too short', async () => {
		const {storage} = connect({...base(), [target]: [whole(breaking('hello')), () => new Response('hel')]});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({name: 'FixityError', algorithm: 'size', actual: '3'});
	});

	it('is refused when the whole has another size than before', async () => {
		const {storage} = connect({
			...base(),
			[target]: [whole(breaking('hello')), part(' world!', 'bytes 5-11/12')],
		});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({name: 'FixityError', algorithm: 'size', actual: '12'});
	});

	it('verifies the rest like everything else', async () => {
		const {storage} = connect({...base(), [target]: [whole(breaking('hello')), part(' World', 'bytes 5-10/11')]});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({
			name: 'FixityError',
			algorithm: 'sha256',
			expected: sha256,
		});
	});

	it.each([
		['another offset', 'bytes 4-10/11'],
		['less than the rest', 'bytes 5-9/11'],
		['an unknown total', 'bytes 5-10/*'],
		['nothing', ''],
	])('does not take a part of %s', async (_, range) => {
		const {storage} = connect({...base(), [target]: [whole(breaking('hello')), part(' world', range)]});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({name: 'HttpError', code: 'bad-range'});
	});

	it('does not take an encoded part', async () => {
		const {storage} = connect({
			...base(),
			[target]: [whole(breaking('hello')), part(' world', 'bytes 5-10/11', {'content-encoding': 'x-odd'})],
		});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({code: 'bad-range'});
	});

	it('does not take a part that nobody asked for', async () => {
		const {storage} = connect({...base(), [target]: part(content, 'bytes 0-10/11')});
		await expect(storage.download(sipId)).rejects.toMatchObject({name: 'HttpError', code: 'no-content'});
	});

	it.each([
		['an entity tag', {etag: '"1"', 'last-modified': 'x'}, '"1"'],
		['a date where the entity tag is weak', {etag: 'W/"1"', 'last-modified': 'yesterday'}, 'yesterday'],
		['nothing', {}, null],
	])('binds the rest to %s', async (_, headers, validator) => {
		const {storage, downloads} = connect({
			...base(),
			[target]: [whole(breaking('hello'), headers), part(' world', 'bytes 5-10/11', headers)],
		});
		expect(await readText(await storage.download(sipId))).toBe(content);
		expect(downloads()[1]?.get('if-range')).toBe(validator);
	});

	it('does not take the rest of another version', async () => {
		const {storage} = connect({
			...base(),
			[target]: [whole(breaking('hello'), {etag: '"1"'}), part(' world', 'bytes 5-10/11', {etag: '"2"'})],
		});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({name: 'FixityError', expected: '"1"', actual: '"2"'});
	});

	it('waits longer and longer, and gives up after so many breaks in a row', async () => {
		const sleep = instantSleep();
		const {storage, downloads} = connect({...base(), [target]: whole(() => breaking(''))});
		await expect(readText(await storage.download(sipId, {resume: {sleep, limit: 4, delay: 10}}))).rejects.toThrow(NetworkError);
		expect(sleep.waits).toEqual([10, 20, 40]);
		expect(downloads()).toHaveLength(5);
	});

	it('is patient with a connection that brings a mebibyte each time', async () => {
		const mebibyte = 'x'.repeat(1_048_576);
		const hasher = await createHasher(['sha256']);
		hasher.update(new TextEncoder().encode(mebibyte.repeat(3)));
		const size = 3 * mebibyte.length;
		const answers = [0, 1, 2].map(index =>
			index === 0
				? whole(breaking(mebibyte), {}, size)
				: part(index === 2 ? mebibyte : breaking(mebibyte), `bytes ${index * mebibyte.length}-${size - 1}/${size}`),
		);
		const {storage} = connect({...base(size, hasher.digest().sha256), [target]: answers});
		const read = await readText(await storage.download(sipId, {resume: {limit: 1}}));
		expect(read).toHaveLength(size);
	});

	it('ends with the reason of an abort while it waits, and asks no more', async () => {
		const controller = new AbortController();
		const {storage, downloads} = connect({...base(), [target]: whole(() => breaking(''))});
		const stream = await storage.download(sipId, {signal: controller.signal, resume: {delay: 1_000_000}});
		const ended = expect(readText(stream)).rejects.toThrow(new Error('enough'));
		await vi.waitFor(() => expect(downloads()).toHaveLength(2));
		controller.abort(new Error('enough'));
		await ended;
		expect(downloads()).toHaveLength(2);
	});

	it('lets go at once when it is cancelled while it waits', async () => {
		const {storage} = connect({...base(), [target]: whole(() => breaking(''))});
		const reader = (await storage.download(sipId, {resume: {delay: 1_000_000}})).getReader();
		const pending = reader.read();
		await new Promise(resolve => setTimeout(resolve, 20));
		await reader.cancel('enough');
		expect(await pending).toEqual({done: true, value: undefined});
	});
});

describe('a package whose tar is made for each download', () => {
	it('is not asked for again', async () => {
		const {storage, downloads} = connect({...uncompressed, [target]: whole(breaking('hello'))});
		await expect(readText(await storage.download(sipId))).rejects.toThrow(NetworkError);
		expect(downloads()).toHaveLength(1);
	});

	it('goes on where the server says that it sends parts, bound to a version', async () => {
		const ranges = {'accept-ranges': 'bytes', etag: '"1"'};
		const {storage, downloads} = connect({
			...uncompressed,
			[target]: [whole(breaking('hello'), ranges), part(' world', 'bytes 5-10/11')],
		});
		expect(await readText(await storage.download(sipId))).toBe(content);
		expect(downloads()[1]?.get('if-range')).toBe('"1"');
	});

	it('asks for no part without a version, for nothing would show a wrong one; and does not start again', async () => {
		const {storage, downloads} = connect({
			...uncompressed,
			[target]: [whole(breaking('hello'), {'accept-ranges': 'bytes'}), whole(content)],
		});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({code: 'not-resumed'});
		expect(downloads()[1]?.get('range')).toBeNull();
	});
});

describe('bytes one has already', () => {
	const begin = (start: string) => ({size: start.length, stream: () => new Blob([start]).stream()});

	it('come first, and only the rest is asked for', async () => {
		const {storage, downloads} = connect({...base(), [target]: part(' world', 'bytes 5-10/11')});
		expect(await readText(await storage.download(sipId, {begin: begin('hello')}))).toBe(content);
		expect(downloads().map(headers => headers.get('range'))).toEqual(['bytes=5-']);
	});

	it('are compared where everything comes again', async () => {
		const {storage} = connect({...base(), [target]: whole(content)});
		expect(await readText(await storage.download(sipId, {begin: begin('hello')}))).toBe(content);
		await expect(storage.download(sipId, {begin: begin('jello')}).then(readText)).rejects.toMatchObject({name: 'FixityError'});
	});

	it('are verified with the rest', async () => {
		const {storage} = connect({...base(), [target]: part(' world', 'bytes 5-10/11')});
		await expect(storage.download(sipId, {begin: begin('jello')}).then(readText)).rejects.toMatchObject({name: 'FixityError'});
	});

	it('need nothing more when they are all', async () => {
		const {storage, downloads} = connect(base());
		expect(await readText(await storage.download(sipId, {begin: begin(content)}))).toBe(content);
		await expect(storage.download(sipId, {begin: begin('hello World')}).then(readText)).rejects.toMatchObject({name: 'FixityError'});
		expect(downloads()).toEqual([]);
	});
});
