import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type RequestListener, type Server} from 'node:http';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {pointerFile, sipId, storageKey, storagePackage} from '../fixtures/servers.ts';
import {connectStorage, StorageService} from '../storage/index.ts';
import {saveAip} from './index.ts';

const content = 'hello world';
const sha256 = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-aip-'));
});
afterEach(async () => {
	server?.closeAllConnections();
	server?.close();
	await rm(folder, {recursive: true});
});

/** A Storage Service over the loopback with one compressed package. */
async function serve(download: RequestListener): Promise<StorageService> {
	server = createServer((request, response) => {
		const {pathname} = new URL(request.url ?? '', 'http://localhost');
		if (pathname.endsWith('/download/')) {
			download(request, response);
		} else if (pathname.endsWith('/pointer_file/')) {
			response.end(pointerFile(sipId, sha256, content.length));
		} else {
			response.setHeader('content-type', 'application/json').end(JSON.stringify(storagePackage()));
		}
	});
	const listening = server;
	await new Promise<void>(resolve => {
		listening.listen(0, '127.0.0.1', resolve);
	});
	const address = listening.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return new StorageService(connectStorage({url: `http://127.0.0.1:${port}`, username: 'keeper', apiKey: storageKey}, {retry: {limit: 0}}));
}

it('saves a package under its name after it verified, and says with what', async () => {
	let encoding: string | undefined;
	const storage = await serve((request, response) => {
		encoding = request.headers['accept-encoding'];
		response.setHeader('content-length', content.length).end(content);
	});
	const path = join(folder, 'caf\u00E9.7z');
	const saved = await saveAip(storage, sipId, path);
	expect(saved).toMatchObject({
		path,
		size: content.length,
		evidence: {strength: 'digest', fixities: [{algorithm: 'sha256', value: sha256}]},
	});
	expect(await readFile(path, 'utf8')).toBe(content);
	expect(encoding).toBe('identity');
});

it.each<[string, RequestListener, string]>([
	['wrong bytes', (_, response) => response.end('hello World'), 'FixityError'],
	['missing bytes', (_, response) => response.end('hello'), 'FixityError'],
	['an error', (_, response) => response.writeHead(500).end('<html>Server error</html>'), 'HttpError'],
])('leaves nothing behind after %s', async (_, download, name) => {
	const storage = await serve(download);
	await expect(saveAip(storage, sipId, join(folder, 'x.7z'))).rejects.toMatchObject({name});
	expect(await readdir(folder)).toEqual([]);
});

describe('a download that breaks', () => {
	const part = `.${sipId}.part`;
	const resume = {limit: 0};
	const broken: RequestListener = (_, response) => {
		response.setHeader('content-length', content.length).write('hello', () => setTimeout(() => response.destroy(), 50));
	};
	const ranges: (string | undefined)[] = [];
	const ranged: RequestListener = (request, response) => {
		const {range} = request.headers;
		ranges.push(range);
		const from = Number(/\d+/.exec(range ?? '')?.[0] ?? 0);
		if (from > 0) {
			response.writeHead(206, {'content-range': `bytes ${from}-${content.length - 1}/${content.length}`});
		}
		response.end(content.slice(from));
	};
	beforeEach(() => {
		ranges.length = 0;
	});

	it('leaves its part, with which a later call goes on', async () => {
		let calls = 0;
		const storage = await serve((request, response) => (calls++ === 0 ? broken : ranged)(request, response));
		const path = join(folder, 'x.7z');
		await expect(saveAip(storage, sipId, path, {resume})).rejects.toMatchObject({name: 'NetworkError'});
		expect(await readdir(folder)).toEqual([part]);
		expect(await readFile(join(folder, part), 'utf8')).toBe('hello');
		const progress: number[] = [];
		expect(await saveAip(storage, sipId, path, {onProgress: ({done}) => progress.push(done)})).toMatchObject({size: content.length});
		expect(ranges).toEqual(['bytes=5-']);
		expect(progress.at(-1)).toBe(content.length);
		expect(await readFile(path, 'utf8')).toBe(content);
		expect(await readdir(folder)).toEqual(['x.7z']);
	});

	it('goes on, too, where the server sends everything again', async () => {
		await writeFile(join(folder, part), 'hello');
		const storage = await serve((_, response) => response.end(content));
		await saveAip(storage, sipId, join(folder, 'x.7z'));
		expect(await readFile(join(folder, 'x.7z'), 'utf8')).toBe(content);
	});

	it('leaves its part when it is aborted', async () => {
		const controller = new AbortController();
		const storage = await serve((_, response) => {
			response.setHeader('content-length', content.length).write('hello');
		});
		const onProgress = () => controller.abort(new Error('enough'));
		await expect(saveAip(storage, sipId, join(folder, 'x.7z'), {signal: controller.signal, onProgress})).rejects.toThrow(
			new Error('enough'),
		);
		expect(await readdir(folder)).toEqual([part]);
	});

	it.each([
		['wrong', 'jello'],
		['wrong and whole', 'jello world'],
	])('throws a part away that turns out to be %s', async (_, start) => {
		await writeFile(join(folder, part), start);
		const storage = await serve(ranged);
		await expect(saveAip(storage, sipId, join(folder, 'x.7z'))).rejects.toMatchObject({name: 'FixityError'});
		expect(await readdir(folder)).toEqual([]);
		await saveAip(storage, sipId, join(folder, 'x.7z'));
	});

	it('does not use a part that is too long, or empty', async () => {
		for (const start of [`${content}!`, '']) {
			await writeFile(join(folder, part), start);
			const storage = await serve(ranged);
			await saveAip(storage, sipId, join(folder, 'x.7z'), {overwrite: true});
			expect(await readFile(join(folder, 'x.7z'), 'utf8')).toBe(content);
		}
		expect(ranges).toEqual([undefined, undefined]);
	});

	it('leaves nothing where that is wanted', async () => {
		const storage = await serve(broken);
		await expect(saveAip(storage, sipId, join(folder, 'x.7z'), {keepPart: false, resume})).rejects.toMatchObject({name: 'NetworkError'});
		expect(await readdir(folder)).toEqual([]);
	});

	it('is not disturbed by another process, unless that has died', async () => {
		const storage = await serve(ranged);
		const lock = join(folder, `${part}.lock`);
		await writeFile(lock, `${process.pid} ${hostname()}\n`);
		await expect(saveAip(storage, sipId, join(folder, 'x.7z'))).rejects.toMatchObject({name: 'ConfigurationError', code: 'in-progress'});
		await writeFile(lock, '99999999 another-machine\n');
		await expect(saveAip(storage, sipId, join(folder, 'x.7z'))).rejects.toMatchObject({code: 'in-progress'});
		expect(ranges).toEqual([]);
		await writeFile(lock, `99999999 ${hostname()}\n`);
		await saveAip(storage, sipId, join(folder, 'x.7z'));
		expect(await readdir(folder)).toEqual(['x.7z']);
	});

	it('does not take a name that was taken in the meantime', async () => {
		const path = join(folder, 'x.7z');
		const storage = await serve((_, response) => void writeFile(path, 'mine').then(() => response.end(content)));
		await expect(saveAip(storage, sipId, path)).rejects.toMatchObject({code: 'file-exists'});
		expect(await readFile(path, 'utf8')).toBe('mine');
	});
});

it('replaces a file only when told to', async () => {
	const storage = await serve((_, response) => response.end(content));
	const path = join(folder, 'x.7z');
	await writeFile(path, 'mine');
	await expect(saveAip(storage, sipId, path)).rejects.toMatchObject({code: 'file-exists'});
	expect(await readFile(path, 'utf8')).toBe('mine');
	await saveAip(storage, sipId, path, {overwrite: true});
	expect(await readFile(path, 'utf8')).toBe(content);
	expect(await readdir(folder)).toEqual(['x.7z']);
});
