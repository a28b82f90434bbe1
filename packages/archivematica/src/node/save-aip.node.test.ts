import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type RequestListener, type Server} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
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
	[
		'a connection that breaks in the middle',
		(_, response) => {
			response.setHeader('content-length', content.length).write('hello', () => response.destroy());
		},
		'NetworkError',
	],
	['an error', (_, response) => response.writeHead(500).end('<html>Server error</html>'), 'HttpError'],
])('leaves nothing behind after %s', async (_, download, name) => {
	const storage = await serve(download);
	await expect(saveAip(storage, sipId, join(folder, 'x.7z'))).rejects.toMatchObject({name});
	expect(await readdir(folder)).toEqual([]);
});

it('leaves nothing behind when it is aborted in the middle', async () => {
	const controller = new AbortController();
	const storage = await serve((_, response) => {
		response.setHeader('content-length', content.length).write('hello');
	});
	const onProgress = () => controller.abort(new Error('enough'));
	await expect(saveAip(storage, sipId, join(folder, 'x.7z'), {signal: controller.signal, onProgress})).rejects.toThrow(new Error('enough'));
	expect(await readdir(folder)).toEqual([]);
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
