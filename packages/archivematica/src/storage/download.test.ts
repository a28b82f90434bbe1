import {
	AuthenticationError,
	ConfigurationError,
	ConflictError,
	FixityError,
	HttpError,
	NetworkError,
	NotFoundError,
	PackageError,
	type Progress,
} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import {readText} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import {badGateway, connect, json, pointerFile, sipId, storagePackage, text} from '../fixtures/servers.ts';
import {packageFolder} from './extraction-path.ts';

const content = 'hello world';
const sha256 = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
const detail = `GET /api/v2/file/${sipId}/`;
const pointer = `GET /api/v2/file/${sipId}/pointer_file/`;
const target = `GET /api/v2/file/${sipId}/download/`;
const extract = `GET /api/v2/file/${sipId}/extract_file/`;

const attachment = (body: BodyInit, headers: Record<string, string> = {}) => ({
	headers: {
		'content-type': 'application/x-7z-compressed',
		'content-disposition': 'attachment; filename="imgs.7z"',
		'content-length': '11',
		...headers,
	},
	body,
});

const good = {
	[detail]: json(storagePackage()),
	[pointer]: {headers: {'content-type': 'application/xml'}, body: pointerFile(sipId, sha256, 11)},
	[target]: attachment(content),
};
const noPointer = {[pointer]: text(`Resource with UUID ${sipId} does not have a pointer file`, 404)};
const uncompressed = {
	...good,
	...noPointer,
	[detail]: json(storagePackage({current_path: `4060/imgs-${sipId}`, size: 99_999})),
	[target]: attachment(content),
};

const connectStorage = (...parameters: Parameters<typeof connect>) => {
	const {archivematica, ...rest} = connect(...parameters);
	return {storage: archivematica.storage, ...rest};
};

it('has the digest right', async () => {
	const hasher = await createHasher(['sha256']);
	hasher.update(new TextEncoder().encode(content));
	expect(hasher.digest().sha256).toBe(sha256);
});

describe('a compressed package', () => {
	it('is verified against the pointer file while it streams', async () => {
		const {storage, fetch} = connectStorage(good);
		const progress: Progress[] = [];
		const stream = await storage.download(sipId, {onProgress: step => progress.push(step)});
		expect(await readText(stream)).toBe(content);
		expect(progress.at(-1)).toEqual({phase: 'download', done: 11, total: 11});
		expect(fetch.requests.at(-1)?.headers.get('accept')).toBe('*/*');
	});

	it('says what it can be verified with', async () => {
		const {storage, asked} = connectStorage(good);
		const evidence = await storage.evidence(sipId);
		expect(evidence).toMatchObject({
			strength: 'digest',
			size: 11,
			fixities: [{algorithm: 'sha256', value: sha256}],
			fixityReport: undefined,
		});
		await (await storage.download(sipId, {evidence})).cancel();
		expect(asked()).toEqual([detail, pointer, target]);
	});

	it('fails with both digests when one byte differs', async () => {
		const {storage} = connectStorage({...good, [target]: attachment('hello World')});
		const error: unknown = await readText(await storage.download(sipId)).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(FixityError);
		const actual = expect.stringMatching(/^[\da-f]{64}$/);
		expect(error).toMatchObject({algorithm: 'sha256', expected: sha256, actual, path: `4060/ee97/imgs-${sipId}.7z`});
	});

	it('fails before it starts when another length is announced', async () => {
		const {storage} = connectStorage({...good, [target]: attachment(`${content}!`, {'content-length': '12'})});
		await expect(storage.download(sipId)).rejects.toMatchObject({name: 'FixityError', algorithm: 'size', expected: '11', actual: '12'});
	});

	it('fails when bytes are missing that were announced', async () => {
		const {storage} = connectStorage({...good, [target]: attachment('hello')});
		await expect(readText(await storage.download(sipId))).rejects.toMatchObject({name: 'FixityError', algorithm: 'size', actual: '5'});
	});

	it('fails when the connection breaks in the middle', async () => {
		const {storage} = connectStorage({
			...good,
			[target]: () => {
				const chunks = [new TextEncoder().encode('hel')];
				const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
					pull(controller) {
						const chunk = chunks.pop();
						if (chunk) {
							controller.enqueue(chunk);
						} else {
							controller.error(new TypeError('terminated'));
						}
					},
				});
				return new Response(body, {headers: {'content-disposition': 'attachment', 'content-length': '11'}});
			},
		});
		const resume = {limit: 0};
		await expect(readText(await storage.download(sipId, {resume}))).rejects.toThrow(NetworkError);
	});

	it('ends with the reason of an abort in the middle', async () => {
		const {storage} = connectStorage({
			...good,
			[target]: () =>
				new Response(new ReadableStream({start: controller => controller.enqueue(new TextEncoder().encode('hel'))}), {
					headers: {'content-length': '11'},
				}),
		});
		const controller = new AbortController();
		const stream = await storage.download(sipId, {signal: controller.signal});
		const reader = stream.getReader();
		await reader.read();
		controller.abort(new Error('enough'));
		await expect(reader.read()).rejects.toThrow(new Error('enough'));
	});

	it('does not lean on a length that a proxy changed with an encoding', async () => {
		const {storage} = connectStorage({...good, [target]: attachment(content, {'content-encoding': 'x-odd', 'content-length': '5'})});
		expect(await readText(await storage.download(sipId))).toBe(content);
	});

	it('is asked for again after a bad moment of a proxy', async () => {
		const {storage} = connectStorage({...good, [target]: [badGateway, attachment(content)]});
		expect(await readText(await storage.download(sipId))).toBe(content);
	});

	it('is held to the size of the package where the pointer file is lost', async () => {
		const {storage} = connectStorage({...good, [pointer]: text('File not found', 404), [detail]: json(storagePackage({size: 12}))});
		await expect(storage.download(sipId)).rejects.toMatchObject({name: 'FixityError', expected: '12', actual: '11'});
	});
});

describe('an uncompressed package', () => {
	it('is held to its announced length, and says that this is all', async () => {
		const {storage} = connectStorage(uncompressed);
		expect(await storage.evidence(sipId)).toMatchObject({strength: 'length', size: undefined, fixities: [], pointerFile: undefined});
		expect(await readText(await storage.download(sipId))).toBe(content);
	});

	it('fails when it is cut off', async () => {
		const {storage} = connectStorage({...uncompressed, [target]: attachment('hello')});
		await expect(readText(await storage.download(sipId))).rejects.toThrow(FixityError);
	});

	it('is not asked for again: the server is still making the tar', async () => {
		const {storage, asked} = connectStorage({...uncompressed, [target]: text('', 504)});
		await expect(storage.download(sipId)).rejects.toThrow(HttpError);
		expect(asked().filter(request => request === target)).toHaveLength(1);
	});

	it('can be checked by the server first, and is refused when that finds damage', async () => {
		const check = `GET /api/v2/file/${sipId}/check_fixity/`;
		const {storage, asked} = connectStorage({
			...uncompressed,
			[check]: [json({success: true, message: ''}), json({success: false, message: 'Bag validation failed: data/a.txt'})],
		});
		await (await storage.download(sipId, {evidence: await storage.evidence(sipId, {checkFixity: true})})).cancel();
		const evidence = await storage.evidence(sipId, {checkFixity: true});
		const error: unknown = await storage.download(sipId, {evidence}).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(PackageError);
		expect(error).toMatchObject({problem: 'fixity-check-failed', message: expect.stringContaining('data/a.txt')});
		expect(asked().filter(request => request === target)).toHaveLength(1);
	});
});

describe('refusals', () => {
	it.each(['PENDING', 'STAGING', 'DELETED', 'FAIL', 'MOVING', 'FROZEN'])(
		'has nothing to download from a package that is %s',
		async status => {
			const {storage} = connectStorage({...good, [detail]: json(storagePackage({status}))});
			const error: unknown = await storage.download(sipId).catch((reason: unknown) => reason);
			expect(error).toBeInstanceOf(ConflictError);
			expect(error).toMatchObject({code: 'not-stored', message: expect.stringContaining(status)});
		},
	);

	it('does not take a 404 of a proxy for a package without a pointer file', async () => {
		const {storage} = connectStorage({...good, [pointer]: text('<html>nginx</html>', 404)});
		await expect(storage.download(sipId)).rejects.toThrow(NotFoundError);
	});

	it('does not go on without the pointer file when it cannot be read', async () => {
		const {storage} = connectStorage({...good, [pointer]: '<mets/>'});
		await expect(storage.download(sipId)).rejects.toMatchObject({name: 'DecodeError'});
	});

	it('takes neither a 202 nor a page for the content', async () => {
		const {storage} = connectStorage({
			...good,
			[target]: [
				json({error: false, message: 'File is not locally available.  Contact your storage administrator to fetch it.'}, 202),
				text('<html>hello there</html>', 200),
			],
		});
		await expect(storage.download(sipId)).rejects.toMatchObject({name: 'HttpError', code: 'not-local'});
		await expect(storage.download(sipId)).rejects.toMatchObject({name: 'HttpError', code: 'no-content'});
	});

	it('says that the package is not known, and that the key is refused', async () => {
		const {storage} = connectStorage({[detail]: [text('', 404), text('', 401, {'www-authenticate': 'Basic'})]});
		await expect(storage.download(sipId)).rejects.toThrow(NotFoundError);
		await expect(storage.download(sipId)).rejects.toThrow(AuthenticationError);
	});
});

describe('one file of a package', () => {
	it('is asked for with its path encoded twice, because the server decodes it twice', async () => {
		const {storage, fetch} = connectStorage({[extract]: attachment(content)});
		expect(await readText(await storage.extractFile(sipId, 'imgs/data/100% ü&x.txt'))).toBe(content);
		const once = new URL(fetch.requests[0]?.url ?? '').searchParams.get('relative_path_to_file') ?? '';
		expect(once).toBe('imgs/data/100%25%20%C3%BC%26x.txt');
		expect(decodeURIComponent(once)).toBe('imgs/data/100% ü&x.txt');
	});

	it('may be a page itself', async () => {
		const {storage} = connectStorage({[extract]: attachment('<p>hi</p>  ', {'content-type': 'text/html'})});
		expect(await readText(await storage.extractFile(sipId, 'x/data/README.html'))).toBe('<p>hi</p>  ');
	});

	it('fails when it is cut off, missing, or outside', async () => {
		const {storage, asked} = connectStorage({[extract]: [attachment('hello'), text('File not found', 404)]});
		await expect(readText(await storage.extractFile(sipId, 'a'))).rejects.toThrow(FixityError);
		await expect(storage.extractFile(sipId, 'a')).rejects.toThrow(NotFoundError);
		await expect(storage.extractFile(sipId, 'x/../../etc/passwd')).rejects.toThrow(ConfigurationError);
		expect(asked()).toHaveLength(2);
	});

	it.each([
		['9390/594f/cf-1-9390594f.7z', 'cf-1-9390594f'],
		['a/b/x.tar.gz', 'x'],
		['a/x.tar.bz2', 'x'],
		['a/v1.2-uuid', 'v1.2-uuid'],
		['a/x/', 'x'],
	])('lies below a folder that %j gives as %j', (path, folder) => {
		expect(packageFolder({path})).toBe(folder);
	});
});
